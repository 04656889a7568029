"""An Estimate as plain values and back, so that equal ones can be told, and another process can compute with them."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, NoReturn, TypeAlias

from analysis.estimates.estimate import Estimate
from analysis.estimates.leaf import Leaf

Plain: TypeAlias = tuple[tuple[Any, ...], ...]  # of each node: op, unit, positions of its operands, name, label, leaf
_ASIDE = {"card", "case", "members"}  # fields of a leaf that are no plain values
_LEAF_FIELDS = tuple(one.name for one in fields(Leaf) if one.name not in _ASIDE)


def list_plain(whole: Estimate) -> Plain | None:
    """Returns a number with all beneath it as plain values, without the cards of its claims.

    Returns: None where it was made from another by holding a claim, or a claim stands for several.

    >>> from analysis import number
    >>> list_plain(number(2, "USD") * 3)[-1]
    ('*', 'USD', (0, 1), '', '', None)
    """
    positions: dict[int, int] = {}
    found: list[tuple[Any, ...]] = []
    for position, node in enumerate(whole.nodes):
        leaf = node.leaf
        if node.held_from or (leaf and leaf.members):
            return None
        positions[id(node)] = position
        given = None if leaf is None else _list_values(leaf)
        found.append((node.op, node.unit, tuple(positions[id(arg)] for arg in node.args), node.name, node.label, given))
    return tuple(found)


def _list_values(leaf: Leaf) -> tuple[Any, ...]:
    values = vars(leaf)
    return tuple(values[name] for name in _LEAF_FIELDS)


def restore_plain(plain: Plain) -> Estimate:
    """Returns the number again, whose claims have no card: to ask for one raises LookupError.

    >>> from analysis import number
    >>> restore_plain(list_plain(number(2, "USD") * 3))
    <2 × 3: 6 USD>
    """
    nodes: list[Estimate] = []
    for op, unit, operands, name, label, given in plain:
        leaf = None if given is None else Leaf(**dict(zip(_LEAF_FIELDS, given, strict=True)), card=_refuse_card)
        nodes.append(Estimate(op, unit, tuple(nodes[at] for at in operands), leaf, name, label))
    return nodes[-1]


def _refuse_card() -> NoReturn:
    raise LookupError("the card of a claim is not among plain values")
