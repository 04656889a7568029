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

    >>> from analysis import compare, load_case
    >>> before, day = compare.history.earlier(load_case(), "consensus.agreed", "plan_20")
    >>> print(before.value, day, sep="; ")
    90.0; 26 December 2025
    """
    now = case.ledger.get_table(Claim).get(min(case[quantity, subject].claims if subject else case[quantity].claims))
    if now is None or not now.as_of:
        return None
    start = dates.compute_moments(now.as_of)[0]
    found = [
        (dates.compute_moments(claim.as_of), claim)
        for claim in case.claims(quantity, now.subject)
        if claim.as_of and claim.rank != "deprecated" and _get_speaker(claim) == _get_speaker(now)
    ]
    before = [(moments, claim) for moments, claim in found if moments[1] < start]
    if not before:
        return None
    newest = max(before, key=lambda item: item[0])[1]
    return case.estimate(newest), Label(dates.format_date(newest.as_of or ""), f"claims/{newest.id}", case)


def _get_speaker(claim: Claim) -> str:
    return claim.attributed_to or f"source {claim.source}"
