"""One grammar of uncertainty: what is drawn solid, what fades, and whose a line is."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import bars, load_case, ranges
from analysis.contract import ClaimCard, SourceCard
from analysis.estimates.constructors import make_leaf, number
from analysis.show.charts.canvas import get_series_colour
from analysis.show.charts.certainty import judge_certainty, judge_sampled
from analysis.style.house import get_shipped_house
from tests.show.charts.drawn import read_bars, read_dots, read_lines, read_words


def make_claim(value: float, *, own: bool = False, **ends):
    card = ClaimCard(
        "c", "claim", "need", "USD", value=value, source=SourceCard("s", "Source"), **(ends if own else {})
    )
    return make_leaf("c", value, "USD", origin=card, **ends)


@pytest.mark.parametrize(
    ("estimate", "kind", "sign"),
    [
        (make_claim(100), "stated", ""),
        (make_claim(100, low=80, high=130, own=True), "range", "line"),
        (make_claim(100, qualifier="about"), "range", "dashed"),
        (make_claim(100, qualifier="nearly"), "range", "dashed"),
        (make_claim(100, qualifier="at_most", minimum=0), "ceiling", "fading"),
        (make_claim(100, qualifier="less_than"), "ceiling", "fading"),
        (make_claim(100, qualifier="at_least"), "floor", "fading"),
        (make_claim(100, qualifier="over"), "floor", "fading"),
        (make_leaf("a", 100, "USD", kind="assumption", low=80, high=130), "range", "dashed"),
        (number(5, "USD"), "stated", ""),
    ],
)
def test_a_number_is_drawn_by_its_word_and_by_whose_its_range_is(estimate, kind, sign):
    found = judge_certainty(estimate)
    assert (found.kind, found.sign) == (kind, sign)


def test_a_result_is_a_range_of_ours_as_soon_as_one_width_beneath_it_is():
    theirs = make_claim(100, low=80, high=130, own=True)
    coded = make_leaf("b", 10, "USD", kind="assumption", low=5, high=20)
    assert not judge_certainty(2 * theirs).is_ours
    assert judge_certainty(theirs + coded).is_ours


def test_a_gap_that_can_only_be_larger_is_a_floor():
    case = load_case()
    found = judge_certainty(case["reconstruction.need"] - case["assets.usable"])
    assert (found.kind, found.inner, found.outer) == ("floor", 700, 800)


@given(st.floats(1, 1e6), st.floats(0, 0.99))
def test_a_ceiling_is_never_solid_to_its_end(value, share):
    found = judge_certainty(make_leaf("c", value, "USD", qualifier="at_most", low=value * share))
    assert found.inner == pytest.approx(value * share)
    assert found.inner < found.outer == value


def draw(*estimates):
    frame = pd.DataFrame({"what": list("ABCDEF")[: len(estimates)], "much": estimates})
    return bars(frame, "A finding", key="k", label="what", value="much")


def test_at_most_fades_from_where_it_is_sure_to_its_ceiling_which_has_a_stroke():
    made = draw(make_leaf("a", 100, "USD"), make_leaf("b", 100, "USD", qualifier="at_most", low=40))
    for svg in (made.wide, made.narrow):
        solid, *others = read_bars(svg, get_series_colour(0))
        sure, *faded = sorted(others, key=lambda bar: bar.opacity, reverse=True)
        length = solid.right - solid.left
        assert sure.opacity == 1
        assert sure.right - sure.left == pytest.approx(0.4 * length, abs=1e-4)
        assert max(bar.right for bar in faded) == pytest.approx(solid.right, abs=1e-4)
        assert len({bar.left for bar in faded}) == 1  # upon one another, without seams
        strokes = [line for line in read_lines(svg, get_series_colour(0)) if line.points[0][0] == line.points[1][0]]
        assert [line.points[0][0] for line in strokes] == pytest.approx([solid.right], abs=1e-4)


def test_at_least_is_solid_to_its_floor_and_fades_beyond_it_without_a_stroke():
    made = draw(make_leaf("a", 100, "USD"), make_leaf("b", 50, "USD", qualifier="at_least", high=100))
    solid, *others = read_bars(made.wide, get_series_colour(0))
    sure, *faded = sorted(others, key=lambda bar: bar.opacity, reverse=True)
    assert sure.right == pytest.approx((solid.left + solid.right) / 2, abs=1e-4)
    assert max(bar.right for bar in faded) == pytest.approx(solid.right, abs=1e-4)
    assert read_lines(made.wide, get_series_colour(0)) == []


@pytest.mark.parametrize(("own", "dashed"), [(True, False), (False, True)])
def test_a_line_is_dashed_where_the_range_is_ours(own, dashed):
    made = draw(make_claim(100, low=80, high=130, own=own))
    across = [line for line in read_lines(made.wide) if len({y for _, y in line.points}) == 1]
    assert len(across) == 2  # on the bar, and beyond it
    assert {bool(line.dashes) for line in across} == {dashed}
    (bar,) = read_bars(made.wide, get_series_colour(0))
    ends = [x for line in across for x, _ in line.points]
    scale = (bar.right - bar.left) / 100
    assert [min(ends), max(ends)] == pytest.approx([bar.left + 80 * scale, bar.left + 130 * scale], abs=1e-4)


def test_of_a_range_without_a_value_a_bar_is_solid_to_its_nearer_end():
    between = make_leaf("b", None, "USD", low=40, high=80)
    made = draw(make_leaf("a", 100, "USD"), between)
    longest, bar = read_bars(made.wide, get_series_colour(0))
    scale = (longest.right - longest.left) / 100
    assert bar.right - bar.left == pytest.approx(40 * scale, abs=1e-4)
    across = [line for line in read_lines(made.wide) if line.dashes]
    assert [x for line in across for x, _ in line.points] == pytest.approx([bar.right, bar.left + 80 * scale], abs=1e-4)


def test_of_a_range_without_a_value_a_dot_is_hollow():
    frame = pd.DataFrame({"what": ["A"], "much": [make_leaf("b", None, "USD", low=40, high=80)]})
    (dot,) = read_dots(ranges(frame, "A finding", key="k", label="what", value="much").wide)
    assert dot.colour == get_shipped_house().colour["paper"]


def test_an_estimate_from_a_sample_has_a_solid_line_whatever_it_rests_on():
    coded = make_leaf("b", 10, "percent", kind="assumption", low=5, high=20)
    assert judge_certainty(coded).sign == "dashed"
    found = judge_sampled(coded)
    assert (found.kind, found.sign, found.is_ours, found.low, found.high) == ("range", "sampled", False, 5, 20)
    assert judge_sampled(make_leaf("c", 100, "percent", qualifier="at_most", minimum=0)).kind == "range"  # no ceiling
    assert judge_sampled(number(3, "percent")).sign == ""


def test_bars_of_estimates_from_a_sample_say_so_in_their_key_and_have_solid_lines():
    shares = [make_leaf(id, 60, "percent", kind="assumption", low=50, high=70) for id in "ab"]
    frame = pd.DataFrame({"input": ["need", "means"], "share": shares})
    sampled, ours = (
        bars(frame, "A title", key="k", label="input", value="share", sampled=sampled) for sampled in (True, False)
    )
    dashes = [
        {bool(line.dashes) for line in read_lines(made.wide) if len({y for _, y in line.points}) == 1}
        for made in (sampled, ours)
    ]
    assert dashes == [{False}, {True}]
    assert "Thin line: the interval of an estimate from a sample." in str(sampled.legend)
    assert "interval of an estimate" not in str(ours.legend)
    assert {"Need", "Means"} <= set(read_words(sampled.wide))
