"""Dates in a text, read into EDTF: days, months, years, parts of a year, spans of them, and clock times left aside.

Nothing is added to what is written: a day without its year is `XXXX-02-21`, and 03/04/2025, which may be two days, is
only its year. "Early 2025" is 2025, as EDTF has no word for early.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from analysis.dates import is_valid
from analysis.mentions.text import DASHES, Doubt, Text
from analysis.mentions.tokens import Token
from analysis.mentions.words import read_cardinal

_YEAR = re.compile(r"1[0-9]{3}|20[0-9]{2}|21[0-4][0-9]")
_DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_RECENT = "1700"  # of earlier years a text says that they are years: "in 1648", not "warheads: 1550"
HOUR = re.compile(r"[0-9]{1,2}(?:\.[0-9]{2})?")
_TWO = re.compile(r"[0-9]{1,2}")


class DateFound(NamedTuple):
    """A date of a text: its EDTF, its tokens, and what is in doubt."""

    edtf: str
    first: int
    last: int
    doubts: tuple[Doubt, ...] = ()


def is_year(token: Token) -> bool:
    """Whether a token has the form of a year from 1000 to 2149.

    >>> from analysis.mentions.tokens import split_tokens
    >>> [is_year(token) for token in split_tokens("2022 2,022 3000")]
    [True, False, False]
    """
    return token.kind == "number" and bool(_YEAR.fullmatch(token.text))


def read_date(text: Text, at: int) -> DateFound | None:
    """Returns the date that begins at a token, None if none does."""
    token = text.tokens[at]
    if token.kind == "number":
        return _read_numeric(text, at) or _read_day(text, at) or _read_years(text, at)
    if text.find("month", at) and not _is_verb(text, at):
        return _read_month(text, at)
    if fiscal := text.find("fiscal", at):
        return _read_fiscal(text, at, fiscal[1])
    if season := text.find("season", at):
        year = _skip_article(text, season[1])
        if year < len(text.tokens) and is_year(text.tokens[year]):
            return DateFound(f"{text.tokens[year].text}-{season[0]}", at, _end_year(text, year))
        return None
    if (rank := text.find("rank", at)) and (part := _read_part(text, at, rank[1])):
        return part
    letter, digit, year = text.find("part_letter", at), text.get_low(at + 1), at + 2
    if letter and text.is_glued(at + 1) and digit in "1234" and year < len(text.tokens) and is_year(text.tokens[year]):
        edtf = f"{text.tokens[year].text}-{int(letter[0]) + int(digit)}"
        return DateFound(edtf, at, year + 1) if is_valid(edtf) else None
    if before := text.find("decade_before", at):
        after = before[1]
        digits = text.tokens[after].text if after < len(text.tokens) else ""
        if digits and is_year(text.tokens[after]) and digits[-1] == "0":
            return DateFound(f"{digits[:3]}X", at, after + 1)
        if _TWO.fullmatch(digits) and digits[-1] == "0" and len(digits) == 2:
            return DateFound("", at, after + 1, (("C", "the century is not written"),))
    return None


def _is_verb(text: Text, at: int) -> bool:
    """Whether a month's name is rather a verb or part of a word: "may", "march" in small letters."""
    return bool(text.about.get("capital_months")) and text.tokens[at].text[0].islower()


def _skip_article(text: Text, at: int) -> int:
    for kind in ("of", "article"):
        if found := text.find(kind, at):
            at = found[1]
    return at


def _end_year(text: Text, year: int) -> int:
    """Returns the position after a year and the word "year" that some languages write after it."""
    after = text.find("year_after", year + 1)
    return after[1] if after and after[0] == "year" else year + 1


def _read_numeric(text: Text, at: int) -> DateFound | None:
    token = text.tokens[at]
    if match := _DOTTED.fullmatch(token.text):
        day, month, year = match.groups()
        if int(month) > 12 >= int(day):
            day, month = month, day
        return _make_day(year, month, day, at, _end_year(text, at))
    signs = [text.get_low(at + 1), text.get_low(at + 3)]
    if at + 4 >= len(text.tokens) or not all(text.is_glued(at + step) for step in range(1, 5)):
        return None
    parts = [text.tokens[at + step] for step in (0, 2, 4)]
    if any(part.kind != "number" or not part.text.isdigit() for part in parts):
        return None
    one, two, three = (part.text for part in parts)
    if signs == ["-", "-"] and is_year(parts[0]) and len(two) == 2 and len(three) == 2:
        return _make_day(one, two, three, at, at + 5)
    if signs == ["/", "/"] and is_year(parts[2]) and _TWO.fullmatch(one) and _TWO.fullmatch(two):
        if int(one) > 12 or not text.about.get("month_first"):
            return _make_day(three, two, one, at, at + 5)
        if int(two) > 12:
            return _make_day(three, one, two, at, at + 5)
        if one == two:
            return _make_day(three, one, two, at, at + 5)
        return DateFound(three, at, at + 5, (("C", "nothing settles which of the two is the month"),))
    return None


