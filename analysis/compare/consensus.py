"""Consensus: what is a headline of agreement worth once it is counted by issue, and once the issues are weighted?

The headline counts points. Counted by issue, agreement is the share of the issues that count as agreed. Weighted
agreement is the share of a party's salience that belongs to agreed issues: sum of salience over agreed issues / sum
over all (the usual weighting of spatial bargaining models, Bueno de Mesquita 1994). Salience and which issues
count as agreed are our codings. The quantities are those that play the roles `agreed_share` and `points` in the case,
unless the call names others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.case.schema import Issue, Position, Provision
from analysis.compare.quantities.numbers import find_optional
from analysis.errors import MissingClaim
from analysis.estimates.constructors import number, total
from analysis.estimates.estimate import Estimate
from analysis.estimates.settings import make_scale
from analysis.estimates.statement import Statement, every, falls_below
from analysis.label import Label, NameList, add_article, join_labels
from analysis.messages import Phrase, Word, gettext, mark_message, pgettext
from analysis.wording.capitals import begin_with_capital

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case

# Ways to count issues: the name of each, what is counted, and those of them that are agreed.
_WAYS = {
    "known": (
        mark_message("Issues with a stance of any side"),
        mark_message("issues with a stance of any side"),
        mark_message("agreed ones of: issues with a stance of any side"),
    ),
    "known_once": (
        mark_message("Issues with a stance of any side, those of one point once"),
        mark_message("issues with a stance of any side, those of one point once"),
        mark_message("agreed ones of: issues with a stance of any side, those of one point once"),
    ),
    "all": (
        mark_message("All issues of the plans"),
        mark_message("all issues of the plans"),
        mark_message("agreed ones of: all issues of the plans"),
    ),
    "all_once": (
        mark_message("All issues of the plans, those of one point once"),
        mark_message("all issues of the plans, those of one point once"),
        mark_message("agreed ones of: all issues of the plans, those of one point once"),
    ),
}


def points_agreed(case: Case, plan: str, *, agreed: str | None = None, points: str | None = None) -> Estimate:
    """Computes the headline as points (item): 90 % of 20 points are 18.

    plan: id of the plan the headline is about. agreed, points: the quantities that hold the share and the points.
    Raises: MissingClaim if the case has no claim on one of them.

    >>> from analysis import compare, load_case
    >>> compare.consensus.points_agreed(load_case(), "plan_20")
    <Points agreed: 18 item>
    """
    agreed, points = case.role("agreed_share", agreed), case.role("points", points)
    return (
        (case[agreed, plan] * case[points, plan]).to("item").named("consensus.points_agreed", gettext("Points agreed"))
    )


def points_open(case: Case, plan: str, *, agreed: str | None = None, points: str | None = None) -> Estimate:
    """Computes how many points the headline leaves open (item): all points less those agreed.

    plan, agreed, points: as for `points_agreed`.
    Raises: MissingClaim if the case has no claim on one of them.

    >>> from analysis import compare, load_case
    >>> compare.consensus.points_open(load_case(), "plan_20")
    <Points open: 2 item>
    """
    agreed, points = case.role("agreed_share", agreed), case.role("points", points)
    whole = case[points, plan]
    left = whole - points_agreed(case, plan, agreed=agreed, points=points)
    return left.named("consensus.points_open", gettext("Points open"))


def by_issue(case: Case, party: str = "") -> Estimate:
    """Computes the share of the issues that count as agreed, with the same weight for each (percent).

    party: over the issues on which this party's position is coded; over all with any position if empty.
    Raises: MissingClaim if no position is coded.

    >>> from analysis import compare, load_case
    >>> compare.consensus.by_issue(load_case())
    <Agreed issues, all with the same weight: 70 (60 to 70) percent>
    """
    mine = {p.issue for p in (_find_positions(case, party) if party else case.ledger.get_table(Position).values())}
    issues = [issue for issue in case.ledger.get_table(Issue).values() if issue.id in mine]
    if not issues:
        raise MissingClaim(f"{case.folder.name} codes no position; add rows to positions.csv.")
    counted = (
        Phrase("issues with a stance of {party}", party=add_article(case.label(party)))
        if party
        else Phrase("issues with a stance of any side")
    )
    agreed = total(_take_agreed(case, issue) for issue in issues)
    share = agreed / case.count("issues", issues, counted)
    name = gettext("Agreed issues, all with the same weight")
    return share.to("percent").named(f"consensus.by_issue.{party or 'all'}", name)


def left_open(case: Case, *issues: str) -> Estimate:
    """Counts those of some issues that do not count as agreed, by our coding (item); 0 of none.

    issues: ids of issues.csv.

    >>> from analysis import compare, load_case
    >>> compare.consensus.left_open(load_case(), "territory").value
    1.0
    """
    table = case.ledger.get_table(Issue)
    what = (
        Phrase("issues left open, of {issues}", issues=NameList(case.label(issue) for issue in issues))
        if issues
        else Phrase("issues left open, of none")
    )
    return case.count_coded("issues", [table[issue] for issue in issues], "agreed", lambda one: not one.agreed, what)


def ways(case: Case, plan: str, *, agreed: str | None = None, points: str | None = None) -> pd.DataFrame:
    """Compares what share counts as agreed by several ways of counting, each with what it counts.

    plan, agreed, points: as for `points_agreed`. Issues that are open and stand in one point of the plan's text may be
    counted once, as the plan itself does.
    Returns: one row a way, the headline first. way: Label; agreed, of: item, '' for a headline of a plan whose points
        nobody counts; share: percent.
    Raises: MissingClaim if the case has no headline for the plan, or codes no position.

    >>> from analysis import compare, load_case
    >>> found = compare.consensus.ways(load_case(), "plan_20")
    >>> [round(share.value) for share in found["share"]]
    [90, 70, 78, 83, 88]
    """
    import pandas as pd

    agreed, points = case.role("agreed_share", agreed), find_optional(case, "points", points)
    issues = case.ledger.get_table(Issue)
    known = {position.issue for position in case.ledger.get_table(Position).values()}
    same = _find_issues_of_one_point(case, plan)
    rows: list[dict[str, Any]] = [
        {
            "way": Label(gettext("Points of the plan: the headline"), f"plans/{plan}"),
            "agreed": points_agreed(case, plan, agreed=agreed, points=points),
            "of": case[points, plan],
            "share": case[agreed, plan],
        }
        if points in case and plan in case.by_subject(points)
        else {
            "way": Label(gettext("The headline"), f"plans/{plan}"),
            "agreed": "",
            "of": "",
            "share": case[agreed, plan],
        }
    ]
    for key, of in (("known", [issue for issue in issues.values() if issue.id in known]), ("all", [*issues.values()])):
        for once in (False, True) if same else (False,):
            counted = [issue for issue in of if not (once and issue.id in same)]
            name, what, agreed_ones = _WAYS[f"{key}_once" if once else key]
            part = case.count_coded("issues", counted, "agreed", lambda issue: issue.agreed, Phrase(agreed_ones))
            whole = case.count("issues", counted, Phrase(what))
            share = (part / whole).to("percent")
            rows.append({"way": Label(gettext(name), "issues"), "agreed": part, "of": whole, "share": share})
    return pd.DataFrame(rows, columns=["way", "agreed", "of", "share"], dtype=object)


def _find_issues_of_one_point(case: Case, plan: str) -> set[str]:
    """Finds the open issues that stand in the same point of a plan, as published, as an earlier one."""
    told = case.on("all").telling(plan)
    found: dict[str, set[str]] = {}
    for provision in case.ledger.get_table(Provision).find_rows("plan", told):
        if provision.point and not case.ledger.get_table(Issue)[provision.issue].agreed:
            found.setdefault(provision.issue, set()).add(provision.point)
    seen: set[frozenset[str]] = set()
    same = set()
    for issue in case.ledger.get_table(Issue):
        points = frozenset(found.get(issue, ()))
        if points and points in seen:
            same.add(issue)
        seen.add(points)
    return same


def below_headline(case: Case, plan: str, *, agreed: str | None = None) -> Statement:
    """States that for every side less is agreed than the headline says, once issues count by how much they matter.

    plan, agreed: as for `points_agreed`. Raises: MissingClaim as `weighted` does.

    >>> from analysis import compare, load_case
    >>> compare.consensus.below_headline(load_case(), "plan_20").holds
    True
    """
    agreed = case.role("agreed_share", agreed)
    headline = case[agreed, plan]
    return every(falls_below(weighted(case, party), headline) for party in _list_parties(case))


def weighted(case: Case, party: str) -> Estimate:
    """Computes the share of a party's salience that belongs to agreed issues (percent).

    Its interval holds the ranges of the weights and, where coders differ on what is agreed, the codes of each.
    Source: sum of salience over agreed issues / sum over all (Bueno de Mesquita 1994).
    Raises: MissingClaim if no position of the party is coded.

    >>> from analysis import compare, load_case
    >>> compare.consensus.weighted(load_case(), "ukraine")
    <Weighted agreement, Ukraine: 66.5004 (44.0945 to 76.4331) percent>
    """
    issues = case.ledger.get_table(Issue)
    weights = {p.issue: case.coded("positions", p.id, "salience") for p in _find_positions(case, party)}
    agreed = total(weight * _take_agreed(case, issues[issue]) for issue, weight in weights.items())
    share = (agreed / total(weights.values()) / number(1, "item")).to("percent")
    return share.named(f"consensus.weighted.{party}", gettext("Weighted agreement, {party}", party=case.label(party)))


def by_party(case: Case, plan: str, *, agreed: str | None = None) -> pd.DataFrame:
    """Compares the headline with the agreement weighted by each party's salience.

    Returns: one row a party with coded positions. party: Label, and whom, the same for a sentence;
        headline, alike, weighted: percent, by count of points, by issues with the same weight each, and by issues
        weighted by salience;
        counting, weighing: percentage points that the step from points to issues adds, and then the weights alone;
        fall: percentage points from headline to weighted;
        needed: how many times more an agreed issue would have to weigh than it does, with the weights of the open ones
        unchanged, for the headline to be right (dimensionless); None where no weight would do.
    Raises: MissingClaim if the case has no headline for the plan.

    >>> from analysis import compare, load_case
    >>> row = compare.consensus.by_party(load_case(), "plan_20").iloc[0]
    >>> print(row.party, round(row.weighted.value, 1), round(row.fall.value, 1))
    United States 67.5 22.5
    """
    import pandas as pd

    agreed = case.role("agreed_share", agreed)
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
                .named(f"consensus.weighing.{party}", gettext("Weighting alone")),
                "fall": (headline - share).to("percentage_point").named(f"consensus.fall.{party}"),
                "needed": needed(headline, share).named(f"consensus.needed.{party}")
                if share > 0 and headline < 1
                else None,
            }
        )
    return pd.DataFrame(rows, dtype=object)


def unsettled(parties: pd.DataFrame) -> str:
    """Describes in words what the intervals of the rows of `by_party` leave open; empty if nothing.

    parties: as `by_party` returns them.

    >>> from analysis import compare, load_case
    >>> words = compare.consensus.unsettled(compare.consensus.by_party(load_case(), "plan_20"))
    >>> words.partition(",")[0]
    'our codes are too rough to say which side has more of it'
    """
    is_open = overlap(parties)
    is_doubtful = all(change.low < 0 < change.high for change in parties.weighing)
    if is_open and is_doubtful:
        return gettext(
            "our codes are too rough to say which side has more of it, or whether weighting alone lowers or raises it "
            "for any side"
        )
    if is_open:
        return gettext("our codes are too rough to say which side has more of it")
    if is_doubtful:
        return gettext("our codes are too rough to say whether weighting alone lowers or raises it for any side")
    return ""


def overlap(parties: pd.DataFrame) -> bool:
    """Says whether the intervals of the rows of `by_party` overlap, so that it is open which side has more agreed.

    parties: as `by_party` returns them.

    >>> from analysis import compare, load_case
    >>> compare.consensus.overlap(compare.consensus.by_party(load_case(), "plan_20"))
    True
    """
    return bool(max(share.low for share in parties.weighted) <= min(share.high for share in parties.weighted))


def heaviest(case: Case) -> tuple[str, dict[str, Any]]:
    """Describes for which parties the issue with the greatest salience counts as agreed.

    Returns: a sentence with places, and the Labels that fill them. A party with several such issues, some agreed
    and some open, is named separately.

    >>> from analysis import compare, load_case
    >>> sentence, places = compare.consensus.heaviest(load_case())
    >>> for part in sentence.format(**places).split("; "):
    ...     print(part)
    What weighs most for Russia is open
    what weighs most for the United States, Ukraine and Europe counts as agreed.
    """
    sides: dict[str, list[Label]] = {"open": [], "agreed": [], "mixed": []}
    for party in _list_parties(case):
        mine = _find_positions(case, party)
        most = max(p.salience for p in mine)
        agreed = {case.ledger.get_table(Issue)[p.issue].agreed for p in mine if p.salience == most}
        sides["mixed" if len(agreed) > 1 else "agreed" if agreed == {True} else "open"].append(
            add_article(case.label(party))
        )
    found = [side for side, names in sides.items() if names]
    if len(found) == 1:
        for_all = {
            "open": gettext("What weighs most is open for every side."),
            "agreed": gettext("What weighs most counts as agreed for every side."),
            "mixed": gettext("What weighs most is partly agreed and partly open for every side."),
        }
        return for_all[found[0]], {}
    for_some = {
        "open": gettext("what weighs most for {for_open} is open"),
        "agreed": gettext("what weighs most for {for_agreed} counts as agreed"),
        "mixed": gettext("what weighs most for {for_mixed} is partly agreed and partly open"),
    }
    places = {f"for_{side}": join_labels(sides[side], "positions") for side in found}
    return begin_with_capital("; ".join(for_some[side] for side in found)) + ".", places


def needed(headline: Estimate, share: Estimate) -> Estimate:
    """Computes the factor by which agreed issues must gain weight for the share to reach the headline (dimensionless).

    headline, share: dimensionless or percent. Source: from k·a / (k·a + o) = h with a + o = 1 follows
    k = h (1 − a) / (a (1 − h)).
    Raises: UnitError for a headline of 100 % or a share of 0 %, which no factor can bring together.

    >>> from analysis import compare, number
    >>> round(compare.consensus.needed(number(90, "percent"), number(60, "percent")).value, 2)
    6.0
    """
    one = number(1)
    return (headline * (one - share)) / (share * (one - headline))


def issues(case: Case) -> pd.DataFrame:
    """Lists which issues count as agreed, and how much they matter to each party.

    Returns: one row an issue. issue: Label; agreed: Word, agreed or open by the first coder, and whether coders differ;
        one column a party, named by its id: salience
        0 to 1, None where no position is coded.

    >>> from analysis import compare, load_case
    >>> row = compare.consensus.issues(load_case()).iloc[0]
    >>> print(row.issue, row.agreed, row.ukraine.value)
    Status of the occupied regions open 0.95
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
                    "agreed": _describe_agreed(case, issue),
                    **{
                        party: case.coded("positions", found[party].id, "salience") if party in found else None
                        for party in parties
                    },
                }
            )
    return pd.DataFrame(rows, columns=["issue", "agreed", *parties], dtype=object)


