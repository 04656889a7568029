"""What each party wants on each issue, in words and on the issue's scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.case.description import name_source
from analysis.case.schema import Position, Source
from analysis.compare.positions.grounds import rests_on
from analysis.compare.positions.overlap import zones
from analysis.compare.positions.rows import NOTHING, group_by_issue, list_parties
from analysis.estimates.estimate import Estimate
from analysis.estimates.settings import make_scale
from analysis.label import Label
from analysis.messages import gettext, pgettext

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case


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

    parties = list_parties(case)
    rows = [
        {
            "issue": case.label(issue),
            **{party: _make_stance_label(case, found[party]) if party in found else NOTHING for party in parties},
        }
        for issue, found in group_by_issue(case).items()
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
        for issue, found in group_by_issue(case).items()
        for party in list_parties(case)
        if party in found
    ]
    return pd.DataFrame(rows, columns=["issue", "party", "stance"], dtype=object)


def headings(case: Case) -> dict[str, Label]:
    """Lists the headings for the columns of `stances`: party id -> Label with its name.

    >>> from analysis import compare, load_case
    >>> list(compare.positions.headings(load_case()))
    ['united_states', 'ukraine', 'russia', 'europe']
    """
    return {party: case.label(party) for party in list_parties(case)}


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

    found, order = group_by_issue(case), [label.id for label in zones(case)["issue"]]
    return pd.DataFrame(
        [
            {
                "issue": case.label(p.issue),
                "party": case.label(p.party),
                "position": case.coded("positions", p.id, "position"),
                "salience": case.coded("positions", p.id, "salience"),
            }
            for issue in [*order, *(other for other in found if other not in order)]
            for party in list_parties(case)
            for p in [found[issue].get(party)]
            if p
        ],
        dtype=object,
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
            for issue in group_by_issue(case)
        ],
        dtype=object,
    )


def scale() -> tuple[Estimate, Estimate]:
    """Makes the ends of the scale of positions Estimates (dimensionless), low and high, traced as settings of ours.

    >>> from analysis import compare
    >>> [end.value for end in compare.positions.scale()]
    [0.0, 1.0]
    """
    return make_scale(
        "positions.scale",
        # translators: in "low end of the scale of positions"
        pgettext("scale", "positions"),
        gettext("What each party wants on an issue is coded on this scale, by us; its ends are in issues.csv."),
    )


def _make_stance_label(case: Case, position: Position) -> Label:
    by, source = position.attributed_to, case.ledger.get_table(Source)[position.source]
    if not by:
        name = name_source(case.ledger, case.folder.name, source)
        opinions = {claim.id for claim in rests_on(case, position, "opinion")}
        if opinions:
            by = (
                gettext("{source}, in part its opinion", source=name)
                if set(position.rests_on) - opinions
                else gettext("{source}'s opinion", source=name)
            )
        else:
            by = name
    return Label(f"{position.stance} ({by})", f"positions/{position.id}")
