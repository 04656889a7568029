"""The review table as a file: proposals written for a spreadsheet and read back, decided, with all faults at once.

CSV (UTF-8 with its mark, commas) or an Excel workbook, by the file's ending. What a spreadsheet saves is read too:
semicolons or tabs, UTF-16, other ends of lines, rows in another order. `cells` guards what a spreadsheet would rewrite
and restores what it did, `workbook` is the Excel file, `state` the last column, which says what the table is based on.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from analysis import characters, limits
from analysis.case.csv_reader import find_renamed
from analysis.errors import Problem, UsageError, format_nearest
from analysis.problems import Words, summarise
from analysis.proposals import workbook
from analysis.proposals.cells import RawCell, RewrittenCell, guard_cell, read_cell, restore_cell
from analysis.proposals.proposal import COLUMNS, Proposal, compute_hash
from analysis.proposals.state import LedgerState, parse_state

STATE_COLUMN = "based_on"
HEADER = (*COLUMNS, STATE_COLUMN)
GONE = "gone"  # how the hash of a row begins whose words a new version of the document lacks
MERGE = "merge:"
ACCEPT = "accept"
DECISIONS = (ACCEPT, "accept:preferred", "accept:deprecated", "reject")
"""What a row can be decided to be, besides merged: `accept:` and a rank accepts it with that rank in claims.csv."""
_DECISION_WORDS = f"{', '.join(DECISIONS)}, merge:ID with the id of a claim, or nothing"
_DELIMITERS = ",;\t"
_MOST_ALIKE = 1_000  # rows of the same words at one place that are distinguished


@dataclass(frozen=True)
class ReviewTable:
    """Proposals with what an analyst decided of them.

    rows: in the order of the file. lines: the row of each in a spreadsheet, the header being row 1. state: what the
    case held when the table was written. lost: how many rows were deleted since.
    """

    rows: tuple[Proposal, ...]
    state: LedgerState
    lines: tuple[int, ...] = ()
    lost: int = 0

    def with_rows(self, rows: Sequence[Proposal]) -> ReviewTable:
        """Returns the same table with these rows in place of its own, as many and in the same order."""
        return replace(self, rows=tuple(rows))


def write_table(table: ReviewTable, path: Path) -> None:
    """Writes a review table to a file, which is CSV unless its name ends in .xlsx; an old file stays until it is done.

    Raises UsageError for another ending, for a cell that is too long for a workbook and where openpyxl is missing,
    OSError where the file cannot be written.

    >>> from tempfile import TemporaryDirectory
    >>> from analysis.proposals.state import LedgerState
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "review.csv"
    ...     write_table(ReviewTable((Proposal(decision="accept", value="-2.5"),), LedgerState()), path)
    ...     path.read_text("utf-8-sig").splitlines()[1].split(",")[:12]
    ['accept', '', '', '', '', '', '', '', '', '', '', "'-2.5"]
    """
    rows = [_list_cells(row, table.state.format_row(at, len(table.rows))) for at, row in enumerate(table.rows, 1)]
    if path.suffix.lower() == ".xlsx":
        content = workbook.write_workbook(HEADER, rows, DECISIONS, path.name)
    elif path.suffix.lower() in (".csv", ".tsv", ".txt"):
        content = _write_csv(rows, "\t" if path.suffix.lower() == ".tsv" else ",")
    else:
        raise UsageError(f"{path.name}: a review table is a .csv or an .xlsx file; give it such a name.")
    making = path.with_name(f".{path.name}.part")
    try:
        making.write_bytes(content)
        making.replace(path)
    finally:
        making.unlink(missing_ok=True)


def _list_cells(row: Proposal, state: str) -> list[str]:
    return [*(getattr(row, column) for column in COLUMNS), state]


def _write_csv(rows: Sequence[Sequence[str]], delimiter: str) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows([guard_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def read_table(path: Path) -> ReviewTable:
    """Returns a review table from a file, whatever spreadsheet has saved it since.

    Raises UsageError with every fault: columns that are missing, unknown or there twice, a decision that is none, rows
    of which source, locator, phrase or hash is changed, and cells that a spreadsheet has rewritten for good.
    """
    content = _read_content(path)
    if workbook.is_workbook(content):
        lines = workbook.read_workbook(content, path.name)
    else:
        lines = list(_read_csv(path.name, content))
    if not lines:
        raise UsageError(f"{path.name} is empty; `communique draft DOCUMENT --out {path.name}` writes a review table.")
    columns = _read_header(path.name, [cell.text for cell in lines[0][1]])
    problems: list[Problem] = []
    rows, places = [], []
    for number, cells in lines[1:]:
        if any(cell.text.strip() for cell in cells[len(lines[0][1]) :]):
            found, allowed = Words(f"{len(cells)} cells"), f"{len(columns)}, one for each column of the header"
            remedy = "Put a text that holds the delimiter in double quotes."
            problems.append(Problem(path.name, number, None, found, allowed, remedy))
            continue
        values = {
            column: _read_value(path.name, number, column, cells[at] if at < len(cells) else RawCell(""), problems)
            for column, at in columns.items()
        }
        places.append((number, values.pop(STATE_COLUMN)))
        row = replace(Proposal(**values), decision=_read_decision(values["decision"]))
        problems += _check_row(path.name, number, row)
        rows.append(row)
    state, lost = _read_states(path.name, places, problems)
    if problems:
        raise_problems(problems, path)
    return ReviewTable(tuple(rows), state, tuple(number for number, _ in places), lost)


def raise_problems(problems: Sequence[Problem], path: Path) -> None:
    """Raises a UsageError that names all problems of a review table, the first ones in a line each."""
    count = f"{len(problems)} problem{'s' if len(problems) > 1 else ''}"
    lines = summarise(sorted(problems, key=lambda problem: problem.row or 0))
    raise UsageError("\n".join([*lines, f"{count} in {path}; nothing was added to the case."]))


def _read_content(path: Path) -> bytes:
    try:
        if (size := path.stat().st_size) > limits.MAX_TABLE_BYTES:
            raise UsageError(f"{path}: {limits.FileTooLarge(size, limits.MAX_TABLE_BYTES).strerror}.")
        return path.read_bytes()
    except FileNotFoundError:
        raise UsageError(f"no file {path}; give the review table that `communique draft` wrote.") from None


def _read_csv(name: str, content: bytes) -> Iterator[tuple[int, list[RawCell]]]:
    """Yields (row in a spreadsheet, cells) of each row that is not blank. Raises UsageError."""
    text = _decode(name, content)
    if text[:4].lower() == "sep=":  # Excel's own line on the delimiter
        text = text.partition("\n")[2]
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=lambda sign: len({*next(csv.reader([first], delimiter=sign), [])} & {*HEADER}))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, row in enumerate(reader, 1):
            if any(map(str.strip, row)):
                yield number, [*map(read_cell, row)]
    except csv.Error as error:
        raise UsageError(
            f"{name}:{number + 1}: found {error}; allowed: well-formed CSV (RFC 4180). Look for a double quote that is "
            "not closed, in this row or after it."
        ) from None


def _decode(name: str, content: bytes) -> str:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise UsageError(
            f"{name}:{row}: found byte {content[error.start]:#x}; allowed: UTF-8 text. Save the table as “CSV UTF-8” "
            "or as .xlsx."
        ) from None


def _read_header(name: str, header: Sequence[str]) -> dict[str, int]:
    """Returns column -> its position. Raises UsageError for all that is wrong with the header."""
    found = [cell.strip().lower() for cell in header]
    while found and not found[-1]:
        found.pop()
    problems = []
    unknown, missing = ([c for c in here if c not in there] for here, there in ((found, HEADER), (HEADER, found)))
    renamed = find_renamed(unknown, missing, missing)
    for column in unknown:
        allowed, remedy = "the columns that `communique draft` writes", "Remove it."
        if column in renamed:
            allowed, remedy = f"{renamed[column]}, which the header lacks", f"Rename it {renamed[column]}."
        problems.append(Problem(name, 1, column or "(empty)", column, allowed, remedy))
    for column, count in Counter(found).items():
        if count > 1 and column in HEADER:
            problems.append(Problem(name, 1, column, column, "each column once", "Remove one of them."))
    for column in missing:
        if column not in renamed.values():
            problems.append(Problem(name, 1, column, None, "this column, which is missing", "Put it back."))
    if len(missing) > len(HEADER) - 2:
        raise UsageError(f"{name} is no review table; give the file that `communique draft` wrote.")
    if problems:
        raise_problems(problems, Path(name))
    return {column: found.index(column) for column in HEADER}


def _read_decision(text: str) -> str:
    word = text.strip()
    if word.lower().startswith(MERGE):
        return MERGE + word[len(MERGE) :].strip()
    return re.sub(r"\s*:\s*", ":", word.lower())


def _read_value(name: str, number: int, column: str, cell: RawCell, problems: list[Problem]) -> str:
    """Returns the text that a cell was given; adds a Problem where that cannot be known."""
    allowed, remedy = "", ""
    if cell.kind == "formula":
        allowed, remedy = "a text or a number", "Write the result of the formula in its place."
    elif cell.kind == "error":
        allowed, remedy = "a text or a number", "The spreadsheet could not compute it: write what is meant."
    elif words := characters.find_forbidden(cell.text):
        allowed, remedy = "characters that can be printed, tabs and line breaks", f"Remove {words}."
    try:
        text = restore_cell(column, cell.text) if cell.kind == "typed" else cell.text
    except RewrittenCell as error:
        text, allowed, remedy = cell.text, str(error), ""
    if allowed:
        problems.append(Problem(name, number, column, cell.text, allowed, remedy))
    return text


def _check_row(name: str, number: int, row: Proposal) -> Iterator[Problem]:
    if row.decision not in ("", *DECISIONS) and not row.decision.startswith(MERGE):
        near = format_nearest(row.decision, (*DECISIONS, MERGE + "ID"))
        yield Problem(name, number, "decision", row.decision, f"{_DECISION_WORDS}{near}")
    if row.decision == MERGE:
        yield Problem(name, number, "decision", row.decision, _DECISION_WORDS, "Name the claim after the colon.")
    if not _has_own_hash(row):
        found = Words(f"a hash ({row.hash or 'none'}) of another row")
        allowed = "source, locator and phrase as `communique draft` wrote them, with their hash"
        remedy = "Put these four cells back, or remove the row; correct a claim in claims.csv after it is accepted."
        yield Problem(name, number, "hash", found, allowed, remedy)


def make_gone_hash(hash: str) -> str:
    """Returns the hash of a row whose words a new version of the document lacks.

    >>> make_gone_hash("h0123456789a")
    'gone0123456789a'
    """
    return GONE + hash[1:]


def _has_own_hash(row: Proposal) -> bool:
    hash = "h" + row.hash.removeprefix(GONE) if row.hash.startswith(GONE) else row.hash
    return any(hash == compute_hash(row.source, row.locator, row.phrase, count) for count in range(_MOST_ALIKE))


def _read_states(name: str, places: Sequence[tuple[int, str]], problems: list[Problem]) -> tuple[LedgerState, int]:
    """Returns the state that the rows share, and how many rows are lost; adds a Problem for each that differs."""
    shared, seen, total = LedgerState(), set[int](), 0
    for number, text in places:
        found = parse_state(text)
        if found is None:
            allowed = "the cell as `communique draft` wrote it"
            remedy = "Copy it from the original table; a claim of your own is a row of claims.csv."
            problems.append(Problem(name, number, STATE_COLUMN, text, allowed, remedy))
            continue
        state, row, of = found
        if total and (state, of) != (shared, total):
            found_words, allowed = Words("a row of another table"), "the rows of one table"
            problems.append(Problem(name, number, STATE_COLUMN, found_words, allowed, "Accept the tables one by one."))
            continue
        shared, total = state, of
        seen.add(row)
    return shared, total - len(seen)
