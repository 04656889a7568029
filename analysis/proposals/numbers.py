"""The numbers of a document that a claim may be made of and that no row of the case accounts for, each in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from analysis.case.case import Case
from analysis.documents import Paragraph, Places, SourceDocument
from analysis.matching.fit import is_bare
from analysis.matching.sentences import Sentences
from analysis.mentions import Mention, read_mentions
from analysis.proposals.citations import Coverage, find_claimable, find_numerals
from analysis.proposals.phrases import LONGEST, Phrase, choose_phrase
from analysis.proposals.relations import find_relations

_FROM_HEADING = "the unit is from the heading of its row or column"
_KINDS_OF_PLACE = ("annex", "article", "sign", "point", "page")
_WRITTEN = {"annex": "annex {}", "article": "Art. {}", "sign": "§ {}", "point": "point {}", "page": "p. {}"}


@dataclass(frozen=True)
class DocumentNumber:
    """A number of a document. at: the position of its paragraph. original: what it converts, in its own words.

    heading: above it; of a cell, those of its row and column too. as_of: the time that these state, in EDTF.
    """

    mention: Mention
    at: int
    paragraph: Paragraph
    sentence: str
    phrase: Phrase
    locator: str
    heading: str
    as_of: str
    language: str
    relations: tuple[str, ...] = ()
    original: str = ""


def find_document_numbers(
    case: Case, document: SourceDocument, source: str | None, language: str
) -> Iterator[DocumentNumber]:
    """Yields the numbers of a document that are still to be claimed or waived, in its order.

    source: id of the document in sources.csv; None yields every number, whatever the case accounts for. language: that
    the numbers are read in. Raises UsageError where the package for sentences is missing.
    """
    places = Places(document.paragraphs)
    coverage = Coverage(case, places, source or "")
    own_units = [unit.names for unit in case.ledger.units]
    seen: set[tuple[str, str, str]] = set()  # words that are said twice: quoting them once accounts for both
    for at, paragraph in enumerate(document.paragraphs):
        first = 4 if paragraph.place.endswith("heading") else 0  # where the heading's own number may begin
        mentions = find_claimable(paragraph.text, language, own_units)
        mentions = [mention for mention in mentions if find_numerals(mention)[0] >= first]
        if not mentions:
            continue
        rows = coverage.find_rows(at, map(find_numerals, mentions))
        is_open = [not row for row in rows]
        if any(is_open):
            for number in _place_numbers(places, at, mentions, is_open, language):
                key = (number.locator, number.phrase.text, number.sentence)
                if key not in seen or paragraph.kind == "cell":
                    seen.add(key)
                    yield number


def _place_numbers(
    places: Places, at: int, mentions: Sequence[Mention], is_open: Sequence[bool], language: str
) -> Iterator[DocumentNumber]:
    paragraph = places.paragraphs[at]
    is_cell = paragraph.kind == "cell"
    sentences = None if is_cell else Sentences(paragraph.text, language)
    relations = find_relations(mentions)
    words = {mention.start: mention.text for mention in mentions}
    locator = write_locator(places, at)
    same_place = [places.paragraphs[one].text for one in sorted(places.find(locator)) if one != at]
    headings = (paragraph.heading, paragraph.row, paragraph.column)
    for place, mention in enumerate(mentions):
        if not is_open[place]:
            continue
        span = sentences.find(mention.start) if sentences else (0, len(paragraph.text))
        others = [(one.start, one.end) for one in mentions if one is not mention]
        number = (mention.start, mention.end)
        if mention.end - mention.start > LONGEST:
            number = find_numerals(mention)
        phrase = choose_phrase(paragraph.text, number, span, others, same_place, language)
        named = " | ".join(filter(None, (paragraph.row, paragraph.column, paragraph.text[slice(*span)])))
        yield DocumentNumber(
            _read_heading_unit(mention, paragraph, language) if is_cell else mention,
            at,
            paragraph,
            named,
            phrase,
            locator,
            ". ".join(filter(None, headings)),
            mention.as_of or (_find_heading_date(paragraph, language) if is_cell else ""),
            language,
            tuple(relations.get(place, ())),
            words.get(mention.converts, "") if mention.converts is not None else "",
        )


def write_locator(places: Places, at: int) -> str:
    """Returns a locator that means one paragraph: first what a reader of the document sees, then the paragraph.

    >>> from analysis.documents.places import place_paragraphs
    >>> places = Places(place_paragraphs(map(Paragraph, ("A plan", "Today", "Article 5", "Peace holds."))))
    >>> write_locator(places, 3)
    'Art. 5, Lead p2'
    """
    paragraph = places.paragraphs[at]
    within = dict(paragraph.within)
    named = [_WRITTEN[kind].format(within[kind]) for kind in _KINDS_OF_PLACE if kind in within]
    locator = ", ".join((*named, paragraph.place))
    return locator if at in places.find(locator) else paragraph.place


def _read_heading_unit(mention: Mention, paragraph: Paragraph, language: str) -> Mention:
    """Returns a number of a table with the unit that the heading of its column or row gives, if it has none itself."""
    if not is_bare(mention):
        return mention
    for heading in (paragraph.column, paragraph.row):
        if found := _read_unit(heading, language):
            scale = max(mention.scale, found.scale)
            return replace(mention, unit=found.unit, per=found.per, scale=scale, grade="B", why=(_FROM_HEADING,))
    return mention


def _read_unit(heading: str, language: str) -> Mention | None:
    """Returns what a heading such as `Need (billion USD)` or `in %` says of the numbers below, None if nothing."""
    brackets: list[str] = re.findall(r"[(\[]([^)\]]+)[)\]]", heading)
    ends = [heading.rpartition(mark)[2] for mark in (",", " in ") if mark in heading]
    for words in (*brackets, *ends, heading):
        words = re.sub(r"^\s*in\s+", "", words).strip()
        first, _, rest = words.partition(" ")
        for written in (f"5 {words}", f"{first} 5 {rest}".strip(), f"{words}5"):
            found = [one for one in read_mentions(written, language) if one.counts]
            whole = found and (found[0].start, found[0].end) == (0, len(written))
            if len(found) == 1 and whole and found[0].value == 5 and found[0].unit not in ("", "items", "people"):
                return found[0]
    return None


def _find_heading_date(paragraph: Paragraph, language: str) -> str:
    for heading in (paragraph.column, paragraph.row):
        dates = [one.date for one in read_mentions(heading, language) if one.date]
        if len(dates) == 1:
            return dates[0]
        if re.fullmatch(r"(?:19|20)\d\d", heading.strip()):
            return heading.strip()
    return ""
