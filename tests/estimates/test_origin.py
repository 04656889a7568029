"""Whose a number is: by hand for each kind of leaf, and never weaker for a sum than for its terms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import load_case, number, parameter
from analysis.contract import ClaimCard, SourceCard
from analysis.estimates.constructors import make_leaf
from analysis.estimates.estimate import Estimate
from analysis.estimates.origin import ORIGINS, find_origin, list_origins
from analysis.estimates.settings import make_setting

NOTES = SourceCard("notes", "Field notes")


def make_coded(id: str = "positions/a/salience") -> Estimate:
    return make_leaf(id, 0.5, "one", kind="assumption", origin=ClaimCard(id, "assumption", "a", "one", source=NOTES))


def make_assumed(id: str = "chance") -> Estimate:
    return make_leaf(id, 0.5, "one", kind="assumption", origin=ClaimCard(id, "assumption", "chance", "one"))


def make_count(*rests_on: str) -> Estimate:
    return make_leaf(f"count:rows/{len(rests_on)}", 3, "one", kind="count", rests_on=rests_on)


CLAIM, OTHER = make_leaf("claim", 8, "one"), make_leaf("other", 2, "one")
TOLERANCE = make_setting("tolerance", 1, "one", "tolerance", "Less counts as nothing.")


@pytest.mark.parametrize(
    ("number", "origin"),
    [
        (CLAIM, "claim"),
        (CLAIM.to("percent"), "claim"),  # read in another unit
        (make_leaf("day", 5, "day", kind="event"), "claim"),
        (CLAIM - OTHER, "arithmetic"),
        (CLAIM * 2, "arithmetic"),
        (make_count(), "arithmetic"),
        (make_count("rows.verdict"), "coding"),
        (CLAIM + TOLERANCE, "arithmetic"),  # a setting of the method is not coding
        (TOLERANCE, "setting"),
        (number(12), "setting"),
        (parameter("size", 3), "parameter"),
        (CLAIM * parameter("size", 3), "parameter"),
        (make_assumed(), "assumption"),
        (parameter("size", 3) * make_assumed(), "assumption"),
        (make_coded(), "coding"),
        (CLAIM * make_coded() / make_assumed(), "coding"),
    ],
)
def test_the_origin_is_read_from_the_lineage(number, origin):
    assert find_origin(number) == origin


def test_all_that_is_ours_is_listed_and_a_claim_beneath_it_is_not():
    mixed = CLAIM * make_coded() * make_assumed() * parameter("size", 3)
    assert list_origins(mixed.leaves, True) == {"coding", "assumption", "parameter"}


leaves = st.sampled_from(
    [CLAIM, OTHER, TOLERANCE, number(2), parameter("size", 3), make_assumed(), make_coded(), make_count()]
)


@given(leaves, leaves, leaves)
def test_the_origin_of_a_sum_is_never_weaker_than_that_of_a_term(a, b, c):
    part = a + b
    whole = part + c
    for term in (a, b, c, part):
        assert ORIGINS.index(find_origin(whole)) >= ORIGINS.index(find_origin(term))


def test_a_count_of_the_case_says_which_coding_it_rests_on():
    case = load_case()
    rows = list(case.ledger.tables["positions"].values())[:2]
    salience = case.coded("positions", rows[0].id, "salience")
    plain, by_column, by_value = (
        case.count("positions", rows, "stances", rests_on) for rests_on in ((), ["position"], [salience])
    )
    assert [find_origin(one) for one in (plain, by_column, by_value)] == ["arithmetic", "coding", "coding"]
    assert by_column.leaf.rests_on == ("positions.position",)
    assert by_value.leaf.rests_on == (f"positions/{rows[0].id}/salience",)
    assert by_column.leaf.origin.statement.endswith(". Which rows are counted rests on our coding.")
    assert "coding" not in plain.leaf.origin.statement


def test_a_count_that_was_chosen_by_a_claim_alone_stays_arithmetic():
    case = load_case()
    rows = list(case.ledger.tables["plans"].values())
    assert find_origin(case.count("plans", rows, "plans", [case["reconstruction.need"]])) == "arithmetic"
