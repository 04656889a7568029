"""The numbers in the words of a draft, which lead to no claim: where they are, and how many."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from analysis.messages import ngettext
from analysis.report.document.model import (
    Block,
    Cell,
    Grid,
    Heading,
    Look,
    Points,
    Prose,
    RichText,
    Run,
    Verbatim,
    format_count,
)

# Digits that begin a word: `12.5`, `1,000`, `3e-05`, not the 2 of `x2`; no-break spaces may part thousands.
NUMBER = re.compile(r"(?<![\w.])\d+(?:[.,]\d+|[\u00a0\u202f]\d{3}(?!\d))*(?:[eE][+\-]?\d+)?")
_MOST_MARKED = 5_000  # numbers of one printed text, in print
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


def split_printed(
    text: str, looks: Sequence[Look], at: int = 0, counted: bool = True
) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    """Yields a part of a printed text in pieces, each with its look and whether it is a number.

    looks: of the whole text. at: where the part begins in it. counted: whether its numbers are looked for.

    >>> list(split_printed("of 12", [Look(0, 2, ("red",))]))
    [('of', ('red',), False), (' ', (), False), ('12', (), True)]
    """
    for part, is_number in split_numbers(text) if counted else [(text, False)]:
        end = at + len(part)
        for place in range(bisect_right(looks, at, key=attrgetter("end")), len(looks)):
            look = looks[place]
            if look.start >= end:
                break
            if look.start > at:
                yield part[: look.start - at], (), is_number
                part, at = part[look.start - at :], look.start
            yield part[: look.end - at], look.names, is_number
            part, at = part[look.end - at :], min(end, look.end)
        if part:
            yield part, (), is_number
        at = end


def describe_unmarked(item: Verbatim) -> str:
    """Returns how many numbers of a printed text are not marked one by one in print, '' where each is.

    A long log would take minutes to print with a line below each.

    >>> describe_unmarked(Verbatim("7 " * 6000, "output"))
    '6,000 untraced numbers, not underlined one by one:'
    """
    count = count_untraced([item])
    if count <= _MOST_MARKED:
        return ""
    return ngettext(
        "{number} untraced number, not underlined one by one:",
        "{number} untraced numbers, not underlined one by one:",
        count,
        number=format_count(count),
    )


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
            return sum(map(count_in_text, item.items)) + sum(map(count_untraced, item.nested))
    return 0


def count_in_text(text: RichText) -> int:
    """Returns how many numbers of a text lead to no claim."""
    return sum(len(NUMBER.findall(part.text)) for part in text if isinstance(part, Run) and "code" not in part.styles)
