"""Quotation marks by the language of the reader."""

import pytest

from analysis.messages import use_language
from analysis.wording.quotation import get_quotation_marks, quote


@pytest.mark.parametrize(
    ("language", "text"), [("en", "“Угода”"), ("uk", "«Угода»"), ("de", "„Угода“"), ("fr", "« Угода »")]
)
def test_quotation_marks_are_those_of_the_reader(language, text):
    with use_language(language):
        assert quote("Угода") == text
        assert "Угода".join(get_quotation_marks()) == text


def test_braces_of_a_text_stay():
    with use_language("uk"):
        assert quote("{x}") == "«{x}»"