def _make_day(year: str, month: str, day: str, first: int, last: int) -> DateFound | None:
    edtf = f"{year}-{int(month):02}-{int(day):02}"
    return DateFound(edtf, first, last) if is_valid(edtf) else None


def _read_day_number(text: Text, at: int) -> tuple[int, int] | None:
    """Returns the day of a month that begins at a token, and the position after it with its ordinal ending."""
    token = text.tokens[at]
    if token.kind != "number" or not _TWO.fullmatch(token.text) or not 1 <= int(token.text) <= 31:
        return None
    end = at + 1
    if text.get_low(end) == "." and text.is_glued(end):
        end += 1
    elif text.is_glued(end) and (found := text.find("ordinal_end", end)):
        end = found[1]
    return int(token.text), end


def _read_day(text: Text, at: int) -> DateFound | None:
    """Reads day, month and perhaps year: 8 February 2023, 8–10 February 2023, 3. März, 8 de febrero de 2023."""
    found = _read_day_number(text, at)
    if not found:
        return None
    days, end = [found[0]], found[1]
    dash = text.get_low(end) in DASHES or bool(text.find("to", end)) or bool(text.find("and", end))
    if dash and end + 1 < len(text.tokens) and (second := _read_day_number(text, end + 1)) and second[0] > days[0]:
        days.append(second[0])
        end = second[1]
    month_at = end
    if text.find("month", month_at) is None and (joined := text.find("day_end", month_at)):
        month_at = joined[1]
    month = text.find("month", month_at)
    if not month or _is_verb(text, month_at):
        return None
    year, last = _find_year(text, month[1])
    dates = [f"{year or 'XXXX'}-{month[0]}-{day:02}" for day in days]
    if not all(is_valid(date) for date in dates):
        return None
    if len(dates) > 1 and not year:
        return DateFound(dates[0], at, last, (("B", "the days run over several, without a year"),))
    return DateFound("/".join(dates), at, last)


def _find_year(text: Text, at: int) -> tuple[str, int]:
    """Returns the year that follows a month, '' if none does, and the position after it."""
    after = at
    if text.get_low(after) in (",", "."):
        after += 1
    if (of := text.find("of", after)) or (of := text.find("day_end", after)):
        after = of[1]
    if after < len(text.tokens) and is_year(text.tokens[after]):
        return text.tokens[after].text, _end_year(text, after)
    return "", at


def _read_month(text: Text, at: int) -> DateFound | None:
    """Reads what begins with a month: May 2025, May 8, 2025, May 8–10."""
    month = text.find("month", at)
    assert month
    year, last = _find_year(text, month[1])
    if year:
        return DateFound(f"{year}-{month[0]}", at, last)
    end = month[1]
    if text.get_low(end) in DASHES and (other := text.find("month", end + 1)):
        year, last = _find_year(text, other[1])
        if year and other[0] > month[0]:
            return DateFound(f"{year}-{month[0]}/{year}-{other[0]}", at, last)
    if not text.about.get("month_first") or end >= len(text.tokens) or not (found := _read_day_number(text, end)):
        return None
    days, last = [found[0]], found[1]
    if text.get_low(last - 1) == ".":
        last -= 1
    if text.get_low(last) in DASHES and last + 1 < len(text.tokens):
        second = _read_day_number(text, last + 1)
        if second and second[0] > days[0]:
            days.append(second[0])
            last = second[1] - (text.get_low(second[1] - 1) == ".")
    after, year = last, ""
    if text.get_low(after) == "," and after + 1 < len(text.tokens) and is_year(text.tokens[after + 1]):
        year, last = text.tokens[after + 1].text, after + 2
    elif after < len(text.tokens) and is_year(text.tokens[after]):
        year, last = text.tokens[after].text, after + 1
    dates = [f"{year or 'XXXX'}-{month[0]}-{day:02}" for day in days]
    if not all(is_valid(date) for date in dates):
        return None
    return DateFound("/".join(dates) if year else dates[0], at, last)


