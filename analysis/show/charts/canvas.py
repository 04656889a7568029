"""What all charts are drawn with: a sheet in inches with measured text, rendered as SVG in the house style.

A chart form fills a `Sheet` for each of two widths; `render_sheet` makes SVG of it, the same bytes for the same marks.
What is cached here (settings of matplotlib, a class) depends only on the arguments.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from analysis.contract import NUMBER_LINK
from analysis.show.charts.svg import tidy_svg
from analysis.show.charts.typeface import LINE, SIZE, load_typeface, make_font, measure_text, set_apostrophes
from analysis.style.colour import compute_luminance
from analysis.style.house import get_current_house

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure
    from matplotlib.typing import RcKeyType

WIDE, NARROW = 6.4, 3.5  # inches: a column of text, and a phone held upright
_TOP_MARGIN = 0.06  # inches between the text above a drawing and its first mark
_BASELINE_OFFSET = 0.31 * SIZE / 72  # inches from the middle of a line to its baseline: capitals and digits are centred
# Each stands for the colour of a role until the SVG is written; no chart uses these colours otherwise.
INK, QUIET, RULE, PAPER, TINT = "#010203", "#040506", "#070809", "#0a0b0c", "#0d0e0f"
_ROLES = {INK: "ink", QUIET: "quiet", RULE: "rule", PAPER: "paper", TINT: "tint"}
_DARK, _LIGHT = "#101318", "#fdfdfe"  # for marks on a bar, which keeps its colour on a dark page

Point: TypeAlias = tuple[float, float]


def _make_settings(typeface: str) -> dict[RcKeyType, Any]:
    """Returns the settings of matplotlib that the house style changes."""
    return {
        "font.family": typeface,
        "font.size": SIZE,
        "svg.fonttype": "none",
        "text.parse_math": False,
        "text.color": INK,
        "figure.facecolor": "none",
        "hatch.linewidth": 0.6,
    }


def get_series_colour(position: int) -> str:
    """Returns the house style's colour (hex) for a series, by its position from 0."""
    colours: Sequence[str] = get_current_house().colour["series"]
    return colours[position % len(colours)]


def choose_legible_colour(colour: str) -> str:
    """Returns a dark or a light colour (hex) that is legible on the given one, by WCAG's relative luminance."""
    return _DARK if compute_luminance(colour) > 0.2 else _LIGHT


@dataclass
class Sheet:
    """A drawing that a chart form fills: lengths in inches, y from the top down.

    marks: what is drawn when the sheet is rendered; before that, the form can measure and change `height`.
    """

    width: float
    height: float = 0.0
    marks: list[Callable[[Canvas], None]] = field(default_factory=list)
    _batches: dict[tuple[Callable[..., None], tuple[Any, ...]], list[Point]] = field(default_factory=dict)

    @property
    def narrow(self) -> bool:
        """Whether this is the drawing for a phone."""
        return self.width <= NARROW

    def draw_bar(self, x: float, y: float, length: float, thickness: float, colour: str) -> None:
        """Draws a bar from its upper left corner; `length` may be negative."""
        self._draw_rectangle(x, y, length, thickness, facecolor=colour, edgecolor="none")

    def draw_outline(self, x: float, y: float, length: float, thickness: float) -> None:
        """Draws the outline of a bar."""
        self._draw_rectangle(x, y, length, thickness, facecolor="none", edgecolor=INK, linewidth=1.1)

    def _draw_rectangle(self, x: float, y: float, length: float, thickness: float, **style: Any) -> None:
        from matplotlib.patches import Rectangle

        self.marks.append(
            lambda canvas: canvas.add_artist(Rectangle((x, y), length, thickness, clip_on=False, **style))
        )

    def draw_line(
        self, xs: Sequence[float], ys: Sequence[float], colour: str, weight: float, zorder: float = 2
    ) -> None:
        """Draws a line through points (weight in points).

        All lines of one style are one artist with gaps, since each artist costs as much time as all lines together.
        """
        points = [*zip(xs, ys, strict=True), (math.nan, math.nan)]
        self._add_to_batch(Canvas.add_lines, (colour, weight, zorder), points)

    def draw_band(self, x: float, y: float, length: float, depth: float, colour: str, hatch: str = "") -> None:
        """Draws a rectangle of the background, behind everything else: plain, or hatched in its colour."""
        corners = [(x, y), (x + length, y), (x + length, y + depth), (x, y + depth), (x, y)]
        self._add_to_batch(Canvas.add_bands, (colour, hatch), corners)

    def _add_to_batch(self, add: Callable[..., None], style: tuple[Any, ...], points: list[Point]) -> None:
        """Draws the points together with all others of this style, where the first of them was drawn."""
        if (add, style) not in self._batches:
            batch = self._batches[add, style] = []
            self.marks.append(lambda canvas: add(canvas, batch, *style))
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

    def write_lines(self, x: float, y: float, lines: Iterable[str], *, bold: bool = False, colour: str = INK) -> None:
        """Writes lines of words one below the other, with the middle of them all at y."""
        lines = list(lines)
        for position, words in enumerate(lines):
            self.write_text(x, y + (position - (len(lines) - 1) / 2) * LINE, words, bold=bold, colour=colour)


