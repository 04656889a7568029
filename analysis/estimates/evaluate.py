"""Evaluates a formula many times with some of its claims moved: its random draws and its swings.

The steps of the formula are listed once, and what does not depend on a moved claim is computed once, before them.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Container, Sequence
from typing import Any, Generic, TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.estimates.leaf import Leaf
from analysis.estimates.node import AnyNode, Node
from analysis.wording import units

Vector: TypeAlias = NDArray[np.float64]
Value: TypeAlias = float | Vector
RAW_VALUE = "_raw_value"  # the attribute in which a node keeps its value in base units
CHUNK_SIZE = 64  # claims moved in one evaluation, so that vectors stay short

NOISE = 1e-12  # of the larger of two numbers: a smaller difference is what binary arithmetic leaves, and is 0


def add(a: Any, b: Any) -> Any:
    """Returns a + b, and 0 where that is only rounding error: 0.1 + 0.2 − 0.3 is 0."""
    return _drop_noise(a + b, a, b)


def subtract(a: Any, b: Any) -> Any:
    """Returns a − b, and 0 where that is only rounding error.

    >>> subtract(0.1 + 0.2, 0.3), subtract(0.5, 0.25)
    (0.0, 0.25)
    """
    return _drop_noise(a - b, a, b)


def _drop_noise(found: Any, a: Any, b: Any) -> Any:
    """Returns a sum or a difference, 0 where it is too small beside its terms to be more than rounding error."""
    if isinstance(found, np.ndarray):
        return np.where(np.abs(found) < NOISE * np.maximum(np.abs(a), np.abs(b)), 0.0, found)
    return 0.0 if abs(found) < NOISE * max(abs(a), abs(b)) else found


def _compute_weighted_mean(*parts: Any) -> Any:
    """Returns the mean of values by their weights. parts: each value and, after it, its weight."""
    return sum(value * weight for value, weight in zip(parts[::2], parts[1::2], strict=True)) / sum(parts[1::2])


_OPERATIONS: dict[str, Callable[..., Any]] = {
    "+": add,
    "-": subtract,
    "*": operator.mul,
    "/": operator.truediv,
    "neg": operator.neg,
    "abs": abs,
    "sqrt": np.sqrt,
    "max": np.maximum,
    "min": np.minimum,
    "within": lambda value, *_: value,
    "pool": _compute_weighted_mean,
}


def compute_raw_value(whole: Node) -> Any:
    """Returns a formula's value in base units, also where it is infinite or not a number.

    Every node keeps its own, from which the next formula that uses it starts.
    """
    stack = [whole]
    while stack:
        node = stack[-1]
        unknown = [arg for arg in node.args if RAW_VALUE not in vars(arg)]
        if unknown:
            stack += unknown
            continue
        vars(node)[RAW_VALUE] = (
            node.leaf.value if node.leaf else _OPERATIONS[node.op](*(vars(arg)[RAW_VALUE] for arg in node.args))
        )
        stack.pop()
    return vars(whole)[RAW_VALUE]


def draw_values(whole: Node, n: int, seed: int) -> Vector:
    """Returns n random draws of a formula in its unit, shape (n,): one vector a claim, shared wherever it is used."""
    return evaluate_draws(whole, n, lambda leaf: leaf.draw(n, seed))


def evaluate_draws(whole: Node, n: int, draw: Callable[[Leaf], Value]) -> Vector:
    """Returns n values of a formula in its unit, shape (n,).

    draw: an uncertain claim -> its n values in base units, shape (n,), the same ones whenever it is asked.
    """

    def give(node: Node) -> Value:
        assert node.variable is not None  # only variables are given
        return draw(node.variable)

    with np.errstate(divide="ignore", invalid="ignore"):
        nodes = whole.variables
        given = {id(node) for node in nodes if node.variable and not node.variable.is_certain}
        drawn = CompiledFormula(nodes, given).evaluate(give)
    return np.broadcast_to(np.asarray(drawn, float) / units.get_factor(whole.unit), (n,))


def compute_swings(whole: Node) -> dict[str, tuple[float, float]]:
    """Returns claim id -> the formula's value, in its unit, with that claim alone at its low and at its high end."""
    return compute_moved(whole, lambda leaf: (leaf.low, leaf.high))


