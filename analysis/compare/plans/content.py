"""What each plan says on each issue, how fully, and in how many points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.case.schema import Issue, Provision
from analysis.compare.plans.provisions import find_provisions, spoken
from analysis.compare.plans.revision import FATES, compared, find_fates
from analysis.label import Label
from analysis.messages import Phrase, Word, gettext, pgettext

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case
    from analysis.estimates.estimate import Estimate

DETAIL = (
    Word("None", "detail of a provision"),
    Word("Mention", "detail of a provision"),
    Word("Substantive", "detail of a provision"),
    Word("Full", "detail of a provision"),
)


def side_by_side(case: Case, plans: tuple[str, ...] | None = None) -> pd.DataFrame:
    """Lists what each plan says on each issue, one column a plan.

    plans: ids of plans.csv; all with provisions if none is given.
    Returns: one row an issue, in the order of issues.csv. issue: Label; one column a plan, named by its id,
        with the provisions as a Label, or None where it says nothing; fate: text, what became of the issue's provisions
        in the last of the plans, or None where that is not coded of the first of them.

    >>> from analysis import compare, load_case
    >>> row = compare.plans.side_by_side(load_case(), ("plan_28", "plan_20")).iloc[0]
    >>> print(row.issue, row.fate, sep="; ")
    Status of the occupied regions; Dropped, changed
    """
    import pandas as pd

    chosen = plans or spoken(case)
    is_revision = bool(chosen) and compared(case, chosen[-1], chosen[0])
    rows = []
    for issue in case.ledger.get_table(Issue).values():
        found = {plan: _find_issue_provisions(case, plan, issue.id) for plan in chosen}
        if not any(found.values()):
            continue
        fates = dict.fromkeys(
            FATES[fate] for p in found[chosen[-1]] if is_revision for fate in find_fates(case, chosen[0], p).values()
        )
        rows.append(
            {
                "issue": case.label(issue.id),
                **{plan: _join_provisions(ps) for plan, ps in found.items()},
                "fate": ", ".join(map(str, fates)).capitalize() or None,
            }
        )
    return pd.DataFrame(rows, columns=["issue", *chosen, "fate"], dtype=object)


def detail(case: Case, plans: tuple[str, ...] | None = None) -> pd.DataFrame:
    """Compares how fully each plan deals with each issue.

    plans: ids of plans.csv; all with provisions if none is given.
    Returns: one row an issue on which a plan speaks or is recorded as silent. issue: Label; one column a plan:
        the detail of its fullest provision in the words of PA-X, as a Label; None where nothing is reported.

    >>> from analysis import compare, load_case
    >>> row = compare.plans.detail(load_case(), ("plan_28", "plan_20")).iloc[0]
    >>> print(row.issue, row.plan_28, row.plan_20, sep="; ")
    Status of the occupied regions; Substantive; Mention
    """
    import pandas as pd

    chosen = plans or spoken(case)
    rows = []
    for issue in case.ledger.get_table(Issue).values():
        best = {
            plan: max(_find_issue_provisions(case, plan, issue.id), key=lambda p: p.detail, default=None)
            for plan in chosen
        }
        if any(best.values()):
            rows.append(
                {
                    "issue": case.label(issue.id),
                    **{plan: Label(DETAIL[p.detail], f"provisions/{p.id}") if p else None for plan, p in best.items()},
                }
            )
    return pd.DataFrame(rows, columns=["issue", *chosen], dtype=object)


def substantive(case: Case, plan: str) -> Estimate:
    """Counts the issues with which a plan deals in substance: its fullest provision is substantive or full (item).

    plan: an id of plans.csv.

    >>> from analysis import compare, load_case
    >>> compare.plans.substantive(load_case(), "plan_28").value
    4.0
    """
    found = {p.issue: p for p in find_provisions(case, plan) if p.detail >= DETAIL.index("Substantive")}
    issues = [issue for issue in case.ledger.get_table(Issue).values() if issue.id in found]
    codes = [case.coded("provisions", p.id, "detail") for p in find_provisions(case, plan)]
    told = case.label(case.telling(plan))
    what = Phrase("issues that the {plan} deals with in substance", plan=told)
    name = pgettext("name of a number", "issues that the {plan} deals with in substance", plan=told)
    return case.count("issues", issues, what, codes).named(f"plans.substantive.{plan}", name)


def points(case: Case, earlier: str, later: str, *, points: str | None = None) -> pd.DataFrame:
    """Compares how many points two plans have.

    Points are not units of substance: one point may hold what five held.
    points: the quantity that holds the points, one a plan; by default what plays the role `points`.
    Returns: one row. earlier, later, difference: item; share: percent of the earlier, negative if fewer.
    Raises: MissingClaim if the case has no claim on the points of one of the plans.

    >>> from analysis import compare, load_case
    >>> compare.plans.points(load_case(), "plan_28", "plan_20").iloc[0].difference.value
    -8.0
    """
    import pandas as pd

    points = case.role("points", points)
    before, after = case[points, earlier], case[points, later]
    difference = (after - before).named("plans.points_difference", gettext("Points fewer or more"))
    return pd.DataFrame(
        [
            {
                "earlier": before,
                "later": after,
                "difference": difference,
                "share": (difference / before).to("percent").named("plans.points_share"),
            }
        ],
        dtype=object,
    )


def _find_issue_provisions(case: Case, plan: str, issue: str) -> list[Provision]:
    return [p for p in find_provisions(case, plan) if p.issue == issue]


def _join_provisions(provisions: list[Provision]) -> Label | None:
    if not provisions:
        return None
    return Label(" ".join(p.text for p in provisions), f"provisions/{provisions[0].id}")
