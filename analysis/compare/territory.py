"""Territory: what would each plan make of each region, and who would have to leave it?

Where a plan has a clause that names no region, the regions it applies to are our reading of it (`named` of
region_status.csv is false), and every text here says so. What a status is called stands in vocabulary.csv of the case,
as it follows the name of a region in a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

from analysis.case.schema import Plan, Region, RegionStatus, Source
from analysis.estimates.constructors import number, total
from analysis.estimates.estimate import Estimate
from analysis.label import Label, NameList, add_article, join_labels, join_names
from analysis.messages import Phrase, Place, Word, gettext, mark_message, ngettext, pgettext
from analysis.wording.capitals import begin_with_capital

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case

NAMED, READ = Word("Named", "regions of a plan"), Word("Our reading", "regions of a plan")
TOGETHER = Word("all of these", "regions")
_STATUS = "region_status/status"
_WITHDRAWAL = "withdrawal"  # said as who leaves, where the row names a party
_PHRASES = {  # the library's own words as they follow the name of a region, where the case has no name for them
    "recognised": mark_message("recognised as another party's"),
    "frozen": mark_message("frozen on the line"),
    "contact_line": mark_message("on the line of contact"),
    "zone": mark_message("with a special zone"),
    "unsettled": mark_message("left open"),
}


def compared(case: Case, earlier: str | None = None, later: str | None = None) -> tuple[str, ...]:
    """Lists the plans that are set beside each other: two, or all that speak of regions where nothing says which two.

    earlier, later: ids of plans.csv; by roles.csv if None.

    >>> from analysis import compare, load_case
    >>> compare.territory.compared(load_case()), compare.territory.compared(load_case(), "e3_draft")
    (('plan_28', 'plan_20'), ('e3_draft', 'plan_20'))
    """
    by_role = (next(iter(case.roles(role)), None) for role in ("earlier_plan", "later_plan"))
    pair = tuple(given or own for given, own in zip((earlier, later), by_role, strict=True))
    chosen = tuple(plan for plan in pair if plan)
    if len(chosen) == 2 and (earlier or later or any(_find_statuses(case.on("all"), plan) for plan in chosen)):
        return chosen
    return tuple(plans(case))


def statuses(case: Case, chosen: tuple[str, ...] = ()) -> pd.DataFrame:
    """Compares the status of each contested region under each plan.

    chosen: ids of plans.csv; all that speak of regions if empty.
    Returns: one row a region that some plan names, in the order of regions.csv. region: Label; one column a
        plan, named by its id: the status in words, or None where the plan is silent.

    >>> from analysis import compare, load_case
    >>> row = compare.territory.statuses(load_case(), ("plan_28", "plan_20")).iloc[0]
    >>> print(row.region, row.plan_28, row.plan_20, sep="; ")
    Crimea; Recognised as Russian; None
    """
    import pandas as pd

    chosen = chosen or tuple(plans(case))
    rows = []
    for region in case.ledger.get_table(Region).values():
        found = {plan: by_plan(case, plan).get(region.id) for plan in chosen}
        if any(found.values()):
            rows.append({"region": case.label(region.id), **found})
    return pd.DataFrame(rows, columns=["region", *chosen], dtype=object)


def by_plan(case: Case, plan: str, *, says_reading: bool = True, says_leaving: bool = True) -> dict[str, str]:
    """Lists the regions a plan speaks of: region id -> status in words, both where there are two, and who would leave.

    says_reading: whether a region that the plan does not name is called our reading; a map, which has few patterns,
        says so beside it. says_leaving: whether it is said who leaves; a map draws that.

    >>> from analysis import compare, load_case
    >>> compare.territory.by_plan(load_case(), "plan_20")["donetsk"]
    'On the line of contact; with a special zone (only suggested)'
    """
    found: dict[str, str] = {}
    for status in _find_statuses(case, plan):
        has_leaving = status.withdraws and says_leaving
        party = add_article(case.label(status.withdraws)) if has_leaving and status.withdraws else None
        leaves = gettext("{party} leaves", party=party) if party else ""
        ours = "" if status.named or not says_reading else gettext("by our reading")
        said = list(filter(None, (_word_status(case, status), leaves)))
        if not said:
            continue
        words = ", ".join(filter(None, (*said, ours)))
        before = found.get(status.region)
        found[status.region] = f"{before}; {words}" if before else begin_with_capital(words)
    return found


def says(case: Case, plan: str) -> Label:
    """Describes what a plan makes of the regions it names: `A and B recognised as part of another state; C left by it`.

    >>> from analysis import compare, load_case
    >>> print(compare.territory.says(load_case(), "plan_20_us"))
    Donetsk with a special zone, left by Ukraine
    """
    words: dict[str, list[str]] = {}
    for status in _find_statuses(case, plan):
        party = add_article(case.label(status.withdraws)) if status.withdraws else None
        left = gettext("left by {party}", party=party) if party else ""
        ours = "" if status.named else gettext("by our reading")
        words.setdefault(status.region, []).extend(filter(None, (_word_status(case, status), left, ours)))
    regions: dict[str, list[Label]] = {}
    for region, said in words.items():
        regions.setdefault(", ".join(said), []).append(case.label(region))
    text = "; ".join(
        # translators: what a plan makes of them, as in "the north with a special zone, left by the south"
        gettext("{regions} {status}", regions=NameList(found), status=said)
        for said, found in regions.items()
    )
    return Label(text or gettext("no region settled"), f"region_status/{case.telling(plan)}")


def silent(case: Case, plan: str, other: str) -> Label | None:
    """Names the regions that another plan names and this one does not, as a Label; None if there are none.

    >>> from analysis import compare, load_case
    >>> print(compare.territory.silent(load_case(), "plan_20", "plan_28"))
    Crimea and Sevastopol
    """
    mine = {s.region for s in _find_statuses(case, plan)}
    missing = dict.fromkeys(s.region for s in _find_statuses(case, other) if s.region not in mine)
    return join_labels(map(case.label, missing), f"region_status/{case.telling(plan)}") if missing else None


def teller(case: Case, plans: tuple[str, ...]) -> str:
    """Says by whose account it is known what these plans say of regions, for the beginning of a sentence.

    >>> from analysis import compare, load_case
    >>> compare.territory.teller(load_case(), ("plan_28", "plan_20"))
    'By the account of the article'
    """
    sources = case.ledger.get_table(Source)
    roles = {sources[s.source].role for plan in plans for s in _find_statuses(case, plan)}
    if roles == {"article"}:
        return gettext("By the account of {source}", source=case.analysed)
    return gettext("As the plans are reported")


def retold(case: Case, plans: tuple[str, ...]) -> tuple[str, dict[str, Any]]:
    """Describes the withdrawals under each plan by the other basis, where they differ from those of this one.

    Returns: sentences with places, empty if they do not differ, and the Labels that fill them.

    >>> from analysis import compare, load_case
    >>> sentence, places = compare.territory.retold(load_case(basis="all"), ("plan_28",))
    >>> print(sentence.format(**places).strip())
    By the account of the article, the 28-point plan would have nobody leave.
    """
    if not case.analysed:
        return "", {}
    other = case.on("all" if case.basis == "article" else "article")
    sentences: list[str] = []
    places: dict[str, Any] = {}
    for plan in plans:
        rows = withdrawals(other, (plan,)).to_dict("records")
        now = withdrawals(case, (plan,)).to_dict("records")
        if [(row["party"].id, row["regions"].text) for row in rows] != [
            (row["party"].id, row["regions"].text) for row in now
        ]:
            sentences.append(f" {_describe_other_account(case, plan, leaves=bool(rows), also=bool(rows and now))}")
            places[f"{plan}_told"] = case.label(plan)
            if rows:
                leaving = join_names(map(_describe_leaving, rows))
                places[f"{plan}_left"] = Label(leaving, f"region_status/{other.telling(plan)}")
    return "".join(sentences), places


def _describe_other_account(case: Case, plan: str, *, leaves: bool, also: bool) -> str:
    """Says what a plan has somebody do by the other basis, as a sentence with places, as `retold` fills them."""
    places: dict[str, object] = {"plan": Place(f"{plan}_told"), "leaving": Place(f"{plan}_left")}
    if case.basis == "article":
        if not leaves:
            return gettext("As published, the {plan} would have nobody leave.", **places)
        if also:
            return gettext("As published, the {plan} would also have {leaving}.", **places)
        return gettext("As published, the {plan} would have {leaving}.", **places)
    places["source"] = case.analysed
    if not leaves:
        return gettext("By the account of {source}, the {plan} would have nobody leave.", **places)
    if also:
        return gettext("By the account of {source}, the {plan} would also have {leaving}.", **places)
    return gettext("By the account of {source}, the {plan} would have {leaving}.", **places)


def _describe_leaving(row: Mapping[Any, Any]) -> str:
    """Says which regions a party leaves, as it stands behind "the plan would have". row: of `withdrawals`."""
    places = {"party": add_article(row["party"]), "regions": row["regions"]}
    if row["named"] == NAMED:
        # translators: stands behind "the plan would have"
        return gettext("{party} leave what it holds in {regions}", **places)
    # translators: stands behind "the plan would have"
    return gettext("{party} leave what it holds in {regions}, by our reading", **places)


def headings(case: Case, chosen: tuple[str, ...] = ()) -> dict[str, Label]:
    """Lists the headings for the columns of `statuses`: plan id -> Label with the plan's name.

    chosen: as for `statuses`.

    >>> from analysis import compare, load_case
    >>> list(compare.territory.headings(load_case()))[:2]
    ['plan_28', 'plan_28_text']
    """
    return {plan: case.label(case.telling(plan)) for plan in chosen or plans(case)}


def names(case: Case) -> dict[str, str]:
    """Lists the names of the regions: region id -> name.

    >>> from analysis import compare, load_case
    >>> compare.territory.names(load_case())["donetsk"]
    'Donetsk'
    """
    return {region.id: region.name for region in case.ledger.get_table(Region).values()}


def withdrawals(
    case: Case, chosen: tuple[str, ...] = (), *, area: str | None = None, occupied: str | None = None
) -> pd.DataFrame:
    """Computes which regions each party would have to leave under each plan, and how much land that is.

    chosen: as for `statuses`. area, occupied: the quantities that hold size and share held, one a region; what plays
        the roles area and share_held if None.
    Returns: one row a plan and party. plan, party: Label; regions: Label naming them; named: Word, whether the plan
        names them or they are our reading of a clause that names none; count: regions (item); land: in the unit of
        the areas, over the regions with a size and a share (of the party that holds the share, that share; of another,
        the rest), None if no region has both or nothing says who holds it; unknown: Label naming the regions without,
        or None.

    >>> from analysis import compare, load_case
    >>> row = compare.territory.withdrawals(load_case(), ("plan_20",)).iloc[0]
    >>> print(row.party, row["count"].value, round(row.land.value), sep="; ")
    Russia; 4.0; 1906
    """
    import pandas as pd

    sizes, shares = _find_by_region(case, "area", area), _find_by_region(case, "share_held", occupied)
    rows, holders = [], _list_holders(case)
    for plan in chosen or plans(case):
        by_party: dict[str, list[RegionStatus]] = {}
        for status in _find_statuses(case, plan):
            if status.withdraws:
                by_party.setdefault(status.withdraws, []).append(status)
        for party, found in by_party.items():
            name, who, ref = case.label(case.telling(plan)), case.label(party), f"region_status/{plan}"
            parts = {
                s.region: sizes[s.region] * part
                for s in found
                if s.region in sizes and (part := _find_part_left(shares.get(s.region), party, holders)) is not None
            }
            unknown = [case.label(s.region) for s in found if s.region not in parts]
            rows.append(
                {
                    "plan": name,
                    "party": who,
                    "regions": join_labels((case.label(s.region) for s in found), ref),
                    "named": NAMED if all(s.named for s in found) else READ,
                    "count": leaving(case, plan, party),
                    "land": total(parts.values())
                    .to(next(sizes[region].unit for region in parts))
                    .named(f"territory.land.{plan}.{party}", gettext("Land {party} leaves", party=add_article(who)))
                    if parts
                    else None,
                    "unknown": join_labels(unknown, ref) if unknown else None,
                }
            )
    return pd.DataFrame(rows, columns=["plan", "party", "regions", "named", "count", "land", "unknown"], dtype=object)


def parts(
    case: Case, chosen: tuple[str, ...] = (), *, area: str | None = None, occupied: str | None = None
) -> pd.DataFrame:
    """Computes, region by region, which part of it each party would have to leave under each plan, for a map.

    chosen, area, occupied: as for `withdrawals`.
    Returns: one row a plan, party and region, and one more, without a share, for all of a party's regions where they
        are several. plan, party, region: Label; share: of the region (percent), None where it is not known; land: in
        the unit of the areas, None where it is not known.

    >>> from analysis import compare, load_case
    >>> row = compare.territory.parts(load_case(), ("plan_20_us",)).iloc[0]
    >>> print(row.party, row.region, round(row["share"].value, 1), round(row.land.value), sep="; ")
    Ukraine; Donetsk; 21.9; 5807
    """
    import pandas as pd

    sizes, shares = _find_by_region(case, "area", area), _find_by_region(case, "share_held", occupied)
    holders, rows = _list_holders(case), list[tuple[Any, ...]]()
    frame = withdrawals(case, chosen, area=area, occupied=occupied)
    found = ((plan, s.withdraws or "") for plan in chosen or plans(case) for s in _find_statuses(case, plan))
    pairs = [pair for pair in dict.fromkeys(found) if pair[1]]
    for row, (plan, party) in zip(frame.to_dict("records"), pairs, strict=True):
        left = [s for s in _find_statuses(case, plan) if s.withdraws == party]
        for region in (s.region for s in left):
            part = _find_part_left(shares.get(region), party, holders)
            land = (sizes[region] * part).to(sizes[region].unit) if part is not None and region in sizes else None
            rows.append(
                (row["plan"], row["party"], case.label(region), part.to("percent") if part is not None else None, land)
            )
        if len(left) > 1 and row["land"] is not None:
            rows.append((row["plan"], row["party"], Label(str(TOGETHER), f"region_status/{plan}"), None, row["land"]))
    return pd.DataFrame(rows, columns=["plan", "party", "region", "share", "land"], dtype=object)


def describe_parts(parts: pd.DataFrame) -> tuple[str, dict[str, Any]]:
    """Describes how much land each party would leave under each plan, as a clause.

    parts: as `parts` returns them. Returns: a clause with places, and the Labels and areas that fill them; '' where no
        area is known.

    >>> from analysis import compare, load_case
    >>> compare.territory.describe_parts(compare.territory.parts(load_case(), ("plan_20_us",)))[0]
    '{plan_a}: {party_a_a} leaves {land_a_a:round}'
    """
    known: list[dict[Any, Any]] = [row for row in parts.to_dict("records") if row["land"] is not None]
    totals: dict[str, dict[str, dict[Any, Any]]] = {}
    for row in known:
        totals.setdefault(str(row["plan"]), {})[str(row["party"])] = row  # the last row of a party has all its land
    clauses, places = [], dict[str, Any]()
    for plan, rows in zip(ascii_lowercase, totals.values(), strict=False):
        said: list[str] = []
        for party, row in zip(ascii_lowercase, rows.values(), strict=False):
            at = f"{plan}_{party}"
            both = {"party": Place(f"party_{at}"), "land": Place(f"land_{at}")}
            if said:
                # translators: follows "{party} leaves {land:round}" of another party
                said.append(gettext("{party} {land:round}", **both))
            else:
                said.append(gettext("{party} leaves {land:round}", **both))
            places |= {f"plan_{plan}": row["plan"], f"party_{at}": row["party"], f"land_{at}": row["land"]}
        clauses.append(f"{{plan_{plan}}}: {', '.join(said)}")
    return "; ".join(clauses), places


def held(case: Case, *, occupied: str | None = None) -> dict[str, Estimate]:
    """Lists the share of each region that is held, where a source or an assumption of ours gives it: region -> share.

    occupied: the quantity, one a region; what plays the role share_held if None.

    >>> from analysis import compare, load_case
    >>> round(compare.territory.held(load_case())["donetsk"].to("percent").value, 1)
    78.1
    """
    return dict(_find_by_region(case, "share_held", occupied))


def _find_part_left(share: Estimate | None, party: str, holders: set[str]) -> Estimate | None:
    """Returns which part of a region a party leaves: of a holder the share held, of another the rest."""
    if share is None or not holders:
        return None
    return share if party in holders else number(1) - share


def leaving(case: Case, plan: str, party: str) -> Estimate:
    """Counts the regions that one party would have to leave under a plan (item).

    >>> from analysis import compare, load_case
    >>> compare.territory.leaving(load_case(), "plan_20", "russia").value
    4.0
    """
    both = {"party": add_article(case.label(party)), "plan": case.label(case.telling(plan))}
    return case.count_coded(
        "region_status",
        _find_statuses(case, plan),
        "withdraws",
        lambda s: s.withdraws == party,
        Phrase("regions {party} leaves under the {plan}", **both),
    ).named(f"territory.leaving.{plan}.{party}", gettext("Regions {party} leaves ({plan})", **both))


def holder(case: Case) -> Label | None:
    """Names whose share of the regions is known, by roles.csv or as the subject of the area held; None if nothing says.

    >>> from analysis import compare, load_case
    >>> print(compare.territory.holder(load_case()))
    Russia
    """
    found = sorted(_list_holders(case))
    return join_labels((add_article(case.label(one)) for one in found), f"parties/{found[0]}") if found else None


def finding(case: Case, *plans: str, is_brief: bool = False, is_short: bool = False) -> tuple[str, dict[str, Any]]:
    """Describes who would have to leave land under these plans, as a clause that compares like with like.

    A party that leaves under all of the plans is said to leave land under each, which holds whether a plan names the
    regions or has a clause that names none; one that leaves under some, what, and which of the others leave that open:
    by a status of their own, or by one side's variant of an open point. Where no plan of the case has anybody leave,
    the clause names the regions of which the plans make different things.
    is_brief: whether only that is said in which the plans differ, where they differ. is_short: whether in few words.
    Returns: a clause with places, and the Labels that fill them.

    >>> from analysis import compare, load_case
    >>> clause, places = compare.territory.finding(load_case(basis="all"), "plan_28", "plan_20")
    >>> for part in clause.format(**places).split("; "):
    ...     print(part)
    the 28-point plan has Ukraine leave its part of Donetsk, the 20-point plan leaves that open
    both plans have Russia leave land
    """
    places: dict[str, Any] = {}
    some: list[str] = []
    every: list[str] = []
    parties = dict.fromkeys(s.withdraws for plan in plans for s in _find_statuses(case, plan) if s.withdraws)
    for party in parties:
        found = {plan: [s for s in _find_statuses(case, plan) if s.withdraws == party] for plan in plans}
        under = [plan for plan in plans if found[plan]]
        places[party] = add_article(case.label(party))
        rows = [s for plan in under for s in found[plan]]
        if len(under) == len(plans) > 1:
            both = gettext("both plans have {party} leave land", party=Place(party))
            every.append(both if len(plans) == 2 else gettext("all plans have {party} leave land", party=Place(party)))
            continue
        places[f"{party}_under"] = _name_plans(case, under)
        places[f"{party}_left"] = _name_land(case, rows, is_short=is_short)
        regions = {s.region for s in rows}
        left_open = [plan for plan in plans if plan not in under and _is_open(case, plan, party, regions)]
        if left_open:
            places[f"{party}_open"] = _name_plans(case, left_open)
        some.append(_describe_some(party, len(under), len(left_open), is_short=is_short, is_one=len(plans) == 1))
    if some or every or any(s.withdraws for s in case.ledger.get_table(RegionStatus).values()):
        said = some if is_brief and some else some + every
        return "; ".join(said) or gettext("nobody would have to leave land"), places
    return _find_difference(case, plans)


def _describe_some(party: str, under: int, left_open: int, *, is_short: bool, is_one: bool) -> str:
    """Says that some plans have a party leave land, as a clause with the places of `finding`.

    under: how many plans do. left_open: how many others leave it open. is_one: whether there is one plan in all.
    """
    others = Place(f"{party}_open")
    places = {"plans": Place(f"{party}_under"), "party": Place(party), "land": Place(f"{party}_left")}
    clause = ngettext("{plans} has {party} leave {land}", "{plans} have {party} leave {land}", under, **places)
    if left_open and is_short:
        return gettext("{clause}; open in {plans}", clause=clause, plans=others)
    if left_open:
        return ngettext(
            "{clause}, {plans} leaves that open",
            "{clause}, {plans} leave that open",
            left_open,
            clause=clause,
            plans=others,
        )
    if is_one:
        return clause
    return ngettext("only {plans} has {party} leave {land}", "only {plans} have {party} leave {land}", under, **places)


def _name_land(case: Case, rows: list[RegionStatus], *, is_short: bool) -> Label:
    """Names the land that a party leaves, as it stands behind "has it leave"."""
    regions = NameList(dict.fromkeys(case.label(s.region) for s in rows))
    if not all(s.named for s in rows):
        # translators: stands behind "the plan has a party leave"; "it" is the plan
        words = gettext("land it does not name")
    elif is_short:
        # translators: regions, stands behind "the plan has a party leave"
        words = pgettext("land that is left", "{regions}", regions=regions)
    else:
        # translators: "its" is the party's; stands behind "the plan has a party leave"
        words = gettext("its part of {regions}", regions=regions)
    return Label(words, "region_status")


def _find_difference(case: Case, plans: tuple[str, ...]) -> tuple[str, dict[str, Any]]:
    """Describes what these plans make of the regions, as `finding` does: where they differ, or one is silent."""
    said = [by_plan(case, plan) for plan in plans]
    by_region = {region: [found.get(region) for found in said] for region in names(case)}
    spoken = {region: words for region, words in by_region.items() if any(words)}
    differ = [region for region, words in spoken.items() if len(set(filter(None, words))) > 1]
    silent = [region for region, words in spoken.items() if not all(words)]
    places: dict[str, Any] = {"regions": join_labels(map(case.label, differ or silent or spoken), "region_status")}
    if len(plans) == 1:
        return gettext("{plan} speaks of {regions}"), places | {"plan": _name_plans(case, list(plans))}
    if not differ and not silent:
        return gettext("the plans make the same of every region"), {}
    if differ:
        return gettext("the plans differ on {regions}"), places
    return gettext("not every plan speaks of {regions}"), places


def plans(case: Case) -> list[str]:
    """Lists the ids of the plans that speak of regions, in the order of plans.csv.

    >>> from analysis import compare, load_case
    >>> compare.territory.plans(load_case())[:2]
    ['plan_28', 'plan_28_text']
    """
    spoken = {s.plan for s in case.ledger.get_table(RegionStatus).values()}
    return [plan for plan in case.ledger.get_table(Plan) if plan in spoken and case.telling(plan) == plan]


def sources(case: Case, chosen: tuple[str, ...] = ()) -> list[Label]:
    """Lists the titles of the sources for what these plans say of the regions, each once.

    chosen: as for `statuses`.

    >>> from analysis import compare, load_case
    >>> len(compare.territory.sources(load_case(), ("plan_28", "plan_20")))
    1
    """
    return list(
        dict.fromkeys(case.source(s.source) for plan in chosen or plans(case) for s in _find_statuses(case, plan))
    )


def _word_status(case: Case, status: RegionStatus) -> str:
    """Returns a status in words, with what limits it behind; of a withdrawal '' where the row names who leaves."""
    word = case.word(_STATUS, status.status)
    own = _PHRASES.get(status.status)
    words = word.text if own is None or word.ref.startswith("vocabulary/") else gettext(own)
    words = "" if status.status == _WITHDRAWAL and status.withdraws else words
    return f"{words} ({status.limit})".lstrip() if status.limit else words


def _find_by_region(case: Case, role: str, quantity: str | None) -> Mapping[str, Estimate]:
    """Returns region id -> number of a quantity, by default of what plays a role; {} where nothing does."""
    keys = (quantity,) if quantity else case.roles(role)
    return case.by_subject(keys[0]) if len(keys) == 1 and keys[0] in case else {}


def _list_holders(case: Case) -> set[str]:
    """Returns the ids of the parties whose share of the regions is known: by roles.csv, or by whose area held is."""
    claims = (claim for quantity in case.roles("area_held") for claim in case.claims(quantity))
    return set(case.roles("land_holder")) or {claim.subject for claim in claims if claim.subject}


def _name_plans(case: Case, plans: list[str]) -> Label:
    return join_labels(
        (case.label(plan).change(lambda name: gettext("the {plan}", plan=name)) for plan in plans), f"plans/{plans[0]}"
    )


def _is_open(case: Case, plan: str, party: str, regions: set[str]) -> bool:
    """Returns whether a plan, or one side's variant of an open point, may yet have a party leave these regions."""
    variants = [row.id for row in case.ledger.get_table(Plan).values() if row.variant_of == case.telling(plan)]
    return any(s.region in regions and s.status == "unsettled" for s in _find_statuses(case, plan)) or any(
        s.region in regions and s.withdraws == party for variant in variants for s in _find_statuses(case, variant)
    )


def _find_statuses(case: Case, plan: str) -> tuple[RegionStatus, ...]:
    return case.ledger.get_table(RegionStatus).find_rows("plan", case.telling(plan))
