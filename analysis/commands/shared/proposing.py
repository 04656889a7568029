"""The step of `draft` that reads documents and writes a review table, and reviews it where somebody can answer."""

from __future__ import annotations

import json
import shlex
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from analysis.case.case import Case, open_case
from analysis.commands.shared.options import CaseFolder
from analysis.commands.shared.reviewing import can_ask, review_table
from analysis.commands.shared.terminal import format_count, print_text
from analysis.documents import SourceDocument, read_document
from analysis.errors import UsageError
from analysis.matching.language import choose_language
from analysis.mentions import LANGUAGES
from analysis.proposals.annotations import build_collection, read_annotations
from analysis.proposals.citations import find_claimable, find_source, list_citations
from analysis.proposals.proposal import Proposal
from analysis.proposals.propose import propose_claims
from analysis.proposals.quotations import propose_annotated
from analysis.proposals.state import describe_ledger
from analysis.proposals.table import ReviewTable, read_table, write_table
from analysis.proposals.versions import STATES, compare_versions


def propose(
    case: CaseFolder,
    paths: Sequence[Path],
    source: str,
    language: str | None,
    out: Path,
    annotations: Path | None = None,
    annotations_out: Path | None = None,
) -> None:
    """Writes the review table of the documents that one source consists of, and reviews it where somebody can answer.

    annotations: a file of them, for proposals of the words that they quote alone. annotations_out: where the proposals
    are written as annotations too.
    Raises UsageError with what is wrong, and OSError; then the table is as it was.
    """
    found = open_case(case.path)
    tag = find_source(found, source).language
    documents = [read_document(path) for path in paths]
    rows: list[Proposal] = []
    if annotations is None:
        for document in documents:
            rows += propose_claims(found, document, source, language, before=rows)
    else:
        rows += _propose_annotated(found, annotations, source, next(iter(documents), None), language)
    if documents:
        _refuse_empty(paths, documents, language or tag)
        if language is None:
            _warn_of_language(source, tag, choose_language(documents[0], tag))
    if out.exists():
        rows = _keep_decided(rows, read_table(out).rows, found, out)
    if not rows:
        names = _list_names([annotations] if annotations else paths)
        print_text(f"nothing to propose: {case.path} accounts for every number of {names}")
        return
    table = _write_and_review(case, found, rows, out)
    if annotations_out is not None:
        text = json.dumps(build_collection(table.rows, source), indent=2, ensure_ascii=False)
        annotations_out.write_text(f"{text}\n", encoding="utf-8")


def compare(case: CaseFolder, path: Path, source: str, before: Path | None, language: str | None, out: Path) -> None:
    """Says what a new version of a document changes, and writes a review table of what is to be decided.

    before: the review table of the old version; without one, the new one is compared with what the case quotes.
    Raises UsageError with what is wrong, and OSError; then the tables are as they were.
    """
    if before and out.exists() and out.samefile(before):
        raise UsageError(f"{out} is the table of the old version; give another file with --out.")
    found = open_case(case.path)
    old = read_table(before).rows if before else ()
    document = read_document(path)
    differences = compare_versions(found, document, source, old, language)
    counts = Counter(difference.state for difference in differences)
    for difference in differences:
        if difference.state != "same":
            print_text(str(difference))
    print_text(f"{path}: {', '.join(f'{counts[state]} {state}' for state in STATES)}")
    rows = [difference.row for difference in differences if difference.row]
    if out.exists():
        rows = _keep_decided(rows, read_table(out).rows, found, out)
    waiting = sum(not row.decision for row in old)
    if waiting:
        print_text(f"{before} has {waiting} undecided rows: decide and accept them there first")
    if rows:
        _write_and_review(case, found, rows, out)
    else:
        print_text("nothing to decide")


def _write_and_review(case: CaseFolder, found: Case, rows: Sequence[Proposal], out: Path) -> ReviewTable:
    """Returns a review table that it writes and has reviewed where somebody can answer; says what comes next."""
    table = ReviewTable(tuple(rows), describe_ledger(found.files, date.today()))
    write_table(table, out)
    print_text(_describe_rows(rows, out))
    if can_ask() and any(not row.decision for row in rows):
        table = review_table(found, table, out)
    print_text(_say_next(case, table.rows, out))
    return table


def _propose_annotated(
    case: Case, path: Path, source: str, document: SourceDocument | None, language: str | None
) -> tuple[Proposal, ...]:
    """Returns proposals for the words that annotations quote, and names those that give none."""
    found = propose_annotated(case, read_annotations(path), source, document, language)
    for line in found.lost:
        print_text(f"no proposal from {line}", err=True)
    return found.proposals


def _list_names(paths: Iterable[Path]) -> str:
    return ", ".join(map(str, paths))


def _refuse_empty(paths: Sequence[Path], documents: Sequence[SourceDocument], language: str) -> None:
    """Raises UsageError if there is no number in any of some documents: then something else is wrong with them."""
    texts = (paragraph.text for document in documents for paragraph in document.paragraphs)
    if not any(find_claimable(text, language) for text in texts):
        raise UsageError(f"{_list_names(paths)}: no number and no date in it; give the text of the source.")


def _warn_of_language(source: str, tag: str, read_as: str) -> None:
    if tag.partition("-")[0].lower() != read_as:
        known = ", ".join(LANGUAGES)
        print_text(
            f"{source} is in {tag}, in which no numbers are read: read as {read_as}. --language is one of {known}.",
            err=True,
        )


def _keep_decided(rows: Sequence[Proposal], before: Sequence[Proposal], case: Case, out: Path) -> list[Proposal]:
    """Returns new proposals with what was decided or written in the table before.

    Raises UsageError if a row was decided that neither the documents nor the case have: it would be lost.
    """
    written = {row.hash: row for row in before if row.decision or row.statement}
    new = {row.hash for row in rows}
    quoted = {(phrase, locator) for row in before[:1] for _, locator, phrase in list_citations(case, row.source)}
    lost = [row for hash, row in written.items() if hash not in new and (row.phrase, row.locator) not in quoted]
    if lost:
        raise UsageError(
            f"{out} has {format_count(len(lost), 'decided or edited row')} that the document does not give, such as "
            f"{lost[0].phrase!r} at {lost[0].locator}. Accept them first (--accept {shlex.quote(str(out))}), or give "
            "another file with --out."
        )
    return [written.get(row.hash, row) for row in rows]


def _describe_rows(rows: Sequence[Proposal], out: Path) -> str:
    grades = Counter(row.grade for row in rows)
    return (
        f"{out}: {format_count(len(rows), 'proposal')}; {grades['A']} without a doubt (A), {grades['B']} with one (B), "
        f"{grades['C']} to ask about (C)"
    )


def _say_next(case: CaseFolder, rows: Sequence[Proposal], out: Path) -> str:
    """Returns what to do with a review table as it is."""
    undecided = sum(not row.decision for row in rows)
    accept = f"communique draft --accept {shlex.quote(str(out))}{case.option}"
    if not undecided:
        return f"every row is decided; add them with: {accept}"
    return (
        f"{undecided} of {format_count(len(rows), 'row')} undecided: write accept, reject or merge:ID in the column "
        f"decision, and a statement in each row that you accept; then: {accept}"
    )
