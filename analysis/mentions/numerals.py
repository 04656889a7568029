"""Numerals: digits or words with their sign, halves, scale, and a further part in a smaller scale."""

from __future__ import annotations

import unicodedata

from analysis.mentions.digits import parse_digits
from analysis.mentions.fractions import read_fraction
from analysis.mentions.text import DASHES, Doubt, Numeral, Text
from analysis.mentions.tokens import RAISED
from analysis.mentions.words import read_words

_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789")
_BELOW = frozenset({*range(2, 11), 12, 16, 20, 32, 64})  # what a fraction by two numbers is of, and no month or page


def read_vulgar(sign: str) -> float | None:
    """Returns the value of a fraction written as one sign, or of raised and lowered digits; None for another sign.

    >>> read_vulgar("¾"), read_vulgar("³⁄₁₆"), read_vulgar("3")
    (0.75, 0.1875, None)
    """
    if len(sign) == 1 and unicodedata.category(sign) == "No" and (value := unicodedata.numeric(sign)) % 1:
        return value
    above, stroke, below = sign.translate(_LOWERED).replace("/", "⁄").partition("⁄")
    return int(above) / int(below) if stroke and above.isdecimal() and below.isdecimal() and int(below) else None


def read_numeral(text: Text, at: int) -> Numeral | None:
    """Returns the number that begins at a token, with its scale; None if none does.

    Signs of currencies and hedges are no part of it.
    """
    token = text.tokens[at]
    if (value := read_vulgar(token.text)) is not None:
        return _extend(text, Numeral(value, 1.0, at, at + 1, fraction=True))
    sign, first = _read_sign(text, at)
    if text.tokens[first].kind == "number":
        parsed = parse_digits(text.tokens[first].text, text.decimal)
        if parsed is None:
            return None
        value, doubts = parsed
        end = first + 1
        part = read_vulgar(text.get_low(end)) if end < len(text.tokens) else None
        if part is not None:
            value, end = value + part, end + 1
        elif found := _read_stroke(text, first):
            return Numeral(sign * found[0], 1.0, at, found[1], doubts, fraction=True)
        elif value == int(value) and (
            found := _read_stroke(text, end + (text.get_low(end) == "-" and text.is_glued(end)))
        ):
            value, end = value + found[0], found[1]  # "2 1/2", "2-1/2"
        if part is None:
            doubts = [*doubts, *_note_footnote(text, first)]
        return _extend(text, Numeral(sign * value, 1.0, at, end, doubts))
    if sign < 0 and first != at and text.tokens[at].kind == "sign":
        return None
    numeral = read_fraction(text, first) or read_words(text, first)
    if numeral is None:
        return None
    numeral.value *= sign
    numeral.first = at
    return _extend(text, numeral) if not numeral.fraction else numeral


def _read_stroke(text: Text, at: int) -> tuple[float, int] | None:
    """Returns the value of two whole numbers with a stroke between, 3/4, and the position after them."""
    if at + 2 >= len(text.tokens) or text.get_low(at + 1) not in ("/", "⁄"):
        return None
    above, below = text.tokens[at].text, text.tokens[at + 2].text
    if not (above.isdecimal() and below.isdecimal() and text.is_glued(at + 1) and text.is_glued(at + 2)):
        return None
    if len(below) > 2 or int(below) not in _BELOW or int(above) >= int(below) or not int(above):
        return None
    follows = text.get_low(at + 3) in ("/", *DASHES) and text.is_glued(at + 3) and text.is_glued(at + 4)
    return None if follows else (int(above) / int(below), at + 3)


def _note_footnote(text: Text, at: int) -> list[Doubt]:
    """Returns a doubt where a raised digit stands right behind a number, which is the mark of a footnote."""
    end = text.tokens[at].end
    if text.text[end : end + 1] not in tuple(RAISED):
        return []
    return [("C" if text.tokens[at].text == "10" else "B", "a raised digit behind it is taken for a footnote mark")]


