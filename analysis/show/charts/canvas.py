"""What all charts are drawn with: a sheet in inches with measured text, rendered as SVG in the house style.

A chart form fills a `Sheet` for each of two widths; `render_sheet` makes SVG of it, the same bytes for the same marks.
What is cached here (a class) depends only on the arguments.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from analysis.contract import NUMBER_LINK
from analysis.show.charts.drawing import INK, PAPER, render_svg
from analysis.show.charts.typeface import LINE, SIZE, load_typeface, make_font, measure_text, set_apostrophes
from analysis.style.colour import compute_luminance
from analysis.style.house import get_current_house
from analysis.style.paper import divide_evenly

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure

WIDE, NARROW = 6.4, 3.5  # inches: a column of text, and a phone held upright
_TOP_MARGIN = 0.06  # inches between the text above a drawing and its first mark
_BASELINE_OFFSET = 0.31 * SIZE / 72  # inches from the middle of a line to its baseline: capitals and digits are centred
_FADE_STEPS = 12  # of a bar that fades
_NEAR = 1e-6  # inches: heights no further apart are the same
_DARK, _LIGHT = "#101318", "#fdfdfe"  # for marks on a bar, which keeps its colour on a dark page

Point: TypeAlias = tuple[float, float]
Fill: TypeAlias = str | tuple[str, float]  # a colour, alone or with how opaque it is


def get_series_colour(position: int) -> str:
    """Returns the house style's colour (hex) for a series, by its position from 0."""
    colours: Sequence[str] = get_current_house().colour["series"]
    return colours[position % len(colours)]


def _list_fade_steps() -> list[tuple[float, float]]:
    """Returns how long each bar of a fade is, as a share of it, and how opaque: the longest and faintest first.

    They lie on one another, all from the start, as bars side by side would show their seams.
    """
    steps, before = [], 0.0
    for step in range(1, _FADE_STEPS + 1):
        through = step / (_FADE_STEPS + 1)  # how opaque it is to be where this bar is the last
        steps.append((1 - (step - 1) / _FADE_STEPS, (through - before) / (1 - before)))
        before = through
    return steps


def choose_legible_colour(colour: str) -> str:
    """Returns a dark or a light colour (hex) that is legible on the given one, by WCAG's relative luminance."""
    return _DARK if compute_luminance(colour) > 0.2 else _LIGHT


