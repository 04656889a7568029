"""Horizontal bars: direct labels, intervals drawn, names of the series at their first visible bar."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.errors import UsageError
from analysis.estimates.estimate import Estimate
from analysis.show.charts import canvas
from analysis.show.charts.canvas import INK, QUIET, RULE, Sheet
from analysis.show.charts.figure import INTERVAL_LEGEND, Chart, build_chart, collect_rows
from analysis.show.number import find_common_decimals, format_estimate
from analysis.show.table import table
from analysis.wording.numbers import format_magnitude

if TYPE_CHECKING:
    import pandas as pd

# All in inches.
BAR_DEPTH, _THIN_BAR_DEPTH = 0.20, 0.16  # a bar alone in its row, and one of several
_BAR_GAP, ROW_GAP = 0.05, 0.16  # between the bars of a row, and between rows
PAD = 0.08  # between a bar and its words
_MAX_NAME_SHARE = 0.34  # of the width, at most, for the names beside the bars
_MIN_BAR_SHARE = 0.35  # of the room for bars: less for the longest bar, and the words move above the bars
_MIN_BAR_SHARE_NARROW = 0.5
_UNIT_GAP = 0.09  # between the words on the unit and the first bar
_MIN_VISIBLE_SHARE = 0.01  # of the longest bar: a shorter one shows no colour
_SWATCH = 0.11
_UNIT_WORDS = {"item": "Number", "person": "Persons", "per_thousand": "Per thousand"}  # what the labels do not say
_UNITS_NOT_IN_TEXT = ("one", "item", "person", "per_thousand")


def bars(
    frame: pd.DataFrame,
    title: str,
    *,
    key: str,
    label: str,
    value: str | Mapping[str, str],
    by: str = "",
    spec: str = "",
    **places: Any,
) -> Chart:
    """Returns horizontal bars with direct labels, one row of the frame a bar.

    label: column with names. value: column with Estimates, or column -> heading for several bars a row.
    by: column that says of which kind a row is. Each kind has a colour, and is named above its rows where they follow
    one another, else at its first bar that can be seen.
    title: a finding, may have places. spec: number format of the direct labels.
    What the labels leave open, such as what is counted, is said above the bars by the name of the column; a plain
    ratio has an axis.
    """
    headings = dict(value) if isinstance(value, Mapping) else {value: ""}
    rows = collect_rows(frame, key, label, list(headings), [by] if by else [])
    kinds = _list_kinds(frame, key, by, rows)
    plan = _Layout(rows, list(headings.values()), kinds, spec)
    estimates = [estimate for _, found in rows for estimate in found]
    unit = _describe_unit(estimates, list(headings))

    def draw_sheet(width: float) -> Sheet:
        sheet = Sheet(width)
        if unit:
            sheet.write_text(0, canvas.LINE / 2, unit, colour=QUIET)
            sheet.height += canvas.LINE + _UNIT_GAP
        divided = _compute_geometry(sheet, plan)
        top = sheet.height
        for at in range(len(rows)):
            _draw_row(sheet, plan, at, divided)
        sheet.height -= ROW_GAP - _BAR_GAP - 0.02
        if not sheet.narrow:
            sheet.draw_line([divided.zero, divided.zero], [top, sheet.height], QUIET, 0.8)
            if unit and {estimate.unit for estimate in estimates} == {"one"}:
                _draw_axis(sheet, divided, estimates, top)
        return sheet

    columns = {
        label: label,
        **({by: by} if by else {}),
        **{column: heading or column for column, heading in headings.items()},
    }
    data = table(
        frame,
        "Data behind the figure",
        key=key,
        columns={name: heading.replace("_", " ") for name, heading in columns.items()},
    )
    return build_chart(
        title,
        places,
        key=key,
        lay=draw_sheet,
        data=data,
        alt=lambda text: describe_bars(text, rows, list(headings.values())),
        keys=[[INTERVAL_LEGEND]] * plan.has_intervals,
    )


@dataclass(frozen=True)
class Bar:
    """One bar: how long, what is said after it, and its colour."""

    estimate: Estimate
    heading: str
    number_text: str
    colour: str


class _Layout:
    """What is the same at both widths: every row's bars, and where which name of a series stands."""

    def __init__(
        self, rows: Sequence[tuple[str, list[Estimate]]], said: Sequence[str], kinds: Sequence[str], spec: str
    ):
        self.series_count = len(said)
        runs = [kind for at, kind in enumerate(kinds) if not at or kinds[at - 1] != kind]
        grouped = 1 < len(set(kinds)) == len(runs) < len(rows)
        self.groups = {kinds.index(kind): kind for kind in runs} if grouped else {}
        alike = [find_common_decimals(found[position] for _, found in rows) for position in range(self.series_count)]
        tones = [list(dict.fromkeys(kinds)).index(kind) for kind in kinds]
        first = _find_first_visible(rows, said, [""] * len(kinds) if grouped else kinds)
        self.rows = [
            (
                name,
                [
                    Bar(
                        estimate,
                        first.get((at, position), ""),
                        format_estimate(estimate, spec, alike[position]),
                        canvas.get_series_colour(position + tones[at]),
                    )
                    for position, estimate in enumerate(found)
                ],
            )
            for at, (name, found) in enumerate(rows)
        ]
        self.bars = [bar for _, found in self.rows for bar in found]
        self.has_intervals = any(
            low < high for low, high in map(get_finite_interval, (bar.estimate for bar in self.bars))
        )


