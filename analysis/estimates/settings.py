"""Numbers that the method sets: no source claims them, but a reader may ask what they are and why."""

from __future__ import annotations

from analysis.contract import ClaimCard
from analysis.estimates.constructors import make_leaf
from analysis.estimates.estimate import Estimate


def make_setting(name: str, value: float, unit: str, what: str, reason: str) -> Estimate:
    """Makes the Estimate of a number that the code sets, such as a tolerance, traced as an assumption of ours.

    name: stable key, such as `sources.tolerance`; value is in `unit`; what: its name in notes; reason: the statement
    on its card.

    >>> from analysis.estimates.settings import make_setting
    >>> make_setting("sources.tolerance", 1, "percent", "tolerance", "Numbers that differ by less count as one.")
    <tolerance: 1 percent>
    """
    id = f"setting:{name}"
    card = ClaimCard(id, "assumption", what, unit, value=value, statement=reason)
    return make_leaf(id, value, unit, kind="assumption", symbol=what, origin=card)
