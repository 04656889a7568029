"""The language that a document's numbers are read in: the first that is stated and known, else the likeliest."""

from __future__ import annotations

import pytest

from analysis.documents import SourceDocument
from analysis.documents.document import Paragraph
from analysis.matching.language import choose_language

GERMAN = [Paragraph("Der Schaden liegt bei 5 Millionen Euro und mehr")]


@pytest.mark.parametrize(
    ("tag", "stated", "code"),
    [("en-GB", "uk", "en"), ("", "uk-UA", "uk"), ("it", "fr", "fr"), ("it", "", "de"), ("", "", "de")],
)
def test_what_is_stated_of_the_source_comes_before_the_file_and_its_words(tag, stated, code):
    assert choose_language(SourceDocument("text", GERMAN, language=stated), tag) == code
