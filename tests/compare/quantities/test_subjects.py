"""A quantity for several subjects: worked by hand, and that a comparison turned round says the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import load_case
from analysis.compare.quantities.subjects import between, by_subject, pairs
from analysis.errors import MissingClaim, UnitError
from tests.compare.quantities.cases_of_claims import add_claims
from tests.conftest import TINY

CAP = "forces.cap"


def test_all_subjects_stand_beside_a_reference_smallest_first():
    rows = by_subject(load_case(TINY), CAP, "forces.strength")
    assert [str(row.subject) for row in rows.itertuples()] == ["28-point plan", "20-point plan"]
    assert [row.difference.value for row in rows.itertuples()] == [-200_000, 0]
    assert rows["share"].map(lambda share: share.value).tolist() == [75, 100]
    assert list(by_subject(load_case(TINY), CAP).columns) == ["subject", "value"]
    with pytest.raises(UnitError):
        by_subject(load_case(TINY), CAP, "assets.frozen")
    with pytest.raises(MissingClaim):
        by_subject(load_case(TINY), "reconstruction.damage")


def test_two_plans_are_apart_by_a_share_of_either():
    row = between(load_case(TINY), CAP, "plan_low", "plan_high").iloc[0]
    assert (row.first.value, row.second.value, row.difference.value) == (600_000, 800_000, 200_000)
    assert (row.of_first.value, row.of_second.value) == (pytest.approx(100 / 3), -25)
    assert row.difference.label == "Troop cap: 20-point plan less 28-point plan"
    with pytest.raises(MissingClaim, match="nearest: plan_low"):
        between(load_case(TINY), CAP, "plan_lo", "plan_high")


def test_shares_are_apart_by_points_and_nothing_is_a_share_of_zero(tiny):
    claims = ({"value": 0, "subject": "plan_low"}, {"value": 40, "subject": "plan_high"})
    row = between(add_claims(tiny, "poll.yes", *claims, unit="percent"), "poll.yes", "plan_low", "plan_high").iloc[0]
    assert (row.difference.value, row.difference.unit) == (40, "percentage_point")
    assert (row.of_first, row.of_second.value) == ("", -100)


def test_every_pair_is_compared_once():
    case = load_case()
    rows = pairs(case, "forces.active")
    count = len(case.by_subject("forces.active"))
    assert len(rows) == count * (count - 1) / 2
    assert all(row.difference.value >= 0 for row in rows.itertuples())
    assert list(pairs(case, "assets.frozen").columns) == list(rows.columns)


@settings(max_examples=20)
@given(low=st.floats(1, 1e6), high=st.floats(1, 1e6))
def test_a_comparison_turned_round_says_the_same(low, high):
    case = load_case(TINY, override={f"{CAP}@plan_low": low, f"{CAP}@plan_high": high})
    there = between(case, CAP, "plan_low", "plan_high").iloc[0]
    back = between(case, CAP, "plan_high", "plan_low").iloc[0]
    assert there.difference.value == -back.difference.value
    assert (there.of_first.value, there.of_second.value) == (back.of_second.value, back.of_first.value)
    assert (1 + there.of_first.value / 100) * (1 + there.of_second.value / 100) == pytest.approx(1)
