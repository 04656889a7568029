"""Digits with the separators of a language, read into a value.

They keep the rules of print: groups of three, one decimal sign. Where a text could mean either (`1.200` in a language
that writes 0,5), the habit of the language decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.mentions.text import Doubt
from analysis.mentions.tokens import RAISED, Token

_LONGEST = 60  # characters: what is longer is a key or a code, and may be larger than any number of Python
_SPACES = re.compile("[ \u00a0\u202f\u2009]")
_SEPARATORS = re.compile("[.,'’]")
_RAISED_RUN = re.compile(rf"⁻?[{RAISED}]+")
_TO_DIGITS = str.maketrans(f"{RAISED}⁻−", "0123456789--", "{}")
_POWER = re.compile(
    r"(?:(?P<times>.+?)\s?[^\d\s^.,'’]\s?)?10\^(?P<exponent>[-+]?[0-9]+)|(?P<sci>.+)[eE](?P<power>[-+]?[0-9]+)"
)


def find_decimal_sign(tokens: Sequence[Token], usual: str) -> str:
    """Returns the sign that a text writes decimals with: the usual one of its language, unless only the other can be.

    >>> from analysis.mentions.tokens import split_tokens
    >>> find_decimal_sign(split_tokens("3.5 millones, 12.75 y 1,200"), ",")
    '.'
    """
    other = "." if usual == "," else ","
    votes = {usual: 0, other: 0}
    for token in tokens:
        if token.kind == "number" and (signs := _SEPARATORS.findall(token.text)):
            last = signs[-1]
            behind = len(token.text) - token.text.rindex(last) - 1
            if last in votes and len(set(signs)) <= 2 and signs.count(last) == 1 and (len(signs) > 1 or behind != 3):
                votes[last] += 1
    return other if votes[other] > 1 and not votes[usual] else usual


def parse_digits(text: str, decimal: str) -> tuple[float, list[Doubt]] | None:
    """Returns the value of digits with separators, and what is in doubt of it; None if it is no number.

    decimal: the sign before decimals, the point or the comma.

    >>> parse_digits("22.496,98", ","), parse_digits("1 200", "."), parse_digits("11.12.2014", ".")
    ((22496.98, []), (1200.0, []), None)
    >>> parse_digits("1.200", ",")[0], parse_digits("0.125", ",")[0], parse_digits("4.5", ",")[0]
    (1200.0, 0.125, 4.5)
    >>> parse_digits("1,5 × 10⁹", ","), parse_digits("2.5e-3", ".")[0]
    ((1500000000.0, []), 0.0025)
    """
    if len(text) > _LONGEST:
        return None
    power = _RAISED_RUN.sub(lambda run: f"^{run[0]}", text.replace("**", "^")).translate(_TO_DIGITS)
    if match := _POWER.fullmatch(power):
        return _parse_power(match, decimal, raised=not re.search(r"\^|\*\*", text))
    spaced = bool(_SPACES.search(text))
    plain = _SPACES.sub("", text)
    signs = _SEPARATORS.findall(plain)
    if not signs:
        if len(plain) > 1 and plain[0] == "0":
            return None
        return float(plain), []
    parts = _SEPARATORS.split(plain)
    whole, doubts = parts[0], list[Doubt]()
    if len(set(signs)) == 1:
        sign = signs[0]
        three = all(len(part) == 3 for part in parts[1:]) and 1 <= len(whole) <= 3 and whole != "0"
        if len(signs) > 1:
            if three and whole[0] != "0":
                return float("".join(parts)), []
            if sign == "," and len(parts[-1]) == 3 and all(len(part) == 2 for part in parts[1:-1]):
                return float("".join(parts)), []  # groups of two above the thousands
            return None
        if sign in "'’":
            return (float("".join(parts)), []) if three else None
        if spaced or not three:
            if sign != decimal and not spaced and whole != "0" and len(parts[1]) > 2:
                doubts.append(("C", f"“{sign}” is not the usual decimal sign of this text"))
            return _join(whole, parts[1], doubts)
        if sign == decimal:
            if decimal == ",":
                doubts.append(("B", f"“{sign}” is read as the decimal sign"))
            return _join(whole, parts[1], doubts)
        return float("".join(parts)), doubts
    if len(set(signs)) == 2 and signs.count(signs[-1]) == 1 and len(set(signs[:-1])) == 1 and signs[-1] in ".,":
        groups = parts[:-1]
        if 1 <= len(groups[0]) <= 3 and all(len(part) == 3 for part in groups[1:]):
            return _join("".join(groups), parts[-1], [])
    return None


def _parse_power(match: re.Match[str], decimal: str, *, raised: bool) -> tuple[float, list[Doubt]] | None:
    """Returns what a power of ten comes to, multiplied by the number before it.

    raised: whether a ten without such a number has its power as raised digits, which may be the mark of a footnote.
    """
    times, exponent = match["times"] or match["sci"], int(match["exponent"] or match["power"])
    if times is None:
        return float(f"1e{exponent}"), [("B", "ten with a raised digit is read as a power")] * raised
    parsed = parse_digits(times, decimal)
    return (float(f"{parsed[0]!r}e{exponent}"), parsed[1]) if parsed else None


def _join(whole: str, decimals: str, doubts: list[Doubt]) -> tuple[float, list[Doubt]] | None:
    if len(whole) > 1 and whole[0] == "0":
        return None
    return float(f"{whole}.{decimals}"), doubts
