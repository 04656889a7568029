"""Limits: how far apart are the plans, and what cut of what there is now would each force?

A limit of a plan is a rule: "at most 5" is 5. A cut, or room for more, is stated where nine of ten draws hold it.

Densities are so many per 1,000 people, as is customary where forces are compared (IISS, The Military Balance). The
people are those of the base that counts, and a level is set against one that is counted in the same way: see
`analysis.compare.denominators`. The quantities are those that play the roles `limit` (cap), `level_now` (strength),
`level_before` (prewar), `population_now`, `population_before`, `level_by_party` (active) and `population_by_party`
(inhabitants) in the case, unless the call names others; the words for them are their names there. What the case does
not say of a level before or of people is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.case.schema import Source
from analysis.compare import denominators, quantities
from analysis.compare.direction import direction
from analysis.compare.quantities.numbers import find_by_subject, find_optional
from analysis.estimates.substitution import hold_terms
from analysis.label import Label
from analysis.messages import Place, Word, gettext
from analysis.wording import units
from analysis.wording.capitals import begin_with_capital

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case
    from analysis.estimates.estimate import Estimate

UNSTATED = "–"  # what a count covers, where its source does not say
_MEANS = {"fall": "cut", "rise": "room", "none": "none", "open": "open"}
_NAMED = (
    "level_now",
    "level_before",
    "level_by_party",
    "population_now",
    "population_before",
    "population_by_party",
)  # roles


def caps(
    case: Case,
    *,
    cap: str | None = None,
    strength: str | None = None,
    before: str | None = None,
    now: str | None = None,
) -> pd.DataFrame:
    """Compares each plan's limit with what there is now and with the people before and now.

    cap, strength, before, now: the quantities that hold limits (one a plan), what there is now, and the people before
        and now.
    Returns: one row a plan, lowest limit first. plan: Label; cap, change: the limit's unit, a cut being negative;
        means: cut, room, none (a limit at the level of now) or open, as `direction` says how sure that is;
        change_share: percent of what there is now; per_1000_before, per_1000_now: per 1,000 people before and now, None
        where the case does not say how many there are, or the limit is in another unit.
    Raises: MissingClaim with the quantity's name if the case has no claim on limit or level, or on one that is named.

    >>> from analysis import compare, load_case
    >>> row = compare.forces.caps(load_case()).iloc[0]
    >>> print(row.plan, row.cap.value, row.change.value)
    28-point plan 600000.0 -200000.0
    """
    import pandas as pd

    cap, strength = case.role("limit", cap), case.role("level_now", strength)
    people_before, people = (
        _find_people(case, "population_before", before, cap),
        _find_people(case, "population_now", now, cap),
    )
    rows = []
    for plan, limit in _sort_caps(case, cap):
        name = case.label(plan)
        forced = change(case, plan, cap=cap, strength=strength)
        rows.append(
            {
                "plan": name,
                "cap": limit.named(f"forces.cap.{plan}", _label_limit(case, cap, plan).text),
                "change": forced,
                "means": _MEANS[direction(forced)] if forced.value else "none",
                "change_share": (forced / case[strength])
                .to("percent")
                .named(f"forces.change_share.{plan}", gettext("Change in per cent, {plan}", plan=name)),
                "per_1000_before": density(limit, people_before).named(f"forces.per_1000_before.{plan}")
                if people_before is not None
                else None,
                "per_1000_now": per_1000_now(case, plan, cap=cap, now=now) if people is not None else None,
            }
        )
    return pd.DataFrame(rows, dtype=object)


def describe_change(means: str, plan: str, change: str) -> str:
    """Describes what a limit means for what there is now, as a clause with places.

    means: as in `caps`. plan, change: the names of the places for the plan and for the change.

    >>> from analysis.compare.forces import describe_change
    >>> describe_change("cut", "lower", "cut"), describe_change("open", "lower", "cut")
    ('the {lower} means a cut of {cut:size}', 'it is open whether the {lower} means a cut')
    """
    places = {"plan": Place(plan), "change": Place(change)}
    if means == "cut":
        return gettext("the {plan} means a cut of {change:size}", **places)
    if means == "room":
        return gettext("the {plan} leaves room for {change:size} more", **places)
    if means == "none":
        return gettext("the {plan} changes little or nothing", **places)
    return gettext("it is open whether the {plan} means a cut", **places)


def limited(case: Case) -> Label:
    """Names what the plans limit, for a sentence: what plays `limited`, else what there is now of it.

    >>> from analysis import compare, load_case
    >>> print(compare.forces.limited(load_case()))
    the army
    """
    return case.label(case.role("limited" if case.roles("limited") else "level_now"))


def headings(case: Case) -> dict[str, Label]:
    """Lists headings for columns in the words of the case: of each role that is played, and of a rate `per_` it.

    >>> from analysis import compare, load_case
    >>> found = compare.forces.headings(load_case())
    >>> print(found["level_before"], found["per_population_now"], sep="; ")
    Pre-war strength; Per thousand (population now)
    """
    played = {role: case.label(id) for role in _NAMED for id in case.roles(role)[:1]}
    rates = {
        f"per_{role}": Label(gettext("Per thousand ({population})", population=name), name.ref, case)
        for role, name in played.items()
    }
    return {role: _capitalize(name) for role, name in played.items()} | rates


def density(level: Estimate, population: Estimate) -> Estimate:
    """Computes how many there are per 1,000 people.

    level, population: person.
    Source: the base customary in force comparisons (IISS, The Military Balance).

    >>> from analysis import compare, number
    >>> round(compare.forces.density(number(600_000, "person"), number(30, "million person")).value, 2)
    20.0
    """
    return (level / population).to("per_thousand")


def between(case: Case, *, cap: str | None = None) -> pd.DataFrame:
    """Compares the limits of every pair of plans.

    cap: the quantity that holds the limits, one a plan.
    Returns: one row a pair, the lower limit first. lower, higher: Label; difference: its unit; below: the lower limit
        against the higher, percent, negative; above: the higher against the lower, percent, '' where that is none.
    Raises: MissingClaim if the case has no claim on limits.

    >>> from analysis import compare, load_case
    >>> row = compare.forces.between(load_case()).iloc[0]
    >>> row.difference
    <Distance between the limits: 200000 person>
    """
    import pandas as pd

    rows = []
    for row in quantities.pairs(case, case.role("limit", cap)).to_dict("records"):
        pair = f"{row['one'].id}.{row['other'].id}"
        rows.append(
            {
                "lower": row["one"],
                "higher": row["other"],
                "difference": hold_terms(row["difference"]).named(
                    f"forces.difference.{pair}", gettext("Distance between the limits")
                ),
                "below": _rename(row["of_second"], f"forces.below.{pair}", gettext("Lower limit against the higher")),
                "above": _rename(row["of_first"], f"forces.above.{pair}", gettext("Higher limit against the lower")),
            }
        )
    return pd.DataFrame(rows, columns=["lower", "higher", "difference", "below", "above"], dtype=object)


def _rename(share: Estimate | str, name: str, label: str) -> Estimate | str:
    return share if isinstance(share, str) else hold_terms(share).named(name, label)


def levels(
    case: Case,
    *,
    cap: str | None = None,
    strength: str | None = None,
    prewar: str | None = None,
    before: str | None = None,
    now: str | None = None,
) -> pd.DataFrame:
    """Lists limits and levels in one column: the limits, lowest first, then the level now and the level before.

    Where other sources count the level before too, the highest and the lowest of their counts come last.
    cap, strength, prewar, before, now: the quantities that hold limits (one a plan), the levels, and the people.
    Returns: one row a level. level: Label or text; kind: Word, limit, level or other count; amount: the limit's unit;
        per_1000: per 1,000 people of the same time, None where the case does not say how many there are.
    Raises: MissingClaim with the quantity's name if the case has no claim on limit or level, or on one that is named.

    >>> from analysis import compare, load_case
    >>> levels = compare.forces.levels(load_case())
    >>> [str(level) for level in levels["level"][:3]]
    ['Troop cap in the 28-point plan', 'Troop cap in the 20-point plan', 'Present strength']
    """
    import pandas as pd

    cap, strength = case.role("limit", cap), case.role("level_now", strength)
    prewar = _find_known(case, "level_before", prewar)
    people, people_before = (
        _find_people(case, "population_now", now, cap),
        _find_people(case, "population_before", before, cap),
    )
    rows: list[tuple[Label, Word, Estimate, Estimate | None]] = [
        (_label_limit(case, cap, plan), Word("limit", "kind of level"), limit, people)
        for plan, limit in _sort_caps(case, cap)
    ]
    rows.append((_capitalize(case.label(strength)), Word("level", "kind of level"), case[strength], people))
    rows += [(*level, people_before) for level in (_list_levels_before(case, prewar) if prewar else [])]
    return pd.DataFrame(
        [
            {
                "level": level,
                "kind": kind,
                "amount": amount,
                "per_1000": density(amount, of) if of is not None else None,
            }
            for level, kind, amount, of in rows
        ],
        dtype=object,
    )


def _list_levels_before(case: Case, prewar: str) -> list[tuple[Label, Word, Estimate]]:
    own, others, name = case[prewar], _list_other_counts(case, prewar), _capitalize(case.label(prewar))
    level, other_count = Word("level", "kind of level"), Word("other count", "kind of level")
    if not others:
        return [(name, level, own)]
    sources = case.ledger.get_table(Source)
    used = [sources[claim.source].role for claim in case.claims(prewar) if claim.id in own.claims]
    by_one = (
        gettext("{level}, by the article", level=name)
        if "article" in used
        else gettext("{level}, by the source in use", level=name)
    )
    counts = (
        [(gettext("{level}, another count", level=name), others[0])]
        if len(others) == 1
        else [
            (gettext("{level}, highest other count", level=name), others[-1]),
            (gettext("{level}, lowest other count", level=name), others[0]),
        ]
    )
    return [
        (Label(by_one, name.ref, case), level, own),
        *((_label_count(case, Label(text, name.ref, case), amount), other_count, amount) for text, amount in counts),
    ]


def _label_count(case: Case, name: Label, amount: Estimate) -> Label:
    """Writes what a count covers behind its name, where that is stated."""
    claim = denominators.find_claim(case, amount)
    return Label(f"{name}: {claim.base}", f"claims/{claim.id}") if claim and claim.base else name


def _label_limit(case: Case, cap: str, plan: str) -> Label:
    return Label(
        gettext("{limit} in the {plan}", limit=_capitalize(case.label(cap)), plan=case.label(plan)), f"plans/{plan}"
    )


def _capitalize(name: Label) -> Label:
    return name.change(begin_with_capital)


def _find_known(case: Case, role: str, given: str | None) -> str:
    """Returns the quantity that plays a role, '' where the case has no number for it; one that is given stays."""
    found = find_optional(case, role, given)
    return found if given is not None or found in case else ""


def _find_people(case: Case, role: str, given: str | None, cap: str) -> Estimate | None:
    """Returns the people that a limit is set against, None where the case has none that it can be a share of."""
    found = _find_known(case, role, given)
    is_like = found and units.find_kind(case.quantity(found).unit) == units.find_kind(case.quantity(cap).unit)
    return denominators.denominator(case, found) if is_like else None


def _list_other_counts(case: Case, quantity: str) -> list[Estimate]:
    """Lists the numbers of the claims other than the one in use, lowest first; what others contradict is left out."""
    return sorted(
        case.estimate(claim)
        for claim in case.claims(quantity)
        if claim.rank != "deprecated" and claim.verdict != "contradicted" and claim.id not in case[quantity].claims
    )


def prewar_others(case: Case, *, prewar: str | None = None) -> tuple[Estimate, Estimate]:
    """Finds the lowest and the highest count of the level before other than the one in use, in its unit.

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
    """Computes how much a plan's limit differs from what there is now, in its unit; a cut is negative.

    cap, strength: the quantities that hold the limits (one a plan) and what there is now.
    Raises: MissingClaim if the case has no claim on one of them.

    >>> from analysis import compare, load_case
    >>> compare.forces.change(load_case(), "plan_28")
    <Change forced by the 28-point plan: -200000 (-280000 to -120000) person>
    """
    cap, strength = case.role("limit", cap), case.role("level_now", strength)
    return (hold_terms(case[cap, plan]) - case[strength]).named(
        f"forces.change.{plan}", gettext("Change forced by the {plan}", plan=case.label(plan))
    )


