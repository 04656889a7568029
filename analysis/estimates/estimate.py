"""Estimate: a number that remembers where it came from.

One immutable tree: leaves are claims, assumptions, parameters and plain numbers; every other node
is an operation. Value, unit, interval, draws, lineage and formula are readings of that tree, so
they cannot disagree (the idea is that of Lebigot's `uncertainties`). A leaf is known by the id of
its claim, not by its object: the same claim is the same random variable wherever it is used, so
`a - a` is 0, and draws do not depend on the order of computation.
"""

from __future__ import annotations

import hashlib
import math
import operator
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any, Literal

import numpy as np

from analysis.contract import ClaimCard, Qualifier
from analysis.errors import UnitError, format_nearest
from analysis.estimates import formula_text, intervals
from analysis.estimates.evaluate import CompiledFormula, apply_operation
from analysis.wording import units
from analysis.wording.qualifiers import compute_interval, find_qualifier

Kind = Literal["claim", "assumption", "parameter", "event", "count", "number"]


@dataclass(frozen=True)
class Leaf:
    """What stands at the tip of a formula. Magnitudes are in base units."""

    id: str
    kind: Kind
    value: float
    low: float
    high: float
    qualifier: Qualifier = "exact"
    symbol: str = ""  # how a formula calls it
    is_uniform: bool = False  # a bare range: every value in it is as likely as any other
    minimum: float = -math.inf  # what the quantity can be at all
    maximum: float = math.inf
    origin: ClaimCard | None = None  # what a page shows of it; a plain number has none
    end: Literal["", "low", "high"] = ""  # where it is held, if it does not stand as claimed

    @property
    def key(self) -> tuple[str, float, float, float]:
        """What makes two leaves one random variable; a claim held at an end of its interval is another."""
        return self.id, self.low, self.value, self.high

    @property
    def is_certain(self) -> bool:
        """Whether its interval is a point."""
        return not self.low < self.high

    def draw(self, n: int, seed: int) -> np.ndarray | float:
        """Returns n draws (or the value itself where there is nothing to draw), the same for the same id."""
        if self.is_certain:
            return self.value
        drawn = _draw_values_cached if n <= _MAX_CACHED_DRAWS else _draw_values
        return drawn(self.id, self.low, None if self.is_uniform else self.value, self.high, n, seed)


_MAX_CACHED_DRAWS = (
    20_000  # draws of a claim that are kept for the next formula it stands in; more would take much room
)


def _draw_values(id: str, low: float, mode: float | None, high: float, n: int, seed: int) -> np.ndarray:
    """Returns n draws: triangular about a mode, without one uniform."""
    digest = hashlib.blake2b(id.encode(), digest_size=16).digest()
    rng = np.random.default_rng([seed, *np.frombuffer(digest, "<u4").tolist()])
    drawn = rng.uniform(low, high, n) if mode is None else rng.triangular(low, min(max(mode, low), high), high, n)
    drawn.flags.writeable = False
    return drawn


_draw_values_cached = lru_cache(maxsize=128)(_draw_values)


