"""`communique check`: a case's tables, formulas and reports, and the files that are derived from its tables."""

from __future__ import annotations

from datetime import date

import click

from analysis.case import datapackage
from analysis.case.case import Case, load_case
from analysis.case.forecasts import check_due_forecasts
from analysis.case.remarks import check_remarks
from analysis.case.soundness import check_formulas
from analysis.commands.shared.options import CaseFolder, case_option
from analysis.commands.shared.reports import check_reports
from analysis.commands.shared.terminal import print_text
from analysis.commands.shared.unprintable import list_unprintable
from analysis.errors import CaseError, UsageError

_MAX_REMARKS = 10


@click.command()
@case_option
@click.option("--update", is_flag=True, help="Rewrite datapackage.json and README.md from the schema.")
@click.option("--all", "list_all", is_flag=True, help="Print each problem on a line of its own, however many they are.")
def command(case: CaseFolder, update: bool, list_all: bool) -> None:
    """Check a case's data; with --update, rewrite the files derived from it."""
    try:
        found = load_checked_case(case)
    except CaseError as error:
        raise error.list_all() if list_all else error from None
    if update:
        for path in datapackage.update_files(found.folder, found.ledger, found.descriptor):
            print_text(f"wrote {path}")
    elif stale := datapackage.list_stale_files(found.folder, found.ledger, found.descriptor):
        raise UsageError(
            f"{' and '.join(stale)} in {found.folder} are out of date with the schema; run communique check --update."
        )
    rows = ", ".join(f"{len(rows)} {name}" for name, rows in found.ledger.tables.items() if rows)
    due = check_due_forecasts(found.ledger, date.today())  # no error: a case must not become unsound by waiting
    remarks = [*list_unprintable(found), *map(str, due)]
    for remark in remarks if list_all else remarks[:_MAX_REMARKS]:
        print_text(f"remark: {remark}")
    if len(remarks) > _MAX_REMARKS and not list_all:
        print_text(f"remark: {len(remarks) - _MAX_REMARKS} more texts like these; communique check --all lists them.")
    print_text(f"{found.folder.name}: sound ({rows})")


def load_checked_case(case: CaseFolder) -> Case:
    """Returns a case of which everything has been checked that can be without running a report. Raises CaseError."""
    found = load_case(case.path)
    if problems := [*check_formulas(found), *check_remarks(found), *check_reports(found)]:
        raise CaseError(str(found.folder), problems)
    _ = found.descriptor  # raises if it cannot be read
    return found
