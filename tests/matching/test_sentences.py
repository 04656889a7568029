"""Sentences around a character, abbreviations and all."""

from __future__ import annotations

import sys

import pytest

from analysis.errors import UsageError
from analysis.matching.sentences import Sentences


@pytest.mark.parametrize(
    ("language", "text", "word", "sentence"),
    [
        ("en", "The U.S. gave $5 bn. Nobody knows.", "5", "The U.S. gave $5 bn."),
        ("de", "Am 3. März waren es ca. 5 Mio. Euro. Er ging.", "Mio", "Am 3. März waren es ca. 5 Mio. Euro."),
        ("uk", "Їх 5. Потім пішли 7.", "7", "Потім пішли 7."),
        ("en", "  One.   Two 2.  ", "2", "Two 2."),
        ("xx-YY", "No full stop 5", "5", "No full stop 5"),
    ],
)
def test_a_sentence_is_found_by_a_character_of_it(language, text, word, sentence):
    start, end = Sentences(text, language).find(text.index(word))
    assert text[start:end] == sentence


def test_a_missing_package_is_said_with_its_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "sentencex", None)
    with pytest.raises(UsageError, match=r"communique\[draft\]"):
        Sentences("One.", "en")
