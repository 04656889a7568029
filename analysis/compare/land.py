"""Land: how much of each region is held by the other side, how much in all, and how fast the front moves.

The quantities are those that play the roles `area`, `share_held` (occupied), `area_held` (stated; its subject is the
party that holds the land), `area_gained` (month) and `area_gained_net` (net) in the case, unless the call names others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import dates
from analysis.case.schema import Claim
from analysis.compare.quantities.numbers import find_by_subject, find_optional
from analysis.errors import MissingClaim
from analysis.estimates.constructors import total
from analysis.estimates.estimate import Estimate
from analysis.label import Label, join_labels, join_names
from analysis.messages import gettext

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case


def holder(case: Case, *, stated: str | None = None) -> str | None:
    """Finds the id of the party that holds the occupied land: the subject of the claims on how much that is.

    stated: the quantity. Returns: None where the case does not say.

    >>> from analysis import compare, load_case
    >>> compare.land.holder(load_case())
    'russia'
    """
    stated = find_optional(case, "area_held", stated)
    found = {claim.subject for claim in case.claims(stated) if claim.subject}
    return found.pop() if len(found) == 1 else None


def areas(case: Case, *, area: str | None = None, occupied: str | None = None) -> pd.DataFrame:
    """Computes how large the regions are and how much of each the other side holds, where a source says so.

    area, occupied: the quantities that hold size and share held, one a region.
    Returns: one row a region with a claimed share, then those with only a size. region: Label; area, held: in
        the unit of the claims on its size; share: percent; each None where no source gives it.
    A role that nothing plays, or on which nothing is claimed, leaves its column empty.
    Raises: MissingClaim if the case has no claim on a quantity that is named.

    >>> from analysis import compare, load_case
    >>> row = compare.land.areas(load_case()).iloc[0]
    >>> print(row.region, row.area.value, round(row.held.value))
    Crimea 26081.0 26081
    """
    import pandas as pd

    sizes, shares = (
        case.by_subject(named) if named else find_by_subject(case, role)
        for role, named in (("area", area), ("share_held", occupied))
    )
    rows = [
        {
            "region": case.label(region),
            "area": sizes.get(region),
            "share": shares.get(region),
            "held": (sizes[region] * shares[region])
            .to(sizes[region].unit)
            .named(f"land.held.{region}", gettext("Area held"))
            if region in sizes and region in shares
            else None,
        }
        for region in {**shares, **sizes}
    ]
    return pd.DataFrame(rows, columns=["region", "area", "share", "held"], dtype=object)


def counted(case: Case, *, occupied: str | None = None) -> Label:
    """Names who counted the shares held, and for which day.

    occupied: the quantity that holds them, one a region.
    Raises: MissingClaim if there is no claim on it.

    >>> from analysis import compare, load_case
    >>> print(compare.land.counted(load_case()))
    DeepState of 1 January 2026
    """
    occupied = case.role("share_held", occupied)
    found = dict.fromkeys(
        # translators: who counted, and the date the count is of
        gettext("{source} of {date}", source=who, date=dates.format_date(claim.as_of)) if claim.as_of else str(who)
        for claim in case.claims(occupied)
        if claim.rank != "deprecated"
        for who in [claim.attributed_to or case.source(claim.source)]
    )
    if not found:
        raise MissingClaim(f"{case.folder.name} has no claim on {occupied}; add a row to claims.csv.")
    return Label(join_names(found), f"quantities/{occupied}")


def held(case: Case, *, area: str | None = None, occupied: str | None = None, claimed_only: bool = False) -> Estimate:
    """Computes the area held, over all regions with both a size and a share, in the unit of the first.

    area, occupied: the quantities that hold size and share held, one a region. claimed_only: leaves out the regions
        whose share is our assumption.
    Raises: MissingClaim if the case has no claim on one of them; UnitError if no region has both.

    >>> from analysis import compare, load_case
    >>> round(compare.land.held(load_case()).value)
    116961
    """
    area, occupied = case.role("area", area), case.role("share_held", occupied)
    left_out = _list_assumed(case, occupied) if claimed_only else []
    known = [
        row["held"]
        for row in areas(case, area=area, occupied=occupied).to_dict("records")
        if row["held"] is not None and row["region"].id not in left_out
    ]
    return total(known).named("land.claimed" if claimed_only else "land.held", gettext("Area held"))


def stated(case: Case, *, stated: str | None = None) -> Estimate | None:
    """Finds the area held as the source that counted it states it; None where none does.

    It need not be the sum over the regions (`held`), whose shares are rounded.
    stated: the quantity.

    >>> from analysis import compare, load_case
    >>> compare.land.stated(load_case()).value
    116165.0
    """
    stated = find_optional(case, "area_held", stated)
    who = holder(case, stated=stated)
    return case[stated, who] if who else None


def assumed(case: Case, *, occupied: str | None = None) -> Label | None:
    """Names the regions whose share held is our assumption, because no source gives it; None if there are none.

    occupied: the quantity that holds the shares, one a region.

    >>> from analysis import compare, load_case
    >>> print(compare.land.assumed(load_case()))
    Sevastopol
    """
    occupied = case.role("share_held", occupied)
    found = _list_assumed(case, occupied)
    return join_labels(map(case.label, found), "assumptions") if found else None


def missing(case: Case, *, area: str | None = None, occupied: str | None = None) -> Label | None:
    """Names the regions that are not in `held`, because no source gives their size or their share; None if none is.

    area, occupied: the quantities that hold size and share held, one a region.
    Raises: MissingClaim if the case has no claim on one of them.

    >>> from analysis import compare, load_case
    >>> print(compare.land.missing(load_case()))
    Mykolaiv
    """
    area, occupied = case.role("area", area), case.role("share_held", occupied)
    rows = areas(case, area=area, occupied=occupied).to_dict("records")
    found = [row["region"] for row in rows if row["held"] is None]
    return join_labels(found, "regions") if found else None


def day(case: Case, number: Estimate) -> Label | None:
    """Names the day of the claims beneath a number; None if they have none.

    >>> from analysis import compare, load_case
    >>> case = load_case()
    >>> print(compare.land.day(case, compare.land.stated(case)))
    1 January 2026
    """
    claims = [claim for leaf in number.leaves if (claim := case.ledger.get_table(Claim).get(leaf.id)) and claim.as_of]
    days = dict.fromkeys(dates.format_date(claim.as_of or "") for claim in claims)
    return Label(join_names(days), f"claims/{'+'.join(claim.id for claim in claims)}") if days else None


def net(case: Case, *, net: str | None = None) -> Label | None:
    """Finds what the latest source says of the ground gained net of what was retaken; None if none says anything.

    net: the quantity.

    >>> from analysis import compare, load_case
    >>> print(compare.land.net(load_case()))
    By DeepState, June may end with a net loss of ground for Russia, for the second month in a row.
    """
    net = find_optional(case, "area_gained_net", net)
    claims = [claim for claim in case.claims(net) if claim.rank != "deprecated"]
    latest = max(claims, key=lambda claim: claim.as_of or "", default=None)
    return Label(latest.statement, f"claims/{latest.id}") if latest else None


def months(case: Case, *, month: str | None = None) -> pd.DataFrame:
    """Lists the ground newly occupied month by month, from the earliest; ground retaken is not subtracted.

    month: the quantity, each claim on which is about the month it is dated by.
    Returns: one row a claim. month, by: Label; land: in the unit of the claims.

    >>> from analysis import compare, load_case
    >>> for row in compare.land.months(load_case()).itertuples():
    ...     print(row.month, row.land.value)
    January 2026 245.0
    February 2026 126.0
    May 2026 14.0
    June 2026 84.0
    """
    import pandas as pd

    month = find_optional(case, "area_gained", month)
    claims = [claim for claim in case.claims(month) if claim.as_of and claim.rank != "deprecated"]
    return pd.DataFrame(
        [
            {
                "month": Label(dates.format_date(claim.as_of or ""), f"claims/{claim.id}"),
                "land": case.estimate(claim),
                "by": Label(claim.attributed_to or str(case.source(claim.source)), f"claims/{claim.id}"),
            }
            for claim in sorted(claims, key=lambda claim: claim.as_of or "")
        ],
        columns=["month", "land", "by"],
        dtype=object,
    )


def _list_assumed(case: Case, occupied: str) -> list[str]:
    """Returns the ids of the regions whose share is our assumption."""
    claimed = {claim.subject for claim in case.claims(occupied) if claim.rank != "deprecated"}
    return [region for region in case.by_subject(occupied) if region not in claimed] if occupied in case else []