def scale() -> tuple[Estimate, Estimate]:
    """Makes the ends of the scale of salience Estimates (dimensionless), low and high, traced as settings of ours.

    >>> from analysis import compare
    >>> [end.value for end in compare.consensus.scale()]
    [0.0, 1.0]
    """
    return make_scale(
        "consensus.scale",
        # translators: in "low end of the scale of salience"
        pgettext("scale", "salience"),
        gettext("How much an issue matters to a side is coded on this scale, by us."),
    )


def headings(case: Case) -> dict[str, Label]:
    """Lists the headings for the columns of `issues`: party id -> Label with its name.

    >>> from analysis import compare, load_case
    >>> list(compare.consensus.headings(load_case()))
    ['united_states', 'ukraine', 'russia', 'europe']
    """
    return {party: case.label(party) for party in _list_parties(case)}


def _take_agreed(case: Case, issue: Issue) -> Estimate:
    """Returns whether an issue counts as agreed (item): 1 or 0 by the first coder, between them where coders differ."""
    what = Phrase("agreed, {issue}", issue=case.label(issue.id))
    return case.count_coded("issues", [issue], "agreed", lambda one: one.agreed, what)


def _describe_agreed(case: Case, issue: Issue) -> Word:
    code = _take_agreed(case, issue)
    if code.low == code.high:
        return Word("agreed", "state of an issue") if issue.agreed else Word("open", "state of an issue")
    if issue.agreed:
        return Word("agreed; coders differ", "state of an issue")
    return Word("open; coders differ", "state of an issue")


def _list_parties(case: Case) -> list[str]:
    return list(dict.fromkeys(p.party for p in case.ledger.get_table(Position).values()))


def _find_positions(case: Case, party: str) -> tuple[Position, ...]:
    found = case.ledger.get_table(Position).find_rows("party", party)
    if not found:
        raise MissingClaim(f"{case.folder.name} codes no position of {party}; add rows to positions.csv.")
    return found
