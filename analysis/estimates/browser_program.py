"""Formulas as data: what the script of a page (sliders) needs to recompute Estimates.

Every number is in base units and not rounded, so that the same arithmetic in the same order gives the same result in
another language. A pool of claims is one leaf there: a reader moves it as a whole. The script of the sliders
(`analysis/style/theme`) does the arithmetic, and has the interval rule of `intervals.py` besides.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from analysis.estimates.leaf import Leaf
from analysis.estimates.node import Node
from analysis.wording import units

Json: TypeAlias = dict[str, Any]


def build_program(moved: Sequence[Node], results: Sequence[Node]) -> Json:
    """Returns the formulas of some results, and which of their leaves a reader can move.

    moved: claims, assumptions or parameters. Returns, as JSON: `leaves`, each claim once with value, low, high and
    qualifier; `nodes`, each ["leaf", index of the leaf] or [operation, indices of nodes], after those it depends on;
    `moved`, for each of `moved` the indices of its leaves and how many base units its own unit is (factor);
    `results`, for each the index of its node, and its factor.

    >>> from analysis import parameter
    >>> share = parameter("share", 0.25)
    >>> build_program([share], [2 * share])["nodes"]
    [['leaf', 0], ['leaf', 1], ['*', 0, 1]]
    """
    positions: dict[tuple[str, float, float, float], int] = {}
    leaves: list[Leaf] = []
    nodes: dict[tuple[str | int, ...], int] = {}  # equal formulas share their nodes, also across results

    def add_formula(whole: Node) -> int:
        """Adds what is missing of a formula, and returns the index of its node."""
        index: dict[int, int] = {}
        for node in whole.variables:
            if variable := node.variable:
                position = positions.setdefault(variable.key, len(positions))
                if position == len(leaves):
                    leaves.append(variable)
                entry: tuple[str | int, ...] = ("leaf", position)
            else:
                entry = (node.op, *(index[id(arg)] for arg in node.args))
            index[id(node)] = nodes.setdefault(entry, len(nodes))
        return index[id(whole)]

    roots = [{"node": add_formula(result), "factor": units.get_factor(result.unit)} for result in results]
    return {
        "leaves": [{"value": o.value, "low": o.low, "high": o.high, "qualifier": o.qualifier} for o in leaves],
        "nodes": [list(entry) for entry in nodes],
        "moved": [{"leaves": _find_leaves(one, leaves), "factor": units.get_factor(one.unit)} for one in moved],
        "results": roots,
    }


def _find_leaves(moved: Node, leaves: Sequence[Leaf]) -> list[int]:
    """Returns the indices of the leaves that are the claim, assumption or parameter moved."""
    return [
        position
        for position, leaf in enumerate(leaves)
        if moved.variable and leaf.id == moved.variable.id and leaf.kind != "number"
    ]
