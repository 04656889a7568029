"""A dot plot on one scale: the position of several parties on each matter, with the range each would accept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.errors import UsageError
from analysis.estimates.estimate import Estimate
from analysis.show.charts import canvas
from analysis.show.charts.canvas import Sheet
from analysis.show.charts.drawing import INK, QUIET, RULE
from analysis.show.charts.figure import Chart, build_chart, get_estimate, list_rows
from analysis.show.charts.typeface import LINE, measure_text, wrap_text
from analysis.show.frame import open_frame
from analysis.show.number import format_estimate
from analysis.show.table import table
from analysis.wording.numbers import format_magnitude
from analysis.wording.units import get_base_unit

if TYPE_CHECKING:
    import pandas as pd

_ROW, _STEP, _SIZE = 0.40, 0.155, 6.5  # inches a row at least, inches between the ranges in a row, points a dot
_RANGES = "Marks: the value itself; lines: the range around it."
_SHAPES = "osD^vPX*<>"  # one marker a series, so that no reader needs to see colours


def dots(
    frame: pd.DataFrame,
    title: str,
    *,
    key: str,
    label: str,
    series: str,
    value: str,
    ends: tuple[str, str] = ("", ""),
    **places: Any,
) -> Chart:
    """Returns a dot plot on a scale from 0 to 1: one row for each matter, one dot with its range for each party.

    frame: long form, one row a dot. title: a finding; may have places, filled from `places` as in `say`.
    key: a stable name, for cross-references. label: column that names the rows. series: column that names the dots in
    a row. value: column of Estimates from 0 to 1, such as shares. ends: what 0 and 1 mean.
    Where there are ranges, each row shows the range all of them share, or the gap between the two farthest apart.
    Raises UsageError if a column is missing, there are no rows, a value is not on the scale, or there are more series
    than markers; UntracedNumber for a value that is not an Estimate.

    >>> import pandas as pd
    >>> from analysis import dots, parameter
    >>> values = [parameter("north", 0.2), parameter("south", 0.9)]
    >>> frame = pd.DataFrame({"matter": ["Border", "Border"], "party": ["North", "South"], "position": values})
    >>> chart = dots(frame, "They disagree", key="positions", label="matter", series="party", value="position")
    >>> chart.alt
    'They disagree. Dot plot. Border: North 0.2, South 0.9.'
    """
    frame = open_frame(frame, f"chart {key!r}")
    rows: dict[str, list[tuple[str, Estimate]]] = {}
    for row in list_rows(frame, key, (label, series, value)):
        rows.setdefault(str(row[label]), []).append((str(row[series]), get_estimate(row[value], key)))
    names = list(dict.fromkeys(name for found in rows.values() for name, _ in found))
    for found in rows.values():
        found.sort(key=lambda dot: names.index(dot[0]))
    if len(names) > len(_SHAPES):
        raise UsageError(
            f"chart {key!r}: found {len(names)} series ({', '.join(names)}); allowed: at most {len(_SHAPES)}, one for "
            "each shape of dot, so that no reader needs to see colours; draw fewer."
        )
    drawn = {
        name: [(who, _place_on_scale(e, f"{name}, {who}", key)) for who, e in found] for name, found in rows.items()
    }
    shared_ranges = {
        name: common for name, found in drawn.items() if (common := _find_common_range([dot for _, dot in found]))
    }
    said = "; ".join(
        f"{name}: " + ", ".join(f"{who} {format_estimate(e, 'bare')}" for who, e in found)
        for name, found in rows.items()
    )
    data = table(frame, "Data behind the figure", key=key, columns={label: label, series: series, value: value})
    scale = f" on a scale from {ends[0]} to {ends[1]}" if any(ends) else ""
    shared = [name for name, (low, high) in shared_ranges.items() if low <= high]
    met = f" All ranges meet on: {', '.join(shared) or 'nothing'}." if shared_ranges else ""
    has_ranges = any(e.low < e.high for found in rows.values() for _, e in found)
    return build_chart(
        title,
        places,
        key=key,
        draw=lambda width: _draw_sheet(width, drawn, names, ends, shared_ranges),
        data=data,
        legend=[[_RANGES]] if has_ranges else [],
        alt=lambda text: f"{text}. Dot plot{scale}. {said}.{met}",
    )


@dataclass(frozen=True)
class _Dot:
    """One value and its range, from 0 to 1; a range without an end is drawn to the end of the scale."""

    value: float
    low: float
    high: float


def _place_on_scale(estimate: Estimate, where: str, key: str) -> _Dot:
    """Returns a value as it is drawn. Raises UsageError for one that is not on the scale."""
    if get_base_unit(estimate.unit) != "one" or not 0 <= (share := estimate.to("one")).value <= 1:
        raise UsageError(
            f"chart {key!r}: found {format_magnitude(estimate.value, estimate.unit)} ({where}); allowed: numbers from "
            "0 to 1, such as shares, as that is the scale of dots. Draw others with bars(...)."
        )
    return _Dot(share.value, max(0.0, share.low), min(1.0, share.high))


def _draw_sheet(
    width: float,
    rows: Mapping[str, list[tuple[str, _Dot]]],
    names: list[str],
    ends: tuple[str, str],
    shared_ranges: Mapping[str, tuple[float, float]],
) -> Sheet:
    """Returns the drawing for a width in inches. names: of the series; shared_ranges: of the rows that have ranges."""
    sheet = Sheet(width)
    _draw_legend(sheet, names, [low <= high for low, high in shared_ranges.values()])
    left = 0.02
    if not sheet.narrow:
        left = 0.1 + max(measure_text(line) for name in rows for line in wrap_text(name, width * 0.3))
    start, length = left + 0.08, width - left - 0.18
    _draw_scale(sheet, ends, start, length)
    sheet.end_row()
    for name, found in rows.items():
        _draw_row(sheet, name, found, names, left, start, length, shared_ranges.get(name))
        sheet.end_row()
    return sheet


def _find_common_range(found: list[_Dot]) -> tuple[float, float] | None:
    """Returns the highest low end and the lowest high end: the range that all share, or, if low > high, the gap.

    None if there are no ranges, or all are the same.
    """
    if not any(e.low < e.high for e in found) or len({(e.low, e.high) for e in found}) < 2:
        return None
    return max(dot.low for dot in found), min(dot.high for dot in found)


def _draw_legend(sheet: Sheet, names: list[str], shared: list[bool]) -> None:
    """Explains the dots and, for each row with ranges, whether all of them share one (True) or there is a gap."""
    x = 0.08
    sheet.height += LINE
    for position, name in enumerate(names):
        if x + measure_text(name) + 0.3 > sheet.width:
            x, sheet.height = 0.08, sheet.height + LINE + 0.04
        _draw_dot(sheet, x, sheet.height - LINE / 2, position)
        *above, last = wrap_text(name, sheet.width - 0.3) or [""]
        sheet.write_lines(x + 0.11, sheet.height + (len(above) / 2 - 1) * LINE, above)
        sheet.height += len(above) * LINE
        x = sheet.write_text(x + 0.11, sheet.height - LINE / 2, last) + 0.22
    for kind, words in ((True, "shared by all"), (False, "gap")):
        if kind in shared:
            if x + measure_text(words) + 0.3 > sheet.width:
                x, sheet.height = 0.08, sheet.height + LINE + 0.04
            _draw_common_range(sheet, x - 0.08, sheet.height - LINE / 2 - 0.065, 0.24, 0.13, kind)
            x = sheet.write_text(x + 0.22, sheet.height - LINE / 2, words) + 0.22
    sheet.height += 0.14


def _draw_common_range(sheet: Sheet, x: float, y: float, length: float, depth: float, shared: bool) -> None:
    """Draws the stretch that all ranges share, with a frame, or the gap between them, hatched."""
    if shared:
        sheet.draw_line([x, x + length, x + length, x, x], [y, y, y + depth, y + depth, y], INK, 1.2, 2.1)
        return
    sheet.draw_band(x, y, length, depth, QUIET, "/////")
    for edge in (x, x + length):
        sheet.draw_line([edge, edge], [y, y + depth], QUIET, 0.7, 1)


def _draw_scale(sheet: Sheet, ends: tuple[str, str], start: float, length: float) -> None:
    """Writes the two ends of the scale, with what they mean."""
    lines = [
        wrap_text(words, length * 0.46)
        for words in (f"0: {ends[0]}" if ends[0] else "0", f"{ends[1]}: 1" if ends[1] else "1")
    ]
    depth = max(map(len, lines)) * LINE
    for words, at_right in zip(lines, (False, True), strict=True):
        for position, line in enumerate(words):
            x = start + length - measure_text(line) if at_right else start
            sheet.write_text(x, sheet.height + (position + 0.5) * LINE, line, colour=QUIET)
    sheet.height += depth + 0.1


def _draw_row(
    sheet: Sheet,
    name: str,
    found: list[tuple[str, _Dot]],
    names: list[str],
    left: float,
    start: float,
    length: float,
    ground: tuple[float, float] | None,
) -> None:
    """Draws one row: its name, the scale from `start` on, the range in common, and each dot with its range."""
    top = sheet.height
    lines = wrap_text(name, sheet.width if sheet.narrow else left - 0.08, bold=sheet.narrow)
    if sheet.narrow:
        top += 0.08
        sheet.write_lines(0, top + len(lines) * LINE / 2, lines, bold=True)
        top += len(lines) * LINE + 0.04
    depth = max(_ROW, _STEP * len(found) + 0.12, 0 if sheet.narrow else len(lines) * LINE + 0.1)
    if not sheet.narrow:
        sheet.write_lines(0, top + depth / 2, lines)
    for part in range(5):
        x = start + length * part / 4
        sheet.draw_line([x, x], [top, top + depth], RULE, 0.7)
    sheet.draw_line([0 if not sheet.narrow else start, start + length], [top + depth, top + depth], RULE, 0.7)
    if ground:
        low, high = sorted(ground)
        _draw_common_range(
            sheet,
            start + length * low,
            top + 0.04,
            max(length * (high - low), 0.02),
            depth - 0.08,
            ground[0] <= ground[1],
        )
    for position, (who, dot) in enumerate(found):
        y = top + depth / 2 + (position - (len(found) - 1) / 2) * _STEP
        if dot.low < dot.high:
            sheet.draw_line(
                [start + length * dot.low, start + length * dot.high],
                [y, y],
                canvas.get_series_colour(names.index(who)),
                2.2,
            )
        _draw_dot(sheet, start + length * dot.value, y, names.index(who))
    sheet.height = top + depth


def _draw_dot(sheet: Sheet, x: float, y: float, position: int) -> None:
    sheet.draw_dot(x, y, _SHAPES[position], canvas.get_series_colour(position), size=_SIZE)