@dataclass
class Sheet:
    """A drawing that a chart form fills: lengths in inches, y from the top down.

    marks: what is drawn when the sheet is rendered; before that, the form can measure and change `height`.
    rows: where the rows begin and the last one ends; between them, a drawing too high for a page may be divided. What
    is above and below the rows is repeated in every part.
    """

    width: float
    height: float = 0.0
    marks: list[Callable[[Canvas], None]] = field(default_factory=list)
    rows: list[float] = field(default_factory=list)
    _batches: dict[tuple[str, tuple[Any, ...]], list[Point]] = field(default_factory=dict)

    @property
    def narrow(self) -> bool:
        """Whether this is the drawing for a phone."""
        return self.width <= NARROW

    def end_row(self) -> None:
        """Notes that a row ends here, or, at first, that the rows begin here."""
        self.rows.append(self.height)

    def draw_bar(self, x: float, y: float, length: float, thickness: float, colour: str) -> None:
        """Draws a bar from its upper left corner; `length` may be negative."""
        self._draw_rectangle(x, y, length, thickness, facecolor=colour, edgecolor="none")

    def draw_cell(self, x: float, y: float, length: float, thickness: float, colour: Fill, edge: str) -> None:
        """Draws a rectangle with an edge of another colour, which shows where a pale one ends."""
        self._draw_rectangle(x, y, length, thickness, facecolor=colour, edgecolor=edge, linewidth=0.7)

    def draw_fade(self, start: float, end: float, y: float, thickness: float, colour: str) -> None:
        """Draws a bar in full colour at its start that fades to nothing at its end, which may be left of the start."""
        for share, alpha in _list_fade_steps():
            length = (end - start) * share
            self._draw_rectangle(start, y, length, thickness, facecolor=colour, edgecolor="none", alpha=alpha)

    def draw_fade_upright(self, x: float, thickness: float, start: float, end: float, colour: str) -> None:
        """Draws an upright bar that fades from a height to another one."""
        for share, alpha in _list_fade_steps():
            depth = (end - start) * share
            self._draw_rectangle(x, start, thickness, depth, facecolor=colour, edgecolor="none", alpha=alpha)

    def draw_outline(self, x: float, y: float, length: float, thickness: float) -> None:
        """Draws the outline of a bar."""
        self._draw_rectangle(x, y, length, thickness, facecolor="none", edgecolor=INK, linewidth=1.1)

    def _draw_rectangle(self, x: float, y: float, length: float, thickness: float, **style: Any) -> None:
        from matplotlib.patches import Rectangle

        self.marks.append(
            lambda canvas: canvas.add_artist(Rectangle((x, y), length, thickness, clip_on=False, **style))
        )

    def draw_line(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        colour: str,
        weight: float,
        zorder: float = 2,
        dashes: tuple[float, ...] = (),
    ) -> None:
        """Draws a line through points (weight in points; dashes: lengths of dashes and gaps, in weights).

        All lines of one style are one artist with gaps, since each artist costs as much time as all lines together.
        """
        points = [*zip(xs, ys, strict=True), (math.nan, math.nan)]
        self._add_to_batch("add_lines", (colour, weight, zorder, dashes), points)

    def draw_band(self, x: float, y: float, length: float, depth: float, colour: str, hatch: str = "") -> None:
        """Draws a rectangle of the background, behind everything else: plain, or hatched in its colour."""
        corners = [(x, y), (x + length, y), (x + length, y + depth), (x, y + depth), (x, y)]
        self._add_to_batch("add_bands", (colour, hatch), corners)

    def _add_to_batch(self, add: str, style: tuple[Any, ...], points: list[Point]) -> None:
        """Draws the points together with all others of this style, where the first of them was drawn.

        add: the method of the canvas that draws them.
        """
        if (add, style) not in self._batches:
            batch = self._batches[add, style] = []
            self.marks.append(lambda canvas: getattr(canvas, add)(batch, *style))
        self._batches[add, style] += points

    def draw_dot(self, x: float, y: float, marker: str, colour: str, *, size: float = 6, hollow: bool = False) -> None:
        """Draws one of matplotlib's markers (size in points): filled and outlined in ink, or hollow."""
        self.marks.append(
            lambda canvas: canvas.plot(
                [x],
                [y],
                marker=marker,
                markersize=size,
                color=PAPER if hollow else colour,
                markeredgecolor=colour if hollow else INK,
                markeredgewidth=1.3 if hollow else 0.6,
                linestyle="none",
                clip_on=False,
                zorder=5,
            )
        )

    def draw_disc(self, x: float, y: float, radius: float) -> None:
        """Draws a disc in the colour of the paper, above lines and below words."""
        from matplotlib.patches import Circle

        self.marks.append(
            lambda canvas: canvas.add_artist(
                Circle((x, y), radius, facecolor=PAPER, edgecolor=INK, linewidth=0.6, zorder=2.5, clip_on=False)
            )
        )

    def write_text(
        self, x: float, y: float, words: str, *, bold: bool = False, colour: str = INK, number: int | None = None
    ) -> float:
        """Writes words from x on, with their middle at y; returns the x where they end.

        number: the position, in reading order, of the number in the chart's data that the words print; the words become
        a link to it.
        """
        self.marks.append(
            lambda canvas: canvas.add_words(
                x, y, words, bold, colour, None if number is None else f"#{NUMBER_LINK}{number}"
            )
        )
        return x + measure_text(words, bold=bold)

    def write_upright(self, x: float, y: float, words: str, *, bold: bool = False) -> None:
        """Writes words upwards from y on, with the middle of their line at x."""
        self.marks.append(lambda canvas: canvas.add_words(x, y, words, bold, INK, None, upright=True))

    def write_lines(self, x: float, y: float, lines: Iterable[str], *, bold: bool = False, colour: str = INK) -> None:
        """Writes lines of words one below the other, with the middle of them all at y."""
        lines = list(lines)
        for position, words in enumerate(lines):
            self.write_text(x, y + (position - (len(lines) - 1) / 2) * LINE, words, bold=bold, colour=colour)