def _read_second_year(text: Text, at: int) -> tuple[str, int] | None:
    """Returns the year after the dash or stroke of a span, and the position after: 2022–25, 2025/26, 2022–2025."""
    year = text.tokens[at]
    sign = text.get_low(at + 1)
    if sign not in (*DASHES, "/") or at + 2 >= len(text.tokens):
        return None
    if sign in ("/", "-") and not (text.is_glued(at + 1) and text.is_glued(at + 2)):
        return None
    second = text.tokens[at + 2].text
    if is_year(text.tokens[at + 2]) and second > year.text:
        return second, at + 3
    if re.fullmatch("[0-9]{2}", second) and text.is_glued(at + 2) and int(second) > int(year.text[2:]):
        return year.text[:2] + second, at + 3
    return None


def _read_years(text: Text, at: int) -> DateFound | None:
    """Reads a year, or years from and to, where the words around say that it is no count."""
    token = text.tokens[at]
    if not is_year(token):
        return None
    if span := _read_second_year(text, at):
        if text.find("unit", span[1]) and not text.find("year_after", span[1]):
            return None
        return DateFound(f"{token.text}/{span[0]}", at, _end_year(text, span[1] - 1))
    if token.text[-1] == "0" and (decade := text.find("decade", at + 1)) and text.is_glued(at + 1):
        return DateFound(f"{token.text[:3]}X", at, decade[1])
    letter = text.find("part_letter", at + 1) if text.is_glued(at + 1) and text.is_glued(at + 2) else None
    if (
        letter
        and text.get_low(at + 2) in "1234"
        and is_valid(part := f"{token.text}-{int(letter[0]) + int(text.get_low(at + 2))}")
    ):
        return DateFound(part, at, at + 3)  # 2023Q4
    end = _end_year(text, at)
    if end > at + 1:
        return DateFound(token.text, at, end)
    before = text.find("year_before", at - 1)
    if before and before[1] == at:
        return None if _counts_after_year(text, at) else DateFound(token.text, at, at + 1)
    if text.get_low(at - 1) == "/" and at > 1 and text.is_glued(at) and text.tokens[at - 2].kind == "word":
        return None  # of a document: S/RES/1701
    if text.find("month", at - 1) or text.get_low(at - 1) in ("(", "-", "–", "/"):
        return DateFound(token.text, at, at + 1)
    if _counts(text, at) or token.text < _RECENT:
        return None
    return DateFound(token.text, at, at + 1, (("B", "it has the form of a year"),))


def _counts(text: Text, at: int) -> bool:
    """Whether what stands around a number of four digits says that it counts: a unit, people, money, a hedge."""
    after = at + 1
    of = text.find("of", after)
    if of and text.about.get("noun_after_of"):
        after = of[1]
    return bool(
        text.has_measure(after)
        or text.find("before_money", at - 1)
        or (at in text.hedges and after < len(text.tokens) and _is_noun(text, after))
    )


def _is_noun(text: Text, at: int) -> bool:
    return text.tokens[at].kind == "word" and not text.find("stop", at)


def _counts_after_year(text: Text, at: int) -> bool:
    """Whether a number after a word such as "of" or "to" counts all the same, as a unit follows it at once."""
    low = text.get_low(at - 1)
    plain = low in ("in", "since", "en", "depuis", "seit", "у", "в", "fy", "desde")
    return not plain and text.has_measure(at + 1)


def _read_fiscal(text: Text, at: int, after: int) -> DateFound | None:
    if after >= len(text.tokens) or not is_year(text.tokens[after]):
        return None
    why: tuple[Doubt, ...] = (("C", "which months a fiscal year has is not written"),)
    if span := _read_second_year(text, after):
        return DateFound(f"{text.tokens[after].text}/{span[0]}", at, span[1], why)
    return DateFound(text.tokens[after].text, at, after + 1, why)


def _read_part(text: Text, at: int, after: int) -> DateFound | None:
    """Reads an ordinal and a part of a year with its year: third quarter of 2025."""
    period, place = text.find("period", after), text.find("rank", at)
    if not period or not place:
        return None
    rank = int(place[0])
    year = _skip_article(text, period[1])
    if year >= len(text.tokens) or not is_year(text.tokens[year]):
        return None
    base = int(period[0])
    if rank > (4 if base == 32 else 2):
        return None
    return DateFound(f"{text.tokens[year].text}-{base + rank}", at, _end_year(text, year))


def read_hour_word(text: Text, at: int) -> int | None:
    """Returns the position after a clock time of a number and a word, such as "5 am"; None if none begins."""
    token = text.tokens[at]
    end = at + 1
    if token.kind == "number" and HOUR.fullmatch(token.text) and float(token.text) <= 24:
        clock = text.find("clock", end)
    elif cardinal := read_cardinal(text, at):
        end = cardinal[1]
        clock = text.find("clock", end)
    else:
        return None
    return clock[1] if clock else None
