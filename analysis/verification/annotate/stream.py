"""The characters of a file, and where in them the words of the document that was read of it stand.

A reader makes white space even and takes footnote marks out, so that its text is not that of the file. Both are
compared without any white space. A paragraph is looked for behind the one before it; where it is not found whole, as a
mark stands in it, the words are looked for with what is around them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from analysis.documents import SourceDocument
from analysis.verification.verdict import Verdict

T = TypeVar("T")
_AROUND = (24, 12, 6, 0)  # characters around words by which they are found
_INVISIBLE = "\u00ad\u200b\u2060\ufeff"


def is_seen(character: str) -> bool:
    """Returns whether a character counts when two texts are compared."""
    return not character.isspace() and character not in _INVISIBLE


def squeeze(text: str) -> str:
    """Returns a text without white space and what cannot be seen.

    >>> squeeze("nearly  12\\u00a0000 ")
    'nearly12000'
    """
    return "".join(filter(is_seen, text))


class CharacterStream(Generic[T]):
    """Characters in reading order, each with where it stands in its file."""

    def __init__(self) -> None:
        self._characters: list[str] = []
        self._places: list[T] = []

    def add(self, character: str, place: T) -> None:
        """Adds a character, unless it is white space."""
        for one in filter(is_seen, character):
            self._characters.append(one)
            self._places.append(place)

    def locate(self, document: SourceDocument, verdicts: Sequence[Verdict]) -> Mapping[int, list[T]]:
        """Returns position of a verdict -> the places of the characters of its words; those that are found."""
        text, found, reached = "".join(self._characters), dict[int, list[T]](), 0
        order = sorted(range(len(verdicts)), key=lambda at: (verdicts[at].paragraph, verdicts[at].start))
        starts: dict[int, int] = {}
        for at in order:
            verdict = verdicts[at]
            paragraph = document.paragraphs[verdict.paragraph].text
            if verdict.paragraph not in starts:
                whole = squeeze(paragraph)
                start = text.find(whole, reached)
                start = start if start >= 0 else text.find(whole)
                starts[verdict.paragraph] = start
                if start >= 0:
                    reached = max(reached, start)
            first = len(squeeze(paragraph[: verdict.start]))
            length = len(squeeze(paragraph[verdict.start : verdict.end]))
            if starts[verdict.paragraph] >= 0:
                begin = starts[verdict.paragraph] + first
            else:
                begin = _find_around(text, squeeze(paragraph), first, length, reached)
                reached = max(reached, begin)
            if begin >= 0 and length:
                found[at] = self._places[begin : begin + length]
        return found


def _find_around(text: str, paragraph: str, first: int, length: int, reached: int) -> int:
    """Returns where words stand that a paragraph has at a position, found with what is around them; -1 for nowhere."""
    for around in _AROUND:
        low = max(0, first - around)
        for begin, end in ((low, first + length + around), (low, first + length), (first, first + length + around)):
            at = text.find(paragraph[begin:end], reached)
            if at >= 0 and (around or at - reached < 3 * len(paragraph)):
                return at + first - begin
    return -1
