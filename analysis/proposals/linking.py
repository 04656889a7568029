"""A proposal and its quantity: the three likeliest, the value in the unit of the first, and what to do without any."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from analysis.case.case import Case
from analysis.case.columns import make_id
from analysis.case.schema import Quantity
from analysis.errors import UnitError, UsageError, format_nearest
from analysis.matching import LEAST_SCORE, Match, is_clear, rank_quantities
from analysis.matching.fit import fit_unit
from analysis.mentions import LANGUAGES, Mention
from analysis.mentions.lexicon import list_frequent
from analysis.proposals.citations import find_numerals
from analysis.proposals.decisions import convert_numbers
from analysis.proposals.numbers import DocumentNumber
from analysis.proposals.proposal import Proposal
from analysis.proposals.values import format_value
from analysis.wording import units

_OFFERED = 3
_NAMED_BY = 3  # words behind a number that may name what it counts


def find_matches(case: Case, number: DocumentNumber) -> list[Match]:
    """Returns the quantities to offer for a number, at most three; none where even the likeliest is unlikely."""
    text, heading = number.paragraph.text, number.heading
    found = rank_quantities(case, number.mention, text, heading=heading, language=number.language, most=_OFFERED)
    return found if found and found[0].score >= LEAST_SCORE else []


def link(
    proposal: Proposal, number: DocumentNumber, matches: Sequence[Match], case: Case
) -> tuple[Proposal, list[str]]:
    """Returns a proposal with quantities, subject and value in the unit of the first, and what is in doubt of them."""
    mention = number.mention
    if not matches:
        unit = "date" if mention.role == "date" else mention.ledger_unit
        linked = _set_values(proposal, mention, 1.0, unit)
        return linked, [suggest_quantity(case, number)] if mention.counts else []
    first, second, third = [match.quantity for match in matches] + [""] * (_OFFERED - len(matches))
    unit = case.ledger.get_table(Quantity)[first].unit
    linked = replace(proposal, quantity=first, quantity_2=second, quantity_3=third, subject=matches[0].subject)
    fit = fit_unit(mention, unit)
    doubts = ([] if is_clear(matches) else ["the quantity is a guess"]) + ([fit.reason] if fit and fit.reason else [])
    return _set_values(linked, mention, matches[0].factor, unit), doubts


def _set_values(proposal: Proposal, mention: Mention, factor: float, unit: str) -> Proposal:
    if unit == "date":
        return replace(proposal, date=mention.date, unit=unit)
    if unit == "calendar_year" and mention.date:
        return replace(proposal, value=mention.date, unit=unit)
    value, low, high = (format_value(number, factor) for number in (mention.value, mention.low, mention.high))
    return replace(proposal, value=value, low=low, high=high, unit=unit)


def change_quantity(proposal: Proposal, quantity: str, case: Case) -> Proposal:
    """Returns a proposal about another quantity, which takes the place of the first, with its numbers in its unit.

    Raises UsageError if the case has no such quantity, or its unit measures another thing.

    >>> from analysis import load_case
    >>> row = Proposal(quantity="reconstruction.damage", value="588", unit="billion USD")
    >>> change_quantity(row, "debt.federal", load_case()).value
    '0.588'
    """
    quantities = case.ledger.get_table(Quantity)
    if quantity not in quantities:
        raise UsageError(
            f"no quantity {quantity!r}{format_nearest(quantity, quantities)}; give an id of quantities.csv."
        )
    offered = [one for one in (proposal.quantity, proposal.quantity_2, proposal.quantity_3) if one and one != quantity]
    first, second, third = [quantity, *offered, "", ""][:_OFFERED]
    changed = replace(proposal, quantity=first, quantity_2=second, quantity_3=third)
    unit = quantities[quantity].unit
    numbers = proposal.value or proposal.low or proposal.high
    converted = convert_numbers(changed, unit) if proposal.unit or not numbers else None
    if converted is None:
        raise UsageError(
            f"a number in {proposal.unit or 'no unit'} is no value of {quantity}, which is in {unit}; choose another "
            "quantity, or change the unit."
        )
    return replace(converted, unit=unit)


def suggest_quantity(case: Case, number: DocumentNumber) -> str:
    """Returns what to add to quantities.csv for a number that no quantity fits: a row to complete, its unit right."""
    unit = _find_singular(number.mention.ledger_unit)
    try:
        units.get_factor(unit or "item")
    except UnitError as error:
        return f"no quantity fits, and {error}: define it in units.txt"
    name = _guess_name(number)
    header = next(csv.reader(io.StringIO(case.files.read_text("quantities.csv").lstrip("\ufeff"))), [])
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    cells = {"quantity_id": f"topic.{make_id(plain) or 'name'}"}
    cells |= {"name": name or "name", "unit": unit, "meaning": "what exactly is measured"}
    row = ",".join(cells.get(column, "") for column in header)
    return f"no quantity fits; a row for quantities.csv to complete: {row}"


def _find_singular(unit: str) -> str:
    """Returns a unit with its last name as units.txt has it first: million tonnes becomes million tonne."""
    bare, slash, per = unit.partition(" / ")
    scale, _, name = bare.rpartition(" ")
    try:
        return " ".join(filter(None, (scale, units.find_singular(name)))) + slash + per
    except UnitError:
        return unit


def _guess_name(number: DocumentNumber) -> str:
    """Returns words that may name what a number counts, in lower case: those behind it, else those before it.

    Of a cell it is the heading of its column. '' where there is no word.
    """
    paragraph, mention = number.paragraph, number.mention
    if paragraph.kind == "cell" and (paragraph.column or paragraph.row):
        heading = re.sub(r"[(\[].*?[)\]]", "", paragraph.column or paragraph.row)
        return " ".join(_list_content_words(heading, number.language)[:_NAMED_BY])
    first = find_numerals(mention)[1] if mention.unit in ("items", "people") else mention.end
    behind = re.split(r"[.,;:()]", paragraph.text[first:])[0]
    before = re.split(r"[.,;:()]", paragraph.text[: mention.start])[-1]
    words = _list_content_words(behind, number.language)[:_NAMED_BY]
    return " ".join(words or _list_content_words(before, number.language)[-_NAMED_BY:])


def _list_content_words(text: str, language: str) -> list[str]:
    frequent = list_frequent(language) if language in LANGUAGES else frozenset[str]()
    return [word for word in re.findall(r"[^\W\d_]+", text.lower()) if word not in frequent]
