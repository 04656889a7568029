"""The gap by the claims of other sources on the need or on the means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.case.schema import Claim, Source
from analysis.case.series import is_of_other_time
from analysis.compare.reconstruction.needs import standing, years
from analysis.compare.reconstruction.sums import means
from analysis.label import Label
from analysis.wording.capitals import begin_with_capital

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case


def by_source(case: Case, *, need: str | None = None, usable: str | None = None) -> pd.DataFrame:
    """Computes the gap for every claim of the need, with the means unchanged.

    need, usable: as in `gap`. What is of another time (`Case.history`) is left out, unless it was revised since.
    Returns: one row a claim that is not deprecated, largest need first. source, years: Label (years: '' where the
        source states none); standing: as `standing`; need, gap: currency; coverage: percent; chosen: baseline for the
        claim the report uses, else empty; who: Label of who gives it, what kind of sum it is, and of which years.
    Raises: MissingClaim if the case has no claim on one of them.

    >>> from analysis import compare, load_case
    >>> needs = compare.reconstruction.by_source(load_case())
    >>> [gap.value for gap in needs["gap"]]
    [700.0, 488.0, 424.0, 400.0]
    """
    import pandas as pd

    need, there = case.role("need", need), means(case, need=need, usable=usable)
    baseline = case[need].claims
    rows = []
    for claim in _list_rivals(case, need):
        rival = case.estimate(claim)
        rows.append(
            {
                "source": case.source(claim.source),
                "standing": standing(case, rival),
                "years": years(case, rival),
                "need": rival,
                "gap": rival - there,
                "coverage": (there / rival).to("percent"),
                "chosen": "baseline" if claim.id in baseline else "",
                "who": _name_rival(case, claim, standing(case, rival), years(case, rival)),
            }
        )
    return pd.DataFrame(rows, dtype=object).sort_values("need", ascending=False, ignore_index=True)


def by_usable(case: Case, *, need: str | None = None, usable: str | None = None) -> pd.DataFrame:
    """Computes the gap for every claim of the means, with the need unchanged.

    need, usable: the quantities that hold them. Left out is what `by_source` leaves out.
    Returns: one row a claim that is not deprecated, smallest sum first. source, who: Label; usable, gap: currency;
        chosen: baseline for the claim the report uses, else empty.
    Raises: MissingClaim if the case has no claim on one of them.

    >>> from analysis import compare, load_case
    >>> sums = compare.reconstruction.by_usable(load_case())
    >>> [gap.value for gap in sums["gap"]]
    [700.0, 700.0, 600.0]
    """
    import pandas as pd

    need, usable = case.role("need", need), case.role("means", usable)
    baseline = case[usable].claims
    rows = [
        {
            "source": case.source(claim.source),
            "usable": rival,
            "gap": case[need] - rival,
            "chosen": "baseline" if claim.id in baseline else "",
            "who": _name_rival(case, claim),
        }
        for claim in _list_rivals(case, usable)
        for rival in [case.estimate(claim)]
    ]
    return pd.DataFrame(rows, dtype=object).sort_values("usable", kind="stable", ignore_index=True)


def _name_rival(case: Case, claim: Claim, *more: Label | str) -> Label:
    """Returns who gives a sum, as a figure names it, and what else is to be said of it: `Bank (need assessed)`."""
    source = case.ledger.get_table(Source)[claim.source]
    is_analysed = case.analysed is not None and source.role == "article"
    who = (case.analysed if is_analysed else None) or claim.attributed_to or source.publisher or source.title
    who = f"{who}, citing {claim.attributed_to}" if is_analysed and claim.attributed_to else who
    said = ", ".join(map(str, filter(None, map(str, more))))
    return Label(begin_with_capital(f"{who} ({said})" if said else str(who)), f"claims/{claim.id}", case)


def _list_rivals(case: Case, quantity: str) -> list[Claim]:
    """Returns the claims on a quantity that are not deprecated; of another time only what counts or was revised."""
    sources, row, claims = case.ledger.get_table(Source), case.quantity(quantity), case.claims(quantity)
    revised, counts = case.revisions(quantity), [claim for claim in claims if claim.id in case[quantity].claims]
    return [
        claim
        for claim in claims
        if claim.rank != "deprecated" and (claim.id in revised or not is_of_other_time(sources, row, claim, counts))
    ]
