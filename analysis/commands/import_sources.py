"""`communique import-sources`: the works of a reference manager as rows of a case's sources.csv."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from analysis.bibliography import build_source_rows, read_bibliography
from analysis.case import languages
from analysis.case.appending import Change, append_rows, read_header, replace_together
from analysis.case.case import open_case
from analysis.case.schema import Source
from analysis.case.vocabulary import list_words
from analysis.commands.shared.options import CaseFolder, case_option
from analysis.commands.shared.terminal import print_text
from analysis.errors import UsageError, format_nearest
from analysis.lock import lock_folder

_TABLE = "sources.csv"
_TAGS = "a BCP 47 tag such as en, uk or zh-Hans"


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@case_option
@click.option("--kind", default="", metavar="WORD", help="Kind of the sources whose type of work says none.")
@click.option("--language", default="", metavar="TAG", help="Language of the sources that name none, such as en.")
def command(file: Path, case: CaseFolder, kind: str, language: str) -> None:
    """Add the works of a reference manager (CSL-JSON, BibTeX, RIS) to the sources of a case; exit 1 if some cannot be.

    A work that the case has already, by DOI, address, or title and date, is not added again. Each new source has the
    reliability F (cannot be judged) until you grade it.
    """
    if case.given is None:
        raise UsageError("say with --case which case gets the sources, as in: --case data/my-case")
    case.require_local("sources are added to the files of the case")
    ledger = open_case(case.path).ledger
    words = list_words(ledger, Source, "kind")
    if kind and kind not in words:
        raise UsageError(
            f"--kind {kind!r} is no kind of source{format_nearest(kind, words)}; allowed: {', '.join(words)}"
        )
    if language and not languages.is_valid(language):
        raise UsageError(
            f"--language {language!r} is no language tag{languages.find_nearest(language)}; allowed: {_TAGS}"
        )
    entries = read_bibliography(file)
    with lock_folder(case.path):
        found = build_source_rows(open_case(case.path).ledger, entries, kind, language)
        _add_rows(case.path / _TABLE, found.rows)
    for line in (*found.added, *found.known, *found.refused):
        print_text(line)
    graded = "; grade their reliability, which is F (cannot be judged)" if found.rows else ""
    counts = f"{len(found.added)} added, {len(found.known)} known already, {len(found.refused)} not added"
    print_text(f"{case.path.name}/{_TABLE}: {counts}{graded}")
    if found.refused:
        print_text(
            f"To add the rest, give --kind (one of {', '.join(words)}) and --language; the others stay as they are."
        )
        sys.exit(1)


def _add_rows(table: Path, rows: Sequence[Mapping[str, str]]) -> None:
    before = table.read_bytes()
    header = read_header(before)
    for row in rows:
        if lacking := [column for column, text in row.items() if text and column not in header]:
            raise UsageError(f"{table.name} has no column {lacking[0]}; add it to the header, empty in all rows.")
    if rows:
        replace_together([Change(table, before, append_rows(before, rows)[0])])