@dataclass(frozen=True, eq=False, init=False)
class Estimate:
    """A value with its unit, its interval and every claim beneath it.

    Build one from a claim (`Case` does), a parameter or an assumption with `leaf`, from a plain
    number with `number`, and the rest by arithmetic. Adding unlike units raises UnitError; a plain
    number is dimensionless (1 - share), but for 0, which has any unit.
    """

    op: str
    unit: str
    args: tuple[Estimate, ...] = ()
    leaf: Leaf | None = None
    name: str = ""  # stable key in results.json, such as reconstruction.gap
    label: str = ""  # what a reader calls it, such as "Funding gap"
    moved: tuple[Estimate, Leaf] | None = None  # of `at`: the number it was made from, and the claim as held

    def __init__(
        self,
        op: str,
        unit: str,
        args: tuple[Estimate, ...] = (),
        leaf: Leaf | None = None,
        name: str = "",
        label: str = "",
        moved: tuple[Estimate, Leaf] | None = None,
    ):
        # a dictionary made at once; field by field, past the frozen door, takes twice as long, and there are thousands
        vars(self).update(
            {"op": op, "unit": unit, "args": args, "leaf": leaf, "name": name, "label": label, "moved": moved}
        )

    @property
    def value(self) -> float:
        """The value at every claim's own value, in `unit`."""
        return self._base / units.get_factor(self.unit)

    @property
    def low(self) -> float:
        """The lower end of the interval, in `unit`; minus infinity where a divisor may be 0."""
        return self._range[0] / units.get_factor(self.unit)

    @property
    def high(self) -> float:
        """The upper end of the interval, in `unit`; infinity where a divisor may be 0."""
        return self._range[1] / units.get_factor(self.unit)

    @property
    def claims(self) -> frozenset[str]:
        """Ids of all claims, assumptions and parameters beneath this number."""
        return frozenset(leaf.id for leaf in self.leaves)

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """The claims, assumptions and parameters beneath this number, each once, in order of use."""
        found: dict[str, Leaf] = {}
        for node in self._nodes:
            if node.leaf and node.leaf.kind != "number":
                found.setdefault(node.leaf.id, node.leaf)
        return tuple(found.values())

    @property
    def qualifier(self) -> Qualifier:
        """exact, about, nearly, at_least, at_most or over: a leaf's own word, else read off the interval."""
        if self.leaf:
            return self.leaf.qualifier
        return find_qualifier(self._base, *self._range)

    @property
    def how(self) -> str:
        """The formula in words, such as `reconstruction need − usable assets`."""
        return formula_text.format_formula(self)

    def trace(self) -> str:
        """Returns the tree from this number down to its claims: values, formulas, sources, phrases and rivals."""
        return formula_text.format_trace(self)

    def draws(self, n: int = 10_000, seed: int = 0) -> np.ndarray:
        """Returns n draws of the value in `unit`, shape (n,): one seeded vector per claim, shared.

        A claim's draws are triangular over its interval with the mode at its value, uniform where
        the source gave only a range (see `analysis.wording.qualifiers` for the intervals).
        """
        with np.errstate(divide="ignore", invalid="ignore"):
            steps = CompiledFormula(
                self._nodes, {id(node) for node in self._nodes if node.leaf and not node.leaf.is_certain}
            )
            drawn = steps.evaluate(lambda node: node.leaf.draw(n, seed))
        return np.broadcast_to(np.asarray(drawn, float) / units.get_factor(self.unit), (n,))

    def swings(self) -> dict[str, tuple[float, float]]:
        """Returns, for each claim id, the value in `unit` with that claim alone at its low and its high end."""
        found: dict[str, tuple[float, float]] = {}
        for first in range(0, len(self.leaves), intervals.CHUNK_SIZE):
            chunk = {
                leaf.id: position for position, leaf in enumerate(self.leaves[first : first + intervals.CHUNK_SIZE])
            }

            def moved(node: Estimate, chunk: dict[str, int] = chunk) -> np.ndarray:
                vector = np.full((len(chunk), 2), node.leaf.value)
                vector[chunk[node.leaf.id]] = node.leaf.low, node.leaf.high
                return vector

            steps = CompiledFormula(
                self._nodes, {id(node) for node in self._nodes if node.leaf and node.leaf.id in chunk}
            )
            ends = np.broadcast_to(steps.evaluate(moved), (len(chunk), 2)) / units.get_factor(self.unit)
            found |= {id: (float(ends[position, 0]), float(ends[position, 1])) for id, position in chunk.items()}
        return found

    def at(self, claim: str, end: Literal["low", "high"]) -> Estimate:
        """Returns this number with one claim at an end of its interval and the others as they stand.

        Raises UnitError if it does not rest on that claim.
        """
        if claim not in self.claims:
            raise UnitError(f"{self.label or self.how} does not rest on {claim!r}{format_nearest(claim, self.claims)}")
        moved: dict[int, Estimate] = {}
        for node in self._nodes:
            if node.leaf and node.leaf.id == claim:
                value = getattr(node.leaf, end)
                held = replace(node.leaf, value=value, low=value, high=value, qualifier="exact", end=end)
                moved[id(node)] = Estimate(node.op, node.unit, leaf=held)
            elif any(moved[id(arg)] is not arg for arg in node.args):
                moved[id(node)] = Estimate(
                    node.op,
                    node.unit,
                    tuple(moved[id(arg)] for arg in node.args),
                    name=node.name,
                    moved=(node, held) if node.label or node.moved or node is self else None,
                )
            else:
                moved[id(node)] = node
        return moved[id(self)]._copy_as(self.unit, "", "")

    def sqrt(self) -> Estimate:
        """Returns the square root of a dimensionless number. Raises UnitError for any other."""
        units.check_same_dimension("one", self.unit, "rooted as if it were")
        return Estimate("sqrt", "one", (self,))

    def to(self, unit: str) -> Estimate:
        """Returns the same number read in another unit of the same dimension. Raises UnitError."""
        units.check_same_dimension(unit, self.unit, "read in")
        return self._copy_as(unit, self.name, self.label)

    def named(self, name: str, label: str = "") -> Estimate:
        """Returns the same number under a stable name (for results.json) and a reader's label."""
        return self._copy_as(self.unit, name, label or self.label)

    def _copy_as(self, unit: str, name: str, label: str) -> Estimate:
        """The same node in other words, with what has been reckoned of it."""
        made = Estimate(self.op, unit, self.args, self.leaf, name, label, self.moved)
        vars(made).update((known, vars(self)[known]) for known in ("_value", "_base", "_range") if known in vars(self))
        return made

    @cached_property
    def _nodes(self) -> tuple[Estimate, ...]:
        """Every node once, each after those it depends on; iterative, so long sums do not overflow."""
        order: dict[int, Estimate] = {}
        stack = [(self, False)]
        while stack:
            node, ready = stack.pop()
            if id(node) in order:
                continue
            if ready or not node.args:
                order[id(node)] = node
            else:
                stack += [(node, True), *((arg, False) for arg in reversed(node.args))]
        return tuple(order.values())

    def _reckoned(self) -> Any:
        """Returns the value in base units. Every node keeps its own, which the next formula built on it starts from."""
        stack = [self]
        while stack:
            node = stack[-1]
            unknown = [arg for arg in node.args if "_value" not in vars(arg)]
            if unknown:
                stack += unknown
                continue
            vars(node)["_value"] = (
                node.leaf.value if node.leaf else apply_operation(node.op, *(vars(arg)["_value"] for arg in node.args))
            )
            stack.pop()
        return vars(self)["_value"]

    @cached_property
    def _base(self) -> float:
        try:
            with np.errstate(all="ignore"):
                value = float(self._reckoned())
        except ZeroDivisionError:
            value = math.nan
        if not math.isfinite(value):
            raise UnitError(f"no number: {self.label or self.how} divides by zero, or roots a negative number")
        return value

    @cached_property
    def _range(self) -> tuple[float, float]:
        low, high = intervals.compute_range(self)
        return min(low, self._base), max(high, self._base)

    # Losing the history is never silent.
    def __float__(self) -> float:
        raise UnitError(f"float() would drop the claims behind {self.label or self.how}; use .value")

    def __int__(self) -> int:
        raise UnitError(f"int() would drop the claims behind {self.label or self.how}; use .value")

    def __bool__(self) -> bool:
        raise UnitError("an Estimate is neither true nor false; compare it, as in gap > 0")

    def __neg__(self) -> Estimate:
        return Estimate("neg", self.unit, (self,))

    def __abs__(self) -> Estimate:
        return Estimate("abs", self.unit, (self,))

    def __repr__(self) -> str:
        span = "" if self.low == self.high else f" ({self.low:g} to {self.high:g})"
        return f"<{self.label or self.name or self.how}: {self.value:g}{span} {self.unit}>"

    def __copy__(self) -> Estimate:
        return self  # immutable, and a copied claim is the same claim

    def __deepcopy__(self, memo: dict) -> Estimate:
        return self

    def __reduce__(self) -> Any:
        """Pickled as a list of nodes: nested, a long sum would overflow the stack."""
        place = {id(node): position for position, node in enumerate(self._nodes)}
        return _rebuild, (
            [
                (
                    node.op,
                    node.unit,
                    tuple(place[id(arg)] for arg in node.args),
                    node.leaf,
                    node.name,
                    node.label,
                    node.moved,
                )
                for node in self._nodes
            ],
        )


