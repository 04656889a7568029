"""The days and moments that an EDTF date may mean, to order dates and to compare them."""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, datetime, time, timedelta
from functools import cache

from analysis.dates.edtf import PARTS_OF_YEAR, Date, DateSet, Edtf, Interval, find_day, read_edtf


@cache
def compute_span(text: str) -> tuple[date, date]:
    """Returns the first and the last day that the EDTF date may mean; doubt (`~`, `?`) does not widen it.

    An interval with an open or unknown end extends to the first or the last day that Python's dates have. A time is
    on the day of its own zone. Raises ValueError for a text that is no EDTF date.

    >>> first, last = compute_span("2025-10")
    >>> print(first, last)
    2025-10-01 2025-10-31
    """
    return _find_end(read_edtf(text), first=True), _find_end(read_edtf(text), first=False)


def _find_end(found: Edtf | str, *, first: bool) -> date:
    if isinstance(found, Date):
        return date(*find_day(found, first=first))
    if isinstance(found, Interval):
        return _find_end(found.start if first else found.end, first=first)
    if isinstance(found, DateSet):
        return (min if first else max)(_find_end(one, first=first) for one in found.members)
    return date.min if first else date.max


@cache
def compute_reach(text: str) -> tuple[date, date]:
    """Returns the first and the last day that the EDTF date may reach when its doubt is taken at its word.

    What is approximate (`~`) or uncertain (`?`) reaches one more unit of its precision on both sides, what is both
    (`%`) two: whole days, whole months (a season three of them), or whole years. The unit is that of the most precise
    part in doubt. Raises ValueError for a text that is no EDTF date.

    >>> first, last = compute_reach("2025-12~")
    >>> print(first, last)
    2025-11-01 2026-01-31
    """
    return _find_reach(read_edtf(text), first=True), _find_reach(read_edtf(text), first=False)


def _find_reach(found: Edtf | str, *, first: bool) -> date:
    if isinstance(found, Date):
        return _widen(found, _find_end(found, first=first), first)
    if isinstance(found, Interval):
        return _find_reach(found.start if first else found.end, first=first)
    if isinstance(found, DateSet):
        return (min if first else max)(_find_reach(one, first=first) for one in found.members)
    return _find_end(found, first=first)


def _widen(found: Date, end: date, first: bool) -> date:
    year, month, day = found.doubts
    count = (-1 if first else 1) * (2 if "%" in (day or month or year) else 1)
    if day:
        return date.fromordinal(min(max(end.toordinal() + count, 1), date.max.toordinal()))
    if not month and not year:
        return end
    months = PARTS_OF_YEAR[found.month][1] if found.month in PARTS_OF_YEAR else 1
    return move_months(end, count * (months if month else 12), to_end=not first and not found.day)


def move_months(day: date, count: int, to_end: bool = False) -> date:
    """Returns the day some months on, or, if `to_end`, the last of that month; never beyond the days there are.

    >>> print(move_months(date(2024, 2, 29), 12), move_months(date(2025, 12, 28), 12))
    2025-02-28 2026-12-28
    """
    year, month = divmod(min(max(day.year * 12 + day.month - 1 + count, MINYEAR * 12), MAXYEAR * 12 + 11), 12)
    length = monthrange(year, month + 1)[1]
    return date(year, month + 1, length if to_end else min(day.day, length))


@cache
def compute_moments(text: str) -> tuple[datetime, datetime]:
    """Returns the first and the last moment that the EDTF date may mean, in UTC, by which dates are ordered.

    A date without a zone counts as if in UTC. Raises ValueError for a text that is no EDTF date.

    >>> late, early = compute_moments("2026-01-01T23:30:00-05:00"), compute_moments("2026-01-02T01:00:00Z")
    >>> late > early, str(late[0])
    (True, '2026-01-02 04:30:00')
    """
    found = read_edtf(text)
    first, last = compute_span(text)
    if not isinstance(found, Date) or not found.time:
        return datetime.combine(first, time.min), datetime.combine(last, time.max)
    clock = time.fromisoformat(found.time.replace(":60", ":59"))  # Python has no leap second
    moment = datetime.combine(first, clock)
    if found.zone not in ("", "Z"):
        hours, minutes = int(found.zone[1:3]), int(found.zone[4:] or 0)
        shift = timedelta(hours=hours, minutes=minutes) * (1 if found.zone[0] == "-" else -1)
        moment = min(max(datetime.min - moment, shift), datetime.max - moment) + moment
    return moment, moment


def make_sort_key(text: str) -> str:
    """Returns an EDTF date as a number that sorts by time: its first day; a month or a year is before the days in it.

    An interval without a start is sorted by its end, a time by its moment in UTC. Raises ValueError for a text that is
    no EDTF date.

    >>> make_sort_key("2025-12"), make_sort_key("2025-12-28"), make_sort_key("2026-01-01T23:30:00-05:00")
    ('20251200', '20251228', '20260102.043000')
    """
    found = read_edtf(text)
    while not isinstance(found, Date):
        if isinstance(found, DateSet):
            found = found.members[0]
        else:
            found = next(end for end in (found.start, found.end) if isinstance(end, Date))
    if found.time:
        return f"{compute_moments(str(found))[0]:%Y%m%d.%H%M%S}"
    year, month, day = find_day(found, first=True)
    months = month if found.month not in ("", "XX") else 0
    return f"{year:04}{months:02}{day if months and found.day not in ('', 'XX') else 0:02}"
