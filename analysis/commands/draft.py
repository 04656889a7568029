"""`communique draft`: claims proposed from a document, decided in a review table, and added to a case."""

from __future__ import annotations

from pathlib import Path

import click

from analysis.commands.shared.accepting import accept
from analysis.commands.shared.options import CaseFolder, case_option
from analysis.errors import UsageError


@click.command()
@case_option
@click.option(
    "--accept", "table", type=click.Path(path_type=Path), metavar="FILE", help="Add what a review table has decided."
)
def command(case: CaseFolder, table: Path | None) -> None:
    """Propose claims from a document."""
    if table is None:
        raise UsageError("give --accept")
    accept(case, table)
