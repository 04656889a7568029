"""Concessions: what would each party have to give up under each plan?

A party's concession is the salience-weighted mean distance between what it wants and what the plan says, over the
issues on which both are coded (see `positions` for the scales).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from analysis.case.schema import Issue, Position, Provision
from analysis.errors import MissingClaim, format_nearest
from analysis.estimates.constructors import total
from analysis.estimates.estimate import Estimate
from analysis.estimates.statement import Statement, every, exceeds
from analysis.label import Label, add_article
from analysis.messages import Phrase, get_language, gettext

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case

_SMALLEST = 1e-9  # concession that is not one: binary arithmetic leaves less


def concessions(case: Case, plan: str, beside: str = "") -> pd.DataFrame:
    """Computes what each party would have to give up under a plan.

    beside: another plan; then only the issues in both plans count, so that the two compare.
    Returns: one row a party, largest first. party: Label; concession: salience-weighted mean distance between
        what it wants and what the plan says (the mean of its provisions on the issue), 0 to 1; hardest: Label of
        the issue that weighs most in it.
    Raises: MissingClaim if no provision of the plan is coded on the scale.

    >>> from analysis import compare, load_case
    >>> row = compare.concessions.concessions(load_case(), "plan_20").iloc[0]
    >>> print(row.party, round(row.concession.value, 2), row.hardest, sep="; ")
    Russia; 0.52; Zaporizhzhia nuclear power plant
    """
    import pandas as pd

    rows = [
        {"party": case.label(party), "hardest": case.label(hardest), "concession": cost}
        for party, (cost, hardest) in _compute_concessions(case, plan, beside, get_language()).items()
    ]
    return pd.DataFrame(rows, columns=["party", "hardest", "concession"], dtype=object).sort_values(
        "concession", ascending=False, ignore_index=True
    )


def _find_plan_positions(case: Case, plan: str) -> dict[str, list[Estimate]]:
    """Issue -> the positions of a plan's provisions on its scale."""
    offered: dict[str, list[Estimate]] = {}
    for provision in case.ledger.get_table(Provision).find_rows("plan", case.telling(plan)):
        if provision.position is not None:
            offered.setdefault(provision.issue, []).append(case.coded("provisions", provision.id, "position"))
    if not offered:
        raise MissingClaim(
            f"{case.folder.name} codes no provision of {plan} on the issues' scales; fill position in provisions.csv."
        )
    return offered


@lru_cache(maxsize=8)
def _compute_concessions(case: Case, plan: str, beside: str, _language: str) -> dict[str, tuple[Estimate, str]]:
    """Party -> its concession, and the issue that weighs most in it; cached, for all parties are asked for in turn.

    _language: in which the codes are named; what is kept is kept for each.
    """
    offered = _find_plan_positions(case, plan)
    found: dict[str, tuple[Estimate, str]] = {}
    if beside:
        other = _find_plan_positions(case, beside)
        offered = {issue: got for issue, got in offered.items() if issue in other}
    positions = case.ledger.get_table(Position)
    for party in dict.fromkeys(position.party for position in positions.values()):
        wanted = {position.issue: position for position in positions.find_rows("party", party)}
        mine = [
            (wanted[issue], offered[issue])
            for issue in case.ledger.get_table(Issue)
            if issue in wanted and issue in offered
        ]
        if mine:
            costs = [
                case.coded("positions", want.id, "salience")
                * abs(case.coded("positions", want.id, "position") - total(got) / len(got))
                for want, got in mine
            ]
            weight = total(case.coded("positions", want.id, "salience") for want, _ in mine)
            hardest = max(zip(costs, mine, strict=True), key=lambda pair: pair[0].value)[1][0].issue
            found[party] = (total(costs) / weight).named(f"positions.concession.{plan}.{party}"), hardest
    return found


def concession(case: Case, plan: str, party: str, beside: str = "") -> Estimate:
    """Computes what one party would have to give up under a plan, 0 to 1.

    beside: as for `concessions`.
    Raises: MissingClaim if no provision of the plan, or no position of the party on its issues, is coded.

    >>> from analysis import compare, load_case
    >>> round(compare.concessions.concession(load_case(), "plan_20", "ukraine").value, 2)
    0.12
    """
    found = _compute_concessions(case, plan, beside, get_language())
    if party not in found:
        raise MissingClaim(
            f"{case.folder.name} codes no position of {party}{format_nearest(party, found)} on an issue "
            f"of the {plan}; add rows to positions.csv."
        )
    name = gettext("{party}: concession asked", party=case.label(party))
    return found[party][0].named(f"positions.concession.{plan}.{party}", name)


def apart(case: Case, first: str, second: str, party: str) -> Estimate:
    """Computes how far two plans are from each other for a party, on the issues in both: a measure for its concessions.

    A concession of this size is as large as the step from one plan to the other.
    Returns: salience-weighted mean distance between what the plans say, 0 to 1.
    Raises: MissingClaim as `concession` does.

    >>> from analysis import compare, load_case
    >>> round(compare.concessions.apart(load_case(), "plan_28", "plan_20", "ukraine").value, 2)
    0.32
    """
    one, other = (_find_plan_positions(case, plan) for plan in (first, second))
    found = case.ledger.get_table(Position).find_rows("party", party)
    mine = [p for p in found if p.issue in one and p.issue in other]
    if not mine:
        raise MissingClaim(f"{case.folder.name} codes no position of {party} on an issue of both plans.")
    weights = [case.coded("positions", p.id, "salience") for p in mine]
    steps = [abs(total(one[p.issue]) / len(one[p.issue]) - total(other[p.issue]) / len(other[p.issue])) for p in mine]
    whole = total(weight * step for weight, step in zip(weights, steps, strict=True)) / total(weights)
    name = gettext("{party}: from plan to plan", party=case.label(party))
    return whole.named(f"positions.apart.{first}.{second}.{party}", name)


