"""Node: what the readings of a formula (interval, draws, text, browser program) use of an Estimate.

`estimate.py` calls those modules, so they cannot import its class; they are written for this protocol instead.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, Protocol, Self, TypeAlias, TypeVar

from analysis.contract import Qualifier
from analysis.estimates.leaf import Leaf

SHARED = "_shared"  # the attribute in which a node keeps what it shares with its copies of another unit, name or label
_Found = TypeVar("_Found")
Ends: TypeAlias = tuple[float, float]  # low and high, in base units; infinite where a divisor may be 0


class Node(Protocol):
    """One node of a formula: a leaf, or an operation on other nodes. An Estimate is one."""

    @property
    def op(self) -> str:
        """The operation (+ - * / neg abs sqrt max min within pool); of a leaf its kind."""
        ...

    @property
    def unit(self) -> str:
        """The unit in which its value is read."""
        ...

    @property
    def args(self) -> tuple[Self, ...]:
        """What the operation is applied to."""
        ...

    @property
    def leaf(self) -> Leaf | None:
        """The claim, assumption, parameter or number, if it is not an operation."""
        ...

    @cached_property
    def variable(self) -> Leaf | None:
        """What moves as one: of a claim the leaf itself, of a pool a stand-in for all its claims."""
        ...

    @property
    def name(self) -> str:
        """Its key in results.json."""
        ...

    @property
    def label(self) -> str:
        """What a reader calls it."""
        ...

    @property
    def held_from(self) -> tuple[Self, Leaf] | None:
        """Of a number made by `Estimate.at`: the number it was made from, and the claim as it is held."""
        ...

    @cached_property
    def nodes(self) -> tuple[Self, ...]:
        """Every node of its formula once, each after those it depends on."""
        ...

    @cached_property
    def variables(self) -> tuple[Self, ...]:
        """Its nodes, a pool without what is beneath it."""
        ...

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """The claims, assumptions and parameters of its formula, each once."""
        ...

    @cached_property
    def base_value(self) -> float:
        """Its value in base units."""
        ...

    @cached_property
    def base_range(self) -> Ends:
        """Its interval in base units."""
        ...

    @property
    def value(self) -> float:
        """Its value in `unit`."""
        ...

    @property
    def low(self) -> float:
        """The low end of its interval, in `unit`."""
        ...

    @property
    def high(self) -> float:
        """The high end of its interval, in `unit`."""
        ...

    @property
    def qualifier(self) -> Qualifier:
        """How exact it is, in a word."""
        ...


AnyNode = TypeVar("AnyNode", bound=Node)


def find_shared(node: Node, key: str, find: Callable[[], _Found]) -> _Found:
    """Returns what a function finds, asked once for a node and its copies. key: what it is.

    It must depend neither on the unit, the name and the label of the node nor on the language.
    """
    shared: dict[str, Any] = vars(node).setdefault(SHARED, {})
    if key not in shared:
        shared[key] = find()
    found: _Found = shared[key]
    return found


def list_nodes(whole: AnyNode, *, open_pools: bool = True) -> tuple[AnyNode, ...]:
    """Returns every node of a formula once, each after those it depends on.

    open_pools: whether also what is beneath a pool; if not, a pool is the end of a branch, as a claim is.
    """
    order: dict[int, AnyNode] = {}
    stack = [(whole, False)]  # instead of recursion, which a long sum would take too deep
    while stack:
        node, ready = stack.pop()
        if id(node) in order:
            continue
        if ready or not node.args or (node.op == "pool" and not open_pools):
            order[id(node)] = node
        else:
            stack += [(node, True), *((arg, False) for arg in reversed(node.args))]
    return tuple(order.values())
