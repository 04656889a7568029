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
    "--annotations",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Propose only what annotations quote (JSON of Hypothesis, or of the W3C), with their notes; a document may be "
    "left out.",
)
@click.option(
    "--annotations-out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Also write the proposals as W3C Web Annotations.",
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
    annotations: Path | None,
    annotations_out: Path | None,
    before: Path | None,
    table: Path | None,
) -> None:
    """Propose claims from a document (text, Markdown, HTML, PDF, Word); nothing is added before it is accepted.

    Each number that the case does not account for becomes a row of a review table, with the quantities that it is
    likely about. Decide in a spreadsheet, or at the terminal, where one key decides and moves on; both may alternate.
    Then --accept adds the accepted rows to claims.csv and the rejected ones, with their reason, to waivers.csv.
    """
    if table is not None:
        if documents or source or language or out or before or annotations or annotations_out:
            raise UsageError("--accept takes a review table and no document; give it alone, with --case.")
        accept(case, table)
        return
    if not (documents or annotations) or source is None:
        is_there = documents or annotations
        missing = "with --source the id of the source whose text it is" if is_there else "a document"
        raise UsageError(f"give {missing}: communique draft page.html --source ID; or --accept with a review table.")
    if len(documents) > 1 and (before or annotations):
        option = "--since compares" if before else "--annotations are of"
        raise UsageError(f"{option} one document; give it alone.")
    if before is not None:
        if not documents or annotations or annotations_out:
            raise UsageError("--since compares a new version of a document, without annotations.")
        table = None if before == Path(_CASE) else before
        compare(case, documents[0], source, table, language, out or Path(f"review-{source}-since.csv"))
        return
    out = out or Path(f"review-{source}.csv")
    propose(case, documents, source, language, out, annotations, annotations_out)
