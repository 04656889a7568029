"""EDTF dates, read by the standard: Library of Congress, 4 February 2019 (ISO 8601-2:2019), levels 0 to 2.

| kind | examples | here |
|---|---|---|
| year, month, day | `2025`, `2025-10`, `2025-12-28` | read |
| time, with or without a zone | `2026-01-01T23:30:00-05:00` | read, also without seconds; ordered by the moment |
| doubt: `?` uncertain, `~` approximate, `%` both | `2025-12~`, `2004-06~-11`, `?2004-06-~11` | read, by component |
| unspecified digits, anywhere | `202X`, `2025-1X`, `2025-12-2X`, `XXXX-12-XX` | read |
| seasons and other parts of a year, 21 to 41 | `2025-24`, `2025-33` | read |
| interval, with an open (`..`) or an unknown end | `2025-12/2026-01`, `2025/..`, `/2025` | read |
| one of a set, all of a set | `[2025,2026]`, `{1960,1961-12}`, `[..1984]` | read |
| significant digits, exponents | `1950S2`, `Y2E3` | read |
| years before 1 or after 9999 | `-0500`, `Y170000002` | refused: Python has no days there to order them by |
| an interval without both ends | `../..` | refused: it says nothing |
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR
from functools import cache
from itertools import product
from typing import TypeAlias

OPEN, UNKNOWN = "..", ""
NO_DOUBT = ("", "", "")
# The months of each season or other part of a year: the first, and how many.
PARTS_OF_YEAR = {
    **{f"{21 + at}": (3 * at + 3, 3) for at in range(4)},  # as in the north: where they are, the standard leaves open
    **{f"{25 + at}": (3 * at + 3, 3) for at in range(4)},  # northern spring to winter
    **{f"{29 + at}": ((3 * at + 8) % 12 + 1, 3) for at in range(4)},  # southern spring to winter
    **{f"{33 + at}": (3 * at + 1, 3) for at in range(4)},  # quarters
    **{f"{37 + at}": (4 * at + 1, 4) for at in range(3)},  # quadrimesters
    **{f"{40 + at}": (6 * at + 1, 6) for at in range(2)},  # semesters
}
_MARK, _DIGITS = "[?~%]?", r"[\dX]"
_DATE = re.compile(
    rf"({_MARK})({_DIGITS}{{4}})({_MARK})(?:-({_MARK})({_DIGITS}{{2}})({_MARK})(?:-({_MARK})({_DIGITS}{{2}})({_MARK}))?)?"
)
_TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d(?::\d\d)?)(Z|[+-]\d\d(?::\d\d)?)?")
_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d|(?:[01]\d|2[0-3]):59:60")  # 60: a leap second
_ZONE = re.compile(r"|Z|\+00(?::00)?|[+-](?!00(?::00)?$)(?:(?:0\d|1[0-3])(?::[0-5]\d)?|14(?::00)?)")
_OTHER_YEAR = re.compile(r"(Y?)(-?\d{1,12})(?:E(\d{1,2}))?(?:S(\d{1,2}))?")
_SET = re.compile(r"\[([^][{}]+)\]|\{([^][{}]+)\}")
_MAX_MEMBERS = 100


@dataclass(frozen=True)
class Date:
    """A year, month or day, or a moment, as far as it is known.

    year, month, day: digits, with X for an unspecified one; '' where not given. month: also a part of the year, 21 to
    41. doubts: of year, month and day, each '', '?', '~' or '%'. significant: how many digits of the year are sure;
    0: all. time: `23:30:00`, or ''. zone: `Z`, `-05:00` or ''.
    """

    year: str
    month: str = ""
    day: str = ""
    doubts: tuple[str, str, str] = NO_DOUBT
    significant: int = 0
    time: str = ""
    zone: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """The year, month and day that are given."""
        return tuple(filter(None, (self.year, self.month, self.day)))

    @property
    def whole_doubt(self) -> str | None:
        """The doubt that all parts share; None where they differ."""
        found = set(self.doubts[: len(self.parts)])
        return found.pop() if len(found) == 1 else None

    @property
    def is_plain(self) -> bool:
        """Whether every digit is known and the month is one of the twelve. There may be doubt, or a time."""
        return "X" not in self.year + self.month + self.day and self.month < "21" and not self.significant

    def __str__(self) -> str:
        whole = self.whole_doubt
        if whole is None:
            text = "-".join(doubt + part for doubt, part in zip(self.doubts, self.parts, strict=False))
        else:
            text = "-".join(self.parts) + whole
        return (
            text + (f"T{self.time}{self.zone}" if self.time else "") + (f"S{self.significant}" * bool(self.significant))
        )


@dataclass(frozen=True)
class Interval:
    """From one date to another; an end may be OPEN or UNKNOWN. Also a range within a set."""

    start: Date | str
    end: Date | str

    def __str__(self) -> str:
        return f"{self.start}/{self.end}"


@dataclass(frozen=True)
class DateSet:
    """One of some dates or ranges, or, if `every`, all of them."""

    members: tuple[Date | Interval, ...]
    every: bool

    def __str__(self) -> str:
        inside = ",".join(str(one).replace("/", "..").replace("....", "..") for one in self.members)
        return f"{{{inside}}}" if self.every else f"[{inside}]"


Edtf: TypeAlias = Date | Interval | DateSet


@cache
def read_edtf(text: str) -> Edtf:
    """Returns an EDTF date as its parts. Raises ValueError that says in a few words what is wrong with it.

    >>> read_edtf("2025-1X").month, str(read_edtf("2004-06~-11"))
    ('1X', '~2004-~06-11')
    """
    if not text.isascii():
        raise ValueError("a date has only digits and the signs of EDTF: - / . , ? ~ % X [ ] { }")
    if text[:1] in ("[", "{"):
        return _read_set(text)
    if "/" in text:
        start, _, end = text.partition("/")
        if {start, end} <= {OPEN, UNKNOWN}:
            raise ValueError("an interval needs a date at one end")
        return _make_interval(_read_end(start), _read_end(end))
    if "T" in text:
        return _read_moment(text)
    return _read_date(text)


@cache
def is_valid(text: str) -> bool:
    """Returns whether the text is an EDTF date (levels 0 to 2) in the years 1 to 9999, an interval in time order.

    >>> is_valid("2026-01~"), is_valid("2025-13"), is_valid("2026/2025")
    (True, False, False)
    """
    try:
        read_edtf(text)
    except ValueError:
        return False
    return True


def _read_end(text: str) -> Date | str:
    if "T" in text:
        raise ValueError("an interval has dates at its ends, not times")
    return text if text in (OPEN, UNKNOWN) else _read_date(text)


def _read_date(text: str) -> Date:
    found = _DATE.fullmatch(text)
    if not found:
        return _read_other_year(text)
    cells = [cell or "" for cell in found.groups()]
    year, month, day = parts = cells[1::3]
    before, after = cells[0::3], cells[2::3]

    def find_doubt(at: int) -> str:
        """A mark behind a part is also for the parts before it; a mark in front of a part is for that part only."""
        marks = {before[at], *after[at:]} - {""}
        return "" if not parts[at] or not marks else marks.pop() if len(marks) == 1 else "%"

    if year == "0000":
        raise ValueError("years are 0001 to 9999")
    if month and not list_months(month):
        raise ValueError(f"no month or part of a year is {month}: 01 to 12, or 21 to 41")
    if day and month in PARTS_OF_YEAR:
        raise ValueError("a season or another part of a year has no days")
    date = Date(year, month, day, (find_doubt(0), find_doubt(1), find_doubt(2)))
    find_day(date, first=True)
    return date


def _read_other_year(text: str) -> Date:
    """Returns a year with an exponent or significant digits; raises for all that is no date."""
    found = _OTHER_YEAR.fullmatch(text)
    if not found or (not found[1] and not (found[4] and len(found[2]) == 4) and not re.fullmatch(r"-\d{4}", text)):
        raise ValueError("a date is written with its year first, as in 2025-12-28")
    if found[1] and not found[3] and len(found[2].lstrip("-")) <= 4:
        raise ValueError("Y begins a year of more than four digits")
    year = int(found[2]) * 10 ** int(found[3] or 0)
    if not 1 <= year <= 9999:
        raise ValueError("years are 0001 to 9999, since others cannot be ordered by days")
    significant, digits = int(found[4] or 0), len(str(year))
    if found[4] and not 1 <= significant <= digits:
        raise ValueError(f"the year {year} has 1 to {digits} significant digits")
    return Date(f"{year:04}", significant=0 if significant == digits else significant)


def _read_moment(text: str) -> Date:
    found = _TIME.fullmatch(text)
    if not found:
        raise ValueError("a time is written as in 2026-01-01T23:30, with Z or -05:00 behind it where its zone is known")
    year, month, day, time, zone = (part or "" for part in found.groups())
    _read_date(f"{year}-{month}-{day}")
    time += ":00" * (time.count(":") == 1)
    if not _CLOCK.fullmatch(time):
        raise ValueError("times are 00:00:00 to 23:59:59")
    if not _ZONE.fullmatch(zone):
        raise ValueError("zones are -14:00 to +14:00")
    return Date(year, month, day, time=time, zone=zone)


def _read_set(text: str) -> DateSet:
    found = _SET.fullmatch(text)
    members = [member.strip(" ") for member in (found[1] or found[2]).split(",")] if found else []
    if not members or not all(members):
        raise ValueError("a set is written as in [2025,2026] for one of them, {2025,2026} for all")
    if len(members) > _MAX_MEMBERS:
        raise ValueError(f"at most {_MAX_MEMBERS} dates in a set")
    last = len(members) - 1
    return DateSet(tuple(_read_member(one, at == 0, at == last) for at, one in enumerate(members)), text[0] == "{")


def _read_member(text: str, first: bool, last: bool) -> Date | Interval:
    start, dots, end = text.partition("..")
    if not dots:
        return _read_date(text)
    if not (start or first) or not (end or last) or not (start or end):
        raise ValueError("in a set, .. stands between two dates, before the first or after the last")
    return _make_interval(_read_date(start) if start else OPEN, _read_date(end) if end else OPEN)


def _make_interval(start: Date | str, end: Date | str) -> Interval:
    if isinstance(start, Date) and isinstance(end, Date) and find_day(start, first=True) > find_day(end, first=False):
        raise ValueError("it ends before it begins")
    return Interval(start, end)


@cache
def list_months(pattern: str) -> tuple[str, ...]:
    """Returns the months that a pattern may mean, '1X' for instance, or the part of the year itself; () for none.

    >>> list_months("1X"), list_months("33"), list_months("13")
    (('10', '11', '12'), ('33',), ())
    """
    if pattern in PARTS_OF_YEAR:
        return (pattern,)
    return tuple(f"{month:02}" for month in range(1, 13) if matches(pattern, f"{month:02}"))


@cache
def list_days(pattern: str) -> tuple[int, ...]:
    """Returns the days of a month of 31 that a pattern may mean.

    >>> list_days("3X"), list_days("28")
    ((30, 31), (28,))
    """
    return tuple(day for day in range(1, 32) if matches(pattern, f"{day:02}"))


def matches(pattern: str, digits: str) -> bool:
    """Returns whether digits are among those that a pattern may mean.

    >>> matches("2X", "28"), matches("2X", "18")
    (True, False)
    """
    return all(sign in ("X", digit) for sign, digit in zip(pattern, digits, strict=True))


def find_day(date: Date, *, first: bool) -> tuple[int, int, int]:
    """Returns the first or the last year, month and day that a date may mean, doubt aside.

    Winter is December to February, and of the year in which it begins. Raises ValueError if there is no such day.

    >>> find_day(read_edtf("2024-02"), first=False), find_day(read_edtf("2025-24"), first=False)
    ((2024, 2, 29), (2026, 2, 28))
    """
    step = 1 if first else -1
    for year, code in product(list_years(date)[::step], list_months(date.month or "XX")[::step]):
        month = int(code)
        if code in PARTS_OF_YEAR:
            start, count = PARTS_OF_YEAR[code]
            month = start if first else start + count - 1
            year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
            if year > MAXYEAR:
                return MAXYEAR, 12, 31
        last = monthrange(year, month)[1]
        if days := [day for day in list_days(date.day or "XX") if day <= last]:
            return year, month, days[0 if first else -1]
    raise ValueError(f"there is no day {'-'.join(date.parts)}")


def list_years(date: Date) -> tuple[int, ...]:
    """Returns the years that a date may mean, in order.

    >>> list_years(Date("202X"))[::9], list_years(Date("1950", significant=3))[::9]
    ((2020, 2029), (1950, 1959))
    """
    if date.significant:
        year = int(date.year)
        size = 10 ** (len(str(year)) - date.significant)
        return tuple(range(year // size * size, (year // size + 1) * size))
    digits = ("0123456789" if sign == "X" else sign for sign in date.year)
    return tuple(year for year in (int("".join(each)) for each in product(*digits)) if year)
