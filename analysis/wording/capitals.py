"""A capital letter at the beginning of our own words; names, units, addresses and scripts without capitals stay."""

from __future__ import annotations

import re
from collections.abc import Iterable

# What begins some names, before the first capital.
_PARTICLES = re.compile(
    r"(?:(?:al|bin|da|de|del|den|der|di|dos|du|el|ibn|la|le|ten|ter|van|von|zu"
    r"|аль|бен|бін|ван|да|де|дель|ден|дер|ді|ду|дю|ель|ібн|ла|ле|тен|тер|фон|цу) )+"
)
_MARKS, _VOWEL, _WORD = re.compile("[-'’]"), re.compile("[aeiouy]"), re.compile(r"\w+")


def begin_with_capital(text: str) -> str:
    """Returns a text that begins with a capital letter, where its first word is an ordinary one in small letters.

    Stays as it is: a word with a capital, a digit or a sign in it, as `iPhone`, `km²` or an address; a word without a
    vowel, as `kg`; the particle of a name; and a letter that has no single capital, as those of Georgian.

    >>> [begin_with_capital(text) for text in ("funding gap", "de Gaulle", "km² of land", "kg of gold", "ßuper")]
    ['Funding gap', 'de Gaulle', 'km² of land', 'kg of gold', 'ßuper']
    """
    first = text.partition(" ")[0].rstrip(",;:.?!…")
    letter = first[:1].title()  # not upper(): Georgian has capitals for headlines only
    is_plain = _MARKS.sub("", first).isalpha() and first == first.lower()
    particles = _PARTICLES.match(text)
    is_name = particles is not None and text[particles.end() : particles.end() + 1].isupper()
    is_abbreviation = first.isascii() and not _VOWEL.search(first)
    if not is_plain or is_name or is_abbreviation or len(letter) != 1:
        return text
    return letter + text[1:]


def begin_within_sentence(text: str, names: Iterable[str]) -> str:
    """Returns a title as it is written within a sentence: with a small letter, unless it begins with a proper name.

    names: the case's own words, in which a proper name has its capital.

    >>> [begin_within_sentence(text, ["need of Ukraine"]) for text in ("Funding gap", "Ukraine’s share", "GDP lost")]
    ['funding gap', 'Ukraine’s share', 'GDP lost']
    """
    found = _WORD.match(text)
    first = found[0] if found else ""
    if first[1:] != first[1:].lower() or any(first in name and first in _WORD.findall(name) for name in names):
        return text
    return text[:1].lower() + text[1:]
