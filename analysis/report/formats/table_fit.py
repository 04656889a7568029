"""How a wide table fits a page of print: in smaller type, on a turned page, or in parts that repeat its row names.

PDF and Word measure differently, each in its own typeface; what follows from the measures is decided here for both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from analysis.errors import ReportError
from analysis.report.document.model import Number, Reference, RichText, Table, get_plain_text
from analysis.report.document.typography import bind_words, insert_break_points, make_unbreakable
from analysis.style.paper import divide_evenly

# Where a line may end: at a space or zero-width space, after a hyphen, dash or slash unless a digit follows, and beside
# a letter as wide as high (Chinese, Japanese, Korean), which is dropped here, as each of them fits any column.
_BREAK = re.compile(r"[ \t\n\u200b\u2009]+|(?<=[-/–—])(?!\d)|[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]+")
# Parts repeat the first column, and a second one of short words; together they take no more than a share of the width.
_MAX_NAME_COLUMNS, _MAX_NAME_LENGTH, _MAX_NAME_SHARE = 2, 40, 0.4


@dataclass(frozen=True)
class Fit:
    """How a table is printed.

    size: of its type, in points. turned: whether on pages turned by a quarter. parts: the positions of the columns in
    each part.
    """

    size: float
    turned: bool
    parts: tuple[tuple[int, ...], ...]


def choose_fit(
    table: Table, measure: Callable[[float], Sequence[float]], rooms: Sequence[float], sizes: Sequence[float]
) -> Fit:
    """Returns the first way in which every column is at least as wide as its longest word or number.

    measure: takes a size of type and returns the least width of each column. rooms: the width of the text on an upright
    and on a turned page. sizes: of type, the largest first; the last is the smallest that can be read.
    Tried in this order: an upright page and a turned one, each in all sizes; then parts on turned pages.
    Raises ReportError where a column is wider than a turned page.

    >>> from analysis.report.document.model import Column
    >>> columns = tuple(Column(name, (name,), "left") for name in "abcd")
    >>> wide = Table("t", "t", 1, ("Wide",), columns, (), ())
    >>> choose_fit(wide, lambda size: [size * 10] * 4, (330, 400), (9, 8))
    Fit(size=8, turned=False, parts=((0, 1, 2, 3),))
    >>> choose_fit(wide, lambda size: [size * 10] * 4, (200, 260), (9, 8))
    Fit(size=8, turned=True, parts=((0, 1, 2), (0, 3)))
    """
    everything = tuple(range(len(table.columns)))
    least = {size: measure(size) for size in sizes}
    for turned, room in enumerate(rooms):
        for size in sizes:
            if sum(least[size]) <= room:
                return Fit(size, bool(turned), (everything,))
    room = rooms[-1]
    names = _find_name_columns(table, least[sizes[-1]], room)
    parts = _split_columns(least[sizes[-1]], names, room)
    if parts is None:
        widest = max(everything, key=least[sizes[-1]].__getitem__)
        raise ReportError(
            f"{_name_table(table)}: the column {get_plain_text(table.columns[widest].label)!r} has a word too long for "
            f"a page, even turned and in type of {sizes[-1]:g} points; shorten the word, or put a space into it."
        )
    size = next(size for size in sizes if all(sum(least[size][at] for at in part) <= room for part in parts))
    return Fit(size, True, parts)


def _name_table(table: Table) -> str:
    caption = get_plain_text(table.caption)
    return f"Table {table.number} ({caption})" if table.number else caption


def _find_name_columns(table: Table, widths: Sequence[float], room: float) -> tuple[int, ...]:
    """Returns the columns that say what a row is about."""
    count = 1
    while (
        count < min(_MAX_NAME_COLUMNS, len(table.columns) - 1)
        and table.columns[count].align != "right"
        and max((len(get_plain_text(row[count])) for row in table.rows), default=0) <= _MAX_NAME_LENGTH
        and sum(widths[: count + 1]) <= _MAX_NAME_SHARE * room
    ):
        count += 1
    return tuple(range(count))


def _split_columns(widths: Sequence[float], names: tuple[int, ...], room: float) -> tuple[tuple[int, ...], ...] | None:
    """Returns as few parts as possible, alike in width, each beginning with the names; None if a column is too wide."""
    others = range(len(names), len(widths))
    rest = room - sum(widths[at] for at in names)
    if max((widths[at] for at in others), default=0.0) > rest:
        return None
    groups = divide_evenly([widths[at] for at in others], rest)
    return tuple((*names, *(others[position] for position in group)) for group in groups)


def split_table(table: Table, fit: Fit) -> Iterator[Table]:
    """Yields the parts of a table as tables. Notes are below the last; what is repeated leads to its note as a link."""
    for position, part in enumerate(fit.parts):
        repeated = {at for at in part if position and any(at in earlier for earlier in fit.parts[:position])}
        yield replace(
            table,
            caption=link_to_notes(table.caption) if position else table.caption,
            columns=tuple(table.columns[at] for at in part),
            rows=tuple(
                tuple(link_to_notes(row[at]) if at in repeated else row[at] for at in part) for row in table.rows
            ),
            notes=table.notes if position == len(fit.parts) - 1 else (),
        )


def link_to_notes(text: RichText) -> RichText:
    """Returns a repeated text whose numbers are plain links to their notes: the notes link back to the first place."""
    return tuple(Reference(item.text, f"note-{item.note}") if isinstance(item, Number) else item for item in text)


def split_pieces(text: RichText) -> list[tuple[str, bool]]:
    """Returns what stays on one line, a number as a whole or a word, and with each whether a note's number follows.

    >>> split_pieces(("well-known 2025-12-28 and/or",))
    [('well-', False), ('known', False), ('2025-12-28', False), ('and/', False), ('or', False)]
    """
    pieces: list[tuple[str, bool]] = []
    for item in text:
        if isinstance(item, Number):
            *first, last = make_unbreakable(item.text).split(" ")
            pieces += [*((piece, False) for piece in first), (last, True)]
        else:
            words = insert_break_points(bind_words(item if isinstance(item, str) else item.text))
            pieces += [(piece, False) for piece in _BREAK.split(words) if piece]
    return pieces


def share_width(least: Sequence[float], wanted: Sequence[float], total: float) -> list[float]:
    """Returns widths that add up to `total`, each at least the least, and as far as possible the wanted one.

    >>> share_width([10, 10], [10, 90], 60)
    [10.0, 50.0]
    >>> share_width([10, 10], [20, 30], 60)
    [25.0, 35.0]
    """
    if sum(wanted) <= total:
        return [want + (total - sum(wanted)) / len(wanted) for want in wanted]
    # The square root keeps one long text from taking all: a column twice as long gets half as much again.
    claims = [(want - low) ** 0.5 for low, want in zip(least, wanted, strict=True)]
    sizes = [low + (total - sum(least)) * claim / sum(claims) for low, claim in zip(least, claims, strict=True)]
    over = sum(max(0.0, size - want) for size, want in zip(sizes, wanted, strict=True))
    short = [want - size if size < want else 0.0 for size, want in zip(sizes, wanted, strict=True)]
    return [
        min(size, want) + over * (lack / sum(short) if sum(short) else 0)
        for size, want, lack in zip(sizes, wanted, short, strict=True)
    ]
