"""Numbers that the grammar of numerals does not cover: one in five, zehnjährig, a year and a half."""

from __future__ import annotations

from analysis.mentions import pairs
from analysis.mentions.hedges import read_hedge_before
from analysis.mentions.measures import TIMES
from analysis.mentions.text import Text
from analysis.mentions.words import read_cardinal


def read_share(text: Text, at: int) -> pairs.Candidate | None:
    """Reads a share as so many in so many: one in five, deux sur trois, dos de cada diez."""
    one = read_cardinal(text, at) or text.find("one", at) or _read_small(text, at)
    joint = text.find("share", one[1]) if one else None
    if one and joint is None and (joint := text.find("share", one[1] + 1)) and joint[0] != "far":
        child = joint[0] == "near" and float(one[0]) == 1 and text.find("people", one[1])  # "one child in five"
        if not child or _has_noun(text, joint[1]):
            return None
    if not one or not joint or joint[1] >= len(text.tokens):
        return None
    other = read_cardinal(text, joint[1]) or _read_small(text, joint[1])
    if not other or not 0 < float(one[0]) < float(other[0]) <= 100 or text.find("unit", other[1]):
        return None
    if joint[0] == "ten" and float(other[0]) not in (10, 100):
        return None  # so many of those that there are
    value = float(one[0]) / float(other[0])
    qualifier, first, doubts = read_hedge_before(text, at, time=False)
    found = pairs.Candidate("quantity", first, other[1], value=value, unit="one", qualifier=qualifier, fraction=True)
    found.numerals = [(at, one[1]), (joint[1], other[1])]
    found.doubts = [*doubts, ("B", "a share by two numbers")]
    return found


def _has_noun(text: Text, at: int) -> bool:
    """Whether a noun stands behind the number word that begins at a position."""
    cardinal = read_cardinal(text, at) if at < len(text.tokens) else None
    after = cardinal[1] if cardinal else at
    return after < len(text.tokens) and text.tokens[after].kind == "word" and not text.find("stop", after)


def _read_small(text: Text, at: int) -> tuple[float, int] | None:
    digits = text.tokens[at].text
    return (
        (float(digits), at + 1) if text.tokens[at].kind == "number" and digits.isdigit() and len(digits) < 3 else None
    )


def read_joined(text: Text, at: int) -> pairs.Candidate | None:
    """Reads a number word joined to a unit in one word: zehnjährig, п'ятирічний."""
    token = text.tokens[at]
    suffixes = text.lexicon.words.get("suffix")
    if token.kind != "word" or not suffixes or len(token.low) < 6:
        return None
    for suffix, unit in suffixes.items():
        stem = suffix.rstrip("*")
        place = token.low.find(stem)
        if place < 2 or (not suffix.endswith("*") and not token.low.endswith(stem)):
            continue
        head = token.low[:place]
        cardinals = text.lexicon.words["cardinal"]
        value = cardinals.get(head) or cardinals.get(head.removesuffix("-"))
        if value is not None:
            numeral = pairs.Candidate("quantity", at, at + 1, value=float(value), unit=unit, numerals=[(at, at + 1)])
            numeral.qualifier, numeral.first, doubts = read_hedge_before(text, at, time=unit in TIMES)
            numeral.doubts += doubts
            return numeral
    return None


def read_time_and_half(text: Text, at: int) -> pairs.Candidate | None:
    """Reads one and a half of a time whose one is not written, or is an article: año y medio, a year and a half."""
    article = text.find("indefinite", at)
    time = text.find("unit", article[1] if article else at)
    half = text.find("and_half", time[1]) if time and time[0] in TIMES else None
    if time is None or half is None:
        return None
    qualifier, first, doubts = read_hedge_before(text, at, time=True)
    found = pairs.Candidate("quantity", first, half[1], value=1 + float(half[0]), unit=time[0], qualifier=qualifier)
    found.doubts, found.numerals = doubts, [(at, half[1])]
    return found
