"""Power: what would a plant produce and be worth if it ran, and what keeps it from running?

A year's output is worth capacity × hours × load factor × price, each a claim of a source or an assumption of ours.
Whether it runs, and what a restart takes, are claims. The quantities are those that play the roles `capacity`,
`load_factor`, `price`, `facts_of_restart` and `stopped_since` in the case, unless the call names others.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis import dates
from analysis.case.schema import Claim, Source
from analysis.compare.quantities.numbers import find_optional
from analysis.estimates.constructors import number
from analysis.estimates.estimate import Estimate
from analysis.estimates.substitution import hold_all
from analysis.label import Label
from analysis.messages import gettext

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case

HOURS = 8766  # of a mean Julian year of 365.25 days


def output(case: Case, *, capacity: str | None = None, load: str | None = None) -> Estimate:
    """Computes a year's output of the plant at its load factor (TWh): capacity × load factor × hours of a year.

    capacity, load: the quantities that hold them.
    Raises: MissingClaim if the case has no claim on one of them.

    >>> from analysis import compare, load_case
    >>> round(compare.power.output(load_case()).value, 1)
    36.8
    """
    capacity, load = case.role("capacity", capacity), case.role("load_factor", load)
    hours = number(HOURS, "hour", symbol=gettext("hours in a year"))
    return (case[capacity] * case[load] * hours).to("TWh").named("power.output", gettext("Output of a year"))


def value(case: Case, *, capacity: str | None = None, load: str | None = None, price: str | None = None) -> Estimate:
    """Computes what a year's output is worth, in the price's currency: output × price.

    capacity, load, price: the quantities that hold them.
    Raises: MissingClaim if the case has no claim on one of them.

    >>> from analysis import compare, load_case
    >>> round(compare.power.value(load_case()).to("billion USD").value, 2)
    2.21
    """
    capacity, load, price = case.role("capacity", capacity), case.role("load_factor", load), case.role("price", price)
    return (output(case, capacity=capacity, load=load) * case[price]).named(
        "power.value", gettext("Value of a year's output")
    )


def meaning(case: Case, *, capacity: str | None = None) -> Label:
    """Finds what the plant's capacity means, as the case explains it.

    capacity: the quantity.
    Raises: UsageError if the case does not know it.

    >>> from analysis import compare, load_case
    >>> print(compare.power.meaning(load_case()))
    Electric capacity of the six units of the Zaporizhzhia plant
    """
    capacity = case.role("capacity", capacity)
    return Label(case.quantity(capacity).meaning, f"quantities/{capacity}")


def reach(case: Case) -> tuple[Estimate, Estimate]:
    """Computes what a year's output is worth with all inputs at their low end, and with all at their high end.

    Raises: MissingClaim if the case has no claim on capacity, load factor or price.

    >>> from analysis import compare, load_case
    >>> low, high = compare.power.reach(load_case())
    >>> round(low.to("billion USD").value, 2), round(high.to("billion USD").value, 2)
    (0.79, 4.92)
    """
    worth = value(case)
    low, high = hold_all(worth, "low"), hold_all(worth, "high")
    return (
        low.named("power.value.low", gettext("Value of a year's output, low end")),
        high.named("power.value.high", gettext("Value of a year's output, high end")),
    )


def restart(case: Case, quantities: Sequence[str] = ()) -> pd.DataFrame:
    """Lists what is claimed of the state of the plant and of what a restart would take.

    quantities: ids of quantities.csv, by default those of the role; those without a claim are left out.
    Returns: one row a claim. what, by: Label; figure: Estimate, or Label of a date or of what is said; as_of: Label of
        the time the claim is about, or None.

    >>> from analysis import compare, load_case
    >>> row = compare.power.restart(load_case()).iloc[0]
    >>> print(row.what, row.figure.value, row.by, sep="; ")
    units shut down; 6.0; World Nuclear News
    """
    import pandas as pd

    rows = []
    for quantity in (case.quantity(id) for id in quantities or case.roles("facts_of_restart") if case.claims(id)):
        for claim in (claim for claim in case.claims(quantity.id) if claim.rank != "deprecated"):
            ref = f"claims/{claim.id}"
            said = Label(dates.format_date(claim.date) if claim.date else claim.statement, ref)
            rows.append(
                {
                    "what": case.label(quantity.id),
                    "figure": said if quantity.unit in ("date", "text") else case.estimate(claim),
                    "by": _name_speaker(case, claim),
                    "as_of": Label(dates.format_date(claim.as_of), ref) if claim.as_of else None,
                }
            )
    return pd.DataFrame(rows, columns=["what", "figure", "by", "as_of"], dtype=object)


def facts(case: Case, quantities: Sequence[str] = ()) -> list[Estimate]:
    """Lists the numbers of `restart` on which there is one number alone, in their order.

    quantities: as in `restart`.

    >>> from analysis import compare, load_case
    >>> [fact.value for fact in compare.power.facts(load_case())][:1]
    [6.0]
    """
    return [
        case[id]
        for id in quantities or case.roles("facts_of_restart")
        if id in case and case.quantity(id).unit not in ("date", "text") and len(case.by_subject(id)) < 2
    ]


def stopped(case: Case, *, since: str | None = None) -> Label | None:
    """Finds since when the plant has produced nothing, as a date in words; None where no source says so.

    since: the quantity.

    >>> from analysis import compare, load_case
    >>> print(compare.power.stopped(load_case()))
    September 2022
    """
    of = find_optional(case, "stopped_since", since)
    claims = [claim for claim in case.claims(of) if claim.rank != "deprecated" and claim.date]
    best = next((claim for claim in claims if claim.rank == "preferred"), claims[0] if claims else None)
    return Label(dates.format_date(best.date or ""), f"claims/{best.id}") if best else None


def _name_speaker(case: Case, claim: Claim) -> Label:
    source = case.ledger.get_table(Source)[claim.source]
    return Label(claim.attributed_to or source.publisher or source.title, f"claims/{claim.id}")
