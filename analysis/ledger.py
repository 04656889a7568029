"""A case's CSV files -> checked rows. Every problem is found and reported at once, with its place."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from analysis import corrections
from analysis.columns import Ref, Row, allowed, choices, marker
from analysis.errors import CaseError, Problem, nearest
from analysis.schema import TABLES, Assumption, Claim, Quantity

R = TypeVar("R", bound=Row)


@dataclass(frozen=True)
class Ledger:
    """The checked rows of a case: table -> id -> row, each with the line it stands on."""

    rows: Mapping[str, Mapping[str, Row]]
    lines: Mapping[tuple[str, str], int]
    given: Mapping[str, str] = field(default_factory=dict)   # 'table/id/column' -> as the source gave it

    def of(self, kind: type[R]) -> Mapping[str, R]:
        """Returns the rows of one table by id."""
        return self.rows[kind.table]   # type: ignore[return-value]


def read(folder: Path) -> Ledger:
    """Returns the ledger in a folder, corrected. Raises CaseError with every problem found."""
    try:
        there = any((folder / f"{name}.csv").exists() for name in TABLES)
    except OSError as error:
        raise CaseError(str(folder), [Problem(folder.name, None, None, error.strerror, "a folder that can be read",
                                              "Look at its permissions.")]) from None
    if not there:
        raise CaseError(str(folder), [Problem(folder.name, None, None, "none of a case's tables",
                                              "a folder with claims.csv and its like", "Give the case's own folder.")])
    found = _Found()
    for name, kind in TABLES.items():
        found.rows[name] = {}
        for line, row in _table(folder / f"{name}.csv", kind, found):
            if row.id in found.rows[name]:
                found.problems.append(Problem(f"{name}.csv", line, kind.key, row.id, "an id used once",
                                              f"Line {found.lines[name, row.id]} has it already; rename one."))
                continue
            found.rows[name][row.id], found.lines[name, row.id] = row, line
    ledger = Ledger(found.rows, found.lines)
    if not found.unread:             # references into a table that could not be read say nothing
        found.problems += _references(ledger, found.faulty)
        found.problems += corrections.problems(found.rows, found.lines, found.faulty)
    found.problems += _values(ledger)
    if not found.problems:
        rows, given = corrections.applied(found.rows)
        ledger = Ledger(rows, found.lines, given)
        found.problems += [replace(problem, remedy=f"{problem.remedy} So corrections.csv makes it.".strip())
                           for problem in (*_references(ledger, frozenset()), *_values(ledger))]
    if found.problems:
        order = {f"{name}.csv": position for position, name in enumerate(TABLES)}
        raise CaseError(str(folder), sorted(found.problems, key=lambda p: (order[p.file], p.row or 0)))
    return ledger


@dataclass
class _Found:
    """What reading the files has brought so far."""

    rows: dict[str, dict[str, Row]] = field(default_factory=dict)
    lines: dict[tuple[str, str], int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)                  # tables of which nothing is known
    faulty: set[tuple[str, str]] = field(default_factory=set)      # (table, id) of rows that are there, with a fault


_BROKEN = {"expected after": "text right after a closing double quote",
           "end of data": "a double quote that nothing closes", "field limit": "a cell without end"}


def _table(path: Path, kind: type[Row], found: _Found) -> Iterator[tuple[int, Row]]:
    """Yields (line, row) for each sound line; appends a Problem for each fault."""
    cells: list[dict[str, str]] = []
    places: list[int] = []

    def unread(row: int | None, what: object, allowed: str, remedy: str) -> None:
        found.problems.append(Problem(path.name, row, None, what, allowed, remedy))
        found.unread.add(kind.table)

    line = 1
    try:
        content = path.read_bytes()
        reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        header = next(reader, [])
        if not _header_fits(path.name, header, kind, found.problems):
            found.unread.add(kind.table)
            return
        while True:
            line = reader.line_num + 1
            values = next(reader, None)
            if values is None:
                break
            if not any(value.strip() for value in values):
                continue
            pairs = zip(header, values, strict=False)
            cell = {name: value.strip() for name, value in pairs if value.strip()}
            if len(values) != len(header):
                found.problems.append(Problem(path.name, line, None, f"{len(values)} cells",
                                              f"{len(header)}, one a column of the header",
                                              "A comma inside a text needs the text in double quotes."))
                found.faulty.add((kind.table, cell.get(kind.key, "")))
                continue
            cells.append(cell)
            places.append(line)
    except FileNotFoundError:
        unread(None, None, f"a table of {kind.table}; it is missing",
               "Every case has every table; one with only its header is enough.")
        return
    except OSError as error:
        unread(None, error.strerror or str(error), "a file that can be read", "Look at its kind and its permissions.")
        return
    except UnicodeDecodeError as error:
        unread(content.count(b"\n", 0, error.start) + 1, f"byte {content[error.start]:#x}", "UTF-8 text",
               "Save the file as UTF-8.")
        return
    except csv.Error as error:
        said = next((words for part, words in _BROKEN.items() if part in str(error)), str(error))
        unread(line, said, "well-formed CSV (RFC 4180)", "Look for an unclosed double quote in this line or after it.")
        return
    yield from _checked(path.name, kind, cells, places, found)


def _checked(file: str, kind: type[Row], cells: list[dict[str, str]], places: list[int],
             found: _Found) -> Iterator[tuple[int, Row]]:
    """Validates the whole table in one call, and line by line only where something is wrong."""
    try:
        yield from zip(places, TypeAdapter(list[kind]).validate_python(cells), strict=True)   # type: ignore[valid-type]
        return
    except ValidationError as error:
        faults: dict[int, list] = {}
        for fault in error.errors(include_url=False):
            faults.setdefault(int(fault["loc"][0]), []).append(fault)
    for position, (line, cell) in enumerate(zip(places, cells, strict=True)):
        if position not in faults:
            yield line, kind.model_validate(cell)
            continue
        found.faulty.add((kind.table, cell.get(kind.key, "")))
        for column, why in {str(f["loc"][1]): str(f.get("ctx", {}).get("error", "")) for f in faults[position]}.items():
            value = cell.get(column)
            near = "".join(why.partition(" (nearest")[1:])
            if value and not near:
                near = nearest(value, choices(kind.model_fields[column].annotation))
            found.problems.append(Problem(file, line, column, value, allowed(kind, column) + near,
                                          "" if value else "The column must be filled."))


def _header_fits(file: str, header: list[str], kind: type[Row], problems: list[Problem]) -> bool:
    columns = list(kind.model_fields)
    if not header:
        problems.append(Problem(file, 1, None, None, f"a header: {','.join(columns)}", "The file is empty."))
        return False
    if len(header) == 1 and (mark := next((mark for mark in ";\t|" if mark in header[0]), "")):
        problems.append(Problem(file, 1, None, f"cells parted by {mark!r}", "cells parted by commas",
                                "Save the file as CSV with commas."))
        return False
    unknown = [name for name in header if name not in columns]
    missing = [name for name in columns if name not in header and kind.model_fields[name].is_required()]
    for name in unknown:
        problems.append(Problem(file, 1, name or "(empty)", name, f"the columns {', '.join(columns)}"
                                + nearest(name, columns), "Rename or remove the column."))
    for name in missing:
        problems.append(Problem(file, 1, name, None, "this column, which is required", "Add it to the header."))
    twice = [name for name, count in Counter(header).items() if count > 1]
    for name in twice:
        problems.append(Problem(file, 1, name or "(empty)", name, "each column once", "Remove one."))
    return not (unknown or missing or twice)


def _references(ledger: Ledger, faulty: Set[tuple[str, str]]) -> Iterator[Problem]:
    for name, kind in TABLES.items():
        for column in kind.model_fields:
            refers = marker(kind, column, Ref)
            if not refers:
                continue
            known = {id for table in refers.tables for id in ledger.rows[table]}
            known |= {id for table, id in faulty if table in refers.tables}
            for row in ledger.rows[name].values():
                value = getattr(row, column)
                for found in value if isinstance(value, tuple) else (value,) if value else ():
                    if found not in known:
                        yield Problem(f"{name}.csv", ledger.lines[name, row.id], column, found,
                                      allowed(kind, column) + nearest(found, known),
                                      "Correct it, or add the row it points to.")


def _values(ledger: Ledger) -> Iterator[Problem]:
    yield from _numbers(ledger)
    yield from _coded(ledger)
    yield from _chosen(ledger)
    yield from _named(ledger)


def _numbers(ledger: Ledger) -> Iterator[Problem]:
    """Claims and assumptions carry what their quantity's unit asks for, within what it can be."""
    quantities = ledger.of(Quantity)
    for kind in (Claim, Assumption):
        for row in ledger.of(kind).values():
            quantity = quantities.get(row.quantity)
            if quantity is None:
                continue

            def problem(column: str, found: object, accepts: str, remedy: str = "", row: Row = row) -> Problem:
                return Problem(f"{row.table}.csv", ledger.lines[row.table, row.id], column, found, accepts, remedy)

            given = [(column, getattr(row, column)) for column in ("low", "value", "high")]
            numbers = [(column, number) for column, number in given if number is not None]
            if quantity.unit in ("date", "text"):
                if numbers:
                    yield problem(*numbers[0], f"no number: {quantity.quantity_id} is a {quantity.unit}")
                if quantity.unit == "date" and getattr(row, "date", None) is None:
                    yield problem("date", None, "an EDTF date", f"{quantity.quantity_id} is a date.")
                continue
            if row.value is None and (row.low is None or row.high is None):
                yield problem("value", None, f"a number in {quantity.unit}, or both low and high")
            for (_, less), (column, more) in pairwise(numbers):
                if less > more:
                    yield problem(column, more, f"{less:.15g} or more: low <= value <= high",
                                  "Swap the ends, or mend the value.")
            for column, number in numbers:
                if quantity.minimum is not None and number < quantity.minimum:
                    yield problem(column, number, f"{quantity.minimum:.15g} or more, in {quantity.unit}")
                if quantity.maximum is not None and number > quantity.maximum:
                    yield problem(column, number, f"{quantity.maximum:.15g} or less, in {quantity.unit}")


