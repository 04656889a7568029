"""The chance of an outcome: its product, its draws and its steps, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from analysis import load_case
from analysis.case.schema import Risk
from analysis.compare import outlook, robustness
from analysis.errors import MissingClaim
from analysis.show.number import format_estimate
from tests.conftest import TINY, merge_folders


@pytest.fixture(scope="module")
def shipped():
    return load_case()


def test_the_probability_is_the_product_of_start_and_multipliers(matters):
    found = outlook.probability(matters)
    assert found.value == pytest.approx(50 * (1 - 0.5 * 0.8) * (1 + 0.5 * 0.2)) == pytest.approx(33)
    assert "base probability × (1 − likelihood (Collapse) × impact (Collapse))" in found.how


def test_its_interval_contains_ninety_per_cent_of_the_draws_and_not_the_extremes(matters):
    independent = outlook.probability(matters, correlation=0)
    drawn = independent.draws(20_000, seed=1)
    assert np.mean((independent.low <= drawn) & (drawn <= independent.high)) == pytest.approx(0.9, abs=0.01)
    for correlation in (0, 0.5, 1):
        found = outlook.probability(matters, correlation=correlation)
        assert found.low > 40 * (1 - 0.6 * 0.9) * (1 + 0.3 * 0.1)  # all at their worst at once
        assert found.high < 60 * (1 - 0.4 * 0.7) * (1 + 0.7 * 0.3)


def test_the_more_the_guesses_move_together_the_wider_the_interval(matters, shipped):
    for case in (matters, shipped):
        found = [outlook.probability(case, correlation=c) for c in (0, 0.25, 0.5, 0.75, 1)]
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
    found = outlook.probability(matters, correlation=1)
    assert found.low == pytest.approx(base * (1 - likely * impact) * (1 + positive * lift), rel=0.02)


def test_the_ranges_by_correlation_are_those_of_the_probability(shipped):
    frame = outlook.correlations(shipped)
    assert [row.correlation.value for row in frame.itertuples()] == [0, 0.5, 1]
    assert frame.correlation[1].claims == {"guess_correlation"}
    for row in frame.itertuples():
        whole = outlook.probability(shipped, correlation=row.correlation.value)
        assert (row.least.value, row.most.value) == pytest.approx((whole.low, whole.high))
    assert outlook.probability(shipped).low == pytest.approx(frame.least[1].value)
    assert len(set(frame.meaning)) == 3
    ends = load_case(override={"outlook.correlation": 1})
    assert [row.correlation.value for row in outlook.correlations(ends).itertuples()] == [0, 1]
    assert outlook.probability(ends).high == pytest.approx(frame.most[2].value)


def test_a_case_that_assumes_no_correlation_gets_the_one_halfway(matters):
    assert outlook.common_correlation(matters).value == outlook.COMMON == 0.5
    assert outlook.probability(matters).low == outlook.probability(matters, correlation=0.5).low


def test_the_horizon_counts_from_the_event_of_its_assumption(shipped):
    found = outlook.horizon(shipped)
    assert (str(found.start), str(found.end), found.event.ref) == (
        "28 December 2025",
        "28 December 2026",
        "events/meeting",
    )
    assert found.end.ref == "assumptions/horizon_year"
    half = load_case(override={"outlook.horizon": 0.5})
    assert str(outlook.horizon(half).end) == "28 June 2026"


def test_without_an_assumption_on_the_horizon_it_says_what_to_add(matters):
    with pytest.raises(MissingClaim, match="does not say what is its horizon"):
        outlook.horizon(matters)


def test_a_factor_known_only_from_later_sources_is_listed_and_not_counted(shipped):
    case = shipped.on("all")
    listed, counted = outlook.factors(case), outlook.factors(case, hindsight=False)
    assert (len(listed), len(counted)) == (12, 11)
    assert list(listed[listed.counted != "Yes"].name.map(str)) == ["A crisis elsewhere"]
    # the means of two coders: 14.67 x (1 - 0.35 x 0.225) = 13.51
    assert outlook.probability(case).value == pytest.approx(14.6663, abs=1e-4)
    assert outlook.probability_with_hindsight(case).value == pytest.approx(14.6663 * (1 - 0.35 * 0.225), abs=1e-4)
    assert outlook.probability(shipped).value == outlook.probability(case).value


def test_what_has_happened_already_is_certain_to_the_first_coder_and_moves_only_by_the_second(shipped):
    certain = {row.id for row in shipped.ledger.get_table(Risk).values() if row.likelihood == 1}
    assert certain == {"diplomatic_progress", "guarantee_accord"}
    for id in certain:
        both = shipped.coded("risks", id, "likelihood")
        assert both.high == 1
        assert 0.8 < both.value < 1


def test_the_variance_is_explained_mostly_by_the_start_and_the_deadlock(shipped):
    shares = {row.assumption.ref: row.share.value for row in outlook.movers(shipped).itertuples()}
    # of a product of independent terms, the share of one is c / (product of (1 + c) over all - 1), c its variance over
    # its squared mean: the start alone has (30, 50, 65), mean 48.3, variance 51.4, c = 0.0220
    spread = outlook.probability(shipped, correlation=0).draws(200_000, seed=5)
    assert shares["base_chance"] == pytest.approx(100 * 0.02200 / (spread.var() / spread.mean() ** 2), abs=2)
    assert sum(shares.values()) == pytest.approx(97, abs=4)


@pytest.mark.parametrize("share", [outlook.LOW_QUANTILE, outlook.HIGH_QUANTILE])
def test_a_quantile_is_a_plain_number_that_leads_to_the_same_claims(matters, share):
    found = outlook.quantile(matters, share)
    assert found.low == found.value == found.high
    assert found.claims == outlook.probability(matters).claims
    assert found.how == (
        f"what {share:.0%} of 20,000 random draws of the probability are below, "
        "at a correlation of 0.5 between the assumptions"
    )


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
    assert [step.value for step in frame.probability[:3]] == pytest.approx([50, 23, 19.6])  # the means of two coders
    assert [step.value for step in frame.change[:3]] == pytest.approx([50, -27, -3.4])
    assert sum(step.value for step in frame.change) == pytest.approx(outlook.result(shipped).value) == 14.7
    assert frame.change[1].how == (
        "probability before it × (1 − likelihood (Deadlock over territory) × impact "
        "(Deadlock over territory)) − probability before it"
    )


def test_small_steps_in_a_row_are_one(shipped):
    frame = outlook.waterfall(shipped)
    steps = dict(zip(map(str, frame.step), (step.value for step in frame.change), strict=True))
    assert steps["Smaller risks"] == pytest.approx(-1.1 - 1.6 - 0.8, abs=0.11)
    assert sum(steps.values()) == pytest.approx(14.7)


def test_the_lowest_and_the_highest_may_come_from_two_assumptions(shipped):
    (row,) = outlook.ends(shipped).itertuples()
    # 14.7 with the start at 30 instead of 50; with the impact of the deadlock at 0.4: (1 - 0.8 x 0.4) for 0.46
    assert row.lowest.value == pytest.approx(14.7 * 30 / 50, abs=0.1)
    assert row.highest.value == pytest.approx(14.7 * (1 - 0.8 * 0.4) / (1 - 0.8 * 0.675), abs=0.1)
    assert (str(row.lowest_by), str(row.highest_by)) == ("starting chance", "impact (Deadlock over territory)")
    moved = outlook.movers(shipped)
    assert row.lowest.value == min(each.value for each in moved.lowest)
    assert row.highest.value == max(each.value for each in moved.highest)


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


def test_it_is_less_likely_than_not_unless_the_start_is_far_above_even(matters):
    # 0.6 x 1.1 = 0.66 of the start is left: 33 of 50, and 49.5 of 75, but 50.2 of 76
    assert outlook.less_likely_than_not(matters).holds
    for start, holds in ((75, True), (76, False)):
        case = load_case(matters.folder, override={"outlook.base": start})
        assert outlook.less_likely_than_not(case).holds is holds
    found = robustness.robustness(matters, outlook.less_likely_than_not(matters))
    assert (str(found.first), found.first_at.value) == (
        "base probability",
        pytest.approx((50 / 0.66 - 50) / 100, abs=1e-3),
    )


def test_an_equal_chance_on_each_day_leaves_what_is_left_of_the_horizon(shipped):
    chance, left = outlook.probability(shipped), outlook.remaining(shipped)
    share = 177 / 365  # 4 July to 28 December 2026, of the year from 28 December 2025
    for end in ("value", "low", "high"):
        assert getattr(left, end) == pytest.approx(100 * (1 - (1 - getattr(chance, end) / 100) ** share))
    assert left.claims >= chance.claims
    assert str(outlook.known(shipped)) == "1 January 2026"


def test_the_share_of_draws_below_an_even_chance_is_that_of_the_quantiles(shipped):
    assert len(outlook.correlations(shipped)) == 3
    for row in outlook.correlations(shipped).itertuples():
        share, at = row.below.value / 100, row.correlation.value
        assert outlook.quantile(shipped, max(share - 0.01, 0), correlation=at).value < 50
        assert share == 1 or outlook.quantile(shipped, min(share + 0.01, 1), correlation=at).value >= 50


def test_the_outcome_is_called_as_the_case_calls_it(matters, shipped, tmp_path):
    assert str(outlook.outcome(shipped)) == "a signed agreement"
    assert outlook.probability(shipped).label == "Probability of a signed agreement"
    assert str(outlook.outcome(matters)) == "the outcome"
    assert outlook.result(matters).label == "Probability of the outcome"
    folder = merge_folders(TINY, TINY.parent / "matters", into=tmp_path / "case")
    for name, row in (("subjects", "new_wage,a new wage agreement,outcome,"), ("roles", "outcome,new_wage,")):
        with (folder / f"{name}.csv").open("a", encoding="utf-8") as table:
            table.write(f"{row}\n")
    case = load_case(folder)
    assert outlook.outcome(case).ref == "subjects/new_wage"
    for found in (
        outlook.probability(case),
        outlook.probability_with_hindsight(case),
        outlook.below_even(case),
        outlook.result(case),
    ):
        assert "a new wage agreement" in found.label
