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
from analysis.label import Label, add_article, join_names

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case

AS_BEFORE = "as many provisions favour each side as before"
ALIKE = "as many provisions favour each side in the one plan as in the other"
UNCODED = "it is not coded whom the provisions favour"


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
        f"provisions of the {name} that favour {who}",
    ).named(f"plans.favouring.{plan}.{party}", f"Provisions that favour {who} ({case.label(plan)})")


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
            what = f"provisions of the {case.label(variant.id)} and what it leaves unchanged that favour {who}"
            count = case.count_coded("provisions", [*rows, *more], "favours", lambda p: party in p.favours, what)
            found.append((case.label(variant.id), count.named(f"plans.favouring.{variant.id}.{party}", what)))
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
        key, verb = prefix + name, "rise" if name.startswith("gainer") else "fall"
        what, before, after = (("those" if clauses else "provisions"), f"{{{key}_before}}", f"{{{key}_after}}")
        numbers = (
            f"{verb} from {before} to {after}" if is_revision else f"are {before} in the one and {after} in the other"
        )
        clauses.append(f"{what} that favour {{{key}}} {numbers}")
        places |= {key: add_article(row["party"]), f"{key}_before": row[earlier], f"{key}_after": row[later]}
        for letter, (variant, count) in zip(ascii_lowercase, open_points(case, later, row["party"].id), strict=False):
            clauses[-1] += f", or {{{key}_open_{letter}}} by the {{{key}_variant_{letter}}}"
            places |= {f"{key}_open_{letter}": count, f"{key}_variant_{letter}": variant}
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
    words: list[str] = []
    places: dict[str, Label] = {}
    moves, is_revision = _find_moves(case, earlier, later), compared(case, later, earlier)
    for side, more in (("gainer", "more"), ("loser", "fewer")):
        names = {name: add_article(row["party"]) for name, row in moves.items() if name.startswith(side)}
        if names:
            who = join_names(f"{{{name}}}" for name in names)
            words.append(f"{more} {who}" if words else f"{more} provisions favour {who}")
            places |= names
    parts: list[Statement] = [
        (exceeds if name.startswith("gainer") else falls_below)(row[later], row[earlier]) for name, row in moves.items()
    ]
    if parts:
        words[0] += " than before" if is_revision else " in the {other_plan} than in the {one_plan}"
        plans = {"one_plan": case.label(case.telling(earlier)), "other_plan": case.label(case.telling(later))}
        return ", ".join(words), places if is_revision else places | plans, every(parts)
    rows = favours(case, (earlier, later)).to_dict("records")
    differences = [compare(row[later], row[earlier]) for row in rows for compare in (exceeds, falls_below)]
    statement = denies(some(differences)) if differences else exceeds(number(0), 0)
    return _describe_draw(case, earlier, later), {}, statement


def _describe_draw(case: Case, earlier: str, later: str) -> str:
    """Says that nobody gains or loses, or that no provision of the two plans says whom it favours."""
    if favours(case, (earlier, later)).empty:
        return UNCODED
    return AS_BEFORE if compared(case, later, earlier) else ALIKE


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
