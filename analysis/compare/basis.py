"""Basis: what does it do to an answer to take the preferred claims over all sources instead of the article's?"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from analysis.estimates.estimate import Estimate
from analysis.label import Label
from analysis.wording.capitals import begin_within_sentence

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case

    Comparison = Callable[..., Estimate]
    Result = Comparison | str | tuple[str, str] | tuple[Comparison, *tuple[str, ...]]

# How every report shows what `switch` returns. A difference has no word such as "at most": the numbers beside it say
# how sure they are, and before a fall the word would mean the opposite.
COLUMNS = {"result": "Result", "article": "By the article", "all": "By all sources", "change": "Difference"}
SPEC = {"result": "capital", "change": "bare,signed"}
NOTE = (
    "By all sources, each number is the one that this case prefers, whoever gives it; differences are computed before "
    "rounding. This report is based on {basis}."
)
SAME = "The same"

_DIFFERENCE_UNITS = {
    "percent": "percentage_point",
    "calendar_year": "year",
}  # the unit of a difference, where it is not that of the two numbers
_NUMBER_WORDS = (
    "none",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_MAX_NAMED = 2  # results that a title names; for more it gives their number


def switch(case: Case, *results: Result) -> pd.DataFrame:
    """Compares some results on both bases: by the article, and by all sources.

    results: comparisons that return an Estimate, each as a function of the case alone, or as a tuple of a function
    and its further arguments; or keys of the case (a quantity, or quantity and subject).
    Returns: one row a result. result: Label with its name; article, all: the result on that basis, both in the unit
    it has by the article; change: see `difference`.
    Raises: MissingClaim if a result has no claim on one of the bases.

    >>> from analysis import compare, load_case
    >>> both = compare.basis.switch(load_case(), compare.reconstruction.gap, "forces.strength")
    >>> print(both["result"].iloc[0], round(both["change"].iloc[0].value), both["change"].iloc[1], sep="; ")
    Funding gap; -212; The same
    """
    import pandas as pd

    rows = []
    for result in results:
        here, there = (_resolve_result(side, result) for side in (case.on("article"), case.on("all")))
        there = there.to(here.unit)
        rows.append(
            {
                "result": Label(here.label or here.how, here.name or here.how),
                "article": here,
                "all": there,
                "change": difference(here, there),
            }
        )
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def difference(here: Estimate, there: Estimate) -> Estimate | str:
    """Computes how much one number is above another: `there` minus `here`, or `The same` where they are equal.

    Returns: in the unit of `here`, as a reader would subtract the two: percentage points between shares, years
    between years of the calendar.
    Raises: UnitError if they measure different things.

    >>> from analysis import compare, number
    >>> compare.basis.difference(number(12.5, "percent"), number(17, "percent")).unit
    'percentage_point'
    >>> compare.basis.difference(number(1, "hour"), number(60, "minute"))
    'The same'
    """
    apart = there - here
    if math.isclose(here.value, there.to(here.unit).value, rel_tol=1e-9, abs_tol=1e-12):
        return SAME
    return apart.to(_DIFFERENCE_UNITS.get(here.unit, here.unit))


def finding(rows: pd.DataFrame) -> dict[str, str | Label]:
    """Writes the title of a table of `switch`: how many of its numbers change, or which.

    rows: as `switch` returns them.
    Returns: `caption`, and the Labels for its places; pass all of it on: `table(rows, key="basis", **finding(rows))`.

    >>> from analysis import compare, load_case
    >>> both = compare.basis.switch(load_case(), "forces.strength", "population.now")
    >>> compare.basis.finding(both)["caption"]
    'Other sources change one of these two numbers: {result_a}'
    """
    every, changed = len(rows), [row for row in rows.to_dict("records") if row["change"] != SAME]
    if every == 1:
        return {"caption": f"Other sources {'change' if changed else 'do not change'} this number"}
    if not changed:
        return {"caption": f"Other sources change {'neither' if every == 2 else 'none'} of these numbers"}
    if len(changed) == every:
        which = "both" if every == 2 else f"all {_spell_number(every)}"
        return {"caption": f"Other sources change {which} of these numbers"}
    if len(changed) > _MAX_NAMED:
        return {
            "caption": f"Other sources change {_spell_number(len(changed))} of these {_spell_number(every)} numbers"
        }
    names = {f"result_{'ab'[at]}": _lower_label(row["result"], row["article"]) for at, row in enumerate(changed)}
    return {
        "caption": f"Other sources change {_spell_number(len(changed))} of these {_spell_number(every)} numbers: "
        + " and ".join(f"{{{name}}}" for name in names),
        **names,
    }


def _spell_number(count: int) -> str:
    return _NUMBER_WORDS[count] if count < len(_NUMBER_WORDS) else "many"


def _lower_label(name: Label, result: Estimate) -> Label:
    """Puts a result's name in the form it has within a sentence."""
    text = begin_within_sentence(name.text, (leaf.symbol for leaf in result.leaves))
    return name if text == name.text else Label(text, name.ref)


def _resolve_result(case: Case, result: Result) -> Estimate:
    if isinstance(result, str):
        return case[result]
    if callable(result):
        return result(case)
    first, *others = result
    if callable(first):
        return first(case, *others)
    (subject,) = others
    return case[first, subject]