def number(value: float, unit: str = "one", symbol: str = "") -> Estimate:
    """Returns a plain number: a definition such as "per 1,000", never a fact about the world."""
    base = _check_finite(value * units.get_factor(unit), symbol or "a plain number")
    return Estimate(
        "number", unit, leaf=Leaf(f"number:{value!r}", "number", base, base, base, symbol=symbol or f"{value:,.12g}")
    )


def parameter(name: str, value: float, unit: str = "one", symbol: str = "") -> Estimate:
    """Returns a number the reader of a report sets: traced to the parameter of that name.

    value is in `unit`; symbol is what formulas call it.
    """
    symbol = symbol or name.replace("_", " ")
    return make_leaf(
        f"parameter:{name}",
        value,
        unit,
        kind="parameter",
        symbol=symbol,
        origin=ClaimCard(
            f"parameter:{name}", "parameter", symbol, unit, value=value, statement="A parameter of this report."
        ),
    )


def make_leaf(
    id: str,
    value: float | None,
    unit: str,
    *,
    kind: Kind = "claim",
    qualifier: Qualifier = "exact",
    low: float | None = None,
    high: float | None = None,
    minimum: float | None = None,
    maximum: float | None = None,
    symbol: str = "",
    origin: ClaimCard | None = None,
) -> Estimate:
    """Returns the Estimate of one claim, assumption or parameter.

    value, low, high, minimum, maximum are in `unit`. The claim's own low and high win over the
    qualifier's table (`analysis.wording.qualifiers`); minimum and maximum are what the quantity can be at all.
    Without a value, the middle of low and high is taken and every value between is held equally likely.
    A number called exact that yet has an interval reads as about, at_least or at_most.
    """
    flat = value is None
    if value is None:
        if low is None or high is None:
            raise UnitError(f"{id}: neither a value nor a range from low to high")
        value = (low + high) / 2
    ends = compute_interval(value, qualifier, minimum, maximum)
    low, high = (ends[0] if low is None else low), (ends[1] if high is None else high)
    factor = units.get_factor(unit)
    value, low, high = (
        _check_finite(value * factor, id),
        _check_finite(low * factor, id),
        _check_finite(high * factor, id),
    )
    if not low <= value <= high:
        raise UnitError(f"{id}: its value lies outside its interval")
    if qualifier == "exact":
        qualifier = find_qualifier(value, low, high)
    least = -math.inf if minimum is None else minimum * factor
    most = math.inf if maximum is None else maximum * factor
    return Estimate(
        kind, unit, leaf=Leaf(id, kind, value, low, high, qualifier, symbol or id, flat, least, most, origin)
    )


