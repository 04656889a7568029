"""Denominators: what a number is set against, like for like.

Claims on one quantity may cover different things: a country within its borders or the part that is governed, soldiers
or all of an army's staff. Column `base` of claims.csv says what a claim covers, column `base` of quantities.csv which
base counts where something else is set against the quantity.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis import dates
from analysis.case.schema import Claim, Source
from analysis.label import Label, join_labels
from analysis.messages import gettext, pgettext
from analysis.wording.capitals import begin_with_capital

if TYPE_CHECKING:
    from analysis.case.case import Case
    from analysis.estimates.estimate import Estimate


def denominator(case: Case, quantity: str, subject: str | None = None) -> Estimate:
    """Finds the number that others are set against: per head, as a share or as a multiple.

    quantity, subject: as in claims.csv. The base is that of the quantity; without one, the claim that counts is taken.
    Returns: in the quantity's unit.
    Raises: MissingClaim if there is no claim on it.

    >>> from analysis import compare, load_case
    >>> compare.denominators.denominator(load_case(basis="all"), "population.now")
    <population now: 31.1 million person>
    """
    return like(case, quantity, case.quantity(quantity).base, subject)


def like(case: Case, quantity: str, base: str | None, subject: str | None = None) -> Estimate:
    """Finds the number of a quantity that has a given base.

    base: as in claims.csv. The claim that counts is taken if that is its base, or if it states none; so is a value that
        the reader has set. Else a claim with this base takes its place (see `of_base`), of the same source if it has
        one; where nobody claims any, the claim that counts stays.
    Returns: in the quantity's unit.
    Raises: MissingClaim if there is no claim on the quantity.

    >>> from analysis import compare, load_case
    >>> compare.denominators.like(load_case(basis="all"), "population.now", "borders of 1991")
    <population now: 35.8 million person>
    """
    counts = case[quantity, subject] if subject else case[quantity]
    used = find_claim(case, counts)
    if not base or used is None or used.base in (None, base):
        return counts
    found = of_base(case, quantity, base, used.subject, source=used.source)
    return counts if found is None else found


def of_base(case: Case, quantity: str, base: str, subject: str | None = None, *, source: str = "") -> Estimate | None:
    """Finds the number of a quantity that is claimed of a base, None if nobody claims it.

    base, subject: as in claims.csv. source: whose claim is taken first; else the preferred one is, else that of the
        most reliable source, and of several the newest.
    Returns: in the quantity's unit.

    >>> from analysis import compare, load_case
    >>> compare.denominators.of_base(load_case(), "forces.prewar", "active troops")
    <pre-war strength: 196000 person>
    """
    claims = [
        c
        for c in case.claims(quantity, subject)
        if c.base == base and c.subject == (subject or c.subject) and c.rank != "deprecated"
    ]
    return case.estimate(max(claims, key=lambda c: _rate(case, c, source))) if claims else None


def base_label(case: Case, quantity: str) -> Label | None:
    """Says which base of a quantity counts where something is set against it, None where any does.

    >>> from analysis import compare, load_case
    >>> print(compare.denominators.base_label(load_case(), "population.now"))
    territory Kyiv holds
    """
    return case.text("quantities", quantity, "base") if case.quantity(quantity).base else None


def coverage(case: Case, number: Estimate) -> str:
    """Says what a number of one claim covers, as claims.csv has it; empty where that is not stated.

    >>> from analysis import compare, load_case
    >>> case = load_case(basis="all")
    >>> compare.denominators.coverage(case, case["population.now"])
    'territory Kyiv holds'
    """
    claim = find_claim(case, number)
    return claim.base or "" if claim else ""


def covered(case: Case, *numbers: Estimate) -> Label | None:
    """Names what the claims beneath some numbers cover, each base once; None where no source says so.

    >>> from analysis import compare, load_case
    >>> case = load_case(basis="all")
    >>> print(compare.denominators.covered(case, case["consensus.guarantees"], case["population.now"]))
    the American part and territory Kyiv holds
    """
    table = case.ledger.get_table(Claim)
    claims = [table[leaf.id] for number in numbers for leaf in number.leaves if leaf.id in table]
    found = {claim.base: claim.id for claim in claims if claim.base}
    bases = [case.text("claims", id, "base") for id in found.values()]
    return join_labels(bases, f"claims/{'+'.join(found.values())}") if bases else None


def find_claim(case: Case, number: Estimate) -> Claim | None:
    """Finds the one claim that a number is, None where it is something else.

    >>> from analysis import compare, load_case
    >>> case = load_case()
    >>> compare.denominators.find_claim(case, case["population.now"]).id
    'pop_now_article'
    """
    table = case.ledger.get_table(Claim)
    id = next(iter(number.claims), "")
    return table[id] if len(number.claims) == 1 and id in table else None


def name_source_of(case: Case, claim: Claim, *more: Label | str) -> Label:
    """Names who gives a number, as a figure names it, with what else is to be said of it behind, in brackets.

    more: words; empty ones are left out.

    >>> from analysis import compare, load_case
    >>> case = load_case()
    >>> print(compare.denominators.name_source_of(case, case.claims("forces.strength")[0], "active troops"))
    The article (active troops)
    """
    source = case.ledger.get_table(Source)[claim.source]
    is_analysed = case.analysed is not None and source.role == "article"
    cited = case.text("claims", claim.id, "attributed_to") if claim.attributed_to else None
    who = (case.analysed if is_analysed else None) or cited
    who = who or case.text("sources", source.id, "publisher" if source.publisher else "title")
    if is_analysed and cited:
        who = Label(gettext("{who}, citing {cited}", who=who, cited=cited), who.ref)
    said = ", ".join(filter(None, map(str, more)))
    named = who.change(lambda text: begin_with_capital(f"{text} ({said})" if said else text))
    return replace(named, ref=f"claims/{claim.id}", case=case)


def find_date(case: Case, share: Estimate) -> Label:
    """Finds the date that a number of one claim is of; `not stated` where the claim has none.

    >>> from analysis import compare, load_case
    >>> case = load_case()
    >>> print(compare.denominators.find_date(case, case["opinion.support_all", "zelensky"]))
    September 2025
    """
    claim = find_claim(case, share)
    as_of = claim.as_of if claim else None
    words = dates.format_date(as_of) if as_of else pgettext("date", "not stated")
    return Label(words, f"claims/{claim.id}" if claim else "claims", case)


def _rate(case: Case, claim: Claim, source: str) -> tuple[bool, bool, int, str, str]:
    """Returns what a claim is chosen by, the best being the greatest; its id last, so that one is always greatest."""
    reliability = case.ledger.get_table(Source)[claim.source].reliability
    return claim.source == source, claim.rank == "preferred", -ord(reliability), claim.as_of or "", claim.id
