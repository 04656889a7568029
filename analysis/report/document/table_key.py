"""The signs in the cells of a table: one for an empty cell, and a line below the table that says what each means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from analysis.contract import EMPTY_CELL
from analysis.messages import gettext
from analysis.report.document.model import Number, RichText, get_plain_text
from analysis.wording.numbers import QUALIFIER_SIGNS, describe_qualifier


def fill_blanks(rows: Sequence[Sequence[RichText]], *, summed: bool) -> tuple[tuple[RichText, ...], ...]:
    """Returns the rows with the one sign for an empty cell in each that is empty; a total needs none below words.

    summed: whether the last row adds up those above it.

    >>> fill_blanks([(("Land",), ()), (("Sea",), ("all",))], summed=False)
    ((('Land',), ('–',)), (('Sea',), ('all',)))
    """
    last = len(rows) - 1 if summed else len(rows)
    return tuple(
        tuple(cell if at == last or get_plain_text(cell).strip() else (EMPTY_CELL,) for cell in row)
        for at, row in enumerate(rows)
    )


def describe_signs(rows: Iterable[Iterable[RichText]]) -> RichText:
    """Returns what the signs in the cells mean, in words; () where there is none.

    A sign counts where a number begins with it, as a cell of words may use it otherwise.

    >>> describe_signs([[("Land",), ("–",)]])
    ('– nothing on record',)
    """
    found = {sign for row in rows for cell in row for sign in _list_signs(cell)}
    words = ", ".join(f"{sign} {meaning}" for sign, meaning in _list_meanings() if sign in found)
    return (words,) if words else ()


def _list_meanings() -> Iterator[tuple[str, str]]:
    """Yields each sign with what it says, in the order of the line."""
    for qualifier, sign in QUALIFIER_SIGNS.items():
        if sign:
            yield sign.strip(), describe_qualifier(qualifier)
    yield EMPTY_CELL, gettext("nothing on record")


def _list_signs(cell: RichText) -> Iterable[str]:
    if get_plain_text(cell) == EMPTY_CELL:
        yield EMPTY_CELL
    for part in cell:
        if isinstance(part, Number):
            yield part.text.replace("\u00a0", " ").partition(" ")[0]
