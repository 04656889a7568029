"""How far a formula can go over its claims' intervals: interval arithmetic, and a search where that is not enough.

Interval arithmetic is exact for a formula in which each claim stands once, and too wide for any other
(Moore, Interval Analysis, 1966). So what stands once is taken together exactly, and the extremes over the
claims that stand several times are searched for. That is exact too wherever the result rises or falls
steadily in each of those, as shares of a whole and weighted means do; else it is good to a step of the last grid.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias

import numpy as np

Ends: TypeAlias = tuple[float, float]     # low, high; infinite where a divisor may be 0
AT_ONCE = 64                              # claims moved in one evaluation, so that vectors stay short
_GRID = np.linspace(-1, 1, 33)            # where the search looks between a claim's ends ...
_ZOOMS = (1, 1 / 16, 1 / 256, 1 / 4096)   # ... and then about what it found there, in parts of the interval


class Tip(Protocol):
    """A claim in a formula."""

    low: float
    value: float
    high: float

    @property
    def key(self) -> Any:
        """What makes two of them one."""


class Tree(Protocol):
    """A node of a formula; an Estimate is one."""

    op: str
    args: tuple[Tree, ...]
    leaf: Tip | None
    _base: float
    _range: Ends
    _nodes: Sequence[Tree]

    def _evaluate(self, given: Callable[[Tree], Any]) -> Any:
        """Returns the formula's value with scalars or vectors put in for nodes."""


def extremes(whole: Tree) -> Ends:
    """Returns the least and the greatest value of a formula over its claims' intervals, in base units."""
    times, spans = _times(whole._nodes), dict[int, Ends]()
    for node in whole._nodes:
        if node.leaf:
            if times[node.leaf.key] <= 1:
                spans[id(node)] = node.leaf.low, node.leaf.high
        elif all(id(arg) in spans for arg in node.args):
            spans[id(node)] = _SPANS[node.op](*(spans[id(arg)] for arg in node.args))
        elif node.op == "/" and node.args[1]._range[0] < 0 < node.args[1]._range[1]:
            return -math.inf, math.inf
    return spans[id(whole)] if id(whole) in spans else _searched(whole, spans)


def _times(nodes: Sequence[Tree]) -> Counter[Any]:
    """Returns how often each claim that has an interval stands in a formula, its nodes given in order."""
    uses, times = Counter({id(nodes[-1]): 1}), Counter[Any]()
    for node in reversed(nodes):
        for arg in node.args:
            uses[id(arg)] += uses[id(node)]
        if node.leaf and node.leaf.low < node.leaf.high:
            times[node.leaf.key] += uses[id(node)]
    return times


def _searched(whole: Tree, spans: Mapping[int, Ends]) -> Ends:
    """Searches over the claims that stand several times, and over the parts (`spans`) whose claims do not."""
    moving: dict[Any, tuple[list[int], float, float, float]] = {}     # -> the nodes it is; low, value, high
    for node in whole._nodes:
        if id(node) in spans:
            continue
        for arg in node.args:
            if id(arg) in spans and spans[id(arg)][0] < spans[id(arg)][1]:
                moving.setdefault(id(arg), ([id(arg)], spans[id(arg)][0], arg._base, spans[id(arg)][1]))
        if node.leaf:
            moving.setdefault(node.leaf.key, ([], node.leaf.low, node.leaf.value, node.leaf.high))[0].append(id(node))
    ends = [(nodes, np.array([low, base, high])) for nodes, low, base, high in moving.values()]
    found = []
    with np.errstate(all="ignore"):
        for sign in (-1, 1):
            best, point = _climbed(whole, ends, [base for _, _, base, _ in moving.values()], sign)
            for part in _ZOOMS:
                grid = [(nodes, np.clip(at + (high - low) * part * _GRID, low, high) if math.isfinite(high - low)
                         else np.array([low, high])) for (nodes, low, _, high), at in zip(moving.values(), point, strict=True)]
                best, point = _climbed(whole, grid, point, sign)
                if all(at in (low, high) for (_, low, _, high), at in zip(moving.values(), point, strict=True)):
                    break          # nothing lies between the ends
            found.append(sign * best)
    return found[0], found[1]


def _climbed(whole: Tree, steps: list[tuple[list[int], np.ndarray]], point: list[float],
             sign: int) -> tuple[float, list[float]]:
    """Returns the highest value of sign × the formula reached from a point, and where.

    From each point it moves the one claim that helps most, or all that help, whichever is better.
    """
    def value(given: Mapping[int, Any]) -> np.ndarray:
        found = whole._evaluate(lambda node: given.get(id(node), node.leaf and node.leaf.value))
        found = sign * np.asarray(found, float)
        return np.where(np.isnan(found), -math.inf, found)

    def standing(point: list[float]) -> dict[int, Any]:
        return {node: np.float64(at) for (nodes, _), at in zip(steps, point, strict=True) for node in nodes}

    best = float(value(standing(point)))
    while True:
        alone: list[tuple[float, int, float]] = []       # the best each can do by itself: value, which, where
        for first in range(0, len(steps), AT_ONCE):
            chunk = range(first, min(first + AT_ONCE, len(steps)))
            owner = np.concatenate([np.full(len(steps[i][1]), i) for i in chunk])
            given = standing(point)
            for i in chunk:
                vector = np.full(len(owner), point[i])
                vector[owner == i] = steps[i][1]
                given |= dict.fromkeys(steps[i][0], vector)
            found = np.broadcast_to(value(given), owner.shape)
            for i in chunk:
                at = int(np.argmax(found[owner == i]))
                alone.append((float(found[owner == i][at]), i, float(steps[i][1][at])))
        together = [where if reached > best else point[i] for reached, i, where in alone]
        joint = float(value(standing(together)))
        reached, i, where = max(alone, key=lambda found: found[0])
        if not max(joint, reached) > best + 1e-12 * abs(best):
            return best, point
        best, point = (joint, together) if joint >= reached else (reached, [*point[:i], where, *point[i + 1:]])


def _multiplied(a: Ends, b: Ends) -> Ends:
    products = [0.0 if 0 in (x, y) else x * y for x in a for y in b]     # here nothing times infinity is nothing
    return min(products), max(products)


def _divided(a: Ends, b: Ends) -> Ends:
    if b[0] < 0 < b[1]:
        return (0.0, 0.0) if a == (0, 0) else (-math.inf, math.inf)
    if 0 in b:      # it may come to 0 from one side only
        return _multiplied(a, (1 / b[1] if b[1] else -math.inf, 1 / b[0] if b[0] else math.inf))
    quotients = [x / y for x in a for y in b]
    return min(quotients), max(quotients)


_SPANS: dict[str, Callable[..., Ends]] = {
    "+": lambda a, b: (a[0] + b[0], a[1] + b[1]), "-": lambda a, b: (a[0] - b[1], a[1] - b[0]),
    "*": _multiplied, "/": _divided, "neg": lambda a: (-a[1], -a[0]),
    "max": lambda a, b: (max(a[0], b[0]), max(a[1], b[1])), "min": lambda a, b: (min(a[0], b[0]), min(a[1], b[1])),
    "abs": lambda a: (0.0 if a[0] <= 0 <= a[1] else min(map(abs, a)), max(map(abs, a))),
    "sqrt": lambda a: (math.sqrt(max(a[0], 0)), math.sqrt(max(a[1], 0))),
}
