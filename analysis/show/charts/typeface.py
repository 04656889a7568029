"""The charts' typeface: known to matplotlib, and measured, so that words can be placed and broken into lines.

What is cached here (typefaces known to matplotlib, widths of characters) depends only on the arguments.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import combining, east_asian_width

from analysis.style.house import FONT_FOLDER, House, get_current_house, use_house

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

SIZE = 9.5  # points, of every word in a chart
LINE = 0.16  # inches from one line of text to the next
_SPACES = re.compile(r"[ \t\n]+")


@cache
def _register_fonts(own: tuple[Path, ...] = ()) -> None:
    """Makes font files known to matplotlib, once each; the shipped ones if none are given."""
    from matplotlib import font_manager

    for path in own or sorted(FONT_FOLDER.glob("*.ttf")):
        font_manager.fontManager.addfont(path)


def load_typeface() -> str:
    """Returns the typeface of every word in a chart, and makes it known to matplotlib."""
    style = get_current_house()
    _register_fonts()
    if own := tuple(face.path for face in style.faces if face.path):
        _register_fonts(own)
    return style.families["label"]


def measure_text(words: str, *, bold: bool = False) -> float:
    """Returns the width of the words in inches, in the charts' typeface."""
    return sum(map(_find_advances(get_current_house(), bold).__getitem__, words)) / 72


class _Advances(dict[str, float]):
    """Character -> its width in points. The typeface is asked once a character, not once a text.

    It is read from memory: a file opened before a process forks has one position for all its children, and each of two
    that measure at once would read what the other seeks.
    """

    def __init__(self, file: str):
        from matplotlib.ft2font import FT2Font

        super().__init__()
        self.font = FT2Font(BytesIO(Path(file).read_bytes()))
        self.font.set_size(SIZE, 72)

    def __missing__(self, character: str) -> float:
        from matplotlib.ft2font import LoadFlags

        place = self.font.get_char_index(ord(character))  # 0 if missing; then another typeface draws it
        if not place and (combining(character) or east_asian_width(character) in "WF"):
            self[character] = 0.0 if combining(character) else SIZE  # such as Chinese: as wide as high
            return self[character]
        glyph = self.font.load_glyph(place, flags=LoadFlags.NO_HINTING)
        self[character] = glyph.linearHoriAdvance / 65536
        return self[character]


@lru_cache(8)
def _find_advances(house: House, bold: bool) -> _Advances:
    """Returns the widths of characters in the typeface of a house style."""
    with use_house(house):
        family, cut = load_typeface(), "Bold" if bold else "Regular"
    own = (face.path for face in house.faces if (face.family, face.cut) == (family, cut))
    return _load_advances(bold, family, next(own, None))  # by file: two cases may use one name for two typefaces


@cache
def _load_advances(bold: bool, family: str, file: Path | None) -> _Advances:
    """Returns the widths of characters in a typeface: in that of a file, or in one known to matplotlib."""
    from matplotlib.font_manager import findfont

    return _Advances(str(file or findfont(make_font(bold, family))))


@cache
def make_font(bold: bool, family: str) -> FontProperties:
    """Returns a typeface in the charts' size, as matplotlib takes it."""
    from matplotlib.font_manager import FontProperties

    return FontProperties(family=family, weight="bold" if bold else "normal", size=SIZE)


def wrap_text(words: str, width: float, *, bold: bool = False) -> list[str]:
    """Returns the words in lines at most `width` inches wide; a word wider than that is broken."""
    lines: list[str] = []
    for word in _SPACES.split(words.strip()) if words.strip() else ():  # a no-break space holds
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure_text(longer, bold=bold) <= width:
            lines[-1] = longer
        elif measure_text(word, bold=bold) <= width:
            lines.append(word)
        else:
            lines += _break_word(word, width, bold)
    return lines


def _break_word(word: str, width: float, bold: bool) -> list[str]:
    """Returns a word in pieces at most `width` inches wide; a single letter may be wider."""
    pieces, taken = [""], 0.0
    for letter in word:
        wide = measure_text(letter, bold=bold)
        if pieces[-1] and taken + wide > width and not combining(letter):
            pieces.append("")
            taken = 0.0
        pieces[-1] += letter
        taken += wide
    return pieces


def set_apostrophes(words: str) -> str:
    """Replaces straight apostrophes by typographic ones."""
    return re.sub(r"(?<=\w)'", "’", words)
