"""Random draws of a formula whose claims move together, as the guesses of one coder do.

`Estimate.draws` draws every claim on its own. Here all claims share one factor, which moves each of them in the
direction that raises the result: a one-factor Gaussian copula (Clemen and Reilly 1999). Each claim's own draws are
kept and only put in another order (Iman and Conover 1982), so its distribution stays what it is: at a correlation of
0 nothing changes, at 1 all claims are at their worst, or at their best, in the same draw.

Clemen, R. T. and Reilly, T. 1999: Correlations and copulas for decision and risk analysis, Management Science 45.
Iman, R. L. and Conover, W. J. 1982: A distribution-free approach to inducing rank correlation among input variables,
Communications in Statistics: Simulation and Computation 11.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from analysis.errors import UsageError
from analysis.estimates.estimate import Estimate
from analysis.estimates.evaluate import Vector, evaluate_draws
from analysis.estimates.leaf import MAX_CACHED_DRAWS, Leaf
from analysis.estimates.ordering import sort_draws

_FACTOR_STREAM = 1  # keeps the shared factor apart from the draws of any claim, which are seeded by the claim's id


def draw_correlated(whole: Estimate, correlation: float, n: int = 10_000, seed: int = 0) -> NDArray[np.float64]:
    """Returns n draws of a formula in its unit, shape (n,), with one correlation between all the claims beneath it.

    correlation: between the normal scores of any two claims, 0 to 1, each turned so that more of it raises the result.
    Source: a one-factor Gaussian copula by reordering (Clemen and Reilly 1999; Iman and Conover 1982), see the module.
    Raises: UsageError for a correlation outside 0 to 1.

    >>> from analysis import load_case
    >>> case = load_case()
    >>> gap = case["reconstruction.need"] - case["assets.usable"]
    >>> bool((draw_correlated(gap, 0, 1000) == gap.draws(1000)).all())
    True
    """
    if not 0 <= correlation <= 1:
        raise UsageError(f"correlation {correlation!r} is not from 0 to 1")
    if correlation == 0:
        return whole.draws(n, seed)
    swings, drawn = whole.swings(), dict[str, Vector]()
    draw_moved = _draw_moved_cached if n <= MAX_CACHED_DRAWS else _draw_moved

    def draw(leaf: Leaf) -> Vector:
        if leaf.id not in drawn:
            drawn[leaf.id] = draw_moved(leaf, raises_result(leaf, swings), correlation, n, seed)
        return drawn[leaf.id]

    found = evaluate_draws(whole, n, draw)
    if n > MAX_CACHED_DRAWS:
        _draw_factor.cache_clear()
    return found


def raises_result(leaf: Leaf, swings: Mapping[str, tuple[float, float]]) -> bool:
    """Returns whether more of a claim, or of all that are pooled, raises the result or leaves it.

    swings: of the result, see `Estimate.swings`.

    >>> from analysis import load_case
    >>> case = load_case()
    >>> raises_result(case["assets.usable"].leaf, (case["reconstruction.need"] - case["assets.usable"]).swings())
    False
    """
    ids = [member.id for member, _ in leaf.members] or [leaf.id]
    low, high = (sum(swings[id][end] for id in ids) for end in (0, 1))
    return low <= high


def _draw_moved(leaf: Leaf, raises: bool, correlation: float, n: int, seed: int) -> Vector:
    """Returns n draws of one claim in the order that the correlation gives them. raises: see `raises_result`."""
    factor, scores = _draw_factor(n, seed)
    own = np.broadcast_to(leaf.draw(n, seed), (n,))
    moved = _reorder(own, factor if raises else -factor, scores, correlation)
    moved.flags.writeable = False
    return moved


@lru_cache(maxsize=1)
def _draw_factor(n: int, seed: int) -> tuple[Vector, Vector]:
    """Returns n draws of the shared factor, and the same in rising order."""
    factor = np.random.default_rng([seed, _FACTOR_STREAM]).standard_normal(n)
    return factor, np.sort(factor)


def _reorder(own: Vector, factor: Vector, scores: Vector, correlation: float) -> Vector:
    """Returns the draws of one claim in the order of a mixture of the shared factor and of its own normal scores."""
    order = sort_draws(own)
    mixed = math.sqrt(correlation) * factor
    mixed[order] += math.sqrt(1 - correlation) * scores
    moved = np.empty_like(own)
    moved[sort_draws(mixed)] = own[order]
    return moved


# Reports ask for the same claims on several bases, and for several formulas of them.
_draw_moved_cached = lru_cache(maxsize=64)(_draw_moved)
