"""Which words of a report are in another language than its own, so that every format can say so and set them apart.

A case says the language of each source, so its title, the words quoted from it and, where they are in another script
than the report, the names of who made it are known; they are found wherever a text of the report has them. What is read
from right to left is set apart even where its language is not known.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, cached_property, wraps
from itertools import takewhile
from typing import Concatenate, NamedTuple, ParamSpec, TypeVar

from analysis.characters import has_right_to_left
from analysis.contract import ClaimCard, SourceCard
from analysis.dependencies import compute_text_digest
from analysis.messages import use_language
from analysis.report.document.model import Document, Label, find_parts
from analysis.report.document.typography import bind_words, curl_apostrophes, split_directions
from analysis.wording.capitals import begin_with_capital

_Given = ParamSpec("_Given")
_Written = TypeVar("_Written")

_WORD = re.compile(r"\w+")
_OPENING, _CLOSING = "“‘«„‹「『", "”’»“›」』"
_RIGHT_TO_LEFT = frozenset(("Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"))
# How Unicode names the letters of a script begins, where it is not the name of the script.
_LETTERS = {"Hans": "CJK", "Hant": "CJK", "Jpan": "CJK", "Kore": "HANGUL"}
_UNKNOWN = ("mul", "und", "zxx")
_EAST_ASIAN = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL")


class Piece(NamedTuple):
    """Part of a text. language: its tag, where it is not that of the report. from_right: whether it is read so."""

    text: str
    language: str = ""
    from_right: bool = False

    @property
    def bound(self) -> str:
        """It with what no line of the report's language parts kept together; another language has rules of its own.

        >>> Piece("№ 5", "uk").bound
        '№ 5'
        """
        return self.text if self.language else bind_words(self.text)


class _Known(NamedTuple):
    """Words of a known language. free: whether they are that wherever they stand, and not only in quotation marks."""

    text: str
    language: str
    free: bool


@dataclass(frozen=True)
class Languages:
    """The language of a report, and the words in it that are in another, by their first word."""

    page: str = "en"
    known: Mapping[str, tuple[_Known, ...]] = field(default_factory=dict)

    @cached_property
    def digest(self) -> bytes:
        """A digest of both: equal for reports whose texts are split in the same way."""
        return hashlib.sha256(repr((self.page, sorted(self.known.items()))).encode()).digest()


_ENGLISH = Languages()
_current: ContextVar[Languages] = ContextVar("_current", default=_ENGLISH)
_document: ContextVar[Document | None] = ContextVar("_document", default=None)  # whose languages these are


def get_languages() -> Languages:
    """Returns by what texts are split here and now; outside of any report English, with no other language known.

    >>> get_languages().page
    'en'
    """
    return _current.get()


@contextmanager
def use_languages(document: Document) -> Iterator[None]:
    """Splits what is split within the context by what the sources of a report say of their languages."""
    if _document.get() is document:
        yield
        return
    tokens = _current.set(_collect_languages(document)), _document.set(document)
    try:
        yield
    finally:
        _current.reset(tokens[0])
        _document.reset(tokens[1])


def mark_languages(
    write: Callable[Concatenate[Document, _Given], _Written],
) -> Callable[Concatenate[Document, _Given], _Written]:
    """Makes a writer of a whole report print in its language, and split its texts as `use_languages` does."""

    @wraps(write)
    def write_in_languages(document: Document, /, *given: _Given.args, **named: _Given.kwargs) -> _Written:
        with use_language(document.language), use_languages(document):
            return write(document, *given, **named)

    return write_in_languages


def split_languages(text: str, language: str | None = "") -> Iterator[Piece]:
    r"""Yields a text in pieces, each with its language where that is not the report's, and with its direction.

    language: the tag of the language of the whole text, '' where it is not known. A text in a language that is written
    from right to left is one piece, whatever numbers and names it has.

    >>> list(split_languages("by \u05d0\u05d1, 12 May"))[1]
    Piece(text='אב', language='', from_right=True)
    >>> list(split_languages("Огляд", "uk")), list(split_languages("Survey", "en-GB"))
    ([Piece(text='Огляд', language='uk', from_right=False)], [Piece(text='Survey', language='', from_right=False)])
    """
    current = _current.get()
    if language and is_foreign(language, current.page):
        yield Piece(text, language, has_right_to_left(text) and find_script(language) in _RIGHT_TO_LEFT)
        return
    done = 0
    for start, found in _find_known(text, current):
        if start > done:
            yield from _split_plain(text[done:start])
        done = start + len(found.text)
        from_right = has_right_to_left(found.text) and find_script(found.language) in _RIGHT_TO_LEFT
        yield Piece(text[start:done], found.language, from_right)
    if done < len(text) or not text:
        yield from _split_plain(text[done:])


def _split_plain(text: str) -> Iterator[Piece]:
    return (Piece(part, "", from_right) for part, from_right in split_directions(text))


def _find_known(text: str, current: Languages) -> Iterator[tuple[int, _Known]]:
    """Yields the places of words of a known language in a text; of two that begin in one place the longer."""
    if not current.known or current.known.keys().isdisjoint(_WORD.findall(text)):
        return
    done = 0
    for word in _WORD.finditer(text):
        start = word.start()
        if start < done:
            continue
        for found in current.known.get(word[0], ()):
            at = start - (len(found.text) - len(found.text.lstrip(_get_marks(found.text))))
            if at >= done and text.startswith(found.text, at) and _stands_apart(text, at, found):
                yield at, found
                done = at + len(found.text)
                break


@cache
def _get_marks(text: str) -> str:
    """Returns what stands before the first word of a text."""
    first = _WORD.search(text)
    return text[: first.start()] if first else ""


def _stands_apart(text: str, at: int, found: _Known) -> bool:
    """Whether words are no part of longer ones; and in quotation marks, or the whole of a text, where they must be."""
    end = at + len(found.text)
    before, after = text[at - 1 : at] if at else "", text[end : end + 1]
    if ((before + found.text[:1]).isalnum() and before) or ((found.text[-1:] + after).isalnum() and after):
        return False
    quoted = bool(before and after) and before in _OPENING and after in _CLOSING
    return found.free or quoted or not (before or after)


def _collect_languages(document: Document) -> Languages:
    found: dict[str, _Known] = {}

    def add(text: str | None, language: str | None, free: bool) -> None:
        words = curl_apostrophes(text or "")
        if language and words and _WORD.search(words) and is_foreign(language, document.language):
            found.setdefault(words, _Known(words, language, free or _is_other_script(words, document.language)))

    def add_source(source: SourceCard) -> None:
        add(source.title, source.language, len(source.title.split()) > 2)  # a short one may be an ordinary word
        for name in (source.author, source.publisher):
            if name and _is_other_script(name, document.language) and _is_written_in(name, source.language or ""):
                add(name, source.language, True)

    cards = {id(card): card for card in (*document.claims.values(), *(n.card for n in document.notes if n.card))}
    sources = {source.source_id: source for source in document.sources}
    for card in cards.values():
        sources |= {source.source_id: source for source in card.all_sources}
        sources |= {rival.source.source_id: rival.source for rival in card.rivals}
    for source in sources.values():
        add_source(source)
    for card in cards.values():
        if card.source and is_foreign(card.source.language or document.language, document.language):
            for text in (card.phrase, *(correction.as_given for correction in card.corrections)):
                add(text, card.source.language, False)
    for text, is_free in _list_untranslated(document, cards.values()):
        add(text, document.untranslated["language"], is_free)
    by_word: dict[str, list[_Known]] = {}
    for known in sorted(found.values(), key=lambda one: -len(one.text)):
        first = _WORD.search(known.text)
        by_word.setdefault(first[0] if first else "", []).append(known)
    return Languages(document.language, {word: tuple(all_) for word, all_ in by_word.items()})


def _list_untranslated(document: Document, cards: Iterable[ClaimCard]) -> Iterator[tuple[str, bool]]:
    """Yields what the case has in its own language only, and whether it is that wherever it stands."""
    if not document.untranslated:
        return
    for name in document.untranslated["names"]:
        for written in {name, begin_with_capital(name)}:  # as at the beginning of a sentence
            yield written, len(name.split()) > 2
    texts = {*document.untranslated["texts"]}
    said = (text for card in cards for text in vars(card).values() if isinstance(text, str))
    for text in dict.fromkeys((*said, *(label.text for label in find_parts(document.blocks, Label)))):
        if compute_text_digest(text) in texts:
            yield text, len(text.split()) > 2


def split_tag(tag: str) -> list[str]:
    """Returns the parts of a tag of BCP 47 that name language, script, region and variants, without extensions.

    What follows a part of one letter is an extension: `latn` in `ar-u-nu-latn` says how numbers are written.

    >>> split_tag("zh-Hant-HK"), split_tag("ar-u-nu-latn")
    (['zh', 'Hant', 'HK'], ['ar'])
    """
    first, *rest = tag.split("-")
    return [first, *takewhile(lambda part: len(part) > 1, rest)]


@cache
def is_foreign(language: str, page: str) -> bool:
    """Returns whether a language is another than the report's: a variety of that is none, another script of it is.

    The tags for no language, several and an unknown one say nothing that a reader's program could use.

    >>> is_foreign("en-GB", "en"), is_foreign("uk", "en"), is_foreign("sr-Latn", "sr"), is_foreign("und", "en")
    (False, True, True, False)
    """
    first, *rest = split_tag(language.lower())
    if first in _UNKNOWN:
        return False
    own, *others = split_tag(page.lower())
    scripts = [{part for part in parts if len(part) == 4 and part.isalpha()} for parts in (rest, others)]
    return first != own or scripts[0] != scripts[1]


@cache
def find_script(language: str) -> str:
    """Returns the script that a language is usually written in, by Unicode's likely subtags; '' if it is not known.

    >>> find_script("ar"), find_script("sr-Latn"), find_script("zh-TW"), find_script("x-private")
    ('Arab', 'Latn', 'Hant', '')
    """
    from babel.core import get_global

    first, *rest = split_tag(language)
    script = next((part.title() for part in rest if len(part) == 4 and part.isalpha()), "")
    likely = get_global("likely_subtags")
    names = (*(f"{first.lower()}_{part.upper()}" for part in rest), first.lower())
    return script or next((likely[name].split("_")[1] for name in names if name in likely), "")


def _list_scripts(text: str) -> set[str]:
    """Returns the scripts of the letters of a text, as Unicode begins their names."""
    return {unicodedata.name(letter, "?").split()[0] for letter in text if letter.isalpha()}


def _name_letters(language: str) -> str:
    script = find_script(language)
    if script in _LETTERS:
        return _LETTERS[script]
    from babel import Locale

    return str(Locale("en").scripts.get(script, "")).upper().partition(" ")[0]


def _is_other_script(text: str, page: str) -> bool:
    """Whether no letter of a text is of the script that the report is written in."""
    scripts = _list_scripts(text)
    return bool(scripts) and _name_letters(page) not in scripts


def _is_written_in(text: str, language: str) -> bool:
    """Whether a text has letters of the script that a language is written in."""
    letters = _name_letters(language)
    return bool(_list_scripts(text) & ({*_EAST_ASIAN} if letters in _EAST_ASIAN else {letters}))
