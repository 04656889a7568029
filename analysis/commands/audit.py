"""`communique audit`: is every phrase of the ledger where its locator says, is every number of the text claimed?

The text itself is not part of a case; anyone who has it can run this. `analysis.documents` reads it; what a locator may
be is in its `places`. Numbers are read by `analysis.mentions` in the language of the source: amounts, vague
quantities and dates are to be accounted for; ordinals, names, pages, clock times and telephones are not.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from analysis import limits
from analysis.case.case import Case, open_case
from analysis.case.schema import Claim, Correction, Source
from analysis.commands.shared.options import CaseFolder, case_option
from analysis.commands.shared.terminal import print_json, print_text
from analysis.compare.arithmetic import meets
from analysis.documents import Places, SourceDocument, read_document
from analysis.errors import UsageError
from analysis.matching.language import choose_language
from analysis.proposals.citations import Coverage, find_claimable, find_numerals, find_source, list_citations

_SENTENCE_END = re.compile(r"(?<=[.!?])(?![.!?])")
_SHORTEST_REPEATED = 60  # characters: a shorter sentence may well be repeated on purpose


@dataclass(frozen=True)
class Finding:
    """One finding, open or explained. kind: ledger, phrase, number, repeated, locator or sum."""

    kind: str
    place: str
    found: str
    explained_by: str  # a row of the ledger; '' while it is open
    remedy: str = ""

    @property
    def open(self) -> bool:
        """Whether nothing in the ledger explains it."""
        return not self.explained_by


def split_sentences(text: str) -> list[str]:
    """Returns the sentences of a text that end in a full stop, a question mark or an exclamation mark.

    >>> split_sentences("One. Two?! And an end that is missing")
    ['One.', 'Two?!']
    """
    parts = (part.strip() for part in _SENTENCE_END.split(text))  # one pass, wherever the text ends
    return [part for part in parts if part.endswith((".", "!", "?")) and part.strip(".!?")]


def _find_analysed(case: Case) -> str:
    """Returns the id of the one source with the role article, or of the only one. Raises UsageError for several."""
    sources = case.ledger.get_table(Source)
    analysed = [source.id for source in sources.find_rows("role", "article")] or list(sources)
    if len(analysed) != 1:
        several = any(source.role == "article" for source in sources.values())
        found = "has several analysed texts" if several else "analyses no text"
        known = f"; there are: {', '.join(analysed)}" if analysed else ""
        raise UsageError(
            f"{case.folder.name} {found}; give with --source an id of its sources.csv: that of the source whose text "
            f"it is{known}."
        )
    return analysed[0]


def audit_document(case: Case, document: SourceDocument, source: str) -> list[Finding]:
    """Returns every finding from comparing a text with the ledger, open findings first.

    source: id of the source whose text it is. Raises UsageError if the case has no such source.
    """
    find_source(case, source)
    places = Places(document.paragraphs)
    findings = [
        *_check_quoted(case, source),
        *_check_phrases(case, places, source),
        *_check_numbers(case, document, places, source),
        *_check_repeated(case, places, source),
        *_check_sums(case, source),
    ]
    return sorted(findings, key=lambda finding: not finding.open)


def _check_quoted(case: Case, source: str) -> Iterator[Finding]:
    """Finds that the ledger quotes nothing of the source: then that nothing else is found proves nothing."""
    if not any(True for _ in list_citations(case, source)):
        remedy = "no claim, event, provision or waiver quotes it; add rows with a phrase of it."
        yield Finding("ledger", "throughout", f"sources/{source}", "", remedy)


def _check_phrases(case: Case, places: Places, source: str) -> Iterator[Finding]:
    for row, locator, phrase in list_citations(case, source):
        for place in places.list_lost(locator):
            yield Finding("locator", place, row, "", "the text has no such place; correct the locator.")
        meant = places.find(locator)
        has_it = [at for at, paragraph in enumerate(places.paragraphs) if phrase in paragraph.text]
        if not meant.intersection(has_it):
            elsewhere = ", ".join(places.paragraphs[at].place for at in has_it)
            there = f"the text has it at {elsewhere}" if elsewhere else "the text does not have it"
            yield Finding("phrase", locator, phrase, "", f"{row}: the phrase is not at {locator}; {there}.")


def _check_numbers(case: Case, document: SourceDocument, places: Places, source: str) -> Iterator[Finding]:
    """Finds numbers of the text that are neither in a phrase of the ledger nor in the words a correction quotes."""
    coverage = Coverage(case, places, source)
    language = choose_language(document, case.ledger.get_table(Source)[source].language)
    own_units = [unit.names for unit in case.ledger.units]
    for at, paragraph in enumerate(places.paragraphs):
        found = find_claimable(paragraph.text, language, own_units)
        numbers = [
            place for place in map(find_numerals, found) if not (paragraph.place.endswith("heading") and place[0] < 4)
        ]
        for (start, end), row in zip(numbers, coverage.find_rows(at, numbers), strict=True):
            around = paragraph.text[max(0, start - 30) : end + 30]
            yield Finding(
                "number",
                paragraph.place,
                paragraph.text[start:end],
                row,
                "" if row else f"“…{around}…” is in no claim's phrase; add a claim, or a waiver with the reason.",
            )


def _check_repeated(case: Case, places: Places, source: str) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    noted = {
        at: c.id
        for c in case.ledger.get_table(Correction).values()
        if c.source == source and c.kind == "repeated_text"
        for at in places.find(c.locator)
    }
    for at, paragraph in enumerate(places.paragraphs):
        for sentence in split_sentences(paragraph.text):
            if len(sentence) < _SHORTEST_REPEATED:
                continue
            if sentence in seen:
                by = noted.get(at, "")
                yield Finding(
                    "repeated",
                    paragraph.place,
                    f"{sentence[:50]}…",
                    f"corrections/{by}" if by else "",
                    "" if by else "add a correction of the kind repeated_text.",
                )
            seen[sentence] = paragraph.place


def _check_sums(case: Case, source: str) -> Iterator[Finding]:
    """Finds results stated by the source that do not meet what the quantity's formula computes from its claims."""
    for claim in case.ledger.get_table(Claim).find_rows("source", source):
        computed = case.on("article").recompute(claim)
        if computed is None:
            continue
        stated = case.estimate(claim)
        said = f"{claim.quantity}: stated {stated.value:.6g}, computed {computed.value:.6g} {computed.unit}"
        explained = next(
            (
                c.id
                for c in case.ledger.get_table(Correction).values()
                if (c.row or "").startswith(f"claims/{claim.id}/")
            ),
            "",
        )
        by = f"quantities/{claim.quantity}" if meets(stated, computed) else explained and f"corrections/{explained}"
        yield Finding(
            "sum",
            claim.locator,
            said,
            by,
            ""
            if by
            else f"{claim.id}: its claims give another result by the formula ({computed.how}); correct the "
            "claim, or add a correction of the source.",
        )


