"""The number of an item of a list as it is printed: in digits, letters or Roman digits."""

from __future__ import annotations

_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC")),
    *((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


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
