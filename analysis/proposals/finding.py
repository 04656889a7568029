"""Finds the words that are quoted of a document in a new version of it, though the number in them may have changed."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple, TypeAlias

from analysis.documents import Places, SourceDocument
from analysis.proposals.citations import find_claimable, find_numerals
from analysis.proposals.numbers import DocumentNumber

Found: TypeAlias = Literal["same", "moved", "changed"]
_ALIKE = 80  # of 100: sentences that are less alike are two sentences
_HARDLY_ALIKE = 50  # in a sentence that is less alike, the same few words are said of something else
_MOST = 5  # sentences that are tried for each
_TELLING = 3  # words around a number that say what it is of
_MASK = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True)
class Quoted:
    """Words of the old version. rows: what quotes them, as `claims/need`. sentence: around them, '' if not known."""

    phrase: str
    locator: str
    rows: tuple[str, ...] = ()
    sentence: str = ""


class Place(NamedTuple):
    """Where quoted words stand. at: the position of the paragraph. numbers: those within, as positions of a list."""

    at: int
    numbers: tuple[int, ...]


class Finder:
    """Finds quoted words among the numbers of the new version, each of which is found once.

    In this order: the same words in the same sentence, at their place or elsewhere; the same words at their place; the
    same sentence with another number; the words with another number at their place; the same words elsewhere, then with
    another number; and the sentence that is most alike, where it is alike enough.
    found: what `find_all` returns.

    numbers: all of the document, in its order. language: that they are read in.
    """

    def __init__(self, document: SourceDocument, numbers: Sequence[DocumentNumber], language: str) -> None:
        self._numbers, self._language = numbers, language
        self._places = Places(document.paragraphs)
        self._texts = [paragraph.text for paragraph in document.paragraphs]
        self._within: dict[int, list[int]] = defaultdict(list)  # paragraph -> its numbers
        for position, number in enumerate(numbers):
            self._within[number.at].append(position)
        self._masked = {at: self._mask_paragraph(at, within) for at, within in self._within.items()}
        self._find_spans = cache(self._read_spans)
        self._left = dict.fromkeys(range(len(numbers)))
        self._orders = [self._count_before(Quoted(one.phrase.text, "", (), one.sentence)) for one in numbers]
        self._by_sentence: dict[tuple[str, int], list[int]] = defaultdict(list)  # masked, with the number's order in it
        for position, order in enumerate(self._orders):
            self._by_sentence[self._mask(numbers[position].sentence), order].append(position)
        self.found: dict[int, tuple[Found, Place]] = {}

    def find_all(self, quoted: Sequence[Quoted]) -> dict[int, tuple[Found, Place]]:
        """Returns position in `quoted` -> what became of the words, and where they stand now; without what is gone."""
        self.found = {}
        exact = [[*self._find_words(old)] for old in quoted]
        here = [self._places.find(old.locator) for old in quoted]

        def find_at_place(at: int) -> list[Place]:
            return [place for place in exact[at] if place.at in here[at]]

        def find_in_sentence(at: int, places: Iterable[Place]) -> list[Place]:
            return [place for place in places if self._is_in_sentence(quoted[at], place)]

        def find_vague(at: int) -> list[Place]:  # of what nothing more is known, the words themselves count
            return [] if quoted[at].sentence or self._tells(quoted[at]) else exact[at]

        def find_akin(at: int) -> list[Place]:
            return [place for place in exact[at] if self._rate(quoted[at], place) >= _HARDLY_ALIKE]

        def find_other_number(at: int, among: frozenset[int] | None) -> list[Place]:
            least = 1 if among is not None else _TELLING
            return self._find_masked(quoted[at], among) if self._tells(quoted[at], least) else []

        steps: tuple[tuple[Found, Callable[[int], list[Place]]], ...] = (
            ("same", lambda at: find_in_sentence(at, find_at_place(at))),
            ("moved", lambda at: find_in_sentence(at, exact[at])),
            ("same", find_at_place),
            ("changed", lambda at: self._find_sentence(quoted[at], here[at])),
            ("moved", find_vague),
            ("changed", lambda at: find_other_number(at, here[at])),
            ("moved", find_akin),
            ("changed", lambda at: find_other_number(at, None)),
        )
        for state, find in steps:
            self._run(quoted, state, find)
        self._take_alike(quoted)
        self._run(quoted, "changed", lambda at: self._find_bare(quoted[at], here[at]))
        self._share(quoted)
        return dict(sorted(self.found.items()))

    def list_left(self) -> set[int]:
        """Returns the positions of the numbers that none of the words hold: those that are new."""
        return {*self._left}

    def _run(self, quoted: Sequence[Quoted], state: Found, find: Callable[[int], list[Place]]) -> None:
        for at, old in enumerate(quoted):
            if at not in self.found:
                self._take(at, old, state, find(at))

    def _take(self, at: int, old: Quoted, state: Found, places: Sequence[Place]) -> None:
        """Takes all places that are the same, the first free one that moved, and the most alike that changed."""
        taken = [*places]
        if state == "moved":
            taken = ([place for place in places if self._left.keys() & {*place.numbers}] or taken)[:1]
        if state == "changed":
            taken = [place for place in places if place.numbers[0] in self._left]
            if old.sentence:
                taken = [place for place in taken if self._rate(old, place) >= _HARDLY_ALIKE]
            taken = sorted(taken, key=lambda place: -self._rate(old, place))[:1]
        if taken:
            self.found[at] = state, taken[0]
            for place in taken:
                for number in place.numbers:
                    self._left.pop(number, None)

    def _take_alike(self, quoted: Sequence[Quoted]) -> None:
        """Takes, for what is left, the sentences that are most alike, the best pairs first."""
        from rapidfuzz import fuzz, process

        choices = {position: self._mask(self._numbers[position].sentence) for position in self._left}
        pairs = []
        for at, old in enumerate(quoted):
            if at in self.found or _MASK not in self._mask(old.phrase):
                continue
            words = self._mask(old.sentence or old.phrase)
            if len(words.split()) <= _TELLING:
                continue
            scorer = fuzz.ratio if old.sentence else fuzz.partial_ratio
            for _, score, position in process.extract(words, choices, scorer=scorer, score_cutoff=_ALIKE, limit=_MOST):
                number = self._numbers[position]
                apart = self._count_before(old) - self._count_before(
                    Quoted(number.phrase.text, "", (), number.sentence)
                )
                pairs.append((-score, abs(apart), at, position))
        for _, _, at, position in sorted(pairs):
            if at not in self.found and position in self._left:
                self._take(at, quoted[at], "changed", [Place(self._numbers[position].at, (position,))])

    def _share(self, quoted: Sequence[Quoted]) -> None:
        """Gives words that are part of others, or the other way round, what became of those: both quote one number."""
        for at, old in enumerate(quoted):
            for other in [] if at in self.found else [*self.found]:
                phrase = quoted[other].phrase
                if quoted[other].locator == old.locator and (phrase in old.phrase or old.phrase in phrase):
                    self.found[at] = self.found[other]

    def _find_words(self, old: Quoted) -> Iterator[Place]:
        """Yields each place where the words stand as they are."""
        for at, text in enumerate(self._texts):
            if old.phrase in text:
                for found in re.finditer(re.escape(old.phrase), text):
                    yield Place(at, self._list_within(at, found.start(), found.end()))

    def _list_within(self, at: int, start: int, end: int) -> tuple[int, ...]:
        spans = ((position, find_numerals(self._numbers[position].mention)) for position in self._within.get(at, ()))
        return tuple(position for position, (first, last) in spans if start <= first and last <= end)

    def _find_sentence(self, old: Quoted, here: frozenset[int]) -> list[Place]:
        """Returns where the same sentence stands with other numbers, at the place of the old one if it is there."""
        if not old.sentence or _MASK not in self._mask(old.phrase):
            return []
        key = self._mask(old.sentence), self._count_before(old)
        found = [Place(self._numbers[position].at, (position,)) for position in self._by_sentence.get(key, ())]
        return [place for place in found if place.at in here] or found

    def _find_masked(self, old: Quoted, among: frozenset[int] | None) -> list[Place]:
        """Returns where the words stand with another number, in some paragraphs or in all."""
        words = self._mask(old.phrase)
        if _MASK not in words:
            return []
        found = []
        for at, (text, places) in self._masked.items():
            if (among is None or at in among) and words in text:
                for match in re.finditer(re.escape(words), text):
                    first, last = (bisect_left(places, edge) for edge in match.span())
                    within = self._within[at][first:last]
                    changed = [one for one in within if self._write_number(one) not in old.phrase]
                    if changed:
                        found.append(Place(at, (*changed, *(one for one in within if one not in changed))))
        return found

    def _find_bare(self, old: Quoted, here: frozenset[int]) -> list[Place]:
        """Returns the only number at the place that is still free, for words that are no more than a number."""
        number = next(iter(find_claimable(old.phrase, self._language)), None)
        if number is None or self._tells(old, 1) or len(here) == len(self._texts):
            return []
        found = [place for place in self._find_masked(old, here) if place.numbers[0] in self._left]
        if len(found) != 1:
            return []
        other = self._numbers[found[0].numbers[0]].mention
        is_like = number.role == other.role and number.unit in ("", "items", other.unit)
        return found if is_like else []

    def _write_number(self, position: int) -> str:
        number = self._numbers[position]
        return number.paragraph.text[slice(*find_numerals(number.mention))]

    def _is_in_sentence(self, old: Quoted, place: Place) -> bool:
        return any(self._numbers[number].sentence == old.sentence for number in place.numbers)

    def _rate(self, old: Quoted, place: Place) -> float:
        """Returns how alike the sentences of some words are, their numbers apart; 100 where one is not known."""
        from rapidfuzz import fuzz

        if not old.sentence or not place.numbers:
            return 100
        sentence = self._numbers[place.numbers[0]].sentence
        return float(fuzz.ratio(self._mask(old.sentence), self._mask(sentence)))

    def _tells(self, old: Quoted, least: int = _TELLING) -> bool:
        """Returns whether so many words stand around the number."""
        return len(re.findall(r"\w+", self._mask(old.phrase))) >= least

    def _count_before(self, old: Quoted) -> int:
        """Returns how many numbers of its sentence stand before the words."""
        return bisect_left(self._find_spans(old.sentence), (old.sentence.find(old.phrase), 0))

    def _read_spans(self, text: str) -> list[tuple[int, int]]:
        """Returns start and end of each number of a text that a claim may be made of."""
        return [find_numerals(mention) for mention in find_claimable(text, self._language)]

    def _mask(self, text: str) -> str:
        """Returns a text with one sign in place of each number."""
        return _replace(text, self._find_spans(text))[0]

    def _mask_paragraph(self, at: int, within: Iterable[int]) -> tuple[str, list[int]]:
        return _replace(self._texts[at], (find_numerals(self._numbers[position].mention) for position in within))


def _replace(text: str, spans: Iterable[tuple[int, int]]) -> tuple[str, list[int]]:
    """Returns a text with a mask in place of some of its characters, and where in it the masks stand.

    >>> _replace("From 40 to 30", [(5, 7), (11, 13)]) == (f"From {_MASK} to {_MASK}", [5, 10])
    True
    """
    parts, places, reached, length = [], [], 0, 0
    for start, end in spans:
        if start >= reached:
            parts += [text[reached:start], _MASK]
            length += start - reached
            places.append(length)
            length, reached = length + 1, end
    return "".join([*parts, text[reached:]]), places
