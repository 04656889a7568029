"""The share of a formula's uncertainty that each claim explains alone.

The first-order sensitivity index of Sobol (1993): by how much the variance of the result falls, on average, once a
claim is known. It is estimated from the draws themselves, without further runs of the formula, as the correlation ratio
between a claim and the result (Plischke, Borgonovo and Smith 2013), less what chance alone would explain (Kelley 1935).
The claims are drawn independently, as the index assumes; what the shares lack of 100 % is explained by claims together.

Kelley, T. L. 1935: An unbiased correlation ratio measure, Proceedings of the National Academy of Sciences 21.
Plischke, E., Borgonovo, E. and Smith, C. L. 2013: Global sensitivity measures from given data, European Journal of
Operational Research 226.
Sobol, I. M. 1993: Sensitivity estimates for nonlinear mathematical models, Mathematical Modelling and Computational
Experiments 1.
"""

from __future__ import annotations

import numpy as np

from analysis.estimates.estimate import Estimate
from analysis.estimates.ordering import sort_draws

_BINS = 50  # of the draws, by the claim's value: within one, the claim is as good as known


def compute_variance_shares(whole: Estimate, n: int = 20_000, seed: int = 0) -> dict[str, float]:
    """Returns, for each uncertain claim id, the share of the variance of the draws that it explains alone (0 to 1).

    n: draws; the shares are accurate to about one part in a hundred with the default. A result that does not vary has
    no shares: the dictionary is empty.
    Source: first-order Sobol indices from given data, see the module.

    >>> from analysis import load_case
    >>> case = load_case()
    >>> gap = case["reconstruction.need"] - case["assets.usable"]
    >>> round(compute_variance_shares(gap)["usable_article"], 2)  # the need is certain
    1.0
    """
    drawn = whole.draws(n, seed)
    spread = float(drawn.var())
    if not spread:
        return {}
    return {
        leaf.id: max(0.0, _compute_share(np.broadcast_to(leaf.draw(n, seed), (n,)), drawn, spread))
        for leaf in whole.leaves
        if not leaf.is_certain
    }


def _compute_share(claim: np.ndarray, result: np.ndarray, spread: float) -> float:
    """Returns the correlation ratio of a claim and the result, corrected for the number of bins."""
    parts = np.array_split(result[sort_draws(claim)], _BINS)
    within = sum(float(part.var()) * len(part) for part in parts) / (len(result) - _BINS)
    return 1 - within / (spread * len(result) / (len(result) - 1))
