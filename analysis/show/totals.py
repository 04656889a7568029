"""The row of totals below a table: each column added up where its rows may be, and the reason where they may not.

Rows may not be added up that measure unlike things, are shares or rates, are money for unlike purposes, hold one claim
twice, say the same thing twice, or are a whole beside its parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.contract import EMPTY_CELL, ClaimCard, Parts
from analysis.errors import UnitError, UsageError
from analysis.estimates.constructors import total
from analysis.estimates.estimate import Estimate
from analysis.estimates.leaf import Leaf
from analysis.label import Label
from analysis.messages import gettext, mark_message
from analysis.show.attribution import said_by
from analysis.show.bundle import format_text, parse_template
from analysis.wording.quotation import get_quotation_marks
from analysis.wording.units import get_base_unit, names_currency


@dataclass(frozen=True)
class Total:
    """What stands below one column: a number, or EMPTY_CELL, with what a note says about it."""

    cell: Estimate | Label | str
    notes: tuple[Parts, ...] = ()
    numbers: tuple[Estimate, ...] = ()


def add_up(cells: Sequence[object], heading: Parts, claimed: Estimate | None = None) -> Total:
    """Returns the total of a column, or the reason why it has none.

    cells: of the column; those without a number are left out, which a note says. heading: of the column. claimed: what
    a source says the total is: a note sets it against what the rows add up to.
    """
    numbers = [cell for cell in cells if isinstance(cell, Estimate)]
    words = format_text(heading) or gettext("the column")
    if reason := _find_obstacle(numbers):
        note = _write(gettext(reason.message), heading, what=reason.what)
        return Total(EMPTY_CELL, (note,))
    summed = total(numbers)
    if len(numbers) > 1:
        # translators: {column} is the heading of a column that is added up
        summed = summed.named("", gettext("total of {column}", column=words))
    notes: list[Parts] = []
    if len(numbers) < len(cells):
        notes.append(_write(gettext("The total of {column} leaves out the rows without a number."), heading))
    if claimed is None:
        return Total(summed, tuple(notes))
    if get_base_unit(claimed.unit) != get_base_unit(summed.unit):
        raise UsageError(f"totals: found {claimed.unit} claimed of {words}, whose rows add up to {summed.unit}.")
    difference = (claimed - summed).to(claimed.unit)
    agree = claimed.low <= summed.to(claimed.unit).high and summed.to(claimed.unit).low <= claimed.high
    places = {"claimed": claimed, "who": said_by(claimed), "difference": difference}
    if agree:
        template = gettext("The total of {column} is {claimed} by {who}, which the rows can add up to.")
    elif difference.value > 0:
        template = gettext(
            "The total of {column} is {claimed} by {who}, {difference:size} more than the rows add up to."
        )
    else:
        template = gettext(
            "The total of {column} is {claimed} by {who}, {difference:size} less than the rows add up to."
        )
    notes.append(_write(template, heading, **places))
    return Total(summed, tuple(notes), (claimed, *([] if agree else [difference])))


def _write(template: str, heading: Parts, **places: object) -> Parts:
    """Returns a note in which the heading stands in quotation marks, with its names and numbers."""
    before, _, after = template.partition("{column}")
    begin, end = get_quotation_marks()
    return (*parse_template(before, places, "note"), begin, *heading, end, *parse_template(after, places, "note"))


@dataclass(frozen=True)
class _Obstacle:
    """Why numbers may not be added up: a message with places {column} and at most {what}, and what fills the latter."""

    message: str
    what: Label | str = ""


def _find_obstacle(numbers: Sequence[Estimate]) -> _Obstacle | None:
    """Returns why some numbers may not be added up, None if they may."""
    units = list(dict.fromkeys(number.unit for number in numbers))
    if len({get_base_unit(unit) for unit in units}) > 1:
        return _Obstacle(mark_message("There is no total of {column}: its rows do not measure the same thing."))
    if any(_is_ratio(unit) or unit == "calendar_year" for unit in units):
        return _Obstacle(
            mark_message("There is no total of {column}: its rows are shares, rates or dates, which do not add up.")
        )
    try:
        total(numbers)
    except UnitError:
        return _Obstacle(mark_message("There is no total of {column}: its rows are money for unlike purposes."))
    return _find_overlap(numbers)


def _is_ratio(unit: str) -> bool:
    base = get_base_unit(unit)
    return base == "one" or "/" in base


def _find_overlap(numbers: Sequence[Estimate]) -> _Obstacle | None:
    """Returns in what some numbers of one dimension overlap, by the claims beneath them, None if in nothing."""
    claims = [(row, leaf) for row, number in enumerate(numbers) for leaf in _list_terms(number)]
    first: dict[str, int] = {}
    alike: dict[str, list[tuple[int, Leaf, ClaimCard]]] = {}
    for row, leaf in claims:
        if first.setdefault(leaf.id, row) != row:
            shared = mark_message("There is no total of {column}: two of its rows contain one claim, on {what}.")
            return _Obstacle(shared, Label(leaf.symbol, f"claims/{leaf.id}"))
        if leaf.kind == "claim" and leaf.origin:
            alike.setdefault(leaf.origin.quantity, []).append((row, leaf, leaf.origin))
    for quantity, found in alike.items():
        if len({row for row, _, _ in found}) > 1 and (said := _find_likeness(found)):
            return _Obstacle(said, Label(quantity, f"claims/{found[0][1].id}"))
    return None


def _find_likeness(found: Sequence[tuple[int, Leaf, ClaimCard]]) -> str:
    """Returns why claims on one quantity in several rows may not be added up, '' if they may."""
    if len({leaf.base for _, leaf, _ in found}) > 1:
        return mark_message("There is no total of {column}: its rows do not cover the same of {what}.")
    times: dict[str | None, list[str | None]] = {}
    for _, _, card in found:
        times.setdefault(card.subject, []).append(card.as_of)
    if None in times and len(times) > 1:
        return mark_message(
            "There is no total of {column}: one of its rows is the whole of which another is a part, of {what}."
        )
    if any(len(days) > 1 and (None in days or len(set(days)) < len(days)) for days in times.values()):
        return mark_message("There is no total of {column}: two of its rows say the same of {what}.")
    return ""


def _list_terms(number: Estimate) -> Iterator[Leaf]:
    """Yields the claims beneath a number that are of its own kind, not the rates and shares that change them."""
    base, is_money = get_base_unit(number.unit), names_currency(number.unit)
    for leaf in number.leaves:
        unit = leaf.origin.unit if leaf.origin else ""
        if unit and (get_base_unit(unit) == base or (is_money and names_currency(unit) and not _is_ratio(unit))):
            yield leaf
