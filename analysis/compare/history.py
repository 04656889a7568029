"""History: what did the same speaker say of the same thing before?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import dates
from analysis.case.schema import Claim
from analysis.estimates.estimate import Estimate
from analysis.label import Label

if TYPE_CHECKING:
    from analysis.case.case import Case


def earlier(case: Case, quantity: str, subject: str | None = None) -> tuple[Estimate, Label] | None:
    """Finds the number that the speaker of the claim which counts gave for the same thing before.

    The speaker is whom the source cites; where it cites nobody, the source. Of several earlier ones it is the newest.
    Returns: the number, and the time it is about, as a Label that leads to its claim; None if there is none.
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
    start = dates.compute_moments(now.as_of)[0]
    found = [
        (dates.compute_moments(claim.as_of), claim)
        for claim in case.claims(now.quantity, now.subject)
        if claim.as_of and claim.rank != "deprecated" and _get_speaker(claim) == _get_speaker(now)
    ]
    past = [(moments, claim) for moments, claim in found if moments[1] < start]
    if not past:
        return None
    newest = max(past, key=lambda item: item[0])[1]
    return case.estimate(newest), Label(dates.format_date(newest.as_of or ""), f"claims/{newest.id}", case)


def _get_speaker(claim: Claim) -> str:
    return claim.attributed_to or f"source {claim.source}"
