"""Checks of the ids by which rows refer to one another, and what leads to many problems at once.

A row that was lost or renamed breaks every cell that refers to it: that is one problem with the count, before the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from difflib import get_close_matches
from itertools import islice
from typing import Any, TypeAlias

from analysis.case.cells import list_distinct, list_ids, list_members
from analysis.case.columns import Ref, find_marker, make_id
from analysis.case.schema import TABLES, Claim, Quantity
from analysis.case.table import Ledger
from analysis.errors import Problem, format_nearest
from analysis.estimates import expression
from analysis.problems import Words

_Reference: TypeAlias = tuple[Problem, tuple[str, ...]]  # a cell with an id in vain, and the tables it refers to
_MAX_COMPARED = 100_000  # pairs of ids that are compared to find the nearest: some 20 take a millisecond


def check_references(
    ledger: Ledger, faulty_rows: Set[tuple[str, str]], changed: Set[str] = frozenset(TABLES)
) -> Iterator[Problem]:
    """Yields a problem for each id that no row has.

    faulty_rows: (table, id) of rows that have a problem of their own, but exist, perhaps under an id that has to be
    written otherwise. changed: the tables of which the cells are looked at; without them all references are right.
    What refers to a table that has no rows at all is caused by that: `report_empty_tables` says so once.
    """
    faulty_rows = {*faulty_rows, *((table, make_id(id)) for table, id in faulty_rows)}
    empty = {name for name, table in ledger.tables.items() if not table} - {table for table, _ in faulty_rows}
    lost: dict[str, str] = {}  # id -> the table without rows that must have had it, by any column
    found = []
    for name, column, tables, read in _list_references():
        if name not in changed:
            continue
        given = ledger.tables[name].columns[column]
        ids = _list_named(given, read) - {id for table, id in faulty_rows if table in tables}
        for one in tables:
            ids = ledger.tables[one].list_absent(ids) if ids else ids
        if ids:
            distinct = list_distinct(given)
            cells = {cell: unknown for cell in distinct if (unknown := [id for id in read(cell) if id in ids])}
            known = {id for table, id in faulty_rows if table in tables}.union(*(ledger.tables[one] for one in tables))
            lost = _find_lost(ids, known, tables, empty) | lost
            found.append((ledger.tables[name], column, tables, cells, ids, known))
    referring: dict[str, list[_Reference]] = {}
    problems = []
    for table, column, tables, cells, ids, known in found:
        near = {id: format_nearest(id, known) for id in _choose_compared(ids, known)}
        accepted = f"an id of {' or '.join(f'{other}.csv' for other in tables)}"
        positions = (
            sorted(at for cell in cells for at in table.find_positions(column, cell)) if table.is_large else None
        )
        for id, cell in table.list_cells((column,), positions):
            for missing in cells.get(cell, ()):
                cause = f"{lost[missing]}.csv" if lost.get(missing) in tables else ""
                remedy = "Correct it, or add the row it refers to."
                allowed = accepted + near.get(missing, "")
                file = f"{table.kind.table}.csv"
                problem = Problem(file, table.find_line(id), column, missing, allowed, remedy, cause)
                if not cause:
                    referring.setdefault(missing, []).append((problem, tables))
                problems.append(problem)
    leads = dict(_find_leads(ledger, referring))
    yield from (lead for lead, _ in leads.values())
    for problem in problems:
        lead = leads.get(str(problem.found)) if not problem.cause else None
        yield replace(problem, cause=lead[1]) if lead else problem


def _find_leads(
    ledger: Ledger, referring: Mapping[str, Sequence[_Reference]]
) -> Iterator[tuple[str, tuple[Problem, str]]]:
    """Yields an id that several cells refer to in vain, the one problem that leads to theirs, and `table/id` of it.

    referring: id -> the problem of each such cell, and the tables that its column refers to. Where a row to which
    nothing refers has an id that resembles it, or is the only such row, it must have been renamed; else it is lost.
    """
    used = list_used(ledger) if referring else {}
    compared = 0
    for id, places in sorted(referring.items(), key=lambda item: -len(item[1])):
        tables = [table for table in places[0][1] if all(table in others for _, others in places)]
        unused = {other: table for table in tables for other in ledger.tables[table] if other not in used[table]}
        compared += len(unused)
        if len(places) < 2 or not tables or compared > _MAX_COMPARED:
            continue
        near = get_close_matches(id, unused, 1, 0.6)
        if not near and len(unused) == len(referring) == 1 and len(places) > 2:
            near = list(unused)
        by_file = Counter(problem.file for problem, _ in places).most_common()
        cells = f"{len(places):,} cells refer: {', '.join(f'{count:,} in {file}' for file, count in by_file)}"
        if near:
            table = ledger.tables[unused[near[0]]]
            file, key, line = f"{table.kind.table}.csv", table.kind.key, table.find_line(near[0])
            allowed, remedy = f"{id}, to which {cells}; none refers to {near[0]}", "Rename it, or correct those cells."
            yield id, (Problem(file, line, key, near[0], allowed, remedy, leads=True), f"{table.kind.table}/{id}")
        elif (
            len(places) > 2 and len({(problem.file, problem.column) for problem, _ in places}) > 1 and len(tables) == 1
        ):
            found, allowed = Words(f"no row {id}"), f"the row to which {cells}"
            remedy = "Put the row back, or correct those cells."
            lead = Problem(
                f"{tables[0]}.csv", None, ledger.tables[tables[0]].kind.key, found, allowed, remedy, leads=True
            )
            yield id, (lead, f"{tables[0]}/{id}")


def list_used(ledger: Ledger) -> dict[str, set[str]]:
    """Returns table -> what cells and formulas give as ids of its rows.

    >>> from analysis import load_case
    >>> used = list_used(load_case().ledger)
    >>> "reconstruction.need" in used["quantities"], "reconstruction.need" in used["sources"]
    (True, False)
    """
    used: dict[str, set[str]] = {name: set() for name in TABLES}
    for name, column, tables, read in _list_references():
        ids = _list_named(ledger.tables[name].columns[column], read)
        for table in tables:
            used[table] |= ids
    return used


def _list_references() -> list[tuple[str, str, tuple[str, ...], Callable[[Any], Iterable[str]]]]:
    """Lists the columns that hold ids: table, column, tables referred to, and what reads the ids of a cell.

    Those that refer to few tables come first.
    """
    columns = ((name, column, kind) for name, kind in TABLES.items() for column in kind.model_fields)
    marked: list[tuple[str, str, tuple[str, ...], Callable[[Any], Iterable[str]]]] = [
        (name, column, refers.tables, list_ids)
        for name, column, kind in columns
        if (refers := find_marker(kind, column, Ref))
    ]
    formula = (Quantity.table, "formula")
    marked.append((*formula, (Quantity.table,), lambda cell: [quantity for quantity, _ in _split_formula(cell)]))
    subjects = find_marker(Claim, "subject", Ref).tables
    marked.append((*formula, subjects, lambda cell: [subject for _, subject in _split_formula(cell) if subject]))
    return sorted(marked, key=lambda item: len(item[2]))


def _list_named(cells: Sequence[Any], read: Callable[[Any], Iterable[str]]) -> set[str]:
    """Returns the ids in all cells of a column. read: what reads those of one cell."""
    return list_members(cells) if read is list_ids else {id for cell in list_distinct(cells) for id in read(cell)}


def _split_formula(formula: str | None) -> list[tuple[str, str]]:
    """Returns the quantity and the subject, '' if there is none, of each name in a formula."""
    names = expression.list_references(formula) if formula else ()
    return [(found.quantity, found.subject or "") for found in map(expression.split_reference, names)]


def _choose_compared(unknown: Set[str], known: Set[str]) -> Iterator[str]:
    """Yields the first of some ids, in alphabetical order: as many as there is time to compare with the known ones."""
    return islice(sorted(unknown), max(1, _MAX_COMPARED // (len(known) + 1)))


def _find_lost(unknown: Set[str], known: Set[str], tables: Sequence[str], empty: Set[str]) -> dict[str, str]:
    """Returns id -> the table without rows that must have had it, for some of the ids that a column refers to in vain.

    tables: those that the column refers to. empty: all without rows. Where a column refers to several tables, an id may
    be misspelt: only three or more that resemble no id of the others must come from an empty table.
    """
    lost = [table for table in tables if table in empty]
    if not lost or len(tables) == 1:
        return dict.fromkeys(unknown, lost[0]) if lost else {}
    strange = unknown - {id for id in _choose_compared(unknown, known) if get_close_matches(id, known, 1, 0.8)}
    return dict.fromkeys(strange, lost[0]) if len(strange) > 2 else {}


def report_empty_tables(consequences: Iterable[Problem]) -> Iterator[Problem]:
    """Yields a problem for each table without rows that other problems name as their cause."""
    for file, cells in Counter(p.cause for p in consequences if p.cause.endswith(".csv")).most_common():
        by_file = Counter(problem.file for problem in consequences if problem.cause == file).most_common()
        named = [f"{count:,} in {name}" for name, count in by_file[:3]]
        more = f" and in {len(by_file) - 3} other files" if len(by_file) > 3 else ""
        allowed = f"the rows that {cells:,} cells refer to: {', '.join(named)}{more}"
        yield Problem(file, None, None, Words("no rows"), allowed, "Put the rows back below the header.", leads=True)