def _coded(ledger: Ledger) -> Iterator[Problem]:
    """A value we coded lies between the ends we would defend, and a quantity's least below its most."""
    for name, kind in TABLES.items():
        ordered = [(f"{column}_low", column, f"{column}_high") for column in kind.model_fields
                   if f"{column}_low" in kind.model_fields]
        ordered += [("minimum", "maximum")] if kind is Quantity else []
        for row in ledger.rows[name].values():
            for columns in ordered:
                numbers = [(column, getattr(row, column)) for column in columns if getattr(row, column) is not None]
                for (_, less), (column, more) in pairwise(numbers):
                    if less > more:
                        yield Problem(f"{name}.csv", ledger.lines[name, row.id], column, more,
                                      f"{less:.15g} or more: {' <= '.join(columns)}", "Swap the ends, or mend one.")


def _chosen(ledger: Ledger) -> Iterator[Problem]:
    """At most one preferred claim, and one assumption, for each quantity and subject."""
    seen: dict[tuple[str, str, str | None], str] = {}
    for row in (*ledger.of(Claim).values(), *ledger.of(Assumption).values()):
        if isinstance(row, Claim) and row.rank != "preferred":
            continue
        key = (row.table, row.quantity, row.subject)
        if key in seen and isinstance(row, Claim):
            yield Problem("claims.csv", ledger.lines["claims", row.id], "rank", "preferred",
                          f"one preferred claim for {' of '.join(filter(None, key[1:]))}",
                          f"{seen[key]} is preferred already; make one of them normal.")
        elif key in seen:
            yield Problem("assumptions.csv", ledger.lines["assumptions", row.id], "quantity", row.quantity,
                          f"one assumption for {' of '.join(filter(None, key[1:]))}",
                          f"{seen[key]} makes one already; delete one of them.")
        seen[key] = row.id


def _named(ledger: Ledger) -> Iterator[Problem]:
    """A claim's subject is found by its id alone, so that parties, plans, people, events and regions share none."""
    subjects = marker(Claim, "subject", Ref).tables
    seen: dict[str, str] = {}
    for table in subjects:
        for id, row in ledger.rows[table].items():
            if id in seen:
                yield Problem(f"{table}.csv", ledger.lines[table, id], row.key, id,
                              f"an id that no row of {', '.join(subjects)} has", f"{seen[id]}.csv has it; rename one.")
            seen.setdefault(id, table)
