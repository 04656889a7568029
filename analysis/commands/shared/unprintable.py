"""Texts of a case with characters that no typeface of its house style has: sound data that a PDF cannot show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from analysis.case.case import Case
from analysis.case.cells import Column
from analysis.report.formats.glyphs import describe_cell, find_missing
from analysis.style.assets import Face

_CELLS_AT_ONCE = 50_000


def list_unprintable(case: Case) -> Iterator[str]:
    """Yields file, row, column and what to do for each text of the tables that a PDF cannot show as it is.

    >>> from analysis import load_case
    >>> list(list_unprintable(load_case()))
    []
    """
    faces = case.house.print_faces
    for name, table in case.ledger.tables.items():
        for column, cells in table.columns.items():
            if isinstance(cells, Column) and not _lacks_any(cells.list_distinct(), faces):
                continue  # each text is looked at once, and no row made
            for start in range(0, len(table), _CELLS_AT_ONCE):  # their texts together take room
                some = range(start, min(start + _CELLS_AT_ONCE, len(table)))
                texts = {id: value for id, value in table.list_cells((column,), some) if isinstance(value, str)}
                missing = find_missing("\n".join(texts.values()), faces)
                for id, text in texts.items() if missing else ():
                    if signs := [sign for sign in missing if sign in text]:
                        yield f"{name}.csv:{table.find_line(id)}:{column}: {describe_cell(signs)}"


def _lacks_any(values: Iterable[Any], faces: Sequence[Face]) -> bool:
    """Returns whether a character of some texts is in none of the typefaces."""
    texts = (value for value in values if isinstance(value, str))
    while some := [*islice(texts, _CELLS_AT_ONCE)]:
        if find_missing("\n".join(some), faces):
            return True
    return False
