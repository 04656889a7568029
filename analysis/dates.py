"""EDTF dates (Library of Congress, ISO 8601-2:2019), such as `2025-10` or `2026-01~`.

Checks them, finds the days they may mean, and writes them in words without adding precision.
"""

from __future__ import annotations

import io
import re
from calendar import monthrange
from contextlib import redirect_stdout
from datetime import date
from functools import cache
from typing import Any

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
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
_DOUBT_WORDS = {"~": "about ", "?": "perhaps ", "%": "perhaps about "}
_OPEN_ENDS = ("", "..")
_MONTH_NUMBERS = {name.lower(): f"{at:02}" for at, name in enumerate(MONTHS, 1)} | {v: k for k, v in _SEASONS.items()}

_EDTF_TEXT = re.compile(r"[\dX.~?%/-]+")  # prose has other characters

# Nearly every date of a case; the edtf library would take some 35 ms for each.
_PLAIN_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?[~?%]?")


@cache
def is_valid(text: str) -> bool:
    """Returns whether the text is an EDTF date or interval (levels 0 to 2), in the years 1 to 9999, in time order.

    >>> is_valid("2026-01~"), is_valid("2025-13"), is_valid("2026/2025")
    (True, False, False)
    """
    plain = _PLAIN_DATE.fullmatch(text)
    if plain:
        year, month, day = (int(part or 1) for part in plain.groups())
        return year >= 1 and 1 <= day <= monthrange(year, month)[1]
    if text != text.strip():
        return False
    try:
        first, last = compute_span(text)
    except Exception:  # the parser raises many types for a text it cannot read
        return False
    return first <= last


@cache
def compute_span(text: str) -> tuple[date, date]:
    """Returns the first and the last day that the EDTF date may mean.

    An interval with an open or unknown end extends to the first or the last day that Python's dates have.

    >>> first, last = compute_span("2025-10")
    >>> print(first, last)
    2025-10-01 2025-10-31
    """
    plain = _PLAIN_DATE.fullmatch(text)
    if plain:
        year, month, day = (int(part or 0) for part in plain.groups())  # 0: not given
        return date(year, month or 1, day or 1), date(year, month or 12, day or monthrange(year, month or 12)[1])
    start, slash, end = text.partition("/")
    if slash and "/" not in end and not (start in _OPEN_ENDS and end in _OPEN_ENDS):
        return (
            date.min if start in _OPEN_ENDS else compute_span(start)[0],
            date.max if end in _OPEN_ENDS else compute_span(end)[1],
        )
    import edtf

    with redirect_stdout(io.StringIO()):  # it prints the texts it cannot read
        parsed: Any = edtf.parse_edtf(text)  # declared as what its grammar may hold, not as the date it returns
    first, last = parsed.lower_strict(), parsed.upper_strict()
    return date(*first[:3]), date(*last[:3])


@cache
def format_date(text: str) -> str:
    """Returns the date in words, as precise as it was given.

    >>> format_date("2025-12-28"), format_date("2026-01~"), format_date("2025-12/..")
    ('28 December 2025', 'about January 2026', 'from December 2025 on')
    """
    start, slash, end = text.partition("/")
    if slash and end in _OPEN_ENDS:
        return f"from {format_date(start)} on"
    if slash:
        return f"until {format_date(end)}" if start in _OPEN_ENDS else f"{format_date(start)} to {format_date(end)}"
    plain = text.rstrip("".join(_DOUBT_WORDS))
    doubt = _DOUBT_WORDS.get(text[len(plain) :], "")
    parts = plain.split("-")
    if not all(part.isdigit() for part in parts) or len(parts) > 3:
        return doubt + plain
    year, *rest = parts
    if not rest:
        return doubt + year
    words = MONTHS[int(rest[0]) - 1] if 1 <= int(rest[0]) <= 12 else _SEASONS.get(rest[0], rest[0])
    return doubt + " ".join([*(str(int(day)) for day in rest[1:]), words, year])


def parse_date(words: str) -> str:
    """Returns the EDTF date that `format_date` writes with these words, in any case; '' if they are not a date.

    >>> parse_date("28 December 2025"), parse_date("About January 2026"), parse_date("soon")
    ('2025-12-28', '2026-01~', '')
    """
    text = words.lower()
    if text.startswith("from ") and text.endswith(" on"):
        found = f"{_parse_words(text[5:-3])}/.."
    elif text.startswith("until "):
        found = f"../{_parse_words(text[6:])}"
    else:
        found = "/".join(_parse_words(part) for part in text.split(" to "))
    return found if _EDTF_TEXT.fullmatch(found) and is_valid(found) and format_date(found).lower() == text else ""


def _parse_words(text: str) -> str:
    """Returns one date of an interval as EDTF: `2026-01~` for `about january 2026`."""
    mark = next((mark for mark, word in reversed(_DOUBT_WORDS.items()) if text.startswith(word)), "")
    *before, year = text.removeprefix(_DOUBT_WORDS.get(mark, "")).split(" ")
    return "-".join([year, *(_MONTH_NUMBERS.get(word, word.zfill(2)) for word in reversed(before))]) + mark
