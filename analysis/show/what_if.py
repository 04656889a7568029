"""What if: sliders for some claims, and results that the reader's browser computes for the settings chosen.

The page gets the results' own formulas (`analysis.estimates.browser_program`). Moving a slider does the same as
`load_case(override={quantity: value})`: the value replaces the claim, as an exact one, wherever it is used.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, ClassVar

from analysis.contract import NamedNumber, Part, Parts, SliderRow, WhatIfBlock
from analysis.errors import UntracedNumber, UsageError, format_nearest
from analysis.estimates.browser_program import build_program
from analysis.estimates.estimate import Estimate
from analysis.estimates.leaf import Leaf
from analysis.label import Label
from analysis.show.bundle import Shown, build_number, find_estimates, format_text, make_part, parse_template
from analysis.show.what_if_in_notebook import PythonLine, render_what_if
from analysis.style.house import find_house
from analysis.wording import units
from analysis.wording.capitals import begin_with_capital
from analysis.wording.numbers import describe_number_format
from analysis.wording.unit_form import find_unit_form

_STEP_COUNT = 160  # about how many positions a slider has
_MAX_REFINEMENT = 20  # how many times finer steps may be, so that the claim's own value is one of them
_MAX_SLIDERS = 6


@dataclass(frozen=True)
class Slider:
    """A claim that a reader can set, from low to high in steps, all in its unit; its own value is one of the steps."""

    estimate: Estimate
    low: Decimal
    high: Decimal
    step: Decimal

    @property
    def leaf(self) -> Leaf:
        """The claim that the slider sets; of a pool, a stand-in for all that are pooled."""
        assert self.estimate.variable is not None
        return self.estimate.variable


def slider(estimate: Estimate, low: float | None = None, high: float | None = None) -> Slider:
    """Returns a slider for a claim, an assumption or a parameter, for `what_if`.

    low, high: its ends, in the claim's unit. By default, from half the value to one and a half times the value, and
    further if the claim's interval or a rival claim is outside that; never beyond what the quantity can be.
    Raises UsageError for a computed number, and for ends that do not contain the value or leave no room.

    >>> from analysis import load_case, slider
    >>> need = slider(load_case()["reconstruction.need"])
    >>> f"{need.low} to {need.high}, in steps of {need.step}"
    '400 to 1200, in steps of 5'
    """
    leaf = estimate.variable if isinstance(estimate, Estimate) else None
    if not leaf or leaf.kind in ("number", "count", "event"):
        raise UsageError(
            f"no slider can set {estimate!r}; allowed: a claim, an assumption or a parameter, such as "
            "case['topic.quantity']."
        )
    value, unit = estimate.value, units.get_factor(estimate.unit)
    least, most = leaf.minimum / unit, leaf.maximum / unit
    known = [value, estimate.low, estimate.high, *_list_rival_values(estimate)]
    low = max(least, min(value - abs(value) / 2, *known)) if low is None else low
    high = min(most, max(value + abs(value) / 2, *known)) if high is None else high
    if not (least <= low <= value <= high <= most and low < high and math.isfinite(high - low)):
        raise UsageError(
            f"a slider for {leaf.symbol}: found the ends {low:.12g} and {high:.12g}; give ends on both sides "
            f"of its value, {value:.12g}, and within what it can be, {least:.12g} to {most:.12g}."
        )
    start = _round_to_decimal(value)
    step = _choose_step(start, _round_to_decimal(high) - _round_to_decimal(low))
    return Slider(
        estimate,
        start - (start - _round_to_decimal(low)) // step * step,
        start + (_round_to_decimal(high) - start) // step * step,
        step,
    )


def _list_rival_values(estimate: Estimate) -> list[float]:
    """Returns the values of other claims on the same quantity, if they have the claim's unit."""
    rivals = [rival for leaf in estimate.leaves if leaf.origin for rival in leaf.origin.rivals]
    return [rival.value for rival in rivals if rival.unit == estimate.unit and rival.value is not None]


def _round_to_decimal(value: float) -> Decimal:
    return Decimal(f"{value:.12g}")


