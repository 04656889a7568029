"""Errors of the sources and their corrections: checks corrections.csv and applies it to the other tables.

A correction with the action `replace` must find in its cell the text that it says the source gives, and must change
it. When the cell already has the corrected text, the correction is not needed, unless its status is `fixed_upstream`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import replace
from typing import Any

from analysis.case.columns import SEPARATOR, Row, read_texts
from analysis.case.schema import Correction
from analysis.case.table import Table
from analysis.errors import Problem
from analysis.problems import shorten

Rows = Mapping[str, Table[Any]]


def apply_corrections(rows: Rows) -> tuple[Rows, Mapping[str, str]]:
    """Returns the tables with all open corrections applied, and `table/id/column` -> the text that the source gives."""
    result, given = dict(rows), {}
    for correction in _list_corrections(rows):
        if correction.action == "replace" and correction.status == "open" and correction.row and correction.corrected:
            table, id, column = correction.row.split("/")
            values, _ = read_texts(result[table].kind, column, [correction.corrected])
            result[table] = result[table].copy_with_value(id, column, values[correction.corrected])
            given[correction.row] = correction.as_given
    return result, given


def check_corrections(rows: Rows, faulty: Set[tuple[str, str]]) -> Iterator[Problem]:
    """Yields what is wrong with corrections.csv. faulty: (table, id) of rows that have a problem of their own.

    What refers to a row of a table that has none is caused by that.
    """
    seen: dict[str, str] = {}
    for correction in _list_corrections(rows):

        def make_problem(column: str, found: object, accepts: str, remedy: str, row: Row = correction) -> Problem:
            return Problem("corrections.csv", rows[Correction.table].find_line(row.id), column, found, accepts, remedy)

        if correction.corrected == correction.as_given:
            yield make_problem(
                "corrected", correction.corrected, "a text that differs from as_given", "Delete the row."
            )
            continue
        if correction.row is None:
            if correction.action == "replace":
                yield make_problem("row", None, "table/id/column to replace", "Fill it in, or set the action to note.")
            continue
        table, id, column, *more = *correction.row.split("/"), "", ""
        if (table, id) in faulty:
            continue
        target = rows[table].get(id) if table in rows else None
        if table in rows and not rows[table] and not any(name == table for name, _ in faulty):
            words = "table/id/column of a row that exists"
            yield replace(make_problem("row", correction.row, words, "Correct it."), cause=f"{table}.csv")
        elif target is None or len(more) > 2 or (column and column not in type(target).model_fields):
            yield make_problem("row", correction.row, "table/id/column of a row that exists", "Correct it.")
        elif correction.action == "note":
            continue
        elif not column or column == type(target).key:
            yield make_problem(
                "row", correction.row, "table/id/column, where the column is not the id", "Name the column to replace."
            )
        elif correction.row in seen:
            yield make_problem(
                "row",
                correction.row,
                "a cell that is corrected once",
                f"{seen[correction.row]} corrects it too; delete one of them.",
            )
        elif not correction.corrected:
            yield make_problem(
                "corrected", None, "the text that replaces as_given", "Fill it in, or set the action to note."
            )
        else:
            seen[correction.row] = correction.id
            yield from _check_replacement(correction, target, column, make_problem)


def _list_corrections(rows: Rows) -> Iterable[Correction]:
    return rows[Correction.table].values()


def _check_replacement(
    correction: Correction, target: Row, column: str, problem: Callable[..., Problem]
) -> Iterator[Problem]:
    if _has_value(target, column, correction.corrected or ""):
        if correction.status == "open":
            yield problem(
                "corrected",
                correction.corrected,
                f"a text that {correction.row} does not have yet",
                "The cell is correct already: delete the correction, or set its status to fixed_upstream.",
            )
        return
    if not _has_value(target, column, correction.as_given):
        yield problem(
            "as_given",
            correction.as_given,
            f"the text of the cell, which is {shorten(_format_cell(target, column))}",
            "The cell has changed: delete or update the correction.",
        )
    elif correction.status == "fixed_upstream":
        yield problem(
            "status",
            correction.status,
            f"open, as {correction.row} still is {correction.as_given}",
            "Enter in the cell what the source now prints, or set the status to open.",
        )
    _, wrong = read_texts(type(target), column, [correction.corrected or ""])
    if wrong:
        yield problem(
            "corrected",
            correction.corrected,
            wrong[correction.corrected or ""].allowed,
            f"It would replace {correction.row}.",
        )


def _has_value(row: Row, column: str, text: str) -> bool:
    """Returns whether a cell has this text; numbers are compared as numbers."""
    value = getattr(row, column)
    if isinstance(value, float):
        try:
            return float(text) == value
        except ValueError:
            return False
    return text == _format_cell(row, column)


def _format_cell(row: Row, column: str) -> str:
    value = getattr(row, column)
    if isinstance(value, tuple):
        return f"{SEPARATOR} ".join(value)
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.15g}" if isinstance(value, float) else "" if value is None else str(value)
