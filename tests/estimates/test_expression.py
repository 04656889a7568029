"""Formulas of the ledger: what they name, what they come to, and where they go in a circle."""

from __future__ import annotations

import pytest

from analysis import load_case
from analysis.errors import CaseError, UsageError
from analysis.estimates import expression
from tests.case.test_ledger import replace_text


def test_names_are_quantities_and_subjects():
    assert expression.list_references("plan.points@plan_20 * (1 - consensus.agreed@plan_20)") == (
        "plan.points@plan_20",
        "consensus.agreed@plan_20",
    )


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("a.b + 2 * c.d", 10 + 2 * 4),
        ("(a.b + 2) * c.d", 12 * 4),
        ("a.b - c.d - c.d", 2),
        ("a.b / c.d", 2.5),
        ("-a.b", -10),
    ],
)
def test_arithmetic_binds_as_usual(formula, result):
    assert expression.compute_formula(formula, {"a.b": 10, "c.d": 4}.__getitem__) == result


@pytest.mark.parametrize(
    "formula",
    [
        "",
        "3 + 4",
        "a.b ** 2",
        "a.b // c.d",
        "a.b +",
        "a.b c.d",
        "__import__",
        "a.b; c.d",
        "(a.b",
        "a.b < c.d",
        "f(a.b)",
    ],
)
def test_anything_else_is_refused(formula):
    with pytest.raises(ValueError, match=r"is not a|names no|other than"):
        expression.list_references(formula)


def test_a_circle_is_found_however_long():
    assert expression.find_circle({"a": ("b",), "b": ("c", "d"), "d": ("e", "b")}) == ["b", "d", "b"]
    assert expression.find_circle({"a": ("b", "c"), "b": ("d",), "c": ("d",), "d": ()}) == []


def test_what_nobody_claims_is_computed(tiny):
    replace_text(
        tiny,
        "quantities",
        "debt.federal,federal debt,trillion USD,0,,,",
        "assets.locked,locked assets,billion USD,0,,assets.frozen - assets.usable,Left over,,\n"
        "debt.federal,federal debt,trillion USD,0,,,",
    )
    locked = load_case(tiny)["assets.locked"]
    assert (locked.value, locked.unit, locked.label) == (200, "billion USD", "Locked assets")
    assert locked.claims == {"frozen_article", "usable_article"}


def test_a_formula_of_other_units_is_refused_when_the_case_is_loaded(tiny):
    replace_text(
        tiny,
        "quantities",
        "assets.usable,usable frozen assets,billion USD,0,,,",
        "assets.usable,usable frozen assets,billion USD,0,,assets.frozen / reconstruction.need,",
    )
    with pytest.raises(
        CaseError, match=r"quantities.csv:4:formula: found .*; allowed: a formula that gives billion USD"
    ):
        load_case(tiny)


def test_a_quantity_without_a_formula_says_so(tiny):
    with pytest.raises(UsageError, match=r"assets.frozen has no formula"):
        load_case(tiny).derived("assets.frozen")
