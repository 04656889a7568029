"""Who talks to whom: parties on a ring, channels between them, drawn by layer."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from analysis.show.charts.canvas import INK, LINE, PAPER, QUIET, Sheet, get_series_colour, measure_text
from analysis.show.charts.figure import Chart, build_chart
from analysis.show.table import check_frame, table

if TYPE_CHECKING:
    import pandas as pd

_STYLES = {"first": ("solid", 2.8, 0), "second": ((0, (5, 2)), 1.8, 1), "none": ((0, (1, 2)), 1.4, 2)}
_WORDS = {"first": "first layer", "second": "second layer", "none": "no direct channel"}


def network(
    frame: pd.DataFrame,
    title: str,
    *,
    key: str,
    one: str = "one",
    other: str = "other",
    layer: str = "layer",
    source: str = "source",
    **places: Any,
) -> Chart:
    """Returns a ring of parties joined by their channels: thick for the first layer, dashed for the second.

    frame: one row a channel; one, other: columns of Labels; layer: 'first', 'second' or 'none'; source: column of
    Labels of who says so, if there is one.
    """
    check_frame(frame, f"chart {key!r}", (one, other, layer))
    edges = [(str(row[one]), str(row[other]), row[layer]) for row in frame.to_dict("records")]
    names = list(dict.fromkeys(name for edge in edges for name in edge[:2]))

    def draw_sheet(width: float) -> Sheet:
        sheet = Sheet(width, height=min(width * 0.62, 3.1) + 0.3)
        places_ = _place_on_ring(names, width, sheet.height - 0.3)
        for a, b, kind in edges:
            _draw_edge(sheet, places_[a], places_[b], kind)
        for name, (x, y) in places_.items():
            _draw_node(sheet, x, y, name)
        x = 0.02
        for kind in dict.fromkeys(kind for *_, kind in edges):
            if x + 0.36 + measure_text(_WORDS[kind]) > width:
                x, sheet.height = 0.02, sheet.height + LINE
            y = sheet.height - 0.08
            _draw_edge(sheet, (x, y), (x + 0.3, y), kind)
            x = sheet.write_text(x + 0.36, y, _WORDS[kind], colour=QUIET) + 0.2
        sheet.height += 0.06
        return sheet

    said = "; ".join(f"{a} and {b}: {_WORDS[kind]}" for a, b, kind in edges)
    headings = {one: "one side", other: "other side", layer: "layer"}
    data = table(frame, "Data behind the figure", key=key, columns=headings)
    return build_chart(
        title,
        places,
        key=key,
        draw=draw_sheet,
        data=data,
        alt=lambda text: f"{text}. Network. {said}.",
        sources=list(frame[source]) if source in frame else (),
    )


def _place_on_ring(names: list[str], width: float, height: float) -> dict[str, tuple[float, float]]:
    room = max(measure_text(name, bold=True) for name in names) / 2 + 0.15
    return {
        name: (width / 2 + (width / 2 - room) * math.cos(angle), height / 2 + (height / 2 - 0.25) * math.sin(angle))
        for position, name in enumerate(names)
        for angle in [math.tau * position / len(names) - math.pi / 2]
    }


def _draw_edge(sheet: Sheet, start: tuple[float, float], end: tuple[float, float], kind: str) -> None:
    dashes, weight, colour = _STYLES[kind]
    sheet.marks.append(
        lambda canvas: canvas.plot(
            [start[0], end[0]],
            [start[1], end[1]],
            linestyle=dashes,
            linewidth=weight,
            color=get_series_colour(colour),
            clip_on=False,
            zorder=1,
        )
    )


def _draw_node(sheet: Sheet, x: float, y: float, name: str) -> None:
    half = measure_text(name, bold=True) / 2 + 0.1

    def mark(canvas: Any) -> None:
        from matplotlib.patches import FancyBboxPatch

        canvas.add_artist(
            FancyBboxPatch(
                (x - half, y - 0.14),
                2 * half,
                0.28,
                facecolor=PAPER,
                edgecolor=INK,
                boxstyle="round,pad=0,rounding_size=0.06",
                linewidth=1.0,
                zorder=3,
                clip_on=False,
            )
        )
        canvas.add_text(x, y, name, ha="center", weight="bold", zorder=4)

    sheet.marks.append(mark)
