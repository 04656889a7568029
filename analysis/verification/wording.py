"""Words for what a verdict rests on: who says what of it, with which number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import dates
from analysis.case.schema import Source
from analysis.verification.known import Known
from analysis.wording.numbers import add_qualifier, format_interval, format_magnitude

if TYPE_CHECKING:
    from analysis.case.case import Case


def format_known(known: Known) -> str:
    """Returns a known number or date as a sentence has it: `nearly $588 billion`, `28 December 2025`."""
    if known.date:
        return dates.format_date(known.date)
    unit = known.topic.unit
    if known.value is None:
        assert known.low is not None
        assert known.high is not None
        text = format_interval(known.low, known.high, unit, exact=True)
    else:
        text = format_magnitude(known.value, unit, exact=known.kind in ("claim", "assumption"))
    return add_qualifier(text, known.qualifier)


def describe_owner(case: Case, known: Known) -> str:
    """Returns who says it, in words: whom a source cites, its publisher or title; a report, or a formula."""
    if known.claim is not None:
        source = case.ledger.get_table(Source)[known.claim.source]
        return known.claim.attributed_to or source.publisher or f"“{source.title}”"
    if known.kind == "result":
        return f"the report {known.id.partition('#')[0]}"
    return {"assumption": "our assumption", "computed": "the formula", "date": "the case"}.get(known.kind, "the case")


def describe_known(case: Case, known: Known) -> str:
    """Returns in words what a number is of, who says it and what: `reconstruction need (IMF): $588 billion`."""
    name = known.topic.name
    if known.topic.subject:
        column = "title" if known.topic.subject in case.ledger.tables["events"] else "name"
        name += f", {case.label(known.topic.subject, column)}"
    return f"{name} ({describe_owner(case, known)}): {format_known(known)}"
