"""Leaf: one claim, assumption, parameter or plain number at the end of a formula, and its random draws."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.contract import ClaimCard, Qualifier
from analysis.errors import UnitError
from analysis.wording import units
from analysis.wording.number_format import write_separators

Kind: TypeAlias = Literal["claim", "assumption", "parameter", "event", "count", "number"]
End: TypeAlias = Literal["low", "high"]

_GRID_SIZE = 1025  # values of each claim of a pool at which the distribution of the pool is computed
MAX_CACHED_DRAWS = 20_000  # longer vectors are drawn again for each formula: to keep them would take much memory


@dataclass(frozen=True)
class Leaf:
    """A claim, assumption, parameter or plain number in a formula. Magnitudes are in base units."""

    id: str
    kind: Kind
    value: float
    low: float
    high: float
    qualifier: Qualifier = "exact"
    symbol: str = ""  # its name in a formula
    is_uniform: bool = False  # a range without a value: every value in it is equally likely
    minimum: float = -math.inf  # the bounds of the quantity itself
    maximum: float = math.inf
    card: ClaimCard | Callable[[], ClaimCard] | None = field(default=None, compare=False, repr=False)  # see `origin`
    purpose: str = ""  # what it is money for, such as rebuilding; empty: it is no money, or for anything
    base: str = ""  # what it covers, where claims on its quantity differ in it
    rests_on: tuple[str, ...] = ()  # of a count: the coded columns or values that decide which rows are counted
    among: tuple[str, ...] = ()  # of such a count: the coded cells, one a row that could have been counted
    coders: int = 0  # how many coded those cells
    held_at: Literal["", "low", "high"] = ""  # the end of its interval at which `Estimate.at` holds it
    case: object = field(default=None, compare=False, repr=False)  # the Case it was read from: charts take its style
    members: tuple[tuple[Leaf, float], ...] = ()  # of a pool that moves as one: its claims and their weights

    @property
    def key(self) -> tuple[str, float, float, float]:
        """Identifies the random variable: a claim held at an end of its interval differs from the same claim free."""
        return self.id, self.low, self.value, self.high

    @property
    def origin(self) -> ClaimCard | None:
        """What a page shows of it; a plain number has none. It is made when it is first asked for."""
        card = self.card
        if callable(card):
            card = card()
            object.__setattr__(self, "card", card)
        return card

    @property
    def is_certain(self) -> bool:
        """Whether its interval is a point."""
        return not self.low < self.high

    def draw(self, n: int, seed: int) -> NDArray[np.float64] | float:
        """Returns n draws, the same for the same id and seed; of a certain leaf the value alone."""
        if self.is_certain:
            return self.value
        if self.members:
            return _draw_mixture(self.id, self.members, n, seed)
        draw = _draw_values_cached if n <= MAX_CACHED_DRAWS else _draw_values
        return draw(self.id, self.low, None if self.is_uniform else self.value, self.high, n, seed)

    def compute_quantile(self, chance: NDArray[np.float64]) -> NDArray[np.float64]:
        """Returns the values below which the draws fall with some chances (0 to 1), in base units, in the same shape.

        Of a pool, the values are found on a grid of its distribution, to a chance of one in a million.
        """
        if self.members:
            values, chances = _tabulate_mixture(self.members)
            return np.interp(chance, chances, values)
        low, width = self.low, self.high - self.low
        if self.is_uniform or not width:
            return low + width * chance
        below, above = width * (self.value - low), width * (self.high - self.value)
        found: NDArray[np.float64] = np.where(
            chance * width < self.value - low, low + np.sqrt(chance * below), self.high - np.sqrt((1 - chance) * above)
        )
        return found

    def compute_chance(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Returns the chances (0 to 1) that a draw is at most some values, in base units, in the same shape."""
        if self.is_certain:
            return (values >= self.value).astype(float)
        at, width = np.clip(values, self.low, self.high), self.high - self.low
        if self.is_uniform:
            return (at - self.low) / width
        below, above = width * (self.value - self.low), width * (self.high - self.value)
        with np.errstate(divide="ignore", invalid="ignore"):  # of the side that has no width
            found: NDArray[np.float64] = np.where(
                at <= self.value if below else at < self.value,
                (at - self.low) ** 2 / below,
                1 - (self.high - at) ** 2 / above,
            )
        return found if above else np.where(at >= self.high, 1.0, found)


def make_number_leaf(value: float, unit: str = "one", symbol: str = "") -> Leaf:
    """Returns the leaf of a plain number, given in `unit`. Raises UnitError if it is not finite."""
    base = check_finite(value * units.get_factor(unit), symbol or "a plain number")
    return Leaf(f"number:{value!r}", "number", base, base, base, symbol=symbol or write_separators(f"{value:,.12g}"))


def check_finite(value: float, what: str) -> float:
    """Returns the value. Raises UnitError, naming `what` it is the value of, if it is infinite or not a number."""
    if not math.isfinite(value):
        raise UnitError(f"{what}: {value} is not finite")
    return float(value)


def _draw_values(id: str, low: float, mode: float | None, high: float, n: int, seed: int) -> NDArray[np.float64]:
    """Returns n draws, shape (n,): triangular about a mode, uniform without one."""
    rng = _make_generator(id, seed)
    drawn = rng.uniform(low, high, n) if mode is None else rng.triangular(low, mode, high, n)
    drawn.flags.writeable = False
    return drawn


def _make_generator(id: str, seed: int) -> np.random.Generator:
    digest = hashlib.blake2b(id.encode(), digest_size=16).digest()
    return np.random.default_rng([seed, *np.frombuffer(digest, "<u4").tolist()])


def _draw_mixture(id: str, members: tuple[tuple[Leaf, float], ...], n: int, seed: int) -> NDArray[np.float64]:
    """Returns n draws, shape (n,): each from one of the members, chosen with a chance in proportion to its weight."""
    ends = np.cumsum([weight for _, weight in members])
    chosen = np.searchsorted(ends, _make_generator(id, seed).random(n) * ends[-1], side="right")
    drawn: NDArray[np.float64] = np.stack([np.broadcast_to(member.draw(n, seed), n) for member, _ in members])
    picked: NDArray[np.float64] = drawn[chosen, np.arange(n)]
    return picked


@lru_cache(maxsize=128)
def _tabulate_mixture(members: tuple[tuple[Leaf, float], ...]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Returns the distribution of a mixture: values in rising order, and the chance of at most each of them.

    A value that is certain stands there twice, with the chance of less before the chance of at most.
    """
    grid = np.unique(np.concatenate([np.linspace(leaf.low, leaf.high, _GRID_SIZE) for leaf, _ in members]))
    values = np.repeat(grid, 2)
    chances = np.zeros(len(values))
    for leaf, weight in members:
        chance = np.repeat(leaf.compute_chance(grid), 2)
        if leaf.is_certain:
            chance[::2] = grid > leaf.value
        chances += weight * chance
    return values, chances / sum(weight for _, weight in members)


_draw_values_cached = lru_cache(maxsize=128)(_draw_values)
