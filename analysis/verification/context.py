"""What a draft says around one of its numbers: the words near it, the dates, and who or what is named."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from analysis.documents.document import Paragraph
from analysis.matching.sentences import Sentences
from analysis.matching.stems import Stem, split_stems
from analysis.mentions import Mention
from analysis.mentions.pairs import NOT_WRITTEN
from analysis.verification.known import make_address_key

_HEAD, _NEAR, _SENTENCE, _BEFORE, _HEADING = 1.6, 1.0, 0.6, 0.3, 0.3  # what a word weighs by where it stands
_CLOSE, _FADING, _FARTHEST = 5, 14, 0.3  # words: so many count in full, over how many more they fade, and to what
_BELONGS = re.compile(r"^\s*(?:of|in|for|von|für|de|в|у)\s+(?:[\w’'-]+\s*){1,3}")  # what stands right behind a number
_HEAD_REACH = 25  # characters behind a number in which the noun that it counts stands
_NUMBER = re.compile(r"(?<![\d.,])\d{1,4}(?![\d.,]*\d)")
_SHARED_PREFIX = 5  # letters that make two forms of a name one: Latvia and Latvian


@dataclass(frozen=True, slots=True)
class Names:
    """The words of some text in which names are looked for: their stems, their first letters, and small numbers."""

    stems: frozenset[str]
    prefixes: frozenset[str]
    numbers: frozenset[str]

    def hold(self, token: str) -> bool:
        """Returns whether a word or number of a name stands in the text, perhaps with another ending."""
        if token.isdigit():
            return token in self.numbers
        return token in self.stems or (len(token) >= _SHARED_PREFIX and token[:_SHARED_PREFIX] in self.prefixes)


def read_names(text: str, language: str) -> Names:
    """Returns the words of a text in which names are looked for."""
    stems = [stem.stem for stem in split_stems(text, language)]
    prefixes = frozenset(stem[:_SHARED_PREFIX] for stem in stems if len(stem) >= _SHARED_PREFIX)
    return Names(frozenset(stems), prefixes, frozenset(_NUMBER.findall(text)))


def split_name(name: str, language: str = "en") -> tuple[str, ...]:
    """Returns the words and numbers of a name by which it is recognised.

    >>> split_name("the 28-point plan")
    ('28', 'point', 'plan')
    """
    numbers = _NUMBER.findall(name)
    return tuple(dict.fromkeys((*numbers, *(stem.stem for stem in split_stems(name, language)))))


@dataclass(frozen=True, slots=True)
class Context:
    """The surroundings of a mention.

    words: stem -> weight. heads: the stems of what it counts. sentence: the names in its sentence, before and after:
    those between it and the number before or behind it; owner: what it is said to be of, "78 percent of the province".
    text: the sentence, start: where it begins. dates: of the sentence, in EDTF, the one beside the number first.
    beside: the other numbers of the sentence. links: to where the paragraph leads, as `make_address_key` has it.
    """

    mention: Mention
    words: Mapping[str, float]
    heads: frozenset[str]
    sentence: Names
    before: Names
    after: Names
    owner: Names
    text: str
    start: int
    dates: tuple[str, ...] = ()
    links: frozenset[str] = frozenset()
    beside: tuple[Mention, ...] = ()


@dataclass
class _Passage:
    """A paragraph with its sentences, mentions and stems."""

    paragraph: Paragraph
    language: str
    mentions: Sequence[Mention]
    spans: Sequence[tuple[int, int]] = field(init=False)
    stems: Sequence[Stem] = field(init=False)
    places: Sequence[int] = field(init=False)  # where the stems begin
    ends: Sequence[int] = field(init=False)  # of the sentences
    blank: str = field(init=False)  # the text without its days

    def __post_init__(self) -> None:
        self.spans = Sentences(self.paragraph.text, self.language).spans or [(0, len(self.paragraph.text))]
        self.stems = sorted(split_stems(self.paragraph.text, self.language), key=lambda stem: stem.start)
        self.ends = [end for _, end in self.spans]
        self.places = [stem.start for stem in self.stems]
        self.blank = _blank_dates(self.paragraph.text, self.mentions)


def read_contexts(paragraph: Paragraph, mentions: Sequence[Mention], language: str) -> Sequence[Context]:
    """Returns the surroundings of each mention of a paragraph."""
    passage = _Passage(paragraph, language, mentions)
    return [_read_context(passage, at) for at in range(len(mentions))]


def _read_context(passage: _Passage, at: int) -> Context:
    mention, text = passage.mentions[at], passage.paragraph.text
    number = min(bisect_right(passage.ends, mention.start), len(passage.spans) - 1)
    start, end = passage.spans[number]
    same = [other for other in passage.mentions if start <= other.start < end]
    counted = [other for other in same if other.counts and other.start != mention.changes_from]
    before = max((other.end for other in counted if other.end <= mention.start), default=start)
    after = min((other.start for other in counted if other.start >= mention.end), default=end)
    words, heads = _weigh_words(passage, mention, (start, end), (before, after), number)
    language = passage.language
    dates = sorted(
        (m for m in same if m.role == "date" and m is not mention), key=lambda m: abs(m.start - mention.start)
    )
    found = [mention.as_of, *(date.date for date in dates)]
    cell = f"{passage.paragraph.row} {passage.paragraph.column}"
    blank = passage.blank
    return Context(
        mention,
        words,
        heads,
        read_names(f"{blank[start:end]} {cell}", language),
        read_names(f"{blank[before : mention.start]} {cell}", language),
        read_names(blank[mention.end : after], language),
        read_names("".join(_BELONGS.findall(blank[mention.end : after])), language),
        text[start:end],
        start,
        tuple(dict.fromkeys(filter(None, found))),
        frozenset(map(make_address_key, passage.paragraph.links)),
        tuple(other for other in counted if other is not mention),
    )


def _blank_dates(text: str, mentions: Sequence[Mention]) -> str:
    """Returns a text with spaces in place of its days: the 28 of a date names no 28-point plan."""
    characters = list(text)
    for other in mentions:
        if other.role == "date" and not other.text.isdigit():
            characters[other.start : other.end] = " " * (other.end - other.start)
    return "".join(characters)


def _weigh_words(
    passage: _Passage, mention: Mention, sentence: tuple[int, int], segment: tuple[int, int], number: int
) -> tuple[dict[str, float], frozenset[str]]:
    """Returns stem -> weight of the words around a mention, and the stems of what it counts."""
    words, heads = dict[str, float](), set[str]()
    last = max((end for _, end in mention.numerals), default=mention.start)
    counts_noun = mention.unit == "items" and NOT_WRITTEN not in mention.why
    previous = passage.spans[number - 1] if number else (sentence[0], sentence[0])
    starts = [start for start in (mention.start, mention.changes_from) if start is not None]
    anchors = [bisect_left(passage.places, start) for start in starts]
    first, end = bisect_left(passage.places, previous[0]), bisect_left(passage.places, sentence[1])
    near = [other for other in passage.mentions if previous[0] <= other.start < sentence[1]]
    units = [_find_unit(other) for other in near]
    for at, stem in enumerate(passage.stems[first:end], first):
        if stem.stem.isdigit() or (mention.role == "date" and stem.stem == "date"):
            continue
        if any(start <= stem.start < end for start, end in units):
            continue
        if sentence[0] <= stem.start < sentence[1]:
            weight = _NEAR if segment[0] <= stem.start < segment[1] else _SENTENCE
            apart = min(abs(at - place) for place in anchors)
            weight *= max(_FARTHEST, 1 - max(0, apart - _CLOSE) / _FADING)
            if last <= stem.start < min(last + _HEAD_REACH, segment[1]) and counts_noun:
                weight = _HEAD
                heads.add(stem.stem)
        elif previous[0] <= stem.start < previous[1]:
            weight = _BEFORE
        else:
            continue
        words[stem.stem] = max(weight, words.get(stem.stem, 0))
    paragraph = passage.paragraph
    for text, weight in ((paragraph.heading, _HEADING), (paragraph.row, _NEAR), (paragraph.column, _NEAR)):
        for stem in split_stems(text, passage.language):
            words.setdefault(stem.stem, weight)
    return words, frozenset(heads)


def _find_unit(mention: Mention) -> tuple[int, int]:
    """Returns the characters of a mention that say nothing of what it is of: all, but for the noun that it counts."""
    if mention.role in ("date", "time"):
        return mention.start, mention.end
    if not mention.counts or not mention.numerals:
        return mention.start, mention.start
    end = mention.numerals[-1][1] if mention.unit in ("items", "people") else mention.end
    return mention.start, end


def is_named(tokens: Iterable[str], names: Names, weigh: Mapping[str, float] | None = None) -> float:
    """Returns how much of a name stands in a text, from 0 to 1; weigh: what each of its words counts, 1 without it."""
    total = there = 0.0
    for token in tokens:
        weight = weigh.get(token, 1.0) if weigh is not None else 1.0
        total += weight
        if names.hold(token):
            there += weight
    return there / total if total else 0.0
