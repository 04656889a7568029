"""The interval of a computed number: its lowest and highest value while its claims move within their intervals.

Interval arithmetic is exact for a formula in which each claim occurs once, and too wide for any other
(Moore, Interval Analysis, 1966). So the parts whose claims occur once are computed by interval arithmetic, and the
extremes over the claims that occur several times are searched for. The search is exact too wherever the result only
rises or only falls with each of those, as shares of a whole and weighted means do; elsewhere it is precise to one step
of its last grid.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from analysis.estimates.evaluate import CHUNK_SIZE, CompiledFormula, Vector, add, has_no_sign, subtract
from analysis.estimates.node import Ends, Node

_GRID = np.linspace(-1, 1, 33)  # the steps of the search around a point ...
_ZOOMS = (1, 1 / 16, 1 / 256, 1 / 4096)  # ... and how wide each next grid is, as a share of the interval
_SAMPLE_SIZE = 512  # points among which the second search finds its start


def compute_range(whole: Node) -> Ends:
    """Returns the lowest and the highest value of a formula over its claims' intervals, in base units.

    >>> from analysis.estimates.constructors import make_leaf
    >>> share = make_leaf("share", 0.5, "one", low=0.25, high=0.75)
    >>> compute_range(1 - share), compute_range(share - share)
    ((0.25, 0.75), (0.0, 0.0))
    """
    nodes = whole.variables
    times, spans = _count_uses(nodes), dict[int, Ends]()
    for node in nodes:
        if variable := node.variable:
            if times[variable.key] <= 1:
                spans[id(node)] = variable.low, variable.high
        elif node.op == "within":
            spans[id(node)] = node.args[1].base_value, node.args[2].base_value
        elif all(id(arg) in spans for arg in node.args):
            spans[id(node)] = _RANGE_RULES[node.op](*(spans[id(arg)] for arg in node.args))
        elif node.op == "/" and node.args[1].base_range[0] < 0 < node.args[1].base_range[1]:
            return -math.inf, math.inf
    return spans[id(whole)] if id(whole) in spans else _search_range(whole, spans)


def _count_uses(nodes: Sequence[Node]) -> Mapping[Any, int]:
    """Returns how often each claim that has an interval occurs in a formula. nodes: each after those it depends on."""
    uses, times = defaultdict[int, int](int), defaultdict[Any, int](int)
    uses[id(nodes[-1])] = 1
    for node in reversed(nodes):
        count = uses[id(node)]
        if variable := node.variable:
            times[variable.key] += count if variable.low < variable.high else 0
        else:
            for arg in node.args:
                uses[id(arg)] += count
    return times


def _search_range(whole: Node, spans: Mapping[int, Ends]) -> Ends:
    """Searches over the claims that occur several times, and over the parts (`spans`) whose claims do not."""
    moving: dict[Any, tuple[list[int], float, float, float]] = {}  # -> id of each of its nodes; low, value, high
    for node in whole.variables:
        if id(node) in spans:
            continue
        if variable := node.variable:
            moving.setdefault(variable.key, ([], variable.low, variable.value, variable.high))[0].append(id(node))
            continue
        for arg in node.args:
            if id(arg) in spans and spans[id(arg)][0] < spans[id(arg)][1]:
                moving.setdefault(id(arg), ([id(arg)], spans[id(arg)][0], arg.base_value, spans[id(arg)][1]))
    nodes, low, base, high = zip(*moving.values(), strict=True)
    search = _Search(whole, nodes, np.array(low), np.array(base), np.array(high))
    with np.errstate(all="ignore"):
        return -search.find_highest(-1), search.find_highest(1)


@dataclass(frozen=True)
class _Search:
    """A formula and the claims that move in it. A point has one coordinate for each of them.

    nodes: for each claim, the ids (`id`) of its nodes. low, base, high: shape (claims,).
    """

    whole: Node
    nodes: Sequence[Sequence[int]]
    low: Vector
    base: Vector
    high: Vector

    @cached_property
    def _positions(self) -> dict[int, int]:
        return {node: position for position, nodes in enumerate(self.nodes) for node in nodes}

    @cached_property
    def _compiled(self) -> CompiledFormula[Node]:
        ends = zip(self.low.tolist(), self.base.tolist(), strict=True)
        plain = [all(map(has_no_sign, pair)) for pair in ends]  # no point is below the low end
        unsigned = {node for node, position in self._positions.items() if plain[position]}
        return CompiledFormula(self.whole.variables, self._positions, unsigned)

    def find_highest(self, sign: int) -> float:
        """Returns the highest value of sign × the formula found from the claims' own values and from a sample."""
        sample, found = self._sample
        best = -math.inf
        for start in (self.base, sample[np.argmax(_turn(found, sign))]):
            reached, point = self._climb(start, np.stack([self.low, self.base, self.high], axis=1), sign)
            if reached <= best:
                break
            for width in _ZOOMS:
                reached, point = self._climb(point, self._build_grid(point, width), sign)
                if np.all((point == self.low) | (point == self.high)):
                    break  # nothing between the ends was better
            best = max(best, reached)
        return best

    def _evaluate(self, points: Vector, sign: int) -> Vector:
        """Returns sign × the formula at some points, minus infinity where it has no value. points: (points, claims)."""
        return _turn(self._compute(points), sign)

    def _compute(self, points: Vector) -> Vector:
        """Returns the formula at some points: (points, claims)."""
        values, positions = np.ascontiguousarray(points.T), self._positions
        found = self._compiled.evaluate(lambda node: values[positions[id(node)]])
        return np.broadcast_to(np.asarray(found, float), len(points))

    @cached_property
    def _sample(self) -> tuple[Vector, Vector]:
        """The points of the sample, and the formula at them: the same for the highest value and for the lowest."""
        sample = self._draw_sample()
        return sample, self._compute(sample)

    def _draw_sample(self) -> Vector:
        """Returns points at the ends of the intervals and between them, the same every time: (points, claims)."""
        chance = np.random.default_rng(0).random((_SAMPLE_SIZE, len(self.base)))
        chance[::2] = chance[::2].round()
        return np.where(np.isfinite(self.high - self.low), self.low + chance * (self.high - self.low), self.base)

    def _build_grid(self, point: Vector, width: float) -> Vector:
        """Returns where each claim may move next, around a point: (claims, steps). width: a share of its interval."""
        grid = point[:, None] + width * (self.high - self.low)[:, None] * _GRID
        grid[~np.isfinite(self.high - self.low)] = 0  # then cut to the nearer end
        return np.clip(grid, self.low[:, None], self.high[:, None])

    def _climb(self, point: Vector, moves: Vector, sign: int) -> tuple[float, Vector]:
        """Returns the highest value reached from a point, and where.

        Moves the one claim that helps most, or all that help, whichever is better, until nothing helps.
        moves: where each claim may move, (claims, steps).
        """
        claims, steps = moves.shape
        best = float(self._evaluate(point[None], sign)[0])
        while True:
            reached, where = np.empty(claims), np.empty(claims)
            for first in range(0, claims, CHUNK_SIZE):
                some = np.arange(first, min(first + CHUNK_SIZE, claims))
                points = np.repeat(point[None], len(some) * steps, axis=0)
                points[np.arange(len(points)), np.repeat(some, steps)] = moves[some].ravel()
                found = self._evaluate(points, sign).reshape(len(some), steps)
                at = found.argmax(axis=1)
                reached[some], where[some] = found[np.arange(len(some)), at], moves[some, at]
            alone = point.copy()
            alone[reached.argmax()] = where[reached.argmax()]
            points = np.stack([np.where(reached > best, where, point), alone])
            found = self._evaluate(points, sign)
            if not found.max() > best + 1e-12 * abs(best):
                return best, point
            best, point = float(found.max()), points[found.argmax()]


