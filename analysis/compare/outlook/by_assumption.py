"""How far each assumption alone moves the probability."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from analysis.compare.outlook.chance import probability
from analysis.compare.outlook.draws import compute_product
from analysis.estimates.constructors import number, replace_interval
from analysis.label import Label
from analysis.messages import gettext

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case

_NOT_IN_NAMES = re.compile(r"[^a-z0-9_]+")


def movers(case: Case, *, base: str | None = None) -> pd.DataFrame:
    """Compares how far each assumption alone moves the probability.

    base: as for `probability`.
    Returns: one row an assumption that is uncertain, the greatest distance first. assumption: Label; lowest, highest:
        percent at its low and at its high end, without an interval.
    Raises: MissingClaim if the case has no claim on the base.

    >>> from analysis import compare, load_case
    >>> row = compare.outlook.movers(load_case()).iloc[0]
    >>> print(row.assumption, round(row.lowest.value, 1), round(row.highest.value, 1))
    impact (Deadlock over territory) 8.9 21.7
    """
    import pandas as pd

    base = case.role("base_chance", base)
    product, whole, start = compute_product(case, base), probability(case, base=base), case[base].leaf
    rows: list[dict[str, Any]] = []
    swings = product.swings()
    for leaf in product.leaves:
        if leaf.is_certain:
            continue
        called = gettext("starting chance") if start and leaf.id == start.id else leaf.symbol
        low_end = (
            gettext("the probability with the {assumption} at its low end", assumption=called),
            gettext("Probability with the {assumption} at its low end", assumption=called),
        )
        high_end = (
            gettext("the probability with the {assumption} at its high end", assumption=called),
            gettext("Probability with the {assumption} at its high end", assumption=called),
        )
        ends = []
        texts = (("low", *low_end), ("high", *high_end))
        for (end, how, label), value in zip(texts, swings[leaf.id], strict=True):
            ends.append(
                replace_interval(number(value, "percent", how), value, value, whole).named(
                    f"outlook.at.{_NOT_IN_NAMES.sub('.', leaf.id)}.{end}", label
                )
            )
        rows.append({"assumption": Label(called, leaf.id), "lowest": min(ends), "highest": max(ends)})
    rows.sort(key=lambda row: row["lowest"].value - row["highest"].value)
    return pd.DataFrame(rows, columns=["assumption", "lowest", "highest"], dtype=object)


def ends(case: Case, *, base: str | None = None) -> pd.DataFrame:
    """Finds how low and how high the probability gets when one assumption alone moves, and which does it.

    base: as for `probability`.
    Returns: one row, none where no assumption is uncertain. lowest, highest: percent, without an interval; lowest_by,
        highest_by: Label of the assumption.
    Raises: MissingClaim if the case has no claim on the base.

    >>> from analysis import compare, load_case
    >>> row = compare.outlook.ends(load_case()).iloc[0]
    >>> print(round(row.lowest.value, 1), row.lowest_by, round(row.highest.value, 1), row.highest_by, sep="; ")
    8.8; starting chance; 21.7; impact (Deadlock over territory)
    """
    import pandas as pd

    base = case.role("base_chance", base)
    moved, rows = movers(case, base=base).to_dict("records"), list[dict[str, Any]]()
    if moved:
        low, high = min(moved, key=lambda row: row["lowest"].value), max(moved, key=lambda row: row["highest"].value)
        rows.append(
            {
                "lowest": low["lowest"],
                "lowest_by": low["assumption"],
                "highest": high["highest"],
                "highest_by": high["assumption"],
            }
        )
    return pd.DataFrame(rows, columns=["lowest", "lowest_by", "highest", "highest_by"], dtype=object)
