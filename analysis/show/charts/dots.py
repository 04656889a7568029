"""A dot plot on one scale: the position of several parties on each matter, with the range each would accept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from analysis.errors import UsageError
from analysis.estimates.estimate import Estimate
from analysis.label import Label
from analysis.messages import gettext, pgettext
from analysis.show.charts.axis import Axis, draw_grid, read_subtitle, write_subtitle
from analysis.show.charts.canvas import Sheet
from analysis.show.charts.certainty import Certainty, draw_point, judge_certainty, list_key
from analysis.show.charts.drawing import INK, QUIET, RULE
from analysis.show.charts.figure import Chart, build_chart, caption_data, get_estimate, list_rows
from analysis.show.charts.meaning import find_looks
from analysis.show.charts.typeface import LINE, measure_text, wrap_text
from analysis.show.frame import open_frame
from analysis.show.number import format_estimate
from analysis.show.other_frames import AnyFrame
from analysis.show.table import table
from analysis.style.looks import MARKS, Look
from analysis.wording.headings import name_column
from analysis.wording.numbers import format_magnitude
from analysis.wording.units import get_base_unit, get_factor

_ROW, _STEP, _SIZE = 0.40, 0.155, 6.5  # inches a row at least, inches between the ranges in a row, points a dot


def dots(
    frame: AnyFrame,
    title: str,
    *,
    key: str,
    label: str,
    series: str,
    value: str,
    ends: tuple[str, str] = ("", ""),
    unit: str = "one",
    subtitle: str | Label = "",
    beside: Mapping[str, str | Label] | None = None,
    with_common: bool = True,
    **places: Any,
) -> Chart:
    """Returns a dot plot on a scale from 0 to 1: one row for each matter, one dot with its range for each party.

    frame: long form, one row a dot. title: a finding; may have places, filled from `places` as in `say`.
    key: a stable name, for cross-references. label: column that names the rows. series: column that names the dots in
    a row. value: column of Estimates from 0 to 1, such as shares.
    ends: what 0 and 1 mean. unit: in which they are written, `percent` for shares. subtitle: what is drawn, without
    digits. beside: further columns -> their headings in the data behind the figure. with_common: whether a row with
    ranges shows the range all of them share, or the gap between the two farthest apart.
    Raises UsageError if a column is missing, there are no rows, a value is not on the scale, or there are more series
    than markers; UntracedNumber for a value that is not an Estimate, or a digit in the subtitle.

    >>> import pandas as pd
    >>> from analysis import dots, parameter
    >>> values = [parameter("north", 0.2), parameter("south", 0.9)]
    >>> frame = pd.DataFrame({"matter": ["Border", "Border"], "party": ["North", "South"], "position": values})
    >>> chart = dots(frame, "They disagree", key="positions", label="matter", series="party", value="position")
    >>> chart.alt
    'They disagree. Dot plot. Border: North 0.2, South 0.9.'
    """
    above = read_subtitle(subtitle, f"chart {key!r}")
    frame = open_frame(frame, f"chart {key!r}")
    rows: dict[str, list[tuple[str, Estimate]]] = {}
    for row in list_rows(frame, key, (label, series, value)):
        rows.setdefault(str(row[label]), []).append((str(row[series]), get_estimate(row[value], key)))
    cells = list(frame[series])
    names = list(dict.fromkeys(map(str, cells)))
    for found in rows.values():
        found.sort(key=lambda dot: names.index(dot[0]))
    if len(names) > len(MARKS):
        raise UsageError(
            f"chart {key!r}: found {len(names)} series ({', '.join(names)}); allowed: at most {len(MARKS)}, one for "
            "each shape of dot, so that no reader needs to see colours; draw fewer."
        )
    drawn = {
        name: [(who, _place_on_scale(e, f"{name}, {who}", key)) for who, e in found] for name, found in rows.items()
    }
    shared_ranges = {
        name: common
        for name, found in drawn.items()
        if with_common and (common := _find_common_range([dot for _, dot in found]))
    }
    said = "; ".join(
        f"{name}: " + ", ".join(f"{who} {format_estimate(e, 'bare')}" for who, e in found)
        for name, found in rows.items()
    )
    columns = {name: name_column(name) for name in (label, series, value)} | dict(beside or {})
    data = table(frame, caption_data(), key=key, columns=columns)
    low, high = (format_magnitude(end / get_factor(unit), unit) for end in (0, 1))
    words = (f"{low}: {ends[0]}" if ends[0] else low, f"{ends[1]}: {high}" if ends[1] else high)
    kind = gettext("Dot plot.")
    if any(ends):
        kind = gettext("Dot plot on a scale from {low} to {high}.", low=ends[0], high=ends[1])
    shared = [name for name, (low, high) in shared_ranges.items() if low <= high]
    met = gettext("All ranges meet on: {rows}.", rows=", ".join(shared) or gettext("nothing")) if shared_ranges else ""
    return build_chart(
        title,
        places,
        key=key,
        draw=lambda width: _draw_sheet(width, drawn, cells, words, shared_ranges, above),
        data=data,
        legend=list_key(dot for found in drawn.values() for _, dot in found),
        alt=lambda text: " ".join(filter(None, (f"{text}.", kind, above and f"{above}.", f"{said}.", met))),
    )


def _place_on_scale(estimate: Estimate, where: str, key: str) -> Certainty:
    """Returns a value as it is drawn, a range without an end up to that of the scale.

    Raises UsageError for one that is not on the scale.
    """
    if get_base_unit(estimate.unit) != "one" or not 0 <= (share := estimate.to("one")).value <= 1:
        raise UsageError(
            f"chart {key!r}: found {format_magnitude(estimate.value, estimate.unit)} ({where}); allowed: numbers from "
            "0 to 1, such as shares, as that is the scale of dots. Draw others with ranges(...)."
        )
    found = judge_certainty(share)
    return replace(found, low=max(0.0, found.low), high=min(1.0, found.high))


def _draw_sheet(
    width: float,
    rows: Mapping[str, list[tuple[str, Certainty]]],
    cells: Sequence[object],
    ends: tuple[str, str],
    shared_ranges: Mapping[str, tuple[float, float]],
    subtitle: str,
) -> Sheet:
    """Returns the drawing for a width in inches. cells: names of the series; shared_ranges: of rows with ranges."""
    sheet = Sheet(width)
    write_subtitle(sheet, subtitle)
    looks = find_looks(cells)
    _draw_legend(sheet, looks, [low <= high for low, high in shared_ranges.values()])
    left = 0.02
    if not sheet.narrow:
        left = 0.1 + max(measure_text(line) for name in rows for line in wrap_text(name, width * 0.3))
    start, length = left + 0.08, width - left - 0.18
    _draw_scale(sheet, ends, start, length)
    sheet.end_row()
    for name, found in rows.items():
        _draw_row(sheet, name, found, looks, left, Axis(0, 1, "one", start, length), shared_ranges.get(name))
        sheet.end_row()
    return sheet


def _find_common_range(found: list[Certainty]) -> tuple[float, float] | None:
    """Returns the highest low end and the lowest high end: the range that all share, or, if low > high, the gap.

    None if there are no ranges, or all are the same.
    """
    if not any(e.low < e.high for e in found) or len({(e.low, e.high) for e in found}) < 2:
        return None
    return max(dot.low for dot in found), min(dot.high for dot in found)


def _draw_legend(sheet: Sheet, looks: Mapping[str, Look], shared: list[bool]) -> None:
    """Explains the dots and, for each row with ranges, whether all of them share one (True) or there is a gap."""
    x = 0.08
    sheet.height += LINE
    for name, look in looks.items():
        if x + measure_text(name) + 0.3 > sheet.width:
            x, sheet.height = 0.08, sheet.height + LINE + 0.04
        sheet.draw_dot(x, sheet.height - LINE / 2, look.mark, look.colour, size=_SIZE)
        *above, last = wrap_text(name, sheet.width - 0.3) or [""]
        sheet.write_lines(x + 0.11, sheet.height + (len(above) / 2 - 1) * LINE, above)
        sheet.height += len(above) * LINE
        x = sheet.write_text(x + 0.11, sheet.height - LINE / 2, last) + 0.22
    for kind, words in ((True, gettext("shared by all")), (False, pgettext("between ranges", "gap"))):
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
    """Writes the two ends of the scale."""
    lines = [wrap_text(words, length * 0.46) for words in ends]
    depth = max(map(len, lines)) * LINE
    for words, at_right in zip(lines, (False, True), strict=True):
        for position, line in enumerate(words):
            x = start + length - measure_text(line) if at_right else start
            sheet.write_text(x, sheet.height + (position + 0.5) * LINE, line, colour=QUIET)
    sheet.height += depth + 0.1


def _draw_row(
    sheet: Sheet,
    name: str,
    found: list[tuple[str, Certainty]],
    looks: Mapping[str, Look],
    left: float,
    axis: Axis,
    ground: tuple[float, float] | None,
) -> None:
    """Draws one row: its name, the scale, the range in common, and each dot with its range."""
    top, start, end = sheet.height, axis(0), axis(1)
    lines = wrap_text(name, sheet.width if sheet.narrow else left - 0.08, bold=sheet.narrow)
    if sheet.narrow:
        top += 0.08
        sheet.write_lines(0, top + len(lines) * LINE / 2, lines, bold=True)
        top += len(lines) * LINE + 0.04
    depth = max(_ROW, _STEP * len(found) + 0.12, 0 if sheet.narrow else len(lines) * LINE + 0.1)
    if not sheet.narrow:
        sheet.write_lines(0, top + depth / 2, lines)
    draw_grid(sheet, (axis(part / 4) for part in range(5)), top, top + depth)
    sheet.draw_line([0 if not sheet.narrow else start, end], [top + depth, top + depth], RULE, 0.7)
    if ground:
        low, high = sorted(map(axis, ground))
        _draw_common_range(sheet, low, top + 0.04, max(high - low, 0.02), depth - 0.08, ground[0] <= ground[1])
    for position, (who, dot) in enumerate(found):
        y = top + depth / 2 + (position - (len(found) - 1) / 2) * _STEP
        draw_point(sheet, dot, axis, y, looks[who], size=_SIZE)
    sheet.height = top + depth