def comparable(case: Case, *plans: str) -> bool:
    """Says whether it can be compared what two plans ask of somebody: a party has a position on an issue in both.

    plans: ids of plans.csv; it cannot be with fewer than two.

    >>> from analysis import compare, load_case
    >>> case = load_case()
    >>> compare.concessions.comparable(case, "plan_28", "plan_20"), compare.concessions.comparable(case, "plan_28")
    (True, False)
    """
    if len(plans) != 2:
        return False
    rows = case.ledger.get_table(Provision)
    one, other = (
        {p.issue for p in rows.find_rows("plan", case.telling(plan)) if p.position is not None} for plan in plans
    )
    return any(position.issue in one & other for position in case.ledger.get_table(Position).values())


def shift(case: Case, first: str, second: str) -> tuple[str, dict[str, Label], Statement]:
    """Describes of whom the second of two plans asks less than the first, and of whom more, on the issues in both.

    Returns: a clause with places, the Labels that fill them (eased: the party whose concession falls most, burdened:
    the one whose rises most), and the statement that the one falls and the other rises. Of whom nothing less or more
    is asked, nobody is named.
    Raises: MissingClaim if no provision of one of the plans is coded on the scale.

    >>> from analysis import compare, load_case
    >>> clause, places, statement = compare.concessions.shift(load_case(), "plan_28", "plan_20")
    >>> print(clause.format(**places), statement.holds, sep="; ")
    asks less of Ukraine than the 28-point plan, and more of Russia; True
    """
    before, after = (concessions(case, *plans).to_dict("records") for plans in ((first, second), (second, first)))
    later = {row["party"]: row["concession"] for row in after}
    rises = {row["party"]: later[row["party"]] - row["concession"] for row in before}
    eased, burdened = (choose(rises, key=lambda party: rises[party].value) for choose in (min, max))
    places, parts = {"first_plan": case.label(first).closed}, list[Statement]()
    if rises[eased].value < -_SMALLEST:
        places["eased"] = add_article(eased)
        parts.append(exceeds(-rises[eased], 0))
    if rises[burdened].value > _SMALLEST:
        places["burdened"] = add_article(burdened)
        parts.append(exceeds(rises[burdened], 0))
    if not parts:
        return gettext("asks as much of each as the {first_plan}"), places, exceeds(rises[burdened], 0)
    if "burdened" not in places:
        return gettext("asks less of {eased} than the {first_plan}"), places, every(parts)
    if "eased" not in places:
        return gettext("asks more of {burdened} than the {first_plan}"), places, every(parts)
    clause = gettext("asks less of {eased} than the {first_plan}, and more of {burdened}")
    return clause, places, every(parts)


def concessions_by_plan(case: Case, first: str, second: str) -> pd.DataFrame:
    """Compares what each party would have to give up under each of two plans, on the issues in both.

    Returns: one row a party, the one with the largest concession under the second plan first. party: Label; one column
        a plan: concession, 0 to 1; apart: how far the plans are from each other, see `apart`; issues: on how many of
        those issues the party has a position (item); hardest: Label of the issue that weighs most under the second.
    Raises: MissingClaim if no provision of one of the plans is coded on the scale.

    >>> from analysis import compare, load_case
    >>> row = compare.concessions.concessions_by_plan(load_case(), "plan_28", "plan_20").iloc[0]
    >>> print(row.party, round(row.plan_28.value, 2), round(row.plan_20.value, 2), sep="; ")
    Russia; 0.18; 0.5
    """
    import pandas as pd

    shared = _find_plan_positions(case, first).keys() & _find_plan_positions(case, second).keys()
    found = {
        plan: {row["party"]: row for row in concessions(case, plan, other).to_dict("records")}
        for plan, other in ((first, second), (second, first))
    }
    return pd.DataFrame(
        [
            {
                "party": party,
                first: found[first][party]["concession"],
                second: row["concession"],
                "apart": apart(case, first, second, party.id),
                "hardest": row["hardest"],
                "issues": case.count(
                    "positions",
                    [p for p in case.ledger.get_table(Position).find_rows("party", party.id) if p.issue in shared],
                    Phrase("issues of both plans on which {party} has a position", party=party),
                ).named(f"positions.shared.{party.id}", gettext("Issues of both plans")),
            }
            for party, row in found[second].items()
        ],
        columns=["party", first, second, "apart", "issues", "hardest"],
        dtype=object,
    )


def further_headings(case: Case, plan: str) -> dict[str, str | Label]:
    """Lists the headings for what `concessions_by_plan` has besides the concessions: column -> text or Label.

    plan: the second of the two plans, by its name here.

    >>> from analysis import compare, load_case
    >>> print(compare.concessions.further_headings(load_case(), "plan_20")["hardest"])
    Hardest in the 20-point plan
    """
    name = case.label(case.telling(plan))
    return {
        "apart": gettext("From plan to plan"),
        "issues": gettext("Issues"),
        "hardest": Label(gettext("Hardest in the {plan}", plan=name), name.ref),
    }
