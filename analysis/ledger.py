"""A case's CSV files -> checked rows. Every problem is found and reported at once, with its place."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from analysis.columns import Ref, Row, allowed, marker
from analysis.errors import CaseError, Problem, nearest
from analysis.schema import TABLES, Assumption, Claim, Correction, Quantity

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
    """Returns the ledger in a folder. Raises CaseError with every problem found."""
    problems: list[Problem] = []
    rows: dict[str, dict[str, Row]] = {}
    lines: dict[tuple[str, str], int] = {}
    for name, kind in TABLES.items():
        rows[name] = {}
        for line, row in _table(folder / f"{name}.csv", kind, problems):
            if row.id in rows[name]:
                problems.append(Problem(f"{name}.csv", line, kind.key, row.id, "an id used once",
                                        f"Line {lines[name, row.id]} has it already; rename one."))
                continue
            rows[name][row.id], lines[name, row.id] = row, line
    ledger = Ledger(rows, lines)
    if not any(problem.row is None for problem in problems):   # references into a missing table say nothing
        for rule in (_references, _numbers, _preferred, _corrections):
            problems += rule(ledger)
    if problems:
        order = {f"{name}.csv": position for position, name in enumerate(TABLES)}
        raise CaseError(str(folder), sorted(problems, key=lambda p: (order[p.file], p.row or 0)))
    return corrected(ledger)


def _table(path: Path, kind: type[Row], problems: list[Problem]) -> Iterator[tuple[int, Row]]:
    """Yields (line, row) for each sound line; appends a Problem for each fault."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = next(reader, [])
            if not _header_fits(path.name, header, kind, problems):
                return
            cells, places = [], []
            for values in reader:
                if not any(value.strip() for value in values):
                    continue
                if len(values) != len(header):
                    problems.append(Problem(path.name, reader.line_num, None, f"{len(values)} cells",
                                            f"{len(header)}, one a column of the header",
                                            "A comma inside a text needs the text in double quotes."))
                    continue
                pairs = zip(header, values, strict=True)
                cells.append({name: value.strip() for name, value in pairs if value.strip()})
                places.append(reader.line_num)
    except FileNotFoundError:
        problems.append(Problem(path.name, None, None, None, f"a table of {kind.table}; it is missing",
                                "Every case has every table; one with only its header is enough."))
        return
    except UnicodeDecodeError as error:
        problems.append(Problem(path.name, None, None, f"byte {error.object[error.start]:#x}", "UTF-8 text",
                                "Save the file as UTF-8."))
        return
    except csv.Error as error:
        problems.append(Problem(path.name, reader.line_num, None, str(error), "well-formed CSV (RFC 4180)",
                                "Look for an unclosed double quote."))
        return
    yield from _checked(path.name, kind, cells, places, problems)


def _checked(file: str, kind: type[Row], cells: list[dict[str, str]], places: list[int],
             problems: list[Problem]) -> Iterator[tuple[int, Row]]:
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
        for column in dict.fromkeys(str(fault["loc"][1]) for fault in faults.get(position, ())):
            accepts = allowed(kind, column)
            found = cell.get(column)
            near = nearest(found, accepts.split(", ")) if found and ", " in accepts else ""
            problems.append(Problem(file, line, column, found, accepts + near,
                                    "" if found else "The column must be filled."))


def _header_fits(file: str, header: list[str], kind: type[Row], problems: list[Problem]) -> bool:
    columns = list(kind.model_fields)
    unknown = [name for name in header if name not in columns]
    missing = [name for name in columns if name not in header and kind.model_fields[name].is_required()]
    for name in unknown:
        problems.append(Problem(file, 1, name or "(empty)", name, f"the columns {', '.join(columns)}"
                                + nearest(name, columns), "Rename or remove the column."))
    for name in missing:
        problems.append(Problem(file, 1, name, None, "this column, which is required", "Add it to the header."))
    if len(set(header)) != len(header):
        problems.append(Problem(file, 1, None, "a column twice", "each column once", "Remove one."))
        return False
    return not unknown and not missing


