"""Cells of a review table on their way through a spreadsheet: what it would rewrite is guarded, what it did is undone.

A program that opens a CSV file takes a cell such as `=1+1` for a formula, `2025-12` for a day, `1.5` for one in many
languages, and `3e5` for a number. An apostrophe before the cell, which spreadsheets know as the mark of a text,
prevents it. What somebody typed into the spreadsheet has no apostrophe, and comes back as the spreadsheet shows it.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Literal, NamedTuple

_GUARD = "'"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a cell begins with that may be computed (OWASP, CSV injection)
_PLAIN = re.compile(r"0|[1-9]\d{0,14}")  # a whole number that every spreadsheet shows as it is
_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"true|false", re.IGNORECASE)
_ERROR = re.compile(r"#(?:[^\W\d_]+[!?]|DIV/0!|N/A)")  # what a spreadsheet shows for what it could not compute
DATES = ("date", "as_of")
NUMBERS = ("value", "low", "high")
_DAY_FIRST = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_DAY_ANYWHERE = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)[ T]00:00(?::00)?")
_MONTH_OF_YEAR = re.compile(r"([^\W\d_]{3,})\.?[-\s.](\d{2}|\d{4})")
_DAY_OF_MONTH = re.compile(r"\d{1,2}[-\s.]+[^\W\d_]{3,}\.?")
_DECIMAL_COMMA = re.compile(r"([+-]?\d+),(\d{1,2}|\d{4,})")
_ROUNDED = re.compile(r"[+-]?\d(?:[.,]\d+)?E\+?\d+")
_PIVOT = 30  # two digits of a year below it are of this century, as spreadsheets take them
_LANGUAGES = ("en", "uk", "de", "fr", "ru", "es")  # of the spreadsheets whose names of months are known


class RawCell(NamedTuple):
    """A cell as a file has it. kind: a text that was marked as one, whatever was typed, a formula, or its error."""

    text: str
    kind: Literal["text", "typed", "formula", "error"] = "typed"


class RewrittenCell(ValueError):
    """What a spreadsheet wrote in place of a cell cannot be undone. Its text says what to write."""


def guard_cell(text: str) -> str:
    """Returns a cell as it is written to CSV: with an apostrophe where a spreadsheet would compute or rewrite it.

    >>> guard_cell("=1+1"), guard_cell("2025-12"), guard_cell("800"), guard_cell("at the summit of 2025")
    ("'=1+1", "'2025-12", '800', 'at the summit of 2025')
    """
    return _GUARD + text if needs_guard(text) else text


def unguard_cell(text: str) -> str:
    """Returns the cell that `guard_cell` was given.

    >>> unguard_cell("'2025-12"), unguard_cell("'some' say")
    ('2025-12', "'some' say")
    """
    return text[1:] if text.startswith(_GUARD) and needs_guard(text[1:]) else text


def read_cell(text: str) -> RawCell:
    """Returns a cell of a CSV file as it was meant for it: without an apostrophe that only guards it.

    >>> read_cell("'2025-12"), read_cell("#NAME?")
    (RawCell(text='2025-12', kind='text'), RawCell(text='#NAME?', kind='error'))
    """
    inner = unguard_cell(text)
    if inner != text:
        return RawCell(inner, "text")
    return RawCell(text, "error" if _ERROR.fullmatch(text.strip()) else "typed")


def needs_guard(text: str) -> bool:
    """Returns whether a spreadsheet may compute or rewrite a cell.

    >>> needs_guard("-5"), needs_guard("5 May"), needs_guard("need_2025")
    (True, True, False)
    """
    inner = text.lstrip(_GUARD)  # so that a cell that is guarded already is guarded again, and comes back the same
    start = inner.strip()
    if not start or _PLAIN.fullmatch(inner):
        return False
    if start.startswith(_FORMULA) or inner.startswith(_FORMULA) or _WORD.fullmatch(start) or _ERROR.fullmatch(start):
        return True
    has_digit = any(sign.isdigit() for sign in start)
    return has_digit and "_" not in start and len(_LETTERS.findall(start)) < 2


def restore_cell(column: str, text: str) -> str:
    """Returns a cell of the column as it was meant, where a spreadsheet shows it in its own way.

    Raises RewrittenCell where it may have been one thing or another.

    >>> restore_cell("as_of", "Dec-25"), restore_cell("date", "28.12.2025"), restore_cell("value", "1,5")
    ('2025-12', '2025-12-28', '1.5')
    >>> restore_cell("as_of", "01/02/2025")
    Traceback (most recent call last):
    analysis.proposals.cells.RewrittenCell: 2025-02-01 or 2025-01-02; write the one that is meant, as text
    """
    restore = _restore_date if column in DATES else _restore_number if column in NUMBERS else None
    return (restore(text.strip()) if restore else "") or text


def _restore_date(text: str) -> str:
    """Returns a date in EDTF, '' where no spreadsheet has rewritten it."""
    if found := _MIDNIGHT.fullmatch(text):
        return found[1]
    if found := _YEAR_FIRST.fullmatch(text):
        return _write_day(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.fullmatch(text):
        return _write_day(int(found[3]), int(found[2]), int(found[1]))
    if found := _DAY_ANYWHERE.fullmatch(text):
        one, other, year = int(found[1]), int(found[3]), int(found[4])
        days = dict.fromkeys(filter(None, (_write_day(year, other, one), _write_day(year, one, other))))
        if len(days) > 1:
            raise RewrittenCell(f"{' or '.join(days)}; write the one that is meant, as text")
        return next(iter(days), "")
    if (found := _MONTH_OF_YEAR.fullmatch(text)) and (month := _find_month(found[1])):
        year = int(found[2])
        if len(found[2]) == 2:
            year += 2000 if year < _PIVOT else 1900
        return f"{year:04}-{month:02}"
    if _DAY_OF_MONTH.fullmatch(text):
        raise RewrittenCell("a date with its year, such as 2025-12-28; a spreadsheet has hidden it")
    return ""


def _write_day(year: int, month: int, day: int) -> str:
    """Returns a day in EDTF, '' if there is no such day."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


