"""A network: parties on a ring, and the channels between them, drawn by layer."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from analysis.errors import UsageError, format_nearest
from analysis.label import Label, join_names
from analysis.messages import gettext, mark_message
from analysis.show.charts.canvas import Sheet, get_series_colour
from analysis.show.charts.drawing import INK, PAPER, QUIET
from analysis.show.charts.figure import Chart, build_chart, caption_data, list_rows
from analysis.show.charts.marks import Canvas
from analysis.show.charts.meaning import get_english
from analysis.show.charts.typeface import LINE, measure_text, wrap_text
from analysis.show.frame import open_frame, replace_words
from analysis.show.other_frames import AnyFrame
from analysis.show.table import table
from analysis.wording.headings import name_column

_STYLES: Mapping[str, tuple[Any, float, int]] = {
    "first": ("solid", 2.8, 0),
    "second": ((0, (5, 2)), 1.8, 1),
    "none": ((0, (1, 2)), 1.4, 2),
}
_MAX_NAME_SHARE = 0.33  # of the width, for a name on one line
_MAX_DEPTH = 8.0  # inches of a ring that still fits a page
_WORDS = {
    "first": mark_message("first layer"),
    "second": mark_message("second layer"),
    "none": mark_message("no direct channel"),
}


def network(
    frame: AnyFrame,
    title: str,
    *,
    key: str,
    one: str = "one",
    other: str = "other",
    layer: str = "layer",
    source: str = "source",
    beside: Mapping[str, str | Label] | None = None,
    **places: Any,
) -> Chart:
    """Returns a network chart: parties on a ring, joined by their channels.

    A line is thick for the first layer of talks, dashed for the second, dotted where there is no direct channel.
    frame: one row a channel. title: a finding; may have places, filled from `places` as in `say`.
    key: a stable name, for cross-references. one, other: columns of names, as text or Labels. layer: column of `first`,
    `second` or `none`. source: column of Labels of the sources, if the frame has it. beside: further
    columns -> their headings in the data behind the figure.
    Raises UsageError if a column is missing, there are no rows, a layer is unknown, or the names do not fit a ring.

    >>> import pandas as pd
    >>> from analysis import network
    >>> frame = pd.DataFrame({"one": ["North"], "other": ["South"], "layer": ["first"]})
    >>> network(frame, "The two talk", key="channels").alt
    'The two talk. Network. North and South: first layer.'
    """
    frame = open_frame(frame, f"chart {key!r}")
    edges = [
        (str(row[one]), str(row[other]), get_english(row[layer])) for row in list_rows(frame, key, (one, other, layer))
    ]
    for *_, found in edges:
        if found not in _STYLES:
            raise UsageError(
                f"chart {key!r}: found {found!r} in column {layer!r}; allowed: {', '.join(_STYLES)}"
                f"{format_nearest(found, _STYLES)}"
            )
    names = list(dict.fromkeys(name for edge in edges for name in edge[:2]))

    def draw_sheet(width: float) -> Sheet:
        boxes = {name: _measure_box(name, width) for name in names}
        depth = min(width * 0.62, 3.1)
        while _overlap(positions := _place_on_ring(boxes, width, depth), boxes):
            depth += 0.2
            if depth > _MAX_DEPTH:
                raise UsageError(
                    f"chart {key!r}: found {len(names)} names; allowed: as many as fit a ring beside one another (some "
                    "twelve short ones); draw fewer, shorten them, or print them as a table."
                )
        sheet = Sheet(width, height=depth + 0.3)
        for a, b, kind in edges:
            _draw_edge(sheet, positions[a], positions[b], kind)
        for name, (x, y) in positions.items():
            _draw_node(sheet, x, y, boxes[name])
        x = 0.02
        for kind in dict.fromkeys(kind for *_, kind in edges):
            words = gettext(_WORDS[kind])
            if x + 0.36 + measure_text(words) > width:
                x, sheet.height = 0.02, sheet.height + LINE
            y = sheet.height - 0.08
            _draw_edge(sheet, (x, y), (x + 0.3, y), kind)
            x = sheet.write_text(x + 0.36, y, words, colour=QUIET) + 0.2
        sheet.height += 0.06
        return sheet

    said = "; ".join(f"{join_names([a, b])}: {gettext(_WORDS[kind])}" for a, b, kind in edges)
    headings: dict[str, str | Label] = {
        one: name_column("one side"),
        other: name_column("other side"),
        layer: name_column("layer"),
    }
    headings |= dict(beside or {})
    frame = replace_words(frame, layer, "channels/layer")
    data = table(frame, caption_data(), key=key, columns=headings, spec={layer: "capital"})
    return build_chart(
        title,
        places,
        key=key,
        draw=draw_sheet,
        data=data,
        alt=lambda text: " ".join((f"{text}.", gettext("Network."), f"{said}.")),
        sources=list(frame[source]) if source in frame else (),
    )


@dataclass(frozen=True)
class _Box:
    """A name in lines, in a box of half a width and half a height in inches."""

    lines: list[str]
    across: float
    down: float


def _measure_box(name: str, width: float) -> _Box:
    lines = wrap_text(name, width * _MAX_NAME_SHARE, bold=True)
    return _Box(lines, max((measure_text(line, bold=True) for line in lines), default=0.0) / 2, 0.14 + _grow(lines))


def _grow(lines: list[str]) -> float:
    """Returns how much higher half a box is than one of a single line."""
    return max(0, len(lines) - 1) * LINE / 2


def _place_on_ring(boxes: Mapping[str, _Box], width: float, height: float) -> dict[str, tuple[float, float]]:
    """Returns name -> its position in inches, on an ellipse that leaves room for the widest and the highest name."""
    room = max(box.across for box in boxes.values()) + 0.15
    above = 0.25 + max(_grow(box.lines) for box in boxes.values())
    return {
        name: (width / 2 + (width / 2 - room) * math.cos(angle), height / 2 + (height / 2 - above) * math.sin(angle))
        for position, name in enumerate(boxes)
        for angle in [math.tau * position / len(boxes) - math.pi / 2]
    }


def _overlap(positions: Mapping[str, tuple[float, float]], boxes: Mapping[str, _Box]) -> bool:
    """Whether two boxes lie on one another."""
    return any(
        abs(positions[one][0] - positions[other][0]) < boxes[one].across + boxes[other].across + 0.2
        and abs(positions[one][1] - positions[other][1]) < boxes[one].down + boxes[other].down
        for one, other in combinations(boxes, 2)
    )


def _draw_edge(sheet: Sheet, start: tuple[float, float], end: tuple[float, float], kind: str) -> None:
    dashes, weight, colour = _STYLES[kind]

    def draw(canvas: Canvas) -> None:
        from matplotlib.lines import Line2D

        line = Line2D(
            [start[0], end[0]],
            [start[1], end[1]],
            linestyle=dashes,
            linewidth=weight,
            color=get_series_colour(colour),
            clip_on=False,
            zorder=1,
        )
        canvas.add_artist(line, (start[1], end[1]))

    sheet.marks.append(draw)


def _draw_node(sheet: Sheet, x: float, y: float, box: _Box) -> None:
    half = box.across + 0.1

    def draw(canvas: Canvas) -> None:
        from matplotlib.patches import FancyBboxPatch

        canvas.add_artist(
            FancyBboxPatch(
                (x - half, y - box.down),
                2 * half,
                2 * box.down,
                facecolor=PAPER,
                edgecolor=INK,
                boxstyle="round,pad=0,rounding_size=0.06",
                linewidth=1.0,
                zorder=3,
                clip_on=False,
            ),
            (y,),
        )
        for position, line in enumerate(box.lines):
            height = y + position * LINE - _grow(box.lines)
            canvas.add_words(x, height, line, True, INK, None, centred=True, layer=4)

    sheet.marks.append(draw)
