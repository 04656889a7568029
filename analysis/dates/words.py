"""EDTF dates in words, without gaining precision, and back from words.

All words are in the table ENGLISH; another language is another table. A date is written from the templates of the
table and read back by the same templates, so the two cannot differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from string import Formatter

from analysis.dates.edtf import (
    OPEN,
    PARTS_OF_YEAR,
    Date,
    DateSet,
    Edtf,
    Interval,
    is_valid,
    list_months,
    list_years,
    read_edtf,
)

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_SEASONS = ("spring", "summer", "autumn", "winter")
_ORDINALS = ("first", "second", "third", "fourth")

# Months and parts of the year by their code, with the year behind them.
_ENGLISH_MONTHS = {
    **{f"{at:02}": f"{name} {{year}}" for at, name in enumerate(MONTHS, 1)},
    **{f"{21 + at}": f"{name} {{year}}" for at, name in enumerate(_SEASONS)},
    **{f"{25 + at}": f"northern {name} {{year}}" for at, name in enumerate(_SEASONS)},
    **{f"{29 + at}": f"southern {name} {{year}}" for at, name in enumerate(_SEASONS)},
    **{f"{33 + at}": f"{name} quarter of {{year}}" for at, name in enumerate(_ORDINALS)},
    **{f"{37 + at}": f"{name} four-month period of {{year}}" for at, name in enumerate(_ORDINALS[:3])},
    **{f"{40 + at}": f"{name} half of {{year}}" for at, name in enumerate(_ORDINALS[:2])},
    "XX": "some month of {year}",
    "0X": "some month from January to September {year}",
    "1X": "some month from October to December {year}",
    "X1": "January/November {year}",
    "X2": "February/December {year}",
}
# Days by their code, before a month that is known, and before one that is not.
_ENGLISH_DAYS = {
    **{f"{day:02}": (str(day), f"day {day} of") for day in range(1, 32)},
    "XX": ("some day of", "some day of"),
    "0X": ("some day from 1 to 9", "some day from 1 to 9 of"),
    "1X": ("some day from 10 to 19", "some day from 10 to 19 of"),
    "2X": ("some day from 20 to 29", "some day from 20 to 29 of"),
    "3X": ("some day from 30 to 31", "some day from 30 to 31 of"),
    **{f"X{digit}": (f"some day ending in {digit}", f"some day ending in {digit} of") for digit in range(10)},
}
ENGLISH: Mapping[str, str] = {
    "?": "perhaps {date}",
    "~": "about {date}",
    "%": "perhaps about {date}",
    "parts in doubt": "{date} ({parts})",
    "part?": "{part} uncertain",
    "part~": "{part} approximate",
    "part%": "{part} uncertain/approximate",
    "unknown year": "an unknown year",
    "decade": "the {year}s",
    "years": "some year from {first} to {last}",
    "pattern": "some year of the form {year}",
    "significant": "about {year} (from {first} to {last})",
    "of": "of {year}",  # the year behind a month, where it is not just digits
    "day": "{day} {month}",
    "time": "{date}, {time}",
    "time in UTC": "{date}, {time} UTC",
    "time with zone": "{date}, {time} UTC{zone}",
    "interval": "{start} to {end}",
    "open end": "from {start} on",
    "open start": "until {end}",
    "unknown end": "from {start}, end unknown",
    "unknown start": "until {end}, start unknown",
    "one range": "one of {start} to {end}",  # a range that is all of a set
    "one before": "{end} or earlier",
    "one after": "{start} or later",
    "every range": "all of {start} to {end}",
    "every before": "{end} and earlier",
    "every after": "{start} and later",
    "range": "{start} to {end}",  # one of several members of a set
    "before": "up to {end}",
    "after": "{start} onwards",
    "one": " or ",
    "every": " and ",
}
_PART_NAMES = ("year", "month", "day")
_PART_OF_YEAR = "part of the year"
_YEAR = re.compile(rf"\d{{4}}|{re.escape(ENGLISH['unknown year'])}|\dx|x\d")
_LETTERS = re.compile(r"[^\W\d_]+")
_VOCABULARY = frozenset(
    word
    for text in (
        *ENGLISH.values(),
        *_ENGLISH_MONTHS.values(),
        *(text for pair in _ENGLISH_DAYS.values() for text in pair),
    )
    for word in _LETTERS.findall(re.sub(r"{\w+}", "", text).lower())
) | {*_LETTERS.findall(_PART_OF_YEAR), *_PART_NAMES, "x", "xx", "xxx"}


@cache
def format_date(text: str) -> str:
    """Returns the date in words, as precise as it was given. Raises ValueError for a text that is no EDTF date.

    >>> format_date("2025-12-28"), format_date("2026-01~"), format_date("2025-12/..")
    ('28 December 2025', 'about January 2026', 'from December 2025 on')
    >>> format_date("2025-33"), format_date("2025-1X")
    ('first quarter of 2025', 'some month from October to December 2025')
    >>> format_date("2026-01-01T23:30:00-05:00")
    '1 January 2026, 23:30 UTC−05:00'
    """
    return _write(read_edtf(text))


def _fill(key: str, **words: str) -> str:
    return ENGLISH[key].format(**words)


def _write(found: Edtf) -> str:
    if isinstance(found, Date):
        return _write_date(found)
    if isinstance(found, Interval):
        return _write_interval(found)
    kind = "every" if found.every else "one"
    if len(found.members) == 1:
        return _write_member(found.members[0], f"{kind} ")
    *texts, last = (_write_member(one, "") for one in found.members)
    return ", ".join(texts) + ENGLISH[kind] + last


def _write_interval(found: Interval) -> str:
    if isinstance(found.start, Date) and isinstance(found.end, Date):
        return _fill("interval", start=_write_date(found.start), end=_write_date(found.end))
    if isinstance(found.start, Date):
        return _fill("open end" if found.end == OPEN else "unknown end", start=_write_date(found.start))
    assert isinstance(found.end, Date)
    return _fill("open start" if found.start == OPEN else "unknown start", end=_write_date(found.end))


def _write_member(one: Date | Interval, kind: str) -> str:
    if isinstance(one, Date):
        return _write_date(one)
    ends = {name: _write_date(end) for name, end in (("start", one.start), ("end", one.end)) if isinstance(end, Date)}
    return _fill(kind + ("range" if len(ends) == 2 else "before" if "end" in ends else "after"), **ends)


def _write_date(date: Date) -> str:
    if date.significant:
        first, *_, last = list_years(date)
        return _fill("significant", year=date.year, first=f"{first:04}", last=f"{last:04}")
    text, whole = _write_parts(date), date.whole_doubt
    if date.time:
        zone = "" if date.zone == "Z" else date.zone.replace("-", "−")
        return _fill(
            "time with zone" if date.zone else "time", date=text, time=date.time.removesuffix(":00"), zone=zone
        )
    if whole is None:
        named = zip(_name_parts(date), date.doubts, strict=False)
        doubts = (_fill(f"part{doubt}", part=name) for name, doubt in named if doubt)
        return _fill("parts in doubt", date=text, parts="; ".join(doubts))
    return _fill(whole, date=text) if whole else text


def _name_parts(date: Date) -> tuple[str, ...]:
    return ("year", _PART_OF_YEAR) if date.month in PARTS_OF_YEAR else _PART_NAMES


def _write_parts(date: Date) -> str:
    """Returns a date without its doubts and its time."""
    year = _write_year(date.year)
    if not date.month:
        return year
    if date.month == date.day == "XX":
        return _fill("day", day=_ENGLISH_DAYS["XX"][1], month=year)
    template = _ENGLISH_MONTHS.get(date.month) or _ENGLISH_MONTHS[list_months(date.month)[0]]
    plain = date.year.isdigit() or template.endswith(ENGLISH["of"])
    month = template.format(year=year if plain else _fill("of", year=year))
    if not date.day:
        return month
    known, unknown = _ENGLISH_DAYS[date.day]
    return _fill("day", day=known if len(list_months(date.month)) == 1 else unknown, month=month)


def _write_year(pattern: str) -> str:
    known = pattern.rstrip("X")
    if known.isdigit() and len(known) == 4:
        return pattern
    if not known:
        return ENGLISH["unknown year"]
    if "X" in known:
        return _fill("pattern", year=pattern)
    if len(known) == 3:
        return _fill("decade", year=f"{known}0")
    first, *_, last = list_years(Date(pattern))
    return _fill("years", first=f"{first:04}", last=f"{last:04}")


@cache
def parse_date(words: str) -> str:
    """Returns the EDTF date that `format_date` writes with these words, in any case; '' if they are not a date.

    >>> parse_date("28 December 2025"), parse_date("About January 2026"), parse_date("soon")
    ('2025-12-28', '2026-01~', '')
    """
    text = words.lower()
    if not _YEAR.search(text) or not _VOCABULARY.issuperset(_LETTERS.findall(text)):
        return ""  # as for most texts
    return next((found for found in _parse(text) if is_valid(found) and format_date(found).lower() == text), "")


def _parse(text: str) -> Iterator[str]:
    """Yields EDTF texts that may be what is meant; whoever asks takes the one that reads as the text does."""
    yield from _parse_date(text)
    for key, form in _PARSED_INTERVALS.items():
        for ends in _match(key, text):
            for start in _parse_date(ends.get("start", "")):
                for end in _parse_date(ends.get("end", "")):
                    yield form.format(start=start, end=end)
    for key, brackets in (("one", "[]"), ("every", "{}")):
        for template in (f"{key} range", f"{key} before", f"{key} after"):
            yield from (f"{brackets[0]}{one}{brackets[1]}" for one in _parse_range(template, text))
        if ENGLISH[key] in text:
            members = [_parse_member(one) for part in text.split(", ") for one in part.split(ENGLISH[key])]
            yield f"{brackets[0]}{','.join(members)}{brackets[1]}"


_PARSED_INTERVALS = {
    "interval": "{start}/{end}",
    "open end": "{start}/..",
    "open start": "../{end}",
    "unknown end": "{start}/",
    "unknown start": "/{end}",
}


def _parse_member(text: str) -> str:
    """Returns the member of a set that is written with these words, '' for none."""
    ranges = (one for key in ("range", "before", "after") for one in _parse_range(key, text))
    return next((one for one in (*_parse_date(text), *ranges) if _is_member(one, text)), "")


def _is_member(one: str, text: str) -> bool:
    found = read_edtf(f"[{one}]") if is_valid(f"[{one}]") else None
    return isinstance(found, DateSet) and _write_member(found.members[0], "").lower() == text


def _parse_range(key: str, text: str) -> Iterator[str]:
    for ends in _match(key, text):
        for start in _parse_date(ends.get("start", "")):
            for end in _parse_date(ends.get("end", "")):
                yield f"{start}..{end}"


def _parse_date(text: str) -> Iterator[str]:
    """Yields a date for its words, `~2004-06-11` for instance; an empty one for no words."""
    if not text:
        yield ""
    yield from _parse_parts(text)
    for mark in "%?~":
        for found in _match(mark, text):
            yield from (f"{date}{mark}" for date in _parse_parts(found["date"]))
    for found in _match("significant", text):
        if all(map(_is_year, found.values())):
            size = len(str(int(found["last"]) - int(found["first"])))
            yield f"{found['year']}S{len(found['year'].lstrip('0')) - size}"
    for key, zone in (("time in UTC", "Z"), ("time with zone", ""), ("time", "")):
        for found in _match(key, text):
            clock = found["time"] + (":00" if found["time"].count(":") == 1 else "")
            zone = found.get("zone", zone).replace("−", "-")
            yield from (f"{date}T{clock}{zone}" for date in _parse_parts(found["date"]))
    for found in _match("parts in doubt", text):
        for date in _parse_parts(found["date"]):
            yield _mark_parts(date, found["parts"].split("; "))


def _mark_parts(date: str, doubts: list[str]) -> str:
    parts = date.upper().split("-")
    names = _name_parts(Date(*parts[:3]))
    for doubt in doubts:
        for mark in "%?~":
            for found in _match(f"part{mark}", doubt):
                if found["part"] in names[: len(parts)]:
                    at = names.index(found["part"])
                    parts[at] = mark + parts[at].lstrip("?~%")
    return "-".join(parts)


def _parse_parts(text: str) -> Iterator[str]:
    yield from _parse_month(text)
    for day, phrases in _ENGLISH_DAYS.items():
        for phrase in phrases:
            if text.startswith(phrase):
                rest = text[len(phrase) :].strip()
                yield from (f"{month}-{day}" if "-" in month else f"{month}-XX-{day}" for month in _parse_month(rest))


def _parse_month(text: str) -> Iterator[str]:
    """Yields the year, or the year and the month, that the words may be."""
    yield from _parse_year(text)
    for code, template in _ENGLISH_MONTHS.items():
        for found in _match_template(template, text):
            years = (found["year"], *(one["year"] for one in _match("of", found["year"])))
            yield from (f"{year}-{code}" for words in years for year in _parse_year(words))


def _parse_year(text: str) -> Iterator[str]:
    if _is_year(text):
        yield text
    if text == ENGLISH["unknown year"]:
        yield "XXXX"
    for found in _match("decade", text):
        yield found["year"][:-1] + "X"
    for found in _match("years", text):
        yield "".join(a if a == b else "X" for a, b in zip(found["first"], found["last"], strict=False))
    for found in _match("pattern", text):
        yield found["year"].upper()


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.isdigit()


def _match(key: str, text: str) -> Iterator[dict[str, str]]:
    return _match_template(ENGLISH[key], text)


def _match_template(template: str, text: str) -> Iterator[dict[str, str]]:
    """Yields what fills the places of a template, once for each way to divide the text between them."""
    return _match_pieces(_split_template(template), text)


@cache
def _split_template(template: str) -> tuple[tuple[str, str | None], ...]:
    """Returns a template as pieces: the words before a place, in lower case, and the name of the place."""
    return tuple((words.lower(), name) for words, name, *_ in Formatter().parse(template))


def _match_pieces(pieces: tuple[tuple[str, str | None], ...], text: str) -> Iterator[dict[str, str]]:
    (words, name), *rest = pieces
    if not text.startswith(words):
        return
    text = text.removeprefix(words)
    if name is None or not rest:
        if bool(text) == (name is not None):
            yield {name: text} if name else {}
        return
    at = text.find(rest[0][0], 1)
    while at > 0:
        yield from ({name: text[:at], **found} for found in _match_pieces(tuple(rest), text[at:]))
        at = text.find(rest[0][0], at + 1)
