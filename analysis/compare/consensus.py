"""Consensus: what is a headline of agreement worth once it is counted by issue, and once the issues are weighted?

The headline counts points. Counted by issue, agreement is the share of the issues that count as agreed. Weighted
agreement is the share of a party's salience that belongs to agreed issues: sum of salience over agreed issues / sum
over all (the usual weighting of spatial bargaining models, Bueno de Mesquita 1994). Salience and which issues
count as agreed are our codings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.case.schema import Issue, Position
from analysis.errors import MissingClaim
from analysis.estimates.constructors import number, total
from analysis.estimates.estimate import Estimate
from analysis.estimates.settings import make_setting
from analysis.label import Label, add_article, join_names

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case

AGREED, POINTS = "consensus.agreed", "plan.points"


def points_agreed(case: Case, plan: str, *, agreed: str = AGREED, points: str = POINTS) -> Estimate:
    """Returns the headline as points: 90 % of 20 points are 18 (item)."""
    return (case[agreed, plan] * case[points, plan]).to("item").named("consensus.points_agreed", "Points agreed")


def points_open(case: Case, plan: str, *, agreed: str = AGREED, points: str = POINTS) -> Estimate:
    """Returns the points the headline leaves open (item)."""
    whole = case[points, plan]
    left = whole - points_agreed(case, plan, agreed=agreed, points=points)
    return left.named("consensus.points_open", "Points open")


def by_issue(case: Case, party: str = "") -> Estimate:
    """Returns the share of the issues that count as agreed, each counted alike, in per cent.

    party: over the issues on which this party's stance is coded; over all with any if empty.
    """
    mine = {p.issue for p in (_find_positions(case, party) if party else case.ledger.get_table(Position).values())}
    issues = [issue for issue in case.ledger.get_table(Issue).values() if issue.id in mine]
    if not issues:
        raise MissingClaim(f"{case.folder.name} codes no position; add rows to positions.csv.")
    whose = f" with a stance of {add_article(case.label(party))}" if party else " with a stance of any side"
    agreed = case.count("issues", [issue for issue in issues if issue.agreed], f"agreed issues{whose}")
    share = agreed / case.count("issues", issues, f"issues{whose}")
    return share.to("percent").named(f"consensus.by_issue.{party or 'all'}", "Agreed issues, all with the same weight")


def weighted(case: Case, party: str) -> Estimate:
    """Returns the share of a party's salience that lies on agreed issues, in per cent. Raises MissingClaim."""
    mine = _find_positions(case, party)
    whole = total(case.coded("positions", p.id, "salience") for p in mine)
    agreed = [case.coded("positions", p.id, "salience") for p in mine if case.ledger.get_table(Issue)[p.issue].agreed]
    if not agreed:
        return (0 * whole / whole).to("percent").named(f"consensus.weighted.{party}")
    label = f"Weighted agreement, {case.label(party)}"
    return (total(agreed) / whole).to("percent").named(f"consensus.weighted.{party}", label)


def by_party(case: Case, plan: str, *, agreed: str = AGREED) -> pd.DataFrame:
    """The headline against agreement weighted by each party's salience.

    Returns: one row a party with coded positions. party: Label, and whom, the same for a sentence;
        headline, alike, weighted: percent, by count of points, by issues each counted alike, and by issues weighed;
        counting, weighing: percentage points that the step from points to issues adds, and then weighing alone;
        fall: percentage points from headline to weighted;
        needed: how many times more an agreed issue would have to weigh than it does, each open one staying as it is,
        for the headline to hold (dimensionless); None where no weight would do.
    """
    import pandas as pd

    headline = case[agreed, plan]
    rows = []
    for party in _list_parties(case):
        share, alike = weighted(case, party), by_issue(case, party)
        rows.append(
            {
                "party": case.label(party),
                "whom": add_article(case.label(party)),
                "headline": headline,
                "alike": alike,
                "weighted": share,
                "counting": (alike - headline).to("percentage_point").named(f"consensus.counting.{party}"),
                "weighing": (share - alike)
                .to("percentage_point")
                .named(f"consensus.weighing.{party}", "Weighting alone"),
                "fall": (headline - share).to("percentage_point").named(f"consensus.fall.{party}"),
                "needed": needed(headline, share).named(f"consensus.needed.{party}")
                if share > 0 and headline < 1
                else None,
            }
        )
    return pd.DataFrame(rows, dtype=object)


