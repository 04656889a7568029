"""Outlook: what speaks for and against a signed agreement, how likely is one, and what would change that?

A scenario tree with one branch a factor: it comes about with its likelihood and then lowers (a risk) or
lifts (a positive factor) the odds by its impact. Branches are taken as independent, so the expected effect
of a factor is 1 − likelihood × impact, or 1 + likelihood × impact. All inputs are assumptions with ranges:
the result is arithmetic on stated beliefs, not a forecast.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from analysis.estimate import Estimate, minimum, number
from analysis.label import Label
from analysis.schema import Risk

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case import Case

BASE = "outlook.base"


def factors(case: Case, kind: str = "") -> pd.DataFrame:
    """The risks and positive factors the basis tells of, by whose account, as coded.

    kind: 'risk' or 'positive'; all if empty.
    Returns: one row a factor, weightiest first. name, text, by: Label; kind: text; likelihood, impact: 0 to 1;
        weight: likelihood × impact (dimensionless).
    """
    import pandas as pd

    rows = [{"name": _name(r), "kind": r.kind, "text": Label(r.text, f"risks/{r.id}"),
             "by": Label(r.attributed_to or str(case.source(r.source)), f"risks/{r.id}"),
             "likelihood": case.coded("risks", r.id, "likelihood"), "impact": case.coded("risks", r.id, "impact"),
             "weight": (_weight(case, r)).named(f"outlook.weight.{r.id}")}
            for r in case.told(Risk) if kind in ("", r.kind)]
    return pd.DataFrame(rows, columns=["name", "kind", "text", "by", "likelihood", "impact", "weight"],
                        dtype=object).sort_values("weight", ascending=False, ignore_index=True)


def probability(case: Case, *, base: str = BASE) -> Estimate:
    """Returns the probability of a signed agreement, in per cent, never above 100.

    base: the quantity that says how likely it would be were none of the factors at work.
    """
    odds = case[base]
    for risk in case.told(Risk):
        one = number(1)
        effect = one - _weight(case, risk) if risk.kind == "risk" else one + _weight(case, risk)
        odds = odds * effect
    return minimum(odds.to("percent"), 100).named("outlook.probability", "Probability of a signed agreement")


def quantile(case: Case, share: float, *, base: str = BASE, draws: int = 50_000, seed: int = 0) -> Estimate:
    """Returns the probability below which a share of random draws from all ranges lies, in per cent.

    Narrower than the corners of `probability`, which put every assumption at its worst at once.
    """
    result = probability(case, base=base)
    value = float(np.quantile(_drawn(case, base, draws, seed), share))
    moved = number(value / result.value, symbol=f"the {share:.0%} quantile of {draws:,} draws over it")
    return (result * moved).to("percent").named(f"outlook.quantile_{round(100 * share):02d}", "Quantile of the draws")


@lru_cache(maxsize=1)
def _drawn(case: Case, base: str, draws: int, seed: int) -> np.ndarray:
    """The same draws for one quantile as for the next."""
    return probability(case, base=base).draws(draws, seed)


def tree(case: Case, *, base: str = BASE) -> pd.DataFrame:
    """The scenario tree, branch by branch.

    Returns: one row a step, in order: the start, then each factor. step: Label or text; effect: factor on the
        odds (dimensionless), None for the start; probability: percent after that step.
    """
    import pandas as pd

    odds = case[base].to("percent")
    start = {"step": "Start, none of the factors at work", "effect": None, "probability": odds}
    rows: list[dict[str, object]] = [start]
    for risk in case.told(Risk):
        weight = _weight(case, risk)
        effect = number(1) - weight if risk.kind == "risk" else number(1) + weight
        odds = minimum((odds * effect).to("percent"), 100)
        rows.append({"step": _name(risk), "effect": effect, "probability": odds})
    return pd.DataFrame(rows, dtype=object)


def movers(case: Case, *, base: str = BASE) -> pd.DataFrame:
    """Which assumption moves the probability most: each at its low and its high end, the others as they stand.

    Returns: one row an assumption, widest first. assumption: Label; lowest, highest: percent; swing: percentage
        points (percent).
    """
    import pandas as pd

    result = probability(case, base=base)
    rows = []
    for leaf in result.leaves:
        ends = [result.at(leaf.id, end) for end in ("low", "high")]
        rows.append({"assumption": Label(leaf.symbol, leaf.id), "lowest": min(ends), "highest": max(ends),
                     "swing": (max(ends) - min(ends)).to("percentage_point")})
    return pd.DataFrame(rows, dtype=object).sort_values("swing", ascending=False, ignore_index=True)


def _weight(case: Case, risk: Risk) -> Estimate:
    return case.coded("risks", risk.id, "likelihood") * case.coded("risks", risk.id, "impact")


def _name(risk: Risk) -> Label:
    return Label(risk.name, f"risks/{risk.id}")
