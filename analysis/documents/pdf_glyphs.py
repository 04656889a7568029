"""The characters of a PDF's page with their places, as if the page were turned so that they stand upright (pypdfium2).

A table that is wider than high is often set on its side, or the whole page is, and pdfium puts lines in order only as
the page is shown. So a page is read once for each way its characters are turned, in quarters.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

_SPACE = 0x20


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character of a page. index: its number on it. x, y: its origin on the upright page, in points from below."""

    text: str
    index: int
    x: float
    y: float


class GlyphPage:
    """The characters of a page that are turned alike: by `turn` quarters, clockwise. What is turned otherwise is blank.

    raw: pdfium's handle of the text. size: width and height of the page as the file has it, in points. is_mixed:
    whether some are turned otherwise. aside: how far to the right they are put, in points, so that what is turned
    shares no column with what is not.
    """

    def __init__(self, raw: Any, turn: int, size: tuple[float, float], *, is_mixed: bool = False, aside: float = 0):
        import pypdfium2.raw as pdfium

        self.raw, self.turn, self.is_mixed, self._aside = raw, turn, is_mixed, aside
        self.count = int(pdfium.FPDFText_CountChars(raw))
        self._pdfium = pdfium
        self._width, self._height = size
        self._numbers = tuple(ctypes.c_double() for _ in range(4))  # which pdfium fills in, as is the box
        self._box, self._matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()

    def read_code(self, index: int) -> int:
        """Returns the code of a character, that of a space where it is turned otherwise."""
        code: int = self._pdfium.FPDFText_GetUnicode(self.raw, index)
        is_other = self.is_mixed and code > _SPACE and _find_turn(self.raw, index) != self.turn
        return _SPACE if is_other else code

    def find_origin(self, index: int) -> tuple[float, float]:
        """Returns where a character begins."""
        x, y, *_ = self._numbers
        self._pdfium.FPDFText_GetCharOrigin(self.raw, index, x, y)
        return self._turn(x.value, y.value)

    def find_corner(self, index: int) -> tuple[float, float]:
        """Returns where what is drawn of a character ends on the right, and at the bottom."""
        left, right, bottom, top = self._numbers
        self._pdfium.FPDFText_GetCharBox(self.raw, index, left, right, bottom, top)
        return self._find_corner(left.value, bottom.value, right.value, top.value)

    def find_end(self, index: int) -> float:
        """Returns where the room of a character ends on the right."""
        box = self._box
        self._pdfium.FPDFText_GetLooseCharBox(self.raw, index, box)
        return self._find_corner(box.left, box.bottom, box.right, box.top)[0]

    def measure_size(self, index: int) -> float:
        """Returns the size of a character's typeface on the page, in points; 1 where the file gives none."""
        self._pdfium.FPDFText_GetMatrix(self.raw, index, self._matrix)
        size: float = self._pdfium.FPDFText_GetFontSize(self.raw, index)
        return max(round(size * math.hypot(self._matrix.c, self._matrix.d), 2), 1.0)

    def is_bold(self, index: int) -> bool:
        """Returns whether a character is bold."""
        return bool(self._pdfium.FPDFText_GetFontWeight(self.raw, index) >= 600)

    def _turn(self, x: float, y: float) -> tuple[float, float]:
        width, height = self._width, self._height
        if self.turn == 1:
            x, y = height - y, x
        elif self.turn == 2:
            x, y = width - x, height - y
        elif self.turn == 3:
            x, y = y, width - x
        return x + self._aside, y

    def _find_corner(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float]:
        (x, y), (other_x, other_y) = self._turn(left, bottom), self._turn(right, top)
        return max(x, other_x), min(y, other_y)


def open_glyphs(file: PdfDocument, at: int) -> Iterator[GlyphPage]:
    """Yields the characters of a page for each way they are turned, the commonest first. at: the page, from 0."""
    page = file[at]
    page.set_rotation(0)
    size, text = page.get_size(), page.get_textpage()
    turns = _count_turns(text.raw)
    if turns.keys() == {0}:
        yield GlyphPage(text.raw, 0, size)
    text.close()
    page.close()
    for place, (turn, _) in enumerate(turns.most_common() if turns.keys() != {0} else ()):
        page = file[at]
        page.set_rotation((360 - 90 * turn) % 360)
        _remove_others(page, turn)
        text = page.get_textpage()
        yield GlyphPage(text.raw, turn, size, is_mixed=len(turns) > 1, aside=place * sum(size))
        text.close()
        page.close()


def _remove_others(page: PdfPage, turn: int) -> None:
    """Takes what is turned otherwise out of an open page, not the file: pdfium's order would be confused by it."""
    import pypdfium2.raw as pdfium

    for item in [*page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=1)]:
        matrix = item.get_matrix()
        if _round_turn(math.atan2(matrix.c, matrix.a)) != turn:
            page.remove_obj(item)


def _count_turns(raw: Any) -> Counter[int]:
    """Returns how many words of a page are turned by how many quarters; pdfium ends a word where the turn changes."""
    import pypdfium2.raw as pdfium

    turns, within = Counter[int](), False
    for index in range(pdfium.FPDFText_CountChars(raw)):
        is_drawn = pdfium.FPDFText_GetUnicode(raw, index) > _SPACE
        if is_drawn and not within:
            turns[_find_turn(raw, index)] += 1
        within = is_drawn
    return turns


def _find_turn(raw: Any, index: int) -> int:
    """Returns by how many quarters a character is turned clockwise."""
    import pypdfium2.raw as pdfium

    return _round_turn(pdfium.FPDFText_GetCharAngle(raw, index))


def _round_turn(angle: float) -> int:
    """Returns the nearest number of quarters to an angle in radians."""
    return round(angle / (math.pi / 2)) % 4
