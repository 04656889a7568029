"""Texts of a case with characters that no typeface of its house style has: sound data that a PDF cannot show."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.case.case import Case
from analysis.report.formats.glyphs import describe_cell, find_missing

_CELLS_AT_ONCE = 50_000


def list_unprintable(case: Case) -> Iterator[str]:
    """Yields file, row, column and what to do for each text of the tables that a PDF cannot show as it is.

    >>> from analysis import load_case
    >>> list(list_unprintable(load_case()))
    []
    """
    faces = case.house.print_faces
    for name, table in case.ledger.tables.items():
        for column in table.columns:
            for start in range(0, len(table), _CELLS_AT_ONCE):  # their texts together take room
                some = range(start, min(start + _CELLS_AT_ONCE, len(table)))
                texts = {id: value for id, value in table.list_cells((column,), some) if isinstance(value, str)}
                missing = find_missing("\n".join(texts.values()), faces)
                for id, text in texts.items() if missing else ():
                    if signs := [sign for sign in missing if sign in text]:
                        yield f"{name}.csv:{table.find_line(id)}:{column}: {describe_cell(signs)}"
