"""How much one number is above another, as a reader would subtract the two."""

from __future__ import annotations

import math

from analysis.estimates.estimate import Estimate
from analysis.messages import Word

NOTHING = "–"  # in a cell without a value
SAME = Word("The same", "in place of a difference")
OTHER_TIME = Word("Of another time", "in place of a difference")  # in a series: the two are of two times
UNLIKE = Word("Not comparable", "in place of a difference")  # the two count different things

_DIFFERENCE_UNITS = {
    "percent": "percentage_point",
    "calendar_year": "year",
}  # the unit of a difference, where it is not that of the two numbers


def compute_difference(here: Estimate, there: Estimate) -> Estimate | str:
    """Computes how much one number is above another: `there` minus `here`, or `The same` where they are equal.

    Returns: in the unit of `here`, as a reader would subtract the two: percentage points between shares, years
    between years of the calendar.
    Raises: UnitError if they measure different things.

    >>> from analysis import number
    >>> from analysis.estimates.difference import compute_difference
    >>> compute_difference(number(12.5, "percent"), number(17, "percent")).unit
    'percentage_point'
    >>> compute_difference(number(1, "hour"), number(60, "minute"))
    'The same'
    """
    apart = subtract(there, here).to(_DIFFERENCE_UNITS.get(here.unit, here.unit))
    return SAME if math.isclose(here.value, there.to(here.unit).value, rel_tol=1e-9, abs_tol=1e-12) else apart


def subtract(number: Estimate, other: Estimate) -> Estimate:
    """Computes a number less another, also where that is 0, in the unit of a difference: see `compute_difference`.

    Raises: UnitError if they measure different things.

    >>> from analysis import number
    >>> from analysis.estimates.difference import subtract
    >>> subtract(number(40, "percent"), number(36, "percent")).unit
    'percentage_point'
    """
    return (number - other).to(_DIFFERENCE_UNITS.get(number.unit, number.unit))