def _format_decimal(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _choose_step(start: Decimal, span: Decimal) -> Decimal:
    """Returns a round step, if possible one that divides the starting value, so that all settings are round numbers."""
    rough = span / _STEP_COUNT
    power = Decimal(10) ** rough.adjusted()
    rounds = [digit * power * scale for scale in (Decimal(1), Decimal("0.1"), Decimal("0.01")) for digit in (5, 2, 1)]
    rounds = [step for step in rounds if rough / _MAX_REFINEMENT <= step <= rough]
    return next((step for step in rounds if start % step == 0), rounds[0])


@dataclass(frozen=True)
class WhatIf(Shown):
    """Sliders and the results computed for their settings.

    results: each with its number format. within: pairs of sliders by position, a part and its whole.
    """

    noun: ClassVar[str] = "sliders"

    title: Parts
    sliders: tuple[Slider, ...]
    results: tuple[tuple[Estimate, str], ...]
    numbers: tuple[Estimate, ...]
    within: tuple[tuple[int, int], ...] = ()

    def build_block(self) -> WhatIfBlock:
        """Returns sliders and results with their numbers, and what a page needs to compute and write them."""
        made = build_program([one.estimate for one in self.sliders], [result for result, _ in self.results])
        for entry, one in zip(made["moved"], self.sliders, strict=True):
            entry["form"] = asdict(find_unit_form(one.estimate.unit))
        for entry, (result, spec) in zip(made["results"], self.results, strict=True):
            entry |= {
                "form": asdict(find_unit_form(result.unit)),
                "spec": [word.strip() for word in spec.split(",") if word],
            }
        sliders = tuple(
            SliderRow(
                label=[_make_label(one.estimate)],
                number=build_number(one.estimate),
                low=_format_decimal(one.low),
                high=_format_decimal(one.high),
                step=_format_decimal(one.step),
                start=_format_decimal(_round_to_decimal(one.estimate.value)),
                claims=tuple(_format_decimal(mark) for mark in _list_marks(one)),
            )
            for one in self.sliders
        )
        results = tuple(NamedNumber([_make_label(result)], build_number(result, spec)) for result, spec in self.results)
        program = {**made, "within": [list(pair) for pair in self.within], "numbers": describe_number_format()}
        return WhatIfBlock(self.title, sliders, results, program)

    def list_estimates(self) -> Sequence[Estimate]:
        """Returns the claims with sliders, the results, and the numbers in the title."""
        return (*(one.estimate for one in self.sliders), *(result for result, _ in self.results), *self.numbers)

    def render_html(self) -> str:
        """Returns the sliders and what follows, and without script a table of them."""
        house = find_house(result for result, _ in self.results)
        return render_what_if(self.build_block(), house, self._find_python_line())

    def render_text(self) -> str:
        """Returns claims and results as claimed."""
        block = self.build_block()
        rows: list[SliderRow | NamedNumber] = [*block.sliders, *block.results]
        return " ".join(format_text(text) for text in (self.title, *([*row.label, " ", row.number] for row in rows)))

    def _find_python_line(self) -> PythonLine | None:
        """Returns how `load_case` sets what the sliders set; None where they set what is in no case, or in several."""
        cases = {id(one.leaf.case): one.leaf.case for one in self.sliders}
        case: Any = next(iter(cases.values()))
        if len(cases) > 1 or not hasattr(case, "find_override"):
            return None
        keys = [case.find_override(one.leaf.id, one.estimate.unit) for one in self.sliders]
        return PythonLine(case.basis, keys, case.overrides)


def what_if(
    title: str,
    move: Sequence[Estimate | Slider],
    follow: Sequence[Estimate],
    spec: Mapping[str, str] | None = None,
    within: Sequence[tuple[Estimate, Estimate]] = (),
    **places: Any,
) -> WhatIf:
    """Returns sliders for some claims, and results that the page computes for the reader's settings.

    title: may have places, filled from `places` as in `say`. move: claims, assumptions or parameters, or a `slider` of
    one. follow: results computed from them. spec: a result's name -> number format (see
    `analysis.wording.numbers.format_number`). within: pairs of claims that are moved, a part and its whole; a
    reader cannot set the part higher than the whole, unless the claims themselves are so.
    Raises UsageError for a slider that moves nothing, a result that nothing moves, too many sliders, or a part whose
    whole is not moved or has another dimension; UntracedNumber for a result that is not an Estimate.

    >>> from analysis import compare, load_case, what_if
    >>> case = load_case()
    >>> gap = compare.reconstruction.gap(case)
    >>> print(what_if("Set your own figure", [case["reconstruction.need"]], [gap]))
    Set your own figure Reconstruction need $800 billion Funding gap at least $700 billion
    """
    sliders = tuple(one if isinstance(one, Slider) else slider(one) for one in move)
    for result in follow:
        if not isinstance(result, Estimate):
            raise UntracedNumber(f"what_if: {result!r} leads to no claim; follow Estimates only.")
    specs = dict(spec or {})
    problem = next(_find_problems(sliders, follow, specs), "")
    if problem:
        raise UsageError(f"what_if: {problem}")
    shown = tuple((result, specs.get(result.name, "")) for result in follow)
    return WhatIf(
        parse_template(title, places, "title"),
        sliders,
        shown,
        tuple(find_estimates(places)),
        _find_bounds(sliders, within),
    )


def _find_bounds(sliders: Sequence[Slider], within: Sequence[tuple[Estimate, Estimate]]) -> tuple[tuple[int, int], ...]:
    """Returns the pairs as positions of their sliders; a pair that the claims themselves break is left out."""
    places = {one.leaf.id: at for at, one in enumerate(sliders)}
    found = []
    for pair in within:
        for one in pair:
            if one.variable is None or one.variable.id not in places:
                raise UsageError(
                    f"what_if: within has {one.variable.symbol if one.variable else one.how}, which no slider moves; "
                    "give a part and a whole that are both moved."
                )
        part, whole = (places[one.variable.id] for one in pair if one.variable)
        (value, unit), (most, other) = ((one.value, one.unit) for one in pair)
        if units.get_base_unit(unit) != units.get_base_unit(other):
            raise UsageError(
                f"what_if: within has a part in {unit} and its whole in {other}; both must have one dimension."
            )
        if value * units.get_factor(unit) <= most * units.get_factor(other):
            found.append((part, whole))
    return tuple(found)


def _find_problems(sliders: Sequence[Slider], follow: Sequence[Estimate], specs: Mapping[str, str]) -> Iterator[str]:
    """Yields what is wrong with the arguments of `what_if`, each with what to do."""
    if not sliders or not follow:
        yield "give at least one claim to move and one result to follow it."
    if len(sliders) > _MAX_SLIDERS:
        yield f"found {len(sliders)} sliders; give at most {_MAX_SLIDERS}, which a reader can still see at once."
    moved = [one.leaf.id for one in sliders]
    for one in sliders:
        if moved.count(one.leaf.id) > 1:
            yield f"two sliders move {one.leaf.symbol}; one is enough."
        if not any(one.leaf.id in _list_variables(result) for result in follow):
            yield f"no result is computed from {one.leaf.symbol}, so its slider would move nothing; leave it out."
    for result in follow:
        if not _list_variables(result) & set(moved):
            yield f"{result.label or result.how} is not computed from anything that a slider moves; leave it out."
    names = {result.name for result in follow}
    for name in specs.keys() - names:
        yield f"spec has a format for {name!r}, which is not a result{format_nearest(name, names)}."


def _list_variables(result: Estimate) -> set[str]:
    return {node.variable.id for node in result.variables if node.variable}


def _make_label(estimate: Estimate) -> Part:
    """Returns the name of a slider or a result as a label, since the words are the case's own."""
    if estimate.leaf:
        name = estimate.label or estimate.leaf.symbol
        return make_part(Label(begin_with_capital(name), f"claims/{estimate.leaf.id}"))
    return make_part(Label(estimate.label or estimate.how, estimate.name or estimate.how))


def _list_marks(one: Slider) -> list[Decimal]:
    """Returns the values of the claim and its rivals that are on the slider, in order."""
    found = {_round_to_decimal(value) for value in (one.estimate.value, *_list_rival_values(one.estimate))}
    return sorted(mark for mark in found if one.low <= mark <= one.high)
