"""A capital letter at the beginning of our own words; names, units, addresses and scripts without capitals stay."""

from __future__ import annotations

import re

# What begins some names, before the first capital.
_PARTICLES = re.compile(r"(?:(?:al|bin|da|de|del|den|der|di|dos|du|el|ibn|la|le|ten|ter|van|von|zu) )+")


def begin_with_capital(text: str) -> str:
    """Returns a text that begins with a capital letter, where its first word is an ordinary one in small letters.

    Stays as it is: a word with a capital, a digit or a sign in it, as `iPhone`, `km²` or an address; a word without a
    vowel, as `kg`; the particle of a name; and a letter that has no single capital, as those of Georgian.

    >>> [begin_with_capital(text) for text in ("funding gap", "de Gaulle", "km² of land", "kg of gold", "ßuper")]
    ['Funding gap', 'de Gaulle', 'km² of land', 'kg of gold', 'ßuper']
    """
    first = text.partition(" ")[0].rstrip(",;:.?!…")
    letter = first[:1].title()  # not upper(): Georgian has capitals for headlines only
    is_plain = re.sub("[-'’]", "", first).isalpha() and first == first.lower()
    particles = _PARTICLES.match(text)
    is_name = particles is not None and text[particles.end() : particles.end() + 1].isupper()
    is_abbreviation = first.isascii() and not re.search("[aeiouy]", first)
    if not is_plain or is_name or is_abbreviation or len(letter) != 1:
        return text
    return letter + text[1:]
