"""Troop caps: how far apart are the plans, and what cut would each force?

Densities are persons under arms per 1,000 inhabitants, the base customary in force comparisons
(IISS, The Military Balance); another base changes no ranking.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from analysis.label import Label

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case import Case
    from analysis.estimate import Estimate

CAP, STRENGTH, PREWAR = "forces.cap", "forces.strength", "forces.prewar"
POPULATION_BEFORE, POPULATION_NOW = "population.prewar", "population.now"


def caps(case: Case, *, cap: str = CAP, strength: str = STRENGTH, before: str = POPULATION_BEFORE,
         now: str = POPULATION_NOW) -> pd.DataFrame:
    """Each plan's cap against present strength and against the population.

    Returns: one row a plan, lowest cap first. plan: Label; cap, change: person, a cut being negative;
        change_share: percent of present strength; per_1000_before, per_1000_now: persons under arms per
        1,000 inhabitants before the war and now.
    Raises: MissingClaim, naming the quantity, if the case does not speak of one of the four.
    """
    import pandas as pd

    rows = []
    for plan, limit in _lowest_first(case, cap):
        name = case.label(plan)
        change = (limit - case[strength]).named(f"forces.change.{plan}", f"Change forced by the {name}")
        rows.append({
            "plan": name, "cap": limit.named(f"forces.cap.{plan}", f"Cap in the {name}"), "change": change,
            "change_share": (change / case[strength]).to("percent").named(f"forces.change_share.{plan}",
                                                                          f"Change in per cent, {name}"),
            "per_1000_before": density(limit, case[before]).named(f"forces.per_1000_before.{plan}"),
            "per_1000_now": density(limit, case[now]).named(f"forces.per_1000_now.{plan}",
                                                            f"Troops per thousand inhabitants, {name}"),
        })
    return pd.DataFrame(rows, dtype=object)


def density(troops: Estimate, population: Estimate) -> Estimate:
    """Returns persons under arms per 1,000 inhabitants."""
    return (troops / population).to("per_thousand")


def between(case: Case, *, cap: str = CAP) -> pd.DataFrame:
    """Every pair of plans, the lower cap first.

    Returns: one row a pair. lower, higher: Label; difference: person; below: the lower cap against the
        higher, percent, negative; above: the higher cap against the lower, percent.
    """
    import pandas as pd

    rows = []
    for (low_id, low), (high_id, high) in combinations(_lowest_first(case, cap), 2):
        pair = f"{low_id}.{high_id}"
        difference = (high - low).named(f"forces.difference.{pair}", "Distance between the caps")
        rows.append({
            "lower": case.label(low_id), "higher": case.label(high_id), "difference": difference,
            "below": ((low - high) / high).to("percent").named(f"forces.below.{pair}", "Lower cap against the higher"),
            "above": ((high - low) / low).to("percent").named(f"forces.above.{pair}", "Higher cap against the lower"),
        })
    return pd.DataFrame(rows, columns=["lower", "higher", "difference", "below", "above"], dtype=object)


def levels(case: Case, *, cap: str = CAP, strength: str = STRENGTH, prewar: str = PREWAR,
           before: str = POPULATION_BEFORE, now: str = POPULATION_NOW) -> pd.DataFrame:
    """Caps, present strength and pre-war strength side by side, lowest first.

    Returns: one row a level. level: Label or text; kind: cap or strength; troops: person; per_1000: persons under
        arms per 1,000 inhabitants of the time the level belongs to (before the war for the pre-war strength, else now).
    """
    import pandas as pd

    rows: list[dict[str, object]] = [
        {"level": Label(f"Cap in the {case.label(plan)}", f"plans/{plan}"), "kind": "cap", "troops": limit,
         "per_1000": density(limit, case[now])} for plan, limit in _lowest_first(case, cap)]
    rows.append({"level": "Present strength", "kind": "strength", "troops": case[strength],
                 "per_1000": density(case[strength], case[now])})
    rows.append({"level": "Strength before the war", "kind": "strength", "troops": case[prewar],
                 "per_1000": density(case[prewar], case[before])})
    return pd.DataFrame(rows, dtype=object).sort_values("troops", ignore_index=True, kind="stable")


def prewar_claims(case: Case, *, cap: str = CAP, prewar: str = PREWAR) -> pd.DataFrame:
    """Every claim of the pre-war strength, and how many times it the lowest cap is.

    Returns: one row a claim, largest first. source: Label; troops: person; ratio: lowest cap / troops
        (dimensionless); chosen: 'baseline' for the claim the report uses.
    """
    import pandas as pd

    _, lowest = _lowest_first(case, cap)[0]
    baseline = case[prewar].claims
    rows = [{"source": case.source(claim.source),
             "troops": rival, "ratio": lowest / rival, "chosen": "baseline" if claim.id in baseline else ""}
            for claim in case.claims(prewar) if claim.rank != "deprecated" for rival in [case.estimate(claim)]]
    return pd.DataFrame(rows, dtype=object).sort_values("troops", ascending=False, ignore_index=True)


def _lowest_first(case: Case, cap: str) -> list[tuple[str, Estimate]]:
    return sorted(case.by_subject(cap).items(), key=lambda item: item[1].value)
