"""Horizontal bars: direct labels, intervals drawn, names of the series at their first visible bar."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.errors import UsageError
from analysis.estimates.estimate import Estimate
from analysis.show.charts import canvas as drawing
from analysis.show.charts.canvas import INK, QUIET, RULE, Sheet
from analysis.show.charts.figure import WHISKERS, Chart, assemble, rows_of
from analysis.show.number import magnitude, places_alike, written
from analysis.show.table import table

if TYPE_CHECKING:
    import pandas as pd

# All in inches.
THICK, _THIN = 0.20, 0.16  # a bar alone in its row, and one of several
_BETWEEN, ROWS = 0.05, 0.16  # between the bars of a row, and between rows
PAD = 0.08  # between a bar and its words
_NAMES = 0.34  # of the width, at most, for the names beside the bars
_LEAST = 0.35  # of the room for bars: less for the longest bar, and the words move above the bars
_LEAST_NARROW = 0.5
_UNIT = 0.09  # between the words on the unit and the first bar
_SEEN = 0.01  # of the longest bar: a shorter one shows no colour
_SWATCH = 0.11
_PLAIN = {"item": "Number", "person": "Persons", "per_thousand": "Per thousand"}  # what the labels do not say
_MUTE = ("one", "item", "person", "per_thousand")


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
    rows = rows_of(frame, key, label, list(headings), [by] if by else [])
    kinds = _kinds(frame, key, by, rows)
    plan = _Plan(rows, list(headings.values()), kinds, spec)
    estimates = [estimate for _, found in rows for estimate in found]
    unit = _unit(estimates, list(headings))

    def lay(width: float) -> Sheet:
        sheet = Sheet(width)
        if unit:
            sheet.text(0, drawing.LINE / 2, unit, colour=QUIET)
            sheet.height += drawing.LINE + _UNIT
        divided = _frame(sheet, plan)
        top = sheet.height
        for at in range(len(rows)):
            _row(sheet, plan, at, divided)
        sheet.height -= ROWS - _BETWEEN - 0.02
        if not sheet.narrow:
            sheet.line([divided.zero, divided.zero], [top, sheet.height], QUIET, 0.8)
            if unit and {estimate.unit for estimate in estimates} == {"one"}:
                _axis(sheet, divided, estimates, top)
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
    return assemble(
        title,
        places,
        key=key,
        lay=lay,
        data=data,
        alt=lambda text: told(text, rows, list(headings.values())),
        keys=[[WHISKERS]] * plan.whiskers,
    )


@dataclass(frozen=True)
class Bar:
    """One bar: how long, what is said after it, and its colour."""

    estimate: Estimate
    heading: str
    size: str
    colour: str


class _Plan:
    """What is the same at both widths: every row's bars, and where which name of a series stands."""

    def __init__(
        self, rows: Sequence[tuple[str, list[Estimate]]], said: Sequence[str], kinds: Sequence[str], spec: str
    ):
        self.several = len(said)
        runs = [kind for at, kind in enumerate(kinds) if not at or kinds[at - 1] != kind]
        grouped = 1 < len(set(kinds)) == len(runs) < len(rows)
        self.groups = {kinds.index(kind): kind for kind in runs} if grouped else {}
        alike = [places_alike(found[position] for _, found in rows) for position in range(self.several)]
        tones = [list(dict.fromkeys(kinds)).index(kind) for kind in kinds]
        first = _first_seen(rows, said, [""] * len(kinds) if grouped else kinds)
        self.rows = [
            (
                name,
                [
                    Bar(
                        estimate,
                        first.get((at, position), ""),
                        written(estimate, spec, alike[position]),
                        drawing.series(position + tones[at]),
                    )
                    for position, estimate in enumerate(found)
                ],
            )
            for at, (name, found) in enumerate(rows)
        ]
        self.bars = [bar for _, found in self.rows for bar in found]
        self.whiskers = any(low < high for low, high in map(reach, (bar.estimate for bar in self.bars)))