class Canvas:
    """A matplotlib figure to which a sheet adds its marks.

    It takes a third of the time of matplotlib's Axes, which would lay out axes that no chart has.
    """

    def __init__(self, figure: Figure, height: float, top: float = 0.0, foot: float = math.inf, below: float = 0.0):
        """height: of the figure. What is between top and foot of the sheet is drawn from `below` on (all in inches)."""
        from matplotlib.transforms import Affine2D

        self._figure, self._top, self._foot = figure, top, foot
        self._transform = Affine2D().scale(1, -1).translate(0, height + top - below) + figure.dpi_scale_trans

    def add_artist(self, artist: Artist) -> None:
        """Adds an artist placed in inches, y from the top down."""
        self._place(artist)

    def _place(self, artist: Artist) -> None:
        artist.set_transform(self._transform)
        self._figure.add_artist(artist)

    def plot(self, xs: Sequence[float], ys: Sequence[float], **style: Any) -> None:
        """Adds a line or a marker."""
        from matplotlib.lines import Line2D

        self.add_artist(Line2D(xs, ys, **style))

    def add_lines(
        self, points: Sequence[Point], colour: str, weight: float, zorder: float, dashes: tuple[float, ...]
    ) -> None:
        """Adds lines through points, with a gap at each point that is NaN."""
        from matplotlib.lines import Line2D

        xs, ys = zip(*points, strict=True)
        line = Line2D(xs, ys, color=colour, linewidth=weight, zorder=zorder, clip_on=False, solid_capstyle="butt")
        if dashes:
            line.set_linestyle((0, dashes))
            line.set_dash_capstyle("butt")
        self._place(line)

    def add_bands(self, points: Sequence[Point], colour: str, hatch: str) -> None:
        """Adds closed shapes of five points each."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY] * (len(points) // 5)
        self._place(
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

    def add_words(
        self, x: float, y: float, words: str, bold: bool, colour: str, url: str | None, *, upright: bool = False
    ) -> None:
        """Adds words from x on, with the middle of their line at y; upright ones from y on, with it at x.

        Faster than `add_text`: matplotlib's Text would compute the layout of every line again.
        """
        start = (x + _BASELINE_OFFSET, y) if upright else (x, y + _BASELINE_OFFSET)
        self.add_artist(_build_words_class()(start, set_apostrophes(words), bold, colour, url, 90 if upright else 0))

    def add_text(self, x: float, y: float, words: str, **style: Any) -> None:
        """Adds words at x with the middle of their line at y, as matplotlib's Text with a style of its own."""
        from matplotlib.text import Text

        self.add_artist(Text(x, y + _BASELINE_OFFSET, set_apostrophes(words), va="baseline", **style))


class Strip(Canvas):
    """A canvas that adds only what lies between two heights of the sheet; lines and bands are cut there."""

    def add_artist(self, artist: Artist) -> None:
        """Adds an artist whose middle is in the strip."""
        middle = _find_middle(artist)
        if self._holds(middle, middle):
            self._place(artist)

    def _holds(self, low: float, high: float) -> bool:
        """Whether a stretch of heights is in the strip, in part at least. What lies on its foot is, not on its top."""
        return low <= self._foot + _NEAR and high > self._top + _NEAR and (low < self._foot - _NEAR or low == high)

    def add_lines(
        self, points: Sequence[Point], colour: str, weight: float, zorder: float, dashes: tuple[float, ...]
    ) -> None:
        """Adds the parts of lines that are in the strip."""
        kept: list[Point] = []
        line: list[Point] = []
        for point in points:
            if not math.isnan(point[1]):
                line.append(point)
                continue
            kept += [*self._cut(line), point] if self._holds(*_find_ends(line)) else []
            line = []
        if kept:
            super().add_lines(kept, colour, weight, zorder, dashes)

    def add_bands(self, points: Sequence[Point], colour: str, hatch: str) -> None:
        """Adds the parts of bands that are in the strip."""
        bands = [points[at : at + 5] for at in range(0, len(points), 5)]
        kept = [point for band in bands if self._holds(*_find_ends(band)) for point in self._cut(band)]
        if kept:
            super().add_bands(kept, colour, hatch)

    def _cut(self, points: Sequence[Point]) -> list[Point]:
        return [(x, min(max(y, self._top), self._foot)) for x, y in points]


