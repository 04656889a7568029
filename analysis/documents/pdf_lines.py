"""The lines of a PDF's page, from its characters' places and sizes (pypdfium2): what stands apart, what is raised.

A digit or letter is raised where its origin stands above the line's, or where it is drawn above it, as a typeface's own
superscripts are. A wide gap divides a line into parts: the cells of a table, which are no one text.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.documents.pdf_glyphs import Glyph, GlyphPage, open_glyphs

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_RAISED = 0.18  # of the size: how far above the line a raised character begins
_GAP = 1.1  # of the size: a wider gap divides a line; the spaces of justified text are narrower
_SAME_LINE = 0.6  # of the size: how far a raised character stands above its line at most
_NARROW = 0.12  # of the size: less is no space
_HYPHENS = (0x02, 0xFFFE)  # pdfium's signs for a hyphen at the end of a line
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_FRACTION = "⁄"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of a line, and whether they are raised."""

    text: str
    raised: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """What stands together in a line. left, right: in points."""

    pieces: tuple[Piece, ...]
    left: float
    right: float

    @property
    def text(self) -> str:
        """Its characters, those that are raised included."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Line:
    """A line. page: from 1. base: where its letters stand, in points from the foot of the page. size: of its letters.

    hyphen: whether its last word is broken. bold: whether its first and last letters are.
    """

    parts: tuple[Part, ...]
    page: int
    base: float
    size: float
    bold: bool = False
    hyphen: bool = False

    @property
    def left(self) -> float:
        """Where it begins, in points."""
        return self.parts[0].left

    @property
    def right(self) -> float:
        """Where it ends, in points."""
        return self.parts[-1].right

    @property
    def text(self) -> str:
        """Its characters, with a tab where a gap divides them."""
        return "\t".join(part.text for part in self.parts)

    @property
    def mark(self) -> str:
        """The raised sign that it begins with, as a note does; '' if there is none."""
        first = self.parts[0].pieces[0]
        return first.text.strip() if first.raised else ""


def read_lines(file: PdfDocument, number: int) -> list[Line]:
    """Returns the lines of a page, in the order in which the file has them; what is turned otherwise comes last.

    number: of the page, from 1.
    """
    return [
        line
        for glyphs in open_glyphs(file, number - 1)
        for drawn, hyphen in _split_lines(glyphs)
        if (line := _read_line(glyphs, drawn, number, hyphen))
    ]


def _split_lines(page: GlyphPage) -> Iterator[tuple[list[Glyph], bool]]:
    """Yields the characters of each line, and whether it ends in a hyphen, which is left out."""
    line: list[Glyph] = []
    high, broken = 0, False
    for index in range(page.count):
        code = page.read_code(index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
            high = 0
        if code in _HYPHENS:
            if line:
                yield line, True
            line = []
        elif code in (0x0D, 0x0A):
            broken = True
        else:
            glyph = Glyph(chr(code).translate(_LIGATURES), index, *page.find_origin(index))
            if broken and line:
                space = _measure_space(page, line[-1], glyph)
                if space is None:
                    yield _take_hyphen(line)
                    line = []
                elif space:
                    line.append(Glyph(" ", line[-1].index, glyph.x, glyph.y))
            broken = False
            line.append(glyph)
    if line:
        yield _take_hyphen(line)


def _measure_space(page: GlyphPage, last: Glyph, glyph: Glyph) -> bool | None:
    """Returns whether a space stands between two characters of one line; None where the second begins another line.

    pdfium ends a line where a character is raised, or far away.
    """
    end = page.find_end(last.index)
    size = max(page.measure_size(last.index), page.measure_size(glyph.index))
    if abs(glyph.y - last.y) > _SAME_LINE * size or glyph.x < max(end, last.x) - _NARROW * size:
        return None
    return bool(glyph.x - end > _NARROW * size)


def _take_hyphen(line: list[Glyph]) -> tuple[list[Glyph], bool]:
    """Returns a line without the hyphen that its last word ends in, and whether there is one."""
    drawn = [glyph for glyph in line if not glyph.text.isspace()]
    if len(drawn) > 1 and drawn[-1].text in "-‐\u00ad" and line[line.index(drawn[-1]) - 1].text.isalnum():
        return line[: line.index(drawn[-1])], True
    return line, False


def _read_line(page: GlyphPage, glyphs: list[Glyph], number: int, hyphen: bool) -> Line | None:
    drawn = [glyph for glyph in glyphs if not glyph.text.isspace()]
    if not drawn:
        return None
    base = Counter(round(glyph.y, 1) for glyph in drawn).most_common(1)[0][0]
    normal = [glyph for glyph in drawn if round(glyph.y, 1) == base]
    some = normal[:: max(len(normal) // 5, 1)]  # a word of another typeface may stand anywhere
    size = statistics.median_low(page.measure_size(glyph.index) for glyph in some)

    def is_raised(glyph: Glyph) -> bool:
        if not glyph.text.isalnum():
            return False
        if glyph.y - base > _RAISED * size:
            return True
        if not glyph.text.isdigit():
            return False
        return page.find_corner(glyph.index)[1] - base > _RAISED * size

    raised = [is_raised(glyph) for glyph in glyphs]
    for at, glyph in enumerate(glyphs):  # the brackets of a mark
        if glyph.text in "[(" and any(raised[at + 1 : at + 2]):
            raised[at] = True
        elif glyph.text in "])," and at and raised[at - 1]:
            raised[at] = glyph.text != "," or any(raised[at + 1 : at + 2])
    for at, glyph in enumerate(glyphs):  # a fraction's own digits
        if glyph.text == _FRACTION:
            for step in (-1, 1):
                near = at + step
                while 0 <= near < len(glyphs) and glyphs[near].text.isdigit():
                    raised[near] = False
                    near += step
    parts: list[Part] = []
    pieces: list[Piece] = []
    start, edge = drawn[0].x, drawn[0].x
    for at, glyph in enumerate(glyphs):
        is_space = glyph.text.isspace()
        if not is_space and (at == 0 or glyphs[at - 1].text.isspace()):
            if pieces and glyph.x - edge > _GAP * size:
                parts.append(Part(_strip(pieces), start, edge))
                pieces, start = [], glyph.x
            elif pieces and at and glyphs[at - 1].text.isspace():
                pieces.append(Piece(glyphs[at - 1].text))
        if is_space:
            continue
        if pieces and pieces[-1].raised == raised[at]:
            pieces[-1] = Piece(pieces[-1].text + glyph.text, raised[at])
        else:
            pieces.append(Piece(glyph.text, raised[at]))
        if at + 1 == len(glyphs) or glyphs[at + 1].text.isspace():
            edge = max(page.find_corner(glyph.index)[0], glyph.x)
    parts.append(Part(_strip(pieces), start, edge))
    ends = (drawn[0].index, drawn[-1].index)
    bold = all(map(page.is_bold, ends))
    return Line(tuple(parts), number, base, size, bold, hyphen)


def _strip(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Returns the pieces, those of one height joined."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and not joined[-1].raised and not piece.raised:
            joined[-1] = Piece(joined[-1].text + piece.text)
        else:
            joined.append(piece)
    return tuple(joined)
