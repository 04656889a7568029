"""History: what did the same speaker say of the same thing before?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import dates
from analysis.case.schema import Claim, Source
from analysis.estimates.estimate import Estimate
from analysis.label import Label

if TYPE_CHECKING:
    from analysis.case.case import Case


def earlier(case: Case, quantity: str, subject: str | None = None) -> tuple[Estimate, Label] | None:
    """Finds the number that the speaker of the claim which counts gave for the same thing before.

    The speaker is whom the source cites; where it cites nobody, the source. Of several earlier ones it is the newest.
    What is claimed of a time after its source was published is a forecast: the same thing is then another of that time,
    and what counts is when each was published.
    Returns: the number, and the time it is about (of a forecast, its publication), as a Label that leads to its claim;
    None if there is none.
    Raises: MissingClaim if the case has no claim on the quantity and subject.
    See also: `before`, of a number at hand.

    >>> from analysis import compare, load_case
    >>> before, day = compare.history.earlier(load_case(), "consensus.agreed", "plan_20")
    >>> print(before.value, day, sep="; ")
    90.0; 26 December 2025
    """
    return before(case, case[quantity, subject] if subject else case[quantity])


def before(case: Case, number: Estimate) -> tuple[Estimate, Label] | None:
    """Finds the number that the speaker of a claim gave for the same thing before, as `earlier` does.

    number: of a claim of the case, whether it counts on this basis or not; of several, the first by its id.

    >>> from analysis import compare, load_case
    >>> need = load_case(basis="all")["reconstruction.need"]
    >>> compare.history.before(load_case(), need)[0].value
    524.0
    """
    now = case.ledger.get_table(Claim).get(min(number.claims)) if number.claims else None
    if now is None or not now.as_of:
        return None
    sources = case.ledger.get_table(Source)
    published = sources[now.source].date
    is_forecast = published is not None and _precedes(published, now.as_of)
    past = []
    for claim in case.claims(now.quantity, now.subject):
        if claim.rank == "deprecated" or _get_speaker(claim) != _get_speaker(now):
            continue
        time = claim.as_of if not is_forecast else sources[claim.source].date if claim.as_of == now.as_of else None
        if time and _precedes(time, published if is_forecast else now.as_of):
            past.append((dates.compute_moments(time), time, claim))
    if not past:
        return None
    _, time, newest = max(past, key=lambda item: item[0])
    return case.estimate(newest), Label(dates.format_date(time), f"claims/{newest.id}", case)


def _precedes(one: str, other: str | None) -> bool:
    """Returns whether all of one EDTF date is before another."""
    return dates.compute_moments(one)[1] < dates.compute_moments(other or one)[0]


def _get_speaker(claim: Claim) -> str:
    return claim.attributed_to or f"source {claim.source}"
