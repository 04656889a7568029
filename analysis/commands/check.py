"""`communique check`: a case's tables, and the files that are derived from them."""

from __future__ import annotations

import click

from analysis.case import datapackage
from analysis.case.case import load_case
from analysis.case.schema import Quantity
from analysis.commands.shared.options import CaseFolder, case_option
from analysis.errors import UsageError


@click.command()
@case_option
@click.option("--update", is_flag=True, help="Rewrite datapackage.json and README.md from the schema.")
def command(case: CaseFolder, update: bool) -> None:
    """Check a case's data; with --update, rewrite the files derived from it."""
    found = load_case(case.path)
    quantities = found.ledger.get_table(Quantity)
    if update:
        for path in datapackage.update_files(found.folder, quantities, found.descriptor):
            click.echo(f"wrote {path}")
    elif stale := datapackage.list_stale_files(found.folder, quantities, found.descriptor):
        raise UsageError(
            f"{' and '.join(stale)} in {found.folder} are out of date with the schema; run communique check --update."
        )
    rows = ", ".join(f"{len(rows)} {name}" for name, rows in found.ledger.tables.items() if rows)
    click.echo(f"{found.folder.name}: sound ({rows})")
