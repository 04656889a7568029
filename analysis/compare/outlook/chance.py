"""How likely the outcome is: in the whole horizon, with hindsight, and in what is left of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis import dates
from analysis.case.description import find_newest_day
from analysis.compare.outlook.draws import (
    HIGH_QUANTILE,
    LOW_QUANTILE,
    choose_correlation,
    common_correlation,
    compute_product,
    draw_product,
)
from analysis.compare.outlook.times import compute_horizon_days, find_horizon
from analysis.estimates.constructors import number, replace_interval
from analysis.estimates.estimate import Estimate
from analysis.estimates.statement import Statement, falls_below
from analysis.label import Label
from analysis.messages import Word, gettext
from analysis.wording.forms import label_phrase
from analysis.wording.numbers import format_magnitude

if TYPE_CHECKING:
    from analysis.case.case import Case

EVEN = 50  # percent


def outcome(case: Case) -> Label:
    """Names what the probability is of, in words for the middle of a sentence; "the outcome" where the case does not.

    >>> from analysis import compare, load_case
    >>> print(compare.outlook.outcome(load_case()))
    a signed agreement
    """
    named = case.roles("outcome")
    return case.label(named[0]) if named else label_phrase(Word("the outcome", "in all forms"), "risks", case)


def probability(case: Case, *, base: str | None = None, correlation: float | None = None) -> Estimate:
    """Computes the probability of the outcome (percent, at most 100); its interval is that of the random draws.

    base: the quantity that holds the probability with none of the factors at work. correlation: between the
    assumptions, 0 to 1; None takes that of the case, see `common_correlation`.
    Source: a product of multipliers, see the module; the interval reaches from LOW_QUANTILE to HIGH_QUANTILE of the
    draws (Morgan and Henrion 1990).
    Raises: MissingClaim if the case has no claim on the base; UsageError for a correlation outside 0 to 1.

    >>> from analysis import compare, load_case
    >>> chance = compare.outlook.probability(load_case())
    >>> round(chance.value), round(chance.low), round(chance.high)
    (15, 2, 55)
    """
    base = case.role("base_chance", base)
    return _build_probability(case, base, correlation, False).named("outlook.probability", call_probability(case))


def probability_with_hindsight(case: Case, *, base: str | None = None, correlation: float | None = None) -> Estimate:
    """Computes `probability` with the factors too that are known only from later sources (percent, at most 100).

    base, correlation: as for `probability`.
    Raises: MissingClaim if the case has no claim on the base; UsageError for a correlation outside 0 to 1.

    >>> from analysis import compare, load_case
    >>> round(compare.outlook.probability_with_hindsight(load_case(basis="all")).value, 1)
    13.5
    """
    base = case.role("base_chance", base)
    return _build_probability(case, base, correlation, True).named(
        "outlook.probability_with_hindsight",
        gettext("Probability of {outcome}, with factors known only later", outcome=outcome(case)),
    )


def less_likely_than_not(case: Case, *, base: str | None = None) -> Statement:
    """States that the probability is below an even chance, to be asked of `robustness` how sure that is.

    base: as for `probability`.
    Raises: MissingClaim if the case has no claim on the base.

    >>> from analysis import compare, load_case
    >>> compare.outlook.less_likely_than_not(load_case()).holds
    True
    """
    base = case.role("base_chance", base)
    return falls_below(compute_product(case, base), number(EVEN, "percent", gettext("an even chance")))


def remaining(case: Case, *, base: str | None = None) -> Estimate | None:
    """Computes the chance of the outcome in what is left of the horizon after the newest source, if none came before.

    base: as for `probability`.
    Returns: percent; None where no source is dated to a day within the horizon.
    Source: the same chance on each day of the horizon, so 1 − (1 − probability) to the power of the share of the days
    that is left; a probability p over a year leaves 1 − √(1 − p) for its second half.
    Raises: MissingClaim if the case has no claim on the base, or no horizon.

    >>> from analysis import compare, load_case
    >>> round(compare.outlook.remaining(load_case()).value, 1)
    7.4
    """
    base = case.role("base_chance", base)
    length, _ = find_horizon(case)
    (start, end), newest = compute_horizon_days(case), find_newest_day(case.ledger)
    day = dates.compute_span(newest.date or "")[0] if newest else start
    if not start < day < end:
        return None
    left, chance = (end - day).days / (end - start).days, probability(case, base=base)
    value, low, high = (100 * (1 - (1 - p / 100) ** left) for p in (chance.value, chance.low, chance.high))
    how = gettext(
        "1 − (1 − probability of {outcome}) to the power of {share}, the share of the days that is left",
        outcome=outcome(case),
        share=format_magnitude(float(f"{left:.3g}"), "one", exact=True),
    )
    return replace_interval(number(value, "percent", how), low, high, chance, length).named(
        "outlook.remaining", gettext("Chance in the time that is left")
    )


def call_probability(case: Case) -> str:
    """Returns what a report calls the probability: by the outcome."""
    return gettext("Probability of {outcome}", outcome=outcome(case))


def _build_probability(case: Case, base: str, correlation: float | None, hindsight: bool) -> Estimate:
    common = common_correlation(case)
    drawn = draw_product(case, base, choose_correlation(case, correlation), hindsight)
    least, most = np.quantile(drawn, (LOW_QUANTILE, HIGH_QUANTILE))
    product = compute_product(case, base, hindsight)
    beneath = (common,) if correlation is None else ()
    return replace_interval(product, min(least, product.value), max(most, product.value), *beneath)
