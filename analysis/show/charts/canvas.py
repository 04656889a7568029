"""What all charts are drawn with: a sheet in inches with measured text, rendered as SVG in the house style.

A chart form fills a `Sheet` for each of two widths; `render_sheet` makes SVG of it, the same bytes for the same marks.
What is cached here (a class) depends only on the arguments.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from analysis.contract import NUMBER_LINK
from analysis.kept_results import find_kept, is_keeping
from analysis.show.charts.drawing import INK, PAPER, render_svg
from analysis.show.charts.marks import NEAR, Canvas, Fill, Layers, Point, Strip, draw_layers
from analysis.show.charts.typeface import LINE, measure_text
from analysis.style.colour import compute_luminance
from analysis.style.house import compute_house_fingerprint, get_current_house, recall_house, use_house
from analysis.style.paper import divide_evenly

if TYPE_CHECKING:
    from matplotlib.backends.backend_svg import RendererSVG

WIDE, NARROW = 6.4, 3.5  # inches: a column of text, and a phone held upright
_TOP_MARGIN = 0.06  # inches between the text above a drawing and its first mark
_FADE_STEPS = 12  # of a bar that fades
_DARK, _LIGHT = "#101318", "#fdfdfe"  # for marks on a bar, which keeps its colour on a dark page


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


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of plain values, so that equal drawings can be told: a method of the canvas, and what it is given."""

    method: str
    given: tuple[Any, ...]

    def __call__(self, canvas: Canvas) -> None:
        """Draws the mark."""
        getattr(canvas, self.method)(*self.given)


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
        self._draw_rectangle(x, y, length, thickness, colour)

    def draw_cell(self, x: float, y: float, length: float, thickness: float, colour: Fill, edge: str) -> None:
        """Draws a rectangle with an edge of another colour, which shows where a pale one ends."""
        self._draw_rectangle(x, y, length, thickness, colour, edge, 0.7)

    def draw_fade(self, start: float, end: float, y: float, thickness: float, colour: str) -> None:
        """Draws a bar in full colour at its start that fades to nothing at its end, which may be left of the start."""
        for share, alpha in _list_fade_steps():
            length = (end - start) * share
            self._draw_rectangle(start, y, length, thickness, colour, alpha=alpha)

    def draw_fade_upright(self, x: float, thickness: float, start: float, end: float, colour: str) -> None:
        """Draws an upright bar that fades from a height to another one."""
        for share, alpha in _list_fade_steps():
            depth = (end - start) * share
            self._draw_rectangle(x, start, thickness, depth, colour, alpha=alpha)

    def draw_outline(self, x: float, y: float, length: float, thickness: float) -> None:
        """Draws the outline of a bar."""
        self._draw_rectangle(x, y, length, thickness, "none", INK, 1.1)

    def _draw_rectangle(
        self,
        x: float,
        y: float,
        length: float,
        thickness: float,
        colour: Fill,
        edge: str = "none",
        weight: float = 0.0,
        alpha: float | None = None,
    ) -> None:
        self.marks.append(Mark("add_rectangle", (x, y, length, thickness, colour, edge, weight, alpha)))

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
            self.marks.append(Mark(add, (batch, *style)))
        self._batches[add, style] += points

    def draw_dot(self, x: float, y: float, marker: str, colour: str, *, size: float = 6, hollow: bool = False) -> None:
        """Draws one of matplotlib's markers (size in points): filled and outlined in ink, or hollow."""
        fill, edge, weight = (PAPER, colour, 1.3) if hollow else (colour, INK, 0.6)
        self.marks.append(Mark("add_dot", (x, y, marker, size, fill, edge, weight)))

    def draw_disc(self, x: float, y: float, radius: float) -> None:
        """Draws a disc in the colour of the paper, above lines and below words."""
        self.marks.append(Mark("add_disc", (x, y, radius)))

    def write_text(
        self, x: float, y: float, words: str, *, bold: bool = False, colour: str = INK, number: int | None = None
    ) -> float:
        """Writes words from x on, with their middle at y; returns the x where they end.

        number: the position, in reading order, of the number in the chart's data that the words print; the words become
        a link to it.
        """
        link = None if number is None else f"#{NUMBER_LINK}{number}"
        self.marks.append(Mark("add_words", (x, y, words, bold, colour, link)))
        return x + measure_text(words, bold=bold)

    def write_upright(self, x: float, y: float, words: str, *, bold: bool = False) -> None:
        """Writes words upwards from y on, with the middle of their line at x."""
        self.marks.append(Mark("add_words", (x, y, words, bold, INK, None, True)))

    def write_lines(self, x: float, y: float, lines: Iterable[str], *, bold: bool = False, colour: str = INK) -> None:
        """Writes lines of words one below the other, with the middle of them all at y."""
        lines = list(lines)
        for position, words in enumerate(lines):
            self.write_text(x, y + (position - (len(lines) - 1) / 2) * LINE, words, bold=bold, colour=colour)


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
    strips = [(top, foot) for top, foot in strips if foot > top + NEAR or form is Canvas]
    marks = [(mark.method, mark.given) for mark in sheet.marks if isinstance(mark, Mark)]
    if len(marks) == len(sheet.marks) and is_keeping():
        style = compute_house_fingerprint(get_current_house())
        if kept := find_kept(draw_strips, marks, sheet.width, strips, key, form is Canvas, style):
            return kept
    return _draw_marks(sheet.marks, sheet.width, strips, key, form)


def draw_strips(
    marks: Sequence[tuple[Any, ...]],
    width: float,
    strips: Sequence[tuple[float, float]],
    key: str,
    whole: bool,
    style: str,
) -> str:
    """Returns some strips of a sheet. marks: as `Mark`; whole: whether it is all of it; style: its fingerprint.

    Raises KeyError for a house style that this process has not been given.
    """
    with use_house(recall_house(style)):
        return _draw_marks([Mark(*mark) for mark in marks], width, strips, key, Canvas if whole else Strip)


def _draw_marks(
    marks: Iterable[Callable[[Canvas], None]],
    width: float,
    strips: Sequence[tuple[float, float]],
    key: str,
    form: type[Canvas],
) -> str:
    height = sum(foot - top for top, foot in strips)

    def draw(renderer: RendererSVG) -> None:
        layers: Layers = []
        below = 0.0
        for top, foot in strips:
            canvas = form(layers, height, top, foot, below)
            for mark in marks:
                mark(canvas)
            below += foot - top
        draw_layers(layers, renderer)

    return render_svg(draw, width=width, height=height + _TOP_MARGIN, key=key)
