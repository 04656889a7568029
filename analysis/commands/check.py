"""`communique check`: a case's tables, formulas and reports, and the files derived from its tables; or a notebook."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import click

from analysis.case import datapackage
from analysis.case.case import Case, open_case
from analysis.case.casting import check_casting
from analysis.case.forecasts import check_due_forecasts
from analysis.case.remarks import check_remarks
from analysis.case.soundness import check_formulas, check_ties, describe_analysed
from analysis.case.template import find_placeholders
from analysis.case.translations import describe_missing
from analysis.case.upkeep import check_upkeep
from analysis.commands.shared.notebooks import describe_content, read_notebook
from analysis.commands.shared.options import CaseFolder, case_option, parameter_option, sandbox_option, trust_option
from analysis.commands.shared.reports import check_reports
from analysis.commands.shared.shapes import check_map
from analysis.commands.shared.terminal import print_text
from analysis.commands.shared.unprintable import list_unprintable
from analysis.errors import CaseError, UsageError
from analysis.problems import summarise
from analysis.report.formats import load_writer

_MAX_REMARKS = 10


@click.command()
@click.argument("notebook", required=False, metavar="[NOTEBOOK]")
@case_option
@click.option("--update", is_flag=True, help="Rewrite datapackage.json and README.md from the schema.")
@click.option("--all", "list_all", is_flag=True, help="Print each problem on a line of its own, however many they are.")
@click.option("--strict", is_flag=True, help="Also list what stops no report but needs care; exit 2 if there is any.")
@parameter_option
@click.option(
    "--page", type=click.Path(path_type=Path), metavar="FILE", help="Of a notebook: also write its page there."
)
@trust_option
@sandbox_option
def command(
    notebook: str | None,
    case: CaseFolder,
    update: bool,
    list_all: bool,
    strict: bool,
    parameters: Mapping[str, str],
    page: Path | None,
    trust: bool,
    sandbox: bool,
) -> None:
    """Check a case's data; with --update, rewrite the files derived from it.

    With NOTEBOOK, a path or a name, run it and list all that a render would refuse, cell by cell, with what to write;
    nothing is published.
    """
    if notebook is None:
        if page or parameters:
            raise UsageError("--page and -P are about a notebook; name it, as in: communique check my.ipynb")
        _check_case(case, update, list_all, strict)
        return
    if update or list_all or strict:
        raise UsageError("--update, --all and --strict are about a case; leave them out, or the notebook.")
    document = read_notebook(notebook, case, parameters, trust=trust, sandbox=sandbox)
    if page:
        page.write_bytes(load_writer("html")(document, {}))
    print_text(f"{notebook}: a render refuses nothing ({describe_content(document)})")


def _check_case(case: CaseFolder, update: bool, list_all: bool, strict: bool) -> None:
    try:
        found = load_checked_case(case)
    except CaseError as error:
        raise error.list_all() if list_all else error from None
    unfinished = [*_list_placeholders(found)]
    if update:
        case.require_local("--update rewrites files of the case")
        for path in datapackage.update_files(found.folder, found.ledger, found.descriptor):
            print_text(f"wrote {path}")
    elif stale := datapackage.list_stale_files(found.folder, found.ledger, found.descriptor):
        are, them = ("are", "them") if len(stale) > 1 else ("is", "it")
        unfinished.append(
            f"{' and '.join(stale)} {are} out of date; communique check{case.option} --update rewrites {them}."
        )
    lacking = describe_missing(found.ledger, found.own_language)
    due = check_due_forecasts(found.ledger, date.today())  # no error: a case must not become unsound by waiting
    remarks = [*unfinished, *describe_analysed(found), *list_unprintable(found), *map(str, due), *lacking]
    for remark in remarks if list_all else remarks[:_MAX_REMARKS]:
        print_text(f"remark: {remark}")
    if len(remarks) > _MAX_REMARKS and not list_all:
        more = len(remarks) - _MAX_REMARKS
        print_text(f"remark: {more} more texts like these; communique check{case.option} --all lists them.")
    cares = [*check_upkeep(found)] if strict else []
    if strict:
        for line in map(str, cares) if list_all else summarise(cares):
            print_text(line)
    elif count := sum(1 for _ in check_upkeep(found)):  # counted only: there may be one for each claim
        cells = f"{count:,} cells need" if count > 1 else "1 cell needs"
        print_text(f"remark: {cells} care; communique check{case.option} --strict says which.")
    rows = ", ".join(f"{len(rows)} {name}" for name, rows in found.ledger.tables.items() if rows)
    print_text(f"{found.folder.name}: sound ({rows})")
    if strict and (cares or unfinished):
        sys.exit(2)


def load_checked_case(case: CaseFolder) -> Case:
    """Returns a case of which everything has been checked that can be without running a report. Raises CaseError."""
    found = open_case(case.path)
    checks = (check_casting, check_formulas, check_ties, check_remarks, check_map, check_reports)
    if problems := [problem for check in checks for problem in check(found)]:
        raise CaseError(str(found.folder), problems)
    return found


def _list_placeholders(found: Case) -> Iterator[str]:
    """Yields a remark if rows that `new-case` wrote as an example are still there."""
    if left := find_placeholders(found.ledger, found.descriptor):
        places = ", ".join(f"{file} {lines}".strip() for file, lines in left)
        yield f"the example of new-case is still there: {places}. Put your own in its place."
