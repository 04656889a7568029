"""`communique draft`: claims proposed from a document, decided in a review table, and added to a case."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from analysis.commands.shared.accepting import accept
from analysis.commands.shared.options import CaseFolder, case_option
from analysis.commands.shared.proposing import compare, propose
from analysis.errors import UsageError
from analysis.mentions import LANGUAGES

_CASE = "the case"  # what --since is given without a file


@click.command()
@click.argument("documents", nargs=-1, type=click.Path(path_type=Path), metavar="[DOCUMENT]...")
@case_option
@click.option("--source", metavar="ID", help="Id in sources.csv of the source whose text it is.")
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    help="Language that the numbers are read in; without it, that of the source.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The review table, .csv or .xlsx; without it, review-ID.csv. One that is there keeps what is decided in it.",
)
@click.option(
    "--since",
    "before",
    is_flag=False,
    flag_value=_CASE,
    type=click.Path(path_type=Path),
    metavar="[FILE]",
    help="Of a new version of a document: propose only what is changed, gone or new since FILE, the review table "
    "of the old version; without FILE, since what the case quotes of the source.",
)
@click.option(
    "--accept",
    "table",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Add what a review table has decided: all of it, or nothing if anything is wrong.",
)
def command(
    documents: Sequence[Path],
    case: CaseFolder,
    source: str | None,
    language: str | None,
    out: Path | None,
    before: Path | None,
    table: Path | None,
) -> None:
    """Propose claims from a document (text, Markdown, HTML, PDF, Word); nothing is added before it is accepted.

    Each number that the case does not account for becomes a row of a review table, with the quantities that it is
    likely about. Decide in a spreadsheet, or at the terminal, where one key decides and moves on; both may alternate.
    Then --accept adds the accepted rows to claims.csv and the rejected ones, with their reason, to waivers.csv.
    """
    if table is not None:
        if documents or source or language or out or before:
            raise UsageError("--accept takes a review table and no document; give it alone, with --case.")
        accept(case, table)
        return
    if not documents or source is None:
        missing = "a document" if not documents else "with --source the id of the source whose text it is"
        raise UsageError(f"give {missing}: communique draft page.html --source ID; or --accept with a review table.")
    if before is not None:
        if len(documents) > 1:
            raise UsageError("--since compares one document; give the new version alone.")
        table = None if before == Path(_CASE) else before
        compare(case, documents[0], source, table, language, out or Path(f"review-{source}-since.csv"))
        return
    propose(case, documents, source, language, out or Path(f"review-{source}.csv"))
