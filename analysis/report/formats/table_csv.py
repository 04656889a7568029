"""A table as tidy CSV: the files beside the report, and what the page offers to download."""

from __future__ import annotations

import csv
import io
import math

from analysis.dates import parse_date
from analysis.report.document.model import Number, RichText, Table, get_plain_text

_SUFFIXES = ("low", "high", "unit", "qualifier", "claims")  # a number's columns, after the value's own


def format_csv(table: Table) -> str:
    """Returns a table as tidy CSV: a number's column becomes value, low, high, unit, qualifier and claims.

    An interval without an end leaves it empty. A column that holds only dates has them in EDTF, as a case does.
    """
    texts = [[get_plain_text(cell) for cell in row] for row in table.rows]
    numeric = {at for row in table.rows for at, cell in enumerate(row) if find_number(cell)}
    dated = {
        at
        for at in range(len(table.columns))
        if at not in numeric and all(parse_date(row[at]) for row in texts if row[at])
    }
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\n")
    header: list[str] = []
    for at, column in enumerate(table.columns):
        header += [column.key, *(f"{column.key}_{suffix}" for suffix in _SUFFIXES if at in numeric)]
    writer.writerow(header)
    for row, words in zip(table.rows, texts, strict=True):
        fields: list[str] = []
        for at, (cell, text) in enumerate(zip(row, words, strict=True)):
            number = find_number(cell)
            if at in numeric:
                fields += _list_fields(number) if number else [text, *("" for _ in _SUFFIXES)]
            else:
                fields.append(parse_date(text) if at in dated else text)
        writer.writerow(fields)
    return output.getvalue()


def find_number(cell: RichText) -> Number | None:
    """Returns the first number of a cell, or None."""
    return next((part for part in cell if isinstance(part, Number)), None)


def _list_fields(number: Number) -> list[str]:
    ends = (f"{end:.12g}" if math.isfinite(end) else "" for end in (number.value, number.low, number.high))
    return [*ends, number.unit, number.qualifier, " ".join(number.claims)]
