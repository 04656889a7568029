"""Basis: what does it do to an answer to take the preferred claims over all sources instead of the article's?"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from analysis.estimate import Estimate
from analysis.label import Label

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case import Case


def switch(case: Case, *results: Callable[[Case], Estimate] | str | tuple) -> pd.DataFrame:
    """Some results on both bases side by side.

    results: comparisons that return an Estimate, each as a function of the case alone, or as a tuple of a function
    and its further arguments; or keys of the case (a quantity, or quantity and subject). Returns: one row a result.
    result: Label; article, all: the result on that basis, in its unit; change: percent of the article's, None where
    that is 0.
    """
    import pandas as pd

    rows = []
    for result in results:
        here, there = (_read(side, result) for side in (case.on("article"), case.on("all")))
        there = there.to(here.unit)
        rows.append({"result": Label(here.label or here.how, here.name or here.how), "article": here, "all": there,
                     "change": ((there - here) / here).to("percent") if here.value else None})
    return pd.DataFrame(rows, columns=["result", "article", "all", "change"], dtype=object)


def _read(case: Case, result: Callable[[Case], Estimate] | str | tuple) -> Estimate:
    function, *arguments = result if isinstance(result, tuple) else (result,)
    return function(case, *arguments) if callable(function) else case[result]   # type: ignore[index]
