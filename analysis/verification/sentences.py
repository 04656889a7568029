"""The sentences of a paragraph, by their characters."""

from __future__ import annotations

import re
from collections.abc import Sequence

_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s+[\"'“‘«(\[]*[\w€$£¥])")
# What a full stop behind ends no sentence: initials, and short forms that a name or a number follows.
_SHORT = re.compile(
    r"(?:^|[\s(“\"'])(?:[^\W\d_]|approx|ca|cf|no|nr|art|arts|p|pp|vol|fig|mr|mrs|ms|dr|prof|gen|col|sen|rep|gov|st|u\.s"
    r"|u\.k|u\.n|e\.g|i\.e|bzw|z\.b|rd|mio|mrd|tsd|млн|млрд|тис|р|ст|див|г)\.$",
    re.IGNORECASE,
)


def split_spans(text: str) -> Sequence[tuple[int, int]]:
    """Returns the start and end of each sentence of a paragraph.

    >>> text = "It was approx. 5 tonnes. Gen. Smith denies it."
    >>> [text[start:end] for start, end in split_spans(text)]
    ['It was approx. 5 tonnes.', 'Gen. Smith denies it.']
    """
    found, start = [], 0
    for match in _END.finditer(text):
        if match[0][0] == "." and _SHORT.search(text[max(0, match.start() - 12) : match.start() + 1]):
            continue
        if text[match.end() :].lstrip()[:1].islower():
            continue
        found.append((start, match.end()))
        start = match.end() + len(text[match.end() :]) - len(text[match.end() :].lstrip())
    if text[start:].strip():
        found.append((start, len(text)))
    return found
