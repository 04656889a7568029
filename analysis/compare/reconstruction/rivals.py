"""The gap by the claims of other sources on the need or on the means."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from analysis.case.schema import Claim, Source
from analysis.case.series import is_of_other_time
from analysis.compare import denominators
from analysis.compare.reconstruction.needs import standing, years
from analysis.compare.reconstruction.sums import means
from analysis.estimates.estimate import Estimate
from analysis.label import Label
from analysis.messages import Place, Word, gettext
from analysis.wording.capitals import begin_with_capital

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case

_PLACES = ("gap", "means", "there_basis", "there_gap", "there_need", "there_usable", "there_usable_who", "there_who")


def by_source(case: Case, *, need: str | None = None, usable: str | None = None) -> pd.DataFrame:
    """Computes the gap for every claim of the need, with the means unchanged.

    need, usable: as in `gap`. What is of another time (`Case.history`) is left out, unless it was revised since.
    Returns: one row a claim that is not deprecated, largest need first. source, years: Label (years: '' where the
        source states none); standing: as `standing`; need, gap: currency; coverage: percent; chosen: baseline for the
        claim the report uses, else empty; who: Label of who gives it, what kind of sum it is, and of which years;
        short: Label of who gives it, the first of several, and of which years where it gives more than one.
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
    rivals = _list_rivals(case, need)
    names = Counter(_name_briefly(case, claim) for claim in rivals)
    for claim in rivals:
        rival, brief = case.estimate(claim), _name_briefly(case, claim)
        kind, spent = standing(case, rival), years(case, rival)
        is_twice = bool(spent) and names[brief] > 1
        rows.append(
            {
                "source": case.source(claim.source),
                "standing": kind,
                "years": spent,
                "need": rival,
                "gap": rival - there,
                "coverage": (there / rival).to("percent"),
                "chosen": Word("baseline") if claim.id in baseline else "",
                "who": denominators.name_source_of(case, claim, kind, spent),
                "short": Label(f"{brief}, {spent}" if is_twice else brief, f"claims/{claim.id}", case),
            }
        )
    return pd.DataFrame(rows, dtype=object).sort_values("need", ascending=False, ignore_index=True)


def _name_briefly(case: Case, claim: Claim) -> str:
    """Names who gives a number in few words: whom its source cites, else the source."""
    cited = claim.attributed_to or str(denominators.name_source_of(case, claim))
    return begin_with_capital(cited.partition(", ")[0])


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
            "chosen": Word("baseline") if claim.id in baseline else "",
            "who": denominators.name_source_of(case, claim),
        }
        for claim in _list_rivals(case, usable)
        for rival in [case.estimate(claim)]
    ]
    return pd.DataFrame(rows, dtype=object).sort_values("usable", kind="stable", ignore_index=True)


def dispute(
    case: Case, gap: Estimate, need: Estimate | None, usable: Estimate | None, other_gap: Estimate | None
) -> str:
    """Words what the other basis says against a gap, to follow the gap in its sentence; '' where nothing does.

    gap: on this basis. need, usable, other_gap: what excludes the need, the means and the gap on the other basis, as
    `analysis.elsewhere` finds it; None where nothing does.
    Returns: a template with places for them: gap; there_need and there_who, whose it is; there_usable and
        there_usable_who; means; there_gap; there_basis.

    >>> from analysis import compare, elsewhere, load_case
    >>> case = load_case()
    >>> need, gap = case["reconstruction.need"], compare.reconstruction.gap(case)
    >>> compare.reconstruction.dispute(case, gap, elsewhere(need), None, elsewhere(gap))
    ', or {there_gap} of the {there_need} that {there_who} gives as a need assessed'
    """
    kind = standing(case, need) if need is not None else ""
    places = {name: Place(name) for name in _PLACES} | {"kind": kind}
    if need is not None and other_gap is not None and gap > 0 and other_gap > 0:
        if usable is None:
            return gettext(", or {there_gap} of the {there_need} that {there_who} gives as a {kind}", **places)
        return gettext(
            ", or, with {there_usable} as the {means} ({there_usable_who}), {there_gap} of the {there_need} that "
            "{there_who} gives as a {kind}",
            **places,
        )
    words = "" if need is None else gettext("; {there_who} gives {there_need}, a {kind}", **places)
    if other_gap is None:
        return words
    if other_gap > 0:
        words += "" if gap > 0 else gettext(" (a gap of {gap})", **places)
        return words + gettext("; by {there_basis}, {there_gap} would be missing", **places)
    return words + (gettext("; by {there_basis}, all is covered (a gap of {there_gap})", **places) if gap > 0 else "")


def _list_rivals(case: Case, quantity: str) -> list[Claim]:
    """Returns the claims on a quantity that are not deprecated; of another time only what counts or was revised."""
    sources, row, claims = case.ledger.get_table(Source), case.quantity(quantity), case.claims(quantity)
    revised, counts = case.revisions(quantity), [claim for claim in claims if claim.id in case[quantity].claims]
    return [
        claim
        for claim in claims
        if claim.rank != "deprecated" and (claim.id in revised or not is_of_other_time(sources, row, claim, counts))
    ]
