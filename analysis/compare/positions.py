"""Positions: how far apart are the parties, and where could they meet?

Positions are on a scale from 0 to 1 for each issue (its ends are in issues.csv), and so is salience; both
are our coding, with ranges. Distance is the salience-weighted mean absolute difference, the city-block
metric of spatial models (Enelow and Hinich 1984). A zone of possible agreement is where the ranges two
parties are thought to accept overlap (Raiffa 1982). How sure a finding is, `robustness` says.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from analysis.case.description import name_source
from analysis.case.schema import Channel, Claim, Issue, Position, Source
from analysis.errors import MissingClaim
from analysis.estimates.constructors import maximum, minimum, total
from analysis.estimates.estimate import Estimate
from analysis.estimates.settings import make_scale
from analysis.estimates.statement import Statement, every, exceeds
from analysis.label import Label, add_article, join_names

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case

NOTHING = "–"  # in a cell without a value
_DIGITS = 9  # to which averages are compared: binary arithmetic leaves less


def stances(case: Case) -> pd.DataFrame:
    """Lists what each party wants on each issue, by whose account.

    Returns: one row an issue. issue: Label; one column a party: Label with the position and by whose account, or a
        dash. Of the analysed text's own account it says where it is opinion, by the verdicts of the claims beneath.
    Raises: MissingClaim if no position is coded.

    >>> from analysis import compare, load_case
    >>> row = compare.positions.stances(load_case()).iloc[1]
    >>> print(row.europe)
    Nobody leaves land beforehand; talks begin at the line of contact. (European counter-draft)
    """
    import pandas as pd

    parties = _list_parties(case)
    rows = [
        {
            "issue": case.label(issue),
            **{party: _make_stance_label(case, found[party]) if party in found else NOTHING for party in parties},
        }
        for issue, found in _group_by_issue(case).items()
    ]
    return pd.DataFrame(rows, columns=["issue", *parties], dtype=object)


def stances_in_rows(case: Case) -> pd.DataFrame:
    """Lists what each party wants on each issue, by whose account, in a row of its own: for many parties.

    Returns: one row a position. issue, party: Label; stance: Label as in `stances`.
    Raises: MissingClaim if no position is coded.

    >>> from analysis import compare, load_case
    >>> row = compare.positions.stances_in_rows(load_case()).iloc[0]
    >>> print(row.issue, row.party, sep="; ")
    Status of the occupied regions; United States
    """
    import pandas as pd

    rows = [
        {"issue": case.label(issue), "party": case.label(party), "stance": _make_stance_label(case, found[party])}
        for issue, found in _group_by_issue(case).items()
        for party in _list_parties(case)
        if party in found
    ]
    return pd.DataFrame(rows, columns=["issue", "party", "stance"], dtype=object)


def headings(case: Case) -> dict[str, Label]:
    """Lists the headings for the columns of `stances`: party id -> Label with its name.

    >>> from analysis import compare, load_case
    >>> list(compare.positions.headings(load_case()))
    ['united_states', 'ukraine', 'russia', 'europe']
    """
    return {party: case.label(party) for party in _list_parties(case)}


def coded(case: Case) -> pd.DataFrame:
    """Lists each party's position on each issue's scale, and how much the issue matters to it.

    Returns: one row a position, issues in the order of `zones`, the widest common ground first. issue,
        party: Label; position, salience: 0 to 1 (assumptions).
    Raises: MissingClaim if no position is coded.

    >>> from analysis import compare, load_case
    >>> row = compare.positions.coded(load_case()).iloc[0]
    >>> print(row.issue, row.party, row.position.value, row.salience.value, sep="; ")
    Access to the European market and the Union; United States; 0.675; 0.225
    """
    import pandas as pd

    found, order = _group_by_issue(case), [label.id for label in zones(case)["issue"]]
    return pd.DataFrame(
        [
            {
                "issue": case.label(p.issue),
                "party": case.label(p.party),
                "position": case.coded("positions", p.id, "position"),
                "salience": case.coded("positions", p.id, "salience"),
            }
            for issue in [*order, *(other for other in found if other not in order)]
            for party in _list_parties(case)
            for p in [found[issue].get(party)]
            if p
        ],
        dtype=object,
    )


def distances(case: Case) -> pd.DataFrame:
    """Computes how far apart each pair of parties is, over the issues on which both have a position.

    Source: the salience-weighted mean absolute difference (Enelow and Hinich 1984).
    Returns: one row a pair, the greatest distance first. one, other: Label; both: Label naming them
        in a sentence; distance: 0 (same) to 1 (opposite),
        weighted by the mean of both saliences; issues: how many they share (item).
    Raises: MissingClaim if no issue has positions of two parties.

    >>> from analysis import compare, load_case
    >>> row = compare.positions.distances(load_case()).iloc[0]
    >>> print(row.one, row.other, round(row.distance.value, 2), sep="; ")
    Ukraine; Russia; 0.63
    """
    import pandas as pd

    rows = []
    for a, b in combinations(_list_parties(case), 2):
        shared = [(found[a], found[b]) for found in _group_by_issue(case).values() if a in found and b in found]
        if shared:
            rows.append(
                {
                    "one": case.label(a),
                    "other": case.label(b),
                    "both": _join_in_sentence(case, [a, b]),
                    "distance": _compute_distance(case, shared).named(
                        f"positions.distance.{a}.{b}", f"Distance, {case.label(a)} and {case.label(b)}"
                    ),
                    "issues": case.count(
                        "positions", [one for one, _ in shared], f"issues shared by {case.label(a)} and {case.label(b)}"
                    ),
                }
            )
    if not rows:
        raise MissingClaim(
            f"{case.folder.name} codes no issue on which two parties have a position; add rows to positions.csv."
        )
    return pd.DataFrame(rows, columns=["one", "other", "both", "distance", "issues"], dtype=object).sort_values(
        "distance", ascending=False, ignore_index=True
    )


def between(case: Case) -> tuple[Label, Statement] | None:
    """Finds the party that stands between the two that are farthest apart, and states that it does.

    Returns: its name in a sentence (of several, the one whose greater distance to the two is least), and the statement
    that the two are farther apart than it is from either; None where no third party shares an issue with both.
    Raises: MissingClaim if no position is coded.

    >>> from analysis import compare, load_case
    >>> name, statement = compare.positions.between(load_case())
    >>> print(name, statement.holds)
    the United States True
    """
    rows = distances(case).to_dict("records")
    ends = {rows[0]["one"], rows[0]["other"]} if rows else set()
    apart: dict[Label, list[Estimate]] = {}
    for row in rows[1:]:
        for one, other in ((row["one"], row["other"]), (row["other"], row["one"])):
            if one not in ends and other in ends:
                apart.setdefault(one, []).append(row["distance"])
    both = {party: found for party, found in apart.items() if len(found) == len(ends)}
    if not both:
        return None
    middle = min(both, key=lambda party: max(found.value for found in both[party]))
    return add_article(middle), every(exceeds(rows[0]["distance"], found) for found in both[middle])


def leaning(case: Case) -> tuple[str, dict[str, Any]]:
    """Describes to which of the two that are farthest apart the party between them (`between`) is nearer.

    Returns: a clause with places, and what fills them; ('', {}) where none is between them. Where the intervals of both
    distances overlap, it says that.
    Raises: MissingClaim if no position is coded.

    >>> from analysis import compare, load_case
    >>> clause, places = compare.positions.leaning(load_case())
    >>> print(clause.partition(" (")[0].format(**places))
    the United States is nearer to Russia
    """
    found = between(case)
    if found is None:
        return "", {}
    middle, _ = found
    rows = distances(case).to_dict("records")
    ends = {rows[0]["one"], rows[0]["other"]}
    apart = {
        add_article(end): row["distance"]
        for row in rows[1:]
        for end, other in ((row["one"], row["other"]), (row["other"], row["one"]))
        if end in ends and add_article(other) == middle
    }
    near, far = sorted(apart, key=lambda end: apart[end].value)
    clause = "{middle} is nearer to {near} ({to_near:bare}) than to {far} ({to_far:bare})"
    if apart[near].high > apart[far].low:
        clause += ", which our ranges do not settle"
    return clause, {"middle": middle, "near": near, "far": far, "to_near": apart[near], "to_far": apart[far]}


def pairs(case: Case) -> pd.DataFrame:
    """Computes on how many issues each two parties could meet, whatever the others want.

    Source: zones of possible agreement between two (Raiffa 1982).
    Returns: one row a pair, the one that meets on the greatest share first. one, other: Label; both: Label naming them
        in a sentence; meet, issues: item, on how many of the issues on which both have a position their ranges overlap;
        width: of the overlap on the issue where it is least, negative for a gap; hardest: Label of that issue.
    Raises: MissingClaim if no position is coded.

    >>> from analysis import compare, load_case
    >>> row = compare.positions.pairs(load_case()).iloc[-1]
    >>> print(row.one, row.other, row.meet.value, row.issues.value, row.hardest, sep="; ")
    Ukraine; Russia; 3.0; 10.0; Security guarantees
    """
    import pandas as pd

    rows: list[dict[str, Any]] = []
    for a, b in combinations(_list_parties(case), 2):
        widths = {
            issue: _compute_overlap(case, found[a], found[b])
            for issue, found in _group_by_issue(case).items()
            if a in found and b in found
        }
        if not widths:
            continue
        issues, what = case.ledger.get_table(Issue), f"{case.label(a)} and {case.label(b)}"
        hardest = min(widths, key=lambda issue: widths[issue].value)
        meet = [issues[issue] for issue, width in widths.items() if width.value >= 0]
        coded = list(widths.values())
        rows.append(
            {
                "one": case.label(a),
                "other": case.label(b),
                "both": _join_in_sentence(case, [a, b]),
                "meet": case.count("issues", meet, f"issues on which {what} could meet", coded).named(
                    f"positions.meet.{a}.{b}", f"Issues on which {what} could meet"
                ),
                "issues": case.count("issues", [issues[issue] for issue in widths], f"issues of {what}", coded),
                "width": widths[hardest].named(f"positions.overlap.{a}.{b}", f"Least overlap, {what}"),
                "hardest": case.label(hardest),
            }
        )
    rows.sort(key=_order_pair)
    return pd.DataFrame(rows, columns=["one", "other", "both", "meet", "issues", "width", "hardest"], dtype=object)


def _order_pair(row: dict[str, Any]) -> tuple[float, float]:
    """Puts those who meet on the greatest share first; of equals, more issues nearer to the first or last."""
    share, issues = row["meet"].value / row["issues"].value, row["issues"].value
    return -share, -issues if share > 0.5 else issues


def contested(case: Case) -> pd.DataFrame:
    """Lists the positions that rest on a claim which other sources contradict.

    Returns: one row a position and claim. party, issue: Label; claim: Label, what is claimed.

    >>> from analysis import compare, load_case
    >>> list(compare.positions.contested(load_case()).columns)
    ['party', 'issue', 'claim']
    """
    import pandas as pd

    rows = [
        {
            "party": case.label(p.party),
            "issue": case.label(p.issue),
            "claim": Label(claim.statement, f"claims/{claim.id}"),
        }
        for p in case.ledger.get_table(Position).values()
        for claim in _rests_on(case, p, "contradicted")
    ]
    return pd.DataFrame(rows, columns=["party", "issue", "claim"], dtype=object)


def resting_on(case: Case, verdict: str) -> Estimate:
    """Counts the positions that rest on a claim with a verdict, alone or among others (item).

    verdict: as in claims.csv: `opinion` of the analysed text's judgements, `unverified` of what no other source bears
        out; all positions if empty.

    >>> from analysis import compare, load_case
    >>> case = load_case()
    >>> [compare.positions.resting_on(case, verdict).value for verdict in ("opinion", "")]
    [12.0, 38.0]
    """
    rows = [p for p in case.ledger.get_table(Position).values() if not verdict or _rests_on(case, p, verdict)]
    return case.count(
        "positions", rows, f"positions that rest on a claim with the verdict {verdict}" if verdict else "positions"
    )


def ends(case: Case) -> pd.DataFrame:
    """Lists what the two ends of each issue's scale mean, as issues.csv has them.

    Returns: one row an issue with a position, in the order of the file. issue, low, high: Label.
    Raises: MissingClaim if no position is coded.

    >>> from analysis import compare, load_case
    >>> print(compare.positions.ends(load_case()).iloc[1].high)
    Russian forces leave every region of Ukraine
    """
    import pandas as pd

    return pd.DataFrame(
        [
            {"issue": case.label(issue), "low": case.label(issue, "scale_from"), "high": case.label(issue, "scale_to")}
            for issue in _group_by_issue(case)
        ],
        dtype=object,
    )


def poles(case: Case) -> tuple[Label, Label]:
    """Names the parties whose positions lie nearest to the low and to the high end of the scales, on average.

    Of several with the same average all are named. Raises: MissingClaim if no position is coded.

    >>> from analysis import compare, load_case
    >>> print(*compare.positions.poles(load_case()), sep=", ")
    Russia, Ukraine
    """
    wanted: dict[str, list[float]] = {party: [] for party in _list_parties(case)}
    for found in _group_by_issue(case).values():
        for party, position in found.items():
            wanted[party].append(position.position)
    mean = {party: round(float(np.mean(values)), _DIGITS) for party, values in wanted.items()}
    least, most = ([party for party in mean if mean[party] == end] for end in (min(mean.values()), max(mean.values())))
    return _join_in_sentence(case, least), _join_in_sentence(case, most)


def zones(case: Case) -> pd.DataFrame:
    """Computes where all parties with a position on an issue could meet, and where not.

    Source: zones of possible agreement (Raiffa 1982).
    Returns: one row an issue, widest zone first. issue: Label; width: what the ranges have in common on the
        scale, negative for the distance between them; zone: yes or no; what: overlap or gap;
        between: Label naming the two with the widest gap between their ranges; silent: Label naming the parties
        without a position, or a dash.
    Raises: MissingClaim if no position is coded.

    >>> from analysis import compare, load_case
    >>> row = compare.positions.zones(load_case()).iloc[-1]
    >>> print(row.issue, round(row.width.value, 2), row["between"], sep="; ")
    Zaporizhzhia nuclear power plant; -0.2; Russia and Ukraine
    """
    import pandas as pd

    rows: list[dict[str, Any]] = []
    for issue, found in _group_by_issue(case).items():
        if len(found) < 2:
            continue
        highest = max(found.values(), key=lambda p: p.position_low)
        lowest = min(found.values(), key=lambda p: p.position_high)
        width = (_take_range_end(case, lowest, "high") - _take_range_end(case, highest, "low")).named(
            f"positions.zone.{issue}", "Width of the common ground"
        )
        pair = " and ".join(dict.fromkeys(str(case.label(p.party)) for p in (lowest, highest)))
        rows.append(
            {
                "issue": case.label(issue),
                "width": width,
                "zone": "yes" if width.value >= 0 else "no",
                "what": "overlap" if width.value >= 0 else "gap",
                "between": Label(pair, f"positions/{highest.id}"),
                "silent": _join_party_names(
                    case, [p for p in _list_parties(case) if p not in found], f"issues/{issue}"
                ),
            }
        )
    rows.sort(key=lambda row: -row["width"].value)
    return pd.DataFrame(rows, columns=["issue", "width", "zone", "what", "between", "silent"], dtype=object)


def common_ground(case: Case) -> pd.DataFrame:
    """Counts the issues on which the parties could meet, separately for those on which every party has a position.

    Returns: two rows, the first for the issues on which every party has a position. issues, without: item, how many
        there are and on how many of them the ranges do not all overlap; silent: Label naming the parties
        without a position on the others, or a dash.
    Raises: MissingClaim if no position is coded.

    >>> from analysis import compare, load_case
    >>> row = compare.positions.common_ground(load_case()).iloc[0]
    >>> print(row.issues.value, row.without.value)
    8.0 7.0
    """
    import pandas as pd

    found, rows = zones(case), []
    for is_full, what in (
        (True, "issues on which every party has a position"),
        (False, "issues on which not every party has a position"),
    ):
        those = [row for row in found.to_dict("records") if (row["silent"] == NOTHING) == is_full]
        issues = case.ledger.get_table(Issue)
        shut, widths = (
            [issues[row["issue"].id] for row in those if row["zone"] == "no"],
            [row["width"] for row in those],
        )
        silent = dict.fromkeys(party for row in those for party in str(row["silent"]).split(", ") if party != NOTHING)
        rows.append(
            {
                "issues": case.count("issues", [issues[row["issue"].id] for row in those], what, widths).named(
                    f"positions.issues.{'every' if is_full else 'some'}", what[0].upper() + what[1:]
                ),
                "without": case.count("issues", shut, f"{what}, and no common ground", widths).named(
                    f"positions.shut.{'every' if is_full else 'some'}", "Issues without common ground"
                ),
                "silent": Label(", ".join(silent), "positions") if silent else NOTHING,
            }
        )
    return pd.DataFrame(rows, columns=["issues", "without", "silent"], dtype=object)


def without_common_ground(case: Case) -> Estimate:
    """Counts the issues on which every party has a position and there is no common ground (item).

    Raises: MissingClaim if no position is coded.

    >>> from analysis import compare, load_case
    >>> compare.positions.without_common_ground(load_case()).value
    7.0
    """
    found: Estimate = common_ground(case)["without"].iloc[0]
    return found


def scale() -> tuple[Estimate, Estimate]:
    """Makes the ends of the scale of positions Estimates (dimensionless), low and high, traced as settings of ours.

    >>> from analysis import compare
    >>> [end.value for end in compare.positions.scale()]
    [0.0, 1.0]
    """
    return make_scale(
        "positions.scale",
        "positions",
        "What each party wants on an issue is coded on this scale, by us; its ends are in issues.csv.",
    )


def channels(case: Case) -> pd.DataFrame:
    """Lists who talks to whom, at which layer, and by whose account.

    Returns: one row a channel. source, one, other: Label; layer: text, the word of channels.csv; called: Label, what
        the case calls that layer; text: Label; by: Label or a dash.

    >>> from analysis import compare, load_case
    >>> row = compare.positions.channels(load_case()).iloc[0]
    >>> print(row.one, row.other, row.layer, sep="; ")
    United States; Russia; first
    """
    import pandas as pd

    return pd.DataFrame(
        [
            {
                "source": case.source(c.source),
                "one": case.label(c.one),
                "other": case.label(c.other),
                "layer": c.layer,
                "called": case.word("channels/layer", c.layer),
                "text": Label(c.text, f"channels/{c.id}"),
                "by": Label(c.attributed_to, f"channels/{c.id}") if c.attributed_to else NOTHING,
            }
            for c in case.ledger.get_table(Channel).values()
        ],
        dtype=object,
    )


def _compute_distance(case: Case, shared: list[tuple[Position, Position]]) -> Estimate:
    parts, weights = [], []
    for a, b in shared:
        weight = (case.coded("positions", a.id, "salience") + case.coded("positions", b.id, "salience")) / 2
        apart = case.coded("positions", a.id, "position") - case.coded("positions", b.id, "position")
        parts.append(weight * abs(apart))
        weights.append(weight)
    return total(parts) / total(weights)


def _compute_overlap(case: Case, one: Position, other: Position) -> Estimate:
    """Computes what the ranges of two positions have in common, negative for the distance between them."""
    highs, lows = ([_take_range_end(case, each, end) for each in (one, other)] for end in ("high", "low"))
    return minimum(*highs) - maximum(*lows)


def _take_range_end(case: Case, position: Position, end: Literal["low", "high"]) -> Estimate:
    """Takes one end of the range that a party is thought to accept."""
    stance = case.coded("positions", position.id, "position")
    return stance.at(stance.leaves[0].id, end)


def _make_stance_label(case: Case, position: Position) -> Label:
    by, source = position.attributed_to, case.ledger.get_table(Source)[position.source]
    if not by:
        name = name_source(case.ledger, case.folder.name, source)
        opinions = {claim.id for claim in _rests_on(case, position, "opinion")}
        if opinions:
            by = f"{name}, in part its opinion" if set(position.rests_on) - opinions else f"{name}'s opinion"
        else:
            by = name
    return Label(f"{position.stance} ({by})", f"positions/{position.id}")


def _rests_on(case: Case, position: Position, verdict: str) -> list[Claim]:
    """Returns the claims with a verdict that a position rests on."""
    claims = case.ledger.get_table(Claim)
    return [claims[id] for id in position.rests_on if id in claims and claims[id].verdict == verdict]


def _join_in_sentence(case: Case, parties: list[str]) -> Label:
    names = [add_article(case.label(party)) for party in parties]
    return names[0] if len(names) == 1 else Label(join_names(names), "positions", case)


def _join_party_names(case: Case, parties: list[str], ref: str) -> Label | str:
    return Label(", ".join(str(case.label(party)) for party in parties), ref) if parties else NOTHING


def _list_parties(case: Case) -> list[str]:
    return list(dict.fromkeys(p.party for p in case.ledger.get_table(Position).values()))


def _group_by_issue(case: Case) -> dict[str, dict[str, Position]]:
    if not case.ledger.get_table(Position):
        raise MissingClaim(f"{case.folder.name} codes no position; add rows to positions.csv.")
    found: dict[str, dict[str, Position]] = {issue: {} for issue in case.ledger.get_table(Issue)}
    for position in case.ledger.get_table(Position).values():
        found[position.issue][position.party] = position
    return {issue: by_party for issue, by_party in found.items() if by_party}
