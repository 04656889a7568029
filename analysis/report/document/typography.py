"""What every format sets alike: apostrophes, very long words, and what stays on one line.

Which words a line may not part is a matter of the language: its folder of `analysis.messages` says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from analysis.characters import has_right_to_left
from analysis.messages import get_language, list_languages, pgettext

_MAX_WORD = 40  # letters of the longest word that fits any line; a line may also end at a dash or a slash
_LONG_WORD = re.compile(rf"[^\s\-\u2010-\u2015/]{{{_MAX_WORD + 1},}}")
_LETTER = r"[^\W\d_]"
_APOSTROPHE = re.compile(
    rf"(?P<within>(?<={_LETTER})'(?={_LETTER})|\A'(?=s\b))|(?P<after>(?<={_LETTER})')|(?P<opening>'(?=\w))|'"
)
_ISOLATE, _POP = "\u2067", "\u2069"
_RIGHT = ("R", "AL")  # classes of letters in Unicode's algorithm for text in both directions (UAX 9)
_BRACKETS = {")": "(", "]": "[", "»": "«", "”": "“"}
_BREAK_EVERY = 5  # letters of a long word between places where it may break
_MAX_UNBREAKABLE = 32  # characters of a number that stays on one line


def curl_apostrophes(text: str) -> str:
    """Returns text with curly apostrophes, as in `the plan’s`.

    A mark that closes what a straight one opens, or that follows a digit, as in 50°27', is none and stays as it is. One
    that begins a text before an s is one: the name before it is a link of its own.
    """
    if "'" not in text:
        return text
    is_open = False

    def curl(mark: re.Match[str]) -> str:
        nonlocal is_open
        kind, was_open = mark.lastgroup, is_open
        if kind != "within":
            is_open = kind == "opening"
        return "’" if kind == "within" or (kind == "after" and not was_open) else "'"

    return _APOSTROPHE.sub(curl, text)


def has_long_word(text: str) -> bool:
    """Whether a text holds a word too long for a line, which may then be broken anywhere."""
    return (
        len(text) > _MAX_WORD
        and any(len(word) > _MAX_WORD for word in text.split())
        and _LONG_WORD.search(text) is not None
    )


def insert_break_points(text: str) -> str:
    """Returns text with zero-width spaces in its very long words, where a line may end."""
    return _LONG_WORD.sub(lambda word: re.sub(rf".{{{_BREAK_EVERY}}}(?=\w)", "\\g<0>\u200b", word[0]), text)


def make_unbreakable(text: str) -> str:
    """Returns a number's text with no-break spaces, as a link over two lines is hard to use; a long one as it is."""
    return text.replace(" ", "\u00a0") if len(text) <= _MAX_UNBREAKABLE else text


def bind_words(text: str) -> str:
    r"""Returns text with no-break spaces where no line ends in the language of the reader: `№ 5`, `28 грудня`, `5 %`.

    English has no such rule here. A text may go on in another part of its line, such as a number after `№ `.

    >>> from analysis.messages import use_language
    >>> with use_language("uk"):
    ...     bind_words("наказ № 5 від 28 грудня 2025 року").replace("\u00a0", "~")
    'наказ №~5 від 28~грудня 2025~року'
    """
    bonds = _compile_bonds(get_language())
    return bonds.sub(lambda found: found[0].replace(" ", "\u00a0"), text) if bonds and " " in text else text


@cache
def _compile_bonds(language: str) -> re.Pattern[str] | None:
    rules = list_languages()[language].no_break
    return re.compile("|".join(rules)) if rules else None


def split_rate(text: str) -> tuple[str, str]:
    """Returns a number without what it is per, and that, '' where it is per nothing, as a key number prints it apart.

    >>> split_rate("$29,630 per person")
    ('$29,630', 'per person')
    """
    number, mark, unit = text.partition(f" {find_rate_word()} ")
    return (number, f"{mark.strip()} {unit}") if mark.strip() else (text, "")


def find_rate_word() -> str:
    """Returns the word before what a number is per, in the language of the reader; '' where it has no such word.

    >>> find_rate_word()
    'per'
    """
    return pgettext("rate", "per {unit}").partition("{unit}")[0].strip()


def split_directions(text: str) -> Iterator[tuple[str, bool]]:
    r"""Yields a text in pieces, each with whether it is read from right to left, as Arabic and Hebrew are.

    Such a piece begins and ends with a letter of such a script and has no letter of another kind within, so that a
    number or a name that follows it keeps its place in the line.

    >>> list(split_directions("by \u05d0\u05d1 \u05d2, 12 May"))
    [('by ', False), ('אב ג', True), (', 12 May', False)]
    """
    if not has_right_to_left(text):
        yield text, False
        return
    kinds = [unicodedata.bidirectional(letter) for letter in text]
    if "L" not in kinds:
        yield text, True
        return
    done = at = 0
    while at < len(text):
        if kinds[at] not in _RIGHT:
            at += 1
            continue
        end = next((i for i in range(at, len(text)) if kinds[i] == "L"), len(text))
        last = max(i for i in range(at, end) if kinds[i] in _RIGHT) + 1
        while last < end and (kinds[last] == "NSM" or _closes(text[at:last], text[last])):
            last += 1  # the marks on its last letter, and the bracket that ends what is within it
        if done < at:
            yield text[done:at], False
        yield text[at:last], True
        done = at = last
    if done < len(text):
        yield text[done:], False


def isolate(text: str) -> str:
    r"""Returns a text between the marks that set it apart as one that is read from right to left.

    Source: Unicode Standard Annex 9, right-to-left isolate and pop directional isolate.

    >>> ascii(isolate("\u05d0"))
    "'\\u2067\\u05d0\\u2069'"
    """
    return f"{_ISOLATE}{text}{_POP}"


def isolate_directions(text: str) -> str:
    r"""Returns text in which each piece that is read from right to left is set apart, as in an address.

    >>> ascii(isolate_directions("example.org/\u05d0/2026"))
    "'example.org/\\u2067\\u05d0\\u2069/2026'"
    """
    return "".join(isolate(part) if from_right else part for part, from_right in split_directions(text))


def _closes(piece: str, mark: str) -> bool:
    """Whether a mark closes a bracket that is open in a piece of text."""
    opening = _BRACKETS.get(mark)
    return opening is not None and piece.count(opening) > piece.count(mark)
