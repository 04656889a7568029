"""Plain text read: lines that were broken to fit a width are joined, any other line is a paragraph.

A text is broken to fit a width where no line is longer than 120 characters, and one at least ends within a sentence for
lack of room; two lines belong together where the first word of the second would not have fitted behind the first, or
goes on in the middle of a sentence. A blank line, a mark of a list, a heading as locators count them (`II.`, `(1)`) and
a line that is indented further than the one before begin a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from analysis.documents.document import Paragraph
from analysis.documents.runs import normalise_space

_WIDEST, _NARROWEST = 120, 40  # characters of a line that was broken to fit a width
_BULLET = re.compile(r"[-–—•*▪◦·‣]\s+(?=\S)")
_NUMBERED = re.compile(r"(\d{1,3}|[a-z])[.)]\s+\S")
_OPENS = re.compile(r"\s*(?:[-–—•*▪◦·‣]\s|\(?(?:\d{1,3}|[a-z]|[IVXivx]+)[.)]\s|#+\s|[(（])|\s*[-=*_~]{3,}\s*$")
_ENDS = (".", "!", "?", ":", ";", "…", "”", '"', "»", ")")


def read_plain(text: str) -> list[Paragraph]:
    """Returns the paragraphs of a plain text, without their places.

    A bullet is left out; the number of an item stays in its text, since it may belong to its first words.

    >>> lines = "The council met for a day in a town by the lake,\\nand agreed on 90\\nbillion.\\n- Trade opens."
    >>> [(paragraph.kind, paragraph.text[-21:]) for paragraph in read_plain(lines)]
    [('text', 'agreed on 90 billion.'), ('item', 'Trade opens.')]
    """
    lines = [line.expandtabs() for line in text.splitlines()]
    return [describe_line(whole) for line in _join_lines(lines) if (whole := normalise_space(line))]


def describe_line(text: str) -> Paragraph:
    """Returns a paragraph of text, or an item where it begins as one of a list does."""
    if bullet := _BULLET.match(text):
        return Paragraph(text[bullet.end() :], "item")
    if numbered := _NUMBERED.match(text):
        return Paragraph(text, "item", number=numbered[1])
    return Paragraph(text)


def begins_item(text: str) -> bool:
    """Whether a line begins an item of a list, or a heading that locators count by."""
    return bool(_OPENS.match(text))


def _join_lines(lines: list[str]) -> Iterator[str]:
    width = max((len(line) for line in lines if " " in line.strip()), default=0)
    pairs = list(pairwise(lines))
    is_broken = any(not line.rstrip().endswith(_ENDS) and _is_full(line, after, width) for line, after in pairs)
    if not (_NARROWEST <= width <= _WIDEST and is_broken):
        yield from lines
        return
    block: list[str] = []
    for line in (*lines, ""):
        if block and (not line.strip() or not _continues(block, line, width)):
            yield " ".join(block)
            block = []
        if line.strip():
            block.append(line)


def _is_full(line: str, after: str, width: int) -> bool:
    """Whether the first word of the line after would not have fitted behind a line."""
    first = after.strip().partition(" ")[0]  # a no-break space divides no lines
    return bool(first) and bool(line.strip()) and len(line.rstrip()) + 1 + len(first) > width


def _continues(block: list[str], line: str, width: int) -> bool:
    """Whether a line is the rest of a paragraph of which some lines are known."""
    last = block[-1]
    indents = len(line) - len(line.lstrip()) > len(last) - len(last.lstrip())
    hangs = len(block) == 1 and begins_item(last)  # the text of an item stands to the right of its mark
    if begins_item(line) or (indents and not hangs):
        return False
    return _is_full(last, line, width) or (line.lstrip()[0].islower() and not last.rstrip().endswith(_ENDS))
