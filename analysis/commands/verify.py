"""`communique verify`: a text of the analyst's own held against the claims of a case and what its reports print."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast, get_args

import click

from analysis import limits
from analysis.case.case import Case, open_case
from analysis.commands.shared.options import CaseFolder, case_option
from analysis.commands.shared.terminal import print_json, print_text
from analysis.documents import SourceDocument, read_document
from analysis.documents.document import DocumentKind
from analysis.errors import UsageError, format_nearest
from analysis.mentions import LANGUAGES
from analysis.verification import PrintedResult, Verdict, VerdictKind, read_results, verify_document

_KINDS: tuple[DocumentKind, ...] = get_args(DocumentKind)
_STANDARD_INPUT = "-"
_USUAL = Path("reports")
_NAMES: dict[VerdictKind, str] = {"hedge": "hedge lost or turned", "not_checked": "not checked"}
_WIDEST = 34  # characters of a number with the words around it, in the table


def read_draft(path: Path, kind: DocumentKind | None) -> tuple[SourceDocument, bytes | None]:
    """Returns a draft: a file, or for `-` what comes in by standard input, and then also its bytes.

    Raises UsageError as `read_document` does.
    """
    if str(path) != _STANDARD_INPUT:
        return read_document(path, kind), None
    content = sys.stdin.buffer.read(limits.MAX_SOURCE_BYTES + 1)
    if not content.strip():
        raise UsageError("standard input is empty; give a text, or the name of a file.")
    return read_document(content, kind, name="standard input"), content


def write_annotated(
    out: Path, draft: Path, content: bytes | None, document: SourceDocument, verdicts: Sequence[Verdict]
) -> None:
    """Writes a draft with its verdicts, whole or not at all. content: of standard input, None for a file."""
    from analysis.verification.annotate import annotate

    made = annotate(draft.read_bytes() if content is None else content, document, verdicts, _name(draft))
    beside = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        beside.write_bytes(made)
        beside.replace(out)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise UsageError(f"--annotate {out} cannot be written ({error.strerror}); give another file.") from None


def _check_annotated(out: Path, draft: Path, document: SourceDocument) -> None:
    """Raises UsageError where the annotated file would take the place of the draft, or has the name of another kind."""
    from analysis.verification.annotate import SUFFIXES

    allowed = SUFFIXES[document.kind]
    if str(draft) != _STANDARD_INPUT and out.exists() and out.samefile(draft):
        raise UsageError(f"--annotate {out} is the draft itself, which is not changed; give another file.")
    if out.suffix.lower() not in allowed:
        raise UsageError(f"--annotate {out}: of this draft it is a file that ends in {' or '.join(allowed)}.")
    if not out.parent.is_dir():
        raise UsageError(f"--annotate {out}: there is no folder {out.parent}; make it first.")


def find_results(case: Case, folder: Path | None) -> Sequence[PrintedResult]:
    """Returns what rendered reports of a case print: those in a folder, else those of the usual folder, if any.

    Raises UsageError for a folder that is given and holds none.
    """
    if folder is not None:
        if not folder.is_dir():
            raise UsageError(
                f"--results {folder} is no folder; give one that `communique render` wrote, such as reports."
            )
        return read_results(folder, case.folder.name)
    usual = _USUAL / case.folder.name
    if not any(usual.rglob("results.json")):
        return ()
    return read_results(usual, case.folder.name)


def convert_to_rows(verdicts: Sequence[Verdict]) -> list[dict[str, Any]]:
    """Returns verdicts as plain rows for JSON, each with whether it holds."""
    return [{**asdict(verdict), "holds": verdict.holds} for verdict in verdicts]


def format_table(verdicts: Sequence[Verdict]) -> list[str]:
    """Returns a line for each verdict: place, words, verdict, what it rests on, the reason and what to write.

    >>> format_table([Verdict("unknown", 0, 0, 2, "17", "Lead p1", why="Nothing in the case is near.")])
    ['Lead p1  17  unknown  -  Nothing in the case is near.']
    """
    rows = [
        [one.place, _shorten(one.words), _NAMES.get(one.kind, one.kind), ", ".join(one.by) or "-"] for one in verdicts
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=True)), one.why, one.remedy]).rstrip()
        for row, one in zip(rows, verdicts, strict=True)
    ]


def _shorten(words: str) -> str:
    return words if len(words) <= _WIDEST else f"{words[: _WIDEST - 1]}…"


def summarise(verdicts: Sequence[Verdict]) -> str:
    """Returns how many verdicts of each kind there are, in a line.

    >>> summarise([Verdict("supported", 0, 0, 1, "8"), Verdict("hedge", 0, 3, 4, "9")])
    '2 numbers and dates: 1 supported, 1 hedge lost or turned'
    """
    counts = Counter(verdict.kind for verdict in verdicts)
    parts = [f"{counts[kind]} {_NAMES.get(kind, kind)}" for kind in get_args(VerdictKind) if counts[kind]]
    return f"{len(verdicts)} numbers and dates: {', '.join(parts)}"


def _check_language(language: str | None) -> str | None:
    if language is None or language in LANGUAGES:
        return language
    near = format_nearest(language, LANGUAGES)
    raise UsageError(f"--language {language!r}{near}; allowed: {', '.join(LANGUAGES)}.")


@click.command()
@click.argument("draft", type=click.Path(path_type=Path, allow_dash=True))
@case_option
@click.option(
    "--results",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder with rendered reports whose numbers count too.  [reports/CASE, if it is there]",
)
@click.option("--kind", type=click.Choice(_KINDS), help="What the draft is, where its name or beginning does not say.")
@click.option("--language", metavar="CODE", help=f"Language of the draft: {', '.join(LANGUAGES)}.  [guessed]")
@click.option("--strict", is_flag=True, help="Exit 1 also on numbers that are supported and disputed by others.")
@click.option("--all", "show_all", is_flag=True, help="Print supported numbers too.")
@click.option("--json", "as_json", is_flag=True, help="Print every verdict as JSON.")
@click.option(
    "--annotate",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the draft with its verdicts: a Word file with comments, else a page with marks.",
)
def command(
    draft: Path,
    case: CaseFolder,
    results: Path | None,
    kind: str | None,
    language: str | None,
    strict: bool,
    show_all: bool,
    as_json: bool,
    annotate: Path | None,
) -> None:
    """Check the numbers and dates of a DRAFT (text, Markdown, HTML, PDF, Word; - for standard input) against the case.

    Each is supported, disputed, differs, stale or unknown, or its hedge is lost or turned; exit 1 on anything but
    supported and disputed.
    """
    language = _check_language(language)
    found = open_case(case.path)
    chosen = cast(DocumentKind | None, kind)
    document, content = read_draft(draft, chosen)
    if annotate:
        _check_annotated(annotate, draft, document)
    verdicts = verify_document(found, document, find_results(found, results), language=language)
    if not any(verdict.kind != "not_checked" for verdict in verdicts):
        raise UsageError(f"{_name(draft)} has no number or date to check; is it the text that you mean?")
    if as_json:
        print_json(convert_to_rows(verdicts))
    else:
        shown = [one for one in verdicts if show_all or one.kind not in ("supported", "not_checked")]
        for line in format_table(shown) if shown else ():
            print_text(line)
        print_text(summarise(verdicts))
    if annotate:
        write_annotated(annotate, draft, content, document, verdicts)
    if any(not verdict.holds or (strict and verdict.kind == "disputed") for verdict in verdicts):
        sys.exit(1)


def _name(draft: Path) -> str:
    return "standard input" if str(draft) == _STANDARD_INPUT else str(draft)
