"""Proposals for the numbers that annotations quote: in the document whose words they are, or in the quotes alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.case.case import Case
from analysis.documents import Paragraph, SourceDocument
from analysis.matching.language import choose_language
from analysis.proposals.annotations import Annotation
from analysis.proposals.citations import find_source
from analysis.proposals.numbers import DocumentNumber, find_document_numbers
from analysis.proposals.proposal import Proposal
from analysis.proposals.propose import propose_claims

_ALIKE = str.maketrans("‘’‚‛“”„‟‐‑‒–—―\u00a0\u202f\u2009", "''''\"\"\"\"------   ")  # one character for one
Span = tuple[int, int, int]  # the position of a paragraph, and characters of its text


@dataclass(frozen=True)
class AnnotatedProposals:
    """What annotations lead to. proposals: each with the note of its annotation in `why`, in the document's order.

    lost: a line for each annotation without a proposal, with the reason.
    """

    proposals: tuple[Proposal, ...]
    lost: tuple[str, ...]


def propose_annotated(
    case: Case,
    annotations: Sequence[Annotation],
    source: str,
    document: SourceDocument | None = None,
    language: str | None = None,
) -> AnnotatedProposals:
    """Returns proposals for the numbers in quoted words, and names each annotation that gives none.

    document: in which the words are found, by what stands before and behind them where they stand there twice. Without
    it, the quotes are read by themselves: a locator is then the page, or `throughout`.
    Raises UsageError as `propose_claims` does.
    """
    found = find_source(case, source)
    text = document or _join_quotes(annotations, found.url or "")
    spans = _find_spans(annotations, document)
    spoken = language or choose_language(text, found.language)
    numbers = [*find_document_numbers(case, text, source, spoken)]
    rows = propose_claims(case, text, source, spoken)
    proposals, used = list[Proposal](), set[str]()
    for number, row in zip(numbers, rows, strict=True):
        quoting = [one for one in annotations if any(_covers(span, number) for span in spans[one.place])]
        if quoting:
            used.update(one.place for one in quoting)
            proposals.append(_add_notes(row, quoting, is_alone=document is None))
    return AnnotatedProposals(tuple(proposals), tuple(_list_lost(annotations, spans, used)))


def _add_notes(row: Proposal, quoting: Iterable[Annotation], *, is_alone: bool) -> Proposal:
    notes = [f"note: {one.note.replace(';', ',')}" for one in quoting if one.note]
    if not is_alone:
        return replace(row, why="; ".join(filter(None, (*notes, row.why))))
    why = "; ".join(filter(None, (*notes, row.why, "read from a quotation, without the document")))
    return replace(row, why=why, grade=max(row.grade, "B"))


def _covers(span: Span, number: DocumentNumber) -> bool:
    """Returns whether quoted words hold all characters that a number is read from."""
    at, start, end = span
    numerals = number.mention.numerals or ((number.mention.start, number.mention.end),)
    return at == number.at and start <= numerals[0][0] and numerals[-1][1] <= end


def _list_lost(annotations: Iterable[Annotation], spans: Mapping[str, Sequence[Span]], used: set[str]) -> Iterator[str]:
    for one in annotations:
        if one.place in used:
            continue
        if not one.exact.strip():
            yield f"{one.name}: it quotes no words"
        elif not spans[one.place]:
            yield f"{one.name}: the document does not have these words, or has them in several places"
        else:
            yield f"{one.name}: the words hold no number that is still to be claimed"


def _join_quotes(annotations: Iterable[Annotation], address: str) -> SourceDocument:
    """Returns the quotes, with what stands around them, as a document of which each is a paragraph."""
    paragraphs = [
        Paragraph(_join_quote(one), place=f"page {one.page}" if one.page else "throughout", page=one.page)
        for one in annotations
    ]
    is_pdf = all(one.page for one in annotations)
    return SourceDocument("pdf" if is_pdf else "html" if address else "text", tuple(paragraphs))


def _join_quote(one: Annotation) -> str:
    return " ".join(f"{one.prefix}{one.exact}{one.suffix}".split())


def _find_spans(annotations: Iterable[Annotation], document: SourceDocument | None) -> dict[str, list[Span]]:
    """Returns the place of each annotation -> the words that it quotes, in each paragraph that they reach into."""
    if document is None:
        return {one.place: [*_find_alone(at, one)] for at, one in enumerate(annotations)}
    joined = "\n".join(paragraph.text for paragraph in document.paragraphs).translate(_ALIKE)
    return {one.place: _find_in_document(one, document, joined) for one in annotations}


def _find_alone(at: int, one: Annotation) -> Iterator[Span]:
    if one.exact.strip():
        before = " ".join(f"{one.prefix}{one.exact}".split())
        quoted = " ".join(one.exact.split())
        start = len(before) - len(quoted)
        yield at, start, start + len(quoted)


def _find_in_document(one: Annotation, document: SourceDocument, joined: str) -> list[Span]:
    words = one.exact.translate(_ALIKE).split()
    if not words:
        return []
    found = [*re.finditer(r"\s+".join(map(re.escape, words)), joined)]
    if one.page and document.kind == "pdf":
        found = [match for match in found if _find_page(document, match.start()) == one.page] or found
    best = max((_compare(one, joined, match) for match in found), default=0)
    found = [match for match in found if _compare(one, joined, match) == best]
    return [*_divide(document, found[0].start(), found[0].end())] if len(found) == 1 else []


def _compare(one: Annotation, joined: str, match: re.Match[str]) -> int:
    """Returns how many characters before and behind found words are as the annotation has them, spaces aside."""
    before, behind = (re.sub(r"\s", "", text.translate(_ALIKE)) for text in (one.prefix, one.suffix))
    there = re.sub(r"\s", "", joined[max(match.start() - 3 * len(one.prefix) - 9, 0) : match.start()])
    next_ = re.sub(r"\s", "", joined[match.end() : match.end() + 3 * len(one.suffix) + 9])
    return _count_equal(before[::-1], there[::-1]) + _count_equal(behind, next_)


def _count_equal(one: str, other: str) -> int:
    for at, (first, second) in enumerate(zip(one, other, strict=False)):
        if first != second:
            return at
    return min(len(one), len(other))


def _find_page(document: SourceDocument, start: int) -> int | None:
    return next((document.paragraphs[at].page for at, _, _ in _divide(document, start, start + 1)), None)


def _divide(document: SourceDocument, start: int, end: int) -> Iterator[Span]:
    """Yields the part of each paragraph that lies between two characters of all paragraphs joined."""
    first = 0
    for at, paragraph in enumerate(document.paragraphs):
        last = first + len(paragraph.text)
        if start < last and first < end:
            yield at, max(start - first, 0), min(end, last) - first
        first = last + 1
