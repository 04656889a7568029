"""What a case quotes of a source already, and which characters of its text that accounts for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from analysis.case.case import Case
from analysis.case.schema import Claim, Correction, Event, Provision, Source, Waiver
from analysis.documents import Places
from analysis.errors import UsageError, format_nearest
from analysis.mentions import LANGUAGES, Mention, read_mentions

Span = tuple[int, int]
_CLAIMABLE = ("quantity", "vague", "date")  # what a claim may be made of; names, pages and ordinals count nothing


def find_claimable(text: str, language: str, own_units: Iterable[Sequence[str]] = ()) -> list[Mention]:
    """Returns the numbers of a text that a claim may be made of: what counts, what is vague, and dates.

    language: a tag such as `uk` or `en-GB`; for a language without a table, the one that the text is most likely in.
    own_units: the names of each unit that a case adds.

    >>> [mention.text for mention in find_claimable("It has had 20 ports since May 2024, by Article 5.", "en")]
    ['20 ports', 'May 2024']
    """
    code = language.partition("-")[0].lower()
    found = read_mentions(text, code if code in LANGUAGES else None, own_units)
    return [mention for mention in found if mention.role in _CLAIMABLE]


def find_numerals(mention: Mention) -> Span:
    """Returns the characters of a text that a number was read from, without hedge and unit; of a date all of them."""
    places = mention.numerals or ((mention.start, mention.end),)
    return places[0][0], places[-1][1]


def find_source(case: Case, source: str) -> Source:
    """Returns the source of a case with an id. Raises UsageError if there is none, with the nearest.

    >>> from analysis import load_case
    >>> find_source(load_case(), "article").language
    'en'
    """
    sources = case.ledger.get_table(Source)
    if source not in sources:
        near = format_nearest(source, sources)
        raise UsageError(
            f"{case.folder.name} has no source {source!r}{near}; give with --source an id of its sources.csv: that of "
            "the source whose text it is."
        )
    return sources[source]


def list_citations(case: Case, source: str) -> Iterator[tuple[str, str, str]]:
    """Yields row, locator and phrase of every claim, event, provision and waiver that quotes words of a source.

    >>> from analysis import load_case
    >>> next(list_citations(load_case(), "article"))
    ('claims/need_article', 'III.3 p1', '800 billion dollars')
    """
    kinds: tuple[type[Claim | Event | Provision], ...] = (Claim, Event, Provision)
    for kind in kinds:
        for row in case.ledger.get_table(kind).values():
            if row.source == source and row.phrase:
                yield f"{kind.table}/{row.id}", row.locator, row.phrase
    for waiver in case.ledger.get_table(Waiver).values():
        if waiver.source == source:
            yield f"waivers/{waiver.id}", waiver.locator, waiver.phrase


class Coverage:
    """Which row of a case accounts for a number of a text: the one whose words, or whose words of an error, hold it."""

    def __init__(self, case: Case, places: Places, source: str) -> None:
        self._places = places
        corrections = (
            (f"corrections/{row.id}", row.locator, row.as_given)
            for row in case.ledger.get_table(Correction).values()
            if row.source == source
        )
        self._words: dict[int, list[tuple[str, str]]] = {}  # of each paragraph: row and words
        for row, locator, words in (*list_citations(case, source), *corrections):
            for at in places.find(locator):
                self._words.setdefault(at, []).append((row, words))

    def find_rows(self, at: int, numbers: Iterable[Span]) -> Iterator[str]:
        """Yields for each number of a paragraph the row that accounts for it, '' where none does.

        at: the position of the paragraph. numbers: start and end of each, in their order.
        """
        text = self._places.paragraphs[at].text
        spans = sorted(
            (match.start(), match.end(), row)
            for row, words in self._words.get(at, ())
            for match in re.finditer(re.escape(words), text)
        )
        ahead, reached, row_reached = 0, 0, ""  # of the spans that begin before a number: which of them goes furthest
        for start, end in numbers:
            while ahead < len(spans) and spans[ahead][0] <= start:
                if spans[ahead][1] > reached:
                    _, reached, row_reached = spans[ahead]
                ahead += 1
            yield row_reached if end <= reached else ""
