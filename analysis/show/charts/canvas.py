"""The charts' common hand: one theme, two widths, measured text, stable and accessible SVG."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias
from unicodedata import combining

from analysis.contract import NUMBER_LINK
from analysis.show.charts.svg import tidy_svg
from analysis.style.colour import compute_luminance
from analysis.style.house import FONT_FOLDER, get_current_house

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

WIDE, NARROW = 6.4, 3.5  # inches: a column of text, and a telephone held upright
SIZE = 9.5  # points, of every word in a chart
LINE = 0.16  # inches from one line of text to the next
_TOP_MARGIN = 0.06  # inches between what a page sets above a drawing and its first mark
_BASELINE_OFFSET = 0.31 * SIZE / 72  # inches from the middle of a line to its foot: capitals and figures are centred
_INK = "#010203"  # stands for the reader's ink until the SVG is written; no chart uses it otherwise
_QUIET = "#040506"
_RULE = "#070809"
_PAPER = "#0a0b0c"
_TINT = "#0d0e0f"
_DARK, _LIGHT = "#101318", "#fdfdfe"  # what is drawn upon a bar: a bar keeps its colour on a dark page


@cache
def _register_fonts(own: tuple[Path, ...] = ()) -> None:
    from matplotlib import font_manager

    for path in own or sorted(FONT_FOLDER.glob("*.ttf")):
        font_manager.fontManager.addfont(path)


def _load_typeface() -> str:
    """The typeface of every word in a chart, made known to matplotlib."""
    style = get_current_house()
    _register_fonts()
    if own := tuple(face.path for face in style.faces if face.path):
        _register_fonts(own)
    return style.families["label"]


def make_settings() -> dict[str, object]:
    """Returns matplotlib settings of the house style."""
    return {
        "font.family": _load_typeface(),
        "font.size": SIZE,
        "svg.fonttype": "none",
        "text.parse_math": False,
        "text.color": _INK,
        "figure.facecolor": "none",
        "hatch.linewidth": 0.6,
    }


Point: TypeAlias = tuple[float, float]
_ROLES = {_INK: "ink", _QUIET: "quiet", _RULE: "rule", _PAPER: "paper", _TINT: "tint"}
INK, QUIET, RULE, PAPER, TINT = _INK, _QUIET, _RULE, _PAPER, _TINT


def get_series_colour(position: int) -> str:
    """Returns the house colour of a series."""
    colours = get_current_house().colour["series"]
    return colours[position % len(colours)]


def choose_legible_colour(colour: str) -> str:
    """Returns the dark or the light that is legible upon a colour (WCAG's relative luminance)."""
    return _DARK if compute_luminance(colour) > 0.2 else _LIGHT


def measure_text(words: str, *, bold: bool = False) -> float:
    """Returns how many inches wide the words are set, in the charts' typeface."""
    return _measure_text(words, bold, _load_typeface())


def _measure_text(words: str, bold: bool, family: str) -> float:
    advance = _load_advances(bold, family)
    return sum(map(advance.__getitem__, words)) / 72


class _Advances(dict[str, float]):
    """Character -> how far it moves the pen, in points: each is asked of the typeface once, not once a text."""

    def __init__(self, face: FontProperties):
        from matplotlib.font_manager import findfont, get_font

        super().__init__()
        self.font = get_font(findfont(face))

    def __missing__(self, character: str) -> float:
        from matplotlib.ft2font import LoadFlags

        self.font.set_size(SIZE, 72)  # others draw with it too, in other sizes
        place = self.font.get_char_index(ord(character))  # 0 for what it lacks, which a reader's own face draws
        glyph = self.font.load_glyph(place, flags=LoadFlags.NO_HINTING)
        self[character] = glyph.linearHoriAdvance / 65536
        return self[character]


@cache
def _load_advances(bold: bool, family: str) -> _Advances:
    return _Advances(_make_font(bold, family))


@cache
def _make_font(bold: bool, family: str) -> FontProperties:
    from matplotlib.font_manager import FontProperties

    return FontProperties(family=family, weight="bold" if bold else "normal", size=SIZE)


def wrap_text(words: str, width: float, *, bold: bool = False) -> list[str]:
    """Returns the words in lines no wider than `width` inches; a single longer word is broken where a line is full."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure_text(longer, bold=bold) <= width:
            lines[-1] = longer
        elif measure_text(word, bold=bold) <= width:
            lines.append(word)
        else:
            lines += _break_word(word, width, bold)
    return lines


def _break_word(word: str, width: float, bold: bool) -> list[str]:
    """A word in pieces no wider than `width`, but for a single letter that is."""
    pieces, taken = [""], 0.0
    for letter in word:
        wide = measure_text(letter, bold=bold)
        if pieces[-1] and taken + wide > width and not combining(letter):
            pieces.append("")
            taken = 0.0
        pieces[-1] += letter
        taken += wide
    return pieces


@dataclass
class Sheet:
    """A drawing in inches, y from the top down: what a chart form fills, so that it can measure before it draws."""

    width: float
    height: float = 0.0
    marks: list[Callable[[Canvas], Any]] = field(default_factory=list)
    _batches: dict[tuple[Any, ...], list[Point]] = field(default_factory=dict)

    @property
    def narrow(self) -> bool:
        """Whether this is the drawing for a telephone."""
        return self.width <= NARROW

    def draw_bar(self, x: float, y: float, length: float, thickness: float, colour: str) -> None:
        """A bar from its upper left corner; `length` may be negative."""
        self._draw_rectangle(x, y, length, thickness, facecolor=colour, edgecolor="none")

    def draw_outline(self, x: float, y: float, length: float, thickness: float) -> None:
        """A bar in outline."""
        self._draw_rectangle(x, y, length, thickness, facecolor="none", edgecolor=_INK, linewidth=1.1)

    def _draw_rectangle(self, x: float, y: float, length: float, thickness: float, **style: Any) -> None:
        from matplotlib.patches import Rectangle

        self.marks.append(
            lambda canvas: canvas.add_artist(Rectangle((x, y), length, thickness, clip_on=False, **style))
        )

    def draw_line(
        self, xs: Sequence[float], ys: Sequence[float], colour: str, weight: float, zorder: float = 2
    ) -> None:
        """A line through some points. Lines alike are drawn at once, with gaps: each by itself costs as much as all."""
        self._add_to_batch(("line", colour, weight, zorder), [*zip(xs, ys, strict=True), (math.nan, math.nan)])

    def draw_band(self, x: float, y: float, length: float, depth: float, colour: str, hatch: str = "") -> None:
        """A stretch of the ground, beneath everything else: plain, or hatched in its colour."""
        self._add_to_batch(
            ("band", colour, hatch), [(x, y), (x + length, y), (x + length, y + depth), (x, y + depth), (x, y)]
        )

    def _add_to_batch(self, style: tuple[Any, ...], points: list[Point]) -> None:
        if style not in self._batches:
            together = self._batches[style] = []
            self.marks.append(lambda canvas: getattr(canvas, f"{style[0]}s")(together, *style[1:]))
        self._batches[style] += points

    def draw_dot(self, x: float, y: float, marker: str, colour: str, *, size: float = 6, hollow: bool = False) -> None:
        """A mark in ink's outline, filled with its colour or, hollow, with paper."""
        self.marks.append(
            lambda canvas: canvas.plot(
                [x],
                [y],
                marker=marker,
                markersize=size,
                color=_PAPER if hollow else colour,
                markeredgecolor=colour if hollow else _INK,
                markeredgewidth=1.3 if hollow else 0.6,
                linestyle="none",
                clip_on=False,
                zorder=5,
            )
        )

    def draw_disc(self, x: float, y: float, radius: float) -> None:
        """A disc of paper, above lines and beneath words."""
        from matplotlib.patches import Circle

        self.marks.append(
            lambda canvas: canvas.add_artist(
                Circle((x, y), radius, facecolor=_PAPER, edgecolor=_INK, linewidth=0.6, zorder=2.5, clip_on=False)
            )
        )

    def write_text(
        self, x: float, y: float, words: str, *, bold: bool = False, colour: str = _INK, number: int | None = None
    ) -> float:
        """Words from x on, centred on y; returns where they end.

        number: which number of the chart's data they print, in reading order; the words then lead to it.
        """
        self.marks.append(
            lambda canvas: canvas.add_words(
                x, y, words, bold, colour, None if number is None else f"#{NUMBER_LINK}{number}"
            )
        )
        return x + measure_text(words, bold=bold)

    def write_lines(self, x: float, y: float, lines: Iterable[str], *, bold: bool = False, colour: str = _INK) -> None:
        """Lines of words, the block centred on y."""
        lines = list(lines)
        for position, words in enumerate(lines):
            self.write_text(x, y + (position - (len(lines) - 1) / 2) * LINE, words, bold=bold, colour=colour)


class Canvas:
    """As much of matplotlib's Axes as a drawing needs, for a third of the time: no axis has to be laid out."""

    def __init__(self, figure: Figure, height: float):
        from matplotlib.transforms import Affine2D

        self._figure = figure
        self._transform = Affine2D().scale(1, -1).translate(0, height) + figure.dpi_scale_trans

    def add_artist(self, artist: Artist) -> None:
        """Adds what is placed in inches, y from the top down."""
        artist.set_transform(self._transform)
        self._figure.add_artist(artist)

    def plot(self, xs: Sequence[float], ys: Sequence[float], **style: Any) -> None:
        """Adds a line or a marker."""
        from matplotlib.lines import Line2D

        self.add_artist(Line2D(xs, ys, **style))

    def lines(self, points: Sequence[Point], colour: str, weight: float, zorder: float) -> None:
        """Adds lines through points, with a gap at each that is no number."""
        from matplotlib.lines import Line2D

        xs, ys = zip(*points, strict=True)
        self.add_artist(
            Line2D(xs, ys, color=colour, linewidth=weight, solid_capstyle="butt", clip_on=False, zorder=zorder)
        )

    def bands(self, points: Sequence[Point], colour: str, hatch: str) -> None:
        """Adds closed shapes of five points each."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY] * (len(points) // 5)
        self.add_artist(
            PathPatch(
                Path(points, codes),
                zorder=-1,
                linewidth=0,
                hatch=hatch or None,
                edgecolor=colour,
                facecolor="none" if hatch else colour,
                clip_on=False,
            )
        )

    def add_words(self, x: float, y: float, words: str, bold: bool, colour: str, url: str | None) -> None:
        """Adds words from x on, y in the middle of their line, without Text, which lays out every line of them anew."""
        self.add_artist(_build_words_class()(x, y + _BASELINE_OFFSET, _set_apostrophes(words), bold, colour, url))

    def add_text(self, x: float, y: float, words: str, **style: Any) -> None:
        """Adds words, y in the middle of their line, with printers' apostrophes."""
        from matplotlib.text import Text

        self.add_artist(Text(x, y + _BASELINE_OFFSET, _set_apostrophes(words), va="baseline", **style))


@cache
def _build_words_class() -> type[Artist]:
    """The class of words ready for the renderer: made once, since matplotlib writes a manual for each new class."""
    from matplotlib.artist import Artist

    class Words(Artist):
        zorder = 3  # as of Text: above lines

        def __init__(self, x: float, y: float, words: str, bold: bool, colour: str, url: str | None) -> None:
            super().__init__()
            self.foot, self.words, self.bold, self.colour, self.address = (x, y), words, bold, colour, url

        def draw(self, renderer: Any) -> None:
            across, up = self.get_transform().transform(self.foot)
            drawn = renderer.new_gc()
            drawn.set_foreground(self.colour)
            drawn.set_url(self.address)
            down = renderer.get_canvas_width_height()[1] - up
            renderer.draw_text(drawn, across, down, self.words, _make_font(self.bold, _load_typeface()), 0)
            drawn.restore()

    return Words


def _set_apostrophes(words: str) -> str:
    """As a printer sets them."""
    return re.sub(r"(?<=\w)'", "’", words)


def render_sheet(sheet: Sheet, key: str) -> str:
    """Returns a filled sheet as inline SVG, the same bytes for the same marks."""

    def draw(figure: Figure) -> None:
        canvas = Canvas(figure, sheet.height)
        for mark in sheet.marks:
            mark(canvas)

    return render_svg(draw, width=sheet.width, height=sheet.height + _TOP_MARGIN, key=key)


def render_svg(draw: Callable[[Figure], None], *, width: float, height: float, key: str) -> str:
    """Returns a chart as inline SVG, the same bytes for the same drawing.

    draw: fills the figure. width, height: inches. key: keeps ids apart from other charts on the page.
    Ink, quiet and rule colours become CSS variables with a fallback, so that a dark page can change them.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context():
        dict.update(mpl.rcParams, _complete_settings(_load_typeface()), **{"svg.hashsalt": key})  # checked already
        figure = Figure(figsize=(width, height))
        draw(figure)
        buffer = io.StringIO()
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return tidy_svg(buffer.getvalue(), _ROLES)


@cache
def _complete_settings(typeface: str) -> dict[str, object]:
    """Every setting of matplotlib in the house style, whatever a notebook has set; checking them takes milliseconds."""
    import matplotlib as mpl

    with mpl.rc_context({**mpl.rcParamsDefault, "backend": mpl.get_backend(), **make_settings()}):
        return {name: value for name, value in dict.items(mpl.rcParams) if name != "backend"}