def _read_sign(text: Text, at: int) -> tuple[float, int]:
    """Returns -1 and the next position for a minus sign before digits, else 1 and the position itself."""
    token = text.tokens[at]
    following = text.tokens[at + 1] if at + 1 < len(text.tokens) else None
    if following is None or following.kind != "number":
        return 1.0, at
    if (
        token.text in ("-", "–", "−", "‑")
        and following.glued
        and (at == 0 or not token.glued or text.get_low(at - 1) == "(")
    ):
        return -1.0, at + 1
    if text.find("negative", at) and at + 1 not in text.hedges and (at == 0 or text.tokens[at - 1].kind != "number"):
        return -1.0, at + 1
    return 1.0, at


def _extend(text: Text, numeral: Numeral) -> Numeral:
    """Takes in a half, the scale, and a further part in a smaller scale, that are written after a number."""
    numeral = _add_half(text, numeral)
    if numeral.scale == 1:
        at = numeral.last
        if (
            text.get_low(at) in ("-", "‑")
            and text.is_glued(at)
            and text.is_glued(at + 1)
            and text.find("scale", at + 1)
        ):
            at += 1
        scale = text.find("scale", at)
        if scale and _is_scale(text, at, numeral):
            numeral.scale, numeral.last = float(scale[0]), scale[1]
            further = text.find("scale", numeral.last)  # "mille milliards"
            if further and float(further[0]) > numeral.scale and not numeral.in_words:
                numeral.scale *= float(further[0])
                numeral.last = further[1]
            numeral = _add_half(text, numeral)
    if numeral.scale == 1e3 and not numeral.in_words:
        numeral = _add_larger(text, numeral)
    if numeral.scale >= 1e6 and not numeral.in_words and numeral.value == int(numeral.value):
        numeral = _add_smaller(text, numeral)
    if numeral.scale not in (1, 1e3, 1e6, 1e9, 1e12):
        numeral.value, numeral.scale = numeral.value * numeral.scale, 1.0
    return numeral


def _is_scale(text: Text, at: int, numeral: Numeral) -> bool:
    """Whether a scale word or letter after a number is one: "5m" is five million only where money stands before it."""
    low = text.get_low(at)
    if len(low) > 1:
        return not (numeral.in_words and text.find("hundred", at))
    if text.is_glued(at + 1) and text.find("money", at + 1):
        return True
    if not text.is_glued(at):
        return False
    return low == "k" or bool(text.find_before("before_money", numeral.first, 4)) or _is_counted(text, at + 1)


def _is_counted(text: Text, at: int) -> bool:
    """Whether what follows a letter is counted, so that the letter is no unit: "4.4m tonnes", not "40m deep"."""
    if at >= len(text.tokens) or text.tokens[at].kind != "word" or text.find("length", at):
        return False
    return not text.find("stop", at) and bool(text.about.get("joined_symbols"))


def _add_half(text: Text, numeral: Numeral) -> Numeral:
    if found := text.find("and_half", numeral.last):
        numeral.value += float(found[0]) * (numeral.value if numeral.loose else 1)  # "a dozen and a half"
        numeral.last = found[1]
        numeral.weak = False
        if numeral.scale == 1 and (scale := text.find("scale", numeral.last)):
            numeral.scale, numeral.last = float(scale[0]), scale[1]
    return numeral


def _add_larger(text: Text, numeral: Numeral) -> Numeral:
    """Takes in the rest of so many thousand millions: "3 mil 500 millones"."""
    at = numeral.last
    if at + 1 < len(text.tokens) and text.tokens[at].kind == "number" and (scale := text.find("scale", at + 1)):
        parsed = parse_digits(text.tokens[at].text, text.decimal)
        if parsed and float(scale[0]) == 1e6 and parsed[0] < 1000:
            numeral.value, numeral.scale, numeral.last = numeral.value * 1000 + parsed[0], 1e6, scale[1]
    return numeral


def _add_smaller(text: Text, numeral: Numeral) -> Numeral:
    at = numeral.last
    if at + 1 < len(text.tokens) and text.tokens[at].kind == "number" and (scale := text.find("scale", at + 1)):
        parsed = parse_digits(text.tokens[at].text, text.decimal)
        if parsed and float(scale[0]) == numeral.scale / 1000 and parsed[0] < 1000:
            numeral.value = round(numeral.value + parsed[0] / 1000, 9)
            numeral.last = scale[1]
    return numeral
