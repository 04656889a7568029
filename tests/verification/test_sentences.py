"""Sentences end where they end, and not behind an abbreviation or within a number."""

from __future__ import annotations

import pytest

from analysis import extras
from analysis.errors import UsageError
from analysis.verification.sentences import split_spans


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "The U.S. gave $5 bn. It rose to 3.5 million.", ["The U.S. gave $5 bn.", "It rose to 3.5 million."]),
        ("en", "  One only  ", ["One only"]),
        ("en", "", []),
        ("uk", "План на 5 млн. грн. діє. Так.", ["План на 5 млн. грн. діє.", "Так."]),
        ("de", "Es sind 3,5 Mio. Euro. Mehr nicht.", ["Es sind 3,5 Mio. Euro.", "Mehr nicht."]),
    ],
)
def test_sentences_are_found_by_their_characters(language, text, expected):
    assert [text[start:end] for start, end in split_spans(text, language)] == expected


def test_a_missing_extra_is_said(monkeypatch):
    monkeypatch.setattr(extras, "find_spec", lambda module: None)
    with pytest.raises(UsageError, match=r"verify needs the package sentencex.*communique\[draft\]"):
        split_spans("One.")
