"""Sharing: between which of the ways to share a good are gains and losses compared, and whom do they change?

The ways are those of `plant`: an account of a plan, its published text, or a variant of its open points, each a row of
plans.csv, or any other name that ends the name of a quantity.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from analysis.case.schema import Plan
from analysis.compare import plant
from analysis.errors import MissingClaim
from analysis.estimates.estimate import Estimate
from analysis.label import Label, add_article

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case


def steps(case: Case, ways: Sequence[str]) -> list[tuple[str, str]]:
    """Lists the pairs of ways to share that are compared: from the earlier plan to the later.

    On the basis of the analysed text, first the two as it gives them; then the earlier as published beside the later as
    published or in its variants, and these among themselves. Where roles.csv names no two plans that share, each way
    and the next one.
    ways: ends of the quantities' names, as in the column key of `plant.shares`.

    >>> from analysis import compare, load_case
    >>> case = load_case()
    >>> for step in compare.sharing.steps(case, list(compare.plant.shares(case).key)):
    ...     print(*step)
    plan_28 plan_20
    plan_28_text plan_20_us
    plan_28_text plan_20_ua
    plan_20_us plan_20_ua
    """
    earlier, later = (next(iter(case.roles(role)), "") for role in ("earlier_plan", "later_plan"))
    rows = case.ledger.get_table(Plan)
    first, last = ([way for way in ways if plan and case.family(way) == case.family(plan)] for plan in (earlier, later))
    texts, versions = (
        [way for way in found if not (way in rows and rows[way].published)] or found for found in (first, last)
    )
    told = [(earlier, later)] if case.basis == "article" and earlier in ways and later in ways else []
    found = [*told, *((one, other) for one in texts for other in versions), *pairwise(versions)]
    return list(dict.fromkeys(found)) if first and last else list(pairwise(ways))


def change(shifts: pd.DataFrame, party: str) -> tuple[str, dict[str, Any]]:
    """Describes how the share of one party changes, by each step, as a clause; '' where it does not.

    shifts: as `plant.shifts` returns them.
    Returns: a clause with places, and the Label and changes (percentage points) that fill them.

    >>> from analysis import compare, load_case
    >>> case = load_case()
    >>> clause, places = compare.sharing.change(compare.plant.shifts(case, [("plan_28_text", "plan_20_us")]), "russia")
    >>> print(clause, round(places["change_a"].value))
    the share of {changing} falls by {change_a:size} -17
    """
    rows = [row for row in shifts.to_dict("records") if row["party"].id == party]
    if not rows:
        return "", {}
    changes: list[Estimate] = [row["change"] for row in rows]
    names = [f"change_{'abcdefgh'[at]}" for at, _ in enumerate(changes[:8])]
    if all(one.value < 0 for one in changes) or all(one.value > 0 for one in changes):
        said = f"{'falls' if changes[0].value < 0 else 'rises'} by " + " or by ".join(f"{{{n}:size}}" for n in names)
    else:
        said = "changes by " + " or ".join(f"{{{name}:signed}}" for name in names)
    places: dict[str, Any] = dict(zip(names, changes, strict=False))
    return f"the share of {{changing}} {said}", {"changing": add_article(rows[0]["party"])} | places


def run_by(case: Case, way: str) -> Label | None:
    """Names who would run what is shared under one plan or variant; None where the case does not say.

    >>> from analysis import compare, load_case
    >>> print(compare.sharing.run_by(load_case(), "plan_20"), compare.sharing.run_by(load_case(), "istanbul_2022"))
    the United States and Ukraine None
    """
    try:
        return plant.operator_of(case, way) if case.roles("operators") else None
    except MissingClaim:
        return None


def holder(case: Case) -> Label | None:
    """Names the party that runs what is shared now; None where the case does not say.

    >>> from analysis import compare, load_case
    >>> print(compare.sharing.holder(load_case()))
    Russia
    """
    try:
        return case.label(plant.holder(case)) if case.roles("operators") else None
    except MissingClaim:
        return None
