"""Comparisons asked by name: every one that the shipped case answers comes out in the form of an answer."""

from __future__ import annotations

import pytest

from analysis import load_case
from analysis.assistant.computing import MOST_ROWS, compute, list_topic
from analysis.case.schema import Claim
from analysis.errors import MissingRole
from analysis.explore.questions import list_comparisons


@pytest.fixture(scope="module")
def case():
    return load_case()


@pytest.mark.parametrize("topic", ["reconstruction", "forces", "plans", "concessions", "sources"])
def test_each_comparison_that_is_listed_can_be_computed(case, topic):
    listed = list_topic(case, topic)
    assert listed
    for one in listed:
        arguments = list_comparisons()[one.name].find_arguments(case)
        assert arguments is not None
        found = compute(case, one.name, arguments)
        assert found.numbers or found.rows
        assert len(found.rows) == len(found.row_claims) <= MOST_ROWS
        assert set(one.arguments) == set(arguments)


def test_the_rows_of_a_table_lead_to_claims(case):
    found = compute(case, "forces.caps", {})
    claims = case.ledger.get_table(Claim)
    assert any(id in claims for ids in found.row_claims for id in ids)
    assert {one.id for one in found.claims} <= {id for ids in found.row_claims for id in ids}


def test_another_basis_rests_on_other_claims(case):
    one, other = (compute(case.on(basis), "reconstruction.gap", {}) for basis in ("article", "all"))
    assert (one.basis, other.basis) == ("article", "all")
    assert one.numbers[0].claims != other.numbers[0].claims


def test_a_case_without_an_answer_says_why(tiny):
    with pytest.raises(MissingRole, match="tiny does not say what is its promised"):
        compute(load_case(tiny), "quantities.promised_and_delivered", {})
