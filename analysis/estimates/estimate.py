"""Estimate: a number that knows where it came from.

One immutable tree: its leaves are claims, assumptions, parameters and plain numbers; every other node is an
operation. Value, unit, interval, draws, lineage and formula are all read from that tree, so they cannot disagree (the
idea is that of Lebigot's `uncertainties`). A leaf is identified by the id of its claim, not by its object: the same
claim is the same random variable wherever it is used, so `a - a` is 0, and draws do not depend on the order of
computation.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self, TypeAlias, TypeGuard, Union

import numpy as np
from numpy.typing import NDArray

from analysis.contract import Qualifier
from analysis.errors import UnitError, format_nearest
from analysis.estimates import evaluate, formula_text, intervals
from analysis.estimates.leaf import End, Leaf, make_number_leaf
from analysis.estimates.lookups import Swings, Trace
from analysis.estimates.node import SHARED, Ends, find_shared, list_nodes
from analysis.front_end import Displayed
from analysis.wording import units
from analysis.wording.qualifiers import find_qualifier

Operand: TypeAlias = Union["Estimate", float, np.integer[Any], np.floating[Any]]  # what an Estimate is added to, say


@dataclass(frozen=True, eq=False, init=False)
class Estimate(Displayed):
    """A value with its unit, its interval and every claim beneath it.

    A case returns the Estimate of a claim. `number` makes one from a plain number, `parameter` from a setting of a
    report, `make_leaf` (in `analysis.estimates.constructors`) from anything with an id; arithmetic makes the others.
    Adding unlike units raises UnitError, and so does adding or dividing money for unlike purposes. A plain number in a
    formula is dimensionless (`1 - share`), except that 0 has any unit.

    value, low, high, unit: the number and its interval. how: the formula in words. claims: the ids beneath it.
    trace(): every claim beneath it, with its source. swings(): what each of them moves. at(claim, "low"): the number
    with one claim at an end of its range. draws(): its random draws. to(unit): in another unit. named(name, label): as
    a report calls it.

    >>> from analysis import load_case
    >>> case = load_case()
    >>> gap = case["reconstruction.need"] - case["assets.usable"]
    >>> gap
    <reconstruction need − usable frozen assets: 700 (700 to 800) billion USD>
    >>> gap > 0, (gap / case["reconstruction.need"]).to("percent").value
    (True, 87.5)
    """

    op: str
    unit: str
    args: tuple[Self, ...] = ()
    leaf: Leaf | None = None
    name: str = ""  # its key in results.json, such as reconstruction.gap
    label: str = ""  # what a reader calls it, such as "Funding gap"
    held_from: tuple[Self, Leaf] | None = None  # of `at`: the number it was made from, and the claim as held

    def __init__(
        self,
        op: str,
        unit: str,
        args: tuple[Estimate, ...] = (),
        leaf: Leaf | None = None,
        name: str = "",
        label: str = "",
        held_from: tuple[Estimate, Leaf] | None = None,
    ):
        # one update of the dictionary takes half as long as object.__setattr__ for each field of a frozen dataclass,
        # and there are thousands of nodes
        vars(self).update(
            {"op": op, "unit": unit, "args": args, "leaf": leaf, "name": name, "label": label, "held_from": held_from}
        )

    @property
    def value(self) -> float:
        """The value at every claim's own value, in `unit`.

        >>> from analysis import load_case
        >>> load_case()["reconstruction.need"].value
        800.0
        """
        return self.base_value / units.get_factor(self.unit)

    @property
    def low(self) -> float:
        """The lower end of the interval, in `unit`; minus infinity where a divisor may be 0.

        >>> from analysis import load_case
        >>> load_case()["assets.usable"].low
        0.0
        """
        return self.base_range[0] / units.get_factor(self.unit)

    @property
    def high(self) -> float:
        """The upper end of the interval, in `unit`; infinity where a divisor may be 0.

        >>> from analysis import load_case
        >>> load_case()["assets.usable"].high
        100.0
        """
        return self.base_range[1] / units.get_factor(self.unit)

    @property
    def claims(self) -> frozenset[str]:
        """The ids of all claims, assumptions and parameters beneath this number.

        >>> from analysis import compare, load_case
        >>> sorted(compare.reconstruction.gap(load_case()).claims)
        ['need_article', 'usable_article']
        """
        return frozenset(leaf.id for leaf in self.leaves)

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """The claims, assumptions and parameters beneath this number, each once, in order of use.

        >>> from analysis import load_case
        >>> case = load_case()
        >>> [leaf.kind for leaf in (2 * case["assets.usable"]).leaves]
        ['claim']
        """
        return find_shared(self, "leaves", self._list_leaves)

    def _list_leaves(self) -> tuple[Leaf, ...]:
        if self.leaf:
            return (self.leaf,) if self.leaf.kind != "number" else ()
        found: dict[str, Leaf] = {}
        for node in self.nodes:
            if node.leaf and node.leaf.kind != "number":
                found.setdefault(node.leaf.id, node.leaf)
        return tuple(found.values())

    @cached_property
    def variable(self) -> Leaf | None:
        """What moves as one in draws and intervals: of a claim its leaf, of a pool a stand-in for its claims.

        >>> from analysis import load_case
        >>> load_case()["assets.usable"].variable.id
        'usable_article'
        """
        return _make_pool_leaf(self) if self.op == "pool" else self.leaf

    @cached_property
    def variables(self) -> tuple[Estimate, ...]:
        """The nodes of the formula, each after those it depends on, a pool without what is beneath it.

        >>> from analysis import number
        >>> [node.op for node in (number(1) + number(2)).variables]
        ['number', 'number', '+']
        """
        return list_nodes(self, open_pools=False) if any(node.op == "pool" for node in self.nodes) else self.nodes

    @property
    def qualifier(self) -> Qualifier:
        """Of a claim the word of its source, such as about or less_than, or between where it gives a range alone; of
        a result what its interval shows.

        >>> from analysis import load_case
        >>> case = load_case()
        >>> case["assets.usable"].qualifier, (case["reconstruction.need"] - case["assets.usable"]).qualifier
        ('at_most', 'at_least')
        """
        if self.leaf:
            return self.leaf.qualifier
        return find_qualifier(self.base_value, *self.base_range)

    @property
    def how(self) -> str:
        """The formula in words.

        >>> from analysis import load_case
        >>> case = load_case()
        >>> (1 - case["assets.usable"] / case["reconstruction.need"]).how
        '1 − usable frozen assets / reconstruction need'
        """
        return formula_text.format_formula(self)

    def trace(self) -> Trace:
        """Returns the tree from this number down to its claims: values, formulas, sources, phrases and rivals.

        Returns: text, of which a notebook shows the notes.

        >>> from analysis import parameter
        >>> print((1 - parameter("share", 0.25)).trace())
        this number: 0.75
        = 1 − share
        └─ share: 0.25
           parameter parameter:share
           A parameter of this report. Set for this report.
        """
        return Trace(self)

    def draws(self, n: int = 10_000, seed: int = 0) -> NDArray[np.float64]:
        """Returns n draws of the value in `unit`, shape (n,): one seeded vector per claim, shared wherever it is used.

        A claim's draws are triangular over its interval with the mode at its value, uniform where
        the source gave only a range (see `qualifiers.py` for the intervals).

        >>> from analysis import load_case
        >>> usable = load_case()["assets.usable"]
        >>> drawn = usable.draws(1000, seed=1)
        >>> drawn.shape, bool(drawn.min() >= usable.low), bool((usable - usable).draws(1000).any())
        ((1000,), True, False)
        """
        return evaluate.draw_values(self, n, seed)

    def swings(self) -> Swings:
        """Returns, for each claim id, the value in `unit` with that claim alone at its low and its high end.

        >>> from analysis import compare, load_case
        >>> compare.reconstruction.gap(load_case()).swings()
        {'need_article': (700.0, 700.0), 'usable_article': (800.0, 700.0)}
        """
        return Swings(self)

    def at(self, claim: str, end: End) -> Estimate:
        """Returns this number with one claim held at an end of its interval, the others unchanged.

        Raises UnitError if that claim is not beneath it.

        >>> from analysis import compare, load_case
        >>> gap = compare.reconstruction.gap(load_case()).at("usable_article", "low")
        >>> gap.value, gap.how
        (800.0, 'reconstruction need − usable frozen assets at its low end')
        """
        if claim not in self.claims:
            raise UnitError(
                f"{self.label or self.how} does not depend on {claim!r}{format_nearest(claim, self.claims)}"
            )
        made: dict[int, Estimate] = {}
        held: Leaf | None = None
        for node in self.nodes:
            if node.leaf and node.leaf.id == claim:
                value = node.leaf.low if end == "low" else node.leaf.high
                held = replace(node.leaf, value=value, low=value, high=value, qualifier="exact", held_at=end)
                made[id(node)] = Estimate(node.op, node.unit, leaf=held)
            elif held and any(made[id(arg)] is not arg for arg in node.args):
                args = tuple(made[id(arg)] for arg in node.args)
                origin = (node, held) if node.label or node.held_from or node is self else None
                made[id(node)] = Estimate(node.op, node.unit, args, name=node.name, held_from=origin)
            else:
                made[id(node)] = node
        return made[id(self)]._copy_as(self.unit, "", "")

    def sqrt(self) -> Estimate:
        """Returns the square root of a dimensionless number. Raises UnitError for any other.

        >>> from analysis import number
        >>> number(25, "percent").sqrt().value
        0.5
        """
        if units.get_base_unit(self.unit) != "one":
            raise UnitError(f"{self.unit} has no square root here; only a dimensionless number has one")
        return Estimate("sqrt", "one", (self,))

    def to(self, unit: str) -> Estimate:
        """Returns the same number in another unit of the same dimension. Raises UnitError.

        >>> from analysis import load_case
        >>> load_case()["reconstruction.need"].to("trillion USD").value
        0.8
        """
        units.check_same_dimension(unit, self.unit, "read in")
        return self._copy_as(unit, self.name, self.label)

    def named(self, name: str, label: str = "") -> Estimate:
        """Returns the same number under a name (its key in results.json) and a label for readers.

        >>> from analysis import number
        >>> number(3, "person").named("staff.size", "Size of the staff")
        <Size of the staff: 3 person>
        """
        return self._copy_as(self.unit, name, label or self.label)

    def _copy_as(self, unit: str, name: str, label: str) -> Estimate:
        """Returns a copy with another unit, name and label; what was computed of it is kept."""
        copy = Estimate(self.op, unit, self.args, self.leaf, name, label, self.held_from)
        vars(copy).update((key, vars(self)[key]) for key in _COMPUTED if key in vars(self))
        vars(copy)[SHARED] = vars(self).setdefault(SHARED, {})
        return copy

    @cached_property
    def nodes(self) -> tuple[Estimate, ...]:
        """Every node of the formula once, each after those it depends on.

        >>> from analysis import number
        >>> [node.op for node in (number(1) + number(2)).nodes]
        ['number', 'number', '+']
        """
        return list_nodes(self)

    @cached_property
    def purposes(self) -> frozenset[str]:
        """What this money is for; none if nobody says so, or if it is no money, as a share of money is none.

        >>> from analysis import load_case
        >>> case = load_case()
        >>> sorted((case["reconstruction.need"] - case["assets.frozen"]).purposes)
        ['rebuilding']
        """
        waiting = [self]  # instead of recursion, which a long sum would take too deep
        while waiting:
            node = waiting[-1]
            unknown = [arg for arg in node.args if "purposes" not in vars(arg)]
            if unknown:
                waiting += unknown
                continue
            own = {node.leaf.purpose} if node.leaf and node.leaf.purpose else set[str]()
            found = own.union(*(arg.purposes for arg in node.args))
            vars(node)["purposes"] = frozenset(found if units.names_currency(node.unit) else ())
            waiting.pop()
        return frozenset(vars(self)["purposes"])

    @cached_property
    def base_value(self) -> float:
        """The value in base units. Raises UnitError if it is infinite or not a number.

        >>> from analysis import number
        >>> number(3, "million person").base_value
        3000000.0
        """
        try:
            with np.errstate(all="ignore"):
                value = float(evaluate.compute_raw_value(self))
        except ZeroDivisionError:
            value = math.nan
        if not math.isfinite(value):
            cause = "it divides by zero or takes the square root of a negative number"
            raise UnitError(f"{self.label or self.how} has no value: {cause}")
        return value

    @cached_property
    def base_range(self) -> Ends:
        """The interval in base units; it always holds the value.

        >>> from analysis import load_case
        >>> load_case()["assets.usable"].base_range
        (0.0, 100000000000.0)
        """
        low, high = find_shared(self, "range", lambda: intervals.compute_range(self))
        return min(low, self.base_value), max(high, self.base_value)

    def __add__(self, other: Operand) -> Estimate:
        return self if _is_zero(other) else _combine("+", self, _convert_operand(other))

    def __radd__(self, other: Operand) -> Estimate:
        return self if _is_zero(other) else _combine("+", _convert_operand(other), self)  # sum() starts from 0

    def __sub__(self, other: Operand) -> Estimate:
        return self if _is_zero(other) else _combine("-", self, _convert_operand(other))

    def __rsub__(self, other: Operand) -> Estimate:
        return -self if _is_zero(other) else _combine("-", _convert_operand(other), self)

    def __mul__(self, other: Operand) -> Estimate:
        return _combine("*", self, _convert_operand(other))

    def __rmul__(self, other: Operand) -> Estimate:
        return _combine("*", _convert_operand(other), self)

    def __truediv__(self, other: Operand) -> Estimate:
        return _combine("/", self, _convert_operand(other))

    def __rtruediv__(self, other: Operand) -> Estimate:
        return _combine("/", _convert_operand(other), self)

    def __neg__(self) -> Estimate:
        return Estimate("neg", self.unit, (self,))

    def __abs__(self) -> Estimate:
        return Estimate("abs", self.unit, (self,))

    def __lt__(self, other: Operand) -> bool:
        right = _convert_comparand(self, other)
        return NotImplemented if right is None else self.base_value < right.base_value

    def __le__(self, other: Operand) -> bool:
        right = _convert_comparand(self, other)
        return NotImplemented if right is None else self.base_value <= right.base_value

    def __gt__(self, other: Operand) -> bool:
        right = _convert_comparand(self, other)
        return NotImplemented if right is None else self.base_value > right.base_value

    def __ge__(self, other: Operand) -> bool:
        right = _convert_comparand(self, other)
        return NotImplemented if right is None else self.base_value >= right.base_value

    # To lose the history is an error, never silent.
    def __float__(self) -> float:
        raise UnitError(f"float() would drop the claims behind {self.label or self.how}; use .value")

    def __int__(self) -> int:
        raise UnitError(f"int() would drop the claims behind {self.label or self.how}; use .value")

    def __bool__(self) -> bool:
        raise UnitError("an Estimate is neither true nor false; compare it, as in gap > 0")

    def __repr__(self) -> str:
        ends = "" if self.low == self.high else f"{self.low:g} to {self.high:g}"
        value = ends if self.qualifier == "between" else f"{self.value:g}" + (f" ({ends})" if ends else "")
        return f"<{self.label or self.name or self.how}: {value} {self.unit}>"

    def __copy__(self) -> Estimate:
        return self  # immutable, and a copied claim is the same claim

    def __deepcopy__(self, memo: dict[int, Any]) -> Estimate:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled as a list of nodes: nested, a long sum would overflow the stack."""
        index = {id(node): position for position, node in enumerate(self.nodes)}
        rows = [
            (n.op, n.unit, tuple(index[id(arg)] for arg in n.args), n.leaf, n.name, n.label, n.held_from)
            for n in self.nodes
        ]
        return _rebuild, (rows,)


