"""Arithmetic: do the sums that sources state agree with the claims, and what follows from the claims?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.case.schema import Quantity
from analysis.estimates.estimate import Estimate
from analysis.label import Label

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case


def recomputed(case: Case) -> pd.DataFrame:
    """The sums that sources state against the same computed from the claims beneath them (`formula` of quantities.csv).

    Returns: one row a claim on a derived quantity. what, source: Label; stated, computed, difference: Estimates of
        one unit; holds: 'yes' if the stated figure and the computed interval meet (`meets`), else 'no'.
    """
    import pandas as pd

    rows = []
    for quantity in case.ledger.get_table(Quantity).values():
        for claim in case.claims(quantity.id) if quantity.formula else ():
            stated, computed = case.estimate(claim), case.derived(quantity.id)
            rows.append(
                {
                    "what": Label(quantity.name, f"quantities/{quantity.id}"),
                    "source": case.source(claim.source),
                    "stated": stated,
                    "computed": computed,
                    "difference": computed - stated,
                    "holds": "yes" if meets(stated, computed) else "no",
                }
            )
    return pd.DataFrame(rows, columns=["what", "source", "stated", "computed", "difference", "holds"], dtype=object)


def meets(stated: Estimate, computed: Estimate) -> bool:
    """Returns whether two intervals meet, give or take half a per cent, for a rounded figure is no wrong one."""
    found = computed.to(stated.unit)
    slack = 0.005 * abs(stated.value)
    return stated.low - slack <= found.high and found.low <= stated.high + slack


def sums(results: Sequence[Estimate]) -> pd.DataFrame:
    """What follows from the claims by arithmetic, sum by sum, with its formula.

    Returns: one row a result. what: Label of the result; formula: Label; result: Estimate.
    """
    import pandas as pd

    return pd.DataFrame(
        [
            {"what": Label(r.label or r.name, r.name), "formula": Label(_describe_formula(r.how), r.name), "result": r}
            for r in results
        ],
        columns=["what", "formula", "result"],
        dtype=object,
    )


def _describe_formula(formula: str) -> str:
    """Puts a formula that stops at zero into words."""
    return re.sub(r"^max\((.+), 0\)$", r"\1, or nothing if that is less", formula)
