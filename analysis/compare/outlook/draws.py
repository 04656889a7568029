"""The product of the multipliers and its random draws, in which the assumptions move together."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from analysis.compare.outlook.risks import compute_multiplier, list_counted
from analysis.compare.quantities.numbers import find_optional
from analysis.estimates.constructors import minimum, parameter
from analysis.estimates.correlation import draw_correlated
from analysis.estimates.estimate import Estimate
from analysis.messages import gettext

if TYPE_CHECKING:
    from analysis.case.case import Case

COMMON = 0.5  # the correlation where a case assumes none: halfway between independent and fully dependent, our choice
DRAWS, SEED = 20_000, 0  # so many that the quantiles below are accurate to a fifth of a percentage point
LOW_QUANTILE, HIGH_QUANTILE = 0.05, 0.95  # the ends of the interval


def common_correlation(case: Case) -> Estimate:
    """Returns the correlation between the assumptions (dimensionless, 0 to 1): that of the case, or COMMON.

    >>> from analysis import compare, load_case
    >>> compare.outlook.common_correlation(load_case()).value
    0.5
    """
    assumed = find_optional(case, "correlation")
    if assumed in case:
        return case[assumed]
    return parameter("correlation", COMMON, symbol=gettext("correlation between the assumptions"))


def choose_correlation(case: Case, asked: float | None) -> float:
    """Returns the correlation that is asked for, or that of the case."""
    return common_correlation(case).value if asked is None else asked


def compute_product(case: Case, base: str, hindsight: bool = False) -> Estimate:
    """Computes the start times the multipliers (percent, at most 100), with the interval of all extremes at once."""
    chance = case[base]
    for risk in list_counted(case, hindsight):
        chance = chance * compute_multiplier(case, risk)
    return minimum(chance.to("percent"), 100)


@lru_cache(maxsize=8)
def draw_product(case: Case, base: str, correlation: float, hindsight: bool) -> np.ndarray:
    """Draws the probability; cached, so that all quantiles are of the same draws."""
    return draw_correlated(compute_product(case, base, hindsight), correlation, DRAWS, SEED)
