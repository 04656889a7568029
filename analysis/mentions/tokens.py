"""A text as tokens: runs of digits with their separators, words, and single signs, each with its place in the text."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

# Spaces that separate thousands: of a keyboard, without a break, narrow without a break, thin. What goes on after a
# group of three digits is no group; a decimal part may follow.
_SPACE = "[ \u00a0\u202f\u2009]"
_NUMBER = rf"[0-9]{{1,3}}(?:{_SPACE}[0-9]{{3}})+(?![0-9])(?:[.,][0-9]+)?|[0-9]+(?:[.,'’][0-9]+)*"
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
# A power of ten, perhaps with what it multiplies: 10⁶, 1.5 × 10⁹, 10^6, 2e-3. A lone 10¹ or 10² is rather a ten with
# the mark of a footnote.
_EXPONENT = rf"(?:\^|\*\*)(?:{{[-+−]?[0-9]{{1,2}}}}|[-+−]?[0-9]{{1,2}})(?![0-9])|⁻?[{RAISED}]{{1,2}}(?![{RAISED}])"
_POWER = (
    rf"(?:{_NUMBER}){_SPACE}?[×✕xх·⋅∙*]{_SPACE}?10(?:{_EXPONENT})"
    rf"|10(?![¹²](?![{RAISED}]))(?:{_EXPONENT})"
    r"|[0-9]+(?:[.,][0-9]+)?[eE][-+−]?[0-9]{1,2}(?!\w)"
    r"|(?<![^\s(\[$€£~≈<>≤≥-])\.[0-9]+(?![.,]?[0-9])"  # .5, with no zero before the point
)
_FOOTNOTE = rf"(?<=[0-9])[{RAISED}]+(?:[,–-][{RAISED}]+)*(?![⁄/])"  # right behind a number: a mark, and no part of it
# Letters, also those written with a separate accent or broken by a soft hyphen; no superscripts and no fractions such
# as ½.
_LETTER = "(?:[^\\W\\d_\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u209c\u2150-\u218b]|[\u0300-\u036f\u00ad])"
_COMPOSED = f"[{RAISED}]+[⁄/][₀₁₂₃₄₅₆₇₈₉]+"  # a fraction such as ³⁄₁₆
_TOKEN = re.compile(
    rf"(?P<number>{_POWER}|{_NUMBER})|(?P<footnote>{_FOOTNOTE})|(?P<word>{_LETTER}+(?:['’ʼ]{_LETTER}+)*['’]?)"
    rf"|(?P<sign>{_COMPOSED}|\S)"
)
_ELISION = re.compile(r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’]", re.I)
_APOSTROPHES = str.maketrans("’ʼ", "''", "\u00ad")


class Token(NamedTuple):
    """A piece of a text. start, end: its characters; low: as it is looked up; gap: what stands before it, white space
    or the mark of a footnote."""

    start: int
    end: int
    text: str
    low: str
    kind: str  # number, word or sign
    gap: str

    @property
    def glued(self) -> bool:
        """Whether no white space stands before it."""
        return not self.gap


def normalize(word: str) -> str:
    """Returns a word as it is looked up: small letters, one kind of apostrophe, accents joined, no soft hyphens.

    >>> normalize("П’ЯТЬ"), normalize("Mil\\u00adlion")
    ("п'ять", 'million')
    """
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFC", word.translate(_APOSTROPHES)).lower()


def split_tokens(text: str, *, elides: bool = False) -> list[Token]:
    """Returns the tokens of a text in their order.

    elides: whether the language joins short words by an apostrophe (`d'euros`), which are then tokens of their own.

    >>> [token.text for token in split_tokens("Nearly 1 200km², twenty-three d'euros")]
    ['Nearly', '1 200', 'km', '²', ',', 'twenty', '-', 'three', "d'euros"]
    >>> [token.text for token in split_tokens("500¹ of 1.5 × 10⁶ cells")]
    ['500', 'of', '1.5 × 10⁶', 'cells']
    >>> [token.text for token in split_tokens("d'euros", elides=True)]
    ["d'", 'euros']
    """
    found: list[Token] = []
    at = 0
    for match in _TOKEN.finditer(text):
        start, end, kind = match.start(), match.end(), match.lastgroup or ""
        if kind == "footnote":
            continue
        gap = text[at:start]
        if kind == "word" and elides and (cut := _ELISION.match(text, start, end)):
            found.append(Token(start, cut.end(), cut[0], normalize(cut[0]), kind, gap))
            start, gap = cut.end(), ""
        if start < end:
            piece = text[start:end]
            if kind == "word" and piece[-1] in "'’" and not elides:  # a closing quotation mark is no letter
                end, piece = end - 1, piece[:-1]
                found.append(Token(start, end, piece, normalize(piece), kind, gap))
                found.append(Token(end, end + 1, text[end], "'", "sign", ""))
                end += 1
            else:
                found.append(Token(start, end, piece, normalize(piece), kind, gap))
        at = end
    return found
