"""What matplotlib draws in the house style: its settings, the colours a page can change, and the SVG of a figure.

What is cached here (settings of matplotlib) depends only on the arguments.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from analysis.show.charts.svg import tidy_svg
from analysis.show.charts.typeface import SIZE, load_typeface

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.typing import RcKeyType

Renderer: TypeAlias = Any  # matplotlib's RendererSVG, which has no types
# Each stands for the colour of a role until the SVG is written; no chart uses these colours otherwise.
INK, QUIET, RULE, PAPER, TINT = "#010203", "#040506", "#070809", "#0a0b0c", "#0d0e0f"
ROLES = {INK: "ink", QUIET: "quiet", RULE: "rule", PAPER: "paper", TINT: "tint"}
HATCH_WEIGHT = 0.6  # points of the lines of a pattern
_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}


def render_svg(draw: Callable[[Renderer], None], *, width: float, height: float, key: str) -> str:
    """Returns a drawing as inline SVG, the same bytes for the same drawing.

    draw: draws with matplotlib's renderer, in points, y from the bottom up. width, height: in inches. key: makes the
    ids differ from those of other charts on the page.
    Ink, quiet and rule colours become CSS variables with a fallback, so that a dark page can change them.
    """
    from matplotlib.backends.backend_svg import RendererSVG
    from matplotlib.path import Path
    from matplotlib.transforms import Affine2D

    across, down = width * 72, height * 72
    buffer = io.StringIO()
    with use_settings(key):
        renderer: Renderer = cast("Any", RendererSVG)(across, down, buffer, metadata=_METADATA)
        renderer.open_group("figure")
        renderer.open_group("patch")
        nothing = renderer.new_gc()
        nothing.set_linewidth(0)
        renderer.draw_path(nothing, Path.unit_rectangle(), Affine2D().scale(across, down))  # the drawing's own area
        renderer.close_group("patch")
        draw(renderer)
        renderer.close_group("figure")
        renderer.finalize()
    return tidy_svg(buffer.getvalue(), ROLES)


def save_svg(figure: Figure, **options: Any) -> str:
    """Returns a figure as matplotlib writes it, without a date. options: of `Figure.savefig`."""
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata=_METADATA, **options)
    return buffer.getvalue()


@contextmanager
def use_settings(key: str) -> Iterator[None]:
    """Has matplotlib draw in the house style, whatever a notebook has set. key: from which ids in an SVG are made."""
    import matplotlib as mpl

    settings = {**_complete_settings(load_typeface()), "svg.hashsalt": key}
    kept = {name: dict.__getitem__(mpl.rcParams, name) for name in settings}
    dict.update(mpl.rcParams, settings)  # past the checks of RcParams, which have been made for these and for those
    try:
        yield
    finally:
        dict.update(mpl.rcParams, kept)


@cache
def _complete_settings(typeface: str) -> dict[RcKeyType, Any]:
    """Returns every setting of matplotlib in the house style, so that a notebook's own settings change nothing.

    Cached, since matplotlib takes milliseconds to check them. The backend is left as it is: which one it is, matplotlib
    finds out by importing pyplot, with all kinds of axes, which no chart needs.
    """
    import matplotlib as mpl

    settings: dict[RcKeyType, Any] = {**mpl.rcParamsDefault, **_make_settings(typeface)}
    settings.pop("backend", None)
    with mpl.rc_context(settings):
        return {name: value for name, value in dict.items(mpl.rcParams) if name != "backend"}


def _make_settings(typeface: str) -> dict[RcKeyType, Any]:
    """Returns the settings of matplotlib that the house style changes."""
    return {
        "font.family": typeface,
        "font.size": SIZE,
        "mathtext.fontset": "custom",  # for the powers of ten on a logarithmic axis
        "mathtext.rm": typeface,
        "svg.fonttype": "none",
        "text.parse_math": False,
        "text.color": INK,
        "figure.facecolor": "none",
        "hatch.linewidth": HATCH_WEIGHT,
    }
