"""Claims and numbers of a case in the short form that answers hold."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice

from analysis.assistant.answers import ClaimEntry, EstimateEntry, QuantityEntry
from analysis.case.case import Case
from analysis.case.schema import Assumption, Claim, Quantity
from analysis.contract import ClaimCard
from analysis.errors import CommuniqueError, UsageError, format_nearest
from analysis.estimates.estimate import Estimate
from analysis.explore.inputs import name_number
from analysis.show.number import format_estimate
from analysis.wording.cards import format_claim_value

_MOST_BENEATH = 40  # claims beneath a result that are listed


def find_card(case: Case, id: str) -> ClaimCard:
    """Returns the card of a claim or an assumption. Raises UsageError for an id that there is not, with the nearest."""
    claims, assumptions = case.ledger.get_table(Claim), case.ledger.get_table(Assumption)
    row: Claim | Assumption | None = claims.get(id) or assumptions.get(id)
    if row is None:
        near = format_nearest(id, [*claims, *assumptions])
        raise UsageError(f"{case.folder.name} has no claim {id!r}{near}; search_claims finds ids.")
    return case.cards.build_card(row, case.quantity(row.quantity))


def describe_claim(card: ClaimCard) -> ClaimEntry:
    """Returns a claim in short."""
    subject = f", {card.subject}" if card.subject else ""
    return ClaimEntry(
        id=card.id,
        quantity=f"{card.quantity}{subject}",
        value=format_claim_value(card),
        statement=card.statement or "",
        source=card.source.title if card.source else "",
        as_of=card.as_of or "",
        rank=card.rank or "",
    )


def describe_beneath(case: Case, ids: Iterable[str]) -> Iterator[ClaimEntry]:
    """Yields the claims and assumptions among some ids in short; others are counts, parameters and other rows."""
    claims, assumptions = case.ledger.get_table(Claim), case.ledger.get_table(Assumption)
    known = (id for id in ids if id in claims or id in assumptions)
    yield from (describe_claim(find_card(case, id)) for id in islice(known, _MOST_BENEATH))


def describe_estimate(estimate: Estimate, name: str = "") -> EstimateEntry:
    """Returns a number with its interval, its formula and the claims beneath it."""
    return EstimateEntry(
        name=name or name_number(estimate),
        text=format_estimate(estimate, "range"),
        value=estimate.value,
        low=estimate.low if math.isfinite(estimate.low) else None,
        high=estimate.high if math.isfinite(estimate.high) else None,
        unit=str(estimate.unit),
        qualifier=estimate.qualifier,
        formula=estimate.how,
        claims=sorted(estimate.claims),
    )


def list_quantities(case: Case, text: str) -> list[Quantity]:
    """Returns the quantities of a case with all words of a text in their id, name or meaning, in any order.

    >>> from analysis import load_case
    >>> list_quantities(load_case(), "reconstruction need")[0].id
    'reconstruction.need'
    """
    words = text.casefold().split()
    rows = case.ledger.get_table(Quantity).values()
    return [row for row in rows if all(word in f"{row.id} {row.name} {row.meaning}".casefold() for word in words)]


def describe_quantity(case: Case, quantity: Quantity) -> QuantityEntry:
    """Returns a quantity in short, with the number that counts; '' where none or several do."""
    value = ""
    with suppress(CommuniqueError):
        value = format_estimate(case[quantity.id])
    count = len(case.ledger.get_table(Claim).find_rows("quantity", quantity.id))
    return QuantityEntry(id=quantity.id, name=quantity.name, unit=quantity.unit, value=value, claims=count)
