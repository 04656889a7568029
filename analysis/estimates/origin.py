"""Whose a number is: a claim of a source, our arithmetic on claims, or one that rests on what we coded, assumed or set.

Read from the lineage alone. A setting of a method, such as the end of a scale or "per 1,000", is nobody's statement
about the world and makes no number ours; neither does a plain number. A count of rows is arithmetic, and coding where
columns that we coded decide which rows are counted (`Leaf.rests_on`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from analysis.contract import Origin
from analysis.estimates.leaf import Leaf
from analysis.estimates.node import Node

SETTING_PREFIX = "setting:"  # begins the id of what `make_setting` makes

ORIGINS: tuple[Origin, ...] = get_args(Origin)  # the weakest first
_OURS: frozenset[Origin] = frozenset(("parameter", "assumption", "coding"))


def find_origin(number: Node) -> Origin:
    """Returns whose a number is: the strongest of `list_origins`, as ours is what a reader must know first.

    >>> from analysis import load_case
    >>> from analysis.estimates.origin import find_origin
    >>> case = load_case()
    >>> need, means, base = case["reconstruction.need"], case["assets.usable"], case["outlook.base"]
    >>> [find_origin(one) for one in (need, need.to("USD"), need - means, base)]
    ['claim', 'claim', 'arithmetic', 'assumption']
    """
    return max(list_origins(number.leaves, number.leaf is None), key=ORIGINS.index)


def list_origins(leaves: Iterable[Leaf], is_computed: bool) -> frozenset[Origin]:
    """Returns all that a number rests on of ours (coding, assumption, parameter); else claim, arithmetic or setting.

    leaves: beneath the number. is_computed: whether it is a result, and no leaf itself.

    >>> from analysis import load_case
    >>> from analysis.estimates.origin import list_origins
    >>> case = load_case()
    >>> share = case["outlook.base"] * case.coded("positions", "united_states_on_territory", "salience")
    >>> sorted(list_origins(share.leaves, True))
    ['assumption', 'coding']
    """
    found: set[Origin] = {find_leaf_origin(leaf) for leaf in leaves}
    ours: frozenset[Origin] = frozenset(kind for kind in found if kind in _OURS)
    if ours:
        return ours
    if not found - {"setting"}:
        return frozenset(("setting",))
    return frozenset(("arithmetic",)) if is_computed or "arithmetic" in found else frozenset(("claim",))


def find_leaf_origin(leaf: Leaf) -> Origin:
    """Returns whose one number beneath another is.

    >>> from analysis import load_case
    >>> from analysis.estimates.origin import find_leaf_origin
    >>> find_leaf_origin(load_case().coded("positions", "united_states_on_territory", "salience").leaf)
    'coding'
    """
    if leaf.kind == "parameter":
        return "parameter"
    if leaf.kind == "count":
        return "coding" if leaf.rests_on else "arithmetic"
    if leaf.kind == "assumption":
        if leaf.id.startswith(SETTING_PREFIX):
            return "setting"
        return "coding" if leaf.origin and leaf.origin.source else "assumption"  # coded from a source
    return "setting" if leaf.kind == "number" else "claim"


def is_ours(leaf: Leaf) -> bool:
    """Returns whether one number beneath another is what we coded, assumed or set, and no claim of a source.

    >>> from analysis import load_case
    >>> from analysis.estimates.origin import is_ours
    >>> is_ours(load_case()["outlook.base"].leaf), is_ours(load_case()["assets.usable"].leaf)
    (True, False)
    """
    return find_leaf_origin(leaf) in _OURS
