"""The sentences of a paragraph, in any language: those that sentencex finds, which knows the abbreviations of many."""

from __future__ import annotations

from bisect import bisect_right

from analysis.extras import require_extra


class Sentences:
    """The sentences of a text. language: a tag such as `uk` or `en-GB`.

    >>> text = "The U.S. gave $5 bn. Nobody knows."
    >>> [text[slice(*Sentences(text, "en").find(at))] for at in (9, 25)]
    ['The U.S. gave $5 bn.', 'Nobody knows.']
    """

    def __init__(self, text: str, language: str) -> None:
        require_extra("sentencex", "draft", "draft")
        from sentencex import get_sentence_boundaries  # pyright: ignore[reportAttributeAccessIssue]

        found = get_sentence_boundaries(language.partition("-")[0].lower(), text)
        self._spans = [(one["start_index"], one["end_index"]) for one in found if one["text"].strip()]
        self._text = text

    def find(self, at: int) -> tuple[int, int]:
        """Returns start and end of the sentence that a character lies in, without the white space around it."""
        place = bisect_right(self._spans, at, key=lambda span: span[0]) - 1
        start, end = self._spans[place] if place >= 0 else (0, len(self._text))
        words = self._text[start:end]
        return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
