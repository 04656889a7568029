"""Troop caps: how far apart are the plans, and what cut would each force?

Densities are persons under arms per 1,000 inhabitants, the base customary in force comparisons
(IISS, The Military Balance). The inhabitants are those of the territory that the army draws on, and an army is set
against one that is counted in the same way: see `analysis.compare.denominators`. The quantities are those that play the
roles `limit` (cap), `level_now` (strength), `level_before` (prewar), `population_now`, `population_before`,
`level_by_party` (active) and `population_by_party` (inhabitants) in the case, unless the call names others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.case.schema import Source
from analysis.compare import denominators, quantities
from analysis.compare.quantities.numbers import find_by_subject
from analysis.label import Label

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case
    from analysis.estimates.estimate import Estimate


def caps(
    case: Case,
    *,
    cap: str | None = None,
    strength: str | None = None,
    before: str | None = None,
    now: str | None = None,
) -> pd.DataFrame:
    """Compares each plan's cap with present strength and with the population.

    cap, strength, before, now: the quantities that hold caps (one a plan), present strength, and the population before
        the war and now.
    Returns: one row a plan, lowest cap first. plan: Label; cap, change: person, a cut being negative;
        change_share: percent of present strength; per_1000_before, per_1000_now: persons under arms per
        1,000 inhabitants before the war and now.
    Raises: MissingClaim with the quantity's name if the case has no claim on one of the four.

    >>> from analysis import compare, load_case
    >>> row = compare.forces.caps(load_case()).iloc[0]
    >>> print(row.plan, row.cap.value, row.change.value)
    28-point plan 600000.0 -200000.0
    """
    import pandas as pd

    cap, strength, before, now = (
        case.role("limit", cap),
        case.role("level_now", strength),
        case.role("population_before", before),
        case.role("population_now", now),
    )
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
                "per_1000_before": density(limit, denominators.denominator(case, before)).named(
                    f"forces.per_1000_before.{plan}"
                ),
                "per_1000_now": per_1000_now(case, plan, cap=cap, now=now),
            }
        )
    return pd.DataFrame(rows, dtype=object)


def density(troops: Estimate, population: Estimate) -> Estimate:
    """Computes persons under arms per 1,000 inhabitants.

    troops, population: person.
    Source: the base customary in force comparisons (IISS, The Military Balance).

    >>> from analysis import compare, number
    >>> round(compare.forces.density(number(600_000, "person"), number(30, "million person")).value, 2)
    20.0
    """
    return (troops / population).to("per_thousand")


def between(case: Case, *, cap: str | None = None) -> pd.DataFrame:
    """Compares the caps of every pair of plans.

    cap: the quantity that holds the caps, one a plan.
    Returns: one row a pair, the lower cap first. lower, higher: Label; difference: person; below: the lower cap against
        the higher, percent, negative; above: the higher cap against the lower, percent, '' where the other is none.
    Raises: MissingClaim if the case has no claim on caps.

    >>> from analysis import compare, load_case
    >>> row = compare.forces.between(load_case()).iloc[0]
    >>> row.difference
    <Distance between the caps: 200000 person>
    """
    import pandas as pd

    rows = []
    for row in quantities.pairs(case, case.role("limit", cap)).to_dict("records"):
        pair = f"{row['one'].id}.{row['other'].id}"
        rows.append(
            {
                "lower": row["one"],
                "higher": row["other"],
                "difference": row["difference"].named(f"forces.difference.{pair}", "Distance between the caps"),
                "below": _rename(row["of_second"], f"forces.below.{pair}", "Lower cap against the higher"),
                "above": _rename(row["of_first"], f"forces.above.{pair}", "Higher cap against the lower"),
            }
        )
    return pd.DataFrame(rows, columns=["lower", "higher", "difference", "below", "above"], dtype=object)


def _rename(share: Estimate | str, name: str, label: str) -> Estimate | str:
    return share if isinstance(share, str) else share.named(name, label)


def levels(
    case: Case,
    *,
    cap: str | None = None,
    strength: str | None = None,
    prewar: str | None = None,
    before: str | None = None,
    now: str | None = None,
) -> pd.DataFrame:
    """Lists caps, present strength and pre-war strength in one column: the caps, lowest first, then the strengths.

    Where other sources count the pre-war strength too, the highest and the lowest of their counts come last.
    cap, strength, prewar, before, now: the quantities that hold caps (one a plan), the strengths, and the populations.
    Returns: one row a level. level: Label or text; kind: text, cap, strength or other count; troops: person; per_1000:
        persons under arms per 1,000 inhabitants of the same time (before the war for the pre-war strength, else now).
    Raises: MissingClaim with the quantity's name if the case has no claim on one of the five.

    >>> from analysis import compare, load_case
    >>> levels = compare.forces.levels(load_case())
    >>> [str(level) for level in levels["level"][:3]]
    ['Cap in the 28-point plan', 'Cap in the 20-point plan', 'Present strength']
    """
    import pandas as pd

    cap, strength, prewar, before, now = (
        case.role("limit", cap),
        case.role("level_now", strength),
        case.role("level_before", prewar),
        case.role("population_before", before),
        case.role("population_now", now),
    )
    people, people_before = denominators.denominator(case, now), denominators.denominator(case, before)
    rows: list[dict[str, object]] = [
        {
            "level": Label(f"Cap in the {case.label(plan)}", f"plans/{plan}"),
            "kind": "cap",
            "troops": limit,
            "per_1000": density(limit, people),
        }
        for plan, limit in _sort_caps(case, cap)
    ]
    rows.append(
        {
            "level": "Present strength",
            "kind": "strength",
            "troops": case[strength],
            "per_1000": density(case[strength], people),
        }
    )
    rows += [
        {"level": level, "kind": kind, "troops": troops, "per_1000": density(troops, people_before)}
        for level, kind, troops in _list_prewar_levels(case, prewar)
    ]
    return pd.DataFrame(rows, dtype=object)


def _list_prewar_levels(case: Case, prewar: str) -> list[tuple[str | Label, str, Estimate]]:
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
        *((_label_count(case, f"Before the war, {which}", troops), "other count", troops) for which, troops in counts),
    ]


def _label_count(case: Case, name: str, troops: Estimate) -> str | Label:
    """Writes whom a count of troops covers behind its name, where that is stated."""
    claim = denominators.find_claim(case, troops)
    return Label(f"{name}: {claim.base}", f"claims/{claim.id}") if claim and claim.base else name


def _list_other_counts(case: Case, quantity: str) -> list[Estimate]:
    """Lists the numbers of the claims other than the one in use, lowest first; what others contradict is left out."""
    return sorted(
        case.estimate(claim)
        for claim in case.claims(quantity)
        if claim.rank != "deprecated" and claim.verdict != "contradicted" and claim.id not in case[quantity].claims
    )


def prewar_others(case: Case, *, prewar: str | None = None) -> tuple[Estimate, Estimate]:
    """Finds the lowest and the highest count of the pre-war strength other than the one in use (person).

    A count that other sources contradict is left out.

    Where no other source counts it, both are the one in use.
    prewar: the quantity that holds it.
    Raises: MissingClaim if the case has no claim on it.

    >>> from analysis import compare, load_case
    >>> compare.forces.prewar_others(load_case())
    (<pre-war strength: 196000 person>, <pre-war strength: 290000 (261000 to 319000) person>)
    """
    prewar = case.role("level_before", prewar)
    others = _list_other_counts(case, prewar) or [case[prewar]]
    return others[0], others[-1]


def change(case: Case, plan: str, *, cap: str | None = None, strength: str | None = None) -> Estimate:
    """Computes how much a plan's cap differs from the present strength (person); a cut is negative.

    cap, strength: the quantities that hold the caps (one a plan) and the present strength.
    Raises: MissingClaim if the case has no claim on one of them.

    >>> from analysis import compare, load_case
    >>> compare.forces.change(load_case(), "plan_28")
    <Change forced by the 28-point plan: -200000 (-280000 to -120000) person>
    """
    cap, strength = case.role("limit", cap), case.role("level_now", strength)
    return (case[cap, plan] - case[strength]).named(f"forces.change.{plan}", f"Change forced by the {case.label(plan)}")


def per_1000_now(case: Case, plan: str, *, cap: str | None = None, now: str | None = None) -> Estimate:
    """Computes a plan's cap in persons under arms per 1,000 inhabitants now.

    cap, now: the quantities that hold the caps (one a plan) and the population.
    Raises: MissingClaim if the case has no claim on one of them.

    >>> from analysis import compare, load_case
    >>> round(compare.forces.per_1000_now(load_case(), "plan_28").value, 1)
    20.0
    """
    cap, now = case.role("limit", cap), case.role("population_now", now)
    return density(case[cap, plan], denominators.denominator(case, now)).named(
        f"forces.per_1000_now.{plan}", f"Troops per thousand inhabitants, {case.label(plan)}"
    )


def multiple(case: Case, *, cap: str | None = None, prewar: str | None = None) -> Estimate:
    """Computes how many times the pre-war strength, counted in the same way, the lowest cap is (dimensionless).

    cap, prewar: the quantities that hold the caps (one a plan) and the pre-war strength.
    Raises: MissingClaim if the case has no claim on one of them.

    >>> from analysis import compare, load_case
    >>> compare.forces.multiple(load_case()).value
    1.0
    >>> round(compare.forces.multiple(load_case(basis="all")).value, 2)
    2.3
    """
    cap, prewar = case.role("limit", cap), case.role("level_before", prewar)
    _, lowest = _sort_caps(case, cap)[0]
    return (lowest / denominators.denominator(case, prewar)).named(
        "forces.multiple", "Lower cap, times the pre-war strength"
    )


def densities(case: Case, *, cap: str | None = None, before: str | None = None, now: str | None = None) -> pd.DataFrame:
    """Computes each cap per 1,000 inhabitants of the population before the war and now, in one column.

    cap, before, now: the quantities that hold the caps (one a plan) and the populations.
    Returns: two rows a plan, lowest cap first. level: Label; density: persons under arms per 1,000 inhabitants.
    Raises: MissingClaim with the quantity's name if the case has no claim on one of the three.

    >>> from analysis import compare, load_case
    >>> row = compare.forces.densities(load_case()).iloc[1]
    >>> print(row.level, round(row.density.value, 1))
    28-point plan, now 20.0
    """
    import pandas as pd

    cap, before, now = case.role("limit", cap), case.role("population_before", before), case.role("population_now", now)
    return pd.DataFrame(
        [
            {
                "level": Label(f"{case.label(plan)}, {time}", f"plans/{plan}"),
                "density": density(limit, denominators.denominator(case, population)),
            }
            for plan, limit in _sort_caps(case, cap)
            for time, population in (("before the war", before), ("now", now))
        ],
        dtype=object,
    )


def prewar_claims(case: Case, *, cap: str | None = None, prewar: str | None = None) -> pd.DataFrame:
    """Compares every claim of the pre-war strength, or of another one, with the lowest cap.

    cap, prewar: the quantities that hold the caps (one a plan) and the strength.
    Returns: one row a claim, largest first. source: Label; troops: person; covers: Label of whom it counts, or a dash;
        when: Label of the date that it is of;
        ratio: lowest cap / troops (dimensionless); chosen: baseline for the claim the report uses, else empty.
    Raises: MissingClaim if the case has no claim on one of the two.

    >>> from analysis import compare, load_case
    >>> row = compare.forces.prewar_claims(load_case()).iloc[0]
    >>> print(row.troops.value, row.ratio.value, row.chosen)
    600000.0 1.0 baseline
    """
    import pandas as pd

    cap, prewar = case.role("limit", cap), case.role("level_before", prewar)
    _, lowest = _sort_caps(case, cap)[0]
    baseline = case[prewar].claims
    rows = [
        {
            "source": case.source(claim.source),
            "troops": rival,
            "covers": Label(claim.base, f"claims/{claim.id}") if claim.base else "–",
            "when": denominators.find_date(case, rival),
            "ratio": lowest / rival,
            "chosen": "baseline" if claim.id in baseline else "",
        }
        for claim in case.claims(prewar)
        if claim.rank != "deprecated"
        for rival in [case.estimate(claim)]
    ]
    return pd.DataFrame(rows, dtype=object).sort_values("troops", ascending=False, ignore_index=True)


def growth(case: Case, *, prewar: str | None = None, strength: str | None = None) -> pd.DataFrame:
    """Compares the strength before the war with the present one, each pair counted in the same way.

    prewar, strength: the quantities that hold the two strengths; the base of a claim says whom it counts.
    Returns: one row a base that both have. covers: Label; before, now: person; times: now / before (dimensionless);
        remark: Label of our note on the earlier number, or a dash.

    >>> from analysis import compare, load_case
    >>> row = compare.forces.growth(load_case()).iloc[0]
    >>> print(row.covers, row.before.value, row.now.value, round(row.times.value, 2))
    armed forces 261000.0 800000.0 3.07
    """
    import pandas as pd

    prewar, strength = case.role("level_before", prewar), case.role("level_now", strength)
    rows = []
    for base in dict.fromkeys(claim.base for claim in case.claims(strength) if claim.base):
        before, now = denominators.of_base(case, prewar, base), denominators.of_base(case, strength, base)
        if before is not None and now is not None:
            claim, earlier = denominators.find_claim(case, now), denominators.find_claim(case, before)
            rows.append(
                {
                    "covers": Label(base, f"claims/{claim.id}" if claim else "claims"),
                    "before": before,
                    "now": now,
                    "times": (now / before).named(
                        f"forces.growth.{base.replace(' ', '_')}", "Times the earlier number"
                    ),
                    "remark": Label(earlier.note, f"claims/{earlier.id}", case) if earlier and earlier.note else "–",
                }
            )
    return pd.DataFrame(rows, columns=["covers", "before", "now", "times", "remark"], dtype=object)


def armies(case: Case, *, active: str | None = None, inhabitants: str | None = None) -> pd.DataFrame:
    """Compares the armies of several states in proportion to their inhabitants.

    active, inhabitants: the quantities that hold, for each state, the persons on active service and the inhabitants.
    Returns: one row a state that has both, the highest density first. state: Label; troops, people: person; per_1000:
        persons on active service per 1,000 inhabitants; empty where nobody claims them.

    >>> from analysis import compare, load_case
    >>> row = compare.forces.armies(load_case()).iloc[0]
    >>> print(row.state, round(row.per_1000.value, 1))
    Russia 9.2
    """
    import pandas as pd

    people = find_by_subject(case, "population_by_party", inhabitants)
    troops = find_by_subject(case, "level_by_party", active)
    shares = {state: density(troops[state], people[state]) for state in troops if state in people}
    rows = [
        {
            "state": case.label(state),
            "troops": troops[state],
            "people": people[state],
            "per_1000": share.named(
                f"forces.army.{state}", f"Active troops per thousand inhabitants, {case.label(state)}"
            ),
        }
        for state, share in sorted(shares.items(), key=lambda item: -item[1].value)
    ]
    return pd.DataFrame(rows, columns=["state", "troops", "people", "per_1000"], dtype=object)


def _sort_caps(case: Case, cap: str) -> list[tuple[str, Estimate]]:
    return sorted(case.by_subject(cap).items(), key=lambda item: item[1].value)
