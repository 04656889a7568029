"""Troop caps: how far apart are the plans, and what cut would each force?

Densities are persons under arms per 1,000 inhabitants, the base customary in force comparisons
(IISS, The Military Balance); another base does not change a ranking.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from analysis.case.schema import Source
from analysis.label import Label

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case
    from analysis.estimates.estimate import Estimate

CAP, STRENGTH, PREWAR = "forces.cap", "forces.strength", "forces.prewar"
POPULATION_BEFORE, POPULATION_NOW = "population.prewar", "population.now"


def caps(
    case: Case, *, cap: str = CAP, strength: str = STRENGTH, before: str = POPULATION_BEFORE, now: str = POPULATION_NOW
) -> pd.DataFrame:
    """Each plan's cap against present strength and against the population.

    Returns: one row a plan, lowest cap first. plan: Label; cap, change: person, a cut being negative;
        change_share: percent of present strength; per_1000_before, per_1000_now: persons under arms per
        1,000 inhabitants before the war and now.
    Raises: MissingClaim, naming the quantity, if the case does not speak of one of the four.
    """
    import pandas as pd

    rows = []
    for plan, limit in _sort_caps(case, cap):
        name = case.label(plan)
        forced = change(case, plan, cap=cap, strength=strength)
        rows.append(
            {
                "plan": name,
                "cap": limit.named(f"forces.cap.{plan}", f"Cap in the {name}"),
                "change": forced,
                "change_share": (forced / case[strength])
                .to("percent")
                .named(f"forces.change_share.{plan}", f"Change in per cent, {name}"),
                "per_1000_before": density(limit, case[before]).named(f"forces.per_1000_before.{plan}"),
                "per_1000_now": per_1000_now(case, plan, cap=cap, now=now),
            }
        )
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
    for (low_id, low), (high_id, high) in combinations(_sort_caps(case, cap), 2):
        pair = f"{low_id}.{high_id}"
        difference = (high - low).named(f"forces.difference.{pair}", "Distance between the caps")
        rows.append(
            {
                "lower": case.label(low_id),
                "higher": case.label(high_id),
                "difference": difference,
                "below": ((low - high) / high)
                .to("percent")
                .named(f"forces.below.{pair}", "Lower cap against the higher"),
                "above": ((high - low) / low)
                .to("percent")
                .named(f"forces.above.{pair}", "Higher cap against the lower"),
            }
        )
    return pd.DataFrame(rows, columns=["lower", "higher", "difference", "below", "above"], dtype=object)


def levels(
    case: Case,
    *,
    cap: str = CAP,
    strength: str = STRENGTH,
    prewar: str = PREWAR,
    before: str = POPULATION_BEFORE,
    now: str = POPULATION_NOW,
) -> pd.DataFrame:
    """Caps, present strength and pre-war strength side by side: the caps, lowest first, then the strengths.

    Where others count the pre-war strength too, the highest and the lowest of them come last.
    Returns: one row a level. level: Label or text; kind: cap, strength or other count; troops: person; per_1000:
        persons under arms per 1,000 inhabitants of the time the level belongs to (before the war for the pre-war
        strength, else now).
    """
    import pandas as pd

    rows: list[dict[str, object]] = [
        {
            "level": Label(f"Cap in the {case.label(plan)}", f"plans/{plan}"),
            "kind": "cap",
            "troops": limit,
            "per_1000": density(limit, case[now]),
        }
        for plan, limit in _sort_caps(case, cap)
    ]
    rows.append(
        {
            "level": "Present strength",
            "kind": "strength",
            "troops": case[strength],
            "per_1000": density(case[strength], case[now]),
        }
    )
    rows += [
        {"level": level, "kind": kind, "troops": troops, "per_1000": density(troops, case[before])}
        for level, kind, troops in _list_prewar_levels(case, prewar)
    ]
    return pd.DataFrame(rows, dtype=object)


def _list_prewar_levels(case: Case, prewar: str) -> list[tuple[str, str, Estimate]]:
    own, others = case[prewar], _list_other_counts(case, prewar)
    if not others:
        return [("Strength before the war", "strength", own)]
    sources = case.ledger.get_table(Source)
    used = [sources[claim.source].role for claim in case.claims(prewar) if claim.id in own.claims]
    by = "the article" if "article" in used else "the source in use"
    counts = (
        [("another count", others[0])]
        if len(others) == 1
        else [("highest other count", others[-1]), ("lowest other count", others[0])]
    )
    return [
        (f"Before the war, by {by}", "strength", own),
        *((f"Before the war, {which}", "other count", troops) for which, troops in counts),
    ]


def _list_other_counts(case: Case, quantity: str) -> list[Estimate]:
    """Lists the numbers of the claims other than the one in use, lowest first."""
    return sorted(
        case.estimate(claim)
        for claim in case.claims(quantity)
        if claim.rank != "deprecated" and claim.id not in case[quantity].claims
    )


def prewar_others(case: Case, *, prewar: str = PREWAR) -> tuple[Estimate, Estimate]:
    """Returns the lowest and the highest count of the pre-war strength but for the one in use (person).

    Where nobody else counts it, both are the one in use.
    """
    others = _list_other_counts(case, prewar) or [case[prewar]]
    return others[0], others[-1]


def change(case: Case, plan: str, *, cap: str = CAP, strength: str = STRENGTH) -> Estimate:
    """Returns how a plan's cap differs from the present strength (person), a cut being negative."""
    return (case[cap, plan] - case[strength]).named(f"forces.change.{plan}", f"Change forced by the {case.label(plan)}")