def _find_first_visible(
    rows: Sequence[tuple[str, list[Estimate]]], said: Sequence[str], kinds: Sequence[str]
) -> dict[tuple[int, int], str]:
    """Returns, by row and place in it, the bar that carries a series' name: its first that shows a colour, if any."""
    least = _MIN_VISIBLE_SHARE * max(
        abs(end) for _, found in rows for e in found for end in (*get_finite_interval(e), e.value)
    )
    names: dict[tuple[int, int], str] = {}
    for position, heading in enumerate(said):
        for kind in dict.fromkeys(kinds):
            of_it = [at for at, its in enumerate(kinds) if its == kind]
            at = next((at for at in of_it if abs(rows[at][1][position].value) > least), of_it[0])
            names[at, position] = heading or kind
    return names


def _list_kinds(frame: pd.DataFrame, key: str, by: str, rows: Sequence[tuple[str, Sequence[Estimate]]]) -> list[str]:
    if not by:
        return [""] * len(rows)
    if len(rows[0][1]) > 1:
        raise UsageError(f"chart {key!r}: several bars a row are told apart by colour already; leave out by={by!r}.")
    return [str(kind) for kind in frame[by]]


def _describe_unit(estimates: Sequence[Estimate], columns: Sequence[str]) -> str:
    """What the numbers count or measure, where `51` or `0.45` does not say so itself."""
    units = {estimate.unit for estimate in estimates}
    if len(units) > 1 or not units <= set(_UNITS_NOT_IN_TEXT):
        return ""
    (unit,) = units
    named = columns[0].replace("_", " ") if len(columns) == 1 else ""
    if named and unit == "item":
        return f"Number of {named}"
    return _capitalise(named) or _UNIT_WORDS.get(unit, "")


def _capitalise(words: str) -> str:
    return words[:1].upper() + words[1:]


def describe_bars(
    title: str, rows: Sequence[tuple[str, Sequence[Estimate]]], headings: Sequence[str], more: str = ""
) -> str:
    """Returns a sentence for those who cannot see the chart: its finding, then every bar."""
    said = [
        f"{name}: "
        + ", ".join(
            f"{format_estimate(e, 'range')} {heading}".strip() for e, heading in zip(found, headings, strict=True)
        )
        for name, found in rows
    ]
    return f"Bar chart. {title}. {'; '.join(said)}.{' ' + more if more else ''}"


def measure_name_column(sheet: Sheet, names: Sequence[str], bold: str = "") -> float:
    """Returns where the bars begin: right of the names, which stand above the bars in a narrow drawing."""
    if sheet.narrow:
        return 0.01
    lines = [
        line for name in names for line in canvas.wrap_text(name, sheet.width * _MAX_NAME_SHARE, bold=name == bold)
    ]
    return max(canvas.measure_text(line, bold=True) for line in lines) + 2 * PAD


@dataclass(frozen=True)
class _Geometry:
    """How a sheet is divided: inches a unit, where names end and zero lies, and where sizes stand in a column.

    above: how many of heading and number stand above the bars.
    """

    left: float
    scale: float
    zero: float
    above: int
    column: float | None


def _compute_geometry(sheet: Sheet, plan: _Layout) -> _Geometry:
    """The scale is the largest at which every bar, its interval and the words after it stay on the sheet.

    Beside intervals the words stand in one column: at a whisker's end, a number would seem to be read off there.
    """
    left = measure_name_column(sheet, [name for name, _ in plan.rows])
    bars = plan.bars
    least = min(0.0, *(min(get_finite_interval(bar.estimate)[0], bar.estimate.value) for bar in bars))
    ends = [max(0.0, get_finite_interval(bar.estimate)[1], bar.estimate.value) for bar in bars]
    room = sheet.width - left - 0.02
    scale = 1.0
    for above in (0, 1, 2):
        words = [_measure_label((bar.heading, bar.number_text)[above:]) for bar in bars]
        if plan.has_intervals:
            words, ends = [max(words)] * len(words), [max(ends)] * len(ends)
        scale = min(
            (room - wide - bool(wide) * PAD) / ((end - least) or 1) for wide, end in zip(words, ends, strict=True)
        )
        if scale * (max(ends) - least) >= (_MIN_BAR_SHARE_NARROW if sheet.narrow else _MIN_BAR_SHARE) * room:
            break
    zero = left - least * scale
    return _Geometry(left, scale, zero, above, zero + max(ends) * scale + PAD if plan.has_intervals else None)


def _measure_label(words: Sequence[str]) -> float:
    """The width of a number with its heading after it; `words` holds heading and number, or fewer of them."""
    return sum(canvas.measure_text(text, bold=text is words[-1]) for text in words) + 0.05 * (len(words) - 1)


