"""The step of `draft` that adds a decided review table to a case, and says what it has added."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from analysis.commands.check import load_checked_case
from analysis.commands.shared.options import CaseFolder
from analysis.commands.shared.terminal import format_count, print_text
from analysis.errors import CaseError, Problem
from analysis.problems import Words
from analysis.proposals.landing import accept_table


def accept(case: CaseFolder, path: Path) -> None:
    """Adds what a review table has decided to a case. Raises as `accept_table` does."""
    case.require_local("--accept adds rows to the files of the case")
    new = accept_table(case.path, path, list_problems)
    added = [format_count(len(rows), word) for rows, word in ((new.claims, "claim"), (new.waivers, "waiver")) if rows]
    if added:
        print_text(f"added {' and '.join(added)} to {case.path}")
    else:
        print_text(f"nothing to add: {case.path} has all that {path} decides")
    if new.undecided:
        print_text(f"{format_count(new.undecided, 'row')} undecided: communique audit lists the numbers as open")
    if new.lost:
        print_text(
            f"{format_count(new.lost, 'row')} deleted from the table: communique audit lists the numbers as open"
        )
    for remark in new.remarks:
        print_text(f"remark: {remark}")


def list_problems(folder: Path) -> Sequence[Problem]:
    """Returns what `communique check` finds wrong with a case."""
    try:
        load_checked_case(CaseFolder(folder, None))
    except CaseError as error:
        return error.problems or [Problem(folder.name, None, None, Words(str(error)), "a sound case")]
    return []
