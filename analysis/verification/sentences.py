"""The sentences of a paragraph, in any language: those that sentencex finds, which knows the abbreviations of many."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.extras import require_extra


def split_spans(text: str, language: str = "en") -> Sequence[tuple[int, int]]:
    """Returns the start and end of each sentence of a paragraph, without the white space around it.

    language: a tag such as `uk` or `en-GB`. Raises UsageError where the extra `draft` is not installed.

    >>> text = "Gen. Smith gave $5 bn. Nobody knows."
    >>> [text[start:end] for start, end in split_spans(text)]
    ['Gen. Smith gave $5 bn.', 'Nobody knows.']
    """
    require_extra("sentencex", "draft", "verify")
    from sentencex import get_sentence_boundaries  # pyright: ignore[reportAttributeAccessIssue]

    found = []
    for one in get_sentence_boundaries(language.partition("-")[0].lower(), text):
        start, end = one["start_index"], one["end_index"]
        words = text[start:end]
        if words.strip():
            found.append((start + len(words) - len(words.lstrip()), start + len(words.rstrip())))
    return found
