"""The numbers in the words of a draft, which lead to no claim: where they are, and how many."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from analysis.report.document.model import Block, Cell, Grid, Heading, Points, Prose, RichText, Run, Verbatim

# Digits that begin a word: `12.5`, `1,000`, `3e-05`, not the 2 of `x2`.
NUMBER = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)*(?:[eE][+\-]?\d+)?")
COUNTED = frozenset(("output", "aside", "error", "raw"))
"""The roles of what is printed that may state numbers; those in code state nothing."""


def split_numbers(text: str) -> Iterator[tuple[str, bool]]:
    """Yields a text in pieces, each with whether it is a number.

    >>> list(split_numbers("of 1,000 in x2"))
    [('of ', False), ('1,000', True), (' in x2', False)]
    """
    done = 0
    for found in NUMBER.finditer(text):
        if found.start() > done:
            yield text[done : found.start()], False
        yield found[0], True
        done = found.end()
    if done < len(text):
        yield text[done:], False


def count_untraced(blocks: Iterable[Block]) -> int:
    """Returns how many numbers of a draft lead to no claim.

    >>> count_untraced([Prose((Run("7 of 9"),)), Verbatim("x = 3", "code"), Verbatim("3", "output")])
    3
    """
    return sum(map(_count, blocks))


def _count(item: object) -> int:
    match item:
        case Verbatim():
            return len(NUMBER.findall(item.text)) if item.role in COUNTED else 0
        case Prose() | Heading() | Cell():
            return count_in_text(item.text)
        case Grid():
            return sum(_count(cell) for row in item.rows for cell in row)
        case Points():
            return sum(map(count_in_text, item.items)) + sum(_count(below) for lists in item.nested for below in lists)
    return 0


def count_in_text(text: RichText) -> int:
    """Returns how many numbers of a text lead to no claim."""
    return sum(len(NUMBER.findall(part.text)) for part in text if isinstance(part, Run) and "code" not in part.styles)