def per_1000_now(case: Case, plan: str, *, cap: str | None = None, now: str | None = None) -> Estimate:
    """Computes a plan's limit per 1,000 people now.

    cap, now: the quantities that hold the limits (one a plan) and the people.
    Raises: MissingClaim if the case has no claim on one of them.

    >>> from analysis import compare, load_case
    >>> round(compare.forces.per_1000_now(load_case(), "plan_28").value, 1)
    20.0
    """
    cap, now = case.role("limit", cap), case.role("population_now", now)
    return density(hold_terms(case[cap, plan]), denominators.denominator(case, now)).named(
        f"forces.per_1000_now.{plan}",
        gettext(
            "{limit} per thousand ({population}), {plan}",
            limit=_capitalize(case.label(cap)),
            population=case.label(now),
            plan=case.label(plan),
        ),
    )


def multiple(case: Case, *, cap: str | None = None, prewar: str | None = None) -> Estimate:
    """Computes how many times the level before, counted in the same way, the lowest limit is (dimensionless).

    cap, prewar: the quantities that hold the limits (one a plan) and the level before.
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
        "forces.multiple", gettext("Lower limit, times the {level}", level=case.label(prewar))
    )


def densities(case: Case, *, cap: str | None = None, before: str | None = None, now: str | None = None) -> pd.DataFrame:
    """Computes each limit per 1,000 people before and now, in one column.

    cap, before, now: the quantities that hold the limits (one a plan) and the people.
    Returns: a row a plan and time, lowest limit first; none of a time of which the case does not say how many people
        there were. level: Label; density: per 1,000 people.
    Raises: MissingClaim with the quantity's name if the case has no claim on limits, or on one that is named.

    >>> from analysis import compare, load_case
    >>> row = compare.forces.densities(load_case()).iloc[1]
    >>> print(row.level, round(row.density.value, 1))
    28-point plan: population now 20.0
    """
    import pandas as pd

    cap = case.role("limit", cap)
    asked = [("population_before", before), ("population_now", now)]
    people = [
        (case.label(_find_known(case, role, given)), found)
        for role, given in asked
        if (found := _find_people(case, role, given, cap)) is not None
    ]
    rows = [
        {"level": Label(f"{case.label(plan)}: {name}", f"plans/{plan}"), "density": density(limit, found)}
        for plan, limit in _sort_caps(case, cap)
        for name, found in people
    ]
    return pd.DataFrame(rows, columns=["level", "density"], dtype=object)


def prewar_claims(case: Case, *, cap: str | None = None, prewar: str | None = None) -> pd.DataFrame:
    """Compares every claim of the level before, or of another one, with the lowest limit.

    cap, prewar: the quantities that hold the limits (one a plan) and the level.
    Returns: one row a claim, largest first. who: Label of who counts, what and when; source: Label; amount: its unit;
        covers: Label of what it counts, or a dash; when: Label of the date that it is of; ratio: lowest limit / amount
        (dimensionless); chosen: Word, baseline for the claim the report uses, else empty.
    Raises: MissingClaim if the case has no claim on one of the two.

    >>> from analysis import compare, load_case
    >>> row = compare.forces.prewar_claims(load_case()).iloc[0]
    >>> print(row.amount.value, row.ratio.value, row.chosen)
    600000.0 1.0 baseline
    """
    import pandas as pd

    cap, prewar = case.role("limit", cap), case.role("level_before", prewar)
    _, lowest = _sort_caps(case, cap)[0]
    baseline = case[prewar].claims
    rows = [
        {
            "who": denominators.name_source_of(
                case, claim, claim.base or "", denominators.find_date(case, rival) if claim.as_of else ""
            ),
            "source": case.source(claim.source),
            "amount": rival,
            "covers": Label(claim.base, f"claims/{claim.id}") if claim.base else UNSTATED,
            "when": denominators.find_date(case, rival),
            "ratio": lowest / rival,
            "chosen": Word("baseline") if claim.id in baseline else "",
        }
        for claim in case.claims(prewar)
        if claim.rank != "deprecated"
        for rival in [case.estimate(claim)]
    ]
    return pd.DataFrame(rows, dtype=object).sort_values("amount", ascending=False, ignore_index=True)


def count_alike(case: Case, *, prewar: str | None = None) -> str:
    """Says whether the claims of the level before count the same, as a sentence: by what they say that they cover.

    prewar: the quantity that holds the level. Returns: '' where they all cover one thing, or there is only one.
    Raises: MissingClaim if the case has no claim on it.

    >>> from analysis import compare, load_case
    >>> compare.forces.count_alike(load_case())
    'They do not count the same.'
    """
    covers = [str(one) for one in prewar_claims(case, prewar=prewar).covers]
    if (len(set(covers)) < 2 and UNSTATED not in covers) or len(covers) < 2:
        return ""
    if len(set(covers) - {UNSTATED}) > 1:
        return gettext("They do not count the same.")
    return gettext("Whether they count the same is not on record.")


def growth(case: Case, *, prewar: str | None = None, strength: str | None = None) -> pd.DataFrame:
    """Compares the level before with the present one, each pair counted in the same way.

    prewar, strength: the quantities that hold the two levels; the base of a claim says what it counts.
    Returns: one row a base that both have. covers: Label; before, now: its unit; times: now / before (dimensionless);
        remark: Label of our note on the earlier number, or a dash.

    >>> from analysis import compare, load_case
    >>> row = compare.forces.growth(load_case()).iloc[0]
    >>> print(row.covers, row.before.value, row.now.value, round(row.times.value, 2))
    armed forces 261000.0 800000.0 3.07
    """
    import pandas as pd

    prewar, strength = _find_known(case, "level_before", prewar), case.role("level_now", strength)
    rows = []
    for base in dict.fromkeys(claim.base for claim in case.claims(strength) if claim.base and prewar):
        before, now = denominators.of_base(case, prewar, base), denominators.of_base(case, strength, base)
        if before is not None and now is not None:
            claim, earlier = denominators.find_claim(case, now), denominators.find_claim(case, before)
            covers = case.text("claims", claim.id, "base") if claim else Label(base, "claims")
            rows.append(
                {
                    "covers": covers,
                    "before": before,
                    "now": now,
                    "times": (now / before).named(
                        f"forces.growth.{covers.own_text.replace(' ', '_')}", gettext("Times the earlier number")
                    ),
                    "remark": Label(earlier.note, f"claims/{earlier.id}", case) if earlier and earlier.note else "–",
                }
            )
    return pd.DataFrame(rows, columns=["covers", "before", "now", "times", "remark"], dtype=object)


def by_party(case: Case, *, active: str | None = None, inhabitants: str | None = None) -> pd.DataFrame:
    """Compares what several parties have of it in proportion to their people.

    active, inhabitants: the quantities that hold, for each party, what it has and its people.
    Returns: one row a party that has both, the highest density first. party: Label; amount, people: person; per_1000:
        so many per 1,000 people; empty where nobody claims them.

    >>> from analysis import compare, load_case
    >>> row = compare.forces.by_party(load_case()).iloc[0]
    >>> print(row.party, round(row.per_1000.value, 1))
    Russia 9.2
    """
    import pandas as pd

    people = find_by_subject(case, "population_by_party", inhabitants)
    amounts = find_by_subject(case, "level_by_party", active)
    kinds = {party: units.find_kind(number.unit) for party, number in people.items()}
    shares = {
        party: density(number, people[party]).named(
            f"forces.by_party.{party}", gettext("Per thousand, {party}", party=case.label(party))
        )
        for party, number in amounts.items()
        if kinds.get(party) == units.find_kind(number.unit)
    }
    rows = [
        (case.label(party), amounts[party], people[party], share)
        for party, share in sorted(shares.items(), key=lambda item: -item[1].value)
    ]
    return pd.DataFrame(rows, columns=["party", "amount", "people", "per_1000"], dtype=object)


def _sort_caps(case: Case, cap: str) -> list[tuple[str, Estimate]]:
    """Returns the limits by their plans, lowest first; one that says "at most" is that number, as a rule is."""
    return sorted(
        ((plan, hold_terms(limit)) for plan, limit in case.by_subject(cap).items()), key=lambda item: item[1].value
    )
