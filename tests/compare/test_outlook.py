"""The chance of a signed agreement: its product, its draws and its steps, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from analysis import load_case
from analysis.compare import outlook
from analysis.show.number import format_estimate


@pytest.fixture(scope="module")
def shipped():
    return load_case()


def test_the_probability_is_the_product_of_start_and_multipliers(matters):
    found = outlook.probability(matters)
    assert found.value == pytest.approx(50 * (1 - 0.5 * 0.8) * (1 + 0.5 * 0.2)) == pytest.approx(33)
    assert "base probability × (1 − likelihood (Collapse) × impact (Collapse))" in found.how


def test_its_interval_contains_ninety_per_cent_of_the_draws_and_not_the_extremes(matters):
    found = outlook.probability(matters)
    drawn = found.draws(20_000, seed=1)
    assert np.mean((found.low <= drawn) & (drawn <= found.high)) == pytest.approx(0.9, abs=0.01)
    assert found.low > 40 * (1 - 0.6 * 0.9) * (1 + 0.3 * 0.1)  # all at their worst at once


@pytest.mark.parametrize("share", [outlook.LOW_QUANTILE, outlook.HIGH_QUANTILE])
def test_a_quantile_is_a_plain_number_that_leads_to_the_same_claims(matters, share):
    found = outlook.quantile(matters, share)
    assert found.low == found.value == found.high
    assert found.claims == outlook.probability(matters).claims
    assert found.how == f"what {share:.0%} of 20,000 random draws of the probability are below"


def test_no_number_shown_is_above_a_hundred_per_cent(shipped):
    for case in (shipped, shipped.on("all"), load_case(override={"outlook.base": 100})):
        shown = [
            outlook.probability(case),
            outlook.result(case),
            outlook.quantile(case, outlook.HIGH_QUANTILE),
            *outlook.movers(case).highest,
            *outlook.steps(case).probability,
        ]
        assert max(estimate.high for estimate in shown) <= 100


def test_steps_to_a_tenth_add_up_to_the_result(shipped):
    frame = outlook.steps(shipped)
    assert [step.value for step in frame.probability[:3]] == pytest.approx([50, 27.5, 23.7])  # 50 x .55 x .86 = 23.65
    assert [step.value for step in frame.change[:3]] == pytest.approx([50, -22.5, -3.8])
    assert sum(step.value for step in frame.change) == pytest.approx(outlook.result(shipped).value) == 19.7
    assert frame.change[1].how == (
        "probability before it × (1 − likelihood (Deadlock over territory) × impact "
        "(Deadlock over territory)) − probability before it"
    )


def test_small_steps_in_a_row_are_one(shipped):
    frame = outlook.waterfall(shipped)
    steps = dict(zip(map(str, frame.step), (step.value for step in frame.change), strict=True))
    assert steps["Smaller risks"] == pytest.approx(-1.2 - 1.2 - 0.8)
    assert steps["Smaller positive factors"] == pytest.approx(1.3 + 1.9 + 1.3)
    assert sum(steps.values()) == pytest.approx(19.7)


def test_what_moves_the_probability_most(matters):
    frame = outlook.movers(matters)
    top = frame.iloc[0]
    assert str(top.assumption) == "starting chance"
    assert (top.lowest.value, top.highest.value) == pytest.approx((40 * 0.6 * 1.1, 60 * 0.6 * 1.1))
    assert (top.lowest.low, top.lowest.high) == (top.lowest.value, top.lowest.value)
    assert format_estimate(top.lowest, "round") == "26%"
    assert (top.lowest.name, frame.lowest[1].name) == ("outlook.at.base.low", "outlook.at.risks.r1.likelihood.high")
    assert top.lowest.how == "the probability with the starting chance at its low end"
    widths = [row.highest.value - row.lowest.value for row in frame.itertuples()]
    assert widths == sorted(widths, reverse=True)
