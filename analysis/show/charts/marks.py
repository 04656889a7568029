"""The marks of a sheet as matplotlib's SVG renderer draws them, and the parts of them that lie in a strip of the sheet.

The renderer is called as matplotlib's artists call it, without the artists: a Rectangle, a Line2D or a Text costs ten
times what its renderer does, for units, transforms, clipping and layout that no chart here has. What is cached here
(colours, contexts of the renderer, markers) depends only on the arguments.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from analysis.show.charts.drawing import HATCH_WEIGHT, INK, PAPER, Renderer
from analysis.show.charts.typeface import SIZE, load_typeface, make_font, set_apostrophes

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.backend_bases import GraphicsContextBase
    from matplotlib.markers import MarkerStyle
    from matplotlib.path import Path
    from matplotlib.transforms import Affine2D

NEAR = 1e-6  # inches: heights no further apart are the same
_POINTS = 72.0  # in an inch
_BASELINE_OFFSET = 0.31 * SIZE / 72  # inches from the middle of a line to its baseline: capitals and digits are centred
_BEHIND, _AREA, _LINE, _DISC, _WORDS, _DOT = -1, 1, 2, 2.5, 3, 5  # which marks are drawn over which, as in matplotlib

Point: TypeAlias = tuple[float, float]
Fill: TypeAlias = str | tuple[str, float]  # a colour, alone or with how opaque it is
Colour: TypeAlias = tuple[float, float, float, float]
Layers: TypeAlias = list[tuple[float, Callable[[Renderer], None]]]  # how far in front, and what draws it


def draw_layers(layers: Layers, renderer: Renderer) -> None:
    """Draws marks from the hindmost to the foremost; those of one layer in the order in which they were added."""
    for _, draw in sorted(layers, key=lambda layer: layer[0]):
        draw(renderer)


class Canvas:
    """Takes the marks of a sheet, placed in inches, y from the top down, and adds to layers what draws them."""

    def __init__(self, layers: Layers, height: float, top: float = 0.0, foot: float = math.inf, below: float = 0.0):
        """height: of the drawing. What is between top and foot of the sheet is drawn from `below` on (in inches)."""
        self._layers, self._top, self._foot = layers, top, foot
        self._origin = height + top - below  # inches from the lower edge of the drawing to the upper one of the sheet

    def _place(self, x: float, y: float) -> Point:
        """Returns a point as the renderer has it: in points, y from the bottom up."""
        return _POINTS * x, _POINTS * self._origin - _POINTS * y

    def _holds(self, low: float, high: float) -> bool:
        """Whether a stretch of heights is drawn, in part at least."""
        return True

    def add_artist(self, artist: Artist, heights: Iterable[float]) -> None:
        """Adds an artist of matplotlib. heights: of its points, of which the middle says whether it is in a strip."""
        from matplotlib.transforms import Affine2D

        middle = sum(_find_ends(heights)) / 2
        if self._holds(middle, middle):
            artist.set_transform(Affine2D().scale(1, -1).translate(0, self._origin).scale(_POINTS))
            self._layers.append((artist.get_zorder(), artist.draw))

    def add_rectangle(
        self,
        x: float,
        y: float,
        length: float,
        depth: float,
        colour: Fill,
        edge: str,
        weight: float,
        alpha: float | None,
    ) -> None:
        """Adds a rectangle by one of its corners. weight: of its edge, in points. alpha: of all of it."""
        if not self._holds(y + depth / 2, y + depth / 2):
            return
        (left, top), (right, foot) = self._place(x, y), self._place(x + length, y + depth)
        face = _parse_colour(colour, alpha)
        context = _make_context(edge, weight if edge != "none" else 0.0, alpha=alpha)
        path = _make_path([(left, top), (right, top), (right, foot), (left, foot), (left, top)])
        self._add_path("patch", _AREA, context, path, face if face[3] else None)

    def _add_path(self, kind: str, layer: float, context: GraphicsContextBase, path: Path, face: Colour | None) -> None:
        def draw(renderer: Renderer) -> None:
            renderer.open_group(kind)
            renderer.draw_path(context, path, _identity(), face)
            renderer.close_group(kind)

        self._layers.append((layer, draw))

    def add_lines(
        self, points: Sequence[Point], colour: str, weight: float, layer: float, dashes: tuple[float, ...]
    ) -> None:
        """Adds lines through points, with a gap at each point that is NaN. dashes: in weights."""
        from matplotlib.path import Path

        context = _make_context(colour, weight, dashes=tuple(length * weight for length in dashes), join="round")
        self._add_path("line2d", layer, context, Path([self._place(*point) for point in points]), None)

    def add_bands(self, points: Sequence[Point], colour: str, hatch: str) -> None:
        """Adds closed shapes of five points each."""
        context = _make_context("none", 0.0, hatch=hatch, hatch_colour=colour)
        path = _make_path([self._place(*point) for point in points])
        self._add_path("patch", _BEHIND, context, path, None if hatch else _parse_colour(colour))

    def add_dot(self, x: float, y: float, marker: str, size: float, colour: str, edge: str, weight: float) -> None:
        """Adds one of matplotlib's markers (size and weight of its edge in points)."""
        if not self._holds(y, y):
            return
        place = self._place(x, y)

        def draw(renderer: Renderer) -> None:
            from matplotlib.path import Path

            style, enlarged = _make_marker(marker, size)
            context = _make_context(edge, weight, cap=style.get_capstyle(), join=style.get_joinstyle())
            renderer.open_group("line2d")
            face = _parse_colour(colour)
            renderer.draw_markers(context, style.get_path(), enlarged, Path([place]), _identity(), face)
            renderer.close_group("line2d")

        self._layers.append((_DOT, draw))

    def add_disc(self, x: float, y: float, radius: float) -> None:
        """Adds a disc in the colour of the paper, above lines and below words."""
        from matplotlib.patches import Circle

        disc = Circle((x, y), radius, facecolor=PAPER, edgecolor=INK, linewidth=0.6, zorder=_DISC, clip_on=False)
        self.add_artist(disc, (y,))

    def add_words(
        self,
        x: float,
        y: float,
        words: str,
        bold: bool,
        colour: str,
        url: str | None,
        upright: bool = False,
        *,
        centred: bool = False,
        layer: float = _WORDS,
    ) -> None:
        """Adds words from x on, with the middle of their line at y; upright ones from y on, with it at x.

        centred: with their own middle at x.
        """
        start = (x + _BASELINE_OFFSET, y) if upright else (x, y + _BASELINE_OFFSET)
        if not self._holds(start[1], start[1]):
            return
        across, up = self._place(*start)

        def draw(renderer: Renderer) -> None:
            context = renderer.new_gc()
            context.set_foreground(_parse_colour(colour), isRGBA=True)
            context.set_url(url)
            down = renderer.get_canvas_width_height()[1] - up
            font, angle = make_font(bold, load_typeface()), 90 if upright else 0
            if not centred:
                renderer.draw_text(context, across, down, set_apostrophes(words), font, angle)
                return
            from matplotlib.text import Text

            middle = Text(across, up, ha="center", transform=_identity())  # to which the renderer anchors them
            renderer.open_group("text")
            renderer.draw_text(context, across, down, set_apostrophes(words), font, 0.0, mtext=middle)
            renderer.close_group("text")

        self._layers.append((layer, draw))