def per_1000_now(case: Case, plan: str, *, cap: str = CAP, now: str = POPULATION_NOW) -> Estimate:
    """Returns a plan's cap in persons under arms per 1,000 inhabitants now."""
    return density(case[cap, plan], case[now]).named(
        f"forces.per_1000_now.{plan}", f"Troops per thousand inhabitants, {case.label(plan)}"
    )


def multiple(case: Case, *, cap: str = CAP, prewar: str = PREWAR) -> Estimate:
    """Returns how many times the pre-war strength the lowest cap is (dimensionless)."""
    _, lowest = _sort_caps(case, cap)[0]
    return (lowest / case[prewar]).named("forces.multiple", "Lower cap, times the pre-war strength")


def densities(
    case: Case, *, cap: str = CAP, before: str = POPULATION_BEFORE, now: str = POPULATION_NOW
) -> pd.DataFrame:
    """Each cap on today's population and on that before the war, one under the other.

    Returns: two rows a plan, lowest cap first. level: Label; density: persons under arms per 1,000 inhabitants.
    """
    import pandas as pd

    return pd.DataFrame(
        [
            {
                "level": Label(f"{case.label(plan)}, {time}", f"plans/{plan}"),
                "density": density(limit, case[population]),
            }
            for plan, limit in _sort_caps(case, cap)
            for time, population in (("before the war", before), ("now", now))
        ],
        dtype=object,
    )


def prewar_claims(case: Case, *, cap: str = CAP, prewar: str = PREWAR) -> pd.DataFrame:
    """Every claim of the pre-war strength, and how many times it the lowest cap is.

    Returns: one row a claim, largest first. source: Label; troops: person; ratio: lowest cap / troops
        (dimensionless); chosen: 'baseline' for the claim the report uses.
    """
    import pandas as pd

    _, lowest = _sort_caps(case, cap)[0]
    baseline = case[prewar].claims
    rows = [
        {
            "source": case.source(claim.source),
            "troops": rival,
            "ratio": lowest / rival,
            "chosen": "baseline" if claim.id in baseline else "",
        }
        for claim in case.claims(prewar)
        if claim.rank != "deprecated"
        for rival in [case.estimate(claim)]
    ]
    return pd.DataFrame(rows, dtype=object).sort_values("troops", ascending=False, ignore_index=True)


def _sort_caps(case: Case, cap: str) -> list[tuple[str, Estimate]]:
    return sorted(case.by_subject(cap).items(), key=lambda item: item[1].value)
