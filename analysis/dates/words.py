"""EDTF dates in words, without gaining precision, and back from words.

All words are in `analysis.dates.english`. A date is written from the templates there and read back by the same ones, so
the two cannot differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
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
from analysis.dates.english import DAY_WORDS, MONTH_WORDS, PART_NAMES, PART_OF_YEAR, WORDS

_YEAR = re.compile(rf"\d{{4}}|{re.escape(WORDS['unknown year'])}|\dx|x\d")
_LETTERS = re.compile(r"[^\W\d_]+")
_VOCABULARY = frozenset(
    word
    for text in (*WORDS.values(), *MONTH_WORDS.values(), *(text for pair in DAY_WORDS.values() for text in pair))
    for word in _LETTERS.findall(re.sub(r"{\w+}", "", text).lower())
) | {*_LETTERS.findall(PART_OF_YEAR), *PART_NAMES, "x", "xx", "xxx"}


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
    return WORDS[key].format(**words)


def _write(found: Edtf) -> str:
    if isinstance(found, Date):
        return _write_date(found)
    if isinstance(found, Interval):
        return _write_interval(found)
    kind = "every" if found.every else "one"
    if len(found.members) == 1:
        return _write_member(found.members[0], f"{kind} ")
    *texts, last = (_write_member(one, "") for one in found.members)
    return ", ".join(texts) + WORDS[kind] + last


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
        named = zip(_name_parts(date.month), date.doubts, strict=False)
        doubts = (_fill(f"part{doubt}", part=name) for name, doubt in named if doubt)
        return _fill("parts in doubt", date=text, parts="; ".join(doubts))
    return _fill(whole, date=text) if whole else text


def _name_parts(month: str) -> tuple[str, ...]:
    return ("year", PART_OF_YEAR) if month in PARTS_OF_YEAR else PART_NAMES


def _write_parts(date: Date) -> str:
    """Returns a date without its doubts and its time."""
    year = _write_year(date.year)
    if not date.month:
        return year
    if date.month == date.day == "XX":
        return _fill("day", day=DAY_WORDS["XX"][1], month=year)
    template = MONTH_WORDS.get(date.month) or MONTH_WORDS[list_months(date.month)[0]]
    plain = date.year.isdigit() or template.endswith(WORDS["of"])
    month = template.format(year=year if plain else _fill("of", year=year))
    if not date.day:
        return month
    known, unknown = DAY_WORDS[date.day]
    return _fill("day", day=known if len(list_months(date.month)) == 1 else unknown, month=month)


def _write_year(pattern: str) -> str:
    known = pattern.rstrip("X")
    if known.isdigit() and len(known) == 4:
        return pattern
    if not known:
        return WORDS["unknown year"]
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
        if WORDS[key] in text:
            members = [_parse_member(one) for part in text.split(", ") for one in part.split(WORDS[key])]
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
    for day, phrases in DAY_WORDS.items():
        for phrase in phrases:
            if text.startswith(phrase):
                rest = text[len(phrase) :].strip()
                yield from (f"{month}-{day}" if "-" in month else f"{month}-XX-{day}" for month in _parse_month(rest))


def _parse_month(text: str) -> Iterator[str]:
    """Yields the year, or the year and the month, that the words may be."""
    yield from _parse_year(text)
    for code, template in MONTH_WORDS.items():
        for found in _match_template(template, text):
            years = (found["year"], *(one["year"] for one in _match("of", found["year"])))
            yield from (f"{year}-{code}" for words in years for year in _parse_year(words))


def _parse_year(text: str) -> Iterator[str]:
    if _is_year(text):
        yield text
    if text == WORDS["unknown year"]:
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
    return _match_template(WORDS[key], text)


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
