"""Whether a number as it is written agrees with a known one: rounding, the words before it, and ranges.

A number stands for all that are rounded to it. Written flat it reaches half a unit of its last digit, where zeros at
the end of a number count as digits up to the third: 588 is 587.7, and 600,000 is 600,400, but 600 is not 588. After
"about" it reaches to half of its last digit that is no zero, and at most five per cent: "about 600" is 588. "Nearly"
and "up to" reach down to the next number as round as it is, "over" and "at least" up to it: "over 100" is 115.9.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, TypeAlias

from analysis.contract import ClaimQualifier

_FLAT = 0.05  # of a number: the most that rounding to few digits may change one that is written flat
_FRACTION, _LEAST_DIGIT = 0.01, 1e-6  # of a fraction that no decimals give whole: what it stands for
_ROUGH = 0.05  # of a number: the most that "about" reaches
_DOWN, _UP = 0.1, 0.2  # of a number: how far "nearly" reaches down, and "over" up
_SHORT_OF = 1 - 1e-6  # of the step to the next number as round: that one would be written itself
_BELOW: frozenset[ClaimQualifier] = frozenset(("nearly", "less_than", "at_most"))
_ABOVE: frozenset[ClaimQualifier] = frozenset(("over", "at_least"))
# What a claim says -> what a draft may say of the same number without changing it.
_KEEPS: dict[ClaimQualifier, frozenset[ClaimQualifier]] = {
    "exact": frozenset(("exact", "about")),
    "about": frozenset(("about",)),
    "nearly": frozenset(("nearly", "less_than", "about")),
    "less_than": frozenset(("less_than", "nearly", "at_most")),
    "at_most": frozenset(("at_most", "less_than")),
    "over": frozenset(("over", "at_least", "about")),
    "at_least": frozenset(("at_least", "over")),
}
HedgeFault: TypeAlias = Literal["", "lost", "turned"]


def compute_reach(number: float, qualifier: ClaimQualifier = "exact") -> tuple[float, float]:
    """Returns the least and the largest number that one may stand for as it is written, with the words before it.

    >>> compute_reach(588), compute_reach(600_000), compute_reach(600, "about"), compute_reach(600, "nearly")
    ((587.5, 588.5), (599500.0, 600500.0), (570.0, 630.0), (540.0, 600.0))
    """
    size = abs(number)
    last, round_place = _find_places(size)
    flat = min(last / 2, _FLAT * size) if size else last / 2
    if size < 1 and last < _LEAST_DIGIT:  # a fraction in words, such as a third, which no decimals give whole
        flat = _FRACTION * size
    below = above = flat
    if qualifier == "about":
        below = above = max(flat, min(round_place / 2, _ROUGH * size))
    elif qualifier in _BELOW:
        below, above = max(flat, min(_SHORT_OF * round_place, _DOWN * size)), 0.0
    elif qualifier in _ABOVE:
        above = max(flat, min(_SHORT_OF * round_place, _UP * size), _FLAT * size if size < 1 else 0)
        below = 0.0
    return number - below, number + above


def _find_places(size: float) -> tuple[float, float]:
    """Returns the size of a number's last digit that counts, and of its last one that is no zero."""
    digits = Decimal(repr(size)).normalize()
    if not digits:
        return 1.0, 1.0
    exponent = int(digits.as_tuple().exponent)
    largest = digits.adjusted()
    least = exponent if exponent < 0 else max(0, min(exponent, largest - 2))
    return 10.0**least, 10.0**exponent


def agrees(number: float, qualifier: ClaimQualifier, known: float) -> bool:
    """Returns whether a known number may be what is written.

    >>> agrees(600, "nearly", 588), agrees(600, "exact", 588), agrees(37, "over", 38)
    (True, False, False)
    """
    low, high = compute_reach(number, qualifier)
    slack = 1e-9 * max(abs(known), abs(number))
    return low - slack <= known <= high + slack


def find_hedge_fault(
    written: ClaimQualifier, claimed: ClaimQualifier, *, same: bool, limit: bool = False
) -> HedgeFault:
    """Returns whether a draft has lost what a claim says of a number's exactness, or says something else.

    same: whether both give the same number; a rounded one may say that the exact one is more or less. limit: whether
    it is a limit, of which a claim is exact: "at most" and "at least" say so.

    >>> find_hedge_fault("exact", "at_most", same=True), find_hedge_fault("at_least", "at_most", same=True)
    ('lost', 'turned')
    >>> find_hedge_fault("nearly", "exact", same=False), find_hedge_fault("nearly", "exact", same=True)
    ('', 'turned')
    """
    if written in _KEEPS[claimed]:
        return ""
    if claimed in ("exact", "about") and written not in ("exact", "about"):
        if not same:
            return ""
        return "" if limit and written in ("at_most", "at_least") else "turned"
    if written in ("exact", "about"):
        return "lost"
    same_side = {written, claimed} <= _BELOW or {written, claimed} <= _ABOVE
    return "" if same_side and not same else "turned"
