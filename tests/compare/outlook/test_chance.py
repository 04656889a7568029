"""The probability: its product, its interval and what is left of it, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from analysis import load_case
from analysis.compare import robustness
from analysis.compare.outlook import by_assumption, by_factor, chance, draws, spread, times
from analysis.label import Label
from analysis.messages import gettext, use_language
from tests.conftest import TINY, merge_folders


def test_the_probability_is_the_product_of_start_and_multipliers(matters):
    found = chance.probability(matters)
    assert found.value == pytest.approx(50 * (1 - 0.5 * 0.8) * (1 + 0.5 * 0.2)) == pytest.approx(33)
    assert "base probability × (1 − likelihood (Collapse) × impact (Collapse))" in found.how


def test_its_interval_contains_ninety_per_cent_of_the_draws_and_not_the_extremes(matters):
    independent = chance.probability(matters, correlation=0)
    drawn = independent.draws(20_000, seed=1)
    assert np.mean((independent.low <= drawn) & (drawn <= independent.high)) == pytest.approx(0.9, abs=0.01)
    for correlation in (0, 0.5, 1):
        found = chance.probability(matters, correlation=correlation)
        assert found.low > 40 * (1 - 0.6 * 0.9) * (1 + 0.3 * 0.1)  # all at their worst at once
        assert found.high < 60 * (1 - 0.4 * 0.7) * (1 + 0.7 * 0.3)


def test_the_more_the_guesses_move_together_the_wider_the_interval(matters, shipped):
    for case in (matters, shipped):
        found = [chance.probability(case, correlation=c) for c in (0, 0.25, 0.5, 0.75, 1)]
        assert [e.low for e in found] == sorted((e.low for e in found), reverse=True)
        assert [e.high for e in found] == sorted(e.high for e in found)
        assert len({e.value for e in found}) == 1


def test_fully_dependent_guesses_end_where_each_of_them_ends(matters):
    # at a correlation of 1 the result's 5 % quantile is that of every guess that helps, and the 95 % of all that harms
    base, likely, impact, positive, lift = (
        low + np.sqrt(0.05 * (high - low) * (mode - low))
        if turned > 0
        else high - np.sqrt(0.05 * (high - low) * (high - mode))
        for low, mode, high, turned in (
            (40, 50, 60, 1),
            (0.4, 0.5, 0.6, -1),
            (0.7, 0.8, 0.9, -1),
            (0.3, 0.5, 0.7, 1),
            (0.1, 0.2, 0.3, 1),
        )
    )
    found = chance.probability(matters, correlation=1)
    assert found.low == pytest.approx(base * (1 - likely * impact) * (1 + positive * lift), rel=0.02)


def test_no_number_shown_is_above_a_hundred_per_cent(shipped):
    for case in (shipped, shipped.on("all"), load_case(override={"outlook.base": 100})):
        shown = [
            chance.probability(case),
            by_factor.result(case),
            spread.quantile(case, draws.HIGH_QUANTILE),
            *by_assumption.movers(case).highest,
            *by_factor.steps(case).probability,
        ]
        assert max(estimate.high for estimate in shown) <= 100


def test_it_is_less_likely_than_not_unless_the_start_is_far_above_even(matters):
    # 0.6 x 1.1 = 0.66 of the start is left: 33 of 50, and 49.5 of 75, but 50.2 of 76
    assert chance.less_likely_than_not(matters).holds
    for start, holds in ((75, True), (76, False)):
        case = load_case(matters.folder, override={"outlook.base": start})
        assert chance.less_likely_than_not(case).holds is holds
    found = robustness.robustness(matters, chance.less_likely_than_not(matters))
    assert (str(found.first), found.first_at.value) == (
        "base probability",
        pytest.approx((50 / 0.66 - 50) / 100, abs=1e-3),
    )


def test_an_equal_chance_on_each_day_leaves_what_is_left_of_the_horizon(shipped):
    whole, left = chance.probability(shipped), chance.remaining(shipped)
    share = 177 / 365  # 4 July to 28 December 2026, of the year from 28 December 2025
    for end in ("value", "low", "high"):
        assert getattr(left, end) == pytest.approx(100 * (1 - (1 - getattr(whole, end) / 100) ** share))
    assert left.claims >= whole.claims
    assert str(times.known(shipped)) == "1 January 2026"


def test_the_outcome_is_called_as_the_case_calls_it(matters, shipped, tmp_path):
    assert str(chance.outcome(shipped)) == "a signed agreement"
    assert chance.probability(shipped).label == "Probability of a signed agreement"
    assert str(chance.outcome(matters)) == "the outcome"
    assert by_factor.result(matters).label == "Probability of the outcome"
    folder = merge_folders(TINY, TINY.parent / "matters", into=tmp_path / "case")
    for name, row in (("subjects", "new_wage,a new wage agreement,outcome,"), ("roles", "outcome,new_wage,")):
        with (folder / f"{name}.csv").open("a", encoding="utf-8") as table:
            table.write(f"{row}\n")
    case = load_case(folder)
    assert chance.outcome(case).ref == "subjects/new_wage"
    for found in (
        chance.probability(case),
        chance.probability_with_hindsight(case),
        spread.below_even(case),
        by_factor.result(case),
    ):
        assert "a new wage agreement" in found.label


def test_the_probability_is_named_in_ukrainian(ukrainian, matters):
    without = load_case(TINY)
    assert f"{chance.outcome(without)} {chance.outcome(without):genitive}" == "результат результату"
    peace = Label("мир", "issues/peace", forms={"genitive": "миру"})
    assert gettext("Probability of {outcome}", outcome=peace) == "Імовірність миру"


def test_the_probability_is_named_in_german_in_the_dative():
    with use_language("de"):
        assert chance.call_probability(load_case(TINY)) == "Wahrscheinlichkeit von dem Ergebnis"
