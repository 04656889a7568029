"""Whom the provisions of a plan favour, and whom a revision favours more or less than before."""

from __future__ import annotations

from collections.abc import Hashable
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

from analysis.case.schema import Plan
from analysis.compare.plans.provisions import drop_silent, find_own_provisions, find_provisions, spoken
from analysis.compare.plans.revision import compared
from analysis.estimates.constructors import number
from analysis.estimates.estimate import Estimate
from analysis.estimates.statement import Statement, denies, every, exceeds, falls_below, some
from analysis.label import Label, NameList, add_article
from analysis.messages import Phrase, Place, gettext, pgettext

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case


def favours(case: Case, plans: tuple[str, ...] | None = None) -> pd.DataFrame:
    """Counts the provisions that favour each party, plan by plan, by our coding.

    plans: ids of plans.csv; all with provisions if none is given.
    Returns: one row a party that some provision favours. party: Label; one column a plan: provisions (item).

    >>> from analysis import compare, load_case
    >>> row = compare.plans.favours(load_case(), ("plan_28", "plan_20")).iloc[0]
    >>> print(row.party, row.plan_28.value, row.plan_20.value)
    Russia 6.0 0.0
    """
    import pandas as pd

    chosen = plans or spoken(case)
    parties = dict.fromkeys(
        party for plan in chosen for p in drop_silent(find_provisions(case, plan)) for party in p.favours
    )
    rows = [
        {"party": case.label(party), **{plan: favouring(case, plan, party) for plan in chosen}} for party in parties
    ]
    return pd.DataFrame(rows, columns=["party", *chosen], dtype=object)


def favouring(case: Case, plan: str, party: str) -> Estimate:
    """Counts the provisions of one plan that favour one party, by our coding (item).

    >>> from analysis import compare, load_case
    >>> compare.plans.favouring(load_case(), "plan_20", "ukraine").value
    9.0
    """
    name, who = case.label(case.telling(plan)), add_article(case.label(party))
    return case.count_coded(
        "provisions",
        drop_silent(find_provisions(case, plan)),
        "favours",
        lambda p: party in p.favours,
        Phrase("provisions of the {plan} that favour {party}", plan=name, party=who),
    ).named(
        f"plans.favouring.{plan}.{party}",
        gettext("Provisions that favour {party} ({plan})", party=who, plan=case.label(plan)),
    )


def open_points(case: Case, plan: str, party: str) -> list[tuple[Label, Estimate]]:
    """Counts the provisions that favour a party if an open point of the plan goes by one side's variant, by our coding.

    A provision of the variant counts where the plan itself has none on that point and issue that favours the party.
    Returns: the name of each variant with provisions by which the count differs from `favouring`, and the count (item).

    >>> from analysis import compare, load_case
    >>> for variant, count in compare.plans.open_points(load_case(basis="all"), "plan_20", "russia"):
    ...     print(variant, count.value)
    20-point plan, American variant 3.0
    """
    told, who = case.telling(plan), add_article(case.label(party))
    rows = drop_silent(find_own_provisions(case, told))
    has = {(p.point, p.issue) for p in rows if party in p.favours}
    found = []
    for variant in (row for row in case.ledger.get_table(Plan).values() if row.variant_of == told):
        own = drop_silent(find_own_provisions(case, variant.id))
        more = [p for p in own if (p.point, p.issue) not in has]
        if any(party in p.favours for p in more):
            name = case.label(variant.id)
            what = Phrase(
                "provisions of the {plan} and what it leaves unchanged that favour {party}", plan=name, party=who
            )
            label = pgettext(
                "name of a number",
                "provisions of the {plan} and what it leaves unchanged that favour {party}",
                plan=name,
                party=who,
            )
            count = case.count_coded("provisions", [*rows, *more], "favours", lambda p: party in p.favours, what)
            found.append((name, count.named(f"plans.favouring.{variant.id}.{party}", label)))
    return found


def turn(case: Case, earlier: str, later: str, prefix: str = "") -> tuple[str, dict[str, Any]]:
    """Describes whom a revision favours: which party gains most provisions in its favour, and which loses most.

    Several are named where they gain, or lose, as many. Of rival plans (see `compared`) it gives the counts of both.
    Where points of the later plan are open, the count by a side's variant of them stands beside (`open_points`).

    prefix: put before the places' names.
    Returns: a clause with places, and what fills them (Labels, and counts in items): gainer, gainer_before and
    gainer_after, and the same for gainer_b, should two gain as many, and for loser. Where no provision of either plan
    favours anybody, the clause says that this is not coded.

    >>> from analysis import compare, load_case
    >>> clause, places = compare.plans.turn(load_case(), "plan_28", "plan_20")
    >>> print(places["gainer"], places["gainer_before"].value, places["gainer_after"].value)
    Ukraine 0.0 9.0
    """
    clauses: list[str] = []
    places: dict[str, Any] = {}
    is_revision = compared(case, later, earlier)
    for name, row in _find_moves(case, earlier, later).items():
        key = prefix + name
        which = "are" if not is_revision else "rise" if name.startswith("gainer") else "fall"
        clause = _describe_counts(which, key, is_first=not clauses)
        places |= {key: add_article(row["party"]), f"{key}_before": row[earlier], f"{key}_after": row[later]}
        for letter, (variant, count) in zip(ascii_lowercase, open_points(case, later, row["party"].id), strict=False):
            clause = gettext(
                "{clause}, or {count} by the {variant}",
                clause=clause,
                count=Place(f"{key}_open_{letter}"),
                variant=Place(f"{key}_variant_{letter}"),
            )
            places |= {f"{key}_open_{letter}": count, f"{key}_variant_{letter}": variant}
        clauses.append(clause)
    return ", ".join(clauses) or _describe_draw(case, earlier, later), places


