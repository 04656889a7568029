"""`communique import-sources`: the works of a reference manager as rows of a case's sources.csv."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from analysis.bibliography import build_source_rows, read_bibliography
from analysis.case import languages
from analysis.case.added_rows import append_rows, replace_files
from analysis.case.case import load_case
from analysis.case.schema import Source
from analysis.case.vocabulary import list_words
from analysis.commands.shared.options import CaseFolder, case_option
from analysis.commands.shared.terminal import print_text
from analysis.errors import UsageError, format_nearest

_TABLE = "sources.csv"


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
    before = (case.path / _TABLE).read_bytes() if (case.path / _TABLE).is_file() else b""
    ledger = load_case(case.path).ledger
    words = list_words(ledger, Source, "kind")
    if kind and kind not in words:
        raise UsageError(
            f"--kind {kind!r} is no kind of source{format_nearest(kind, words)}; allowed: {', '.join(words)}"
        )
    if language and not languages.is_valid(language):
        raise UsageError(
            f"--language {language!r} is no language tag{languages.find_nearest(language)}; allowed: {_TAGS}"
        )
    found = build_source_rows(ledger, read_bibliography(file), kind, language)
    if found.rows:
        replace_files(case.path, {_TABLE: (before, append_rows(_TABLE, before, found.rows))})
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


_TAGS = "a BCP 47 tag such as en, uk or zh-Hans"
