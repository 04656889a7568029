"""A document in, a verdict on each of its numbers and dates out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.case.case import Case
from analysis.documents import SourceDocument
from analysis.documents.document import Paragraph
from analysis.matching.language import choose_language
from analysis.mentions import Mention, read_mentions
from analysis.verification.candidates import Finder
from analysis.verification.context import Context, read_contexts
from analysis.verification.judge import NOT_COUNTED, Judge, Judgement
from analysis.verification.known import Knowledge, Known
from analysis.verification.results import PrintedResult, PrintedResults
from analysis.verification.verdict import Verdict

_REFERS_BACK = Judgement("not_checked", why="A small count in words of what the case does not count, or a dateline.")
_SMALL = 12  # the largest count that is written as a word and refers back
_DEFINITE = frozenset(
    ("the", "these", "those", "both", "his", "her", "its", "our", "their", "die", "der", "den", "les")
)
_NOT_CHECKED = ("name", "reference", "mark", "contact", "extent", "idiom", "ordinal", "time", "vague")
_RESTS = ("supported", "disputed")


def verify_document(
    case: Case, document: SourceDocument, results: Sequence[PrintedResult] = (), *, language: str | None = None
) -> list[Verdict]:
    """Returns the verdict on each number and date of a document, in its order.

    Numbers are held against the claims of all sources, assumptions, dates of events and sources, and what reports
    print; without results, against what the formulas of the quantities give.

    results: numbers that rendered reports print, of `read_results`. language: of the document; without it, the one
    that it states, or that its words are most likely in. Raises UsageError for a language that is not read.

    >>> from analysis import load_case
    >>> from analysis.documents import read_document
    >>> text = b"Rebuilding would cost nearly $688 billion over ten years, says the World Bank. The dog is 3 years old."
    >>> for verdict in verify_document(load_case(), read_document(text, "text")):
    ...     print(f"{verdict.words} | {verdict.kind} | {verdict.by} | {verdict.remedy}".strip())
    nearly $688 billion | differs | ('need_rdna5',) | Write nearly $588 billion.
    ten years | supported | ('need_rdna5',) |
    3 years old | unknown | () | Add a claim with its source, or leave it out.
    """
    return list(_Verification(case, document, results, language).run())


class _Verification:
    """One pass over a document."""

    def __init__(
        self, case: Case, document: SourceDocument, results: Sequence[PrintedResult], language: str | None
    ) -> None:
        self.document, self.language = document, language or choose_language(document)
        self.printed = results.texts if isinstance(results, PrintedResults) else None
        self.judge = Judge(Finder(Knowledge(case, results), self.language))
        self.own_units = [unit.names for unit in case.ledger.units]

    def run(self) -> Iterator[Verdict]:
        for at, paragraph in enumerate(self.document.paragraphs):
            yield from self._verify_paragraph(at, paragraph)

    def _verify_paragraph(self, at: int, paragraph: Paragraph) -> Iterator[Verdict]:
        mentions = read_mentions(paragraph.text, self.language, self.own_units)
        if not mentions:
            return
        contexts = read_contexts(paragraph, mentions, self.language)
        numbers = [self.judge.judge_number(one) if one.mention.counts else NOT_COUNTED for one in contexts]
        for position, context in enumerate(contexts):
            judgement = numbers[position]
            if context.mention.role == "date":
                judgement = self._judge_date(contexts, numbers, position)
            if judgement.kind == "unknown" and (_refers_back(context) or _is_dateline(context)):
                judgement = _REFERS_BACK
            if judgement.kind == "unknown" and (found := self._find_in_words(contexts, numbers, position)):
                judgement = found
            copied = self._find_copied(paragraph, context) if judgement.kind not in _RESTS else ""
            yield _place(judgement, at, paragraph, context.mention, copied)

    def _find_copied(self, paragraph: Paragraph, context: Context) -> str:
        """Returns the id of the printed result that a number is copied from with its sentence or cell, or ''."""
        if self.printed is None or context.mention.role in _NOT_CHECKED:
            return ""
        if paragraph.kind == "cell":
            return self.printed.find_cell(paragraph.row, paragraph.column, paragraph.text)
        mention = context.mention
        return self.printed.find(context.text, mention.start - context.start, mention.end - context.start)

    def _find_in_words(
        self, contexts: Sequence[Context], numbers: Sequence[Judgement], position: int
    ) -> Judgement | None:
        """Returns the claim on another number of the sentence that has a number in its words: "over ten years"."""
        words = contexts[position].mention.text.lower()
        for at, other in enumerate(contexts):
            if at == position or other.start != contexts[position].start:
                continue
            for known in numbers[at].known:
                if words in known.words.lower():
                    return Judgement("supported", (known,), why="It stands in the claim on a number of its sentence.")
        return None

    def _judge_date(self, contexts: Sequence[Context], numbers: Sequence[Judgement], position: int) -> Judgement:
        context = contexts[position]
        same = [
            at
            for at, other in enumerate(contexts)
            if other.text == context.text and abs(other.mention.start - context.mention.start) <= len(context.text)
        ]
        chosen: list[Known] = [known for at in same if numbers[at].kind in _RESTS for known in numbers[at].known]
        others = [contexts[at].mention.date for at in same if at != position and contexts[at].mention.role == "date"]
        return self.judge.judge_date(context, chosen, others)


def _refers_back(context: Context) -> bool:
    """Returns whether a small count in words counts what a text itself lists: "three reasons", "the two men"."""
    mention = context.mention
    if mention.unit not in ("items", "people") or mention.value is None or not 0 < mention.value <= _SMALL:
        return False
    before = context.text[: max(0, mention.start - context.start)].split()
    if any(map(str.isdigit, mention.text)) or mention.qualifier != "exact" or mention.scale > 1:
        return False
    return mention.unit == "items" or (bool(before) and before[-1].lower() in _DEFINITE)


def _is_dateline(context: Context) -> bool:
    """Returns whether a date is all that a paragraph has: the date of the draft itself."""
    return context.mention.role == "date" and context.text.strip(" .,|") == context.mention.text.strip()


def _place(judgement: Judgement, at: int, paragraph: Paragraph, mention: Mention, copied: str) -> Verdict:
    if copied:
        why = f"It is copied from the report {copied.partition('#')[0]}, as it stands there."
        return Verdict("supported", at, mention.start, mention.end, mention.text, paragraph.place, (copied,), why=why)
    return Verdict(
        judgement.kind,
        at,
        mention.start,
        mention.end,
        mention.text,
        paragraph.place,
        tuple(dict.fromkeys(known.id for known in judgement.known)),
        tuple(dict.fromkeys(known.id for known in judgement.others)),
        judgement.why,
        judgement.remedy,
    )