def shift(case: Case, earlier: str, later: str) -> tuple[str, dict[str, Label], Statement]:
    """States whom a revision favours more than before, and whom less, without the numbers that `turn` gives.

    Of rival plans (see `compared`), whom the later favours more than the earlier does.
    Returns: a clause with places, the Labels that fill them, and the statement, to be asked of `robustness` how many
        codes have to be other until it turns. Where no provision favours anybody, the clause says that this
        is not coded, and the statement does not hold.

    >>> from analysis import compare, load_case
    >>> clause, places, statement = compare.plans.shift(load_case(), "plan_28", "plan_20")
    >>> print(clause.format(**places), statement.holds, sep="; ")
    more provisions favour Ukraine than before, fewer Russia; True
    """
    moves, is_revision = _find_moves(case, earlier, later), compared(case, later, earlier)
    places: dict[str, Label] = {name: add_article(row["party"]) for name, row in moves.items()}
    parts: list[Statement] = [
        (exceeds if name.startswith("gainer") else falls_below)(row[later], row[earlier]) for name, row in moves.items()
    ]
    if parts:
        if not is_revision:
            places["one_plan"] = case.label(case.telling(earlier))
            places["other_plan"] = case.label(case.telling(later))
        return _describe_shift(list(moves), is_revision), places, every(parts)
    rows = favours(case, (earlier, later)).to_dict("records")
    differences = [compare(row[later], row[earlier]) for row in rows for compare in (exceeds, falls_below)]
    statement = denies(some(differences)) if differences else exceeds(number(0), 0)
    return _describe_draw(case, earlier, later), {}, statement


def _describe_counts(which: str, key: str, *, is_first: bool) -> str:
    """Says how many provisions favour a party, in a clause with places. which: rise, fall or, of rival plans, are."""
    places = {"party": Place(key), "before": Place(f"{key}_before"), "after": Place(f"{key}_after")}
    if is_first and which == "rise":
        return gettext("provisions that favour {party} rise from {before} to {after}", **places)
    if is_first and which == "fall":
        return gettext("provisions that favour {party} fall from {before} to {after}", **places)
    if is_first:
        return gettext("provisions that favour {party} are {before} in the one and {after} in the other", **places)
    if which == "rise":
        # translators: "those" are provisions; this clause follows one about another party
        return gettext("those that favour {party} rise from {before} to {after}", **places)
    if which == "fall":
        return gettext("those that favour {party} fall from {before} to {after}", **places)
    return gettext("those that favour {party} are {before} in the one and {after} in the other", **places)


def _describe_shift(moves: list[str], is_revision: bool) -> str:
    """Says whom a plan favours more than another, and whom less, in a clause with places named as the moves are."""
    gainers, losers = (NameList(Place(name) for name in moves if name.startswith(side)) for side in ("gainer", "loser"))
    if is_revision:
        if gainers and losers:
            return gettext(
                "more provisions favour {gainers} than before, fewer {losers}", gainers=gainers, losers=losers
            )
        if gainers:
            return gettext("more provisions favour {gainers} than before", gainers=gainers)
        return gettext("fewer provisions favour {losers} than before", losers=losers)
    plans = {"other_plan": Place("other_plan"), "one_plan": Place("one_plan")}
    if gainers and losers:
        return gettext(
            "more provisions favour {gainers} in the {other_plan} than in the {one_plan}, fewer {losers}",
            gainers=gainers,
            losers=losers,
            **plans,
        )
    if gainers:
        return gettext(
            "more provisions favour {gainers} in the {other_plan} than in the {one_plan}", gainers=gainers, **plans
        )
    return gettext(
        "fewer provisions favour {losers} in the {other_plan} than in the {one_plan}", losers=losers, **plans
    )


def _describe_draw(case: Case, earlier: str, later: str) -> str:
    """Says that nobody gains or loses, or that no provision of the two plans says whom it favours."""
    if favours(case, (earlier, later)).empty:
        return gettext("it is not coded whom the provisions favour")
    if compared(case, later, earlier):
        return gettext("as many provisions favour each side as before")
    return gettext("as many provisions favour each side in the one plan as in the other")


def _find_moves(case: Case, earlier: str, later: str) -> dict[str, dict[Hashable, Any]]:
    """Returns the rows of `favours` of those who gain most and lose most from plan to plan: gainer, gainer_b, loser."""
    rows = favours(case, (earlier, later)).to_dict("records")
    changes = [row[later].value - row[earlier].value for row in rows]
    found: dict[str, dict[Hashable, Any]] = {}
    for side, most in (("gainer", max(changes, default=0)), ("loser", min(changes, default=0))):
        if most > 0 if side == "gainer" else most < 0:
            tied = [row for row, change in zip(rows, changes, strict=True) if change == most]
            names = (side, *(f"{side}_{letter}" for letter in ascii_lowercase[1:]))
            found |= dict(zip(names, tied, strict=False))
    return found
