"""How far apart the parties are, who stands between, and who stands at the ends."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.case.schema import Position
from analysis.compare.positions.rows import group_by_issue, join_in_list, join_in_sentence, list_parties
from analysis.errors import MissingClaim
from analysis.estimates.constructors import total
from analysis.estimates.estimate import Estimate
from analysis.estimates.statement import Statement, every, exceeds
from analysis.label import Label, add_article
from analysis.messages import Phrase, gettext

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case

_DIGITS = 9  # to which averages are compared: binary arithmetic leaves less


def distances(case: Case) -> pd.DataFrame:
    """Computes how far apart each pair of parties is, over the issues on which both have a position.

    Source: the salience-weighted mean absolute difference (Enelow and Hinich 1984).
    Returns: one row a pair, the greatest distance first. one, other: Label; both: Label naming them
        in a sentence, and pair, in a list; distance: 0 (same) to 1 (opposite),
        weighted by the mean of both saliences; issues: how many they share (item).
    Raises: MissingClaim if no issue has positions of two parties.

    >>> from analysis import compare, load_case
    >>> row = compare.positions.distances(load_case()).iloc[0]
    >>> print(row.one, row.other, round(row.distance.value, 2), sep="; ")
    Ukraine; Russia; 0.63
    """
    import pandas as pd

    rows = []
    for a, b in combinations(list_parties(case), 2):
        one, other = case.label(a), case.label(b)
        shared = [(found[a], found[b]) for found in group_by_issue(case).values() if a in found and b in found]
        if shared:
            rows.append(
                {
                    "one": one,
                    "other": other,
                    "both": join_in_sentence(case, [a, b]),
                    "pair": join_in_list(case, [a, b]),
                    "distance": _compute_distance(case, shared).named(
                        f"positions.distance.{a}.{b}", gettext("Distance, {one} and {other}", one=one, other=other)
                    ),
                    "issues": case.count(
                        "positions",
                        [position for position, _ in shared],
                        Phrase("issues shared by {one} and {other}", one=one, other=other),
                    ),
                }
            )
    if not rows:
        raise MissingClaim(
            f"{case.folder.name} codes no issue on which two parties have a position; add rows to positions.csv."
        )
    return pd.DataFrame(rows, columns=["one", "other", "both", "pair", "distance", "issues"], dtype=object).sort_values(
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
    clause = (
        gettext(
            "{middle} is nearer to {near} ({to_near:bare}) than to {far} ({to_far:bare}), which our ranges do not "
            "settle"
        )
        if apart[near].high > apart[far].low
        else gettext("{middle} is nearer to {near} ({to_near:bare}) than to {far} ({to_far:bare})")
    )
    return clause, {"middle": middle, "near": near, "far": far, "to_near": apart[near], "to_far": apart[far]}


def poles(case: Case) -> tuple[Label, Label]:
    """Names the parties whose positions lie nearest to the low and to the high end of the scales, on average.

    Of several with the same average all are named. Raises: MissingClaim if no position is coded.

    >>> from analysis import compare, load_case
    >>> print(*compare.positions.poles(load_case()), sep=", ")
    Russia, Ukraine
    """
    wanted: dict[str, list[float]] = {party: [] for party in list_parties(case)}
    for found in group_by_issue(case).values():
        for party, position in found.items():
            wanted[party].append(position.position)
    mean = {party: round(float(np.mean(values)), _DIGITS) for party, values in wanted.items()}
    least, most = ([party for party in mean if mean[party] == end] for end in (min(mean.values()), max(mean.values())))
    return join_in_sentence(case, least), join_in_sentence(case, most)


def _compute_distance(case: Case, shared: list[tuple[Position, Position]]) -> Estimate:
    parts, weights = [], []
    for a, b in shared:
        weight = (case.coded("positions", a.id, "salience") + case.coded("positions", b.id, "salience")) / 2
        apart = case.coded("positions", a.id, "position") - case.coded("positions", b.id, "position")
        parts.append(weight * abs(apart))
        weights.append(weight)
    return total(parts) / total(weights)
