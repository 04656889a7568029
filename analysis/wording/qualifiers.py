"""What "nearly", "about" or "at least" means: the interval that each qualifier puts around a value.

| qualifier | interval around the value v | reason |
|---|---|---|
| exact | v to v | the source gives the number flat |
| about | v - 10 % to v + 10 % | a round figure in the press is rarely off by more than a tenth |
| nearly | v - 5 % to v | just short of a round figure |
| over | v to v + 5 % | just past a round figure |
| at_most | the quantity's minimum (without one, v - 50 %) to v | an upper bound says nothing about the lower one |
| at_least | v to the quantity's maximum (without one, v + 50 %) | a lower bound says nothing about the upper one |

Below zero, qualifiers follow the number line as well: nearly -5 is just below -5. These widths are our assumption; a
claim's own `low` and `high` always take precedence over them.
"""

from __future__ import annotations

import math
from typing import get_args

from analysis.contract import Qualifier

QUALIFIERS: tuple[Qualifier, ...] = get_args(Qualifier)

# How reliable a source is: the Admiralty scale, in NATO's words.
RELIABILITY = {
    "A": "reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "cannot be judged",
}

_SPREADS: dict[Qualifier, tuple[float, float]] = {
    "exact": (0, 0),
    "about": (0.10, 0.10),
    "nearly": (0.05, 0),
    "over": (0, 0.05),
    "at_most": (0.50, 0),
    "at_least": (0, 0.50),
}


def compute_interval(
    value: float, qualifier: Qualifier, minimum: float | None = None, maximum: float | None = None
) -> tuple[float, float]:
    """Returns (low, high) for a claimed value, in its own unit. minimum, maximum: the bounds of the quantity.

    >>> compute_interval(500, "nearly")
    (475.0, 500)
    >>> compute_interval(100, "at_most", minimum=0)
    (0, 100)
    """
    below, above = _SPREADS[qualifier]
    low, high = value - abs(value) * below, value + abs(value) * above
    if qualifier == "at_most" and minimum is not None:
        low = minimum
    if qualifier == "at_least" and maximum is not None:
        high = maximum
    if minimum is not None:
        low = max(low, minimum)
    if maximum is not None:
        high = min(high, maximum)
    return min(low, value), max(high, value)


def find_qualifier(value: float, low: float, high: float) -> Qualifier:
    """Returns the qualifier of a computed number: at_least if it can only be more, at_most if only less.

    >>> find_qualifier(700, 700, 800)
    'at_least'
    """
    slack = 1e-9 * max(abs(end) for end in (value, low, high) if math.isfinite(end))
    below, above = value - low > slack, high - value > slack
    return "about" if below and above else "at_most" if below else "at_least" if above else "exact"
