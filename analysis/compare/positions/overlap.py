"""Where the parties could meet: the overlap of what they are thought to accept, of all and of each two."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal

from analysis.case.schema import Issue, Position
from analysis.compare.positions.rows import NOTHING, group_by_issue, join_in_list, join_in_sentence, list_parties
from analysis.estimates.constructors import maximum, minimum
from analysis.estimates.estimate import Estimate
from analysis.label import Label
from analysis.messages import Phrase, Word, gettext

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case


def zones(case: Case) -> pd.DataFrame:
    """Computes where all parties with a position on an issue could meet, and where not.

    Source: zones of possible agreement (Raiffa 1982).
    Returns: one row an issue, widest zone first. issue: Label; width: what the ranges have in common on the
        scale, negative for the distance between them; zone: Word, yes or no; what: Word, overlap or gap;
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
    for issue, found in group_by_issue(case).items():
        if len(found) < 2:
            continue
        highest = max(found.values(), key=lambda p: p.position_low)
        lowest = min(found.values(), key=lambda p: p.position_high)
        width = (_take_range_end(case, lowest, "high") - _take_range_end(case, highest, "low")).named(
            f"positions.zone.{issue}", gettext("Width of the common ground")
        )
        pair = join_in_list(case, dict.fromkeys(p.party for p in (lowest, highest)))
        rows.append(
            {
                "issue": case.label(issue),
                "width": width,
                "zone": Word("yes") if width.value >= 0 else Word("no"),
                "what": Word("overlap", "of ranges") if width.value >= 0 else Word("gap", "of ranges"),
                "between": Label(pair.text, f"positions/{highest.id}"),
                "silent": _join_party_names(case, _list_silent(case, found), f"issues/{issue}"),
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

    found, by_issue, issues, rows = zones(case), group_by_issue(case), case.ledger.get_table(Issue), []
    for key, what, name, none_common in (
        (
            "every",
            Phrase("issues on which every party has a position"),
            gettext("Issues on which every party has a position"),
            Phrase("issues on which every party has a position, and no common ground"),
        ),
        (
            "some",
            Phrase("issues on which not every party has a position"),
            gettext("Issues on which not every party has a position"),
            Phrase("issues on which not every party has a position, and no common ground"),
        ),
    ):
        those = [row for row in found.to_dict("records") if (row["silent"] == NOTHING) == (key == "every")]
        shut = [issues[row["issue"].id] for row in those if row["zone"] == "no"]
        widths = [row["width"] for row in those]
        silent = list(dict.fromkeys(party for row in those for party in _list_silent(case, by_issue[row["issue"].id])))
        rows.append(
            {
                "issues": case.count("issues", [issues[row["issue"].id] for row in those], what, widths).named(
                    f"positions.issues.{key}", name
                ),
                "without": case.count("issues", shut, none_common, widths).named(
                    f"positions.shut.{key}", gettext("Issues without common ground")
                ),
                "silent": _join_party_names(case, silent, "positions"),
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


def pairs(case: Case) -> pd.DataFrame:
    """Computes on how many issues each two parties could meet, whatever the others want.

    Source: zones of possible agreement between two (Raiffa 1982).
    Returns: one row a pair, the one that meets on the greatest share first. one, other: Label; both: Label naming them
        in a sentence, and pair, in a list; meet, shut, issues: item, on how many issues their ranges overlap, on how
        many they do not, and on how many both have a position;
        width: of the overlap on the issue where it is least, negative for a gap; hardest: Label of that issue.
    Raises: MissingClaim if no position is coded.

    >>> from analysis import compare, load_case
    >>> row = compare.positions.pairs(load_case()).iloc[-1]
    >>> print(row.one, row.other, row.meet.value, row.issues.value, row.hardest, sep="; ")
    Ukraine; Russia; 3.0; 10.0; Security guarantees
    """
    import pandas as pd

    rows: list[dict[str, Any]] = []
    for a, b in combinations(list_parties(case), 2):
        widths = {
            issue: _compute_overlap(case, found[a], found[b])
            for issue, found in group_by_issue(case).items()
            if a in found and b in found
        }
        if not widths:
            continue
        issues, two = case.ledger.get_table(Issue), {"one": case.label(a), "other": case.label(b)}
        hardest = min(widths, key=lambda issue: widths[issue].value)
        meet = [issues[issue] for issue, width in widths.items() if width.value >= 0]
        shut = [issues[issue] for issue, width in widths.items() if width.value < 0]
        coded = list(widths.values())
        rows.append(
            {
                **two,
                "both": join_in_sentence(case, [a, b]),
                "pair": join_in_list(case, [a, b]),
                "meet": case.count(
                    "issues", meet, Phrase("issues on which {one} and {other} could meet", **two), coded
                ).named(f"positions.meet.{a}.{b}", gettext("Issues on which {one} and {other} could meet", **two)),
                "shut": case.count(
                    "issues", shut, Phrase("issues on which {one} and {other} could not meet", **two), coded
                ),
                "issues": case.count(
                    "issues", [issues[issue] for issue in widths], Phrase("issues of {one} and {other}", **two), coded
                ),
                "width": widths[hardest].named(
                    f"positions.overlap.{a}.{b}", gettext("Least overlap, {one} and {other}", **two)
                ),
                "hardest": case.label(hardest),
            }
        )
    rows.sort(key=_order_pair)
    columns = ["one", "other", "both", "pair", "meet", "shut", "issues", "width", "hardest"]
    return pd.DataFrame(rows, columns=columns, dtype=object)


def _order_pair(row: dict[str, Any]) -> tuple[float, float]:
    """Puts those who meet on the greatest share first; of equals, more issues nearer to the first or last."""
    share, issues = row["meet"].value / row["issues"].value, row["issues"].value
    return -share, -issues if share > 0.5 else issues


def _compute_overlap(case: Case, one: Position, other: Position) -> Estimate:
    """Computes what the ranges of two positions have in common, negative for the distance between them."""
    highs, lows = ([_take_range_end(case, each, end) for each in (one, other)] for end in ("high", "low"))
    return minimum(*highs) - maximum(*lows)


def _take_range_end(case: Case, position: Position, end: Literal["low", "high"]) -> Estimate:
    """Takes one end of the range that a party is thought to accept."""
    stance = case.coded("positions", position.id, "position")
    return stance.at(stance.leaves[0].id, end)


def _list_silent(case: Case, found: Mapping[str, Position]) -> list[str]:
    """Lists the parties without a position on an issue. found: party -> its position on it."""
    return [party for party in list_parties(case) if party not in found]


def _join_party_names(case: Case, parties: list[str], ref: str) -> Label | str:
    return Label(", ".join(str(case.label(party)) for party in parties), ref) if parties else NOTHING