def _turn(found: Vector, sign: int) -> Vector:
    """Returns sign × some values, minus infinity where there is none."""
    found = sign * found
    return np.where(np.isnan(found), -math.inf, found)


def _multiply_ends(a: Ends, b: Ends) -> Ends:
    products = [0.0 if 0 in (x, y) else x * y for x in a for y in b]  # here 0 times infinity is 0
    return min(products), max(products)


def _divide_ends(a: Ends, b: Ends) -> Ends:
    if b[0] < 0 < b[1]:
        return (0.0, 0.0) if a == (0, 0) else (-math.inf, math.inf)
    if 0 in b:  # the divisor approaches 0 from one side only
        return _multiply_ends(a, (1 / b[1] if b[1] else -math.inf, 1 / b[0] if b[0] else math.inf))
    quotients = [x / y for x in a for y in b]
    return min(quotients), max(quotients)


_RANGE_RULES: dict[str, Callable[..., Ends]] = {
    "+": lambda a, b: (add(a[0], b[0]), add(a[1], b[1])),
    "-": lambda a, b: (subtract(a[0], b[1]), subtract(a[1], b[0])),
    "*": _multiply_ends,
    "/": _divide_ends,
    "neg": lambda a: (-a[1], -a[0]),
    "max": lambda a, b: (max(a[0], b[0]), max(a[1], b[1])),
    "min": lambda a, b: (min(a[0], b[0]), min(a[1], b[1])),
    "abs": lambda a: (0.0 if a[0] <= 0 <= a[1] else min(map(abs, a)), max(map(abs, a))),
    "sqrt": lambda a: (math.sqrt(max(a[0], 0)), math.sqrt(max(a[1], 0))),
}