@cache
def _find_month(word: str) -> int | None:
    """Returns the month that a word or its beginning names in one language, None if it names none or several."""
    from babel.dates import get_month_names  # takes a while, and few tables hold such a cell

    found = {
        month
        for language in _LANGUAGES
        for context in ("format", "stand-alone")
        for month, name in get_month_names("wide", context, language).items()
        if name.casefold().startswith(word.casefold())
    }
    return found.pop() if len(found) == 1 else None


def _restore_number(text: str) -> str:
    """Returns a number with a decimal point, '' where it needs none."""
    if _ROUNDED.fullmatch(text):
        raise RewrittenCell("all digits of the number; a spreadsheet has shortened it")
    found = _DECIMAL_COMMA.fullmatch(text)
    return f"{found[1]}.{found[2]}" if found else ""


def write_value(value: object, number_format: str = "") -> str:
    """Returns what a cell of a workbook holds as the text that was typed into it.

    number_format: of the cell, which tells a month from its first day.

    >>> write_value(800.0), write_value(0.1 + 0.2), write_value(datetime(2025, 12, 1), "mmm-yy"), write_value(True)
    ('800', '0.3', '2025-12', 'true')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):  # a spreadsheet keeps 15 digits
        number = Decimal(f"{value:.15g}")
        return format(number.to_integral_value() if number == number.to_integral_value() else number.normalize(), "f")
    if isinstance(value, datetime | date):
        shows_day = "d" in number_format.lower()
        shows_month = "m" in number_format.lower()
        if shows_month and not shows_day:
            return value.strftime("%Y-%m")
        if isinstance(value, datetime) and value.time() != datetime.min.time():
            return value.isoformat(timespec="minutes")
        return f"{value:%Y-%m-%d}"
    return str(value)