def maximum(a: Estimate | float, b: Estimate | float) -> Estimate:
    """Returns the greater of two numbers of one dimension, as a node of the formula; a plain one takes its unit."""
    return _build_choice("max", a, b)


def minimum(a: Estimate | float, b: Estimate | float) -> Estimate:
    """Returns the lesser of two numbers of one dimension, as a node of the formula; a plain one takes its unit."""
    return _build_choice("min", a, b)


def replace_interval(value: Estimate, low: float, high: float, *beneath: Estimate) -> Estimate:
    """Returns a number with an interval found by other means than its formula, such as by random draws.

    value: with the formula shown; a plain `number` whose symbol says how it was found, where that is no arithmetic.
    low, high: in its unit. beneath: what it was found from, so that it leads to the claims of that.
    """
    return Estimate("within", value.unit, (value, number(low, value.unit), number(high, value.unit), *beneath))


def total(parts: Iterable[Estimate]) -> Estimate:
    """Returns the sum of one or more Estimates of one dimension. Raises UnitError if there are none."""
    first, *rest = list(parts) or [None]
    if first is None:
        raise UnitError("the sum of nothing has no unit")
    for part in rest:
        first = first + part
    return first


def _build_choice(op: str, a: Estimate | float, b: Estimate | float) -> Estimate:
    like = a if isinstance(a, Estimate) else b
    if not isinstance(like, Estimate):
        raise UnitError(f"{op} of two plain numbers needs no Estimate")
    left, right = (x if isinstance(x, Estimate) else number(x, like.unit) for x in (a, b))
    units.check_same_dimension(left.unit, right.unit, "compared with")
    return Estimate(op, like.unit, (left, right))


