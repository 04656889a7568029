"""The order of names in the language of the reader, as `Intl.Collator` of the page's scripts has it.

It is that of the Unicode collation algorithm, of which the first level is enough for names: signs, digits, the letters
of the language in the order of its alphabet (`alphabet` of its `language.toml`), then all other letters by what they
are without their accents. An apostrophe does not count. A library is not used for it: pyuca has had no release since
2017 and takes a second to read its table, and bindings to ICU bring thirty megabytes for a handful of lists.
English stays by code points, as it has always been.
"""

from __future__ import annotations

import unicodedata

from analysis.messages import get_language, list_languages

SortKey = tuple[tuple[tuple[int, int], ...], str]
_APOSTROPHES = "'’ʼ‘`"


def build_sort_key(text: object) -> SortKey:
    """Returns by what a name is sorted among others in the language of the reader.

    >>> sorted(["Zaporizhzhia", "Crimea", "Donetsk"], key=build_sort_key)
    ['Crimea', 'Donetsk', 'Zaporizhzhia']
    """
    words = str(text)
    if get_language() == "en":
        return (), words
    alphabet = list_languages()[get_language()].alphabet
    folded = unicodedata.normalize("NFC", words.casefold())
    return tuple(_weigh(sign, alphabet) for sign in folded if sign not in _APOSTROPHES), words


def _weigh(sign: str, alphabet: str) -> tuple[int, int]:
    """Returns the place of a letter or a sign: its kind, and where it is among its kind."""
    for letter in (sign, unicodedata.normalize("NFD", sign)[0]):
        if letter in alphabet:
            return 2, alphabet.index(letter)
    return (3 if letter.isalpha() else 1 if letter.isdigit() else 0), ord(letter)
