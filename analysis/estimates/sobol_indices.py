"""Sobol indices: how much of the variance of a result each of its inputs explains, also where inputs move together.

Of each input two are computed, each with and without what the input shares with those that are correlated with it
(Mara and Tarantola 2012; Mara, Tarantola and Annoni 2015):

- first: by how much the variance falls on average, as a share of it, once the input is known, with all that it tells
  of the others (full first-order index).
- total: what the input explains alone and jointly with others (full total index).
- own_first, own_total: the same of that part of the input that the others do not tell (independent indices). own_total
  is what would be left of the variance if all inputs but this one were known.

Of inputs that are independent, full and independent indices are the same: the first-order and total indices of Sobol
(1993). The estimators are those of Saltelli et al. (2010) for first and of Jansen (1999) for total, and the margins
those of a bootstrap (Archer, Saltelli and Sobol 1997), all as in SALib, to whose numbers a test holds them. They are
computed here since importing SALib takes several times as long as a report does in all, and its sampler runs Python for
each value.

Correlation is that of a Gaussian copula, between normal scores. A sample given one input, or given all but one, is made
from two independent samples by conditional means of the normal distribution, which is its Rosenblatt transformation, as
in Kucherenko, Tarantola and Annoni (2012); four indices then take n × (2 × inputs + 2) runs.

Archer, G. E. B., Saltelli, A. and Sobol, I. M. 1997: Sensitivity measures, ANOVA-like techniques and the use of
bootstrap, Journal of Statistical Computation and Simulation 58.
Jansen, M. J. W. 1999: Analysis of variance designs for model output, Computer Physics Communications 117.
Kucherenko, S., Tarantola, S. and Annoni, P. 2012: Estimation of global sensitivity indices for models with dependent
variables, Computer Physics Communications 183.
Mara, T. A. and Tarantola, S. 2012: Variance-based sensitivity indices for models with dependent inputs, Reliability
Engineering and System Safety 107.
Mara, T. A., Tarantola, S. and Annoni, P. 2015: Non-parametric methods for global sensitivity analysis of model output
with dependent inputs, Environmental Modelling and Software 72.
Saltelli, A. et al. 2010: Variance based sensitivity analysis of model output, Computer Physics Communications 181.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.errors import UsageError
from analysis.estimates.sobol_sequence import draw_points

Vector: TypeAlias = NDArray[np.float64]
Model: TypeAlias = Callable[[Vector], Vector]  # values of the inputs, (inputs, runs) -> results, (runs,)
Quantile: TypeAlias = Callable[[Vector], Vector]  # chances from 0 to 1 -> the values of an input, in the same shape

MIN_SAMPLE, MAX_SAMPLE = 16, 1 << 17
RESAMPLES, CONFIDENCE = 100, 0.95  # of the bootstrap, as SALib's
_FIRM = 1 - 1e-9  # of a correlation: what is left keeps also inputs that move as one apart
_SMALLEST_SPREAD = 1e-12  # of the largest result: less is rounding error
_EDGE, _STEPS = 8.5, 1 << 14  # of the table of the normal distribution; its error is below a ten-millionth


@dataclass(frozen=True)
class Index:
    """One index of each input, as shares of the variance: `share`, and `margin` on either side of it, (inputs,)."""

    share: Vector
    margin: Vector


@dataclass(frozen=True)
class Indices:
    """The four indices, see the module, and the number of runs they took."""

    first: Index
    total: Index
    own_first: Index
    own_total: Index
    runs: int


class NoVariance(ValueError):
    """The result is the same in all runs."""


class NoValue(ValueError):
    """The result has no value in some runs. Its arguments: in how many, and of how many."""


def compute_indices(
    model: Model, quantiles: Sequence[Quantile], *, n: int, seed: int, correlation: Vector | None = None
) -> Indices:
    """Computes the Sobol indices of a model.

    model: values of the inputs, (inputs, runs) -> results, (runs,). quantiles: the distribution of each input. n: size
    of the sample, a power of 2 from MIN_SAMPLE to MAX_SAMPLE. correlation: between the normal scores of the inputs,
    (inputs, inputs); None: they are independent.
    Source: see the module.
    Raises: UsageError for another n, a seed below 0, and a matrix that is no correlation; NoVariance for a result that
    does not vary; NoValue for one that is infinite or not a number in some runs.

    >>> even = lambda chance: chance  # from 0 to 1
    >>> found = compute_indices(lambda x: 2 * x[0] + x[1], [even, even], n=256, seed=0)
    >>> found.first.share.round(2).tolist(), found.total.share.round(2).tolist()
    ([0.8, 0.2], [0.8, 0.2])
    """
    check_sample(n, seed)
    points = draw_points(2 * len(quantiles), n, seed)

    def run(values: Vector) -> Vector:
        return np.array(model(values), float)  # a copy: a model may return a part of the values, which are changed

    if correlation is None:
        return _compute_independent(run, quantiles, points[: len(quantiles)], points[len(quantiles) :], seed)
    return _compute_correlated(run, quantiles, points, _Copula(correlation), seed)


def check_sample(n: int, seed: int) -> None:
    """Raises UsageError for a sample size that is no power of 2 within the limits, with the nearest, or a bad seed."""
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        raise UsageError(f"a seed of {seed!r}; allowed: a whole number from 0")
    if isinstance(n, int) and MIN_SAMPLE <= n <= MAX_SAMPLE and not n & (n - 1):
        return
    allowed = [1 << power for power in range(MIN_SAMPLE.bit_length() - 1, MAX_SAMPLE.bit_length())]
    near = sorted(allowed, key=lambda size: abs(size - n) if isinstance(n, int | float) else size)[:2]
    raise UsageError(
        f"a sample of {n!r} points; a Sobol sequence needs a power of 2 from {MIN_SAMPLE} to {MAX_SAMPLE}, such as "
        + " or ".join(map(str, sorted(near)))
    )


def _compute_independent(model: Model, quantiles: Sequence[Quantile], one: Vector, other: Vector, seed: int) -> Indices:
    """Computes the indices of independent inputs. one, other: two samples of chances, (inputs, n)."""
    a, b = (_place(quantiles, chances) for chances in (one, other))
    ends = model(a), model(b)
    mixed = []
    for position, values in enumerate(b):
        kept = a[position].copy()
        a[position] = values
        mixed.append(model(a))
        a[position] = kept
    (first_end, second_end), swapped = _standardise(ends, mixed)
    first, total = _estimate(first_end, swapped, second_end, seed)
    return Indices(first, total, first, total, one.shape[1] * (len(quantiles) + 2))


def _compute_correlated(
    model: Model, quantiles: Sequence[Quantile], points: Vector, copula: _Copula, seed: int
) -> Indices:
    """Computes the indices of inputs with a Gaussian copula. points: (2 × inputs, n)."""
    size = len(quantiles)
    one, other = (copula.tie(find_scores(chances)) for chances in (points[:size], points[size:]))
    a, b = (_place(quantiles, find_chances(scores)) for scores in (one, other))
    ends = model(a), model(b)
    alone, given = [], []
    own = copula.find_own(other) - copula.find_own(one)  # how one part that the others do not tell becomes the other
    for position in range(size):
        kept = a[position].copy()
        a[position] = quantiles[position](find_chances(one[position] + own[position]))
        alone.append(model(a))
        a[position] = kept
        moved = other + copula.correlation[:, position : position + 1] * (one[position] - other[position])
        moved[position] = one[position]
        given.append(model(_place(quantiles, find_chances(moved))))
    (first_end, second_end), found = _standardise(ends, alone + given)
    own_first, own_total = _estimate(first_end, found[:size], second_end, seed)
    first, total = _estimate(second_end, found[size:], first_end, seed)
    return Indices(first, total, own_first, own_total, points.shape[1] * (2 * size + 2))


def _place(quantiles: Sequence[Quantile], chances: Vector) -> Vector:
    return np.stack([quantile(row) for quantile, row in zip(quantiles, chances, strict=True)])


def _standardise(ends: tuple[Vector, Vector], others: Sequence[Vector]) -> tuple[tuple[Vector, Vector], Vector]:
    """Returns all results less their mean, by their standard deviation: numbers far from 0 would lose digits.

    Raises: see `check_results`.
    """
    every = np.stack([*ends, *others])
    check_results(every)
    every = (every - every.mean()) / every.std()
    return (every[0], every[1]), every[2:]


def check_results(results: Vector) -> None:
    """Raises NoValue for results without a value, and NoVariance if they are all the same, see `compute_indices`."""
    missing = int(results.size - np.isfinite(results).sum())
    if missing:
        raise NoValue(missing, results.size)
    if float(results.std()) <= _SMALLEST_SPREAD * float(np.abs(results).max()):
        raise NoVariance


def _estimate(a: Vector, mixed: Vector, b: Vector, seed: int) -> tuple[Index, Index]:
    """Estimates the first-order and total indices. a, b: two samples, (n,); mixed: a with each input of b, (inputs, n).

    Source: Saltelli et al. 2010, table 2, (b) and (f); margins by a bootstrap of the points.
    """
    n = len(a)
    parts = np.stack([a, b, a * a, b * b, *(b * (mixed - a)), *(0.5 * (a - mixed) ** 2)])
    counts = _count_resamples(n, seed)
    found = np.concatenate([parts.sum(axis=1)[:, None], np.einsum("pn,rn->pr", parts, counts)], axis=1) / n
    mean = (found[0] + found[1]) / 2
    shares = found[4:] / ((found[2] + found[3]) / 2 - mean * mean)
    margins = NormalDist().inv_cdf(0.5 + CONFIDENCE / 2) * shares[:, 1:].std(axis=1, ddof=1)
    size = len(mixed)
    return Index(shares[:size, 0], margins[:size]), Index(shares[size:, 0], margins[size:])


@lru_cache(maxsize=4)
def _count_resamples(n: int, seed: int) -> Vector:
    """Returns how often each point is in each resample, (RESAMPLES, n)."""
    chosen = np.random.default_rng(seed).integers(n, size=(n, RESAMPLES))
    counts = np.bincount((chosen + n * np.arange(RESAMPLES)).ravel(), minlength=n * RESAMPLES)
    return counts.reshape(RESAMPLES, n).astype(float)


class _Copula:
    """A Gaussian copula: how normal scores are tied. Raises UsageError for a matrix that is no correlation."""

    def __init__(self, correlation: Vector) -> None:
        size = len(correlation)
        if not (correlation.shape == (size, size) and np.all(correlation == correlation.T)):
            raise UsageError("a correlation between inputs is a symmetric matrix; found another")
        self.correlation = _FIRM * correlation + (1 - _FIRM) * np.eye(size)
        try:
            self._root = np.linalg.cholesky(self.correlation)
        except np.linalg.LinAlgError:
            raise UsageError("no numbers have these correlations with each other: the matrix is not positive") from None
        self._weights = np.linalg.inv(self.correlation)
        self._weights /= np.diag(self._weights)[:, None]

    def tie(self, scores: Vector) -> Vector:
        """Returns independent normal scores, (inputs, n), as scores that are correlated."""
        tied: Vector = np.einsum("ij,jn->in", self._root, scores)  # in one order, whatever the processor and threads
        return tied

    def find_own(self, scores: Vector) -> Vector:
        """Returns of each correlated score how far it is from its mean given all the others, (inputs, n)."""
        own: Vector = np.einsum("ij,jn->in", self._weights, scores)
        return own


@lru_cache(maxsize=1)
def _tabulate_normal() -> tuple[Vector, Vector]:
    """Returns normal scores in rising order, and the chance of at most each of them."""
    scores = np.linspace(-_EDGE, _EDGE, _STEPS + 1)
    return scores, np.array([0.5 * math.erfc(-score / math.sqrt(2)) for score in scores])


def find_chances(scores: Vector) -> Vector:
    """Returns the chance that a standard normal number is at most each score, in the same shape.

    >>> find_chances(np.array([-1.96, 0, 1.96])).round(3).tolist()
    [0.025, 0.5, 0.975]
    """
    table = _tabulate_normal()[1]
    at = (np.clip(scores, -_EDGE, _EDGE) + _EDGE) * (_STEPS / (2 * _EDGE))  # the steps are even: no search, as interp
    below = np.minimum(at.astype(np.int64), _STEPS - 1)
    low = table[below]
    found: Vector = low + (at - below) * (table[below + 1] - low)
    return found


def find_scores(chances: Vector) -> Vector:
    """Returns the standard normal scores with these chances, in the same shape.

    >>> find_scores(np.array([0.025, 0.5])).round(2).tolist()
    [-1.96, 0.0]
    """
    scores, table = _tabulate_normal()
    return np.interp(chances, table, scores)
