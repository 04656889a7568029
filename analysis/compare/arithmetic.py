"""Arithmetic: do the sums that sources state agree with the claims, and what follows from the claims?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from analysis.case.schema import Claim, Quantity
from analysis.case.series import list_article_claims
from analysis.estimates import substitution
from analysis.estimates.difference import compute_difference
from analysis.estimates.estimate import Estimate
from analysis.label import Label
from analysis.messages import Word, gettext

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case


def recomputed(case: Case) -> pd.DataFrame:
    """Compares the sums that sources state with those computed from the claims (`formula` of quantities.csv).

    A claim is compared with what the formula gives for its own subject and time, and left out if there is nothing to
    compute that from.
    Returns: one row a claim on a derived quantity. what, source: Label; stated, computed: Estimates of one unit;
        difference: percentage points between shares, `The same` where there is none; holds: yes if the stated number
        and the computed interval agree (`meets`), else no.
    Raises: UnitError if a formula measures something else than its quantity.

    >>> from analysis import compare, load_case
    >>> row = compare.arithmetic.recomputed(load_case()).iloc[0]
    >>> print(row.what, row.stated.value, row.computed.value, row.holds, sep="; ")
    need covered, as stated; 12.5; 12.5; yes
    """
    import pandas as pd

    rows = []
    for quantity in case.ledger.get_table(Quantity).values():
        for claim in case.claims(quantity.id) if quantity.formula else ():
            stated, computed = case.estimate(claim), case.recompute(claim)
            if computed is None:
                continue
            rows.append(
                {
                    "what": case.label(quantity.id),
                    "source": case.source(claim.source),
                    "stated": stated,
                    "computed": computed,
                    "difference": compute_difference(stated, computed),
                    "holds": Word("yes") if meets(stated, computed) else Word("no"),
                }
            )
    return pd.DataFrame(rows, columns=["what", "source", "stated", "computed", "difference", "holds"], dtype=object)


def meets(stated: Estimate, computed: Estimate) -> bool:
    """Says whether two intervals overlap, with half a per cent of tolerance, or one number is the other rounded.

    Raises: UnitError if the two measure different things.

    >>> from analysis import compare, number
    >>> compare.arithmetic.meets(number(12.5, "percent"), number(1 / 8))
    True
    """
    decimals = max(0, -int(Decimal(f"{stated.value:.12g}").normalize().as_tuple().exponent))
    is_rounded = round(computed.to(stated.unit).value, decimals) == round(stated.value, decimals)
    return is_rounded or substitution.meets(stated, computed)


def of_text(case: Case, results: Iterable[Estimate]) -> list[Estimate]:
    """Chooses the results that rest on claims of the analysed text alone, and on at least one.

    >>> from analysis import compare, load_case
    >>> case = load_case()
    >>> len(compare.arithmetic.of_text(case, [case["assets.usable"], case["plant.capacity"]]))
    1
    """
    own = {claim.id for claim in list_article_claims(case.ledger)}
    known = case.ledger.get_table(Claim)
    return [r for r in results if (found := {id for id in r.claims if id in known}) and found <= own]


def sums(results: Sequence[Estimate]) -> pd.DataFrame:
    """Lists results with the formula behind each.

    Returns: one row a result. what: Label of the result; formula: Label; result: Estimate.

    >>> from analysis import compare, load_case
    >>> row = compare.arithmetic.sums([compare.reconstruction.gap(load_case())]).iloc[0]
    >>> print(row.what, row.formula, sep=": ")
    Funding gap: reconstruction need − usable frozen assets
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
    found = re.fullmatch(r"max\((.+), 0\)", formula)
    return gettext("{formula}, or nothing if that is less", formula=found[1]) if found else formula
