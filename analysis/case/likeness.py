"""Whether two results count the same thing, by what the claims beneath them say that they count."""

from __future__ import annotations

from analysis.case.schema import Claim
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


def _find_bases(ledger: Ledger, result: Estimate) -> dict[tuple[str, str | None], set[str]]:
    """Finds what the claims beneath a result count: quantity and subject -> bases."""
    table, found = ledger.get_table(Claim), dict[tuple[str, str | None], set[str]]()
    for claim in (table[id] for id in result.claims if id in table):
        if claim.base:
            found.setdefault((claim.quantity, claim.subject), set()).add(claim.base)
    return found