def steps(case: Case, plan: str, *, agreed: str = AGREED) -> pd.DataFrame:
    """The headline on its way from points to issues to what the issues weigh, for a drawing.

    Returns: one row the headline, one the count by issue, then one a party, the least first. measure: Label; how: in
        words; share: percent.
    """
    import pandas as pd

    parties = by_party(case, plan, agreed=agreed).sort_values("weighted", ignore_index=True)
    rows = [
        {"measure": Label("By points: the headline", f"plans/{plan}"), "how": "counted", "share": case[agreed, plan]},
        {"measure": Label("By issues", "issues"), "how": "counted", "share": by_issue(case)},
    ]
    rows += [
        {
            "measure": Label(f"By issues: {row['party']}", row["party"].ref),
            "how": "weighted by salience",
            "share": row["weighted"],
        }
        for row in parties.to_dict("records")
    ]
    return pd.DataFrame(rows, dtype=object)


def unsettled(parties: pd.DataFrame) -> str:
    """Returns what the intervals of the rows of `by_party` leave unsaid, in words; empty if nothing."""
    doubts = []
    if max(share.low for share in parties.weighted) <= min(share.high for share in parties.weighted):
        doubts.append("which side has more of it")
    if all(change.low < 0 < change.high for change in parties.weighing):
        doubts.append("whether weighting alone lowers or raises it for any side")
    return f"our weights are too rough to say {', or '.join(doubts)}" if doubts else ""


def heaviest(case: Case) -> tuple[str, dict[str, Any]]:
    """Whether the issue that weighs most for a party counts as agreed.

    Returns: a sentence with places, and the Labels that fill them. A party with several heaviest issues, some agreed
    and some open, is named apart.
    """
    sides: dict[str, list[Label]] = {"agreed": [], "open": [], "mixed": []}
    for party in _list_parties(case):
        mine = _find_positions(case, party)
        most = max(p.salience for p in mine)
        agreed = {case.ledger.get_table(Issue)[p.issue].agreed for p in mine if p.salience == most}
        sides["mixed" if len(agreed) > 1 else "agreed" if agreed == {True} else "open"].append(
            add_article(case.label(party))
        )
    words = {
        "open": "is open for {for_open}",
        "agreed": "counts as agreed for {for_agreed}",
        "mixed": "is one of several for {for_mixed}, some agreed and some open",
    }
    clauses = [text for side, text in words.items() if sides[side]]
    if len(clauses) == 1 and not sides["mixed"]:
        clauses = ["is open for every side" if sides["open"] else "counts as agreed for every side"]
    places = {f"for_{side}": Label(join_names(names), "positions") for side, names in sides.items() if names}
    return f"The issue that weighs most {', and '.join(clauses)}.", places


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

    parties = _list_parties(case)
    rows = []
    for issue in case.ledger.get_table(Issue).values():
        found = {p.party: p for p in case.ledger.get_table(Position).find_rows("issue", issue.id)}
        if found:
            rows.append(
                {
                    "issue": case.label(issue.id),
                    "agreed": "agreed" if issue.agreed else "open",
                    **{
                        party: case.coded("positions", found[party].id, "salience") if party in found else None
                        for party in parties
                    },
                }
            )
    return pd.DataFrame(rows, columns=["issue", "agreed", *parties], dtype=object)


def scale() -> tuple[Estimate, Estimate]:
    """Makes a number that the method sets an Estimate."""
    reason = "How much an issue matters to a side is coded on this scale, by us."
    low, high = (
        make_setting(f"consensus.scale.{end}", value, "one", f"{end} end of the scale of salience", reason)
        for end, value in (("low", 0), ("high", 1))
    )
    return low, high


def headings(case: Case) -> dict[str, Label]:
    """Returns party id -> heading for the columns of `issues`."""
    return {party: case.label(party) for party in _list_parties(case)}


def _list_parties(case: Case) -> list[str]:
    return list(dict.fromkeys(p.party for p in case.ledger.get_table(Position).values()))


def _find_positions(case: Case, party: str) -> tuple[Position, ...]:
    found = case.ledger.get_table(Position).find_rows("party", party)
    if not found:
        raise MissingClaim(f"{case.folder.name} codes no position of {party}; add rows to positions.csv.")
    return found
