"""Claims proposed from a document: a row for each of its numbers that no claim, event or waiver of the case covers.

Every value is computed from characters that the row's phrase quotes. What the document does not say stays empty, and
`why` says what is in doubt. Nothing is decided here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from analysis import limits
from analysis.case.case import Case
from analysis.case.columns import make_id
from analysis.case.schema import Claim, Source
from analysis.documents import SourceDocument
from analysis.matching import Match
from analysis.matching.language import choose_language
from analysis.mentions.lexicon import load_table
from analysis.proposals.citations import find_source
from analysis.proposals.linking import find_matches, link
from analysis.proposals.numbers import DocumentNumber, find_document_numbers
from analysis.proposals.proposal import Proposal, compute_hash
from analysis.proposals.repeats import find_repeats
from analysis.proposals.voices import find_status, find_voice

_NO_FIGURE = "Not a figure of the negotiation"
_BEFORE, _BEHIND = 60, 30  # characters around a number in which a word such as "pledged" is about it
_MOST_DIGITS = 10  # characters of an id that are kept for what makes it free
_SMALL = 12  # counts up to this are often ways of speaking: "the two sides"


def propose_claims(
    case: Case, document: SourceDocument, source: str, language: str | None = None, before: Sequence[Proposal] = ()
) -> list[Proposal]:
    """Returns a proposal for each number of a document that the case does not account for, in the document's order.

    Dates and numbers without a value are questions (grade C), since an event or a waiver mostly fits better.

    source: id of the document in sources.csv. language: that its numbers are read in; without it, that of the source.
    before: proposals from other parts of the same source, whose ids are not used again.
    Raises UsageError if the case has no such source, for a language whose numbers cannot be read, and where the
    package for sentences is missing.

    >>> from analysis import load_case
    >>> from analysis.documents import read_document
    >>> page = read_document(b"News\\nToday\\nRebuilding the country would cost nearly $610 billion.")
    >>> (row,) = propose_claims(load_case(), page, "rdna4_reuters")
    >>> row.quantity, row.value, row.unit, row.qualifier, row.phrase
    ('reconstruction.need', '610', 'billion USD', 'nearly', 'would cost nearly $610 billion')
    """
    found = find_source(case, source)
    if language is not None:
        load_table(language)
    language = language or choose_language(document, found.language)
    numbers = [*find_document_numbers(case, document, source, language)]
    return propose_numbers(case, document, source, numbers, before)


def propose_numbers(
    case: Case,
    document: SourceDocument,
    source: str,
    numbers: Sequence[DocumentNumber],
    before: Sequence[Proposal] = (),
) -> list[Proposal]:
    """Returns a proposal for each of some numbers of a document; otherwise as `propose_claims`."""
    found = find_source(case, source)
    matches = [find_matches(case, number) for number in numbers]
    repeats = find_repeats(numbers)
    ids = _IdMaker([*case.ledger.get_table(Claim), *(row.claim_id for row in before)])
    rows: list[Proposal] = []
    seen = Counter((row.locator, row.phrase) for row in before)
    for at, number in enumerate(numbers):
        row = _make_row(case, document, found, number, matches[at])
        place = (row.locator, row.phrase)
        row = replace(row, claim_id=ids.make(row), hash=compute_hash(source, *place, seen[place]))
        seen[place] += 1
        original = rows[repeats[at]].claim_id if at in repeats else _find_claimed(case, row)
        rows.append(_mark_repeat(row, original) if original else row)
    return rows


def _make_row(
    case: Case, document: SourceDocument, source: Source, number: DocumentNumber, matches: Sequence[Match]
) -> Proposal:
    mention, phrase = number.mention, number.phrase
    anchor = document.build_link(number.at, phrase.start, phrase.end)
    row = Proposal(
        source=source.id,
        locator=number.locator,
        link=f"{source.url}{anchor}" if source.url else "",
        qualifier=mention.qualifier,
        status=find_status(_cut_around(number), number.language),
        as_of="" if mention.role == "date" else number.as_of,
        attributed_to=_find_cited(source, number),
        phrase=phrase.text,
        sentence=number.sentence,
        relation="; ".join(number.relations),
        reason=_choose_reason(number),
    )
    row, doubts = link(row, number, matches, case)
    why = [*mention.why, *doubts]
    if not phrase.unique:
        why.append("the same words stand elsewhere at this place")
    if mention.role == "date":
        why.append("a date: an event, or a waiver, unless a quantity is a date")
    if mention.unit == "items" and mention.scale == 1 and mention.value is not None and mention.value <= _SMALL:
        why.append("a small count")
    asks = mention.grade == "C" or mention.role != "quantity"
    return replace(row, grade="C" if asks else "B" if why or mention.grade == "B" else "A", why="; ".join(why))


def _find_cited(source: Source, number: DocumentNumber) -> str:
    """Returns whom a sentence cites for a number; '' for the source itself, which needs no citing."""
    voice = find_voice(number.sentence, number.language, number.sentence.find(number.mention.text))
    own = f"{source.publisher or ''} {source.author or ''}".casefold()
    return "" if voice.casefold() in own else voice


def _cut_around(number: DocumentNumber) -> str:
    """Returns the words of a sentence near a number, among which it is said in what sense it is given."""
    at = max(number.sentence.find(number.mention.text), 0)
    return number.sentence[max(at - _BEFORE, 0) : at + len(number.mention.text) + _BEHIND]


def _choose_reason(number: DocumentNumber) -> str:
    """Returns why a number would not be claimed, if it is not."""
    if number.mention.role == "date":
        return "A date, not a figure of the negotiation"
    if number.mention.role == "vague":
        return "No exact number is written"
    if number.original:
        return f"Conversion of {number.original}, which stands beside it"
    return _NO_FIGURE


def _mark_repeat(row: Proposal, original: str) -> Proposal:
    why = "; ".join(filter(None, (row.why, f"it seems to repeat {original}")))
    return replace(
        row, same_as=original, grade=max(row.grade, "B"), why=why, reason=f"Repeats what the claim {original} says"
    )


def _find_claimed(case: Case, row: Proposal) -> str:
    """Returns the id of a claim of the source that has the same quantity, numbers and hedge; '' if there is none."""
    if not row.quantity:
        return ""
    numbers = tuple(float(text) if text else None for text in (row.value, row.low, row.high))
    for claim in case.ledger.get_table(Claim).find_rows("source", row.source):
        same = (claim.value, claim.low, claim.high) == numbers and (claim.date or "") == row.date
        if same and claim.quantity == row.quantity and claim.qualifier == row.qualifier:
            return claim.id
    return ""


class _IdMaker:
    """Makes ids, each once. taken: those that are not made."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)

    def make(self, row: Proposal) -> str:
        """Returns an id: what is measured, of whom, by which source."""
        measured = row.quantity.rpartition(".")[2] or row.unit.rpartition(" ")[2] or "number"
        base = _make_slug((measured, row.subject, row.source))
        found, count = base, 1
        while found in self._taken:
            count += 1
            found = f"{base}_{count}"
        self._taken.add(found)
        return found


def _make_slug(parts: Iterable[str]) -> str:
    slug = make_id("_".join(filter(None, parts)))[: limits.MAX_ID - _MOST_DIGITS]
    return slug if slug[:1].isalpha() else f"claim_{slug}".rstrip("_")
