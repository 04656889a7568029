"""Texts of a case with characters that no typeface of its house style has: sound data that a PDF cannot show."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.case.case import Case
from analysis.report.formats.glyphs import describe_cell, find_missing


def list_unprintable(case: Case) -> Iterator[str]:
    """Yields file, row, column and what to do for each text of the tables that a PDF cannot show as it is.

    >>> from analysis import load_case
    >>> list(list_unprintable(load_case()))
    []
    """
    faces = case.house.print_faces
    for name, table in case.ledger.tables.items():
        ids = table.columns[table.kind.key]
        for column, values in table.columns.items():
            texts = {id: value for id, value in zip(ids, values, strict=True) if isinstance(value, str)}
            missing = find_missing("\n".join(texts.values()), faces)
            for id, text in texts.items() if missing else ():
                if signs := [sign for sign in missing if sign in text]:
                    yield f"{name}.csv:{table.find_line(id)}:{column}: {describe_cell(signs)}"
