"""A review: each key decides and moves on, is saved before the next, and can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import load_case
from analysis.case.case import Case
from analysis.errors import UsageError
from analysis.proposals.proposal import Proposal
from analysis.proposals.review import ReviewSession

ROW = Proposal(
    claim_id="one", quantity="reconstruction.need", quantity_2="debt.federal", value="588", unit="billion USD",
    phrase="588 billion", reason="An idiom", statement="A sum",
)  # fmt: skip


@pytest.fixture(scope="module")
def shipped() -> Case:
    return load_case()


def start(case: Case, *rows: Proposal) -> tuple[ReviewSession, list[list[Proposal]]]:
    kept: list[list[Proposal]] = []
    return ReviewSession(
        case,
        rows or (ROW, replace(ROW, claim_id="two"), replace(ROW, claim_id="three")),
        lambda r: kept.append(list(r)),
    ), kept


def list_decisions(session: ReviewSession) -> list[str]:
    return [row.decision for row in session.rows]


def test_a_decision_is_saved_and_the_next_row_comes(shipped):
    session, kept = start(shipped)
    session.accept()
    session.reject()
    session.merge("need_rdna5")
    assert session.current is None
    assert list_decisions(session) == ["accept", "reject", "merge:need_rdna5"]
    assert [[row.decision for row in rows] for rows in kept] == [
        ["accept", "", ""],
        ["accept", "reject", ""],
        ["accept", "reject", "merge:need_rdna5"],
    ]


def test_what_is_decided_already_is_passed_over(shipped):
    session, _ = start(shipped, replace(ROW, decision="reject"), replace(ROW, claim_id="two"))
    assert (session.at, session.undecided) == (1, 1)


def test_a_skipped_row_stays_undecided_and_undo_returns_to_it(shipped):
    session, kept = start(shipped)
    session.skip()
    assert session.at == 1
    session.undo()
    assert session.at == 0
    assert kept == []


def test_undo_takes_back_one_step_after_the_other_and_saves(shipped):
    session, kept = start(shipped)
    session.reject()
    session.choose(2)
    session.undo()
    session.undo()
    assert session.at == 0
    assert kept[-1] == [ROW, replace(ROW, claim_id="two"), replace(ROW, claim_id="three")]
    with pytest.raises(UsageError, match="nothing to undo"):
        session.undo()


def test_a_chosen_quantity_takes_the_value_along_and_stays(shipped):
    session, _ = start(shipped)
    session.choose(2)
    row = session.current
    assert row
    assert (row.quantity, row.value, row.unit, session.at) == ("debt.federal", "0.588", "trillion USD", 0)
    with pytest.raises(UsageError, match="offered 2"):
        session.choose(3)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"quantity": ""}, "it has no quantity"),
        ({"quantity": "reconstruction.ned"}, "nearest: reconstruction.need"),
        ({"statement": " "}, "it has no statement"),
    ],
)
def test_nothing_is_accepted_without_what_a_claim_needs(shipped, change, message):
    session, kept = start(shipped, replace(ROW, **change))
    with pytest.raises(UsageError, match=message):
        session.accept()
    assert (kept, session.at) == ([], 0)


def test_nothing_is_rejected_without_a_reason_or_merged_into_nothing(shipped):
    session, kept = start(shipped, replace(ROW, reason=""))
    with pytest.raises(UsageError, match="no reason"):
        session.reject()
    with pytest.raises(UsageError, match="need_rdna5"):
        session.merge("need_rdna55")
    with pytest.raises(UsageError, match="give an id"):
        session.merge()
    assert kept == []


def test_merging_takes_the_claim_that_says_the_same(shipped):
    session, _ = start(shipped, ROW, replace(ROW, claim_id="two", same_as="one"))
    session.skip()
    session.merge()
    assert list_decisions(session) == ["", "merge:one"]


@pytest.mark.parametrize(
    ("field", "text", "message"),
    [
        ("value", "many", "value: found 'many'"),
        ("qualifier", "roughly", "qualifier"),
        ("as_of", "5.5.2025", "as_of"),
        ("unit", "parsec", "unit"),
        ("claim_id", "One", "claim_id"),
        ("claim_id", "two", "another row"),
        ("phrase", "600 billion", "no field 'phrase'"),
        ("quantity", "forces.cap", "no value of forces.cap"),
    ],
)
def test_a_field_takes_what_its_column_takes(shipped, field, text, message):
    session, kept = start(shipped)
    with pytest.raises(UsageError, match=message):
        session.edit(field, text)
    assert kept == []


def test_an_edited_field_is_saved_and_stays_at_the_row(shipped):
    session, kept = start(shipped)
    session.edit("value", "590")
    session.edit("as_of", "2025-12~")
    session.edit("quantity", "debt.federal")
    assert session.current == kept[-1][0]
    assert (session.current.value, session.current.as_of, session.at) == ("0.59", "2025-12~", 0)


def test_what_cannot_be_saved_is_not_decided(shipped):
    def fail(_: Sequence[Proposal]) -> None:
        raise UsageError("the disk is full")

    session = ReviewSession(shipped, (ROW,), fail)
    with pytest.raises(UsageError, match="full"):
        session.reject()
    assert (list_decisions(session), session.at) == ([""], 0)


@given(st.lists(st.sampled_from(["accept", "reject", "skip", "choose"]), max_size=8))
def test_undoing_all_steps_gives_the_rows_as_they_were(steps):
    session, _ = start(load_case())
    before, taken = list(session.rows), 0
    for step in steps:
        if session.current is None:
            break
        getattr(session, step)(*((2,) if step == "choose" else ()))
        taken += 1
    for _ in range(taken):
        session.undo()
    assert session.rows == before
    assert session.at == 0
