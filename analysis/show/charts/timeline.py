"""A timeline: events on one axis of time, each as wide as its date is imprecise; a crowded stretch is drawn larger."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from analysis.estimates.estimate import Estimate
from analysis.show.charts import canvas
from analysis.show.charts.canvas import Sheet
from analysis.show.charts.drawing import PAPER, QUIET, RULE, TINT
from analysis.show.charts.figure import Chart, build_chart, get_estimate, list_rows
from analysis.show.charts.typeface import LINE, measure_text, wrap_text
from analysis.show.frame import open_frame
from analysis.show.table import table
from analysis.wording.capitals import begin_with_capital

if TYPE_CHECKING:
    import pandas as pd

_OPEN_START, _OPEN_END = date.min.toordinal(), date.max.toordinal()  # where a date without a start or an end reaches
_ROW_DEPTH = 0.21  # inches an event, at least
_TICK_GAP = 0.33  # inches between two dates of the axis, at least
_WORD_GAP = 0.06  # inches between two words of the axis, at least
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_CROWD_MIN_EVENTS, _CROWD_SHARE = (
    6,
    0.05,
)  # at least so many events, half of them in so small a part of the time: then that part is drawn larger
_ENLARGED_SHARE, _MIN_OTHER_SHARE = (
    0.5,
    0.12,
)  # of the axis: for the part drawn larger; for the time before or after it, at least


def timeline(
    frame: pd.DataFrame,
    title: str,
    *,
    key: str,
    day: str = "day",
    when: str = "date",
    label: str = "title",
    mark: str = "",
    kind: str = "kind",
    **places: Any,
) -> Chart:
    """Returns a timeline: events as dots and bars on one axis of time, in the order of the frame.

    frame: one row an event. title: a finding; may have places, filled from `places` as in `say`.
    key: a stable name, for cross-references. day: column of Estimates in days (`Case.day`); an interval is drawn as a
    bar. when, label: columns with the date in words and the name, as Labels. mark: the name of the event to emphasise.
    kind: column of words, if the frame has it; an event that is `scheduled` is drawn hollow.
    Equal lengths are equal times, unless half of the events are within a twentieth of the whole time: that stretch is
    drawn larger, on a background of its own. In a narrow drawing each event has its own axis, below its words.
    Raises UsageError if a column is missing or there are no rows, UntracedNumber for a day that is not an Estimate.

    >>> from analysis import compare, load_case, timeline
    >>> events = compare.timeline.events(load_case())
    >>> timeline(events[events.date.map(str) == "28 February 2025"], "The first meeting", key="first").alt
    'The first meeting. Timeline. 28 February 2025: First meeting of the second term ends in discord.'
    """
    frame = open_frame(frame, f"chart {key!r}")
    rows = [
        _Event(
            str(row[when]),
            str(row[label]),
            get_estimate(row[day], key),
            str(row[label]) == mark,
            row.get(kind) == "scheduled",
        )
        for row in list_rows(frame, key, (day, when, label))
    ]

    def draw_sheet(width: float) -> Sheet:
        sheet = Sheet(width)
        left = 0.1 if sheet.narrow else max(measure_text(event.when) for event in rows) + 0.15
        scale = _make_scale([event.day for event in rows], left, width * (0.96 if sheet.narrow else 0.42) - 0.1)
        lines = _draw_axis(sheet, scale)
        top = sheet.height - 0.06
        sheet.end_row()
        for event in rows:
            _draw_event(sheet, event, scale, lines)
            sheet.end_row()
        if not sheet.narrow:
            _draw_background(sheet, scale, lines, top, sheet.height)
        _draw_legend(sheet, rows, scale.enlarged is not None)
        return sheet

    data = table(
        frame, "Data behind the figure", key=key, columns={when: "date", label: "event"}, spec={when: "capital"}
    )
    said = "; ".join(f"{event.when}: {event.name}" for event in rows)
    return build_chart(
        title,
        places,
        key=key,
        draw=draw_sheet,
        data=data,
        alt=lambda text: f"{text}. Timeline. {said}.",
        drawn=[event.day for event in rows],
    )


@dataclass(frozen=True)
class _Event:
    """One event: its date and name in words, and the day, with an interval if it is not known exactly."""

    when: str
    name: str
    day: Estimate
    is_marked: bool
    is_scheduled: bool


@dataclass(frozen=True)
class _Scale:
    """Converts days to inches from the left: linear from each joint, a day and its inches, to the next.

    enlarged: the position of the part drawn larger, if there is one.
    """

    joints: tuple[tuple[float, float], ...]
    enlarged: int | None

    def __call__(self, day: float) -> float:
        day = min(max(day, self.joints[0][0]), self.joints[-1][0])  # a date without an end reaches that of the axis
        at = min(max(bisect_right(self.joints, (day, math.inf)) - 1, 0), len(self.joints) - 2)
        (first, x), (last, end) = self.joints[at : at + 2]
        return x + (day - first) * (end - x) / (last - first)

    @property
    def ends(self) -> tuple[float, float]:
        """Where the axis begins and ends, in inches."""
        return self.joints[0][1], self.joints[-1][1]

    @property
    def enlarged_ends(self) -> tuple[float, float]:
        """Where the part drawn larger begins and ends, in inches."""
        return self.joints[self.enlarged or 0][1], self.joints[(self.enlarged or 0) + 1][1]


def _make_scale(days: Sequence[Estimate], left: float, length: float) -> _Scale:
    """Returns the scale of an axis that begins `left` inches from the left and is `length` inches long."""
    first = min(day.low if day.low > _OPEN_START else day.high for day in days)
    last = max(day.high if day.high < _OPEN_END else day.low for day in days)
    last = max(last, first + 1)
    crowd = _find_crowd(days, (last - first) * _CROWD_SHARE)
    if crowd is None:
        return _Scale(((first, left), (last, left + length)), None)
    room = max(0.5, (crowd[1] - crowd[0]) * 0.04)
    edges = [first, max(first, crowd[0] - room), min(last, crowd[1] + room), last]
    rest = edges[1] - first + last - edges[2]
    shares = [
        _MIN_OTHER_SHARE + (1 - _ENLARGED_SHARE - 2 * _MIN_OTHER_SHARE) * part / rest if part else 0.0
        for part in (edges[1] - first, last - edges[2])
    ]
    sizes = [shares[0], 1 - sum(shares), shares[1]]
    joints = [(first, left)]
    for day, size in zip(edges[1:], sizes, strict=True):
        if size:
            joints.append((day, joints[-1][1] + size * length))
    return _Scale(tuple(joints), 1 if shares[0] else 0)


def _find_crowd(days: Sequence[Estimate], most: float) -> tuple[float, float] | None:
    """Returns the first and last day of the largest crowd within `most` days, if it is half of all events or more."""
    spans = [(day.low, day.high) for day in days]
    best: tuple[int, float, float, float] = (0, 0.0, 0.0, 0.0)
    for start in sorted({low for low, _ in spans}):
        ends = [high for low, high in spans if start <= low and high <= start + most]
        if ends:
            best = max(best, (len(ends), start - max(ends), start, max(ends)))
    count, _, start, end = best
    return (start, end) if len(days) >= _CROWD_MIN_EVENTS and len(days) / 2 <= count < len(days) else None


def _draw_axis(sheet: Sheet, scale: _Scale) -> list[float]:
    """Writes the years, the quarters and, where time is drawn larger, the days; returns where their lines are."""
    lines: list[float] = []
    taken: list[tuple[float, float]] = []
    for _, day, words in sorted(_generate_ticks(scale)):
        x, wide = scale(day), measure_text(words)
        start = min(max(x - wide / 2, 0), sheet.width - wide)
        if all(start > end + _WORD_GAP or start + wide < begin - _WORD_GAP for begin, end in taken):
            sheet.write_text(start, LINE / 2, words, colour=QUIET)
            taken.append((start, start + wide))
            lines.append(x)
    sheet.height += LINE + 0.08
    return lines


def _generate_ticks(scale: _Scale) -> Iterator[tuple[int, int, str]]:
    """Yields (rank, day, words): lower ranks are written first, others where there is room for them."""
    for part, ((first, x), (last, end)) in enumerate(pairwise(scale.joints)):
        if part == scale.enlarged:
            apart = next(
                days
                for days in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000)
                if days * (end - x) / (last - first) >= 1.5 * _TICK_GAP
            )
            for day in range(math.ceil(first), math.floor(last) + 1, apart):
                yield 0, day, f"{date.fromordinal(day).day} {_MONTHS[date.fromordinal(day).month - 1]}"
            continue
        years = range(date.fromordinal(int(first)).year, date.fromordinal(int(last)).year + 1)
        days = [
            day
            for year in years
            for month in (1, 4, 7, 10)
            if first <= (day := date(year, month, 1).toordinal()) <= last
        ]
        for day in days:
            found = date.fromordinal(day)
            name = _MONTHS[found.month - 1]
            yield (
                (1, day, str(found.year))
                if found.month == 1
                else (1, day, f"{name} {found.year}")
                if day == days[0]
                else (2, day, name)
            )


def _draw_background(sheet: Sheet, scale: _Scale, lines: Sequence[float], top: float, foot: float) -> None:
    """Draws the lines of the axis between two heights, and the background of the part drawn larger."""
    if scale.enlarged is not None:
        start, end = scale.enlarged_ends
        sheet.draw_band(start, top, end - start, foot - top, TINT)
        for x in (start, end):
            sheet.draw_line([x, x], [top, foot], QUIET, 0.6, 0)
    for x in lines:
        sheet.draw_line([x, x], [top, foot], RULE, 0.7, 0)


def _draw_event(sheet: Sheet, event: _Event, scale: _Scale, lines: Sequence[float]) -> None:
    """Draws one event with its words, and moves down below it. lines: where the lines of the axis are, in inches."""
    when, right = begin_with_capital(event.when), scale.ends[1] + 0.1
    words = wrap_text(
        f"{when}: {event.name}" if sheet.narrow else event.name,
        sheet.width - (0 if sheet.narrow else right + 0.1),
        bold=event.is_marked,
    )
    top = sheet.height
    if sheet.narrow:
        sheet.write_lines(0, top + len(words) * LINE / 2, words, bold=event.is_marked)
        y = top + len(words) * LINE + 0.09
        sheet.height = y + 0.17
        sheet.draw_line([0, sheet.width], [y, y], RULE, 0.7)
        _draw_background(sheet, scale, lines, y - 0.06, y + 0.06)
    else:
        depth = max(_ROW_DEPTH, len(words) * LINE + 0.06)
        y = top + depth / 2
        sheet.write_text(0, y, when, colour=QUIET, bold=event.is_marked)
        sheet.write_lines(right + 0.1, y, words, bold=event.is_marked)
        sheet.height = top + depth
    end = _draw_mark(sheet, event, scale(event.day.low), scale(event.day.high), y)
    if not sheet.narrow:
        sheet.draw_line([end + 0.05, right + 0.05], [y, y], RULE, 0.6)


def _draw_mark(sheet: Sheet, event: _Event, start: float, end: float, y: float) -> float:
    """Draws an event's day or days, hollow if it is scheduled; returns where they end, in inches."""
    colour = canvas.get_series_colour(3 if event.is_marked else 0)
    if not event.day.low < event.day.high:
        sheet.draw_dot(start, y, "D" if event.is_marked else "o", colour, hollow=event.is_scheduled)
        return end
    end = max(end, start + 0.05)
    sheet.draw_line([start, end], [y, y], colour, 5)
    if event.is_scheduled:
        sheet.draw_line([start + 0.016, end - 0.016], [y, y], PAPER, 2.6, 2.1)
    return end


