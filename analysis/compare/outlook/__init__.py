"""Outlook: what speaks for and against an outcome, how likely is it, and what would change that?

What the outcome is, such as a signed agreement, the case says: the role `outcome` in roles.csv.

A product with one multiplier for each factor: the factor occurs with its likelihood and then lowers (a risk) or raises
(a positive factor) the probability by its impact, so the multiplier is 1 − likelihood × impact, or 1 + likelihood ×
impact. That is the law of total probability for factors that occur independently of each other: the mean over all ways
in which they may occur, each with its probability. Odds would not multiply so. A factor that only sources later than
the analysed text know of is listed and not counted.

All inputs are assumptions with ranges: the result is arithmetic on stated beliefs. Its interval reaches from
LOW_QUANTILE to HIGH_QUANTILE of random draws; the extremes, every assumption at its worst or at its best at once, are
outside (Morgan and Henrion 1990). In the draws the assumptions move together by a common correlation, since a
coder's errors go together and coders may err alike (`analysis.estimates.correlation`): at 0 each errs on its own, at 1
all err in the same direction. The assumptions are on what plays the roles `base_chance`, `horizon` and `correlation`.
"""

from analysis.compare.outlook.by_assumption import ends, movers
from analysis.compare.outlook.by_factor import result, steps, waterfall
from analysis.compare.outlook.chance import (
    EVEN,
    less_likely_than_not,
    outcome,
    probability,
    probability_with_hindsight,
    remaining,
)
from analysis.compare.outlook.draws import COMMON, DRAWS, HIGH_QUANTILE, LOW_QUANTILE, SEED, common_correlation
from analysis.compare.outlook.risks import factors, strongest
from analysis.compare.outlook.spread import below_even, correlations, interval_share, quantile, twentieths
from analysis.compare.outlook.times import Horizon, horizon, known

__all__ = [
    "COMMON",
    "DRAWS",
    "EVEN",
    "HIGH_QUANTILE",
    "LOW_QUANTILE",
    "SEED",
    "Horizon",
    "below_even",
    "common_correlation",
    "correlations",
    "ends",
    "factors",
    "horizon",
    "interval_share",
    "known",
    "less_likely_than_not",
    "movers",
    "outcome",
    "probability",
    "probability_with_hindsight",
    "quantile",
    "remaining",
    "result",
    "steps",
    "strongest",
    "twentieths",
    "waterfall",
]
