"""Brief: what of a plan stays open, point by point or issue by issue, in words for a title?

Whether an issue counts as open is our coding (`issues.csv`). A point of a plan is open where it holds such an issue, by
the plan's text as published.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.case.schema import Issue, Provision
from analysis.estimates.estimate import Estimate
from analysis.label import Label, join_names
from analysis.messages import Word, gettext

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case

_OPEN, _AGREED = Word("open", "state of a point"), Word("agreed", "state of a point")
_MOST_NAMED = 3  # issues that a title can name
_NEAR = 1e-6  # of a whole number: shares of points are computed


def open_issues(case: Case) -> dict[str, Label | str]:
    """Names the issues that count as open, by our coding, in words for a title.

    Where the case has words for some of them (remarks of `brief` at `open_` and the issue's id), only those are named.
    Returns: id -> its words, else its name; empty where none is open, or more than a title can name.

    >>> from analysis import compare, load_case
    >>> [str(name) for name in compare.brief.open_issues(load_case()).values()]
    ['territory', 'the plant']
    """
    found = [issue.id for issue in case.ledger.get_table(Issue).values() if not issue.agreed]
    said = {id: text for id in found for text, _ in case.remarks("brief", f"open_{id}")}
    if said:
        return dict(said)
    return {id: case.label(id) for id in found} if len(found) <= _MOST_NAMED else {}


def list_open(names: dict[str, Label | str]) -> tuple[str, dict[str, Any]]:
    """Lists the names that `open_issues` returns within a sentence.

    Returns: text with places, and what fills them.

    >>> from analysis import compare
    >>> compare.brief.list_open({"pay": "pay", "hours": "hours"})
    ('{open_pay} and {open_hours}', {'open_pay': 'pay', 'open_hours': 'hours'})
    """
    places = {f"open_{id}": name for id, name in names.items()}
    return (join_names(f"{{{place}}}" for place in places) if places else ""), places


def points(case: Case, plan: str, whole: Estimate, left: Estimate) -> pd.DataFrame:
    """Lists the points of a plan with the issues that each holds, and whether it stays open, by our coding.

    plan: id of plans.csv. whole, left: how many points the plan has, and how many of them stay open (item).
    Returns: one row a point, in order. point: Label; state: text, open or agreed. No rows where the number of points
        or of those that stay open is no whole number, or our coding leaves another number of points open: the points
        could then not be told apart.

    >>> from analysis import compare, load_case
    >>> case = load_case()
    >>> whole, left = case["plan.points", "plan_20"], compare.consensus.points_open(case, "plan_20")
    >>> rows = compare.brief.points(case, "plan_20", whole, left)
    >>> print(rows[rows.state == "open"].point.iloc[0], len(rows))
    Point 12: Zaporizhzhia nuclear power plant 20
    """
    import pandas as pd

    rows: list[dict[str, Any]] = []
    if abs(whole.value - round(whole.value)) < _NEAR:
        held = _find_provisions(case, plan)
        rows = [_describe_point(case, plan, at, held.get(str(at), [])) for at in range(1, round(whole.value) + 1)]
    if abs(sum(row["state"] == _OPEN for row in rows) - left.value) > _NEAR:
        rows = []
    return pd.DataFrame(rows, columns=["point", "state"], dtype=object)


def issues(case: Case) -> pd.DataFrame:
    """Lists the issues and whether each counts as agreed, by our coding: what there is to count without points.

    Returns: one row an issue. point: Label with its name; state: text, open or agreed.

    >>> from analysis import compare, load_case
    >>> compare.brief.issues(load_case()).state.value_counts().to_dict()
    {'agreed': 15, 'open': 3}
    """
    import pandas as pd

    rows = [
        {"point": case.label(issue.id), "state": _AGREED if issue.agreed else _OPEN}
        for issue in case.ledger.get_table(Issue).values()
    ]
    return pd.DataFrame(rows, columns=["point", "state"], dtype=object)


def _find_provisions(case: Case, plan: str) -> dict[str, list[Provision]]:
    """Finds the provisions of a plan's text, as published where it is, by their point."""
    found: dict[str, list[Provision]] = {}
    for provision in case.ledger.get_table(Provision).find_rows("plan", case.on("all").telling(plan)):
        if provision.point:
            found.setdefault(provision.point, []).append(provision)
    return found


def _describe_point(case: Case, plan: str, at: int, held: list[Provision]) -> dict[str, Any]:
    table = case.ledger.get_table(Issue)
    found = list(dict.fromkeys(provision.issue for provision in held))
    is_open = any(not table[issue].agreed for issue in found)
    issues = ", ".join(case.label(issue).text for issue in found)
    name = (
        gettext("Point {number}: {issues}", number=at, issues=issues) if found else gettext("Point {number}", number=at)
    )
    ref = f"provisions/{held[0].id}" if held else f"plans/{plan}"
    return {"point": Label(name, ref, case), "state": _OPEN if is_open else _AGREED}
