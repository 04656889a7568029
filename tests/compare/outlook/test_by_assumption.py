"""What moves the probability most, worked by hand."""

from __future__ import annotations

import pytest

from analysis.compare.outlook import by_assumption
from analysis.show.number import format_estimate


def test_the_lowest_and_the_highest_may_come_from_two_assumptions(shipped):
    (row,) = by_assumption.ends(shipped).itertuples()
    # 14.7 with the start at 30 instead of 50; with the impact of the deadlock at 0.4: (1 - 0.8 x 0.4) for 0.46
    assert row.lowest.value == pytest.approx(14.7 * 30 / 50, abs=0.1)
    assert row.highest.value == pytest.approx(14.7 * (1 - 0.8 * 0.4) / (1 - 0.8 * 0.675), abs=0.1)
    assert (str(row.lowest_by), str(row.highest_by)) == ("starting chance", "impact (Deadlock over territory)")
    moved = by_assumption.movers(shipped)
    assert row.lowest.value == min(each.value for each in moved.lowest)
    assert row.highest.value == max(each.value for each in moved.highest)


def test_what_moves_the_probability_most(matters):
    frame = by_assumption.movers(matters)
    top = frame.iloc[0]
    assert str(top.assumption) == "starting chance"
    assert (top.lowest.value, top.highest.value) == pytest.approx((40 * 0.6 * 1.1, 60 * 0.6 * 1.1))
    assert (top.lowest.low, top.lowest.high) == (top.lowest.value, top.lowest.value)
    assert format_estimate(top.lowest, "round") == "26%"
    assert (top.lowest.name, frame.lowest[1].name) == ("outlook.at.base.low", "outlook.at.risks.r1.likelihood.high")
    assert top.lowest.how == "the probability with the starting chance at its low end"
    widths = [row.highest.value - row.lowest.value for row in frame.itertuples()]
    assert widths == sorted(widths, reverse=True)
