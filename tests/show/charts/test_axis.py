"""The axis of values: round ticks within it, words with their unit, and a sentence that says what is measured."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis
from analysis.errors import UntracedNumber
from analysis.estimates.constructors import make_leaf, number
from analysis.label import Label
from analysis.show.charts.axis import Axis, choose_subtitle, draw_axis, name_unit, pad_span, span_values
from analysis.show.charts.canvas import Sheet, render_sheet
from analysis.show.charts.certainty import judge_certainty
from tests.show.charts.drawn import read_words


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(2, 6))
def test_ticks_lie_within_the_axis_and_are_few(low, span, most):
    axis = Axis(low, low + span, "USD", 0, 5)
    ticks = axis.list_ticks(most)
    assert len(ticks) <= most + 1
    assert all(low - span * 1e-6 <= tick <= low + span * (1 + 1e-6) for tick in ticks)
    assert [axis(tick) for tick in ticks] == sorted(axis(tick) for tick in ticks)


def test_a_value_stands_where_its_share_of_the_axis_is():
    axis = Axis(-50, 150, "USD", 1.0, 4.0)
    assert [axis(value) for value in (-50, 0, 50, 150)] == [1.0, 2.0, 3.0, 5.0]


def test_words_of_ticks_do_not_meet_and_the_outer_ones_are_named():
    sheet = Sheet(4.0)
    lines = draw_axis(sheet, Axis(0, 800, "billion USD", 0.0, 1.2))
    assert lines == pytest.approx([0, 0.3, 0.6, 0.9, 1.2])
    words = read_words(render_sheet(sheet, "k"))
    assert list(words) == ["$0", "$800 billion"]


def test_an_axis_reaches_as_far_as_what_is_unsure():
    found = [judge_certainty(make_leaf("a", 10, "USD", low=5, high=30)), judge_certainty(make_leaf("b", 20, "USD"))]
    assert span_values(found, with_zero=True) == (0, 30)
    assert span_values(found, with_zero=False) == (5, 30)
    assert span_values(found[1:], with_zero=False) == (19.5, 20.5)


def test_room_is_left_on_either_side_but_not_beyond_nothing():
    assert pad_span(0, 100, share=0.1) == (0, 110)
    assert pad_span(50, 100, share=0.1) == (45, 105)
    assert pad_span(-100, 0, share=0.1) == (-110, 0)


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        ("billion EUR", "in euros"),
        ("CHF", "in CHF"),
        ("thousand person", "in persons"),
        ("item", "Number"),
        ("one", ""),
        ("percentage_point", "in points"),
        ("km**2", "in km²"),
        ("USD / person", "in dollars per person"),
        ("tonnes / day", "in tonnes a day"),
    ],
)
def test_a_unit_in_words(unit, words):
    assert name_unit(unit) == words


def test_the_author_has_the_last_word_but_no_digits():
    soldiers = [number(5, "person")]
    assert choose_subtitle("Soldiers", soldiers, ["troops"], "chart 'k'") == "Soldiers"
    assert choose_subtitle("", soldiers, ["troops"], "chart 'k'") == "Troops, in persons"
    with pytest.raises(UntracedNumber, match="chart 'k': the subtitle 'In 2025' holds a digit"):
        choose_subtitle("In 2025", soldiers, ["troops"], "chart 'k'")
    named = Label("Troops of 2025", "quantities/troops")  # a name that the case gives has its row
    assert choose_subtitle(named, soldiers, ["troops"], "chart 'k'") == "Troops of 2025"


@pytest.mark.parametrize("form", ["waffle", "heatmap", "spans", "squares"])
def test_no_form_takes_a_digit_in_its_subtitle(form):
    frame = pd.DataFrame({"a": ["One"], "b": ["open"]})
    options = {
        "waffle": {"label": "a", "value": "b"},
        "squares": {"label": "a", "by": "b"},
        "heatmap": {"label": "a", "columns": {"b": "Plan"}, "levels": ["open"]},
        "spans": {"label": "a"},
    }[form]
    with pytest.raises(UntracedNumber, match="chart 'k': the subtitle 'One of 20' holds a digit"):
        getattr(analysis, form)(frame, "X", key="k", subtitle="One of 20", **options)


@given(st.integers(0, 50), st.integers(1, 5000), st.integers(2, 6), st.sampled_from(["item", "person"]))
def test_ticks_of_what_is_counted_are_whole(low, span, most, unit):
    ticks = Axis(low, low + span, unit, 0, 5).list_ticks(most)
    assert ticks
    assert all(tick == int(tick) for tick in ticks)
    assert len(ticks) <= most + 1
