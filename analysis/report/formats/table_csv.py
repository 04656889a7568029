"""A table as tidy CSV: the files beside the report, what the page offers to download, and the results of a sweep.

People open these files in a spreadsheet, which runs a cell that begins like a formula. `write_csv` writes an apostrophe
before such a cell, as OWASP advises (owasp.org/www-community/attacks/CSV_Injection), so that it stays a text; a number
is left as it is. Without that apostrophe, `results.json` has every number, and `notebook.ipynb` every cell of a table.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterable, Sequence

from analysis.contract import EMPTY_CELL
from analysis.dates import parse_date
from analysis.report.document.model import Number, RichText, Table, get_plain_text
from analysis.report.formats.kept_parts import keep_part

# A sign with which a spreadsheet computes, also in full width; spaces, quotes and what is not seen may precede it.
_FORMULA = re.compile(r"[\s\"'\u200b-\u200f\u2060\ufeff]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?%?", re.I | re.A)
_SUFFIXES = ("low", "high", "unit", "qualifier", "claims")  # a number's columns, after the value's own
_WORDS = "words"  # the column after these, for what a cell of numbers says in words


@keep_part
def format_csv(table: Table) -> str:
    """Returns a table as tidy CSV: a number's column becomes value, low, high, unit, qualifier and claims.

    An interval without an end leaves it empty, and so does a range its value, which nobody knows. Words in a column of
    numbers have a column of their own. An empty cell is empty. A result has one digit more than the claims beneath it.
    A column that holds only dates has them in EDTF, as a case does.
    """
    texts = [["" if (text := get_plain_text(cell)) == EMPTY_CELL else text for cell in row] for row in table.rows]
    numeric = {at for row in table.rows for at, cell in enumerate(row) if find_number(cell)}
    dated = {
        at
        for at in range(len(table.columns))
        if at not in numeric and all(parse_date(row[at]) for row in texts if row[at])
    }
    worded = {
        at
        for row, written in zip(table.rows, texts, strict=True)
        for at, (cell, text) in enumerate(zip(row, written, strict=True))
        if at in numeric and text and not find_number(cell)
    }
    suffixes = {at: (*_SUFFIXES, *([_WORDS] if at in worded else [])) for at in numeric}
    header, own = [], {column.key for column in table.columns}
    for at, column in enumerate(table.columns):
        added = [f"{column.key}_{suffix}" for suffix in suffixes.get(at, ())]
        header += [column.key, *(f"{name}_of_number" if name in own else name for name in added)]
    lines = [header]
    for row, written in zip(table.rows, texts, strict=True):
        fields: list[str] = []
        for at, (cell, text) in enumerate(zip(row, written, strict=True)):
            number = find_number(cell)
            if at in numeric:
                values = _list_fields(number) if number else ["", *("" for _ in _SUFFIXES)]
                fields += [*values, *(["" if number else text] if at in worded else [])]
            else:
                fields.append(parse_date(text) if at in dated else text)
        lines.append(fields)
    return write_csv(lines)


def write_csv(rows: Iterable[Sequence[object]]) -> str:
    """Returns rows as CSV in which no cell is run by a spreadsheet.

    >>> print(write_csv([["change", "note"], [-5, "=1+1"]]), end="")
    change,note
    -5,'=1+1
    """
    lines = _Lines()
    # Python 3.11 quotes a carriage return only where it is part of a line's end.
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerows(["" if cell is None else guard_cell(str(cell)) for cell in row] for row in rows)
    return "".join(lines)


class _Lines(list[str]):
    """What a CSV writer has written, a line each."""

    def write(self, line: str) -> None:
        """Adds a line, which ends as the writer was asked to."""
        self.append(line.removesuffix("\r\n") + "\n")


def guard_cell(text: str) -> str:
    """Returns the text of a cell, after an apostrophe if a spreadsheet would take it as a formula.

    >>> [guard_cell(text) for text in ("-5", "-5 people", "−5", " =A1", "a = b")]
    ['-5', "'-5 people", '−5', "' =A1", 'a = b']
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def find_number(cell: RichText) -> Number | None:
    """Returns the first number of a cell, or None."""
    return next((part for part in cell if isinstance(part, Number)), None)


def _list_fields(number: Number) -> list[str]:
    value = math.nan if number.qualifier == "between" else number.value
    ends = (_format_end(end, number.digits) for end in (value, number.low, number.high))
    return [*ends, number.unit, number.qualifier, " ".join(number.claims)]


def _format_end(end: float, digits: int) -> str:
    """Returns a number with so many significant digits, a whole one with all of its own; '' for no number."""
    if not math.isfinite(end):
        return ""
    return f"{end if float(end).is_integer() else float(f'{end:.{digits}g}'):.12g}"
