"""Territory: what would each plan make of each region, and who would have to leave it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.estimate import Estimate, total
from analysis.label import Label
from analysis.schema import Plan, Region, RegionStatus

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case import Case

AREA, OCCUPIED = "region.area", "region.occupied"
STATUS = {"recognised": "Recognised as Russian", "frozen": "Frozen on the line", "contact_line": "Contact line",
          "withdrawal": "Withdrawal", "zone": "Special zone", "unsettled": "Left open"}


def statuses(case: Case, chosen: tuple[str, ...] = ()) -> pd.DataFrame:
    """The status of each contested region under each plan.

    Returns: one row a region some plan speaks of, in the order of regions.csv. region: Label; one column a
        plan, named by its id: the status in words, or None where the plan is silent.
    """
    import pandas as pd

    chosen = chosen or tuple(plans(case))
    rows = []
    for region in case.ledger.of(Region).values():
        found = {plan: [STATUS[s.status] for s in _of(case, plan) if s.region == region.id] for plan in chosen}
        if any(found.values()):
            rows.append({"region": case.label(region.id),
                         **{plan: "; ".join(words) or None for plan, words in found.items()}})
    return pd.DataFrame(rows, columns=["region", *chosen], dtype=object)


def by_plan(case: Case, plan: str) -> dict[str, str]:
    """Returns region id -> status in words under one plan, for a map; the first status where a plan names two."""
    found: dict[str, str] = {}
    for status in _of(case, plan):
        found.setdefault(status.region, STATUS[status.status])
    return found


def headings(case: Case, chosen: tuple[str, ...] = ()) -> dict[str, Label]:
    """Returns plan id -> heading for the columns of `statuses`; chosen: these plans, all if empty."""
    return {plan: case.label(case.telling(plan)) for plan in chosen or plans(case)}


def names(case: Case) -> dict[str, str]:
    """Returns region id -> name."""
    return {region.id: region.name for region in case.ledger.of(Region).values()}


def withdrawals(case: Case, chosen: tuple[str, ...] = ()) -> pd.DataFrame:
    """Who would have to withdraw, and from where.

    chosen: under these plans, all if empty.

    Returns: one row a plan and party. plan, party: Label; regions: Label naming them; count: regions (item).
    """
    import pandas as pd

    rows = []
    for plan in chosen or plans(case):
        leaving: dict[str, list[RegionStatus]] = {}
        for status in _of(case, plan):
            if status.withdraws:
                leaving.setdefault(status.withdraws, []).append(status)
        for party, found in leaving.items():
            name, who = case.label(case.telling(plan)), case.label(party)
            rows.append({"plan": name, "party": who,
                         "regions": Label(", ".join(str(case.label(s.region)) for s in found), f"region_status/{plan}"),
                         "count": case.count("region_status", found, f"regions {who} leaves under the {name}")
                         .named(f"territory.withdrawals.{plan}.{party}")})
    return pd.DataFrame(rows, columns=["plan", "party", "regions", "count"], dtype=object)


def leaving(case: Case, plan: str) -> Estimate:
    """Returns how many regions some force would have to leave under a plan (item)."""
    found = [s for s in _of(case, plan) if s.withdraws]
    told = case.label(case.telling(plan))
    return case.count("region_status", found, f"regions to be left under the {told}").named(
        f"territory.leaving.{plan}", f"Regions to be left ({told})")


def areas(case: Case, *, area: str = AREA, occupied: str = OCCUPIED) -> pd.DataFrame:
    """How large the regions are and how much of each is held by the other side, where a source says so.

    Returns: one row a region with a claimed share. region: Label; area, held: km²; share: percent.
    """
    import pandas as pd

    shares, sizes = case.by_subject(occupied), case.by_subject(area)
    rows = [{"region": case.label(region), "area": sizes.get(region), "share": share,
             "held": (sizes[region] * share).to("km**2").named(f"territory.held.{region}") if region in sizes else None}
            for region, share in shares.items()]
    return pd.DataFrame(rows, dtype=object)


def held(case: Case, *, area: str = AREA, occupied: str = OCCUPIED) -> Estimate:
    """Returns the area held over all regions with both a size and a share (km²)."""
    known = [value for value in areas(case, area=area, occupied=occupied)["held"] if value is not None]
    return total(known).named("territory.held", "Area held")


def plans(case: Case) -> list[str]:
    """Returns the ids of the plans that speak of regions, in the order of plans.csv."""
    spoken = {s.plan for s in case.ledger.of(RegionStatus).values()}
    return [plan for plan in case.ledger.of(Plan) if plan in spoken and case.telling(plan) == plan]


def _of(case: Case, plan: str) -> tuple[RegionStatus, ...]:
    return case.ledger.of(RegionStatus).where("plan", case.telling(plan))
