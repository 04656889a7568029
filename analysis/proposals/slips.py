"""Slips of the pen in a review table: a number that somebody typed and that the quoted words do not have."""

from __future__ import annotations

import math

from analysis.proposals.citations import find_claimable
from analysis.proposals.proposal import Proposal

_ALIKE = 0.006  # of what is written: 33.3 for a third is no slip


def describe_slip(row: Proposal, language: str) -> str:
    """Returns what is odd about the numbers of a row, '' if nothing: digits that its phrase does not have.

    Only digits are compared, as unit and scale may stand elsewhere in the document. language: that of the document.

    >>> describe_slip(Proposal(value="900", phrase="about 800 billion dollars"), "en")
    'its value 900 is not in “about 800 billion dollars”'
    >>> describe_slip(Proposal(value="0.8", phrase="about 800 billion dollars"), "en")
    ''
    """
    mentions = [mention for mention in find_claimable(row.phrase, language) if mention.role == "quantity"]
    written = [number for mention in mentions for number in (mention.value, mention.low, mention.high) if number]
    for column in ("value", "low", "high") if written else ():
        number = _read(getattr(row, column))
        if number and not any(_is_alike(number, other) for other in written):
            return f"its {column} {getattr(row, column).strip()} is not in “{row.phrase}”"
    return ""


def _read(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _is_alike(one: float, other: float) -> bool:
    """Whether two numbers have the same digits, apart from where the point stands."""
    power = math.log10(abs(one / other))
    return abs(power - round(power)) < math.log10(1 + _ALIKE)
