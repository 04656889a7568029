"""Small cases to compare numbers in: the tiny one with further sources, quantities and claims."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from analysis import load_case
from analysis.case.case import Case
from analysis.case.columns import Row
from analysis.case.schema import Claim, Fund, Quantity, Source, Subject
from analysis.estimates.estimate import Estimate

_FILLED: dict[type[Row], dict[str, str]] = {
    Quantity: {"name": "sum", "unit": "billion USD", "minimum": "0", "meaning": "Counted."},
    Source: {"title": "Count", "kind": "dataset", "role": "second", "language": "en", "reliability": "B"},
    Claim: {
        "source": "survey",
        "locator": "p. 1",
        "qualifier": "exact",
        "status": "reported",
        "statement": "Counted.",
        "rank": "normal",
    },
    Fund: {"name": "Fund", "purpose": "rebuilding"},
    Subject: {"name": "Subject", "kind": "year"},
}


def add_rows(case: Path, kind: type[Row], *rows: dict[str, Any]) -> None:
    """Adds rows to a table of a case, with what a test says of them and else what is usual."""
    path = case / f"{kind.table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, columns, restval="", lineterminator="\n").writerows(_FILLED[kind] | row for row in rows)


def read(cells: Iterable[object]) -> list[object]:
    """Returns the values of Estimates, and other cells as they are."""
    return [cell.value if isinstance(cell, Estimate) else cell for cell in cells]


def add_claims(case: Path, quantity: str, *claims: dict[str, Any], **about: Any) -> Case:
    """Adds a quantity with claims, by their values and whatever a test says of them, and returns the case."""
    add_rows(case, Quantity, {"quantity_id": quantity, **about})
    name = quantity.replace(".", "_")
    rows = [{"claim_id": f"{name}_{position}", "quantity": quantity, **claim} for position, claim in enumerate(claims)]
    add_rows(case, Claim, *rows)
    return load_case(case)
