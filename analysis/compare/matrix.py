"""Matrix: what each plan puts at what, quantity by plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.contract import EMPTY_CELL
from analysis.errors import MissingClaim
from analysis.label import Label

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case


def matrix(case: Case, quantities: Sequence[str], plans: Sequence[str] | None = None) -> pd.DataFrame:
    """Sets plans side by side: one row a quantity, one column a plan.

    quantities: ids. plans: ids, or those of anything else that claims can be about, such as parties or regions; by
        default the plans that have a number on at least one of them, in the order of plans.csv.
    Returns: quantity: Label; a column for each plan, headed by its Label, with its number in the unit of the quantity,
        a dash where the plan says nothing.
    Raises: MissingClaim if no plan has a number on a quantity; UsageError for an unknown plan.

    >>> from analysis import compare, load_case
    >>> frame = compare.matrix.matrix(load_case(), ["forces.cap"], ["plan_28", "plan_20"])
    >>> [str(column) for column in frame], frame.iloc[0, 1]
    (['quantity', '28-point plan', '20-point plan'], <troop cap (28-point plan): 600000 person>)
    """
    import pandas as pd

    found = {quantity: case.by_subject(quantity) for quantity in quantities}
    wanted = list(plans) if plans is not None else _list_plans(case, [id for cells in found.values() for id in cells])
    names: list[str | Label] = [case.label(plan) for plan in wanted]
    for quantity, cells in found.items():
        if not set(wanted) & set(cells):
            raise MissingClaim(
                f"matrix: none of {', '.join(wanted) or 'the plans'} has a number on {quantity}; it has the subjects "
                f"{', '.join(cells) or 'none'}. Leave the quantity out, or name other subjects in plans=[...]."
            )
    rows = [(case.label(quantity), *(cells.get(id, EMPTY_CELL) for id in wanted)) for quantity, cells in found.items()]
    return pd.DataFrame(rows, columns=pd.Index(["quantity", *names], dtype=object), dtype=object)


def _list_plans(case: Case, subjects: Sequence[str]) -> list[str]:
    """Returns the plans among some subjects, in the order of plans.csv."""
    return [plan for plan in case.table("plans")["plan_id"] if plan in subjects]
