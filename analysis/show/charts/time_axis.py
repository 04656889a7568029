"""An axis of time: equal lengths are equal times, without a break; its ticks are years, months or days."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from analysis.messages import Word, pgettext
from analysis.show.charts.canvas import Sheet
from analysis.show.charts.drawing import QUIET
from analysis.show.charts.typeface import LINE, measure_text

OPEN_START, OPEN_END = date.min.toordinal(), date.max.toordinal()  # where a date without a start or an end reaches
_WORD_GAP = 0.08  # inches between two words of the axis, at least
_TICK_WIDTH = 0.45  # inches for one tick
_MONTHS = (
    Word("Jan", "month on an axis"),
    Word("Feb", "month on an axis"),
    Word("Mar", "month on an axis"),
    Word("Apr", "month on an axis"),
    Word("May", "month on an axis"),
    Word("Jun", "month on an axis"),
    Word("Jul", "month on an axis"),
    Word("Aug", "month on an axis"),
    Word("Sep", "month on an axis"),
    Word("Oct", "month on an axis"),
    Word("Nov", "month on an axis"),
    Word("Dec", "month on an axis"),
)


@dataclass(frozen=True)
class TimeAxis:
    """Converts days, as `date.toordinal` counts them, to inches from the left. first, last: its ends in days."""

    first: float
    last: float
    start: float
    length: float

    def __call__(self, day: float) -> float:
        """Returns where a day is; one without a start or an end is at that of the axis."""
        day = min(max(day, self.first), self.last)
        return self.start + (day - self.first) / max(self.last - self.first, 1) * self.length

    def list_ticks(self) -> list[tuple[int, str]]:
        """Returns days with their words: years where time is long, else months or days.

        >>> days = [date(2025, 1, 1).toordinal(), date(2025, 12, 31).toordinal()]
        >>> [words for _, words in TimeAxis(*days, 0, 3).list_ticks()]
        ['2025', 'Apr', 'Jul', 'Oct']
        """
        from matplotlib import dates

        untyped: Any = dates

        first, last = (
            datetime.combine(date.fromordinal(round(day)), time())
            for day in (math.ceil(self.first), math.floor(self.last))
        )
        if first >= last:
            return [(first.toordinal(), format_tick(first.date(), first=True))]
        most = max(3, int(self.length / _TICK_WIDTH))
        locator = untyped.AutoDateLocator(minticks=2, maxticks=most)
        locator.intervald |= {
            untyped.DAILY: [1, 2, 3, 7, 14, 21, 31],
            untyped.MONTHLY: [1, 2, 3, 4, 6, 12],
        }  # enough for three ticks
        found = locator.tick_values(first, last)
        days = sorted({untyped.num2date(one).date() for one in found})
        days = [day for day in days if first.date() <= day <= last.date()]
        are_months = all(day.day == 1 for day in days)
        return [(day.toordinal(), format_tick(day, first=not at, month=are_months)) for at, day in enumerate(days)]


def format_tick(day: date, *, first: bool, month: bool = False) -> str:
    """Returns the words of a tick: a day and its month, or a month alone; January, and the first of all, with a year.

    >>> format_tick(date(2025, 12, 23), first=False), format_tick(date(2025, 4, 1), first=True, month=True)
    ('23 Dec', 'Apr 2025')
    """
    name = _MONTHS[day.month - 1]
    if month:
        if day.month == 1:
            return str(day.year)
        if first:
            return pgettext("on an axis of time", "{month} {year}", month=name, year=day.year)
        return str(name)
    if first:
        return pgettext("on an axis of time", "{day} {month} {year}", day=day.day, month=name, year=day.year)
    return pgettext("on an axis of time", "{day} {month}", day=day.day, month=name)


def name_month(english: str) -> str:
    """Returns the short name of a month as an axis writes it, by its English one.

    >>> name_month("Feb")
    'Feb'
    """
    return str(_MONTHS[_MONTHS.index(english)])


def draw_time_axis(sheet: Sheet, axis: TimeAxis) -> list[float]:
    """Writes the ticks at the foot of the sheet and moves down below them; returns where their lines are, in inches."""
    end, lines = -math.inf, []
    for day, words in axis.list_ticks():
        x, wide = axis(day), measure_text(words)
        start = min(max(x - wide / 2, 0), sheet.width - wide)
        if start > end + _WORD_GAP:
            end = sheet.write_text(start, sheet.height + LINE / 2, words, colour=QUIET)
        lines.append(x)
    sheet.height += LINE + 0.08
    return lines