_COMPUTED = (evaluate.RAW_VALUE, "base_value", "base_range", "purposes")  # another unit or label keeps them


def _make_pool_leaf(pool: Estimate) -> Leaf:
    """Returns a pool as one random variable: its value, the hull of its claims' intervals, what draws choose from."""
    claims, weights = pool.args[::2], pool.args[1::2]
    value = float(evaluate.compute_raw_value(pool))
    ranges = [claim.base_range for claim in claims]
    members = tuple(
        (claim.variable, weight.base_value) for claim, weight in zip(claims, weights, strict=True) if claim.variable
    )
    if len(members) < len(claims):
        raise UnitError(f"{pool.how}: only claims are pooled, not what is computed from them")
    first, low, high = members[0][0], min(low for low, _ in ranges), max(high for _, high in ranges)
    return Leaf(
        "pool:" + "+".join(f"{member.id}×{weight:g}" for member, weight in members),
        "claim",
        value,
        low,
        high,
        find_qualifier(value, low, high),
        first.symbol,
        minimum=first.minimum,
        maximum=first.maximum,
        case=first.case,
        members=members,
    )


def _rebuild(rows: list[tuple[Any, ...]]) -> Estimate:
    """Returns the Estimate that `__reduce__` wrote as a list of nodes."""
    made: list[Estimate] = []
    for op, unit, args, leaf, name, label, held_from in rows:
        made.append(Estimate(op, unit, tuple(made[position] for position in args), leaf, name, label, held_from))
    return made[-1]


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)


