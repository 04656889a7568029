"""Horizontal bars with direct labels and intervals."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.errors import UsageError
from analysis.estimates.estimate import Estimate
from analysis.show.charts import canvas
from analysis.show.charts.canvas import Sheet
from analysis.show.charts.drawing import INK, QUIET, RULE
from analysis.show.charts.figure import INTERVAL_LEGEND, Chart, build_chart, collect_rows, convert_to_one_unit
from analysis.show.charts.typeface import LINE, measure_text, wrap_text
from analysis.show.frame import open_frame
from analysis.show.number import find_common_decimals, format_estimate
from analysis.show.table import table
from analysis.wording.capitals import begin_with_capital
from analysis.wording.numbers import format_magnitude

if TYPE_CHECKING:
    import pandas as pd

# All in inches.
BAR_DEPTH, _THIN_BAR_DEPTH = 0.20, 0.16  # of a bar alone in its row, and of one of several
_BAR_GAP, ROW_GAP = 0.05, 0.16  # between the bars of a row, and between rows
PAD = 0.08  # between a bar and its words
_MAX_NAME_SHARE = 0.34  # of the width, for the names beside the bars
_MIN_BAR_SHARE = 0.35  # of the room for bars: if the longest bar had less, the words move above the bars
_MIN_BAR_SHARE_NARROW = 0.5
_UNIT_GAP = 0.09  # between the name of the unit and the first bar
_MIN_VISIBLE_SHARE = 0.01  # of the longest bar: a shorter one shows no colour
_SWATCH = 0.11  # the square of colour before a group's heading
_UNIT_WORDS = {
    "item": "Number",
    "person": "Persons",
    "per_thousand": "Per thousand",
}  # units that the labels do not name
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
    """Returns a bar chart: horizontal bars with their numbers and intervals, one row of the frame a bar.

    title: a finding; may have places, filled from `places` as in `say`. key: a stable name, for cross-references.
    label: column of names. value: column of Estimates, or column -> heading for several bars a row.
    by: column with the kind of each row; every kind has a colour and a heading.
    spec: number format of the labels (see `analysis.wording.numbers.format_number`).
    The name of the value column is printed above the bars where the labels do not say what is counted; a plain ratio
    has an axis.
    All numbers are drawn on one scale, whatever their units: 2 billion USD is longer than 500 million USD.
    Raises UsageError if a column is missing, there are no rows, the numbers measure different things, or `by` meets
    several bars a row; UntracedNumber for a value that is not an Estimate.

    >>> import pandas as pd
    >>> from analysis import bars, number
    >>> caps = [number(600_000, "person"), number(800_000, "person")]
    >>> frame = pd.DataFrame({"plan": ["First plan", "Second plan"], "cap": caps})
    >>> bars(frame, "The second plan allows more", key="caps", label="plan", value="cap").alt
    'Bar chart. The second plan allows more. First plan: 600,000; Second plan: 800,000.'
    """
    frame = open_frame(frame, f"chart {key!r}")
    headings = dict(value) if isinstance(value, Mapping) else {value: ""}
    rows = collect_rows(frame, key, label, list(headings), [by] if by else [])
    kinds = _list_kinds(frame, key, by, rows)
    layout = _Layout(rows, convert_to_one_unit(rows, key), list(headings.values()), kinds, spec)
    unit = _describe_unit([estimate for _, found in rows for estimate in found], list(headings))
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
        spec={by: "capital"} if by else None,  # as the headings of the groups
    )
    return build_chart(
        title,
        places,
        key=key,
        draw=lambda width: _draw_sheet(width, layout, unit),
        data=data,
        alt=lambda text: describe_bars(text, rows, list(headings.values())),
        legend=[[INTERVAL_LEGEND]] if layout.has_intervals else [],
    )


def _draw_sheet(width: float, layout: _Layout, unit: str) -> Sheet:
    """Returns the drawing for a width in inches, with the unit above the bars unless it is empty."""
    sheet = Sheet(width)
    if unit:
        lines = wrap_text(unit, width)
        sheet.write_lines(0, len(lines) * LINE / 2, lines, colour=QUIET)
        sheet.height += len(lines) * LINE + _UNIT_GAP
    geometry = _compute_geometry(sheet, layout)
    top = sheet.height
    sheet.end_row()
    for at in range(len(layout.rows)):
        _draw_row(sheet, layout, at, geometry)
        sheet.end_row()
    sheet.height = sheet.rows[-1] = sheet.height - (ROW_GAP - _BAR_GAP - 0.02)
    if not sheet.narrow:
        sheet.draw_line([geometry.zero, geometry.zero], [top, sheet.height], QUIET, 0.8)
        estimates = [bar.estimate for bar in layout.bars]
        if unit and {estimate.unit for estimate in estimates} == {"one"}:
            _draw_axis(sheet, geometry, estimates, top)
    return sheet


@dataclass(frozen=True)
class Bar:
    """One bar: its number in the unit of the chart, what is printed beside it, and its series, from 0.

    heading, number_text: the words for the bar, and its number in the unit of its own.
    """

    estimate: Estimate
    heading: str
    number_text: str
    series: int

    @property
    def colour(self) -> str:
        """Its colour (hex) in the house style of the drawing that is being made."""
        return canvas.get_series_colour(self.series)


class _Layout:
    """What is the same at both widths: the bars of every row, and the headings of groups.

    drawn: the numbers of the rows in one unit. said: the headings of the bars within a row. groups: row -> the heading
    above it.
    """

    def __init__(
        self,
        rows: Sequence[tuple[str, list[Estimate]]],
        drawn: Sequence[Sequence[Estimate]],
        said: Sequence[str],
        kinds: Sequence[str],
        spec: str,
    ):
        self.series_count = len(said)
        runs = [kind for at, kind in enumerate(kinds) if not at or kinds[at - 1] != kind]
        grouped = 1 < len(set(kinds)) == len(runs) < len(rows)
        self.groups = {kinds.index(kind): kind for kind in runs} if grouped else {}
        alike = [find_common_decimals(found[position] for _, found in rows) for position in range(self.series_count)]
        tones = [list(dict.fromkeys(kinds)).index(kind) for kind in kinds]
        first = _find_first_visible(drawn, said, [""] * len(kinds) if grouped else kinds)
        self.rows = [
            (
                name,
                [
                    Bar(
                        drawn[at][position],
                        first.get((at, position), ""),
                        format_estimate(estimate, spec, alike[position]),
                        position + tones[at],
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
    rows: Sequence[Sequence[Estimate]], said: Sequence[str], kinds: Sequence[str]
) -> dict[tuple[int, int], str]:
    """Returns (row, position in it) -> the name of a series, for its first bar long enough to show a colour."""
    least = _MIN_VISIBLE_SHARE * max(
        abs(end) for found in rows for e in found for end in (*get_finite_interval(e), e.value)
    )
    names: dict[tuple[int, int], str] = {}
    for position, heading in enumerate(said):
        for kind in dict.fromkeys(kinds):
            of_it = [at for at, its in enumerate(kinds) if its == kind]
            at = next((at for at in of_it if abs(rows[at][position].value) > least), of_it[0])
            names[at, position] = heading or kind
    return names


def _list_kinds(frame: pd.DataFrame, key: str, by: str, rows: Sequence[tuple[str, Sequence[Estimate]]]) -> list[str]:
    if not by:
        return [""] * len(rows)
    if len(rows[0][1]) > 1:
        raise UsageError(f"chart {key!r}: the bars of a row already have a colour each; leave out by={by!r}.")
    return [str(kind) for kind in frame[by]]


def _describe_unit(estimates: Sequence[Estimate], columns: Sequence[str]) -> str:
    """Returns what the numbers count or measure, where a label such as `51` or `0.45` does not say so itself."""
    units = {estimate.unit for estimate in estimates}
    if len(units) > 1 or not units <= set(_UNITS_NOT_IN_TEXT):
        return ""
    (unit,) = units
    named = columns[0].replace("_", " ") if len(columns) == 1 else ""
    if named and unit == "item":
        return f"Number of {named}"
    return begin_with_capital(named) or _UNIT_WORDS.get(unit, "")


def describe_bars(
    title: str, rows: Sequence[tuple[str, Sequence[Estimate]]], headings: Sequence[str], more: str = ""
) -> str:
    """Returns the alternative text: the finding, then every bar with its interval."""
    said = [
        f"{name}: "
        + ", ".join(
            f"{format_estimate(e, 'range')} {heading}".strip() for e, heading in zip(found, headings, strict=True)
        )
        for name, found in rows
    ]
    return f"Bar chart. {title}. {'; '.join(said)}.{' ' + more if more else ''}"


def measure_name_column(sheet: Sheet, names: Sequence[str], bold: str = "") -> float:
    """Returns where the bars begin, in inches: right of the names, which are above the bars in a narrow drawing."""
    if sheet.narrow:
        return 0.01
    lines = [line for name in names for line in wrap_text(name, sheet.width * _MAX_NAME_SHARE, bold=name == bold)]
    return max(measure_text(line, bold=True) for line in lines) + 2 * PAD


@dataclass(frozen=True)
class _Geometry:
    """How a sheet is divided, in inches.

    left: where the bars begin. scale: inches a unit. zero: where zero is. above: how many of heading and number are
    above the bars. column: where the numbers begin, if they are in one column.
    """

    left: float
    scale: float
    zero: float
    above: int
    column: float | None


def _compute_geometry(sheet: Sheet, layout: _Layout) -> _Geometry:
    """Finds the largest scale at which every bar, its interval and the words after it are on the sheet.

    Where there are intervals, the words are in one column: next to the end of an interval, a number would look as if it
    were the value of that end.
    """
    left = measure_name_column(sheet, [name for name, _ in layout.rows])
    bars = layout.bars
    least = min(0.0, *(min(get_finite_interval(bar.estimate)[0], bar.estimate.value) for bar in bars))
    ends = [max(0.0, get_finite_interval(bar.estimate)[1], bar.estimate.value) for bar in bars]
    room = sheet.width - left - 0.02
    scale = 1.0
    for above in (0, 1, 2):
        words = [_measure_label((bar.heading, bar.number_text)[above:]) for bar in bars]
        if layout.has_intervals:
            words, ends = [max(words)] * len(words), [max(ends)] * len(ends)
        scale = min(
            (room - wide - bool(wide) * PAD) / ((end - least) or 1) for wide, end in zip(words, ends, strict=True)
        )
        if scale * (max(ends) - least) >= (_MIN_BAR_SHARE_NARROW if sheet.narrow else _MIN_BAR_SHARE) * room:
            break
    zero = left - least * scale
    return _Geometry(left, scale, zero, above, zero + max(ends) * scale + PAD if layout.has_intervals else None)


def _measure_label(words: Sequence[str]) -> float:
    """Returns the width of a number and its heading, in inches; words: heading and number, or only some of them."""
    return sum(measure_text(text, bold=text is words[-1]) for text in words) + 0.05 * (len(words) - 1)


def _draw_axis(sheet: Sheet, geometry: _Geometry, estimates: Sequence[Estimate], top: float) -> None:
    """Writes the scale on the line of the unit, with a thin line down from each number."""
    ends = [end for estimate in estimates for end in (*get_finite_interval(estimate), estimate.value, 0.0)]
    span = (max(ends) - min(ends)) or 1
    step = next(
        size
        for size in (10.0 ** math.floor(math.log10(span)) * part for part in (0.1, 0.2, 0.5, 1, 2))
        if span / size <= 5
    )
    y = top - _UNIT_GAP - LINE / 2
    for count in range(math.ceil(min(ends) / step), math.floor(max(ends) / step) + 1):
        words, x = format_magnitude(count * step, "one"), geometry.zero + count * step * geometry.scale
        sheet.write_text(x - measure_text(words) / 2, y, words, colour=QUIET)
        sheet.draw_line([x, x], [top, sheet.height], RULE, 0.7, 0)


def _draw_row(sheet: Sheet, layout: _Layout, at: int, geometry: _Geometry) -> None:
    """Draws one row, with the heading of its group if it is the first there, and moves down below it."""
    name, found = layout.rows[at]
    if at in layout.groups:
        sheet.height += 0.06 if at else 0
        sheet.draw_bar(0, sheet.height + (LINE - _SWATCH) / 2, _SWATCH, _SWATCH, found[0].colour)
        start = _SWATCH + 0.06
        lines = wrap_text(begin_with_capital(layout.groups[at]), sheet.width - start, bold=True)
        sheet.write_lines(start, sheet.height + len(lines) * LINE / 2, lines, bold=True, colour=QUIET)
        sheet.height += len(lines) * LINE + 0.07
    top = sheet.height
    if sheet.narrow:
        lines = wrap_text(name, sheet.width, bold=True)
        sheet.write_lines(0, sheet.height + len(lines) * LINE / 2, lines, bold=True)
        sheet.height += len(lines) * LINE + 0.03
    for position, bar in enumerate(found):
        _draw_bar(sheet, bar, geometry, at * len(found) + position, _THIN_BAR_DEPTH if len(found) > 1 else BAR_DEPTH)
    if not sheet.narrow:
        lines = wrap_text(name, geometry.left - PAD)
        middle = max((top + sheet.height - _BAR_GAP) / 2, top + len(lines) * LINE / 2)
        sheet.write_lines(0, middle, lines)
        sheet.height = max(sheet.height, top + len(lines) * LINE + _BAR_GAP)
    sheet.height += ROW_GAP - _BAR_GAP


def _draw_bar(sheet: Sheet, bar: Bar, geometry: _Geometry, number: int, depth: float) -> None:
    """Draws one bar with its interval, heading and number, and moves down below it."""
    estimate, above, zero, scale = bar.estimate, geometry.above, geometry.zero, geometry.scale
    if above and (bar.heading or above == 2):
        end = 0.0
        if above == 2:
            end = sheet.write_text(0, sheet.height + LINE / 2, bar.number_text, bold=True, number=number) + 0.05
        lines = wrap_text(bar.heading, sheet.width - end) or [""]
        sheet.write_lines(end, sheet.height + len(lines) * LINE / 2, lines, colour=QUIET)
        sheet.height += len(lines) * LINE + 0.02
    y = sheet.height
    sheet.draw_bar(zero, y, estimate.value * scale, depth, bar.colour)
    if sheet.narrow:
        sheet.draw_line([zero, zero], [y - 0.02, y + depth + 0.02], QUIET, 0.8)
    draw_interval(sheet, estimate, zero, scale, y + depth / 2, canvas.choose_legible_colour(bar.colour))
    if above < 2:
        at = geometry.column or zero + max(0.0, estimate.value) * scale + PAD
        end = sheet.write_text(at, y + depth / 2, bar.number_text, bold=True, number=number)
        if bar.heading and not above:
            sheet.write_text(end + 0.05, y + depth / 2, bar.heading, colour=QUIET)
    sheet.height += depth + _BAR_GAP


def get_finite_interval(estimate: Estimate) -> tuple[float, float]:
    """Returns the interval's ends; the value itself takes the place of an infinite end, which cannot be drawn."""
    low, high = (end if math.isfinite(end) else estimate.value for end in (estimate.low, estimate.high))
    return low, high


def draw_interval(sheet: Sheet, estimate: Estimate, zero: float, scale: float, y: float, upon: str) -> None:
    """Draws the interval as a line with ends, in the colour `upon` where it is on the bar that begins at `zero`."""
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
