"""Whole numbers of markup, and the number of a list's item as it is printed: in digits, letters or Roman digits."""

from __future__ import annotations

import re

_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC")),
    *((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


_WHOLE = re.compile(r"\s*([-+]?[0-9]+)")
_LARGEST = 10**9


def read_whole(stated: object, low: int = -_LARGEST, high: int = _LARGEST) -> int | None:
    """Returns the whole number that an attribute begins with, cut to low and high; None where it begins with none.

    It is read by the rules of HTML for integers: white space, a sign, digits of ASCII, and what follows them is
    ignored (https://html.spec.whatwg.org/multipage/common-microsyntaxes.html#rules-for-parsing-integers).

    >>> read_whole(" 3rd"), read_whole("²"), read_whole("9" * 5000, high=1000)
    (3, None, 1000)
    """
    found = _WHOLE.match(str(stated or ""))
    if found is None:
        return None
    digits = found[1] if len(found[1]) < 12 else f"{found[1][0].strip('0123456789')}{_LARGEST}"
    return max(low, min(int(digits), high))


def parse_roman(text: str) -> int | None:
    """Returns what Roman digits come to, None for letters that are no such number.

    >>> parse_roman("XI"), parse_roman("iv"), parse_roman("IIX"), parse_roman("")
    (11, 4, None, None)
    """
    total, rest = 0, text.upper()
    for size, sign in _ROMAN:
        while rest.startswith(sign):
            total, rest = total + size, rest.removeprefix(sign)
    return total if total and not rest and format_number(total, "I") == text.upper() else None


def format_number(number: int, kind: str) -> str:
    """Returns the number of an item: kind `1`, `a`, `A`, `i`, `I`, or '' for none.

    >>> [format_number(28, kind) for kind in ("1", "a", "I", "")]
    ['28', 'ab', 'XXVIII', '']
    """
    if kind in ("a", "A") and number > 0:
        letters = ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord(kind) + rest) + letters
        return letters
    if kind in ("i", "I") and 0 < number < 4000:
        roman = ""
        for size, sign in _ROMAN:
            roman += sign * (number // size)
            number %= size
        return roman if kind == "I" else roman.lower()
    return str(number) if kind else ""
