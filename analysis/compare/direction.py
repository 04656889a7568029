"""Direction: does a difference rise or fall surely enough to say so in a title, an answer or a caption?

One rule for all of them: a direction is stated where it holds in nine of ten random draws or more (`robustness` asks as
much of what rests on our codes); else it is open. A number without an interval has the direction of its sign.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from analysis.compare.robustness import DRAWS, FIRM_SHARE, SEED
from analysis.estimates.estimate import Estimate

Direction = Literal["rise", "fall", "none", "open"]


def direction(difference: Estimate) -> Direction:
    """Finds whether a difference is above zero (rise) or below it (fall), none where it is zero for certain, else open.

    difference: in any unit; its sign is read at its value and in draws over the intervals beneath it.

    >>> from analysis import number
    >>> from analysis.compare.direction import direction
    >>> [direction(number(value, "person")) for value in (5, -5, 0)]
    ['rise', 'fall', 'none']
    """
    sign = np.sign(difference.value)
    if difference.low == difference.high:
        return "rise" if sign > 0 else "fall" if sign < 0 else "none"
    share = 100 * float(np.mean(np.sign(difference.draws(DRAWS, SEED)) == sign)) if sign else 0.0
    if share < FIRM_SHARE:
        return "open"
    return "rise" if sign > 0 else "fall"
