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
from analysis.messages import Word, gettext
from analysis.wording.numbers import format_magnitude

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case

TWENTY = 20  # equal chances of a picture: each stands for five in a hundred
_CHANCES = (
    Word("comes", "chance of an outcome"),
    Word("comes at best", "chance of an outcome"),
    Word("does not come", "chance of an outcome"),
)


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
    how = gettext(
        "share of {draws} random draws of the probability that are below {even} %, at a correlation of {correlation}",
        draws=_format_plain(DRAWS),
        even=EVEN,
        correlation=_format_plain(chosen),
    )
    name = "outlook.below_even" + ("" if correlation is None else f".{correlation:g}")
    return replace_interval(
        number(share, "percent", how), share, share, probability(case, base=base, correlation=correlation)
    ).named(name, gettext("Draws in which {outcome} is less likely than not", outcome=outcome(case)))


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
    part = format_magnitude(round(100 * share), "percent")
    how = gettext(
        "what {share} of {draws} random draws of the probability are below, at a correlation of {correlation} between "
        "the assumptions",
        share=part,
        draws=_format_plain(DRAWS),
        correlation=_format_plain(chosen),
    )
    plain = number(value, "percent", how)
    name = f"outlook.quantile_{round(100 * share):02d}" + ("" if correlation is None else f".{correlation:g}")
    return replace_interval(plain, value, value, probability(case, base=base, correlation=correlation)).named(
        name, gettext("The lowest {share} of the draws end here", share=part)
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
    how = gettext(
        "share of {draws} random draws of the probability that are in its interval", draws=_format_plain(DRAWS)
    )
    return replace_interval(number(share, "percent", how), share, share, probability(case, base=base)).named(
        "outlook.interval_share", gettext("Draws within the interval")
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
    Returns: three rows. chance: Word, `comes`, `comes at best` or `does not come`; count: item, of those up to the
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
    given = {"all": TWENTY, "outcome": outcome(case)}
    hows = (
        (
            gettext("chances in {all} in which {outcome} comes", **given),
            gettext("chances in {all} in which {outcome} comes, with those before", **given),
        ),
        (
            gettext("chances in {all} in which {outcome} comes at best", **given),
            gettext("chances in {all} in which {outcome} comes at best, with those before", **given),
        ),
        (
            gettext("chances in {all} in which {outcome} does not come", **given),
            gettext("chances in {all} in which {outcome} does not come, with those before", **given),
        ),
    )
    for chance, (alone, together), start, end in zip(_CHANCES, hows, [0, *ends], ends, strict=False):
        name = f"outlook.twentieths.{chance.replace(' ', '_')}"
        counts = [
            replace_interval(number(size, "item", how), size, size, whole).named(id)
            for size, how, id in ((end - start, alone, name), (end, together, f"{name}.with_those_before"))
        ]
        rows.append({"chance": chance, "count": counts[0], "together": counts[1]})
    return pd.DataFrame(rows, columns=["chance", "count", "together"], dtype=object)


def round_half_up(value: float) -> int:
    """Rounds to the nearest whole number, a half up: a chance of 12.5 % is three of twenty."""
    return math.floor(value + 0.5)


def _describe_correlation(value: float) -> str:
    """Says in words what a correlation between the assumptions means."""
    if value == 0:
        return gettext("Each guess errs on its own, and errors cancel")
    if value == 1:
        return gettext("All err in the same direction at once")
    return gettext("Whoever is too hopeful in one tends to be in all")


def _format_plain(value: float) -> str:
    return format_magnitude(value, "one", exact=True)
