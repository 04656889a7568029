"""One CSV file -> a checked Table: every cell, every row and the header, with all problems and their places.

What a column accepts is in `analysis.case.columns`; checks that need several rows or tables are in
`analysis.case.checks`.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from importlib.util import find_spec
from typing import Any, TypeVar

from analysis import limits
from analysis.case.columns import Fault, Row, read_cells
from analysis.case.files import CaseFiles
from analysis.case.table import Table, make_empty_table
from analysis.characters import describe_character
from analysis.conflicts import find_conflicts
from analysis.errors import Problem, format_nearest
from analysis.problems import Words

R = TypeVar("R", bound=Row)
LARGE_FILE = 8_000_000  # bytes from which on it pays to load pyarrow
_CELLS_PER_BATCH = 20_000  # cells that are read before they are sorted into columns: few enough for the CPU's cache
_MAX_CACHED_TEXTS = 2_000  # texts of one column that are remembered: more would only fill the memory
_STRAY_RETURN = "\ufdd0"  # a character that no text may have: the column refuses the cell, and says what stood there
_CSV_FAULTS = {
    "expected after": "text right after a closing double quote",
    "end of data": "a double quote that is never closed",
    "field limit": "a cell that is too long",
}


@dataclass
class ReadResult:
    """What was found so far in the files of a case."""

    tables: dict[str, Table[Any]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unread_tables: set[str] = field(default_factory=set)  # tables of which nothing is known
    faulty_rows: set[tuple[str, str]] = field(default_factory=set)  # (table, id) of rows that exist but have a problem


class _UnreadableFile(Exception):
    """A file of which no row can be used, and the problem that prevents it."""

    def __init__(self, row: int | None, found: object, allowed: str, remedy: str):
        self.row, self.found, self.allowed, self.remedy = row, found, allowed, remedy


def read_csv(files: CaseFiles, name: str, kind: type[R], result: ReadResult) -> Table[R]:
    """Returns the rows of a file that have no problem; adds a Problem to the result for each that has.

    name: of the file, as seen from the folder. kind: the table's class, such as `Claim`.
    """
    if is_large(files, name, kind):
        from analysis.case.columnar.reader import read_large  # loads pyarrow

        if (table := read_large(files, name, kind, result)) is not None:
            return table
    columns, lines = {column: _Column(kind, column) for column in kind.model_fields}, list[int]()
    try:
        content = _read_content(files, name, kind)
        if conflicts := [*find_conflicts(name, content)]:
            result.problems += conflicts
        elif _parse_rows(name, content, columns, lines, result):
            return _build_table(name, kind, columns, lines, result)
    except _UnreadableFile as error:
        result.problems.append(Problem(name, error.row, None, error.found, error.allowed, error.remedy))
    result.unread_tables.add(kind.table)
    return make_empty_table(kind)


def is_large(files: CaseFiles, name: str, kind: type[Row]) -> bool:
    """Returns whether a file is read faster in arrays, and can be: with the extra `columnar`, by a column of ids."""
    return not kind.parts and files.compute_size(name) >= LARGE_FILE and find_spec("pyarrow") is not None


def _read_content(files: CaseFiles, name: str, kind: type[Row]) -> bytes:
    """Returns the content of a file, which is UTF-8. Raises _UnreadableFile."""
    try:
        content = files.read(name, limits.MAX_TABLE_BYTES)
    except FileNotFoundError:
        if kind.may_be_missing:
            return ",".join(kind.model_fields).encode()
        raise _UnreadableFile(
            None,
            None,
            f"a table of {kind.table}; the file is missing",
            "A case needs a file for every table; the header is enough where there are no rows.",
        ) from None
    except limits.FileTooLarge as error:
        raise _UnreadableFile(None, Words(error.found), error.allowed, "Split the case in two.") from None
    except OSError as error:
        raise _UnreadableFile(
            None, error.strerror or str(error), "a file that can be read", "Check its type and its permissions."
        ) from None
    try:
        content.decode()  # here, where the position of a wrong byte is known; "utf-8-sig" counts from behind its mark
    except UnicodeDecodeError as error:
        raise _UnreadableFile(
            content.count(b"\n", 0, error.start) + 1,
            f"byte {content[error.start]:#x}",
            "UTF-8 text",
            "Save the file as UTF-8.",
        ) from None
    return unify_line_ends(content)


def unify_line_ends(content: bytes) -> bytes:
    """Returns a file with `\\n` at the end of its lines, and a mark for each carriage return that ends none.

    To the CSV reader any carriage return ends a row, so that one within a text would tear its row apart.
    """
    if b"\r" not in content:
        return content
    content = content.replace(b"\r\n", b"\n")
    return content.replace(b"\r", _STRAY_RETURN.encode() if b"\n" in content else b"\n")


def _parse_rows(
    name: str, content: bytes, columns: Mapping[str, _Column], lines: list[int], result: ReadResult
) -> bool:
    """Adds the cells to their columns and each row's line to `lines`. Returns False if the header is wrong.

    Raises _UnreadableFile if this is not CSV.
    """
    kind, line = next(iter(columns.values())).kind, 1
    try:
        reader = csv.reader(io.TextIOWrapper(io.BytesIO(content), "utf-8-sig", newline=""), strict=True)
        header = next(reader, [])
        if not check_header(name, header, kind, result.problems):
            return False
        line, cells = reader.line_num + 1, list[str]()
        for row in reader:
            start, line = line, reader.line_num + 1
            if len(lines) == limits.MAX_ROWS:
                allowed = f"at most {limits.MAX_ROWS:,} rows"
                raise _UnreadableFile(start, Words("one row more"), allowed, "Split the case in two.")
            if len(row) == len(header) and any(map(str.strip, row)):
                cells += row
                lines.append(start)
                if len(cells) > _CELLS_PER_BATCH:
                    _append_cells(columns, header, cells)
            elif any(map(str.strip, row)):
                report_length(name, kind, header, row, start, result)
        _append_cells(columns, header, cells)
    except csv.Error as error:
        found = next((words for part, words in _CSV_FAULTS.items() if part in str(error)), str(error))
        remedy = "Look for a double quote that is not closed, in this line or after it."
        raise _UnreadableFile(line, found, "well-formed CSV (RFC 4180)", remedy) from None
    return True


def report_length(
    name: str, kind: type[Row], header: Sequence[str], row: Sequence[str], line: int, result: ReadResult
) -> None:
    """Adds a Problem for a row that has more cells than the header, or fewer."""
    allowed = f"{len(header)}, one for each column of the header"
    remedy = "Put a text that contains a comma in double quotes."
    result.problems.append(Problem(name, line, None, f"{len(row)} cells", allowed, remedy))
    id = dict(zip(header, row, strict=False)).get(kind.key, "").strip()
    result.faulty_rows.add((kind.table, id))


class _Column:
    """One column while it is read. Each different text is checked once, however often it occurs."""

    def __init__(self, kind: type[Row], name: str):
        self.kind, self.name = kind, name
        self.values: list[Any] = []
        self.has_fault = False
        self._values_by_text: dict[str, Any] = {}

    def append_texts(self, texts: Sequence[str]) -> None:
        """Appends the values of these cells; a Fault for a text that the column does not accept."""
        if len(self._values_by_text) > _MAX_CACHED_TEXTS:
            self._values_by_text.clear()
        new = read_cells(self.kind, self.name, set(texts).difference(self._values_by_text))
        self.has_fault |= any(isinstance(value, Fault) for value in new.values())
        self._values_by_text |= new
        self.values += map(self._values_by_text.__getitem__, texts)


def _append_cells(columns: Mapping[str, _Column], header: list[str], cells: list[str]) -> None:
    """Moves `cells`, which are those of some rows one after another, to their columns."""
    rows = len(cells) // len(header)
    for name, column in columns.items():
        column.append_texts(cells[header.index(name) :: len(header)] if name in header else [""] * rows)
    cells.clear()


def _build_table(
    name: str, kind: type[R], read: Mapping[str, _Column], lines: list[int], result: ReadResult
) -> Table[R]:
    """Returns the table without its faulty rows; adds a Problem for each fault."""
    columns = {column: cells.values for column, cells in read.items()}
    ids = columns[kind.parts[0] if kind.parts else kind.key]
    faults = {
        column: {at: value for at, value in enumerate(cells.values) if isinstance(value, Fault)}
        for column, cells in read.items()
        if cells.has_fault
    }
    faulty = {*report_faults(name, kind, faults, ids, lines, result)}
    if kind.parts:
        cells = zip(*(columns[part] for part in kind.parts), strict=True)
        columns[kind.key] = [
            "" if position in faulty else kind.join_parts(dict(zip(kind.parts, row, strict=True)))
            for position, row in enumerate(cells)
        ]
    rows = ((at, line, id) for at, (line, id) in enumerate(zip(lines, columns[kind.key], strict=True)))
    faulty |= {*report_repeated_ids(name, kind, (row for row in rows if row[0] not in faulty), result)}
    if faulty:
        sound = [position for position in range(len(lines)) if position not in faulty]
        columns = {column: [values[position] for position in sound] for column, values in columns.items()}
        lines = [lines[position] for position in sound]
    return Table(kind, columns, lines)


def report_faults(
    name: str,
    kind: type[Row],
    faults: Mapping[str, Mapping[int, Fault]],
    ids: Sequence[Any],
    lines: Sequence[int],
    result: ReadResult,
) -> Iterator[int]:
    """Adds a Problem for each cell that its column does not accept; yields the row's position.

    faults: column -> position -> Fault. ids, lines: of each row, by position.
    """
    for column, cells in faults.items():
        for position, fault in cells.items():
            id = ids[position]
            result.faulty_rows.add((kind.table, id.text if isinstance(id, Fault) else id))
            found = fault.found
            if isinstance(found, Words):
                found = Words(found.replace(describe_character(_STRAY_RETURN), describe_character("\r")))
            result.problems.append(Problem(name, int(lines[position]), column, found, fault.allowed, fault.remedy))
            yield position


def report_repeated_ids(
    name: str, kind: type[Row], rows: Iterable[tuple[int, int, str]], result: ReadResult
) -> Iterator[int]:
    """Adds a Problem for each id that an earlier row has; yields the row's position.

    rows: position, line and id of those that may have the id of another, in the order of the file.
    """
    first: dict[str, int] = {}
    for position, line, id in rows:
        if first.setdefault(id, line) != line:
            column, allowed = kind.key, "an id that is used once"
            remedy = f"Line {first[id]} has the same id; rename one of them."
            if kind.parts:
                column, allowed = kind.parts[0], f"one line for each {', '.join(kind.parts)}"
                remedy = f"Line {first[id]} is on the same; delete one of them."
            result.problems.append(Problem(name, line, column, id, allowed, remedy))
            yield position


def check_header(name: str, header: list[str], kind: type[Row], problems: list[Problem]) -> bool:
    """Returns whether the header has all columns it needs and no others; adds a Problem for each that is wrong."""
    columns = list(kind.model_fields)
    if not header:
        problems.append(Problem(name, 1, None, None, f"a header: {','.join(columns)}", "The file is empty."))
        return False
    if len(header) == 1 and (mark := next((mark for mark in ";\t|" if mark in header[0]), "")):
        remedy = "Save the file as CSV with commas."
        problems.append(Problem(name, 1, None, f"the delimiter {mark!r}", "the delimiter ','", remedy))
        return False
    if len(header) > limits.MAX_COLUMNS:
        allowed, remedy = (
            f"at most {limits.MAX_COLUMNS} columns",
            f"The columns of {kind.table} are {', '.join(columns)}.",
        )
        problems.append(Problem(name, 1, None, Words(f"{len(header):,} columns"), allowed, remedy))
        return False
    unknown = [column for column in header if column not in columns]
    absent = [column for column in columns if column not in header]
    missing = [column for column in absent if kind.model_fields[column].is_required()]
    repeated = [column for column, count in Counter(header).items() if count > 1]
    renamed = find_renamed(unknown, absent, missing)
    for column in unknown:
        allowed = f"the columns {', '.join(columns)}" + format_nearest(column, columns)
        remedy = "Rename or remove the column."
        if column in renamed:
            allowed, remedy = f"{renamed[column]}, which the header lacks", f"Rename it {renamed[column]}."
        problems.append(Problem(name, 1, column or "(empty)", column, allowed, remedy))
    for column in missing:
        if column not in renamed.values():
            problems.append(Problem(name, 1, column, None, "this column, which is required", "Add it to the header."))
    for column in repeated:
        problems.append(Problem(name, 1, column or "(empty)", column, "each column once", "Remove one of them."))
    return not (unknown or missing or repeated)


def find_renamed(unknown: Sequence[str], absent: Sequence[str], missing: Sequence[str]) -> dict[str, str]:
    """Returns unknown column of a header -> the column that it must be: the nearest that is absent, or the only one.

    missing: those of the absent that are required.

    >>> find_renamed(["sorce", "mine"], ["source", "note"], ["source"])
    {'sorce': 'source'}
    """
    found: dict[str, str] = {}
    for column in unknown:
        left = [other for other in absent if other not in found.values()]
        if near := get_close_matches(column, left, 1, 0.6):
            found[column] = near[0]
    rest, lost = [column for column in unknown if column not in found], {*missing} - {*found.values()}
    return found | ({rest[0]: lost.pop()} if len(rest) == len(lost) == 1 else {})
