"""The coded positions, by issue and party, for the questions asked of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from analysis.case.schema import Issue, Position
from analysis.errors import MissingClaim
from analysis.label import Label, add_article, join_labels

if TYPE_CHECKING:
    from analysis.case.case import Case


NOTHING = "–"  # in a cell without a value


def list_parties(case: Case) -> list[str]:
    """Returns the ids of the parties that have a position, in the order of positions.csv."""
    return list(dict.fromkeys(p.party for p in case.ledger.get_table(Position).values()))


def group_by_issue(case: Case) -> dict[str, dict[str, Position]]:
    """Returns issue -> party -> its position, in the order of issues.csv. Raises MissingClaim if there is none."""
    if not case.ledger.get_table(Position):
        raise MissingClaim(f"{case.folder.name} codes no position; add rows to positions.csv.")
    found: dict[str, dict[str, Position]] = {issue: {} for issue in case.ledger.get_table(Issue)}
    for position in case.ledger.get_table(Position).values():
        found[position.issue][position.party] = position
    return {issue: by_party for issue, by_party in found.items() if by_party}


def join_in_sentence(case: Case, parties: list[str]) -> Label:
    """Names parties as in a sentence."""
    names = [add_article(case.label(party)) for party in parties]
    return names[0] if len(names) == 1 else join_labels(names, "positions")


def join_in_list(case: Case, parties: Iterable[str]) -> Label:
    """Names parties as in a list or a heading, without articles."""
    names = [case.label(party) for party in parties]
    return names[0] if len(names) == 1 else join_labels(names, "positions")
