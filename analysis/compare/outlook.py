"""Outlook: what speaks for and against a signed agreement, how likely is one, and what would change that?

A product with one multiplier for each factor: the factor occurs with its likelihood and then lowers (a risk) or
raises (a positive factor) the probability by its impact. Factors are taken as independent, so the multiplier is
1 − likelihood × impact, or 1 + likelihood × impact. All inputs are assumptions with ranges: the result is
arithmetic on stated beliefs, not a forecast. Its interval reaches from LOW_QUANTILE to HIGH_QUANTILE of random
draws; the extremes, every assumption at its worst or at its best at once, are far outside (Morgan and Henrion 1990).
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.case.schema import Risk
from analysis.estimates.constructors import minimum, number, replace_interval
from analysis.estimates.estimate import Estimate
from analysis.label import Label

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case

BASE = "outlook.base"
DRAWS, SEED = 20_000, 0  # so many that the quantiles below are accurate to a fifth of a percentage point
LOW_QUANTILE, HIGH_QUANTILE = 0.05, 0.95  # the ends of the interval
PROBABILITY_LABEL = "Probability of a signed agreement"
_NOT_IN_NAMES = re.compile(r"[^a-z0-9_]+")


def factors(case: Case, kind: str = "") -> pd.DataFrame:
    """Lists the risks and positive factors of this basis, by whose account, as coded.

    kind: risk or positive; all if empty.
    Returns: one row a factor, greatest weight first. name, text, by: Label; kind: text; likelihood, impact: 0 to 1;
        weight: likelihood × impact (dimensionless).

    >>> from analysis import compare, load_case
    >>> row = compare.outlook.factors(load_case()).iloc[0]
    >>> print(row["name"], row.kind, row.weight.value)
    Deadlock over territory risk 0.44999999999999996
    """
    import pandas as pd

    rows = [
        {
            "name": _make_factor_label(r),
            "kind": r.kind,
            "text": Label(r.text, f"risks/{r.id}"),
            "by": Label(r.attributed_to or str(case.source(r.source)), f"risks/{r.id}"),
            "likelihood": case.coded("risks", r.id, "likelihood"),
            "impact": case.coded("risks", r.id, "impact"),
            "weight": (_compute_weight(case, r)).named(f"outlook.weight.{r.id}"),
        }
        for r in case.select_rows(Risk)
        if kind in ("", r.kind)
    ]
    return pd.DataFrame(
        rows, columns=["name", "kind", "text", "by", "likelihood", "impact", "weight"], dtype=object
    ).sort_values("weight", ascending=False, ignore_index=True)


def probability(case: Case, *, base: str = BASE) -> Estimate:
    """Computes the probability of a signed agreement (percent, at most 100); its interval is that of the random draws.

    base: the quantity that holds the probability with none of the factors at work.
    Source: a product of multipliers, see the module; the interval reaches from LOW_QUANTILE to HIGH_QUANTILE of the
    draws (Morgan and Henrion 1990).
    Raises: MissingClaim if the case has no claim on the base.

    >>> from analysis import compare, load_case
    >>> chance = compare.outlook.probability(load_case())
    >>> round(chance.value), round(chance.low), round(chance.high)
    (20, 12, 27)
    """
    least, most = np.quantile(_draw_product(case, base), (LOW_QUANTILE, HIGH_QUANTILE))
    product = _compute_product(case, base)
    return replace_interval(product, min(least, product.value), max(most, product.value)).named(
        "outlook.probability", PROBABILITY_LABEL
    )


def quantile(case: Case, share: float, *, base: str = BASE) -> Estimate:
    """Computes the probability below which a given share of the random draws falls (percent, without an interval).

    share: of the draws, 0 to 1. base: as for `probability`.
    Raises: MissingClaim if the case has no claim on the base.

    >>> from analysis import compare, load_case
    >>> round(compare.outlook.quantile(load_case(), 0.5).value)
    19
    """
    value = float(np.quantile(_draw_product(case, base), share))
    plain = number(value, "percent", f"what {share:.0%} of {DRAWS:,} random draws of the probability are below")
    return replace_interval(plain, value, value, probability(case, base=base)).named(
        f"outlook.quantile_{round(100 * share):02d}", f"The lowest {share:.0%} of the draws end here"
    )


def interval_share(case: Case, *, base: str = BASE) -> Estimate:
    """Computes the share of the random draws inside the interval of `probability` (percent).

    base: as for `probability`.
    Raises: MissingClaim if the case has no claim on the base.

    >>> from analysis import compare, load_case
    >>> compare.outlook.interval_share(load_case()).value
    90.0
    """
    share = round(100 * (HIGH_QUANTILE - LOW_QUANTILE))
    what = f"share of {DRAWS:,} random draws of the probability that are in its interval"
    return replace_interval(number(share, "percent", what), share, share, probability(case, base=base)).named(
        "outlook.interval_share", "Draws within the interval"
    )


def _compute_product(case: Case, base: str) -> Estimate:
    chance = case[base]
    for risk in case.select_rows(Risk):
        chance = chance * _compute_multiplier(case, risk)
    return minimum(chance.to("percent"), 100)


@lru_cache(maxsize=4)
def _draw_product(case: Case, base: str) -> np.ndarray:
    """Draws the probability; cached, so that all quantiles are of the same draws."""
    return _compute_product(case, base).draws(DRAWS, SEED)


def steps(case: Case, *, base: str = BASE) -> pd.DataFrame:
    """Computes the probability factor by factor, each assumption at its own value.

    base: as for `probability`.
    Returns: one row a step, in order: the start, then each factor. step: Label or text; multiplier: dimensionless,
        None for the start; probability: percent after that step, rounded to a tenth, without an interval; change:
        percentage points that the step adds, for the start all of it, so that they sum to the result.
    Raises: MissingClaim if the case has no claim on the base.

    >>> from analysis import compare, load_case
    >>> row = compare.outlook.steps(load_case()).iloc[1]
    >>> print(row.step, row.probability.value, row.change.value)
    Deadlock over territory 27.5 -22.5
    """
    import pandas as pd

    chance, rows = case[base].to("percent"), list[dict[str, Any]]()
    for risk in (None, *case.select_rows(Risk)):
        how, name, called, unit = chance.how, "outlook.start", "Probability at the start", "percent"
        row: dict[str, Any] = {"step": "Start, no factor at work", "multiplier": None}
        beneath = [chance]
        if risk:
            effect = _compute_multiplier(case, risk).named(f"outlook.multiplier.{risk.id}", "Multiplier")
            chance, name, called = chance * effect, f"outlook.step.{risk.id}", "Probability so far"
            how, unit, row = (
                f"probability before it × ({effect.how})",
                "percentage_point",
                {"step": _make_factor_label(risk), "multiplier": effect},
            )
            beneath = [rows[-1]["probability"], effect]
        after = round(min(chance.to("percent").value, 100), 1)
        moved = number(
            after - (rows[-1]["probability"].value if risk else 0),
            unit,
            f"{how} − probability before it" if risk else how,
        )
        row["probability"] = replace_interval(number(after, "percent", how), after, after, *beneath).named(name, called)
        row["change"] = replace_interval(moved, moved.value, moved.value, *beneath).named(
            f"{name}.change", "Change by this factor" if risk else called
        )
        rows.append(row)
    return pd.DataFrame(rows, columns=["step", "multiplier", "probability", "change"], dtype=object)


def waterfall(case: Case, *, base: str = BASE, least: float = 2) -> pd.DataFrame:
    """Computes the steps with the small ones joined, for a chart.

    least: consecutive steps in one direction that move less than this become one (percentage points).
    base: as for `probability`.
    Returns: one row a step or a group of steps, in order. step: Label or text; change: percentage points.
    Raises: MissingClaim if the case has no claim on the base.

    >>> from analysis import compare, load_case
    >>> waterfall = compare.outlook.waterfall(load_case())
    >>> print(*waterfall["step"].iloc[-3:-1], sep="; ")
    Smaller risks; Smaller positive factors
    """
    import pandas as pd

    rows, before = [], None
    for small, found in groupby(
        steps(case, base=base).to_dict("records"), lambda row: _classify_small_step(row, least)
    ):
        together = list(found)
        if small and len(together) > 1 and before is not None:
            after = together[-1]["probability"]
            moved = number(after.value - before.value, "percentage_point", "probability after − probability before")
            rows.append(
                {
                    "step": f"Smaller {'risks' if small < 0 else 'positive factors'}",
                    "change": replace_interval(moved, moved.value, moved.value, after, before).named(
                        f"outlook.steps.{len(rows)}", "Change by these factors"
                    ),
                }
            )
        else:
            rows += [{"step": row["step"], "change": row["change"]} for row in together]
        before = together[-1]["probability"]
    return pd.DataFrame(rows, columns=["step", "change"], dtype=object)


def _classify_small_step(row: Mapping[Hashable, Any], least: float) -> int:
    """Finds the direction in which a small step moves the probability; 0 if the step is not small."""
    change = row["change"].value
    return 0 if row["multiplier"] is None or abs(change) >= least else 1 if change > 0 else -1


def result(case: Case, *, base: str = BASE) -> Estimate:
    """Computes the probability at the end of `steps` (percent, rounded to a tenth, without an interval).

    base: as for `probability`.
    Raises: MissingClaim if the case has no claim on the base.

    >>> from analysis import compare, load_case
    >>> compare.outlook.result(load_case()).value
    19.7
    """
    last: Estimate = steps(case, base=base)["probability"].iloc[-1]
    return last.named("outlook.result", PROBABILITY_LABEL)


def movers(case: Case, *, base: str = BASE) -> pd.DataFrame:
    """Compares how far each assumption alone moves the probability, from its low to its high end.

    base: as for `probability`.
    Returns: one row an assumption, the greatest distance first. assumption: Label; lowest, highest: percent, without an
        interval.
    Raises: MissingClaim if the case has no claim on the base.

    >>> from analysis import compare, load_case
    >>> row = compare.outlook.movers(load_case()).iloc[0]
    >>> print(row.assumption, round(row.lowest.value, 1), round(row.highest.value, 1))
    starting chance 11.8 25.5
    """
    import pandas as pd

    product, whole, start = _compute_product(case, base), probability(case, base=base), case[base].leaf
    rows: list[dict[str, Any]] = []
    swings = product.swings()
    for leaf in product.leaves:
        called = "starting chance" if start and leaf.id == start.id else leaf.symbol
        ends = []
        for end, value in zip(("low", "high"), swings[leaf.id], strict=True):
            ends.append(
                replace_interval(
                    number(value, "percent", f"the probability with the {called} at its {end} end"), value, value, whole
                ).named(
                    f"outlook.at.{_NOT_IN_NAMES.sub('.', leaf.id)}.{end}",
                    f"Probability with the {called} at its {end} end",
                )
            )
        rows.append({"assumption": Label(called, leaf.id), "lowest": min(ends), "highest": max(ends)})
    rows.sort(key=lambda row: row["lowest"].value - row["highest"].value)
    return pd.DataFrame(rows, columns=["assumption", "lowest", "highest"], dtype=object)


def _compute_multiplier(case: Case, risk: Risk) -> Estimate:
    weight = _compute_weight(case, risk)
    return number(1) - weight if risk.kind == "risk" else number(1) + weight


def _compute_weight(case: Case, risk: Risk) -> Estimate:
    return case.coded("risks", risk.id, "likelihood") * case.coded("risks", risk.id, "impact")


def _make_factor_label(risk: Risk) -> Label:
    return Label(risk.name, f"risks/{risk.id}")