def convert_to_rows(findings: list[Finding]) -> list[dict[str, str]]:
    """Returns findings as plain rows for JSON, each with its state: open or explained."""
    return [{**asdict(finding), "state": "open" if finding.open else "explained"} for finding in findings]


def _read(text: Path) -> SourceDocument:
    """Returns the document in a file, or in standard input where a dash stands for it."""
    if str(text) != "-":
        return read_document(text)
    return read_document(sys.stdin.buffer.read(limits.MAX_SOURCE_BYTES + 1), name="standard input")


@click.command()
@click.argument("text", type=click.Path(path_type=Path))
@case_option
@click.option("--source", help="Id of the source whose text it is; without it, that of the case with the role article.")
@click.option("--json", "as_json", is_flag=True, help="Print every finding as JSON.")
def command(text: Path, case: CaseFolder, source: str | None, as_json: bool) -> None:
    """Check the ledger against a source (text, Markdown, HTML, PDF, Word); exit 1 on unresolved findings.

    TEXT: a file, or - for standard input.
    """
    found = open_case(case.path)
    findings = audit_document(found, _read(text), source or _find_analysed(found))
    left = [finding for finding in findings if finding.open]
    if as_json:
        print_json(convert_to_rows(findings))
    else:
        for finding in left:
            print_text(f"{finding.kind:9} {finding.place:12} {finding.found}: {finding.remedy}")
        print_text(f"{len(findings)} findings, {len(left)} open")
    if left:
        sys.exit(1)
