"""How a source's wording becomes an interval: one table.

| qualifier | interval around the value v | reason |
|---|---|---|
| exact | v to v | the source gives the number flat |
| about | v - 10 % to v + 10 % | a round figure in the press is rarely off by more than a tenth |
| nearly | v - 5 % to v | just short of a round figure |
| over | v to v + 5 % | just past a round figure |
| at_most | the least the quantity can be (else v - 50 %) to v | a ceiling says nothing of the floor |
| at_least | v to the most the quantity can be (else v + 50 %) | a floor says nothing of the ceiling |

Below zero, words are read on the number line as well: nearly -5 lies just below -5. These widths are our
assumption; a claim's own `low` and `high` always win over them.
"""

from __future__ import annotations

import math
from typing import get_args

from analysis.contract import Qualifier

QUALIFIERS: tuple[Qualifier, ...] = get_args(Qualifier)

# How far a source is to be believed: NATO's wording of the Admiralty scale.
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
    """Returns (low, high) for a claimed value, in its own unit; minimum and maximum bound the quantity."""
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
    """Returns the word for a computed number: at_least if it can only be more, at_most if only less."""
    slack = 1e-9 * max(abs(end) for end in (value, low, high) if math.isfinite(end))
    below, above = value - low > slack, high - value > slack
    return "about" if below and above else "at_most" if below else "at_least" if above else "exact"