def _first_seen(
    rows: Sequence[tuple[str, list[Estimate]]], said: Sequence[str], kinds: Sequence[str]
) -> dict[tuple[int, int], str]:
    """Returns, by row and place in it, the bar that carries a series' name: its first that shows a colour, if any."""
    least = _SEEN * max(abs(end) for _, found in rows for e in found for end in (*reach(e), e.value))
    names: dict[tuple[int, int], str] = {}
    for position, heading in enumerate(said):
        for kind in dict.fromkeys(kinds):
            of_it = [at for at, its in enumerate(kinds) if its == kind]
            at = next((at for at in of_it if abs(rows[at][1][position].value) > least), of_it[0])
            names[at, position] = heading or kind
    return names


def _kinds(frame: pd.DataFrame, key: str, by: str, rows: Sequence[tuple[str, Sequence[Estimate]]]) -> list[str]:
    if not by:
        return [""] * len(rows)
    if len(rows[0][1]) > 1:
        raise UsageError(f"chart {key!r}: several bars a row are told apart by colour already; leave out by={by!r}.")
    return [str(kind) for kind in frame[by]]


def _unit(estimates: Sequence[Estimate], columns: Sequence[str]) -> str:
    """What the numbers count or measure, where `51` or `0.45` does not say so itself."""
    units = {estimate.unit for estimate in estimates}
    if len(units) > 1 or not units <= set(_MUTE):
        return ""
    (unit,) = units
    named = columns[0].replace("_", " ") if len(columns) == 1 else ""
    if named and unit == "item":
        return f"Number of {named}"
    return _begun(named) or _PLAIN.get(unit, "")


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


def told(title: str, rows: Sequence[tuple[str, Sequence[Estimate]]], headings: Sequence[str], more: str = "") -> str:
    """Returns a sentence for those who cannot see the chart: its finding, then every bar."""
    said = [
        f"{name}: "
        + ", ".join(f"{written(e, 'range')} {heading}".strip() for e, heading in zip(found, headings, strict=True))
        for name, found in rows
    ]
    return f"Bar chart. {title}. {'; '.join(said)}.{' ' + more if more else ''}"


def beside(sheet: Sheet, names: Sequence[str], bold: str = "") -> float:
    """Returns where the bars begin: right of the names, which stand above the bars in a narrow drawing."""
    if sheet.narrow:
        return 0.01
    lines = [line for name in names for line in drawing.wrapped(name, sheet.width * _NAMES, bold=name == bold)]
    return max(drawing.text_width(line, bold=True) for line in lines) + 2 * PAD


@dataclass(frozen=True)
class _Frame:
    """How a sheet is divided: inches a unit, where names end and zero lies, and where sizes stand in a column.

    above: how many of heading and number stand above the bars.
    """

    left: float
    scale: float
    zero: float
    above: int
    column: float | None


def _frame(sheet: Sheet, plan: _Plan) -> _Frame:
    """The scale is the largest at which every bar, its interval and the words after it stay on the sheet.

    Beside intervals the words stand in one column: at a whisker's end, a number would seem to be read off there.
    """
    left = beside(sheet, [name for name, _ in plan.rows])
    bars = plan.bars
    least = min(0.0, *(min(reach(bar.estimate)[0], bar.estimate.value) for bar in bars))
    ends = [max(0.0, reach(bar.estimate)[1], bar.estimate.value) for bar in bars]
    room = sheet.width - left - 0.02
    scale = 1.0
    for above in (0, 1, 2):
        words = [_words_width((bar.heading, bar.size)[above:]) for bar in bars]
        if plan.whiskers:
            words, ends = [max(words)] * len(words), [max(ends)] * len(ends)
        scale = min(
            (room - wide - bool(wide) * PAD) / ((end - least) or 1) for wide, end in zip(words, ends, strict=True)
        )
        if scale * (max(ends) - least) >= (_LEAST_NARROW if sheet.narrow else _LEAST) * room:
            break
    zero = left - least * scale
    return _Frame(left, scale, zero, above, zero + max(ends) * scale + PAD if plan.whiskers else None)


def _words_width(words: Sequence[str]) -> float:
    """The width of a number with its heading after it; `words` holds heading and number, or fewer of them."""
    return sum(drawing.text_width(text, bold=text is words[-1]) for text in words) + 0.05 * (len(words) - 1)


