"""Quantity by plan: each number under its plan, a dash where a plan says nothing."""

from __future__ import annotations

import pytest

from analysis import compare, load_case, table
from analysis.errors import MissingClaim, UsageError
from analysis.show.bundle import format_text
from tests.conftest import TINY


@pytest.fixture(scope="module")
def case():
    return load_case(TINY)


def test_each_number_is_under_its_plan(case):
    caps = case.by_subject("forces.cap")
    frame = compare.matrix.matrix(case, ["forces.cap"])
    assert [str(name) for name in frame] == ["quantity", *(str(case.label(plan)) for plan in caps)]
    assert list(frame.iloc[0, 1:]) == list(caps.values())


def test_a_plan_that_says_nothing_has_a_dash_and_the_order_is_that_asked_for(case):
    first, *_ = case.by_subject("forces.cap")
    other = next(plan for plan in case.table("parties")["party_id"])
    frame = compare.matrix.matrix(case, ["forces.cap"], [other, first])
    made = table(frame, "Caps", key="caps")
    assert [format_text([cell]) for cell in made.rows[0]][1] == "–"
    assert [format_text(column.label) for column in made.columns][2] == str(case.label(first))


def test_what_no_plan_has_a_number_on(case):
    with pytest.raises(MissingClaim, match=r"none of plan_low has a number on reconstruction\.need; it has"):
        compare.matrix.matrix(case, ["reconstruction.need"], ["plan_low"])
    with pytest.raises(UsageError, match="nowhere"):
        compare.matrix.matrix(case, ["forces.cap"], ["nowhere"])