def _find_ends(points: Sequence[Point]) -> tuple[float, float]:
    heights = [y for _, y in points]
    return min(heights), max(heights)


def _find_middle(artist: Any) -> float:
    """Returns the height of the middle of an artist that is not drawn yet, in inches on the sheet."""
    import numpy as np
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    if isinstance(artist, Patch):
        box = artist.get_patch_transform().transform_path(artist.get_path()).get_extents()
        return float(box.y0 + box.y1) / 2
    if isinstance(artist, Line2D):  # also a marker
        heights = np.asarray(artist.get_ydata(), dtype=float)
        return float(heights.min() + heights.max()) / 2
    start: Point = artist.start if hasattr(artist, "start") else artist.get_position()  # words
    return start[1]


@cache
def _build_words_class() -> Callable[[Point, str, bool, str, str | None, float], Artist]:
    """Returns the class of words ready for the renderer; made once, as matplotlib is slow to set up a class."""
    from matplotlib.artist import Artist

    class Words(Artist):
        zorder = 3  # as matplotlib's Text: above lines

        def __init__(self, start: Point, words: str, bold: bool, colour: str, url: str | None, angle: float) -> None:
            super().__init__()
            self.start, self.words, self.bold, self.colour, self.url = start, words, bold, colour, url
            self.angle = angle

        def draw(self, renderer: Any) -> None:
            across, up = self.get_transform().transform(self.start)
            drawn = renderer.new_gc()
            drawn.set_foreground(self.colour)
            drawn.set_url(self.url)
            down = renderer.get_canvas_width_height()[1] - up
            renderer.draw_text(drawn, across, down, self.words, make_font(self.bold, load_typeface()), self.angle)
            drawn.restore()

    return Words


def render_sheet(sheet: Sheet, key: str) -> str:
    """Returns a filled sheet as inline SVG, the same bytes for the same marks."""
    return _render_strips(sheet, [(0.0, sheet.height)], key, Canvas)


def render_parts(sheet: Sheet, key: str, room: float) -> tuple[str, ...]:
    """Returns a sheet in parts of whole rows, each at most `room` inches high, with what is above and below the rows.

    Returns nothing if the sheet fits the room, or is not made of rows.
    """
    if sheet.height + _TOP_MARGIN <= room or len(sheet.rows) < 3:
        return ()
    start, end = sheet.rows[0], sheet.rows[-1]
    around = start + (sheet.height - end) + _TOP_MARGIN
    groups = divide_evenly([after - before for before, after in pairwise(sheet.rows)], room - around)
    return tuple(
        _render_strips(
            sheet,
            [(0.0, start), (sheet.rows[group[0]], sheet.rows[group[-1] + 1]), (end, sheet.height)],
            f"{key}-{number}",
            Strip,
        )
        for number, group in enumerate(groups, 1)
    )


def _render_strips(sheet: Sheet, strips: Sequence[tuple[float, float]], key: str, form: type[Canvas]) -> str:
    """Returns some strips of a sheet, each from one height to another, one below the other."""
    strips = [(top, foot) for top, foot in strips if foot > top + _NEAR or form is Canvas]
    height = sum(foot - top for top, foot in strips)

    def draw(figure: Figure) -> None:
        below = 0.0
        for top, foot in strips:
            canvas = form(figure, height, top, foot, below)
            for mark in sheet.marks:
                mark(canvas)
            below += foot - top

    return render_svg(draw, width=sheet.width, height=height + _TOP_MARGIN, key=key)
