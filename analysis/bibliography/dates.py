"""What an entry says of a date, as EDTF: as precise as it is written, and never guessed.

Numbers alone are taken where their order is certain, as in 2021/03/15; words are read by `analysis.mentions`.
"""

from __future__ import annotations

import re

from analysis import dates
from analysis.mentions import LANGUAGES, read_mentions
from analysis.messages import use_language

_NUMBERS = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?/*")
_RIS = re.compile(r"(\d{4})/(\d{0,2})/(\d{0,2})/(.*)")  # the last part is a time, a season or any other information
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d.*")
_ABOUT = re.compile(r"(?:c\.|ca\.?|circa|approximately|approx\.|about)\s*(.+)", re.I)
_YEARS = re.compile(r"(\d{4})\s*(?:-{1,3}|/|–|—)\s*(\d{2}|\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[ ,/]+(\D.*)")


def read_date(text: str, language: str = "") -> str:
    """Returns a date that is written in any way, as EDTF; '' where it is none, or may mean two days.

    language: a language tag; its words are tried first, then those of English.

    >>> read_date("2021/3/15"), read_date("March 2021"), read_date("c. 2020"), read_date("03/04/2021")
    ('2021-03-15', '2021-03', '2020~', '')
    """
    text = " ".join(text.split())
    if found := _TIME.fullmatch(text):
        return _check(found[1])
    if found := _NUMBERS.fullmatch(text):
        year, month, day = (part or "" for part in found.groups())
        return join_date(year, month, day) if month else _check(year)
    if found := _RIS.fullmatch(text):
        year, month, day, other = found.groups()
        is_season = other and not month and not other[0].isdigit()
        return join_date(year, other if is_season else month, day, language) if month or is_season else _check(year)
    if found := _ABOUT.fullmatch(text):
        return _doubt(read_date(found[1], language))
    if dates.is_valid(text):
        return text
    with use_language("en"):  # a source's own date, whatever the reader's language
        known = dates.parse_date(text)
    return known or _read_words(text, language)


def read_years(text: str) -> str:
    """Returns what stands where only a year is expected, as EDTF: also from one year to another, as in 2019-21.

    >>> read_years("2019--21"), read_years("2019/2020"), read_years("in press")
    ('2019/2021', '2019/2020', '')
    """
    if found := _YEARS.fullmatch(text.strip()):
        end = found[2] if len(found[2]) == 4 else found[1][:2] + found[2]
        return _check(f"{found[1]}/{end}")
    return read_date(text)


def join_date(year: str, month: str = "", day: str = "", language: str = "") -> str:
    """Returns a date as EDTF of its parts, each a number or words; what does not fit together gives ''.

    month: a number, a name, a season, months from and to, or a month and a day in words.

    >>> join_date("2019", "3", "5"), join_date("2019", "Mar 15"), join_date("2019", "Jan-Feb")
    ('2019-03-05', '2019-03-15', '2019-01/2019-02')
    """
    year, month, day = year.strip(), month.strip(), day.strip()
    if not month or not re.fullmatch(r"\d{4}", year):
        return "" if month or day else read_years(year)
    if month.isdigit():  # up to 12: 2019-21 may be two years, or the spring of one
        return _check("-".join(part.zfill(2) for part in (year, month, day) if part)) if int(month) <= 12 else ""
    month = month.title()  # as in `month = jan`
    return _read_words(f"{day} {month} {year}".strip(), language)


def read_dates(written: list[str], language: str = "") -> tuple[str, list[str]]:
    """Returns the most precise of several statements of one date, and what cannot be taken, in words.

    A later text without a year is joined with the year of an earlier one. Where two do not agree, none is taken.

    >>> read_dates(["2019", "2019/03/15/"]), read_dates(["2019", "Mar 15"])
    (('2019-03-15', []), ('2019-03-15', []))
    >>> read_dates(["2019", "2020/01/05"])
    ('', ["dates '2019' and '2020/01/05', which differ"])
    """
    known: list[str] = []
    lost: list[str] = []
    texts = list(dict.fromkeys(text.strip() for text in written if text.strip().strip("/")))
    year = next((found for text in texts if re.fullmatch(r"\d{4}", found := text.strip("/"))), "")
    for text in texts:
        found = read_date(text, language) or read_years(text)
        if not found and (parts := _YEAR_FIRST.fullmatch(text)):
            found = join_date(parts[1], parts[2].strip("/ "), language=language)
        if not found and year and not re.search(r"\d{4}", text):
            found = join_date(year, text, language=language)
        if found:
            known.append(found)
        else:
            lost.append(f"date {text!r}")
    best = max(known, key=len, default="")
    if not all(best.startswith(one) for one in known):
        return "", [*lost, f"dates {' and '.join(map(repr, texts))}, which differ"]
    return best, lost


def _read_words(text: str, language: str) -> str:
    """Returns the date that a text is from its first to its last character, as the reader of numbers has it."""
    spoken = language.partition("-")[0].lower()
    for code in dict.fromkeys((spoken, "en") if spoken in LANGUAGES else ("en",)):
        match read_mentions(text, code):
            case [mention] if mention.role == "date" and mention.grade == "A" and mention.text == text:
                return _check(mention.date) if "XXXX" not in mention.date else ""
    return ""


def _doubt(date: str) -> str:
    return _check(f"{date}~") if date else ""


def _check(date: str) -> str:
    return date if dates.is_valid(date) else ""