def _draw_legend(sheet: Sheet, events: Sequence[_Event], is_enlarged: bool) -> None:
    """Explains the forms of the marks, unless there is only one."""
    forms = {(event.day.low < event.day.high, event.is_scheduled): event for event in events}
    entries = [
        (forms[form], words)
        for form, words in (
            ((False, False), "one day"),
            ((True, False), "some day within"),
            ((False, True), "scheduled for a day"),
            ((True, True), "scheduled within"),
        )
        if form in forms
    ]
    if len(entries) < 2 and not is_enlarged:
        return
    x = 0.05
    sheet.height += LINE + 0.1
    for event, words in [*entries, *([(None, "stretch drawn larger")] if is_enlarged else [])]:
        if x + 0.26 + measure_text(words) > sheet.width:
            x, sheet.height = 0.05, sheet.height + LINE + 0.04
        y = sheet.height - LINE / 2
        if event is None:
            sheet.draw_band(x - 0.05, y - 0.06, 0.22, 0.12, TINT)
            for edge in (x - 0.05, x + 0.17):
                sheet.draw_line([edge, edge], [y - 0.06, y + 0.06], QUIET, 0.6, 0)
        else:
            exact = not event.day.low < event.day.high
            _draw_mark(sheet, replace(event, is_marked=False), x + 0.06 if exact else x - 0.03, x + 0.15, y)
        x = sheet.write_text(x + 0.23, y, words, colour=QUIET) + 0.22