def _references(ledger: Ledger) -> Iterator[Problem]:
    for name, kind in TABLES.items():
        for column in kind.model_fields:
            refers = marker(kind, column, Ref)
            if not refers:
                continue
            known = {id for table in refers.tables for id in ledger.rows[table]}
            for row in ledger.rows[name].values():
                value = getattr(row, column)
                for found in value if isinstance(value, tuple) else (value,) if value else ():
                    if found not in known:
                        yield Problem(f"{name}.csv", ledger.lines[name, row.id], column, found,
                                      allowed(kind, column) + nearest(found, known),
                                      "Correct it, or add the row it points to.")


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

            numbers = [number for number in (row.value, row.low, row.high) if number is not None]
            if quantity.unit in ("date", "text"):
                if numbers:
                    yield problem("value", numbers[0], f"no number: {quantity.quantity_id} is a {quantity.unit}")
                if quantity.unit == "date" and getattr(row, "date", None) is None:
                    yield problem("date", None, "an EDTF date", f"{quantity.quantity_id} is a date.")
                continue
            if row.value is None and (row.low is None or row.high is None):
                yield problem("value", None, f"a number in {quantity.unit}, or both low and high")
            ends = [number for number in (row.low, row.value, row.high) if number is not None]
            if ends != sorted(ends):
                yield problem("low", row.low, "low <= value <= high", "Swap the ends, or mend the value.")
            for number in numbers:
                if quantity.minimum is not None and number < quantity.minimum:
                    yield problem("value", number, f"{quantity.minimum:g} or more, in {quantity.unit}")
                if quantity.maximum is not None and number > quantity.maximum:
                    yield problem("value", number, f"{quantity.maximum:g} or less, in {quantity.unit}")


def _preferred(ledger: Ledger) -> Iterator[Problem]:
    seen: dict[tuple[str, str | None], str] = {}
    for claim in ledger.of(Claim).values():
        if claim.rank != "preferred":
            continue
        key = (claim.quantity, claim.subject)
        if key in seen:
            yield Problem("claims.csv", ledger.lines["claims", claim.id], "rank", "preferred",
                          f"one preferred claim for {' of '.join(filter(None, key))}",
                          f"{seen[key]} is preferred already; make one of them normal.")
        seen[key] = claim.id


def _corrections(ledger: Ledger) -> Iterator[Problem]:
    """A correction fails when the ledger has moved under it, or when there is nothing left to correct."""
    for correction in ledger.of(Correction).values():
        def problem(column: str, found: object, accepts: str, remedy: str, row: Row = correction) -> Problem:
            return Problem("corrections.csv", ledger.lines["corrections", row.id], column, found, accepts, remedy)

        if correction.corrected == correction.as_given:
            yield problem("corrected", correction.corrected, "something other than as_given", "Delete the row.")
        if correction.row is None:
            if correction.action == "replace":
                yield problem("row", None, "table/id/column to replace", "Name it, or make the action note.")
            continue
        table, id, column = (*correction.row.split("/"), "", "", "")[:3]
        target = ledger.rows.get(table, {}).get(id)
        if target is None or (column and column not in type(target).model_fields):
            yield problem("row", correction.row, "table/id/column of a row that exists", "Correct the address.")
        elif correction.action == "replace" and (not column or not correction.corrected):
            yield problem("corrected", correction.corrected, "a value, and a column in row, to replace", "Add it.")
        elif correction.action == "replace" and _cell(target, column) != correction.as_given:
            yield problem("as_given", correction.as_given, f"what the ledger now says ({_cell(target, column)})",
                          "Delete the correction, or renew it.")
        elif correction.action == "replace":
            try:
                _replaced(target, column, correction.corrected)
            except ValidationError:
                yield problem("corrected", correction.corrected, allowed(type(target), column),
                              f"It replaces {correction.row}.")


def _cell(row: Row, column: str) -> str:
    value = getattr(row, column)
    return f"{value:g}" if isinstance(value, float) else "" if value is None else str(value)


def _replaced(row: Row, column: str, text: str) -> Row:
    given = {name: value for name, value in row.model_dump().items() if value is not None}
    return type(row).model_validate({**given, column: text})


def corrected(ledger: Ledger) -> Ledger:
    """Returns the ledger with open corrections applied, remembering what each source gave."""
    rows = {table: dict(found) for table, found in ledger.rows.items()}
    given = {}
    for correction in ledger.of(Correction).values():
        if correction.action == "replace" and correction.status == "open":
            table, id, column = correction.row.split("/")
            rows[table][id] = _replaced(rows[table][id], column, correction.corrected)
            given[correction.row] = correction.as_given
    return Ledger(rows, ledger.lines, given)
