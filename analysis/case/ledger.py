"""A case's CSV files -> checked rows. Every problem is found and reported at once, with its place."""

from __future__ import annotations

import csv
import io
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from analysis.case import corrections
from analysis.case.columns import Ref, Row, describe_allowed, find_marker, list_choices, read_texts
from analysis.case.schema import TABLES, Assumption, Claim, Quantity
from analysis.case.table import Table
from analysis.dependencies import ReadLog, compute_digest, compute_file_digest
from analysis.errors import CaseError, Problem, format_nearest
from analysis.estimates import expression

R = TypeVar("R", bound=Row)


@dataclass(frozen=True)
class Ledger:
    """The checked rows of a case, table by table."""

    tables: Mapping[str, Table[Any]]
    original_texts: Mapping[str, str] = field(default_factory=dict)  # 'table/id/column' -> as the source gave it

    def get_table(self, kind: type[R]) -> Table[R]:
        """Returns the rows of one table by id."""
        return self.tables[kind.table]

    def copy_with_log(self, log: ReadLog) -> Ledger:
        """Returns the same ledger, whose tables note in a log what they are asked for."""
        return replace(self, tables={name: table.copy_with_log(log) for name, table in self.tables.items()})


_kept: dict[Path, tuple[str, Ledger]] = {}
_MAX_PRELOADED_ROWS = 5_000  # rows of a table that are made beforehand, since some report will ask for them


def keep(folder: str) -> None:
    """Reads a ledger for the processes forked from this one: while its files are as they were, `read` returns it.

    Raises CaseError with every problem found.
    """
    path = Path(folder).resolve()
    _kept.clear()
    _kept[path] = _compute_fingerprint(path), read_ledger(path)
    for table in _kept[path][1].tables.values():
        if len(table) <= _MAX_PRELOADED_ROWS:
            table.values()


def _compute_fingerprint(folder: Path) -> str:
    return compute_digest(compute_file_digest(folder / f"{name}.csv") for name in TABLES)


def read_ledger(folder: Path) -> Ledger:
    """Returns the ledger in a folder, corrected. Raises CaseError with every problem found."""
    known, kept = _kept.get(folder.resolve(), ("", None))
    return kept if kept and known == _compute_fingerprint(folder) else _read_checked(folder)


def _read_checked(folder: Path) -> Ledger:
    try:
        there = any((folder / f"{name}.csv").exists() for name in TABLES)
    except OSError as error:
        raise CaseError(
            str(folder),
            [Problem(folder.name, None, None, error.strerror, "a folder that can be read", "Look at its permissions.")],
        ) from None
    if not there:
        raise CaseError(
            str(folder),
            [
                Problem(
                    folder.name,
                    None,
                    None,
                    "none of a case's tables",
                    "a folder with claims.csv and its like",
                    "Give the case's own folder.",
                )
            ],
        )
    found = _ReadResult()
    for name, kind in TABLES.items():
        found.tables[name] = _read_csv(folder / f"{name}.csv", kind, found)
    ledger = Ledger(found.tables)
    if not found.unread_tables:  # references into a table that could not be read say nothing
        found.problems += _check_references(ledger, found.faulty_rows)
        found.problems += corrections.check_corrections(found.tables, found.faulty_rows)
    found.problems += _check_values(ledger)
    if not found.problems:
        rows, given = corrections.apply_corrections(found.tables)
        ledger = Ledger(rows, given)
        found.problems += [
            replace(problem, remedy=f"{problem.remedy} So corrections.csv makes it.".strip())
            for problem in ((*_check_references(ledger, frozenset()), *_check_values(ledger)) if given else ())
        ]
    if found.problems:
        order = {f"{name}.csv": position for position, name in enumerate(TABLES)}
        raise CaseError(str(folder), sorted(found.problems, key=lambda p: (order[p.file], p.row or 0)))
    return ledger


def read_table(path: Path, kind: type[R]) -> Table[R]:
    """Returns the rows of one file that stands outside a case. Raises CaseError with every problem found."""
    found = _ReadResult()
    table = _read_csv(path, kind, found)
    if found.problems:
        raise CaseError(str(path.parent), found.problems)
    return table


