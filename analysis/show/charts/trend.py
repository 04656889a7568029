"""A time series: a number for each date, with what is unsure of it, and a target as a line across."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis import dates
from analysis.errors import UsageError
from analysis.estimates.estimate import Estimate
from analysis.label import Label
from analysis.messages import gettext
from analysis.show.charts.axis import Axis, choose_subtitle, name_tick, pad_span, span_values, write_subtitle
from analysis.show.charts.bars import describe_bars
from analysis.show.charts.canvas import Sheet
from analysis.show.charts.certainty import Certainty, draw_upright, judge_certainty, list_key
from analysis.show.charts.drawing import INK, QUIET, RULE
from analysis.show.charts.figure import Chart, build_chart, caption_data, convert_to_one_unit, get_estimate, list_rows
from analysis.show.charts.meaning import find_looks
from analysis.show.charts.rows import spread_labels
from analysis.show.charts.time_axis import TimeAxis, draw_time_axis
from analysis.show.charts.typeface import LINE, measure_text, wrap_text
from analysis.show.frame import open_frame
from analysis.show.number import format_estimate
from analysis.show.other_frames import AnyFrame
from analysis.show.table import table
from analysis.style.looks import Look
from analysis.wording.headings import name_column

_HEIGHT, _HEIGHT_NARROW = 2.6, 2.3  # inches of the field
_TICKS = 4
_MAX_LABEL_SHARE = 0.3  # of the width, for the last numbers and the names beside the lines; else they stand above them


def trend(
    frame: AnyFrame,
    title: str,
    *,
    key: str,
    when: str,
    value: str,
    date: str = "",
    series: str = "",
    target: Mapping[str, Estimate] | None = None,
    with_zero: bool = True,
    spec: str = "",
    subtitle: str | Label = "",
    beside: Mapping[str, str | Label] | None = None,
    **places: Any,
) -> Chart:
    """Returns a time series: a mark for each row at its date, joined within a series; the last has its number.

    frame: one row a date, in any order. title: a finding; may have places, filled from `places` as in `say`.
    key: a stable name, for cross-references. when: column of the dates in words, as Labels. value: column of Estimates.
    date: column of EDTF dates, such as 2016 or 2025-12-28; by default `when` itself. A date stands at its middle.
    series: column of names, where there are several lines; parties and plans have their own colours and marks.
    target: name -> Estimate that all are compared with, a line across. with_zero: whether the scale begins at 0.
    spec: number format (see `analysis.wording.numbers.format_number`). subtitle: what is measured and in which unit,
    without digits. beside: further columns -> their headings in the data behind the figure.
    Raises UsageError if a column is missing, there are no rows, a date is no EDTF date, or the numbers measure
    different things; UntracedNumber for a value that is not an Estimate, or a digit in the subtitle.

    >>> import pandas as pd
    >>> from analysis import number, trend
    >>> from analysis.label import Label
    >>> years = [Label(year, f"years/{year}") for year in ("2016", "2017")]
    >>> frame = pd.DataFrame({"year": years, "aid": [number(59, "USD"), number(72, "USD")]})
    >>> trend(frame, "Aid grew", key="k", when="year", value="aid").alt
    'Time series. Aid grew. Aid, in dollars. 2016: $59; 2017: $72.'
    """
    import pandas as pd

    where = f"chart {key!r}"
    opened = open_frame(frame, where)
    columns = [name for name in (when, value, date, series) if name]
    found = list_rows(opened, key, columns)
    goals = list((target or {}).items())
    named = [
        (f"{row[series]}, {row[when]}" if series else str(row[when]), [get_estimate(row[value], key)]) for row in found
    ]
    drawn = [one for (one,) in convert_to_one_unit([*named, *((name, [one]) for name, one in goals)], key)]
    points = [
        _Point(
            _find_middle(str(row[date or when]), where),
            judge_certainty(one),
            format_estimate(given, spec),
            at,
            row[series] if series else "",
        )
        for at, (row, one, (_, (given,))) in enumerate(zip(found, drawn, named, strict=False))
    ]
    lines = [
        _Goal(name, one.value, format_estimate(given, spec), at)
        for at, ((name, given), one) in enumerate(zip(goals, drawn[len(found) :], strict=True), len(found))
    ]
    rest = pd.DataFrame([{when: Label(name, one.name), value: one} for name, one in goals], dtype=object)
    kept = [name for name in (series, when, value) if name]
    shown = opened[[*kept, *(beside or {})]]
    data = table(
        pd.concat([shown, rest], ignore_index=True) if goals else shown,
        caption_data(),
        key=key,
        columns={name: name_column(name) for name in kept} | dict(beside or {}),
    )
    said = choose_subtitle(subtitle, drawn[:1], [value], where)
    every = [*named, *((name, [one]) for name, one in goals)]
    return build_chart(
        title,
        places,
        key=key,
        draw=lambda width: _draw_sheet(width, points, lines, drawn[0].unit, said, with_zero),
        data=data,
        alt=lambda text: describe_bars(text, every, [""], said, kind=gettext("Time series.")),
        legend=list_key(point.certainty for point in points),
    )


@dataclass(frozen=True)
class _Point:
    """One number at a day. number: its place in the data. series: the cell that names its line."""

    day: float
    certainty: Certainty
    text: str
    number: int
    series: object


@dataclass(frozen=True)
class _Goal:
    """A line across: its name, its height, its number in words, and the place of that in the data."""

    name: str
    value: float
    text: str
    number: int


def _find_middle(text: str, where: str) -> float:
    """Returns the middle day of an EDTF date. Raises UsageError for any other text."""
    try:
        first, last = dates.compute_span(text)
    except ValueError as error:
        raise UsageError(
            f"{where}: found {text!r}; allowed: a date as EDTF writes it, such as 2016 or 2025-12-28 ({error}); give "
            "date=..., the column that has it."
        ) from None
    return (first.toordinal() + last.toordinal()) / 2


def _draw_sheet(
    width: float, points: Sequence[_Point], goals: Sequence[_Goal], unit: str, subtitle: str, with_zero: bool
) -> Sheet:
    sheet = Sheet(width)
    write_subtitle(sheet, subtitle)
    found = [point.certainty for point in points] + [
        Certainty("stated", goal.value, goal.value, goal.value) for goal in goals
    ]
    low, high = pad_span(*span_values(found, with_zero=with_zero))
    ups = Axis(low, high, unit, 0.0, _HEIGHT_NARROW if sheet.narrow else _HEIGHT)
    ticks = [(tick, name_tick(tick, unit)) for tick in ups.list_ticks(_TICKS)]
    left = max(measure_text(words) for _, words in ticks) + 0.12
    series = list(dict.fromkeys(point.series for point in points))
    looks = find_looks(series)
    last = {str(name): max((one for one in points if one.series == name), key=lambda one: one.day) for name in series}
    room = max(measure_text(one.text, bold=True) for one in last.values()) + max(map(measure_text, looks)) + 0.25
    is_beside = room <= width * _MAX_LABEL_SHARE
    if not is_beside:
        room = 0.12
        _list_ends(sheet, last, looks)
    top, foot = sheet.height + 0.08, sheet.height + 0.08 + ups.length
    days = [point.day for point in points]
    axis = TimeAxis(min(days), max(max(days), min(days) + 1), left + 0.08, width - left - room - 0.08)
    for tick, words in ticks:
        y = foot - ups(tick)
        sheet.write_text(left - 0.08 - measure_text(words), y, words, colour=QUIET)
        sheet.draw_line([left, axis(max(days))], [y, y], RULE, 0.7, 0)
    for goal in goals:
        y = foot - ups(goal.value)
        sheet.draw_line([left, axis(max(days))], [y, y], INK, 1.3, 1)
        end = sheet.write_text(left + 0.06, y - LINE * 0.6, f"{goal.name}: ", bold=True)
        sheet.write_text(end, y - LINE * 0.6, goal.text, bold=True, number=goal.number)
    ends = spread_labels([foot - ups(last[str(name)].certainty.value) for name in series], LINE)
    for name, height in zip(series, ends, strict=True):
        look = looks[str(name)]
        line = sorted((point for point in points if point.series == name), key=lambda one: one.day)
        heights = [foot - ups(one.certainty.value) for one in line]
        sheet.draw_line([axis(one.day) for one in line], heights, look.colour, 1.8)
        for one in line:
            draw_upright(sheet, one.certainty, lambda value: foot - ups(value), axis(one.day), look)
        if is_beside:
            text, label = last[str(name)].text, str(name)
            end = sheet.write_text(axis(max(days)) + 0.12, height, text, bold=True, number=last[label].number)
            sheet.write_text(end + 0.07, height, label)
    sheet.height = foot + 0.08
    for x in draw_time_axis(sheet, axis):
        sheet.draw_line([x, x], [top, foot], RULE, 0.7, 0)
    return sheet


def _list_ends(sheet: Sheet, last: Mapping[str, _Point], looks: Mapping[str, Look]) -> None:
    """Writes the last number of each line above the field, where there is no room for it beside its end."""
    for name, point in last.items():
        lines = wrap_text(name, sheet.width - 0.3) if name else []
        wide = measure_text(point.text, bold=True)
        at, y = sheet.width - wide, sheet.height + LINE / 2
        if name:
            sheet.draw_dot(0.08, y, looks[name].mark, looks[name].colour)
            sheet.write_lines(0.19, y + (len(lines) - 1) * LINE / 2, lines)
            after = 0.19 + measure_text(lines[-1]) + 0.07
            y += (len(lines) - 1 + (after + wide > sheet.width)) * LINE
            at = after if after + wide <= sheet.width else 0.19
        sheet.write_text(at, y, point.text, bold=True, number=point.number)
        sheet.height = y + LINE / 2 + 0.04
