"""How the random draws of the probability spread, and what the correlation changes in that."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from analysis.compare.outlook.chance import EVEN, outcome, probability
from analysis.compare.outlook.draws import (
    DRAWS,
    HIGH_QUANTILE,
    LOW_QUANTILE,
    choose_correlation,
    common_correlation,
    draw_product,
)
from analysis.estimates.constructors import number, replace_interval
from analysis.estimates.estimate import Estimate

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case

TWENTY = 20  # equal chances of a picture: each stands for five in a hundred


def below_even(case: Case, *, base: str | None = None, correlation: float | None = None) -> Estimate:
    """Computes the share of the random draws in which the outcome is less likely than not (percent).

    base, correlation: as for `probability`.
    Raises: MissingClaim if the case has no claim on the base.

    >>> from analysis import compare, load_case
    >>> case = load_case()
    >>> compare.outlook.below_even(case, correlation=0).value > compare.outlook.below_even(case, correlation=1).value
    True
    """
    base = case.role("base_chance", base)
    chosen = choose_correlation(case, correlation)
    share = 100 * float(np.mean(draw_product(case, base, chosen, False) < EVEN))
    how = f"share of {DRAWS:,} random draws of the probability that are below {EVEN} %, at a correlation of {chosen:g}"
    name = "outlook.below_even" + ("" if correlation is None else f".{correlation:g}")
    return replace_interval(
        number(share, "percent", how), share, share, probability(case, base=base, correlation=correlation)
    ).named(name, f"Draws in which {outcome(case)} is less likely than not")


def quantile(case: Case, share: float, *, base: str | None = None, correlation: float | None = None) -> Estimate:
    """Computes the probability below which a given share of the random draws falls (percent, without an interval).

    share: of the draws, 0 to 1. base, correlation: as for `probability`.
    Raises: MissingClaim if the case has no claim on the base.

    >>> from analysis import compare, load_case
    >>> round(compare.outlook.quantile(load_case(), 0.5).value)
    14
    """
    base = case.role("base_chance", base)
    chosen = choose_correlation(case, correlation)
    value = float(np.quantile(draw_product(case, base, chosen, False), share))
    what = f"what {share:.0%} of {DRAWS:,} random draws of the probability are below"
    plain = number(value, "percent", f"{what}, at a correlation of {chosen:g} between the assumptions")
    name = f"outlook.quantile_{round(100 * share):02d}" + ("" if correlation is None else f".{correlation:g}")
    return replace_interval(plain, value, value, probability(case, base=base, correlation=correlation)).named(
        name, f"The lowest {share:.0%} of the draws end here"
    )


def interval_share(case: Case, *, base: str | None = None) -> Estimate:
    """Computes the share of the random draws inside the interval of `probability` (percent).

    base: as for `probability`.
    Raises: MissingClaim if the case has no claim on the base.

    >>> from analysis import compare, load_case
    >>> compare.outlook.interval_share(load_case()).value
    90.0
    """
    base = case.role("base_chance", base)
    share = round(100 * (HIGH_QUANTILE - LOW_QUANTILE))
    what = f"share of {DRAWS:,} random draws of the probability that are in its interval"
    return replace_interval(number(share, "percent", what), share, share, probability(case, base=base)).named(
        "outlook.interval_share", "Draws within the interval"
    )


def correlations(case: Case, *, base: str | None = None) -> pd.DataFrame:
    """Compares the interval of the probability by how closely the assumptions move together.

    base: as for `probability`.
    Returns: one row a correlation: 0, that of the case, and 1. correlation: dimensionless; meaning: text; least, most:
        the ends of the interval (percent), each without an interval; below: see `below_even`.
    Raises: MissingClaim if the case has no claim on the base.

    >>> from analysis import compare, load_case
    >>> row = compare.outlook.correlations(load_case()).iloc[-1]
    >>> print(row.correlation.value, round(row.least.value), round(row.most.value))
    1.0 1 85
    """
    import pandas as pd

    base = case.role("base_chance", base)
    common = common_correlation(case)
    rows = [
        {
            "correlation": common if value == common.value else replace_interval(number(value), value, value, common),
            "meaning": _describe_correlation(value),
            "least": quantile(case, LOW_QUANTILE, base=base, correlation=value),
            "most": quantile(case, HIGH_QUANTILE, base=base, correlation=value),
            "below": below_even(case, base=base, correlation=value),
        }
        for value in sorted({0.0, common.value, 1.0})
    ]
    return pd.DataFrame(rows, columns=["correlation", "meaning", "least", "most", "below"], dtype=object)


def twentieths(case: Case, *, base: str | None = None) -> pd.DataFrame:
    """Counts the probability in twenty equal chances, for a picture: those in which the outcome comes, or may come.

    base: as for `probability`. Each count is rounded to the nearest whole one.
    Returns: three rows. chance: text, `comes`, `comes at best` or `does not come`; count: item, of those up to the
        probability, from there to the upper end of its interval, and beyond; together: item, the count and those above.
    Raises: MissingClaim if the case has no claim on the base.
    Source: after Kay, Kola, Hullman and Munson 2016 (doi:10.1145/2858036.2858558), who draw a chance as twenty dots.

    >>> from analysis import compare, load_case
    >>> [count.value for count in compare.outlook.twentieths(load_case())["count"]]
    [3.0, 8.0, 9.0]
    """
    import pandas as pd

    whole = probability(case, base=base)
    ends = [round_half_up(TWENTY * value / 100) for value in (whole.value, whole.high, 100)]
    rows = []
    for name, start, end in zip(("comes", "comes at best", "does not come"), [0, *ends], ends, strict=False):
        counts = []
        for size, what in ((end - start, name), (end, f"{name}, with those before")):
            plain = number(size, "item", f"chances in {TWENTY} in which {outcome(case)} {what}")
            made = replace_interval(plain, size, size, whole)
            counts.append(made.named(f"outlook.twentieths.{what.replace(', ', '.').replace(' ', '_')}"))
        rows.append({"chance": name, "count": counts[0], "together": counts[1]})
    return pd.DataFrame(rows, columns=["chance", "count", "together"], dtype=object)


def round_half_up(value: float) -> int:
    """Rounds to the nearest whole number, a half up: a chance of 12.5 % is three of twenty."""
    return math.floor(value + 0.5)


def _describe_correlation(value: float) -> str:
    """Says in words what a correlation between the assumptions means."""
    if value == 0:
        return "Each guess errs on its own, and errors cancel"
    return "All err in the same direction at once" if value == 1 else "Whoever is too hopeful in one tends to be in all"
