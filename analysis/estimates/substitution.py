"""The same formula on other numbers or at the ends of its claims, and whether two numbers can both be true."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from analysis.estimates.estimate import Estimate
from analysis.estimates.leaf import End, Leaf

_TERMS: Mapping[str, End] = {
    "at_most": "high",
    "less_than": "high",
    "at_least": "low",
    "over": "low",
}  # where the limit is
_TOLERANCE = 0.005  # of the first number: a rounded number is not a wrong one


def substitute(whole: Estimate, choose: Callable[[Leaf], Estimate | None]) -> Estimate | None:
    """Returns a number by the same formula with other numbers in the place of its leaves.

    choose: what takes the place of a leaf, None where it stays.
    Returns: None where nothing is replaced, and where an interval beneath was found otherwise than by its formula, as
        by random draws: then the formula alone does not give it.
    Raises: UnitError if the result has no value.

    >>> from analysis import load_case
    >>> from analysis.estimates.substitution import substitute
    >>> case = load_case()
    >>> need, means = case["reconstruction.need"], case["assets.usable"]
    >>> substitute(need - means, lambda leaf: case.on("all")["reconstruction.need"] if leaf == need.leaf else None)
    <reconstruction need − usable frozen assets: 488 (458.6 to 588) billion USD>
    """
    made: dict[int, Estimate] = {}
    for node in whole.nodes:
        if node.leaf:
            other = choose(node.leaf)
            if other is not None and node.leaf.held_at and other.leaf:
                other = other.at(other.leaf.id, node.leaf.held_at)
            made[id(node)] = node if other is None else other.to(node.unit).named(node.name or other.name, node.label)
        elif node.op == "pool" and made[id(node.args[0])] is not node.args[0]:
            made[id(node)] = made[id(node.args[0])]  # one number takes the place of all that are pooled
        elif any(made[id(arg)] is not arg for arg in node.args):
            if node.op == "within":
                return None
            args = tuple(made[id(arg)] for arg in node.args)
            made[id(node)] = Estimate(node.op, node.unit, args, name=node.name, label=node.label)
        else:
            made[id(node)] = node
    return made[id(whole)] if made[id(whole)] is not whole else None


def hold_all(whole: Estimate, end: End) -> Estimate:
    """Returns a number with each of its claims held at that end of its interval (see `Estimate.at`).

    >>> from analysis import load_case
    >>> from analysis.estimates.substitution import hold_all
    >>> hold_all(load_case()["assets.usable"] / 2, "low").value
    0.0
    """
    for leaf in whole.leaves:
        whole = whole if leaf.is_certain else whole.at(leaf.id, end)
    return whole


def hold_terms(whole: Estimate) -> Estimate:
    """Returns a number with each limit that is a rule held at that limit: "at most 5" of a treaty is 5, not 0 to 5.

    whole: computed from claims on what a text lays down, such as a cap or a promise. What a source says to be "at most"
    or "at least" of a state of things is another matter, and keeps its range.

    >>> from analysis import load_case
    >>> from analysis.estimates.substitution import hold_terms
    >>> usable = load_case()["assets.usable"]
    >>> (usable.low, usable.high), (hold_terms(usable).low, hold_terms(usable).high)
    ((0.0, 100.0), (100.0, 100.0))
    """
    for leaf in whole.leaves:
        if leaf.qualifier in _TERMS and not leaf.is_certain:
            whole = whole.at(leaf.id, _TERMS[leaf.qualifier])
    return whole


def meets(stated: Estimate, computed: Estimate) -> bool:
    """Returns whether two intervals overlap, with half a per cent of the first number's value as tolerance.

    Raises UnitError if the two measure different things.

    >>> from analysis import number
    >>> from analysis.estimates.substitution import meets
    >>> meets(number(12.5, "percent"), number(1 / 8)), meets(number(700), number(488))
    (True, False)
    """
    found = computed.to(stated.unit)
    slack = _TOLERANCE * abs(stated.value)
    return stated.low - slack <= found.high and found.low <= stated.high + slack
