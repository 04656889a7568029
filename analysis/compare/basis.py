"""Basis: what does it do to an answer to take the preferred claims over all sources instead of the article's?"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from analysis.estimate import Estimate
from analysis.label import Label

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case import Case


def switch(case: Case, *results: Callable[[Case], Estimate] | str | tuple[str, str]) -> pd.DataFrame:
    """Some results on both bases side by side.

    results: comparisons of one argument that return an Estimate, or keys of the case (a quantity, or quantity
    and subject). Returns: one row a result. result: Label; article, all: the result on that basis, in its unit;
    change: percent of the article's, None where that is 0.
    """
    import pandas as pd

    rows = []
    for result in results:
        bases = (case.on("article"), case.on("all"))
        here, there = (result(side) if callable(result) else side[result] for side in bases)
        there = there.to(here.unit)
        rows.append({"result": Label(here.label or here.how, here.name or here.how), "article": here, "all": there,
                     "change": ((there - here) / here).to("percent") if here.value else None})
    return pd.DataFrame(rows, columns=["result", "article", "all", "change"], dtype=object)
