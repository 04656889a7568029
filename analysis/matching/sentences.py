"""The sentences of a paragraph, in any language: those that sentencex finds, which knows the abbreviations of many."""

from __future__ import annotations

from bisect import bisect_right

from analysis.extras import require_extra

Span = tuple[int, int]


class Sentences:
    """The sentences of a text. spans: start and end of each, without the white space around it.

    language: a tag such as `uk` or `en-GB`. Raises UsageError where the extra `draft` is not installed.

    >>> text = "The U.S. gave $5 bn. Nobody knows."
    >>> [text[start:end] for start, end in Sentences(text, "en").spans]
    ['The U.S. gave $5 bn.', 'Nobody knows.']
    """

    def __init__(self, text: str, language: str) -> None:
        require_extra("sentencex", "draft", "finding sentences")
        from sentencex import get_sentence_boundaries  # pyright: ignore[reportAttributeAccessIssue]

        found = get_sentence_boundaries(language.partition("-")[0].lower(), text)
        spans = (_strip(text, one["start_index"], one["end_index"]) for one in found)
        self.spans = [span for span in spans if span[0] < span[1]]
        self._whole = _strip(text, 0, len(text))

    def find(self, at: int) -> Span:
        """Returns start and end of the sentence that a character lies in; those of the text where none is found.

        >>> Sentences("One.  Two 2.", "en").find(10)
        (6, 12)
        """
        place = bisect_right(self.spans, at, key=lambda span: span[0]) - 1
        return self.spans[place] if place >= 0 else self._whole


def _strip(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip())
