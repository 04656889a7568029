"""`communique list`: a case's reports and what can be set in each."""

from __future__ import annotations

import click

from analysis.case.case import open_case
from analysis.case.schema import Report
from analysis.commands.shared.notebook_folders import find_notebook_folders
from analysis.commands.shared.options import CaseFolder, case_option
from analysis.commands.shared.reports import find_unanswered
from analysis.commands.shared.terminal import print_text
from analysis.report.build.plan import find_editions, find_notebook, read_cells
from analysis.report.document.parameters import read_parameters


@click.command()
@case_option
def command(case: CaseFolder) -> None:
    """List a case's reports and their parameters."""
    folders, found = find_notebook_folders(case.path), open_case(case.path)
    listed = list(found.ledger.get_table(Report).values())
    unanswered = find_unanswered(found, listed, folders)
    for row in listed:
        notebook = find_notebook(row.notebook, folders)
        left_out = f"  (left out, it needs more: {unanswered[row.report_id]})" if row.report_id in unanswered else ""
        languages = [edition.language for edition in find_editions(row, folders, found.own_language)]
        also = f"  [{', '.join(languages)}]" if len(languages) > 1 else ""
        print_text(f"{row.report_id}  {' '.join(row.title.split())}{also}{left_out}")
        for parameter in read_parameters(read_cells(notebook), row.notebook):
            is_given = parameter.name == "case_dir" and case.given is not None  # as a render sets it
            default = case.given if is_given else parameter.default
            print_text(f"    -P {parameter.name}={default}  {parameter.help} ({parameter.allowed})")