def compute_moved(whole: Node, move: Callable[[Leaf], tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """Returns claim id -> the formula's value, in its unit, with that claim alone at each of two values.

    move: a claim -> its two values in base units.
    """
    found: dict[str, tuple[float, float]] = {}
    for first in range(0, len(whole.leaves), CHUNK_SIZE):
        found |= _compute_moved_chunk(whole, whole.leaves[first : first + CHUNK_SIZE], move)
    return found


def _compute_moved_chunk(
    whole: Node, leaves: Sequence[Leaf], move: Callable[[Leaf], tuple[float, float]]
) -> dict[str, tuple[float, float]]:
    """Returns the values with some claims moved, all of them from one evaluation: a row a claim."""
    rows = {leaf.id: row for row, leaf in enumerate(leaves)}

    def give(node: Node) -> Vector:
        assert node.leaf is not None  # only leaves are given
        values = np.full((len(rows), 2), node.leaf.value)
        values[rows[node.leaf.id]] = move(node.leaf)
        return values

    given = {id(node) for node in whole.nodes if node.leaf and node.leaf.id in rows}
    with np.errstate(divide="ignore", invalid="ignore"):
        moved = CompiledFormula(whole.nodes, given).evaluate(give)
    ends = np.broadcast_to(moved, (len(rows), 2)) / units.get_factor(whole.unit)
    return {id: (float(ends[row, 0]), float(ends[row, 1])) for id, row in rows.items()}


# Where the result is put, the node, its operation (None if the node is given), the places of what that is applied to,
# and the results that no later step needs. Plain tuples: a long sum has thousands, made again for each chunk of claims.
_Step: TypeAlias = tuple[int, AnyNode, Callable[..., Any] | None, tuple[int, ...], tuple[int, ...]]


class CompiledFormula(Generic[AnyNode]):
    """A formula, some of whose nodes are given another value at each evaluation.

    nodes: each after those it depends on, the formula itself last. given: the ids (`id`) of the nodes to be given;
    what is beneath them, and what depends on none of them, is not evaluated again.
    """

    def __init__(self, nodes: Sequence[AnyNode], given: Container[int]) -> None:
        moving: set[int] = set()
        for node in nodes:
            if id(node) in given or any(id(arg) in moving for arg in node.args):
                moving.add(id(node))
        used = {id(nodes[-1])}
        for node in reversed(nodes):
            if id(node) in used and id(node) in moving and id(node) not in given:
                used.update(map(id, node.args))
        places: dict[int, int] = {}
        self._start: list[Any] = []
        steps: list[_Step[AnyNode]] = []
        for node in nodes:
            if id(node) not in used:
                continue
            place = places[id(node)] = len(self._start)
            self._start.append(None if id(node) in moving else compute_raw_value(node))
            if id(node) in given:
                steps.append((place, node, None, (), ()))
            elif id(node) in moving:
                steps.append((place, node, _OPERATIONS[node.op], tuple(places[id(arg)] for arg in node.args), ()))
        self._steps = _add_releases(steps)

    def evaluate(self, give: Callable[[AnyNode], Value]) -> Any:
        """Returns the formula's value in base units. give: a given node -> the scalar or vector to put in for it."""
        values = self._start.copy()
        for place, node, operation, args, unused in self._steps:
            values[place] = give(node) if operation is None else operation(*[values[arg] for arg in args])
            for other in unused:
                values[other] = None
        return values[-1]


def _add_releases(steps: Sequence[_Step[AnyNode]]) -> list[_Step[AnyNode]]:
    """Returns the steps with the results that each is the last to need, so that a long sum of long vectors fits."""
    later: set[int] = set()
    made: list[_Step[AnyNode]] = []
    for place, node, operation, args, _ in reversed(steps):
        made.append((place, node, operation, args, tuple(set(args) - later)))
        later.update(args)
    return made[::-1]