@dataclass
class _ReadResult:
    """What reading the files has brought so far."""

    tables: dict[str, Table[Any]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unread_tables: set[str] = field(default_factory=set)  # tables of which nothing is known
    faulty_rows: set[tuple[str, str]] = field(default_factory=set)  # (table, id) of rows that are there, with a fault


_CELLS_PER_BATCH = 20_000  # cells read before they are sorted into columns: few enough to stay near the processor
_MAX_CACHED_TEXTS = 2_000  # texts of one column remembered; one of ever new texts would only fill the memory
_CSV_FAULTS = {
    "expected after": "text right after a closing double quote",
    "end of data": "a double quote that nothing closes",
    "field limit": "a cell without end",
}


def _read_csv(path: Path, kind: type[R], found: _ReadResult) -> Table[R]:
    """Returns the sound rows of a file; appends a Problem for each fault."""
    nothing = Table(kind, {column: [] for column in kind.model_fields}, [])

    def report_unread(row: int | None, what: object, allowed: str, remedy: str) -> Table[R]:
        found.problems.append(Problem(path.name, row, None, what, allowed, remedy))
        found.unread_tables.add(kind.table)
        return nothing

    columns = {column: _Column(kind, column) for column in kind.model_fields}
    lines: list[int] = []
    line = 1
    try:
        content = path.read_bytes()
        content.decode("utf-8-sig")  # here, where the place of a fault is known
        reader = csv.reader(io.TextIOWrapper(io.BytesIO(content), "utf-8-sig", newline=""), strict=True)
        header = next(reader, [])
        if not _check_header(path.name, header, kind, found.problems):
            found.unread_tables.add(kind.table)
            return nothing
        line, cells = reader.line_num + 1, list[str]()
        for row in reader:
            start, line = line, reader.line_num + 1
            if len(row) == len(header) and any(map(str.strip, row)):
                cells += row
                lines.append(start)
                if len(cells) > _CELLS_PER_BATCH:
                    _append_cells(columns, header, cells)
            elif any(map(str.strip, row)):
                found.problems.append(
                    Problem(
                        path.name,
                        start,
                        None,
                        f"{len(row)} cells",
                        f"{len(header)}, one a column of the header",
                        "A comma inside a text needs the text in double quotes.",
                    )
                )
                found.faulty_rows.add((kind.table, dict(zip(header, row, strict=False)).get(kind.key, "").strip()))
        _append_cells(columns, header, cells)
    except FileNotFoundError:
        return report_unread(
            None,
            None,
            f"a table of {kind.table}; it is missing",
            "Every case has every table; one with only its header is enough.",
        )
    except OSError as error:
        return report_unread(
            None, error.strerror or str(error), "a file that can be read", "Look at its kind and its permissions."
        )
    except UnicodeDecodeError as error:
        return report_unread(
            content.count(b"\n", 0, error.start) + 1,
            f"byte {content[error.start]:#x}",
            "UTF-8 text",
            "Save the file as UTF-8.",
        )
    except csv.Error as error:
        said = next((words for part, words in _CSV_FAULTS.items() if part in str(error)), str(error))
        return report_unread(
            line, said, "well-formed CSV (RFC 4180)", "Look for an unclosed double quote in this line or after it."
        )
    return _build_table(path.name, kind, columns, lines, found)


@dataclass(frozen=True)
class _Fault:
    """A text that its column does not take, and why."""

    text: str
    reason: str


class _Column:
    """One column as it is read. What a text means is found out once, however often it stands there."""

    def __init__(self, kind: type[Row], name: str):
        self.kind, self.name, self.info = kind, name, kind.model_fields[name]
        self.values: list[Any] = []
        self.has_fault = False
        self._values_by_text: dict[str, Any] = {}

    def append_texts(self, texts: Sequence[str]) -> None:
        """Appends what these texts mean."""
        if len(self._values_by_text) > _MAX_CACHED_TEXTS:
            self._values_by_text.clear()
        new = {text: text.strip() for text in set(texts).difference(self._values_by_text)}
        values, wrong = read_texts(self.kind, self.name, [text for text in set(new.values()) if text])
        values[""] = self.info.default
        if self.info.is_required():
            wrong[""] = ""
        values |= {text: _Fault(text, why) for text, why in wrong.items()}
        self._values_by_text |= {text: values[bare] for text, bare in new.items()}
        self.values += map(self._values_by_text.__getitem__, texts)
        self.has_fault |= not wrong.keys().isdisjoint(new.values())


def _append_cells(columns: Mapping[str, _Column], header: list[str], cells: list[str]) -> None:
    """Empties `cells`, which are those of some rows one after another, into their columns."""
    rows = len(cells) // len(header)
    for name, column in columns.items():
        column.append_texts(cells[header.index(name) :: len(header)] if name in header else [""] * rows)
    cells.clear()


def _build_table(
    file: str, kind: type[R], read: Mapping[str, _Column], lines: list[int], found: _ReadResult
) -> Table[R]:
    """Returns the table without its faulty rows; appends a Problem for each fault."""
    columns = {name: column.values for name, column in read.items()}
    faulty: set[int] = set()
    for name, values in columns.items():
        for place, value in enumerate(values) if read[name].has_fault else ():
            if isinstance(value, _Fault):
                faulty.add(place)
                id = columns[kind.key][place]
                found.faulty_rows.add((kind.table, id.text if isinstance(id, _Fault) else id))
                near = "".join(value.reason.partition(" (nearest")[1:])
                if value.text and not near:
                    near = format_nearest(value.text, list_choices(kind.model_fields[name].annotation))
                found.problems.append(
                    Problem(
                        file,
                        lines[place],
                        name,
                        value.text or None,
                        describe_allowed(kind, name) + near,
                        "" if value.text else "The column must be filled.",
                    )
                )
    first: dict[str, int] = {}
    for place, (line, id) in enumerate(zip(lines, columns[kind.key], strict=True)):
        if place not in faulty and first.setdefault(id, line) != line:
            faulty.add(place)
            found.problems.append(
                Problem(file, line, kind.key, id, "an id used once", f"Line {first[id]} has it already; rename one.")
            )
    if faulty:
        sound = [place for place in range(len(lines)) if place not in faulty]
        columns = {column: [values[place] for place in sound] for column, values in columns.items()}
        lines = [lines[place] for place in sound]
    return Table(kind, columns, lines)


def _check_header(file: str, header: list[str], kind: type[Row], problems: list[Problem]) -> bool:
    columns = list(kind.model_fields)
    if not header:
        problems.append(Problem(file, 1, None, None, f"a header: {','.join(columns)}", "The file is empty."))
        return False
    if len(header) == 1 and (mark := next((mark for mark in ";\t|" if mark in header[0]), "")):
        problems.append(
            Problem(
                file,
                1,
                None,
                f"cells parted by {mark!r}",
                "cells parted by commas",
                "Save the file as CSV with commas.",
            )
        )
        return False
    unknown = [name for name in header if name not in columns]
    missing = [name for name in columns if name not in header and kind.model_fields[name].is_required()]
    for name in unknown:
        problems.append(
            Problem(
                file,
                1,
                name or "(empty)",
                name,
                f"the columns {', '.join(columns)}" + format_nearest(name, columns),
                "Rename or remove the column.",
            )
        )
    for name in missing:
        problems.append(Problem(file, 1, name, None, "this column, which is required", "Add it to the header."))
    twice = [name for name, count in Counter(header).items() if count > 1]
    for name in twice:
        problems.append(Problem(file, 1, name or "(empty)", name, "each column once", "Remove one."))
    return not (unknown or missing or twice)


def _check_references(ledger: Ledger, faulty: Set[tuple[str, str]]) -> Iterator[Problem]:
    for name, kind in TABLES.items():
        for column in kind.model_fields:
            refers = find_marker(kind, column, Ref)
            if not refers:
                continue
            table, known = ledger.tables[name], {id for table, id in faulty if table in refers.tables}
            known.update(*(ledger.tables[table] for table in refers.tables))
            distinct = set(table.columns[column])
            strange = {
                value: unknown for value in distinct if (unknown := [id for id in _list_ids(value) if id not in known])
            }
            for id, value in zip(table, table.columns[column], strict=True) if strange else ():
                for unknown in strange.get(value, ()):
                    yield Problem(
                        f"{name}.csv",
                        table.find_line(id),
                        column,
                        unknown,
                        describe_allowed(kind, column) + format_nearest(unknown, known),
                        "Correct it, or add the row it points to.",
                    )


def _list_ids(cell: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return cell if isinstance(cell, tuple) else (cell,) if cell else ()


def _check_values(ledger: Ledger) -> Iterator[Problem]:
    yield from _check_numbers(ledger)
    yield from _check_order(ledger)
    yield from _check_single_choice(ledger)
    yield from _check_unique_ids(ledger)
    yield from _check_formulas(ledger)
    yield from _check_cycles(ledger)


def _check_numbers(ledger: Ledger) -> Iterator[Problem]:
    """Claims and assumptions carry what their quantity's unit asks for, within what it can be."""
    quantities = dict(ledger.get_table(Quantity))
    spans = {
        id: (
            -math.inf if quantity.minimum is None else quantity.minimum,
            math.inf if quantity.maximum is None else quantity.maximum,
        )
        for id, quantity in quantities.items()
        if quantity.unit not in ("date", "text")
    }
    for table in (ledger.get_table(Claim), ledger.get_table(Assumption)):
        told = table.columns
        dates = told.get("date") or [None] * len(table)
        cells = zip(table, told["quantity"], told["low"], told["value"], told["high"], dates, strict=True)
        for id, quantity, low, value, high, date in cells:
            if value is not None and quantity in spans:  # nearly every row, and nothing the matter with it
                least, most = spans[quantity]
                if least <= (value if low is None else low) <= value <= (value if high is None else high) <= most:
                    continue
            if quantity in quantities:
                for column, found, accepts, remedy in _find_misfits(quantities[quantity], low, value, high, date):
                    yield Problem(f"{table.kind.table}.csv", table.find_line(id), column, found, accepts, remedy)


def _find_misfits(
    quantity: Quantity, low: float | None, value: float | None, high: float | None, date: str | None
) -> Iterator[tuple[str, object, str, str]]:
    """Yields (column, found, accepts, remedy) for each cell of a row that its quantity does not allow."""
    unit = quantity.unit
    numbers = [
        (column, number) for column, number in (("low", low), ("value", value), ("high", high)) if number is not None
    ]
    if unit in ("date", "text"):
        if numbers:
            yield *numbers[0], f"no number: {quantity.quantity_id} is a {unit}", ""
        if unit == "date" and date is None:
            yield "date", None, "an EDTF date", f"{quantity.quantity_id} is a date."
        return
    if value is None and (low is None or high is None):
        yield "value", None, f"a number in {unit}, or both low and high", ""
    for (_, less), (column, more) in pairwise(numbers):
        if less > more:
            yield column, more, f"{less:.15g} or more: low <= value <= high", "Swap the ends, or mend the value."
    for column, number in numbers:
        if quantity.minimum is not None and number < quantity.minimum:
            yield column, number, f"{quantity.minimum:.15g} or more, in {unit}", ""
        if quantity.maximum is not None and number > quantity.maximum:
            yield column, number, f"{quantity.maximum:.15g} or less, in {unit}", ""


def _check_order(ledger: Ledger) -> Iterator[Problem]:
    """A value we coded lies between the ends we would defend, and a quantity's least below its most."""
    for name, kind in TABLES.items():
        ordered = [
            (f"{column}_low", column, f"{column}_high")
            for column in kind.model_fields
            if f"{column}_low" in kind.model_fields
        ]
        ordered += [("minimum", "maximum")] if kind is Quantity else []
        table = ledger.tables[name]
        for columns in ordered:
            for id, *cells in zip(table, *(table.columns[column] for column in columns), strict=True):
                numbers = [(column, cell) for column, cell in zip(columns, cells, strict=True) if cell is not None]
                for (_, less), (column, more) in pairwise(numbers):
                    if less > more:
                        yield Problem(
                            f"{name}.csv",
                            table.find_line(id),
                            column,
                            more,
                            f"{less:.15g} or more: {' <= '.join(columns)}",
                            "Swap the ends, or mend one.",
                        )


def _check_single_choice(ledger: Ledger) -> Iterator[Problem]:
    """At most one preferred claim, and one assumption, for each quantity and subject."""
    claims, assumptions = ledger.get_table(Claim), ledger.get_table(Assumption)
    seen: dict[tuple[str, str | None], str] = {}
    told = claims.columns
    for id, *key, rank in zip(claims, told["quantity"], told["subject"], told["rank"], strict=True):
        if rank == "preferred" and (other := seen.setdefault(tuple(key), id)) != id:
            yield Problem(
                "claims.csv",
                claims.find_line(id),
                "rank",
                "preferred",
                f"one preferred claim for {' of '.join(filter(None, key))}",
                f"{other} is preferred already; make one of them normal.",
            )
    seen = {}
    for id, *key in zip(assumptions, assumptions.columns["quantity"], assumptions.columns["subject"], strict=True):
        if (other := seen.setdefault(tuple(key), id)) != id:
            yield Problem(
                "assumptions.csv",
                assumptions.find_line(id),
                "quantity",
                key[0],
                f"one assumption for {' of '.join(filter(None, key))}",
                f"{other} makes one already; delete one of them.",
            )


def _check_unique_ids(ledger: Ledger) -> Iterator[Problem]:
    """A claim's subject is found by its id alone, so that parties, plans, people, events and regions share none."""
    subjects = find_marker(Claim, "subject", Ref).tables
    seen: dict[str, str] = {}
    for name in subjects:
        table = ledger.tables[name]
        for id in table:
            if id in seen:
                yield Problem(
                    f"{name}.csv",
                    table.find_line(id),
                    table.kind.key,
                    id,
                    f"an id that no row of {', '.join(subjects)} has",
                    f"{seen[id]}.csv has it; rename one.",
                )
            seen.setdefault(id, name)


def _check_formulas(ledger: Ledger) -> Iterator[Problem]:
    """A formula names quantities there are, and does not come back to its own."""
    table = ledger.get_table(Quantity)
    formulas = {
        id: expression.list_references(formula)
        for id, formula in zip(table, table.columns["formula"], strict=True)
        if formula
    }
    for id, names in formulas.items():
        for name in names:
            if name.partition("@")[0] not in table:
                yield Problem(
                    "quantities.csv",
                    table.find_line(id),
                    "formula",
                    name,
                    f"a quantity_id of quantities.csv{format_nearest(name.partition('@')[0], table)}",
                    "Correct it, or add the row it names.",
                )
    way = expression.find_circle(
        {id: tuple(name.partition("@")[0] for name in names) for id, names in formulas.items()}
    )
    if way:
        yield Problem(
            "quantities.csv",
            table.find_line(way[0]),
            "formula",
            " -> ".join(way),
            "a formula that does not come back to its own quantity",
            "Take one of them out.",
        )


def _check_cycles(ledger: Ledger) -> Iterator[Problem]:
    """What points to a row of its own table does not come back to where it began: a copy of a copy of itself."""
    for name, kind in TABLES.items():
        for column in kind.model_fields:
            refers = find_marker(kind, column, Ref)
            if refers and refers.tables == (name,):
                table = ledger.tables[name]
                way = expression.find_circle(
                    {id: _list_ids(cell) for id, cell in zip(table, table.columns[column], strict=True) if cell}
                )
                if way:
                    yield Problem(
                        f"{name}.csv",
                        table.find_line(way[0]),
                        column,
                        " -> ".join(way),
                        "a row that does not come back to itself",
                        "Empty one of the cells.",
                    )
