"""Sharing: between which of the ways to share a good are gains and losses compared, and whom do they change?

The ways are those of `plant`: an account of a plan, its published text, or a variant of its open points, each a row of
plans.csv, or any other name that ends the name of a quantity.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

from analysis.case.schema import Plan
from analysis.compare import plant
from analysis.errors import MissingClaim
from analysis.estimates.constructors import number, total
from analysis.estimates.estimate import Estimate
from analysis.label import Label, add_article
from analysis.messages import Place, gettext, ngettext, pgettext

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case

WHOLE = number(100, "percent")
NOTHING_LEFT = 0.5  # percentage points: what is left of a whole within this is nothing


def steps(case: Case, ways: Sequence[str]) -> list[tuple[str, str]]:
    """Lists the pairs of ways to share that are compared: from the earlier plan to the later.

    On the basis of the analysed text, first the two as it gives them; then the earlier as published beside the later as
    published or in its variants, and these among themselves. Where roles.csv names no two plans that share, each way
    and the next one.
    ways: ends of the quantities' names, as in the column key of `plant.shares`.

    >>> from analysis import compare, load_case
    >>> case = load_case()
    >>> for step in compare.sharing.steps(case, list(compare.plant.shares(case).key)):
    ...     print(*step)
    plan_28 plan_20
    plan_28_text plan_20_us
    plan_28_text plan_20_ua
    plan_20_us plan_20_ua
    """
    earlier, later = (next(iter(case.roles(role)), "") for role in ("earlier_plan", "later_plan"))
    rows = case.ledger.get_table(Plan)
    first, last = ([way for way in ways if plan and case.family(way) == case.family(plan)] for plan in (earlier, later))
    texts, versions = (
        [way for way in found if not (way in rows and rows[way].published)] or found for found in (first, last)
    )
    told = [(earlier, later)] if case.basis == "article" and earlier in ways and later in ways else []
    found = [*told, *((one, other) for one in texts for other in versions), *pairwise(versions)]
    return list(dict.fromkeys(found)) if first and last else list(pairwise(ways))


def change(shifts: pd.DataFrame, party: str) -> tuple[str, dict[str, Any]]:
    """Describes how the share of one party changes, by each step, as a clause; '' where it does not.

    shifts: as `plant.shifts` returns them.
    Returns: a clause with places, and the Label and changes (percentage points) that fill them.

    >>> from analysis import compare, load_case
    >>> case = load_case()
    >>> clause, places = compare.sharing.change(compare.plant.shifts(case, [("plan_28_text", "plan_20_us")]), "russia")
    >>> print(clause, round(places["change_a"].value))
    the share of {changing} falls by {change_a:size,round} -17
    """
    rows = [row for row in shifts.to_dict("records") if row["party"].id == party]
    if not rows:
        return "", {}
    changes: list[Estimate] = [row["change"] for row in rows]
    names = [f"change_{'abcdefgh'[at]}" for at, _ in enumerate(changes[:8])]
    if all(one.value < 0 for one in changes) or all(one.value > 0 for one in changes):
        # translators: joins by how much a share falls, by one plan or by another: "by 20 or by 30 points"
        sizes = pgettext("between sizes of a change", " or by ").join(f"{Place(name):size,round}" for name in names)
        if changes[0].value < 0:
            said = gettext("the share of {changing} falls by {sizes}", changing=Place("changing"), sizes=sizes)
        else:
            said = gettext("the share of {changing} rises by {sizes}", changing=Place("changing"), sizes=sizes)
    else:
        # translators: joins changes with signs: "+20 or −30 points"
        sizes = pgettext("between changes", " or ").join(f"{Place(name):signed}" for name in names)
        said = gettext("the share of {changing} changes by {sizes}", changing=Place("changing"), sizes=sizes)
    places: dict[str, Any] = dict(zip(names, changes, strict=False))
    return said, {"changing": add_article(rows[0]["party"])} | places


def finding(shifts: pd.DataFrame, holder: Label | None = None) -> tuple[str, dict[str, Any]]:
    """Describes how a share changes, as `change` does: that of the holder, or of the first party whose share changes.

    shifts: as `plant.shifts` returns them. holder: the party that holds what is shared.

    >>> from analysis import compare, load_case
    >>> shifts = compare.plant.shifts(load_case(), [("plan_28_text", "plan_20_us")])
    >>> print(compare.sharing.finding(shifts)[1]["changing"])
    Ukraine
    """
    parties = [holder.id] if holder else []
    found = (change(shifts, party) for party in dict.fromkeys([*parties, *(name.id for name in shifts.party)]))
    return next((one for one in found if one[0]), ("", {}))


def texts(case: Case) -> list[str]:
    """Lists the ways to share that are no account of a plan whose text is on record: texts, and their variants.

    Raises: MissingClaim if the case has no claim on any share.

    >>> from analysis import compare, load_case
    >>> compare.sharing.texts(load_case())
    ['plan_28_text', 'plan_20_us', 'plan_20_ua']
    """
    ways, rows = list(plant.shares(case).key), case.ledger.get_table(Plan)
    families = Counter(map(case.family, ways))
    return [way for way in ways if not (way in rows and rows[way].published and families[case.family(way)] > 1)]


def from_first(case: Case) -> list[tuple[str, str]]:
    """Lists the pairs of the first of the `texts` and each other one.

    Raises: MissingClaim if the case has no claim on any share.

    >>> from analysis import compare, load_case
    >>> compare.sharing.from_first(load_case())
    [('plan_28_text', 'plan_20_us'), ('plan_28_text', 'plan_20_ua')]
    """
    first, *others = texts(case)
    return [(first, other) for other in others]


def by_party(case: Case) -> pd.DataFrame:
    """Compares what each party has in each of the `texts`, in order; ways of which that is not known are left out.

    A party that a way does not name has nothing there where the shares it names add up to the whole: what they leave,
    to half a percentage point.
    Returns: one row a party. party: Label; one column a way, named by its key: percent.
    Raises: MissingClaim if the case has no claim on any share.

    >>> from analysis import compare, load_case
    >>> row = compare.sharing.by_party(load_case()).iloc[-1]
    >>> print(row.party, row.plan_28_text.value, row.plan_20_ua.value)
    Russia 50.0 0.0
    """
    import pandas as pd

    shares = plant.shares(case).set_index("key")
    named = plant.parties(case)
    found: dict[str, dict[str, Estimate]] = {}
    for way in texts(case):
        given = {party: shares[party][way] for party in named if shares[party][way] is not None}
        left = (WHOLE - total(given.values())).to("percent")
        if len(given) < len(named) and not -NOTHING_LEFT <= left.low <= left.high <= NOTHING_LEFT:
            continue
        rest = left.named(
            f"sharing.left.{way}", gettext("What the shares named leave, {plan}", plan=shares.variant[way])
        )
        found[way] = {party: given.get(party, rest) for party in named}
    rows = [{"party": name, **{way: found[way][party] for way in found}} for party, name in named.items()]
    return pd.DataFrame(rows, columns=["party", *found], dtype=object)


def stops(case: Case) -> dict[str, Label]:
    """Lists the headings for the columns of `by_party`: way -> Label with its name.

    Raises: MissingClaim if the case has no claim on any share.

    >>> from analysis import compare, load_case
    >>> [str(name) for name in compare.sharing.stops(load_case()).values()][0]
    '28-point plan, as published'
    """
    names = plant.shares(case).set_index("key").variant
    return {way: names[way] for way in by_party(case).columns[1:]}


def leaves(case: Case, party: str) -> tuple[str, dict[str, Any]]:
    """Describes what the `texts` leave a party, each share once, as a clause: `the texts leave it 50%, 33% or none`.

    Returns: a clause with places, and the Label and shares (percent) that fill them.
    Raises: MissingClaim if the case has no claim on any share.

    >>> from analysis import compare, load_case
    >>> clause, places = compare.sharing.leaves(load_case(), "russia")
    >>> print(clause, places["share_a"].value, round(places["share_b"].value, 1), sep="; ")
    {plans} leave it {share_a:size,round}, {share_b:size,round} or none; 50.0; 33.3
    """
    shares = plant.shares(case).set_index("key")
    given = {way: shares[party][way] if party in shares else None for way in texts(case)}
    by_size = {round(share.value): share for share in given.values() if share is not None}
    places: dict[str, Any] = dict(zip((f"share_{at}" for at in ascii_lowercase), by_size.values(), strict=False))
    said = [f"{Place(name):size,round}" for name in places]
    said += [pgettext("share", "none")] if None in given.values() else []
    claims = "+".join(leaf.id for share in by_size.values() for leaf in share.leaves)
    families = dict.fromkeys(case.family(way) for way in given)
    ref = f"plans/{'+'.join(families)}" + (f";claims/{claims}" if claims else "")
    shares_left = said[-1]
    if len(said) > 1:
        # translators: the end of a list of shares; {shares} is all but the last, with commas between them
        shares_left = gettext("{shares} or {last}", shares=", ".join(said[:-1]), last=said[-1])
    name = ngettext("the plan’s text", "the plans’ texts", len(given))
    words = ngettext(
        "{plans} leaves it {shares}", "{plans} leave it {shares}", len(given), plans=Place("plans"), shares=shares_left
    )
    return words, {"plans": Label(name, ref)} | places


def gains(shifts: pd.DataFrame) -> list[tuple[str, dict[str, Any]]]:
    """Describes each step of `plant.shifts` in a sentence: who gains or loses what share, and what that is worth.

    Returns: a sentence with places a step, and what fills them.

    >>> from analysis import compare, load_case
    >>> shifts = compare.plant.shifts(load_case(), [("plan_28_text", "plan_20_ua")])
    >>> compare.sharing.gains(shifts)[0][0].partition(";")[0]
    '{step}: {russia} loses a share of {russia_change:size,round,range}'
    """
    found = []
    for _, rows in shifts.groupby(shifts.step.map(str), sort=False):
        clause, places = plant.outcomes(rows)
        found.append((f"{{step}}: {clause}.", {"step": rows.step.iloc[0]} | places))
    return found


def run_by(case: Case, way: str) -> Label | None:
    """Names who would run what is shared under one plan or variant; None where the case does not say.

    >>> from analysis import compare, load_case
    >>> print(compare.sharing.run_by(load_case(), "plan_20"), compare.sharing.run_by(load_case(), "istanbul_2022"))
    the United States and Ukraine None
    """
    try:
        return plant.operator_of(case, way) if case.roles("operators") else None
    except MissingClaim:
        return None


def holder(case: Case) -> Label | None:
    """Names the party that runs what is shared now; None where the case does not say.

    >>> from analysis import compare, load_case
    >>> print(compare.sharing.holder(load_case()))
    Russia
    """
    try:
        return case.label(plant.holder(case)) if case.roles("operators") else None
    except MissingClaim:
        return None