def _is_zero(value: object) -> bool:
    """Whether it is a plain 0, which has any unit: sum() and pandas start from it."""
    return _is_number(value) and value == 0


def _convert_operand(other: object) -> Estimate | None:
    """Returns an operand as an Estimate; None if it is not a number, so that Python asks the other operand."""
    if isinstance(other, Estimate):
        return other
    return Estimate("number", "one", leaf=make_number_leaf(float(other))) if _is_number(other) else None


def _combine(op: str, left: Estimate | None, right: Estimate | None) -> Estimate:
    """Returns `left op right`; NotImplemented, as Python's operators must, if one of them is not a number."""
    if left is None or right is None:
        return NotImplemented  # type: ignore[no-any-return]  # as Python asks of an operator's method
    if op in "+-":
        units.check_same_dimension(left.unit, right.unit, "added to" if op == "+" else "subtracted from")
    if op != "*" and left.purposes and right.purposes and left.purposes != right.purposes:
        raise _make_purpose_error(op, left, right)
    return Estimate(op, left.unit if op in "+-" else units.combine_units(left.unit, right.unit, op), (left, right))


def _make_purpose_error(op: str, left: Estimate, right: Estimate) -> UnitError:
    """Returns the error for two sums of money for unlike purposes, which are neither added nor divided."""
    one, other = (
        f"{side.label or side.how} (for {' and '.join(sorted(side.purposes))})"
        for side in ((left, right) if op == "/" else (right, left))
    )
    verb = {"+": "added to", "-": "subtracted from", "/": "divided by"}[op]
    return UnitError(
        f"{one} cannot be {verb} {other}: they are money for unlike purposes. Set each against money for the same "
        "purpose, or correct its purpose in funds.csv"
    )


def _convert_comparand(left: Estimate, other: object) -> Estimate | None:
    """Returns what an Estimate is compared with. Raises UnitError if it measures something else; 0 never does."""
    right = _convert_operand(other)
    if right is not None and not (right.leaf and right.leaf.kind == "number" and right.base_value == 0):
        units.check_same_dimension(left.unit, right.unit, "compared with")
    return right
