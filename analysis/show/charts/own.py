"""A figure drawn with matplotlib itself: in the house style, with its data, and no number in it without a claim.

What is checked is what can be read in the drawing: every digit in its words. Whether its lines and areas are as long as
the data say is for whoever draws it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from analysis.contract import NUMBER_LINK, TableBlock
from analysis.errors import MissingAltText, UsageError
from analysis.label import Label
from analysis.show.bundle import build_number, find_estimates, find_numbers, format_text, parse_template
from analysis.show.charts.canvas import NARROW, WIDE
from analysis.show.charts.drawing import INK, QUIET, ROLES, RULE, save_svg, use_settings
from analysis.show.charts.figure import Chart, caption_data
from analysis.show.charts.own_scales import translate_scales
from analysis.show.charts.own_words import DrawnWords, list_scale_words
from analysis.show.charts.source_line import build_source_line
from analysis.show.charts.svg import tidy_svg
from analysis.show.charts.typeface import SIZE, load_typeface
from analysis.show.made import note_shown
from analysis.show.other_frames import AnyFrame
from analysis.show.table import table
from analysis.style.house import House, find_house, get_current_house, use_house

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_MIN_SIZE = 6  # points of the smallest words, as they are printed
_HEIGHT = 3.6  # inches of a figure that says nothing of its own
_COLOURS = {"#000000": "ink", "#ffffff": "paper"}  # of a figure drawn outside the house style
_MARGIN = 0.04  # inches around what is drawn
_VIEW_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


@contextmanager
def figure_style(house: House | None = None) -> Iterator[None]:
    """Has matplotlib draw in the house style within this block: its typeface, colours and sizes, as wide as a page.

    house: the style, such as `case.house`; by default the shipped one. Other settings go back to what they were at the
    end of the block. Letters between two dollar signs stay letters, as in `$800 billion to $900 billion`.

    >>> from matplotlib.figure import Figure
    >>> from analysis import figure_style
    >>> with figure_style():
    ...     fig = Figure()
    >>> [float(inches) for inches in fig.get_size_inches()]
    [6.4, 3.6]
    """
    import matplotlib as mpl
    from cycler import cycler

    with use_house(house or get_current_house()), use_settings("figure"):
        mpl.rcParams.update(
            {
                "figure.figsize": (WIDE, _HEIGHT),
                "figure.constrained_layout.use": True,
                "axes.prop_cycle": cycler(color=get_current_house().colour["series"]),
                "axes.facecolor": "none",
                "axes.edgecolor": QUIET,
                "axes.labelcolor": INK,
                "axes.titlesize": SIZE,
                "axes.titleweight": "bold",
                "axes.titlelocation": "left",
                "axes.spines.top": False,
                "axes.spines.right": False,
                "axes.axisbelow": True,
                "grid.color": RULE,
                "grid.linewidth": 0.7,
                "xtick.color": QUIET,
                "ytick.color": QUIET,
                "legend.frameon": False,
            }
        )
        yield


def figure(
    fig: Any,
    caption: str,
    *,
    key: str,
    alt: str,
    data: AnyFrame | None = None,
    columns: Mapping[str, str | Label] | None = None,
    narrow: Any = None,
    **places: Any,
) -> Chart:
    """Returns a figure of matplotlib as a report shows it: numbered, with its data, and the claims behind its numbers.

    fig: the figure, or what has one, such as Axes; best drawn within `figure_style()`. It is closed, so that it is
    shown once. caption: a finding; alt: what the figure shows, in a sentence that names something of its data; both may
    have places, filled from `places` as in `say`. key: a stable name, for cross-references and file names.
    data: what is drawn, one row a line, as for `table`, with columns its headings. Only a drawing without any number
    needs none. narrow: the same for a telephone, at most 3.5 inches wide; by default the figure itself, smaller.
    The numbers on an axis are free, and years. Any other digit in the drawing must be that of a number or a name in
    data or places, written as `format_estimate` writes it; such a number leads to its note.
    Raises UntracedNumber for any other digit, and for an axis with numbers and no data; UsageError for what is no
    figure, for words too small to be read on a page; MissingAltText.

    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> from analysis import figure, figure_style, format_estimate, number
    >>> frame = pd.DataFrame({"year": ["before", "after"], "aid": [number(20, "USD"), number(50, "USD")]})
    >>> with figure_style():
    ...     fig = Figure()
    ...     ax = fig.subplots()
    ...     lines = ax.plot(frame["year"], [aid.value for aid in frame["aid"]])
    ...     words = ax.annotate(format_estimate(frame["aid"][1]), ("after", 50))
    >>> print(figure(fig, "Aid grew", key="aid", data=frame, alt="A line rises from before to after."))
    A line rises from before to after.
    """
    where = f"figure {key!r}"
    if not alt.strip():
        raise MissingAltText(
            f"{where}: write in alt=... what it shows, in a sentence that names something of its data."
        )
    shown = None if data is None else table(data, caption_data(), key=key, columns=columns)
    if shown:
        note_shown(shown)
    block = shown.build_block() if shown else TableBlock(key, (caption_data(),), (), (), ())
    numbers, labels = (shown.numbers, shown.labels) if shown else ((), ())
    more = find_estimates(places)
    title = parse_template(caption, places, "caption")
    description = format_text(parse_template(alt, places, "alternative text"))
    names = [str(value) for value in (*labels, *places.values()) if isinstance(value, Label)]
    words = DrawnWords(find_numbers(block.rows), list(map(build_number, more)), names, where)
    house = find_house((*numbers, *labels, *places.values()))
    with use_house(house):
        wide = _draw(fig, f"{key}-wide", WIDE, words)
        small = wide if narrow is None else _draw(narrow, f"{key}-narrow", NARROW, words)
    sources = build_source_line(numbers)
    return Chart(key, title, wide, small, description, block, (), (*numbers, *more), (), sources, house)


def _draw(found: Any, key: str, width: float, words: DrawnWords) -> str:
    """Returns a figure as SVG in the house style, its numbers linked, and closes it. width: inches on a page."""
    from matplotlib.colors import to_hex
    from matplotlib.text import Text

    fig = _find_figure(found, words.where)
    with use_settings(key):
        fig.draw_without_rendering()  # only then its axes have their words
        free = list_scale_words(fig, words)
        translate_scales(fig)
        texts = [text for text in fig.findobj(Text) if text.get_visible() and text.get_text().strip()]
        for text in texts:
            said = text.get_text().strip()
            at = None if text in free else words.find(said)
            text.set_url(None if at is None else f"#{NUMBER_LINK}{at}")
            text.set_fontfamily(load_typeface())
            text.set_parse_math(said.startswith(r"$\mathdefault{"))  # a power of ten, as matplotlib writes it
            if to_hex(text.get_color()) == "#000000":
                text.set_color(INK)
        svg = save_svg(fig, bbox_inches="tight", pad_inches=_MARGIN)
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close(fig)
    smallest = min((float(text.get_fontsize()) for text in texts), default=SIZE)
    return tidy_svg(_fit_width(svg, width, smallest, words.where), {**ROLES, **_COLOURS})


def _find_figure(found: Any, where: str) -> Figure:
    """Returns the figure that is given, or that of Axes or of what seaborn makes. Raises UsageError."""
    from matplotlib.figure import Figure, SubFigure

    fig = getattr(found, "figure", None)
    while isinstance(fig, SubFigure):
        fig = fig.figure
    if not isinstance(fig, Figure):
        raise UsageError(
            f"{where}: found a value of type {type(found).__name__}; allowed: a figure of matplotlib, or its Axes."
        )
    return fig


def _fit_width(svg: str, width: float, smallest: float, where: str) -> str:
    """Returns an SVG of matplotlib at least as wide as it stands on a page, so that its words are not enlarged.

    width: in inches. smallest: points of its smallest words. Raises UsageError if these cannot be read on the page.
    """
    found = _VIEW_BOX.search(svg)
    if found is None:
        raise UsageError(f"{where}: matplotlib wrote a drawing without a size; give the figure a figsize.")
    across, down = float(found[1]), float(found[2])
    room = width * 72
    printed = smallest * room / across
    if printed < _MIN_SIZE:
        raise UsageError(
            f"{where}: words of {smallest:g} points in a figure {across / 72:.1f} inches wide are {printed:.1f} points "
            f"where it is {width:g} inches wide; allowed: {_MIN_SIZE} or more. Make it narrower, or its words larger."
        )
    shown = max(across, room)
    svg = svg.replace(found[0], f'viewBox="{min(0.0, (across - shown) / 2):g} 0 {shown:g} {down:g}"', 1)
    return svg.replace(
        "<svg ", f'<svg style="fill: {INK}" ', 1
    )  # what matplotlib draws in black has no colour of its own