def _draw_axis(sheet: Sheet, frame: _Geometry, estimates: Sequence[Estimate], top: float) -> None:
    """Writes the scale on the line of the unit, with a fine line down from each number."""
    ends = [end for estimate in estimates for end in (*get_finite_interval(estimate), estimate.value, 0.0)]
    span = (max(ends) - min(ends)) or 1
    step = next(
        size
        for size in (10.0 ** math.floor(math.log10(span)) * part for part in (0.1, 0.2, 0.5, 1, 2))
        if span / size <= 5
    )
    y = top - _UNIT_GAP - canvas.LINE / 2
    for count in range(math.ceil(min(ends) / step), math.floor(max(ends) / step) + 1):
        words, x = format_magnitude(count * step, "one"), frame.zero + count * step * frame.scale
        sheet.write_text(x - canvas.measure_text(words) / 2, y, words, colour=QUIET)
        sheet.draw_line([x, x], [top, sheet.height], RULE, 0.7, 0)


def _draw_row(sheet: Sheet, plan: _Layout, at: int, frame: _Geometry) -> None:
    """Draws one row, with the heading of its group if it is the first of one, and moves down past it."""
    name, found = plan.rows[at]
    if at in plan.groups:
        sheet.height += 0.06 if at else 0
        sheet.draw_bar(0, sheet.height + (canvas.LINE - _SWATCH) / 2, _SWATCH, _SWATCH, found[0].colour)
        sheet.write_text(
            _SWATCH + 0.06, sheet.height + canvas.LINE / 2, _capitalise(plan.groups[at]), bold=True, colour=QUIET
        )
        sheet.height += canvas.LINE + 0.07
    top = sheet.height
    if sheet.narrow:
        lines = canvas.wrap_text(name, sheet.width, bold=True)
        sheet.write_lines(0, sheet.height + len(lines) * canvas.LINE / 2, lines, bold=True)
        sheet.height += len(lines) * canvas.LINE + 0.03
    for position, bar in enumerate(found):
        _draw_bar(sheet, bar, frame, at * len(found) + position, _THIN_BAR_DEPTH if len(found) > 1 else BAR_DEPTH)
    if not sheet.narrow:
        lines = canvas.wrap_text(name, frame.left - PAD)
        middle = max((top + sheet.height - _BAR_GAP) / 2, top + len(lines) * canvas.LINE / 2)
        sheet.write_lines(0, middle, lines)
        sheet.height = max(sheet.height, top + len(lines) * canvas.LINE + _BAR_GAP)
    sheet.height += ROW_GAP - _BAR_GAP


def _draw_bar(sheet: Sheet, bar: Bar, frame: _Geometry, number: int, thickness: float) -> None:
    """Draws one bar with its interval, heading and number, and moves down past it."""
    estimate, above, zero, scale = bar.estimate, frame.above, frame.zero, frame.scale
    if above and (bar.heading or above == 2):
        end = 0.0
        if above == 2:
            end = sheet.write_text(0, sheet.height + canvas.LINE / 2, bar.number_text, bold=True, number=number) + 0.05
        sheet.write_text(end, sheet.height + canvas.LINE / 2, bar.heading, colour=QUIET)
        sheet.height += canvas.LINE + 0.02
    y = sheet.height
    sheet.draw_bar(zero, y, estimate.value * scale, thickness, bar.colour)
    if sheet.narrow:
        sheet.draw_line([zero, zero], [y - 0.02, y + thickness + 0.02], QUIET, 0.8)
    draw_interval(sheet, estimate, zero, scale, y + thickness / 2, canvas.choose_legible_colour(bar.colour))
    if above < 2:
        at = frame.column or zero + max(0.0, estimate.value) * scale + PAD
        end = sheet.write_text(at, y + thickness / 2, bar.number_text, bold=True, number=number)
        if bar.heading and not above:
            sheet.write_text(end + 0.05, y + thickness / 2, bar.heading, colour=QUIET)
    sheet.height += thickness + _BAR_GAP


def get_finite_interval(estimate: Estimate) -> tuple[float, float]:
    """Returns the interval as far as it can be drawn: an end at infinity is left out."""
    low, high = (end if math.isfinite(end) else estimate.value for end in (estimate.low, estimate.high))
    return low, high


def draw_interval(sheet: Sheet, estimate: Estimate, zero: float, scale: float, y: float, upon: str) -> None:
    """Draws the interval as a line with ends, in the colour `upon` where it lies on the bar from `zero` on."""
    low, high = get_finite_interval(estimate)
    if not low < high:
        return
    inside = sorted((0.0, estimate.value))
    for start, stop in (
        (low, min(high, inside[0])),
        (max(low, inside[0]), min(high, inside[1])),
        (max(low, inside[1]), high),
    ):
        on_bar = inside[0] <= start and stop <= inside[1]
        if start < stop:
            sheet.draw_line([zero + start * scale, zero + stop * scale], [y, y], upon if on_bar else INK, 1.3)
    for end in (low, high):
        on_bar = inside[0] < end < inside[1]
        x = zero + end * scale
        sheet.draw_line([x, x], [y - 0.05, y + 0.05], upon if on_bar else INK, 1.3)
