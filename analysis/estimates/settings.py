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


def make_scale(name: str, what: str, reason: str) -> tuple[Estimate, Estimate]:
    """Makes the ends of a scale from 0 to 1 on which we code values (dimensionless), low and high, as settings of ours.

    name: stable key of the scale, such as `positions.scale`; what: what is coded on it; reason: the statement on the
    cards.

    >>> from analysis.estimates.settings import make_scale
    >>> make_scale("positions.scale", "positions", "What each force wants is coded on this scale.")[0]
    <low end of the scale of positions: 0 one>
    """
    low, high = (
        make_setting(f"{name}.{end}", value, "one", f"{end} end of the scale of {what}", reason)
        for end, value in (("low", 0), ("high", 1))
    )
    return low, high
