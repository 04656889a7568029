"""Which provisions each plan has on record, and how many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import dates
from analysis.case.schema import Plan, Provision
from analysis.estimates.estimate import Estimate
from analysis.label import Label
from analysis.messages import Phrase

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case


def find_provisions(case: Case, plan: str) -> list[Provision]:
    """Returns what the row that describes a plan on this basis (`Case.telling`) has, the silent rows among it."""
    return find_own_provisions(case, case.telling(plan))


def find_own_provisions(case: Case, plan: str) -> list[Provision]:
    """Returns what this row of plans.csv itself has, the silent rows among it."""
    return list(case.ledger.get_table(Provision).find_rows("plan", plan))


def drop_silent(provisions: list[Provision]) -> list[Provision]:
    """Drops the rows without detail, which record a silence."""
    return [p for p in provisions if p.detail]


def spoken(case: Case) -> tuple[str, ...]:
    """Lists the ids of the plans that have provisions, in the order of plans.csv.

    >>> from analysis import compare, load_case
    >>> "plan_20" in compare.plans.spoken(load_case())
    True
    """
    with_provisions = {p.plan for p in case.ledger.get_table(Provision).values()}
    return tuple(plan for plan in case.ledger.get_table(Plan) if plan in with_provisions and case.telling(plan) == plan)


def size(case: Case, plan: str) -> Estimate:
    """Counts the provisions of a plan, by our coding: rows without detail record a silence, and are left out (item).

    >>> from analysis import compare, load_case
    >>> compare.plans.size(load_case(basis="all"), "plan_28").value
    31.0
    """
    what = Phrase("provisions of the {plan}", plan=case.label(case.telling(plan)))
    return case.count("provisions", drop_silent(find_provisions(case, plan)), what, ["detail"])


def counts(case: Case) -> pd.DataFrame:
    """Counts the provisions of every plan and draft on record.

    Returns: one row a plan, in the order of plans.csv. plan, status: Label; date: Label or None; provisions: coded
        here (item).

    >>> from analysis import compare, load_case
    >>> row = compare.plans.counts(load_case()).iloc[-1]
    >>> print(row.plan, row.date, row.provisions.value, sep="; ")
    20-point plan, as published; 24 December 2025; 23.0
    """
    import pandas as pd

    return pd.DataFrame(
        [
            {
                "plan": case.label(plan.id),
                "status": Label(plan.status, f"plans/{plan.id}"),
                "date": Label(dates.format_date(plan.date), f"plans/{plan.id}") if plan.date else None,
                "provisions": case.count(
                    "provisions",
                    drop_silent(find_own_provisions(case, plan.id)),
                    Phrase("provisions of the {plan}", plan=case.label(plan.id)),
                ),
            }
            for plan in case.ledger.get_table(Plan).values()
        ],
        dtype=object,
    )
