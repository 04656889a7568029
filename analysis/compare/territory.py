"""Territory: what would each plan make of each region, and who would have to leave it?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis import dates
from analysis.case.schema import Plan, Region, RegionStatus, Source
from analysis.estimates.constructors import number, total
from analysis.estimates.estimate import Estimate
from analysis.label import Label, add_article, join_names

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case

AREA, OCCUPIED = "region.area", "region.occupied"
OCCUPIER = "russia"  # `region.occupied` is its share of a region; any other party leaves the rest
STATUS = {
    "recognised": "Recognised as Russian",
    "frozen": "Frozen on the line",
    "contact_line": "Line of contact",
    "withdrawal": "Withdrawal",
    "zone": "Special zone",
    "unsettled": "Left open",
}
STATUS_PHRASES = {
    "recognised": "recognised as Russian",
    "frozen": "frozen on the line",
    "contact_line": "on the line of contact",
    "withdrawal": "",
    "zone": "with a special zone",
    "unsettled": "left open",
}


def statuses(case: Case, chosen: tuple[str, ...] = ()) -> pd.DataFrame:
    """The status of each contested region under each plan.

    Returns: one row a region some plan speaks of, in the order of regions.csv. region: Label; one column a
        plan, named by its id: the status in words, or None where the plan is silent.
    """
    import pandas as pd

    chosen = chosen or tuple(plans(case))
    rows = []
    for region in case.ledger.get_table(Region).values():
        found = {plan: by_plan(case, plan).get(region.id) for plan in chosen}
        if any(found.values()):
            rows.append({"region": case.label(region.id), **found})
    return pd.DataFrame(rows, columns=["region", *chosen], dtype=object)


def by_plan(case: Case, plan: str) -> dict[str, str]:
    """Returns region id -> status in words under one plan; both, where it names two, and who would leave."""
    found: dict[str, str] = {}
    for status in _find_statuses(case, plan):
        words = STATUS[status.status]
        if status.withdraws:
            leaves = f"{add_article(case.label(status.withdraws))} leaves"
            words = leaves[0].upper() + leaves[1:] if status.status == "withdrawal" else f"{words}, {leaves}"
        before = found.get(status.region)
        found[status.region] = f"{before}; {words[0].lower()}{words[1:]}" if before else words
    return found


def says(case: Case, plan: str) -> Label:
    """Returns what a plan makes of the regions it names: `A and B recognised as Russian; C left by Russia`."""
    words: dict[str, list[str]] = {}
    for status in _find_statuses(case, plan):
        left = f"left by {add_article(case.label(status.withdraws))}" if status.withdraws else ""
        words.setdefault(status.region, []).extend(filter(None, (STATUS_PHRASES[status.status], left)))
    regions: dict[str, list[Label]] = {}
    for region, said in words.items():
        regions.setdefault(", ".join(said), []).append(case.label(region))
    text = "; ".join(f"{join_names(found)} {said}" for said, found in regions.items())
    return Label(text or "no region settled", f"region_status/{case.telling(plan)}")


def silent(case: Case, plan: str, other: str) -> Label | None:
    """Returns the regions of which another plan speaks and this one does not, as a Label; None if there are none."""
    mine = {s.region for s in _find_statuses(case, plan)}
    missing = dict.fromkeys(s.region for s in _find_statuses(case, other) if s.region not in mine)
    return Label(join_names(map(case.label, missing)), f"region_status/{case.telling(plan)}") if missing else None


def leavers(case: Case, *plans: str) -> Label | None:
    """Returns who would have to leave a region under any of these plans, as a Label; None if nobody would."""
    found = dict.fromkeys(s.withdraws for plan in plans for s in _find_statuses(case, plan) if s.withdraws)
    return Label(join_names(add_article(case.label(party)) for party in found), "region_status") if found else None


def teller(case: Case, plans: tuple[str, ...]) -> str:
    """Returns by whose telling it is known what these plans say of regions, for the head of a sentence."""
    sources = case.ledger.get_table(Source)
    roles = {sources[s.source].role for plan in plans for s in _find_statuses(case, plan)}
    return "As the article reports the plans" if roles == {"article"} else "As the plans are reported"


def retold(case: Case, plans: tuple[str, ...]) -> tuple[str, dict[str, Any]]:
    """How the other basis tells the withdrawals under each plan, where it tells them otherwise than this one.

    Returns: sentences with places, empty if it tells them alike, and the Labels that fill them.
    """
    other = case.on("all" if case.basis == "article" else "article")
    account = "As published" if case.basis == "article" else "As the article reports it"
    sentences: list[str] = []
    places: dict[str, Any] = {}
    for plan in plans:
        rows = withdrawals(other, (plan,)).to_dict("records")
        now = withdrawals(case, (plan,)).to_dict("records")
        if [(row["party"].id, row["regions"].text) for row in rows] != [
            (row["party"].id, row["regions"].text) for row in now
        ]:
            leaving = (
                join_names(f"{add_article(row['party'])} leave what it holds in {row['regions']}" for row in rows)
                if rows
                else "nobody leave"
            )
            sentences.append(f" {account}, the {{{plan}}} would {'also ' if rows and now else ''}have {{{plan}_left}}.")
            places |= {plan: case.label(plan), f"{plan}_left": Label(leaving, f"region_status/{other.telling(plan)}")}
    return "".join(sentences), places


def headings(case: Case, chosen: tuple[str, ...] = ()) -> dict[str, Label]:
    """Returns plan id -> heading for the columns of `statuses`; chosen: these plans, all if empty."""
    return {plan: case.label(case.telling(plan)) for plan in chosen or plans(case)}


def names(case: Case) -> dict[str, str]:
    """Returns region id -> name."""
    return {region.id: region.name for region in case.ledger.get_table(Region).values()}


def withdrawals(
    case: Case, chosen: tuple[str, ...] = (), *, area: str = AREA, occupied: str = OCCUPIED
) -> pd.DataFrame:
    """Who would have to withdraw, from where, and how much land that is.

    chosen: under these plans, all if empty.

    Returns: one row a plan and party. plan, party: Label; regions: Label naming them; count: regions (item);
        land: km², over the regions with a size and a share, None if none has both (what the occupier holds of a
        region, where it is the one to leave, else the rest); unknown: Label naming the regions without, or None.
    """
    import pandas as pd

    sizes, shares = (case.by_subject(key) if key in case else {} for key in (area, occupied))
    rows = []
    for plan in chosen or plans(case):
        leaving: dict[str, list[RegionStatus]] = {}
        for status in _find_statuses(case, plan):
            if status.withdraws:
                leaving.setdefault(status.withdraws, []).append(status)
        for party, found in leaving.items():
            name, who, ref = case.label(case.telling(plan)), case.label(party), f"region_status/{plan}"
            parts = {
                s.region: sizes[s.region] * (shares[s.region] if party == OCCUPIER else number(1) - shares[s.region])
                for s in found
                if s.region in sizes and s.region in shares
            }
            unknown = [case.label(s.region) for s in found if s.region not in parts]
            rows.append(
                {
                    "plan": name,
                    "party": who,
                    "regions": Label(join_names(case.label(s.region) for s in found), ref),
                    "count": case.count("region_status", found, f"regions {who} leaves under the {name}").named(
                        f"territory.withdrawals.{plan}.{party}", f"Regions {add_article(who)} leaves"
                    ),
                    "land": total(parts.values())
                    .to("km**2")
                    .named(f"territory.land.{plan}.{party}", f"Land {add_article(who)} leaves")
                    if parts
                    else None,
                    "unknown": Label(join_names(unknown), ref) if unknown else None,
                }
            )
    return pd.DataFrame(rows, columns=["plan", "party", "regions", "count", "land", "unknown"], dtype=object)


def leaving(case: Case, plan: str) -> Estimate:
    """Returns how many regions some force would have to leave under a plan (item)."""
    found = [s for s in _find_statuses(case, plan) if s.withdraws]
    name = case.label(case.telling(plan))
    return case.count("region_status", found, f"regions to be left under the {name}").named(
        f"territory.leaving.{plan}", f"Regions to be left ({name})"
    )


def areas(case: Case, *, area: str = AREA, occupied: str = OCCUPIED) -> pd.DataFrame:
    """How large the regions are and how much of each is held by the other side, where a source says so.

    Returns: one row a region with a claimed share, then those with a size alone. region: Label; area, held: km²;
        share: percent; each None where nobody claims it.
    """
    import pandas as pd

    shares, sizes = case.by_subject(occupied), case.by_subject(area)
    rows = [
        {
            "region": case.label(region),
            "area": sizes.get(region),
            "share": shares.get(region),
            "held": (sizes[region] * shares[region]).to("km**2").named(f"territory.held.{region}", "Area held")
            if region in sizes and region in shares
            else None,
        }
        for region in {**shares, **sizes}
    ]
    return pd.DataFrame(rows, dtype=object)


def counted(case: Case, *, occupied: str = OCCUPIED) -> Label:
    """Returns by whose count, and of which day, the shares held are known."""
    found = dict.fromkeys(
        f"{claim.attributed_to or case.source(claim.source)}"
        + (f" of {dates.format_date(claim.as_of)}" if claim.as_of else "")
        for claim in case.claims(occupied)
        if claim.rank != "deprecated"
    )
    return Label(join_names(found), f"quantities/{occupied}")


def held(case: Case, *, area: str = AREA, occupied: str = OCCUPIED) -> Estimate:
    """Returns the area held over all regions with both a size and a share (km²)."""
    known = [value for value in areas(case, area=area, occupied=occupied)["held"] if value is not None]
    return total(known).named("territory.held", "Area held")


def plans(case: Case) -> list[str]:
    """Returns the ids of the plans that speak of regions, in the order of plans.csv."""
    spoken = {s.plan for s in case.ledger.get_table(RegionStatus).values()}
    return [plan for plan in case.ledger.get_table(Plan) if plan in spoken and case.telling(plan) == plan]


def sources(case: Case, chosen: tuple[str, ...] = ()) -> list[Label]:
    """Returns the titles of the sources of what these plans, all if empty, make of the regions, each once."""
    return list(
        dict.fromkeys(case.source(s.source) for plan in chosen or plans(case) for s in _find_statuses(case, plan))
    )


def _find_statuses(case: Case, plan: str) -> tuple[RegionStatus, ...]:
    return case.ledger.get_table(RegionStatus).find_rows("plan", case.telling(plan))
