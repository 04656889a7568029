"""The spread of draws: its points by hand, and that what is drawn is what was drawn at random."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import UsageError, compare, distribution, load_case
from analysis.errors import UntracedNumber
from analysis.estimates.constructors import make_leaf, number
from tests.conftest import TINY
from tests.show.charts.drawn import read_bars


def test_the_points_are_those_of_the_triangle_by_hand():
    """Need 800 less means of at most 100, whose draws are triangular from 0 to 100 with the mode at 100.

    The gap is then 700 + x with a share (1 - x/100)² above x: half are above 700 + 100 (1 - √0.5) = 729.3.
    """
    gap = compare.reconstruction.gap(load_case(TINY))
    chart = distribution(gap, "The gap", key="draws")
    values = [row[1].value for row in chart.data.rows]
    by_hand = [700, *(700 + 100 * (1 - share**0.5) for share in (0.95, 0.75, 0.5, 0.25, 0.05))]
    assert values == pytest.approx(by_hand, abs=1.5)
    assert {row[1].claims for row in chart.data.rows} == {("need_article", "usable_article")}
    assert chart.alt.startswith("The gap. Distribution. Ten thousand random draws")


def test_columns_are_as_high_as_their_draws_are_many():
    flat = make_leaf("flat", None, "billion USD", low=0, high=40, symbol="flat")
    bars = read_bars(distribution(flat, "All alike", key="flat").wide)
    assert len(bars) == 40
    heights = [bar.foot - bar.top for bar in bars]
    assert min(heights) > 0.7 * max(heights)  # about 250 draws in each


@settings(max_examples=12)
@given(st.floats(1, 1e6), st.floats(0.01, 1), st.floats(0.01, 1))
def test_points_are_in_order_and_within_the_range(value, below, above):
    estimate = make_leaf("one", value, "USD", low=value * (1 - below), high=value * (1 + above), symbol="one")
    _, *points = (row[1].value for row in distribution(estimate, "Any", key="any").data.rows)
    assert points == sorted(points)
    assert estimate.low <= points[0] <= points[-1] <= estimate.high


def test_a_number_without_a_range_and_what_is_no_number_are_refused():
    with pytest.raises(UsageError, match=r"^chart 'k': .* has no range that could be drawn"):
        distribution(number(5, "USD"), "One value", key="k")
    with pytest.raises(UntracedNumber, match="5 leads to no claim; draw an Estimate"):
        distribution(5, "No number", key="k")
