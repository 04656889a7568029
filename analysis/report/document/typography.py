"""What every format sets alike: apostrophes, very long words, and what stays on one line."""

from __future__ import annotations

import re

_MAX_WORD = 40  # letters of the longest word that fits any line; a line may also end at a dash or a slash
_LONG_WORD = re.compile(rf"[^\s\-\u2010-\u2015/]{{{_MAX_WORD + 1},}}")
_LETTER = r"[^\W\d_]"
_APOSTROPHE = re.compile(rf"(?P<within>(?<={_LETTER})'(?={_LETTER}))|(?P<after>(?<={_LETTER})')|(?P<opening>'(?=\w))|'")
_BREAK_EVERY = 5  # letters of a long word between places where it may break
_MAX_UNBREAKABLE = 32  # characters of a number that stays on one line


def curl_apostrophes(text: str) -> str:
    """Returns text with curly apostrophes, as in `the plan’s`.

    A mark that closes what a straight one opens, or that follows a digit, as in 50°27', is none and stays as it is.
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
