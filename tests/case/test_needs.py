"""What a question needs of a case: roles that something plays, and tables that have rows."""

from __future__ import annotations

import pytest

from analysis import load_case
from analysis.case.needs import describe_unmet
from analysis.case.role_names import ROLES
from analysis.case.schema import TABLES
from analysis.errors import CannotAnswer, UsageError
from tests.case.test_ledger import empty_table, replace_text

PRICE = "nothing that is the price (what a unit of its product costs; see roles.csv)"


def play(case, role, id):
    (case / "roles.csv").write_text(f"role_id,played_by,note\n{role},{id},\n")


def test_a_case_that_meets_all_needs_is_loaded(tiny):
    play(tiny, "need", "reconstruction.need")
    assert load_case(tiny, needs=("need", "plans"))["reconstruction.need"].value


def test_what_is_missing_is_said_in_one_line(tiny):
    empty_table(tiny, "positions")
    with pytest.raises(CannotAnswer) as raised:
        load_case(tiny, needs=["price", "positions", "plans", "need"])
    assert str(raised.value) == (
        f"tiny cannot answer this question: no positions (positions.csv has no rows); {PRICE}."
    )


def test_a_role_played_by_a_quantity_without_a_claim_is_not_met(tiny):
    replace_text(
        tiny,
        "quantities",
        "debt.federal,",
        "debt.of_nobody,debt of nobody,billion USD,0,,,Nobody's debt,,\ndebt.federal,",
    )
    play(tiny, "debt", "debt.of_nobody")
    assert describe_unmet(load_case(tiny).ledger, ["debt"]) == "no claim on debt.of_nobody, the debt"
    play(tiny, "debt", "debt.federal")
    assert describe_unmet(load_case(tiny).ledger, ["debt"]) == ""


def test_many_roles_that_nothing_plays_are_one_line(tiny):
    (tiny / "roles.csv").write_text("role_id,played_by,note\n")
    assert describe_unmet(load_case(tiny).ledger, ["need", "means"]) == (
        "nothing that plays the roles need, means (see roles.csv)"
    )


def test_a_misspelt_need_leads_to_the_nearest(tiny):
    with pytest.raises(UsageError, match=r"no role or table 'position' \(nearest: positions\)"):
        load_case(tiny, needs=["position"])


def test_no_role_has_the_name_of_a_table():
    assert not set(ROLES) & set(TABLES)


def test_a_part_of_a_question_asks_whether_its_needs_are_met(tiny):
    play(tiny, "need", "reconstruction.need")
    case = load_case(tiny)
    assert (case.meets(), case.meets("need"), case.meets("need", "means"), case.meets("positions")) == (
        True,
        True,
        False,
        False,
    )
    with pytest.raises(UsageError, match="no role or table 'neds'"):
        case.meets("neds")


def test_what_is_compared_by_subject_is_needed_of_two(tiny):
    assert load_case(tiny).meets("limit")
    replace_text(tiny, "claims", "cap_high,forces.cap,plan_high,", "cap_high,debt.federal,plan_high,")
    assert describe_unmet(load_case(tiny).ledger, ["limit"]) == (
        "claims on forces.cap, the limit, of fewer than 2 subjects, as are compared"
    )


def test_two_roles_of_one_quantity_without_a_claim_are_one_line(tiny):
    new = "debt.of_nobody,debt of nobody,billion USD,0,,,Nobody's debt,,\ndebt.federal,"
    replace_text(tiny, "quantities", "debt.federal,", new)
    (tiny / "roles.csv").write_text("role_id,played_by,note\nneed,debt.of_nobody,\ndebt,debt.of_nobody,\n")
    found = describe_unmet(load_case(tiny).ledger, ["need", "debt"])
    assert found == "no claim on debt.of_nobody, the need and debt"
