"""How a table is laid out in the PDF: what Typst would do by itself where that fits, else measured columns.

Typst would measure every cell by setting it twice, which for thousands of rows takes longer than all its other work;
and where its columns have too little room, it prints one over the other.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from unicodedata import east_asian_width

from analysis.report.document.model import Number, RichText, Table, get_plain_text
from analysis.report.formats import table_fit
from analysis.style.house import FONT_FOLDER, House
from analysis.style.paper import measure_text_area

SIZE = 8.5  # points of a table's type, as in page.typ
_SIZES = (SIZE, 8.0, 7.5, 7.0)  # tried in turn; notes are in type of 7.2 points
_CELL_INSET, _NOTE_MARK = 0.45, 0.64  # as in page.typ: em beside a cell; em of a note's number
_SAFETY_FACTOR = 1.03  # for kerning and digits of one width, which the measuring leaves out
_HYPHENATED = 0.85  # of a long word's width, which Typst may hyphenate; if not, it stays within the column's padding
_MIN_HYPHENATED = 8  # letters of such a word
_MIN_TEXT, _MAX_MIN_TEXT, _TEXT_LINES = 60, 110, 8  # points a column of long texts has at least, for so many lines
_MAX_HEADING_COLUMN = 110  # points that a heading is given on one line, where there is room
_LINE, _ROW_INSET = 1.25, 1.1  # em of a line of text, and above and below a row
_FULL_PAGE = 0.75  # of the text's height: what may be higher is not kept on one page
_MAX_KEPT_ROWS = 6  # as in page.typ: a table of more rows may go on to the next page
_POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True)
class Layout:
    """How a table is printed.

    fit: its size, pages and parts. widths: of the columns of each part, for Typst. single: for each row whether it
    certainly takes one line. whole: whether each row fits a page. kept: whether a short table fits a page.
    """

    fit: table_fit.Fit
    widths: tuple[tuple[str, ...], ...]
    single: tuple[tuple[bool, ...], ...]
    whole: bool
    kept: bool


def compute_layout(table: Table, widths: Sequence[str], house: House, fixed: bool) -> Layout:
    """Returns how a table is printed: Typst's own columns if all words fit them, else a smaller, turned or split table.

    widths: of the columns as given to Typst, `auto` or a share such as `2.5fr`. fixed: whether to replace them by
    measured widths also where they fit. Raises ReportError for a table that does not fit any page.
    """
    sizes = _measure_columns(table, house)
    areas = [[side * _POINTS_PER_MM for side in measure_text_area(house, turned)] for turned in (False, True)]
    rooms = [across for across, _ in areas]
    usual = _follow_typst(sizes, widths, rooms[0])
    if all(width >= low for width, low in zip(usual, sizes.parts, strict=True)):
        fit = table_fit.Fit(SIZE, False, (tuple(range(len(widths))),))
        columns = [usual]
        shown = [tuple(f"{width:.2f}pt" for width in usual) if fixed else tuple(widths)]
    else:
        fit = table_fit.choose_fit(table, lambda size: [low * size / SIZE for low in sizes.least], rooms, _SIZES)
        share = fit.size / SIZE
        columns = [
            table_fit.share_width(
                [sizes.least[at] * share for at in part], [sizes.wanted[at] * share for at in part], rooms[fit.turned]
            )
            for part in fit.parts
        ]
        shown = [tuple(f"{width:.2f}pt" for width in part) for part in columns]
    rows = [_count_lines(sizes, part, given, fit.size) for part, given in zip(fit.parts, columns, strict=True)]
    page = areas[fit.turned][1] * _FULL_PAGE / fit.size
    notes = sum(math.ceil(len(get_plain_text(note)) * 0.5 * SIZE / rooms[fit.turned]) for note in table.notes) * _LINE
    heights = [[lines * _LINE + _ROW_INSET for lines in part] for part in rows]
    return Layout(
        fit,
        tuple(shown),
        tuple(tuple(lines <= 1 for lines in part) if fixed else () for part in rows),
        whole=all(height <= page for part in heights for height in part),
        kept=len(table.rows) > _MAX_KEPT_ROWS or all(sum(part) + notes <= page for part in heights),
    )


@dataclass(frozen=True)
class _Sizes:
    """Widths in points at the usual size, padding included.

    cells: of each cell on one line, by row. heads: of each heading on one line. parts: of each column's longest word or
    number, long words hyphenated. least: the same without hyphens, and enough for long texts. wanted: enough for lines
    that do not break.
    """

    cells: Sequence[Sequence[float]]
    heads: Sequence[float]
    parts: Sequence[float]
    least: Sequence[float]
    wanted: Sequence[float]


def _measure_columns(table: Table, house: House) -> _Sizes:
    measure = _load_measure(house)
    inset = 2 * _CELL_INSET * SIZE
    marks = [_measure_mark(measure, table, at) for at in range(len(table.columns))]
    cells = [
        [
            measure(get_plain_text(cell)) + _count_numbers(cell) * mark + inset
            for cell, mark in zip(row, marks, strict=True)
        ]
        for row in table.rows
    ]
    heads = [measure(get_plain_text(column.label)) + inset for column in table.columns]
    longest = [max((row[at] for row in cells), default=inset) for at in range(len(heads))]
    pieces = [
        [
            (measure(piece) + (marks[at] if has_mark else 0.0) + inset, piece)
            for cell in (column.label, *(row[at] for row in table.rows))
            for piece, has_mark in table_fit.split_pieces(cell)
        ]
        for at, column in enumerate(table.columns)
    ]
    words = [max((width for width, _ in column), default=inset) for column in pieces]
    parts = [max((width * _get_share(piece) for width, piece in column), default=inset) for column in pieces]
    least = [
        max(word, min(long, max(_MIN_TEXT, min(long / _TEXT_LINES, _MAX_MIN_TEXT))))
        for word, long in zip(words, longest, strict=True)
    ]
    wanted = [
        max(low, long, min(head, _MAX_HEADING_COLUMN)) for low, long, head in zip(least, longest, heads, strict=True)
    ]
    return _Sizes(cells, heads, parts, least, wanted)


def _follow_typst(sizes: _Sizes, widths: Sequence[str], room: float) -> list[float]:
    """Returns the widths that Typst would give the columns."""
    taken = {
        at: max(sizes.heads[at], *(row[at] for row in sizes.cells))
        for at, width in enumerate(widths)
        if width == "auto"
    }
    shares = {at: float(width.removesuffix("fr")) for at, width in enumerate(widths) if at not in taken}
    rest = room - sum(taken.values())
    columns = (
        taken | {at: rest * share / sum(shares.values()) for at, share in shares.items()}
        if rest >= 0
        else _shrink_columns(taken, room) | dict.fromkeys(shares, 0.0)
    )
    return [columns[at] for at in range(len(widths))]


def _shrink_columns(taken: Mapping[int, float], room: float) -> dict[int, float]:
    """Returns columns cut to the same width where they are wider, so that all fit the room."""
    limit, narrow = room / len(taken), 0.0
    while True:
        small = [width for width in taken.values() if width <= limit]
        if sum(small) == narrow:
            return {at: min(width, limit) for at, width in taken.items()}
        narrow = sum(small)
        limit = (room - narrow) / (len(taken) - len(small))


def _count_lines(sizes: _Sizes, part: Sequence[int], widths: Sequence[float], size: float) -> list[int]:
    """Returns how many lines each row takes, rather too many than too few."""
    inset, share = 2 * _CELL_INSET * SIZE, size / SIZE
    return [
        max(
            1 if row[at] * share <= width else math.ceil(1.2 * (row[at] - inset) * share / (width - inset * share)) + 1
            for at, width in zip(part, widths, strict=True)
        )
        for row in sizes.cells
    ]


def _get_share(piece: str) -> float:
    return _HYPHENATED if len(piece) >= _MIN_HYPHENATED and piece.isalpha() else 1.0


def _measure_mark(measure: Callable[[str], float], table: Table, at: int) -> float:
    """Returns the room that a column leaves for the number of a note: the longest one's, so that numbers align."""
    notes = [part.note for row in table.rows for part in row[at] if isinstance(part, Number)]
    return _NOTE_MARK * measure(f" [{max(notes)}]") if notes else 0.0


def _count_numbers(cell: RichText) -> int:
    return sum(isinstance(part, Number) for part in cell)


@cache
def _load_measure(house: House) -> Callable[[str], float]:
    """Returns the function that measures a text in the typeface of labels, in points."""
    from PIL import ImageFont

    own = next((face.data for face in house.faces if (face.family, face.cut) == (house.type["label"], "Bold")), None)
    file = io.BytesIO(own) if own else FONT_FOLDER / f"{house.type['label'].replace(' ', '')}-Bold.ttf"
    font = ImageFont.truetype(file, 1000, layout_engine=ImageFont.Layout.BASIC)  # bold, as a cell may be: it is wider

    def measure(text: str) -> float:
        wide = sum(east_asian_width(letter) in "WF" for letter in text) if not text.isascii() else 0
        return (font.getlength(text) + 1000 * wide) * SIZE / 1000 * _SAFETY_FACTOR

    return cache(measure)
