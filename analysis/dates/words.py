"""EDTF dates in words of the reader's language, without gaining precision, and back from words.

All words are in `analysis.dates.templates`. A date is written from the templates there and read back by the same ones,
so the two cannot differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
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
from analysis.dates.templates import DateText, fill, find_month, list_codes, list_templates, list_words, name_parts
from analysis.messages import cache_by_language

_LETTERS = re.compile(r"[^\W\d_]+")
_PLACE = re.compile(r"{\w+(?::\w+)?}")
_NO_BREAK = str.maketrans("\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}", "  ")
_RANGES = {
    "0X": ("1", "9"),
    "1X": ("10", "19"),
    "2X": ("20", "29"),
    "3X": ("30", "31"),
}  # days of which a digit is known


@cache_by_language
def format_date(text: str) -> DateText:
    """Returns the date in words, as precise as it was given. Raises ValueError for a text that is no EDTF date.

    >>> print(format_date("2025-12-28"), format_date("2026-01~"), format_date("2025-12/.."), sep="; ")
    28 December 2025; about January 2026; from December 2025 on
    >>> format_date("2025-33"), format_date("2025-1X")
    ('first quarter of 2025', 'some month from October to December 2025')
    >>> format_date("2026-01-01T23:30:00-05:00")
    '1 January 2026, 23:30 UTC−05:00'
    """
    return _write(read_edtf(text))


def _write(found: Edtf) -> DateText:
    if isinstance(found, Date):
        return _write_date(found)
    if isinstance(found, Interval):
        return _write_interval(found)
    kind = "every" if found.every else "one"
    if len(found.members) == 1:
        return _write_member(found.members[0], f"{kind} ")
    *texts, last = (_write_member(one, "") for one in found.members)
    joined = DateText(", ".join(texts), ", ".join(text.genitive for text in texts))
    return fill(kind, dates=joined, last=last)


def _write_interval(found: Interval) -> DateText:
    if isinstance(found.start, Date) and isinstance(found.end, Date):
        years = all(end.year.isdigit() and str(end) == end.year for end in (found.start, found.end))
        start, end = (date.year if years else _write_date(date) for date in (found.start, found.end))
        return fill("years from to" if years else "interval", start=start, end=end)
    if isinstance(found.start, Date):
        return fill("open end" if found.end == OPEN else "unknown end", start=_write_date(found.start))
    assert isinstance(found.end, Date)
    return fill("open start" if found.start == OPEN else "unknown start", end=_write_date(found.end))


def _write_member(one: Date | Interval, kind: str) -> DateText:
    if isinstance(one, Date):
        return _write_date(one)
    ends = {name: _write_date(end) for name, end in (("start", one.start), ("end", one.end)) if isinstance(end, Date)}
    return fill(kind + ("range" if len(ends) == 2 else "before" if "end" in ends else "after"), **ends)


def _write_date(date: Date) -> DateText:
    if date.significant:
        first, *_, last = list_years(date)
        return fill("significant", year=date.year, first=f"{first:04}", last=f"{last:04}")
    text, whole = _write_parts(date), date.whole_doubt
    if date.time:
        time = date.time.removesuffix(":00")
        if date.zone == "Z":
            return fill("time in UTC", date=text, time=time)
        zone = date.zone.replace("-", "−")
        return fill("time with zone" if zone else "time", date=text, time=time, zone=zone)
    if whole is None:
        named = zip(_name_parts(date.month), date.doubts, strict=False)
        doubts = (fill(f"part{doubt}", part=name) for name, doubt in named if doubt)
        return fill("parts in doubt", date=text, parts="; ".join(doubts))
    return fill(whole, date=text) if whole else text


def _name_parts(month: str) -> tuple[str, ...]:
    return name_parts(month in PARTS_OF_YEAR)


def _write_parts(date: Date) -> DateText:
    """Returns a date without its doubts and its time."""
    if not date.month:
        return _write_year(date.year)
    if date.month == date.day == "XX":
        return fill("some day", month=_write_year(date.year))
    months = list_months(date.month)
    name, key = find_month(date.month if date.month in _UNKNOWN_MONTHS else months[0])
    if date.year.isdigit():
        month = fill(key, **{key: name}, year=date.year)
    else:
        month = fill(f"{key} of years", **{key: name}, year=_write_year(date.year))
    return _write_day(date.day, month, is_known=len(months) == 1) if date.day else month


_UNKNOWN_MONTHS = ("XX", "0X", "1X", "X1", "X2")


def _write_day(day: str, month: DateText, *, is_known: bool) -> DateText:
    """Returns a day of a month, of which each digit may be unknown. is_known: whether the month is."""
    if day == "XX":
        return fill("some day", month=month)
    if day in _RANGES:
        first, last = _RANGES[day]
        return fill("days" if is_known else "days of months", first=first, last=last, month=month)
    if day[0] == "X":
        return fill("days ending" if is_known else "days ending, of months", digit=day[1], month=month)
    if not is_known:
        return fill("day of months", day=str(int(day)), month=month)
    return fill("first day" if day == "01" else "day", day=str(int(day)), month=month)


def _write_year(pattern: str) -> DateText:
    known = pattern.rstrip("X")
    if known.isdigit() and len(known) == 4:
        return fill("year", year=pattern)
    if not known:
        return fill("unknown year")
    if "X" in known:
        return fill("pattern", year=pattern)
    if len(known) == 3:
        return fill("decade", year=f"{known}0")
    first, *_, last = list_years(Date(pattern))
    return fill("years", first=f"{first:04}", last=f"{last:04}")


@cache_by_language
def parse_date(words: str) -> str:
    """Returns the EDTF date that `format_date` writes with these words, in any case; '' if they are not a date.

    The words are those of the language of the reader, with usual spaces or with no-break ones.

    >>> parse_date("28 December 2025"), parse_date("About January 2026"), parse_date("soon")
    ('2025-12-28', '2026-01~', '')
    """
    text = _fold(words)
    if not _load_year_pattern().search(text) or not _load_vocabulary().issuperset(_LETTERS.findall(text)):
        return ""  # as for most texts
    return next((found for found in _parse(text) if is_valid(found) and _fold(format_date(found)) == text), "")


def _fold(words: str) -> str:
    return str.lower(words).translate(_NO_BREAK)


@cache_by_language
def _load_year_pattern() -> re.Pattern[str]:
    unknown = "|".join(re.escape(_fold(text)) for text in list_templates("unknown year"))
    return re.compile(rf"\d{{4}}|{unknown}|\dx|x\d")


@cache_by_language
def _load_vocabulary() -> frozenset[str]:
    return frozenset(word for text in list_words() for word in _LETTERS.findall(_PLACE.sub(" ", _fold(text)))) | {
        "x",
        "xx",
        "xxx",
    }


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
        for found in _match(key, text):
            members = [_parse_member(one) for one in (*found["dates"].split(", "), found["last"])]
            yield f"{brackets[0]}{','.join(members)}{brackets[1]}"


_PARSED_INTERVALS = {
    "interval": "{start}/{end}",
    "years from to": "{start}/{end}",
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
    return isinstance(found, DateSet) and _fold(_write_member(found.members[0], "")) == text


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
    names = _name_parts(parts[1] if len(parts) > 1 else "")
    for doubt in doubts:
        for mark in "%?~":
            for found in _match(f"part{mark}", doubt):
                if found["part"] in names[: len(parts)]:
                    at = names.index(found["part"])
                    parts[at] = mark + parts[at].lstrip("?~%")
    return "-".join(parts)


def _parse_parts(text: str) -> Iterator[str]:
    yield from _parse_month(text)
    for key in ("day", "first day", "day of months", "some day", "days", "days of months", *_ENDINGS):
        for found in _match(key, text):
            if day := _read_day(found):
                yield from (
                    f"{month}-{day}" if "-" in month else f"{month}-XX-{day}" for month in _parse_month(found["month"])
                )


_ENDINGS = ("days ending", "days ending, of months")


def _read_day(found: dict[str, str]) -> str:
    """Returns a day by what was found in the places of a template, '' for none."""
    if day := found.get("day"):
        return f"{int(day):02}" if day.isdecimal() and len(day) <= 2 else ""
    if digit := found.get("digit"):
        return f"X{digit}" if digit.isdecimal() and len(digit) == 1 else ""
    ends = found.get("first", ""), found.get("last", "")
    return next((code for code, days in _RANGES.items() if days == ends), "") if any(ends) else "XX"


def _parse_month(text: str) -> Iterator[str]:
    """Yields the year, or the year and the month, that the words may be."""
    yield from _parse_year(text)
    for key, place in (("month", "month"), ("month of years", "month"), ("part", "part"), ("part of years", "part")):
        for found in _match(key, text):
            if code := list_codes().get(found[place]):
                yield from (f"{year}-{code}" for year in _parse_year(found["year"]))


def _parse_year(text: str) -> Iterator[str]:
    if _is_year(text):
        yield text
    for found in _match("year", text):
        if _is_year(found["year"]):
            yield found["year"]
    if text in map(_fold, list_templates("unknown year")):
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
    """Yields what fills the places of a template, or of its genitive, once for each way to divide the text."""
    for pieces in _split_templates(key):
        yield from _match_pieces(pieces, text)


@cache_by_language
def _split_templates(key: str) -> list[tuple[tuple[str, str | None], ...]]:
    """Returns a template, and its genitive, as pieces: the words before a place, folded, and the name of the place."""
    return [tuple((_fold(words), name) for words, name, *_ in Formatter().parse(text)) for text in list_templates(key)]


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
