"""Evaluates a formula many times with some of its claims moved: its random draws and its swings.

The steps of the formula are listed once, and what does not depend on a moved claim is computed once, before them.
"""

from __future__ import annotations

import math
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


def _subtract_unsigned(a: Any, b: Any) -> Any:
    """Returns a − b as `subtract` does, of two numbers, or arrays of them, without a minus sign."""
    found = a - b
    if isinstance(found, np.ndarray):
        return np.where(np.abs(found) < NOISE * np.maximum(a, b), 0.0, found)
    return _drop_noise(found, a, b)


def has_no_sign(value: float) -> bool:
    """Returns whether a number is positive, or 0 without a minus sign.

    >>> has_no_sign(0.0), has_no_sign(-0.0)
    (True, False)
    """
    return math.copysign(1, value) > 0


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

# Of numbers without a minus sign a sum is not less than any of its terms, so that none is rounding error.
_OPERATIONS_ON_UNSIGNED = _OPERATIONS | {"+": operator.add, "-": _subtract_unsigned}
_KEEPS_UNSIGNED = frozenset(("+", "*", "/", "sqrt", "max", "min", "within", "abs", "pool"))


def compute_raw_value(whole: Node) -> Any:
    """Returns a formula's value in base units, also where it is infinite or not a number.

    Every node keeps its own, from which the next formula that uses it starts.
    """
    stack = [whole]
    while stack:
        node = stack[-1]
        if RAW_VALUE in vars(node):
            stack.pop()
            continue
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


def compute_moved(
    whole: Node, move: Callable[[Leaf], tuple[float, float]], leaves: Sequence[Leaf] | None = None
) -> dict[str, tuple[float, float]]:
    """Returns claim id -> the formula's value, in its unit, with that claim alone at each of two values.

    move: a claim -> its two values in base units. leaves: the claims to move, by default all.
    """
    found: dict[str, tuple[float, float]] = {}
    leaves = whole.leaves if leaves is None else leaves
    for first in range(0, len(leaves), CHUNK_SIZE):
        found |= _compute_moved_chunk(whole, leaves[first : first + CHUNK_SIZE], move)
    return found


def _compute_moved_chunk(
    whole: Node, leaves: Sequence[Leaf], move: Callable[[Leaf], tuple[float, float]]
) -> dict[str, tuple[float, float]]:
    """Returns the values with some claims moved, all of them from one evaluation: a row a claim."""
    count = len(leaves)
    rows = {leaf.id: row for row, leaf in enumerate(leaves)}
    moved = [move(leaf) for leaf in leaves]
    values = np.empty((count, count, 2))  # of each claim in turn: a row for each that is moved
    values[:] = np.array([leaf.value for leaf in leaves])[:, None, None]
    values[np.arange(count), np.arange(count)] = moved
    plain = [all(map(has_no_sign, (leaf.value, *ends))) for leaf, ends in zip(leaves, moved, strict=True)]

    def give(node: Node) -> Vector:
        assert node.leaf is not None  # only leaves are given
        row = rows[node.leaf.id]
        if node.leaf is leaves[row]:
            own: Vector = values[row]
            return own
        other = np.full((count, 2), node.leaf.value)  # the same claim, held at an end of its interval
        other[row] = move(node.leaf)
        return other

    given = {id(node): node.leaf for node in whole.nodes if node.leaf and node.leaf.id in rows}
    unsigned = {key for key, leaf in given.items() if plain[rows[leaf.id]] and leaf is leaves[rows[leaf.id]]}
    with np.errstate(divide="ignore", invalid="ignore"):
        found = CompiledFormula(whole.nodes, given, unsigned).evaluate(give)
    ends = np.broadcast_to(found, (count, 2)) / units.get_factor(whole.unit)
    return {id: (low, high) for id, (low, high) in zip(rows, ends.tolist(), strict=True)}


# Where the result is put, the node, its operation (None if the node is given), the places of what that is applied to,
# and the results that no later step needs. Plain tuples: a long sum has thousands, made again for each chunk of claims.
_Step: TypeAlias = tuple[int, AnyNode, Callable[..., Any] | None, tuple[int, ...], tuple[int, ...]]


class CompiledFormula(Generic[AnyNode]):
    """A formula, some of whose nodes are given another value at each evaluation.

    nodes: each after those it depends on, the formula itself last. given: the ids (`id`) of the nodes to be given;
    what is beneath them, and what depends on none of them, is not evaluated again. unsigned: of these, the ids of those
    that are never given a value with a minus sign: sums of such need no look at rounding errors.
    """

    def __init__(self, nodes: Sequence[AnyNode], given: Container[int], unsigned: Container[int] = ()) -> None:
        positions = {id(node): position for position, node in enumerate(nodes)}
        # without what is beneath a pool, where that is the end of a branch
        beneath = [[positions[id(arg)] for arg in node.args if id(arg) in positions] for node in nodes]
        is_given = [id(node) in given for node in nodes]
        is_moving, is_used = _mark_nodes(beneath, is_given)
        places = [0] * len(nodes)
        is_plain = [False] * len(nodes)  # whether its value never has a minus sign
        self._start: list[Any] = []
        steps: list[_Step[AnyNode]] = []
        for position, node in enumerate(nodes):
            if not is_used[position]:
                continue
            place = places[position] = len(self._start)
            value = None
            if not is_moving[position]:
                value = compute_raw_value(node)
                is_plain[position] = has_no_sign(value)
            elif is_given[position]:
                steps.append((place, node, None, (), ()))
                is_plain[position] = id(node) in unsigned
            else:
                args = beneath[position]
                are_plain = all(map(is_plain.__getitem__, args))
                operation = (_OPERATIONS_ON_UNSIGNED if are_plain else _OPERATIONS)[node.op]
                steps.append((place, node, operation, tuple([places[arg] for arg in args]), ()))
                is_plain[position] = are_plain and node.op in _KEEPS_UNSIGNED
            self._start.append(value)
        self._steps = _add_releases(steps)

    def evaluate(self, give: Callable[[AnyNode], Value]) -> Any:
        """Returns the formula's value in base units. give: a given node -> the scalar or vector to put in for it."""
        values = self._start.copy()
        for place, node, operation, args, unused in self._steps:
            values[place] = give(node) if operation is None else operation(*[values[arg] for arg in args])
            for other in unused:
                values[other] = None
        return values[-1]


def _mark_nodes(beneath: Sequence[Sequence[int]], is_given: Sequence[bool]) -> tuple[list[bool], list[bool]]:
    """Returns for each node whether it depends on a given one, and whether an evaluation uses it.

    beneath: of each node, the positions of those that it is made of. is_given: of each, whether it is given.
    """
    is_moving = list(is_given)
    for position, args in enumerate(beneath):
        for arg in args:
            if is_moving[arg]:
                is_moving[position] = True
                break
    is_used = [False] * len(is_moving)
    is_used[-1] = True
    for position in range(len(is_used) - 1, -1, -1):
        if is_used[position] and is_moving[position] and not is_given[position]:
            for arg in beneath[position]:
                is_used[arg] = True
    return is_moving, is_used


def _add_releases(steps: Sequence[_Step[AnyNode]]) -> list[_Step[AnyNode]]:
    """Returns the steps with the results that each is the last to need, so that a long sum of long vectors fits."""
    later: set[int] = set()
    made: list[_Step[AnyNode]] = []
    for place, node, operation, args, _ in reversed(steps):
        made.append((place, node, operation, args, tuple(set(args) - later)))
        later.update(args)
    return made[::-1]