class Strip(Canvas):
    """A canvas that adds only what lies between two heights of the sheet; lines and bands are cut there."""

    def _holds(self, low: float, high: float) -> bool:
        """Whether a stretch of heights is in the strip, in part at least. What lies on its foot is, not on its top."""
        return low <= self._foot + NEAR and high > self._top + NEAR and (low < self._foot - NEAR or low == high)

    def add_lines(
        self, points: Sequence[Point], colour: str, weight: float, layer: float, dashes: tuple[float, ...]
    ) -> None:
        """Adds the parts of lines that are in the strip."""
        kept: list[Point] = []
        line: list[Point] = []
        for point in points:
            if not math.isnan(point[1]):
                line.append(point)
                continue
            kept += [*self._cut(line), point] if self._holds(*_find_ends(y for _, y in line)) else []
            line = []
        if kept:
            super().add_lines(kept, colour, weight, layer, dashes)

    def add_bands(self, points: Sequence[Point], colour: str, hatch: str) -> None:
        """Adds the parts of bands that are in the strip."""
        bands = [points[at : at + 5] for at in range(0, len(points), 5)]
        kept = [point for band in bands if self._holds(*_find_ends(y for _, y in band)) for point in self._cut(band)]
        if kept:
            super().add_bands(kept, colour, hatch)

    def _cut(self, points: Sequence[Point]) -> list[Point]:
        return [(x, min(max(y, self._top), self._foot)) for x, y in points]


def _find_ends(heights: Iterable[float]) -> tuple[float, float]:
    heights = list(heights)
    return float(min(heights)), float(max(heights))


@cache
def _identity() -> Any:
    from matplotlib.transforms import IdentityTransform

    return IdentityTransform()


@cache
def _parse_colour(colour: Fill, alpha: float | None = None) -> Colour:
    from matplotlib.colors import to_rgba

    return to_rgba(colour, alpha)


def _make_path(points: Sequence[Point]) -> Path:
    """Returns closed shapes of five points each."""
    from matplotlib.path import Path

    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY] * (len(points) // 5)
    return Path(points, codes)


@cache
def _make_context(
    edge: str,
    weight: float,
    *,
    alpha: float | None = None,
    dashes: tuple[float, ...] = (),
    cap: Literal["butt", "projecting", "round"] = "butt",
    join: Literal["miter", "round", "bevel"] = "miter",
    hatch: str = "",
    hatch_colour: str = "none",
) -> GraphicsContextBase:
    """Returns how the renderer is to draw an outline, as an artist of matplotlib would say it."""
    from matplotlib.backend_bases import GraphicsContextBase

    context = GraphicsContextBase()
    if alpha is not None:
        context.set_alpha(alpha)
    context.set_foreground(_parse_colour(edge, alpha), isRGBA=True)
    context.set_linewidth(weight)
    context.set_capstyle(cap)
    context.set_joinstyle(join)
    context.set_dashes(0, list(dashes) or None)
    if hatch:
        context.set_hatch(hatch)
        context.set_hatch_color(hatch_colour)
        context.set_hatch_linewidth(HATCH_WEIGHT)
    return context


@cache
def _make_marker(marker: str, size: float) -> tuple[MarkerStyle, Affine2D]:
    """Returns one of matplotlib's markers, and what makes its outline that large (in points)."""
    from matplotlib.markers import MarkerStyle
    from matplotlib.transforms import Affine2D

    style = MarkerStyle(marker)
    return style, Affine2D(style.get_transform().get_matrix()).scale(size)
