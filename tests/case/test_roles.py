"""What plays which part in the questions that all cases share."""

from __future__ import annotations

import pytest

from analysis import load_case
from analysis.case.role_names import ROLES
from analysis.case.roles import find_role
from analysis.errors import CaseError, MissingRole, UsageError


@pytest.fixture
def cast(tiny):
    """The tiny case, in which three quantities play a role."""
    (tiny / "roles.csv").write_text(
        "role_id,played_by,note\nneed,reconstruction.need,\nstock_by_holder,assets.usable; debt.federal,\n"
    )
    return load_case(tiny)


def test_a_role_leads_to_the_row_that_plays_it(cast):
    assert cast.role("need") == "reconstruction.need"
    assert cast.role("need", "debt.federal") == "debt.federal"
    assert cast.roles("stock_by_holder") == ("assets.usable", "debt.federal")
    assert cast.roles("debt") == ()


def test_a_role_that_nothing_plays_says_what_is_missing_and_what_to_do(cast):
    with pytest.raises(MissingRole) as raised:
        cast.role("debt")
    assert str(raised.value) == (
        "tiny does not say what is its debt (a sum that gives a sense of the size of the need); it has the roles: "
        "need, stock_by_holder. Add a row debt to roles.csv, or name the id in the call."
    )


def test_a_role_that_several_play_is_not_answered_with_one_of_them(cast):
    with pytest.raises(MissingRole, match=r"several .*: assets.usable, debt.federal. Name one id"):
        cast.role("stock_by_holder")


def test_a_value_is_set_for_what_plays_a_role(cast):
    case = load_case(cast.folder, override={"need": 250, "debt": None})
    assert (case["reconstruction.need"].value, case["assets.usable"].value) == (250, 100)
    assert case["reconstruction.need"].claims == {"parameter:reconstruction.need"}
    assert case.on("all")["reconstruction.need"].value == 250


def test_a_value_is_not_set_for_what_several_play_or_nothing(cast):
    with pytest.raises(MissingRole, match="Name one id"):
        load_case(cast.folder, override={"stock_by_holder": 1})
    with pytest.raises(MissingRole, match="does not say what is its debt"):
        load_case(cast.folder, override={"debt": 1})


@pytest.mark.parametrize("ask", [lambda case: case.role("needs"), lambda case: find_role(case.ledger, "needs")])
def test_an_unknown_role_leads_to_the_nearest(cast, ask):
    with pytest.raises(UsageError, match=r"no role 'needs' \(nearest: need\)"):
        ask(cast)


def test_roles_csv_accepts_known_roles_and_known_ids(tiny):
    (tiny / "roles.csv").write_text("role_id,played_by,note\nneeds,reconstruction.need,\ndebt,debt.fedral,\n")
    with pytest.raises(CaseError) as raised:
        load_case(tiny)
    assert [(p.row, p.column) for p in raised.value.problems] == [(2, "role_id"), (3, "played_by")]
    assert "nearest: need" in str(raised.value)
    assert "nearest: debt.federal" in str(raised.value)


def test_a_claim_may_be_about_a_subject_of_any_kind(tiny):
    (tiny / "subjects.csv").write_text("subject_id,name,kind,note\nphase_one,the first phase,phase,\n")
    with (tiny / "claims.csv").open("a") as file:
        file.write("in_phase,assets.usable,phase_one,article,p1,40,,,,about,reported,,,,It is less.,,,,,normal,\n")
    case = load_case(tiny)
    assert case["assets.usable", "phase_one"].value == 40
    assert str(case.label("phase_one")) == "the first phase"


def test_every_role_says_what_plays_it():
    assert all(name.islower() and len(meaning) > 5 for name, meaning in ROLES.items())