def _axis(sheet: Sheet, frame: _Frame, estimates: Sequence[Estimate], top: float) -> None:
    """Writes the scale on the line of the unit, with a fine line down from each number."""
    ends = [end for estimate in estimates for end in (*reach(estimate), estimate.value, 0.0)]
    span = (max(ends) - min(ends)) or 1
    step = next(
        size
        for size in (10.0 ** math.floor(math.log10(span)) * part for part in (0.1, 0.2, 0.5, 1, 2))
        if span / size <= 5
    )
    y = top - _UNIT - drawing.LINE / 2
    for count in range(math.ceil(min(ends) / step), math.floor(max(ends) / step) + 1):
        words, x = magnitude(count * step, "one"), frame.zero + count * step * frame.scale
        sheet.text(x - drawing.text_width(words) / 2, y, words, colour=QUIET)
        sheet.line([x, x], [top, sheet.height], RULE, 0.7, 0)


def _row(sheet: Sheet, plan: _Plan, at: int, frame: _Frame) -> None:
    """Draws one row, with the heading of its group if it is the first of one, and moves down past it."""
    name, found = plan.rows[at]
    if at in plan.groups:
        sheet.height += 0.06 if at else 0
        sheet.bar(0, sheet.height + (drawing.LINE - _SWATCH) / 2, _SWATCH, _SWATCH, found[0].colour)
        sheet.text(_SWATCH + 0.06, sheet.height + drawing.LINE / 2, _begun(plan.groups[at]), bold=True, colour=QUIET)
        sheet.height += drawing.LINE + 0.07
    top = sheet.height
    if sheet.narrow:
        lines = drawing.wrapped(name, sheet.width, bold=True)
        sheet.texts(0, sheet.height + len(lines) * drawing.LINE / 2, lines, bold=True)
        sheet.height += len(lines) * drawing.LINE + 0.03
    for position, bar in enumerate(found):
        _bar(sheet, bar, frame, at * len(found) + position, _THIN if len(found) > 1 else THICK)
    if not sheet.narrow:
        lines = drawing.wrapped(name, frame.left - PAD)
        middle = max((top + sheet.height - _BETWEEN) / 2, top + len(lines) * drawing.LINE / 2)
        sheet.texts(0, middle, lines)
        sheet.height = max(sheet.height, top + len(lines) * drawing.LINE + _BETWEEN)
    sheet.height += ROWS - _BETWEEN


def _bar(sheet: Sheet, bar: Bar, frame: _Frame, number: int, thickness: float) -> None:
    """Draws one bar with its interval, heading and number, and moves down past it."""
    estimate, above, zero, scale = bar.estimate, frame.above, frame.zero, frame.scale
    if above and (bar.heading or above == 2):
        end = 0.0
        if above == 2:
            end = sheet.text(0, sheet.height + drawing.LINE / 2, bar.size, bold=True, number=number) + 0.05
        sheet.text(end, sheet.height + drawing.LINE / 2, bar.heading, colour=QUIET)
        sheet.height += drawing.LINE + 0.02
    y = sheet.height
    sheet.bar(zero, y, estimate.value * scale, thickness, bar.colour)
    if sheet.narrow:
        sheet.line([zero, zero], [y - 0.02, y + thickness + 0.02], QUIET, 0.8)
    whisker(sheet, estimate, zero, scale, y + thickness / 2, drawing.upon(bar.colour))
    if above < 2:
        at = frame.column or zero + max(0.0, estimate.value) * scale + PAD
        end = sheet.text(at, y + thickness / 2, bar.size, bold=True, number=number)
        if bar.heading and not above:
            sheet.text(end + 0.05, y + thickness / 2, bar.heading, colour=QUIET)
    sheet.height += thickness + _BETWEEN


def reach(estimate: Estimate) -> tuple[float, float]:
    """Returns the interval as far as it can be drawn: an end at infinity is left out."""
    low, high = (end if math.isfinite(end) else estimate.value for end in (estimate.low, estimate.high))
    return low, high


def whisker(sheet: Sheet, estimate: Estimate, zero: float, scale: float, y: float, upon: str) -> None:
    """Draws the interval as a line with ends, in the colour `upon` where it lies on the bar from `zero` on."""
    low, high = reach(estimate)
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
            sheet.line([zero + start * scale, zero + stop * scale], [y, y], upon if on_bar else INK, 1.3)
    for end in (low, high):
        on_bar = inside[0] < end < inside[1]
        x = zero + end * scale
        sheet.line([x, x], [y - 0.05, y + 0.05], upon if on_bar else INK, 1.3)
