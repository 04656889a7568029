"""Words of a text as stems, so that "assets" meets "asset" and "Mitteln" meets "Mittel", in the languages of mentions.

The stems are Snowball's (Porter, https://snowballstem.org). Snowball has no Ukrainian: its Russian rules are used with
the letters that Ukrainian writes otherwise put in their Russian form. That leaves true endings off, and no result is
printed.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any, NamedTuple

from analysis.mentions.lexicon import LANGUAGES, list_frequent

_ALGORITHMS = {
    "en": "english",
    "uk": "russian",
    "de": "german",
    "fr": "french",
    "ru": "russian",
    "es": "spanish",
    "it": "italian",
    "pt": "portuguese",
    "pl": "polish",
    "ro": "romanian",
    "nl": "dutch",
}
_AS_RUSSIAN = str.maketrans("іїєґ", "ииег")
_WORD = re.compile(r"[^\W\d_]+|(?<!\d)(?:19|20)\d\d(?!\d)")  # years say what is meant, other numbers do not
_SHORTEST = 3  # letters: shorter words are endings, articles and units, unless they are written in capitals
_KEPT = 200_000  # words whose stems are kept


class Stem(NamedTuple):
    """A word of a text as its stem. start, end: its characters in the text."""

    stem: str
    start: int
    end: int


def split_stems(text: str, language: str = "en") -> list[Stem]:
    """Returns the words of a text that may say what it is about, as stems; articles and the like are left out.

    language: a tag such as `uk` or `en-GB`; the words of a language that has no stemmer stay as they are. A word that
    begins with a capital may be a name, which every language writes alike: where its stem is another than in English,
    both are returned.

    >>> [stem.stem for stem in split_stems("The frozen assets of the EU in 2024")]
    ['frozen', 'asset', 'eu', '2024']
    >>> {stem.stem for stem in split_stems("потреби", "uk")} == {stem.stem for stem in split_stems("потреба", "uk")}
    True
    """
    code = language.partition("-")[0].lower()
    stop = list_frequent(code) if code in LANGUAGES else frozenset[str]()
    found = list[Stem]()
    for match in _WORD.finditer(text.replace("’", "'")):
        word = match[0]
        low = word.lower()
        if low in stop or (len(word) < _SHORTEST and not word.isupper()):
            continue
        stem = compute_stem(low, code)
        found.append(Stem(stem, *match.span()))
        if word[0].isupper() and code != "en" and (other := compute_stem(low, "en")) != stem:
            found.append(Stem(other, *match.span()))
    return found


@lru_cache(maxsize=_KEPT)
def compute_stem(word: str, language: str) -> str:
    """Returns the stem of a word in lower case.

    >>> compute_stem("reconstruction", "en"), compute_stem("reconstructing", "en")
    ('reconstruct', 'reconstruct')
    """
    if language not in _ALGORITHMS:
        return word
    written = word.translate(_AS_RUSSIAN) if language == "uk" else word
    return str(_load_stemmer(_ALGORITHMS[language]).stemWord(written))


@cache
def _load_stemmer(algorithm: str) -> Any:
    import snowballstemmer  # takes 20 ms, which other commands should not wait for

    return snowballstemmer.stemmer(algorithm)
