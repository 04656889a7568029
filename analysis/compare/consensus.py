"""Consensus: what is a headline of agreement worth once the issues are weighed?

The headline counts points. Weighted agreement is the share of a party's salience that lies on agreed
issues: sum of salience over agreed issues / sum over all (the usual weighting of spatial bargaining
models, Bueno de Mesquita 1994). Salience and which issues count as agreed are codings of ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.errors import MissingClaim
from analysis.estimate import Estimate, number, total
from analysis.schema import Issue, Position

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case import Case
    from analysis.label import Label

AGREED, POINTS = "consensus.agreed", "plan.points"


def points_agreed(case: Case, plan: str, *, agreed: str = AGREED, points: str = POINTS) -> Estimate:
    """Returns the headline as points: 90 % of 20 points are 18 (item)."""
    return (case[agreed, plan] * case[points, plan]).to("item").named("consensus.points_agreed", "Points agreed")


def points_open(case: Case, plan: str, *, agreed: str = AGREED, points: str = POINTS) -> Estimate:
    """Returns the points the headline leaves open (item)."""
    whole = case[points, plan]
    left = whole - points_agreed(case, plan, agreed=agreed, points=points)
    return left.named("consensus.points_open", "Points open")


def weighted(case: Case, party: str) -> Estimate:
    """Returns the share of a party's salience that lies on agreed issues, in per cent. Raises MissingClaim."""
    mine = _positions(case, party)
    whole = total(case.coded("positions", p.id, "salience") for p in mine)
    agreed = [case.coded("positions", p.id, "salience") for p in mine if case.ledger.of(Issue)[p.issue].agreed]
    if not agreed:
        return (0 * whole / whole).to("percent").named(f"consensus.weighted.{party}")
    return (total(agreed) / whole).to("percent").named(f"consensus.weighted.{party}", "Weighted agreement")


def by_party(case: Case, plan: str, *, agreed: str = AGREED) -> pd.DataFrame:
    """The headline against agreement weighted by each party's salience.

    Returns: one row a party with coded positions. party: Label; headline, weighted: percent; fall: percentage
        points by which weighing lowers it (percent); needed: how many times more an agreed issue would have to
        weigh than it does, each open one staying as it is, for the headline to hold (dimensionless); None
        where no weight would do.
    """
    import pandas as pd

    headline = case[agreed, plan]
    rows = []
    for party in _parties(case):
        share = weighted(case, party)
        rows.append({"party": case.label(party), "headline": headline, "weighted": share,
                     "fall": (headline - share).to("percentage_point").named(f"consensus.fall.{party}"),
                     "needed": needed(headline, share).named(f"consensus.needed.{party}")
                     if share > 0 and headline < 1 else None})
    return pd.DataFrame(rows, dtype=object)


def needed(headline: Estimate, share: Estimate) -> Estimate:
    """Returns the factor by which agreed issues must gain weight for the share to reach the headline.

    From k·a / (k·a + o) = h with a + o = 1: k = h (1 − a) / (a (1 − h)), dimensionless.
    Infinite for a headline of all, which no weights short of it can meet: raises UnitError.
    """
    one = number(1)
    return (headline * (one - share)) / (share * (one - headline))


def issues(case: Case) -> pd.DataFrame:
    """Which issues count as agreed, and how much they matter to each party.

    Returns: one row an issue. issue: Label; agreed: 'agreed' or 'open'; one column a party: salience 0 to 1.
    """
    import pandas as pd

    parties = _parties(case)
    rows = []
    for issue in case.ledger.of(Issue).values():
        found = {p.party: p for p in case.ledger.of(Position).where("issue", issue.id)}
        if found:
            rows.append({"issue": case.label(issue.id), "agreed": "agreed" if issue.agreed else "open",
                         **{party: case.coded("positions", found[party].id, "salience") if party in found else None
                            for party in parties}})
    return pd.DataFrame(rows, columns=["issue", "agreed", *parties], dtype=object)


def headings(case: Case) -> dict[str, Label]:
    """Returns party id -> heading for the columns of `issues`."""
    return {party: case.label(party) for party in _parties(case)}


def _parties(case: Case) -> list[str]:
    return list(dict.fromkeys(p.party for p in case.ledger.of(Position).values()))


def _positions(case: Case, party: str) -> tuple[Position, ...]:
    found = case.ledger.of(Position).where("party", party)
    if not found:
        raise MissingClaim(f"{case.folder.name} codes no position of {party}; add rows to positions.csv.")
    return found
