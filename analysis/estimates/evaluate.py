"""Evaluating a formula many times: its steps are laid out once, and what never changes is reckoned beforehand."""

from __future__ import annotations

import operator
from collections.abc import Callable, Container, Sequence
from typing import Any, Protocol, TypeAlias

import numpy as np

_OPERATIONS: dict[str, Callable[..., Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "neg": operator.neg,
    "abs": abs,
    "sqrt": np.sqrt,
    "max": np.maximum,
    "min": np.minimum,
    "within": lambda value, *_: value,
}


class Node(Protocol):
    """A node of a formula; an Estimate is one."""

    op: str
    args: tuple[Any, ...]

    def _reckoned(self) -> Any:
        """Returns its value at every claim's own value, in base units."""


_Step: TypeAlias = tuple[int, Any, Callable[..., Any] | None, tuple[int, ...], tuple[int, ...]]


def apply_operation(op: str, *values: Any) -> Any:
    """Returns what an operation makes of scalars or vectors."""
    return _OPERATIONS[op](*values)


class CompiledFormula:
    """A formula, some of whose nodes are given anew each time.

    nodes: each after those it depends on, the formula itself last. given: the ids (`id`) of the nodes to be given;
    what lies beneath them, and what depends on none, is not evaluated again.
    """

    def __init__(self, nodes: Sequence[Node], given: Container[int]) -> None:
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
        steps: list[tuple[int, Any, Callable[..., Any] | None, tuple[int, ...]]] = []
        for node in nodes:
            if id(node) not in used:
                continue
            place = places[id(node)] = len(self._start)
            self._start.append(None if id(node) in moving else node._reckoned())
            if id(node) in given:
                steps.append((place, node, None, ()))
            elif id(node) in moving:
                steps.append((place, None, _OPERATIONS[node.op], tuple(places[id(arg)] for arg in node.args)))
        self._steps = _add_releases(steps)

    def evaluate(self, given: Callable[[Any], Any]) -> Any:
        """Returns the formula's value in base units. given: a node -> the scalar or vector to put in for it."""
        values = self._start.copy()
        for place, node, acting, args, idle in self._steps:
            values[place] = given(node) if acting is None else acting(*[values[arg] for arg in args])
            for other in idle:
                values[other] = None
        return values[-1]


def _add_releases(steps: Sequence[tuple[int, Any, Callable[..., Any] | None, tuple[int, ...]]]) -> list[_Step]:
    """Adds to each step what no later one needs, so that a long sum of long vectors fits."""
    later: set[int] = set()
    made: list[_Step] = []
    for place, node, acting, args in reversed(steps):
        made.append((place, node, acting, args, tuple(set(args) - later)))
        later.update(args)
    return made[::-1]
