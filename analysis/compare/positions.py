"""Positions: how far apart are the forces, where could they meet, and what would each plan cost them?

Positions lie on a scale from 0 to 1 for each issue (its ends stand in issues.csv), salience likewise; both
are our coding, with ranges. Distance is the salience-weighted mean absolute difference, the city-block
metric of spatial models (Enelow and Hinich 1984). A zone of possible agreement is where the ranges two
parties are thought to accept overlap (Raiffa 1982).
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Literal

from analysis.errors import MissingClaim, nearest
from analysis.estimate import Estimate, total
from analysis.label import Label
from analysis.schema import Channel, Issue, Position, Provision

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case import Case


def stances(case: Case) -> pd.DataFrame:
    """What each force wants on each issue, by whose account.

    Returns: one row an issue. issue: Label; one column a party: Label with the stance, None if not coded.
    """
    import pandas as pd

    parties = _parties(case)
    rows = [{"issue": case.label(issue), **{party: _said(found[party]) if party in found else None
                                            for party in parties}} for issue, found in _by_issue(case).items()]
    return pd.DataFrame(rows, columns=["issue", *parties], dtype=object)


def headings(case: Case) -> dict[str, Label]:
    """Returns party id -> heading for the columns of `stances`."""
    return {party: case.label(party) for party in _parties(case)}


def coded(case: Case) -> pd.DataFrame:
    """Where each force stands on each issue's scale, and how much it matters to it.

    Returns: one row a position. issue, party: Label; position, salience: 0 to 1 (assumptions).
    """
    import pandas as pd

    return pd.DataFrame([{"issue": case.label(p.issue), "party": case.label(p.party),
                          "position": case.coded("positions", p.id, "position"),
                          "salience": case.coded("positions", p.id, "salience")}
                         for found in _by_issue(case).values() for p in found.values()], dtype=object)


def distances(case: Case) -> pd.DataFrame:
    """How far apart each pair of forces is, over the issues both have a stance on.

    Returns: one row a pair, farthest first. one, other: Label; distance: 0 (alike) to 1 (opposed), weighted by
        the mean of both saliences; issues: how many both speak to (item).
    """
    import pandas as pd

    rows = []
    for a, b in combinations(_parties(case), 2):
        shared = [(found[a], found[b]) for found in _by_issue(case).values() if a in found and b in found]
        if shared:
            rows.append({"one": case.label(a), "other": case.label(b),
                         "distance": _distance(case, shared).named(f"positions.distance.{a}.{b}"),
                         "issues": case.count("positions", [one for one, _ in shared],
                                              f"issues shared by {case.label(a)} and {case.label(b)}")})
    return pd.DataFrame(rows, columns=["one", "other", "distance", "issues"], dtype=object).sort_values(
        "distance", ascending=False, ignore_index=True)


def zones(case: Case) -> pd.DataFrame:
    """Where all forces that speak to an issue could meet, and where not.

    Returns: one row an issue, widest zone first. issue: Label; width: what the ranges have in common on the
        scale, negative for the distance still between them; zone: 'yes' or 'no'; between: Label naming the two
        farthest apart.
    """
    import pandas as pd

    rows = []
    for issue, found in _by_issue(case).items():
        if len(found) < 2:
            continue
        highest = max(found.values(), key=lambda p: p.position_low)
        lowest = min(found.values(), key=lambda p: p.position_high)
        width = (_end(case, lowest, "high") - _end(case, highest, "low")).named(f"positions.zone.{issue}")
        pair = " and ".join(dict.fromkeys(str(case.label(p.party)) for p in (lowest, highest)))
        rows.append({"issue": case.label(issue), "width": width, "zone": "yes" if width.value >= 0 else "no",
                     "between": Label(pair, f"positions/{highest.id}")})
    return pd.DataFrame(rows, columns=["issue", "width", "zone", "between"], dtype=object).sort_values(
        "width", ascending=False, ignore_index=True)


def concessions(case: Case, plan: str) -> pd.DataFrame:
    """What each force would have to give up under a plan.

    Returns: one row a party, largest first. party: Label; concession: salience-weighted mean distance between
        what it wants and what the plan says (the mean of its provisions on the issue), 0 to 1; hardest: Label of
        the issue that weighs most in it.
    Raises: MissingClaim if no provision of the plan is coded on the scale.
    """
    import pandas as pd

    rows = [{"party": case.label(party), "hardest": case.label(hardest), "concession": cost}
            for party, (cost, hardest) in _conceded(case, plan).items()]
    return pd.DataFrame(rows, columns=["party", "hardest", "concession"], dtype=object).sort_values(
        "concession", ascending=False, ignore_index=True)


@lru_cache(maxsize=8)
def _conceded(case: Case, plan: str) -> dict[str, tuple[Estimate, str]]:
    """Party -> its concession, and the issue that weighs most in it; the same for one party as for the next."""
    offered: dict[str, list[Estimate]] = {}
    for provision in case.ledger.of(Provision).where("plan", case.telling(plan)):
        if provision.position is not None:
            offered.setdefault(provision.issue, []).append(case.coded("provisions", provision.id, "position"))
    if not offered:
        raise MissingClaim(f"{case.folder.name} codes no provision of {plan} on the issues' scales; "
                           "fill position in provisions.csv.")
    found = {}
    for party in _parties(case):
        mine = [(said[party], offered[issue]) for issue, said in _by_issue(case).items()
                if party in said and issue in offered]
        if mine:
            costs = [case.coded("positions", want.id, "salience")
                     * abs(case.coded("positions", want.id, "position") - total(got) / len(got)) for want, got in mine]
            weight = total(case.coded("positions", want.id, "salience") for want, _ in mine)
            hardest = max(zip(costs, mine, strict=True), key=lambda pair: pair[0].value)[1][0].issue
            found[party] = (total(costs) / weight).named(f"positions.concession.{plan}.{party}"), hardest
    return found


def concession(case: Case, plan: str, party: str) -> Estimate:
    """Returns what one party would have to give up under a plan, 0 to 1. Raises MissingClaim."""
    found = _conceded(case, plan)
    if party not in found:
        raise MissingClaim(f"{case.folder.name} codes no position of {party}{nearest(party, found)} that the {plan} "
                           "speaks to; add rows to positions.csv.")
    name = case.label(party)
    return found[party][0].named(f"positions.concession.{plan}.{party}", f"Concession of {name}")


def concessions_by_plan(case: Case, plans: tuple[str, ...]) -> pd.DataFrame:
    """What each force would have to give up under each of some plans.

    Returns: one row a party, hardest hit by the last plan first. party: Label; one column a plan: concession, 0
        to 1; hardest: Label of the issue that weighs most under the last plan.
    """
    import pandas as pd

    found = {plan: {row.party: row for row in concessions(case, plan).itertuples()} for plan in plans}
    return pd.DataFrame([{"party": party, **{plan: rows[party].concession if party in rows else None
                                             for plan, rows in found.items()}, "hardest": row.hardest}
                         for party, row in found[plans[-1]].items()], dtype=object)


def channels(case: Case) -> pd.DataFrame:
    """Who talks to whom, at which layer.

    Returns: one row a channel. one, other: Label; layer: text; text: Label; by: Label or None.
    """
    import pandas as pd

    return pd.DataFrame([{"one": case.label(c.one), "other": case.label(c.other), "layer": c.layer,
                          "text": Label(c.text, f"channels/{c.id}"),
                          "by": Label(c.attributed_to, f"channels/{c.id}") if c.attributed_to else None}
                         for c in case.ledger.of(Channel).values()], dtype=object)


def polarisation(case: Case) -> Estimate:
    """Returns the share of issues without a zone of possible agreement, of those several forces speak to (percent)."""
    issues = case.ledger.of(Issue)
    spoken = [issues[issue] for issue, found in _by_issue(case).items() if len(found) > 1]
    shut = {row.issue.ref for row in zones(case).itertuples() if row.zone == "no"}
    closed = [issue for issue in spoken if f"issues/{issue.id}" in shut]
    share = (case.count("issues", closed, "issues without a zone of agreement")
             / case.count("issues", spoken, "issues that several forces speak to"))
    return share.to("percent").named("positions.polarisation", "Issues without a zone of agreement")


def _distance(case: Case, shared: list[tuple[Position, Position]]) -> Estimate:
    parts, weights = [], []
    for a, b in shared:
        weight = (case.coded("positions", a.id, "salience") + case.coded("positions", b.id, "salience")) / 2
        apart = case.coded("positions", a.id, "position") - case.coded("positions", b.id, "position")
        parts.append(weight * abs(apart))
        weights.append(weight)
    return total(parts) / total(weights)


def _end(case: Case, position: Position, end: Literal["low", "high"]) -> Estimate:
    """One end of what a party is thought to accept."""
    stance = case.coded("positions", position.id, "position")
    return stance.at(stance.leaf.id, end)


def _said(position: Position) -> Label:
    by = f" ({position.attributed_to})" if position.attributed_to else ""
    return Label(position.stance + by, f"positions/{position.id}")


def _parties(case: Case) -> list[str]:
    return list(dict.fromkeys(p.party for p in case.ledger.of(Position).values()))


def _by_issue(case: Case) -> dict[str, dict[str, Position]]:
    if not case.ledger.of(Position):
        raise MissingClaim(f"{case.folder.name} codes no position of anybody; add rows to positions.csv.")
    found: dict[str, dict[str, Position]] = {issue: {} for issue in case.ledger.of(Issue)}
    for position in case.ledger.of(Position).values():
        found[position.issue][position.party] = position
    return {issue: by_party for issue, by_party in found.items() if by_party}
