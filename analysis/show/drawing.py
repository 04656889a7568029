"""The charts' common hand: one theme, two widths, stable and accessible SVG."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from analysis.house import FONTS, house

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDE, NARROW = 6.4, 3.5     # inches: a column of text, and a telephone held upright
_INK = "#010203"            # stands for the reader's ink until the SVG is written; no chart uses it otherwise
_QUIET = "#040506"
_RULE = "#070809"


@cache
def _fonts_known() -> None:
    from matplotlib import font_manager

    for path in sorted(FONTS.glob("*.ttf")):
        font_manager.fontManager.addfont(path)


def theme() -> dict[str, object]:
    """Returns matplotlib settings of the house style."""
    return {
        "font.family": house().type["label"], "font.size": 9.5, "svg.fonttype": "none",
        "text.color": _INK, "axes.edgecolor": _RULE, "axes.labelcolor": _QUIET, "xtick.color": _QUIET,
        "ytick.color": _INK, "axes.spines.top": False, "axes.spines.right": False, "axes.spines.left": False,
        "axes.spines.bottom": False, "axes.facecolor": "none", "figure.facecolor": "none",
        "axes.titlelocation": "left", "hatch.linewidth": 0.6,
    }


INK, QUIET, RULE = _INK, _QUIET, _RULE


def series(position: int) -> str:
    """Returns the house colour of a series."""
    colours = house().colour["series"]
    return colours[position % len(colours)]


def svg(draw: Callable[[Figure], None], *, width: float, height: float, key: str) -> str:
    """Returns a chart as inline SVG, the same bytes for the same drawing.

    draw: fills the figure. width, height: inches. key: keeps ids apart from other charts on the page.
    Ink, quiet and rule colours become CSS variables with a fallback, so that a dark page can change them.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    _fonts_known()
    with mpl.rc_context({**mpl.rcParamsDefault, "backend": mpl.get_backend(), **theme(), "svg.hashsalt": key}):
        figure = Figure(figsize=(width, height))
        draw(figure)
        buffer = io.StringIO()
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return _tidy(buffer.getvalue())


def _tidy(text: str) -> str:
    text = text[text.index("<svg"):]
    text = re.sub(r"<metadata>.*?</metadata>\s*", "", text, flags=re.S)
    text = re.sub(r"<!--.*?-->\s*", "", text, flags=re.S)
    text = re.sub(r' width="[\d.]+pt" height="[\d.]+pt"', "", text, count=1)
    for mark, role in ((_INK, "ink"), (_QUIET, "quiet"), (_RULE, "rule")):
        text = re.sub(rf'style="([^"]*?)(fill|stroke): {mark}', rf'class="{role}-\2" style="\1\2: {house().colour[role]}',
                      text)
    return text.strip() + "\n"