def _combine(op: str, a: Estimate, b: Estimate) -> Estimate:
    if op in "+-":
        units.check_same_dimension(a.unit, b.unit, "added to" if op == "+" else "subtracted from")
        return Estimate(op, a.unit, (a, b))
    return Estimate(op, units.combine_units(a.unit, b.unit, op), (a, b))


def _convert_operand(other: object) -> Estimate | None:
    if isinstance(other, Estimate):
        return other
    if isinstance(other, int | float | np.integer | np.floating) and not isinstance(other, bool):
        return number(float(other))
    return None


def _is_zero(other: object) -> bool:
    """sum() and pandas start from 0, which has no unit."""
    return isinstance(other, int | float | np.integer | np.floating) and not isinstance(other, bool) and other == 0


def _forward(op: str) -> Any:
    def method(self: Estimate, other: object) -> Estimate:
        if op in "+-" and _is_zero(other):
            return self
        right = _convert_operand(other)
        return NotImplemented if right is None else _combine(op, self, right)

    return method


def _reflected(op: str) -> Any:
    def method(self: Estimate, other: object) -> Estimate:
        if op in "+-" and _is_zero(other):
            return self if op == "+" else -self
        left = _convert_operand(other)
        return NotImplemented if left is None else _combine(op, left, self)

    return method


def _comparison(name: str) -> Any:
    act = getattr(operator, name)

    def method(self: Estimate, other: object) -> bool:
        right = _convert_operand(other)
        if right is None:
            return NotImplemented
        if not (right.leaf and right.leaf.kind == "number" and right._base == 0):
            units.check_same_dimension(self.unit, right.unit, "compared with")
        return act(self._base, right._base)

    return method


for _op, _name in {"+": "add", "-": "sub", "*": "mul", "/": "truediv"}.items():
    setattr(Estimate, f"__{_name}__", _forward(_op))
    setattr(Estimate, f"__r{_name}__", _reflected(_op))
for _name in ("lt", "le", "gt", "ge"):
    setattr(Estimate, f"__{_name}__", _comparison(_name))


def _rebuild(nodes: list[tuple[Any, ...]]) -> Estimate:
    made: list[Estimate] = []
    for op, unit, args, tip, name, label, moved in nodes:
        made.append(Estimate(op, unit, tuple(made[position] for position in args), tip, name, label, moved))
    return made[-1]


def _check_finite(value: float, what: str) -> float:
    if not math.isfinite(value):
        raise UnitError(f"{what}: {value} is no number to reckon with")
    return float(value)
