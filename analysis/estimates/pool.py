"""Pool: several claims on one thing as one number, each weighted by how far its source can be relied on.

The rule is the linear opinion pool (Stone, The Opinion Pool, Annals of Mathematical Statistics 32, 1961): the value is
the weighted mean of the claims' values, and a random draw comes from one of the claims, chosen with a chance in
proportion to its weight. Simple pools of this kind do about as well as more complex ones (Clemen and Winkler,
Combining Probability Distributions From Experts in Risk Analysis, Risk Analysis 19, 1999). The interval is the hull of
the claims' intervals: whichever of the sources is right, the number is in it. A mean of independent claims would
have a narrower interval than each of them, although sources that disagree make a number less sure.

A number that is a bound only ("at most", "at least") has no value to average. Of bounds on one side, the loosest
counts: every source agrees with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from analysis.contract import Qualifier
from analysis.errors import UnitError
from analysis.estimates.constructors import maximum, minimum
from analysis.estimates.estimate import Estimate
from analysis.wording import units


def pool(members: Sequence[tuple[Estimate, Estimate]]) -> Estimate:
    """Returns some claims on one thing as one number, in the unit of the first.

    members: pairs of a claim and its weight, which has no unit and is more than 0; of one claim alone, that claim
    is returned.
    Raises UnitError if there are no members, if they measure different things, or if a weight is not more than 0.

    >>> from analysis import number
    >>> from analysis.estimates.constructors import make_leaf
    >>> high = make_leaf("a", 600, "person", qualifier="about", symbol="guests by one source")
    >>> low = make_leaf("b", 500, "person", symbol="guests by another")
    >>> pool([(high, number(1)), (low, number(0.25))]).named("guests", "Guests")
    <Guests: 580 (500 to 660) person>
    """
    if not members:
        raise UnitError("a pool of nothing has no value; give at least one claim")
    first = members[0][0]
    for claim, weight in members:
        units.check_same_dimension(claim.unit, first.unit, "pooled with")
        if units.get_base_unit(weight.unit) != "one" or not weight.value > 0:
            raise UnitError(f"the weight of {claim.how} is {weight.value:g} {weight.unit}; allowed: more than 0 one")
    if len(members) == 1:
        return first
    ordered = sorted(members, key=lambda member: [leaf.key for leaf in member[0].leaves])  # whatever order is given
    return Estimate("pool", first.unit, tuple(part for member in ordered for part in member))


def pool_bounds(side: Qualifier, bounds: Sequence[Estimate]) -> Estimate:
    """Returns the loosest of some bounds on one side: the highest "at most", or the lowest "at least".

    side: `at_most` or `at_least`; of one bound alone, that bound is returned.
    Raises UnitError if they measure different things.

    >>> from analysis.estimates.constructors import make_leaf
    >>> caps = [make_leaf(id, value, "USD", qualifier="at_most", minimum=0) for id, value in (("a", 100), ("b", 120))]
    >>> pool_bounds("at_most", caps)
    <max(a, b): 120 (0 to 120) USD>
    """
    return reduce(maximum if side == "at_most" else minimum, bounds)
