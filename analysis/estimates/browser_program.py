"""Formulas as data: what another evaluator, such as a page's script, needs to reckon Estimates anew.

Every number in it is in base units and to the last bit, so that whoever does the same arithmetic in the same order
gets the same result. `theme/reckon.js` does, and holds the rule of `intervals` besides.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from analysis.wording import units

Estimate: TypeAlias = Any  # analysis.estimate lies above this, which knows it by its shape only
Json: TypeAlias = dict[str, Any]


def build_program(moved: Sequence[Estimate], results: Sequence[Estimate]) -> Json:
    """Returns the formulas of some results, and which of their leaves are moved.

    moved: claims, assumptions or parameters. Returns, as JSON: `leaves`, each claim once with value, low, high and
    qualifier; `nodes`, each ["leaf", which leaf] or [sign, which nodes], after those it depends on; `moved`, for each
    of `moved` the leaves it stands for and how many base units its own unit is; `results`, the node and the same
    factor.
    """
    leaves: dict[Any, int] = {}
    tips: list[Any] = []
    nodes: dict[tuple[Any, ...], int] = {}  # what is the same formula stands once, also over several results

    def add_formula(whole: Estimate) -> int:
        place: dict[int, int] = {}
        for node in whole._nodes:
            if node.leaf:
                tip = leaves.setdefault(node.leaf.key, len(leaves))
                if tip == len(tips):
                    tips.append(node.leaf)
                entry: tuple[Any, ...] = ("leaf", tip)
            else:
                entry = (node.op, *(place[id(arg)] for arg in node.args))
            place[id(node)] = nodes.setdefault(entry, len(nodes))
        return place[id(whole)]

    roots = [{"node": add_formula(result), "factor": units.get_factor(result.unit)} for result in results]
    return {
        "leaves": [{"value": tip.value, "low": tip.low, "high": tip.high, "qualifier": tip.qualifier} for tip in tips],
        "nodes": [list(entry) for entry in nodes],
        "moved": [
            {
                "leaves": [at for at, tip in enumerate(tips) if tip.id == one.leaf.id and tip.kind != "number"],
                "factor": units.get_factor(one.unit),
            }
            for one in moved
        ],
        "results": roots,
    }
