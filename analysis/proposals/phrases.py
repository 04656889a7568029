"""The few words of a text that a claim quotes: number and hedge, enough around them to be found, and no more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from analysis.mentions.lexicon import LANGUAGES, list_frequent

Span = tuple[int, int]
_WORD = re.compile(r"\S+")
_WANTED = 5  # words that make a phrase readable by itself
_FEWEST = 3  # words: where a clause has fewer, its neighbours are quoted too
LONGEST = 80
"""Characters that a phrase of a claim may have."""
_STOPS = ',;:.!?…()[]«»„“”"–—'  # a clause ends here; words beyond are taken only where those before are not enough
_OPENING, _CLOSING = "([{“„«‘\"'", ")]}”“»’\"'.,;:!?…"


class Phrase(NamedTuple):
    """Words of a paragraph. start, end: their characters. unique: whether they stand only once at their place."""

    text: str
    start: int
    end: int
    unique: bool


def choose_phrase(
    text: str,
    number: Span,
    sentence: Span,
    others: Iterable[Span] = (),
    same_place: Sequence[str] = (),
    language: str = "en",
) -> Phrase:
    """Returns the words of a paragraph to quote for a number: about five, more where these stand in it twice.

    number: the characters that have to be quoted, those of number, unit and hedge. sentence: the characters that may
    be. others: other numbers of the paragraph, which stay out if they can. same_place: the texts of the other
    paragraphs that a locator of this one means too. language: articles and the like of it do not end a phrase.

    >>> text = "The damage is over 195 billion dollars, the need nearly 588 billion."
    >>> choose_phrase(text, (49, 67), (0, 68), [(14, 38)]).text
    'the need nearly 588 billion'
    """
    number = _keep_words_whole(text, number)
    low, high = sentence
    for start, end in others:
        if end <= number[0]:
            low = max(low, end)
        elif start >= number[1]:
            high = min(high, start)
    frequent = list_frequent(language) if language in LANGUAGES else frozenset[str]()
    found = Phrase(text[slice(*number)], *number, _is_unique(text[slice(*number)], text, same_place))
    for bounds in (_find_clause(text, number, (low, high)), (low, high), sentence):
        for span in _grow(text, number, bounds):
            start, end, count = _trim(text, span, number, frequent)
            words = text[start:end]
            unique = _is_unique(words, text, same_place)
            if unique or not found.unique:
                found = Phrase(words, start, end, unique)
            if unique and count >= _WANTED:
                return found
        if found.unique and (len(found.text.split()) >= _FEWEST or bounds == (low, high)):
            return found
    return found


def _is_unique(words: str, text: str, same_place: Sequence[str]) -> bool:
    return text.count(words) == 1 and not any(words in other for other in same_place)


def _keep_words_whole(text: str, span: Span) -> Span:
    """Returns the bounds of the whole words that some characters touch, without the marks around them."""
    start, end = span
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end


def _find_clause(text: str, number: Span, bounds: Span) -> Span:
    """Returns how far the clause of a number reaches: to a comma, a bracket or a dash on either side."""
    low, high = bounds
    before = [at for at in range(low, number[0]) if text[at] in _STOPS and not _is_in_word(text, at)]
    after = (at for at in range(number[1], high) if text[at] in _STOPS and not _is_in_word(text, at))
    return (before[-1] + 1 if before else low), next(after, high)


def _is_in_word(text: str, at: int) -> bool:
    """Whether a mark stands within a word or number: 3.5, U.S. aid."""
    return 0 < at < len(text) - 1 and text[at - 1].isalnum() and text[at + 1].isalnum()


def _grow(text: str, number: Span, bounds: Span) -> Iterator[Span]:
    """Yields ever more words around a number, one behind it and one before it in turn, while they are short enough."""
    after = [number[1] + found.end() for found in _WORD.finditer(text[number[1] : bounds[1]])]
    before = [bounds[0] + found.start() for found in _WORD.finditer(text[bounds[0] : number[0]])][::-1]
    start, end = number
    yield start, end
    while after or before:
        if after:
            end = after.pop(0)
            if end - start > LONGEST:
                return
            yield start, end
        if before:
            start = before.pop(0)
            if end - start > LONGEST:
                return
            yield start, end


def _trim(text: str, span: Span, number: Span, frequent: frozenset[str]) -> tuple[int, int, int]:
    """Returns a span without marks at its ends and without articles and the like at its end, and how many words it has.

    Nothing of the number itself is cut off.
    """
    start, end = span
    while start < number[0] and text[start] in _OPENING + _STOPS + " ":
        start += 1
    while end > number[1]:
        if text[end - 1] in _CLOSING + _STOPS + " ":
            end -= 1
            continue
        last = text.rfind(" ", number[1], end) + 1
        if not last or text[last:end].lower() not in frequent:
            break
        end = last
    return start, end, len(text[start:end].split())