class Canvas:
    """A matplotlib figure to which a sheet adds its marks.

    It takes a third of the time of matplotlib's Axes, which would lay out axes that no chart has.
    """

    def __init__(self, figure: Figure, height: float):
        from matplotlib.transforms import Affine2D

        self._figure = figure
        self._transform = Affine2D().scale(1, -1).translate(0, height) + figure.dpi_scale_trans

    def add_artist(self, artist: Artist) -> None:
        """Adds an artist placed in inches, y from the top down."""
        artist.set_transform(self._transform)
        self._figure.add_artist(artist)

    def plot(self, xs: Sequence[float], ys: Sequence[float], **style: Any) -> None:
        """Adds a line or a marker."""
        from matplotlib.lines import Line2D

        self.add_artist(Line2D(xs, ys, **style))

    def add_lines(self, points: Sequence[Point], colour: str, weight: float, zorder: float) -> None:
        """Adds lines through points, with a gap at each point that is NaN."""
        from matplotlib.lines import Line2D

        xs, ys = zip(*points, strict=True)
        self.add_artist(
            Line2D(xs, ys, color=colour, linewidth=weight, solid_capstyle="butt", clip_on=False, zorder=zorder)
        )

    def add_bands(self, points: Sequence[Point], colour: str, hatch: str) -> None:
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
        """Adds words from x on, with the middle of their line at y.

        Faster than `add_text`: matplotlib's Text would compute the layout of every line again.
        """
        self.add_artist(_build_words_class()(x, y + _BASELINE_OFFSET, set_apostrophes(words), bold, colour, url))

    def add_text(self, x: float, y: float, words: str, **style: Any) -> None:
        """Adds words at x with the middle of their line at y, as matplotlib's Text with a style of its own."""
        from matplotlib.text import Text

        self.add_artist(Text(x, y + _BASELINE_OFFSET, set_apostrophes(words), va="baseline", **style))


@cache
def _build_words_class() -> Callable[[float, float, str, bool, str, str | None], Artist]:
    """Returns the class of words ready for the renderer; made once, as matplotlib is slow to set up a class."""
    from matplotlib.artist import Artist

    class Words(Artist):
        zorder = 3  # as matplotlib's Text: above lines

        def __init__(self, x: float, y: float, words: str, bold: bool, colour: str, url: str | None) -> None:
            super().__init__()
            self.start, self.words, self.bold, self.colour, self.url = (x, y), words, bold, colour, url

        def draw(self, renderer: Any) -> None:
            across, up = self.get_transform().transform(self.start)
            drawn = renderer.new_gc()
            drawn.set_foreground(self.colour)
            drawn.set_url(self.url)
            down = renderer.get_canvas_width_height()[1] - up
            renderer.draw_text(drawn, across, down, self.words, make_font(self.bold, load_typeface()), 0)
            drawn.restore()

    return Words


def render_sheet(sheet: Sheet, key: str) -> str:
    """Returns a filled sheet as inline SVG, the same bytes for the same marks."""

    def draw(figure: Figure) -> None:
        canvas = Canvas(figure, sheet.height)
        for mark in sheet.marks:
            mark(canvas)

    return render_svg(draw, width=sheet.width, height=sheet.height + _TOP_MARGIN, key=key)


def render_svg(draw: Callable[[Figure], None], *, width: float, height: float, key: str) -> str:
    """Returns a drawing as inline SVG, the same bytes for the same drawing.

    draw: fills the figure. width, height: in inches. key: makes the ids differ from those of other charts on the page.
    Ink, quiet and rule colours become CSS variables with a fallback, so that a dark page can change them.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context():
        settings = {**_complete_settings(load_typeface()), "svg.hashsalt": key}
        dict.update(mpl.rcParams, settings)  # past the checks of RcParams: they have been made
        figure = Figure(figsize=(width, height))
        draw(figure)
        buffer = io.StringIO()
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return tidy_svg(buffer.getvalue(), _ROLES)


@cache
def _complete_settings(typeface: str) -> dict[RcKeyType, Any]:
    """Returns every setting of matplotlib in the house style, so that a notebook's own settings change nothing.

    Cached, since matplotlib takes milliseconds to check them.
    """
    import matplotlib as mpl

    with mpl.rc_context({**mpl.rcParamsDefault, "backend": mpl.get_backend(), **_make_settings(typeface)}):
        return {name: value for name, value in dict.items(mpl.rcParams) if name != "backend"}
