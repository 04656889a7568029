"""Whose account of a plan its published text replaces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.case.description import name_source
from analysis.case.schema import Plan, Source
from analysis.label import Label, join_names

if TYPE_CHECKING:
    from analysis.case.case import Case


def account(case: Case, *plans: str) -> Label | None:
    """Names whose account of some plans their published texts replace by all sources; None where none replaces any.

    >>> from analysis import compare, load_case
    >>> print(compare.plans.account(load_case(), "plan_28", "plan_20"))
    the article
    """
    texts, rows = case.on("all"), case.ledger.get_table(Plan)
    ids = dict.fromkeys(rows[plan].source for plan in plans if texts.telling(plan) != plan)
    if not ids:
        return None
    sources = [case.ledger.get_table(Source)[id] for id in ids]
    return Label(
        join_names(dict.fromkeys(name_source(case.ledger, case.folder.name, source) for source in sources)),
        f"sources/{sources[0].id}",
        case,
    )


def retold(case: Case, *plans: str) -> bool:
    """Says whether, by all sources, a published text replaces somebody's account of any of these plans (`account`).

    >>> from analysis import compare, load_case
    >>> compare.plans.retold(load_case(), "plan_28", "plan_20")
    True
    """
    return account(case, *plans) is not None
