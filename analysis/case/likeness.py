"""Whether two results count the same thing of the same time, by what the claims beneath them say of both."""

from __future__ import annotations

from analysis.case.schema import Claim, Quantity, Source
from analysis.case.series import states_other_time
from analysis.case.table import Ledger
from analysis.estimates.estimate import Estimate


def count_unlike_things(ledger: Ledger, here: Estimate, there: Estimate) -> bool:
    """Says whether two results rest on claims on one quantity that count different things, by their `base`.

    A claim that states no base is like every other.

    >>> from analysis import load_case
    >>> from analysis.case.likeness import count_unlike_things
    >>> case = load_case()
    >>> here, there = (case.on(basis)["reconstruction.need"] for basis in ("article", "all"))
    >>> count_unlike_things(case.ledger, here, there)  # a sum to be raised, and a need over ten years
    True
    """
    before, after = (_find_bases(ledger, one) for one in (here, there))
    return any(before[key].isdisjoint(after[key]) for key in before.keys() & after.keys())


def is_of_two_times(ledger: Ledger, here: Estimate, there: Estimate) -> bool:
    """Says whether two results rest on claims on one quantity of which none is of a time of the others.

    In a series any two times are two; else only two whole years: see `analysis.case.series.states_other_time`.

    >>> from analysis import load_case
    >>> from analysis.case.likeness import is_of_two_times
    >>> case = load_case()
    >>> newer, older = map(case.estimate, case.claims("assets.frozen_eur", "france"))
    >>> is_of_two_times(case.ledger, newer, older)  # two days in two years, of what is not measured over time
    False
    """
    sources, quantities = ledger.get_table(Source), ledger.get_table(Quantity)
    before, after = (_find_claims(ledger, one) for one in (here, there))
    return any(
        all(
            states_other_time(sources, one, other, over_time=quantities[key[0]].over_time)
            for one in before[key]
            for other in after[key]
        )
        for key in before.keys() & after.keys()
    )


def _find_claims(ledger: Ledger, result: Estimate) -> dict[tuple[str, str | None], list[Claim]]:
    """Finds the claims beneath a result: quantity and subject -> claims."""
    table, found = ledger.get_table(Claim), dict[tuple[str, str | None], list[Claim]]()
    for claim in (table[id] for id in sorted(result.claims) if id in table):
        found.setdefault((claim.quantity, claim.subject), []).append(claim)
    return found


def _find_bases(ledger: Ledger, result: Estimate) -> dict[tuple[str, str | None], set[str]]:
    """Finds what the claims beneath a result count: quantity and subject -> bases."""
    found = {
        key: {claim.base for claim in claims if claim.base} for key, claims in _find_claims(ledger, result).items()
    }
    return {key: bases for key, bases in found.items() if bases}
