"""The probability factor by factor, each assumption at its own value."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any

from analysis.case.schema import Risk
from analysis.compare.outlook.chance import call_probability
from analysis.compare.outlook.risks import compute_multiplier, compute_weight, list_counted, make_factor_label
from analysis.estimates.constructors import number, replace_interval
from analysis.estimates.estimate import Estimate
from analysis.messages import gettext

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case


def steps(case: Case, *, base: str | None = None) -> pd.DataFrame:
    """Computes the probability factor by factor, each assumption at its own value.

    What a factor moves in points depends on what came before it, so the order is one in which the factor of the
    greatest weight (`factors`) makes the longest step.
    base: as for `probability`.
    Returns: one row a step, in order: the start, then each factor. step: Label or text; multiplier: dimensionless,
        None for the start; probability: percent after that step, rounded to a tenth, without an interval; change:
        percentage points that the step adds, for the start all of it, so that they sum to the result.
    Raises: MissingClaim if the case has no claim on the base.

    >>> from analysis import compare, load_case
    >>> row = compare.outlook.steps(load_case()).iloc[1]
    >>> print(row.step, row.probability.value, row.change.value)
    Deadlock over territory 23.0 -27.0
    """
    import pandas as pd

    base = case.role("base_chance", base)
    chance, rows = case[base].to("percent"), list[dict[str, Any]]()
    for risk in (None, *_order(case)):
        how, name, called, unit = chance.how, "outlook.start", gettext("Probability at the start"), "percent"
        row: dict[str, Any] = {"step": gettext("Start, no factor at work"), "multiplier": None}
        beneath = [chance]
        if risk:
            effect = compute_multiplier(case, risk).named(f"outlook.multiplier.{risk.id}", gettext("Multiplier"))
            chance, name, called = chance * effect, f"outlook.step.{risk.id}", gettext("Probability so far")
            how = gettext("probability before it × ({multiplier})", multiplier=effect.how)
            unit, row = "percentage_point", {"step": make_factor_label(case, risk), "multiplier": effect}
            beneath = [rows[-1]["probability"], effect]
        after = round(min(chance.to("percent").value, 100), 1)
        moved = number(
            after - (rows[-1]["probability"].value if risk else 0),
            unit,
            gettext("{probability} − probability before it", probability=how) if risk else how,
        )
        row["probability"] = replace_interval(number(after, "percent", how), after, after, *beneath).named(name, called)
        row["change"] = replace_interval(moved, moved.value, moved.value, *beneath).named(
            f"{name}.change", gettext("Change by this factor") if risk else called
        )
        rows.append(row)
    return pd.DataFrame(rows, columns=["step", "multiplier", "probability", "change"], dtype=object)


def waterfall(case: Case, *, base: str | None = None, least: float = 2) -> pd.DataFrame:
    """Computes the steps with the small ones joined, for a chart.

    least: consecutive steps in one direction that move less than this become one (percentage points); the longest step
        stands for itself however short it is.
    base: as for `probability`.
    Returns: one row a step or a group of steps, in order. step: Label or text; change: percentage points.
    Raises: MissingClaim if the case has no claim on the base.

    >>> from analysis import compare, load_case
    >>> waterfall = compare.outlook.waterfall(load_case())
    >>> print(*waterfall["step"].iloc[4:6], sep="; ")
    Quarrel over the plant; Smaller risks
    """
    import pandas as pd

    base = case.role("base_chance", base)
    rows, before, every = [], None, steps(case, base=base).to_dict("records")
    least = min(least, max((abs(row["change"].value) for row in every[1:]), default=least))
    for small, found in groupby(every, lambda row: _classify_small_step(row, least)):
        together = list(found)
        if small and len(together) > 1 and before is not None:
            after = together[-1]["probability"]
            moved = number(
                after.value - before.value, "percentage_point", gettext("probability after − probability before")
            )
            rows.append(
                {
                    "step": gettext("Smaller risks") if small < 0 else gettext("Smaller positive factors"),
                    "change": replace_interval(moved, moved.value, moved.value, after, before).named(
                        f"outlook.steps.{len(rows)}", gettext("Change by these factors")
                    ),
                }
            )
        else:
            rows += [{"step": row["step"], "change": row["change"]} for row in together]
        before = together[-1]["probability"]
    return pd.DataFrame(rows, columns=["step", "change"], dtype=object)


def result(case: Case, *, base: str | None = None) -> Estimate:
    """Computes the probability at the end of `steps` (percent, rounded to a tenth, without an interval).

    base: as for `probability`.
    Raises: MissingClaim if the case has no claim on the base.

    >>> from analysis import compare, load_case
    >>> compare.outlook.result(load_case()).value
    14.7
    """
    base = case.role("base_chance", base)
    last: Estimate = steps(case, base=base)["probability"].iloc[-1]
    return last.named("outlook.result", call_probability(case))


def _order(case: Case) -> list[Risk]:
    """Orders the factors so that the one of the greatest weight makes the longest step, if the cap of 100 % allows.

    Where the chance falls in all, the greatest comes first, then the other risks, then the other positive factors:
    the chance is then never above both its start and what the first step leaves. Where it rises, the same holds from
    the end: the risks, the positive factors, the greatest last.
    """
    weights = {risk.id: compute_weight(case, risk).value for risk in list_counted(case)}
    ranked = sorted(list_counted(case), key=lambda risk: -weights[risk.id])
    rest = sorted(
        ranked[1:],
        key=lambda risk: (risk.kind != "risk", -weights[risk.id] if risk.kind == "risk" else weights[risk.id]),
    )
    falls = math.prod(compute_multiplier(case, risk).value for risk in ranked) <= 1
    return [*ranked[:1], *rest] if falls else [*rest, *ranked[:1]]


def _classify_small_step(row: Mapping[Hashable, Any], least: float) -> int:
    """Finds the direction in which a small step moves the probability; 0 if the step is not small."""
    change = row["change"].value
    return 0 if row["multiplier"] is None or abs(change) >= least else 1 if change > 0 else -1
