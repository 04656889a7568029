"""Robustness: how far do coded values and assumptions have to move until a statement turns?

The loosening is the same share of each value's scale, either way and cut to the scale: a value from 0 to 1 moves by
the share itself, a code from 0 to 2 by twice as much, a per cent by the share times 100, and an assumption whose scale
has no ends by that share of its own interval. A count of rows with a code moves by that share of the rows that could
have been counted: that many codes may be other (`Case.count_coded`). A statement survives a loosening at which no
choice of the loosened values turns it: the stability radius of info-gap analysis (Ben-Haim 2006), asked of codes. The
claims of sources do not move there; in the random draws everything does.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.compare.coding import NAMES, describe_doubts, find_doubts
from analysis.estimates.constructors import number, replace_interval
from analysis.estimates.estimate import Estimate
from analysis.estimates.evaluate import CHUNK_SIZE, CompiledFormula, Vector, has_no_sign
from analysis.estimates.leaf import Leaf
from analysis.estimates.node import Node
from analysis.estimates.statement import Statement, Truth
from analysis.label import Label
from analysis.messages import Place, gettext, ngettext
from analysis.wording.numbers import format_magnitude

if TYPE_CHECKING:
    from analysis.case.case import Case

FIRM_SHARE, FIRM_LOOSENING = 90, 0.1  # percent of draws, and share of the scale, that a firm statement must survive
DRAWS, SEED = 5_000, 0  # so many that a share of them is accurate to about a hundredth
_STEPS = 65  # points at which a statement is asked on the way from our values to the ends of their scales
_ZOOMS = 5  # into the step in which it turns, each time into as many steps again
_SPEEDS = np.linspace(-1, 1, 17)  # of one value on that way: between the ends for a result that rises and falls
_SMALL = 0.05  # loosening at which the effect of each value is measured
_LEAN = 0.001  # weight of all margins beside the one that decides, so that the search sees a way where that is flat
_SAMPLE_SIZE = 64  # corners among which the search finds its start
_MAX_FOLLOWED = 4  # points that turn it to which the way is followed
_GAIN = 0.001  # share by which a round of the search must lower the loosening for another to follow
_LEAST_CODE = 0.001  # of a code: less comes from the search
_MAX_MARGINS = 10  # whose ends are tried in every combination
_DIGITS = 9  # to which a loosening is rounded: binary arithmetic leaves less


@dataclass(frozen=True)
class Robustness:
    """How sure a statement is.

    holds: whether it holds at our values. turns_at: the smallest common loosening found at which it turns, from 0 to 1
    (dimensionless); None if none does. first: the coded value or assumption that turns it first by moving alone, and
    first_at, by how much; None if none does. share: of the random draws, those in which it holds (percent).
    changed, codes: of a statement in which nothing but counts of codes moves, how many codes have to be other until it
    turns, and how many there are (item); else None. has_one_coder: whether one coder gave all codes that are counted,
    so that draws say nothing about them. part: the clause of the title that it is, where the title states more.
    doubts: what fills the places of words on codes on which coders agree too little; empty for none. holds_by_each: of
    counts by several coders, whether it holds whichever of them gives each count.
    """

    holds: bool
    turns_at: Estimate | None
    first: Label | None
    first_at: Estimate | None
    share: Estimate
    changed: Estimate | None = None
    codes: Estimate | None = None
    has_one_coder: bool = False
    part: str = ""
    doubts: Mapping[str, Any] = field(default_factory=dict)
    holds_by_each: bool = False

    @property
    def is_firm(self) -> bool:
        """Whether it holds in nine of ten draws or more, and survives a loosening of a tenth of the scale.

        >>> from analysis import compare, exceeds, load_case
        >>> case = load_case()
        >>> stance = case.coded("positions", "ukraine_on_territory", "position")  # 0.85
        >>> compare.robustness.robustness(case, exceeds(stance, 0.5)).is_firm
        True
        """
        return self.holds and self.share.value >= FIRM_SHARE and self.survives(FIRM_LOOSENING)

    def survives(self, loosening: float) -> bool:
        """Whether no loosening found of that size (0 to 1) turns it.

        >>> from analysis import compare, exceeds, load_case
        >>> case = load_case()
        >>> salience = case.coded("positions", "ukraine_on_territory", "salience")  # 0.95
        >>> found = compare.robustness.robustness(case, exceeds(salience, 0.75))
        >>> found.survives(0.19), found.survives(0.2)
        (True, False)
        """
        return self.turns_at is None or loosening < self.turns_at.value

    def describe(self) -> tuple[str, Mapping[str, Any]]:
        """Describes how sure the statement of a title is: a sentence with places, and what fills them.

        Where it is not firm, `It` in that sentence is the sharper title, which `cover` quotes before it.

        >>> from analysis import compare, exceeds, load_case
        >>> case = load_case()
        >>> salience = case.coded("positions", "ukraine_on_territory", "salience")
        >>> words, places = compare.robustness.robustness(case, exceeds(salience, 0.9)).describe()
        >>> words.partition(",")[0]
        'It would state what holds in {share} of random draws over our codes and the intervals of sources'
        """
        words, places = self._describe_draws()
        warning = describe_doubts(self.doubts, holds_by_each=self.holds_by_each)
        return f"{words} {warning}".rstrip(), {**places, **self.doubts}

    def _describe_draws(self) -> tuple[str, Mapping[str, Any]]:
        """Describes in how many draws it holds, and at what it turns."""
        places: dict[str, Any] = {} if self._is_of_one_coder else {"share": self.share}
        if self.changed is not None and self.codes is not None:
            return self._describe_changed(), places | {"changed": self.changed, "codes": self.codes}
        given = {name: Place(name) for name in ("first", "first_at", "turns_at")} | {"states": self._describe_title()}
        if self.turns_at is None:
            return gettext("{states}, and no loosening of our codes turns it.", **given), places
        places["turns_at"] = self.turns_at
        if self.first_at is None:
            words = gettext(
                "{states}, and turns once our codes may be off by {turns_at:bare} of their scales together; no single "
                "code turns it.",
                **given,
            )
            return words, places
        words = gettext(
            "{states}, and turns once our codes may be off by {turns_at:bare} of their scales together, or one alone "
            "by {first_at:bare}: {first}.",
            **given,
        )
        return words, places | {"first_at": self.first_at, "first": self.first}

    def _describe_changed(self) -> str:
        """Describes of how many codes it takes how many to turn it."""
        assert self.changed is not None  # it is asked where codes are counted
        assert self.codes is not None
        given = {"states": self._describe_title(), "changed": Place("changed"), "codes": Place("codes")}
        if self.codes.value == 1:
            return ngettext(
                "{states}, and turns once {changed} of {codes} code is changed.",
                "{states}, and turns once {changed} of {codes} code are changed.",
                round(self.changed.value),
                **given,
            )
        return ngettext(
            "{states}, and turns once {changed} of {codes} codes is changed.",
            "{states}, and turns once {changed} of {codes} codes are changed.",
            round(self.changed.value),
            **given,
        )

    def _describe_title(self) -> str:
        """Describes what the title states, or would, as the beginning of a sentence."""
        given = {"part": self.part, "share": Place("share")}
        if self._is_of_one_coder:
            if not self.is_firm:
                return gettext("It would state what the codes of one coder give")
            if self.part:
                return gettext("Where the title says that {part}, it states what the codes of one coder give", **given)
            return gettext("The title states what the codes of one coder give")
        if self.has_one_coder:
            if not self.is_firm:
                return gettext(
                    "It would state what holds in {share} of random draws over our codes and the intervals of sources, "
                    "each drawn on its own, with the codes that one coder gave",
                    **given,
                )
            if self.part:
                return gettext(
                    "Where the title says that {part}, it states what holds in {share} of random draws over our codes "
                    "and the intervals of sources, each drawn on its own, with the codes that one coder gave",
                    **given,
                )
            return gettext(
                "The title states what holds in {share} of random draws over our codes and the intervals of sources, "
                "each drawn on its own, with the codes that one coder gave",
                **given,
            )
        if not self.is_firm:
            return gettext(
                "It would state what holds in {share} of random draws over our codes and the intervals of sources, "
                "each drawn on its own",
                **given,
            )
        if self.part:
            return gettext(
                "Where the title says that {part}, it states what holds in {share} of random draws over our codes and "
                "the intervals of sources, each drawn on its own",
                **given,
            )
        return gettext(
            "The title states what holds in {share} of random draws over our codes and the intervals of sources, each "
            "drawn on its own",
            **given,
        )

    @property
    def _is_of_one_coder(self) -> bool:
        """Whether it rests on counts of codes alone, which one coder gave: no draws are said of them."""
        return self.codes is not None and self.has_one_coder


def robustness(case: Case, statement: Statement, *, part: str = "") -> Robustness:
    """Computes how far our coded values and assumptions must move for a statement to turn, and how often it holds.

    statement: made by `analysis.estimates.statement.exceeds` and the functions beside it.
    part: the clause of the title that it is, where the title states more, as in "land is open".
    Method: for each comparison in it the direction that is against it, value by value; the values then move together
    in those directions, and the search goes on at half the loosening, one value after another, until it finds nothing
    smaller. It finds the smallest loosening that it can: the true one may be smaller, never larger. Drawn are all
    claims, in their intervals; a coded value or assumption without an interval, such as the end of a range, is drawn
    within a loosening of 0.1.
    Returns: see `Robustness`. A statement that does not hold turns where it begins to.
    Raises: UnitError if a number in it has no value at our values.

    >>> from analysis import compare, exceeds, load_case
    >>> case = load_case()
    >>> salience = case.coded("positions", "ukraine_on_territory", "salience")  # 0.95, from 0.85 to 1
    >>> found = compare.robustness.robustness(case, exceeds(salience, 0.75))
    >>> found.holds, found.turns_at.value, found.share.value
    (True, 0.2, 100.0)
    """
    search = _Search(statement)
    alone, first = search.find_single()
    together = min(alone, search.find_joint())
    counts = [leaf for leaf in search.leaves if leaf.among]
    cells = {cell for leaf in counts for cell in leaf.among} if len(counts) == len(search.leaves) else set()
    ways = [together * len(cells)] + ([alone * len(first.among)] if first else [])  # all together, or one count alone
    changed = max(1, math.ceil(min(ways) - _LEAST_CODE)) if np.isfinite(together) else 0
    share = 100 * float(np.mean(_draw_truth(statement)))

    def trace(value: float, unit: str, how: str) -> Estimate:
        return replace_interval(number(value, unit, how), value, value, *statement.margins)

    common = gettext("smallest common loosening of coded values and assumptions at which it turns")
    single = gettext("smallest loosening of one value alone at which it turns")
    draws = format_magnitude(DRAWS, "one", exact=True)
    held = gettext("share of {draws} random draws in which the statement holds", draws=draws)
    other = gettext("codes that have to be other until it turns")
    return Robustness(
        holds=statement.holds,
        turns_at=trace(together, "one", common) if np.isfinite(together) else None,
        first=Label(_name(first), _find_row(first), case) if first else None,
        first_at=trace(alone, "one", single) if first else None,
        share=trace(share, "percent", held),
        changed=trace(changed, "item", other) if cells and changed else None,
        codes=trace(len(cells), "item", gettext("codes that are counted")) if cells else None,
        has_one_coder=any(leaf.coders == 1 for leaf in counts),
        part=part,
        doubts=find_doubts(case, *_list_coded(search.leaves)),
        holds_by_each=bool(cells) and _holds_at_every_end(statement),
    )


def _list_coded(leaves: Iterable[Leaf]) -> list[str]:
    """Lists the coded columns of which an alpha is known that values come from, such as `provisions/favours`."""
    cells = (cell for leaf in leaves for cell in (leaf.among or (leaf.id,)))
    columns = dict.fromkeys("/".join(cell.split("/")[::2]) for cell in cells if cell.count("/") == 2)
    return [column for column in columns if column in NAMES]


def _holds_at_every_end(statement: Statement) -> bool:
    """Whether it holds whichever end of its interval each margin is at; False where there are too many to try."""
    margins = statement.margins
    if len(margins) > _MAX_MARGINS:
        return False
    ends = zip(*product(*((margin.low, margin.high) for margin in margins)), strict=True)
    at = {id(margin): np.array(values) for margin, values in zip(margins, ends, strict=True)}
    return bool(np.all(statement.judge(at)))


def _moves(leaf: Leaf) -> bool:
    """Whether it is a coded value, a count of codes or an assumption; a setting of the method is none of them."""
    return bool(leaf.among) or (leaf.kind == "assumption" and not leaf.id.startswith("setting:"))


def _measure_scale(leaf: Leaf) -> float:
    """Returns by how much a loosening of 1 moves a value: its scale, or its own interval where that has no ends."""
    length = leaf.maximum - leaf.minimum
    return length if np.isfinite(length) else leaf.high - leaf.low


def _name(leaf: Leaf) -> str:
    if not leaf.held_at:
        return leaf.symbol
    if leaf.held_at == "low":
        return gettext("{claim} at its low end", claim=leaf.symbol)
    return gettext("{claim} at its high end", claim=leaf.symbol)


def _find_row(leaf: Leaf) -> str:
    """Returns the row of a coded value, `positions/id` of `positions/id/salience`, of an assumption, or a table."""
    if leaf.among:
        return leaf.among[0].partition("/")[0]
    return leaf.id.rpartition("/")[0] if "/" in leaf.id else f"assumptions/{leaf.id}"


def _draw_truth(statement: Statement) -> Truth:
    """Returns for each random draw whether the statement holds: shape (draws,)."""

    def draw(node: Node) -> Vector | float:
        assert node.leaf is not None  # only leaves are given
        leaf, reach = node.leaf, FIRM_LOOSENING * _measure_scale(node.leaf)
        if leaf.is_certain:  # it was coded without an interval, or it is the end of one
            low, high = max(leaf.minimum, leaf.value - reach), min(leaf.maximum, leaf.value + reach)
            leaf = replace(leaf, id=f"{leaf.id} {leaf.held_at}", low=low, high=high)
        return leaf.draw(DRAWS, SEED)

    margins = {}
    with np.errstate(divide="ignore", invalid="ignore"):
        for margin in statement.margins:
            given = {id(n) for n in margin.nodes if n.leaf and (_moves(n.leaf) or not n.leaf.is_certain)}
            drawn = CompiledFormula(margin.nodes, given).evaluate(draw)
            margins[id(margin)] = np.broadcast_to(np.asarray(drawn, float), DRAWS)
    return statement.judge(margins) & ~np.isnan(list(margins.values())).any(axis=0)


class _Search:
    """A statement, and the values that move. A point has one coordinate for each of them.

    speeds: shape (ways, values), from -1 to 1: how far each value has moved after a loosening of 1, as a share of its
    scale. The same value at an end of its interval is a value of its own.
    """

    def __init__(self, statement: Statement) -> None:
        self._statement, self._holds = statement, statement.holds
        moving: dict[tuple[str, str], Leaf] = {}
        self._formulas: dict[int, CompiledFormula[Estimate]] = {}
        for margin in statement.margins:
            given = {id(node): node.leaf for node in margin.nodes if node.leaf and _moves(node.leaf)}
            moving |= {(leaf.id, leaf.held_at): leaf for leaf in given.values()}
            unsigned = {key for key, leaf in given.items() if has_no_sign(leaf.minimum) and has_no_sign(leaf.value)}
            self._formulas[id(margin)] = CompiledFormula(margin.nodes, given, unsigned)
        leaves = self.leaves = list(moving.values())
        self._positions = {key: position for position, key in enumerate(moving)}
        self._base = np.array([leaf.value for leaf in leaves])
        self._scale = np.array([_measure_scale(leaf) for leaf in leaves])
        self._low = np.array([leaf.minimum for leaf in leaves])
        self._high = np.array([leaf.maximum for leaf in leaves])
        self._sides = {id(margin): 0.0 for margin in statement.margins}
        self._add_sides(statement, 1.0)
        self._units = dict.fromkeys(self._formulas, 1.0)
        self._measure_units()

    def find_single(self) -> tuple[float, Leaf | None]:
        """Returns the smallest loosening at which one value alone turns the statement, and that value."""
        count = len(self.leaves)
        if not count:
            return np.inf, None
        found, at = self._find_first(np.vstack([np.eye(count), -np.eye(count)]))
        return found, (self.leaves[at % count] if np.isfinite(found) else None)

    def find_joint(self) -> float:
        """Returns the smallest loosening found at which all values together turn it; infinity if none does."""
        if not self.leaves:
            return np.inf
        ways = self._list_ways()
        best = self._find_first(ways)[0]
        best = best if np.isfinite(best) else self._climb(1.0, ways)
        while np.isfinite(best):
            # boxes lie within one another: where nothing just below turns it, nothing smaller does
            before, best = best, min(best, *(self._climb(best * share, ways) for share in (0.5, 0.99)))
            if before - best <= _GAIN * before:
                break
        return best

    def _add_sides(self, statement: Statement, side: float) -> None:
        """Notes whether a greater margin speaks for the whole statement (1) or against it (-1)."""
        if statement.margin is not None:
            self._sides[id(statement.margin)] += side
        for part in statement.parts:
            self._add_sides(part, -side if statement.is_denial else side)

    def _measure_units(self) -> None:
        """Divides each margin by how far a small loosening moves it, so that margins in unlike units compare."""
        moved = np.vstack([_SMALL * np.eye(len(self._base)), -_SMALL * np.eye(len(self._base)), 0 * self._base])
        for key, margin in self._evaluate(self._reach(moved)).items():
            effect = np.abs(margin[:-1] - margin[-1]).reshape(2, -1).max(axis=0).sum() / _SMALL
            self._units[key] = effect if 0 < effect < np.inf else max(abs(margin[-1]), 1.0)

    def _reach(self, moved: Vector) -> Vector:
        """Returns the points that values reach, cut to their scales. moved: (points, values), shares of the scale."""
        return np.asarray(np.clip(self._base + moved * self._scale, self._low, self._high))

    def _evaluate(self, points: Vector) -> dict[int, Vector]:
        """Returns each margin at some points: id -> shape (points,)."""

        values = np.ascontiguousarray(points.T)  # a row a value, so that each is read in one go

        def give(node: Estimate) -> Vector:
            assert node.leaf is not None  # only leaves are given
            row: Vector = values[self._positions[node.leaf.id, node.leaf.held_at]]
            return row

        with np.errstate(divide="ignore", invalid="ignore"):
            return {
                key: np.broadcast_to(np.asarray(formula.evaluate(give), float), len(points)) / self._units[key]
                for key, formula in self._formulas.items()
            }

    def _ask(self, moved: Vector) -> tuple[Truth, Vector]:
        """Returns whether it has turned, and how far it is from that, at some points: each of shape (points,)."""
        margins = self._evaluate(self._reach(moved))
        known = ~np.isnan(list(margins.values())).any(axis=0)
        side = 1 if self._holds else -1
        lean = sum(margins[key] * sign for key, sign in self._sides.items()) / len(margins)
        far = side * (self._statement.measure(margins) + _LEAN * lean)
        return (self._statement.judge(margins) != self._holds) & known, np.where(known, far, np.inf)

    def _find_first(self, speeds: Vector) -> tuple[float, int]:
        """Returns the smallest loosening at which a way turns the statement, and which; infinity where none does."""
        steps, first, some = np.linspace(0, 1, _STEPS), _STEPS, np.array([], int)
        for at in range(0, len(speeds), CHUNK_SIZE):
            ways = speeds[at : at + CHUNK_SIZE]
            turned = self._ask((steps[:first, None] * ways[:, None, :]).reshape(-1, speeds.shape[1]))[0]
            turned = turned.reshape(len(ways), -1)
            if turned.any():
                first = int(turned.any(axis=0).argmax()) + 1  # further ways are asked up to the same step
                some = np.concatenate([some, at + np.flatnonzero(turned[:, first - 1])])
        if not len(some):
            return np.inf, 0
        some = some[self._ask(steps[first - 1] * speeds[some])[0]][:CHUNK_SIZE]
        low, high = np.full(len(some), steps[max(first - 2, 0)]), np.full(len(some), steps[first - 1])
        for _ in range(_ZOOMS):
            within = low[:, None] + (high - low)[:, None] * steps
            turned = self._ask((within[:, :, None] * speeds[some][:, None, :]).reshape(-1, speeds.shape[1]))[0]
            after = turned.reshape(within.shape).argmax(axis=1)
            low, high = (within[np.arange(len(some)), at] for at in (np.maximum(after - 1, 0), after))
        return float(high.min().round(_DIGITS)), int(some[high.argmin()])

    def _list_ways(self) -> Vector:
        """Returns the ways that are against each comparison, and against all of them: shape (ways, values)."""
        count, ways = len(self._base), []
        for size in (_SMALL, 0.25, 1.0):
            moved = size * np.vstack([np.eye(count), -np.eye(count)])
            margins, (_, far) = self._evaluate(self._reach(moved)), self._ask(moved)
            for effect in (far, *margins.values()):
                way = np.sign(np.nan_to_num(effect[count:] - effect[:count]))
                ways += [way, -way]
        return np.unique(ways, axis=0)

    def _climb(self, loosening: float, ways: Vector) -> float:
        """Returns the smallest loosening on the way to a point that turns the statement; infinity if none is found.

        Starts at the best of some points within a loosening and moves the one value that helps most, or all that help,
        until nothing helps.
        """
        chance = np.random.default_rng(SEED).choice([-1.0, 1.0], (_SAMPLE_SIZE, len(self._base)))
        starts = loosening * np.vstack([ways, chance, 0 * self._base])
        turned, far = self._ask(starts)
        point, best = starts[far.argmin()], far.min()
        moves = loosening * _SPEEDS
        while not turned.any():
            points = np.repeat(point[None], len(point) * len(moves), axis=0)
            points[np.arange(len(points)), np.repeat(np.arange(len(point)), len(moves))] = np.tile(moves, len(point))
            turned, far = self._ask(points)
            starts = points
            table = far.reshape(len(point), len(moves))
            where, reached = moves[table.argmin(axis=1)], table.min(axis=1)
            if turned.any() or not reached.min() < best - 10.0**-_DIGITS:
                break
            alone = points[far.argmin()]
            starts = np.stack([np.where(reached < best, where, point), alone])
            turned, far = self._ask(starts)
            point, best = starts[far.argmin()], far.min()
        if not turned.any():
            return np.inf
        reached = starts[turned][far[turned].argsort()[:_MAX_FOLLOWED]]
        return self._find_first(reached / np.abs(reached).max(axis=1, keepdims=True))[0]
