"""Which words of a drawing may hold digits: every spelling of its numbers, and none of any other."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis import format_estimate, number
from analysis.errors import UntracedNumber
from analysis.show.bundle import build_number
from analysis.show.charts.own_words import DrawnWords, _says_position

UNITS = st.sampled_from(["billion USD", "person", "percent", "km**2", "one", "day"])
AMOUNTS = st.integers(1, 10**7).map(lambda units: units / 100)


def make_words(*estimates, names=()) -> DrawnWords:
    return DrawnWords([build_number(estimate) for estimate in estimates], [], names, "figure 'k'")


@given(AMOUNTS, UNITS, st.sampled_from(["", "sign", "bare", "range", "signed", "round"]))
def test_a_number_may_be_drawn_in_every_format(value, unit, spec):
    estimate = number(value, unit)
    assert make_words(estimate).find(format_estimate(estimate, spec)) == 0


@given(AMOUNTS, UNITS, st.integers(2, 99))
def test_no_multiple_of_a_number_may_be_drawn(value, unit, times):
    estimate = number(value, unit)
    words, other = make_words(estimate), format_estimate(number(value * times, unit))
    assume(other not in words.positions)
    with pytest.raises(UntracedNumber, match="is drawn and holds a digit of no number or name in data"):
        words.find(other)


def test_a_text_leads_to_the_one_number_that_it_writes_and_to_no_note_where_there_are_two():
    words = make_words(number(800, "billion USD"), number(5, "day"), number(5, "day"), names=["28-point plan"])
    assert words.find("$800 billion") == words.find("800") == 0
    assert words.find("5 days") is None
    assert words.find("28-point plan: $800 billion") is None  # two at once lead to none
    assert words.find("no digit") is None


@pytest.mark.parametrize(
    "text",
    ["$800 billion2", "$800 million", "800 persons", "1800", "0.800", "800.5", "128-point plan", "28-point planning"],
)
def test_a_number_within_a_longer_one_is_not_that_number(text):
    words = make_words(number(800, "billion USD"), names=["28-point plan"])
    with pytest.raises(UntracedNumber):
        words.find(text)


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("20", 20, True),
        ("$20 bn", 2e10, True),
        ("1,500", 1500, True),
        ("−3", -3, True),
        ("0%", 0, True),
        ("0", 1, False),
        ("20", 1, False),
        ("1 to 2", 1, False),
        ("Kyiv", 0, True),
        ("33%", 1 / 3, True),
    ],
)
def test_words_at_an_axis_say_their_place(text, place, says):
    assert _says_position(text, place) is says
