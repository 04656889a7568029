"""Every text in a PDF, read back from the file: the same letters in the same order, lines and apostrophes apart."""

from __future__ import annotations

import re
import unicodedata

import pypdfium2
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from analysis.report.document.typography import curl_apostrophes
from analysis.report.formats.pdf.document import write_pdf
from analysis.style.house import FONT_FOLDER
from tests.report.formats import texts_everywhere

PLACES = (
    "title",
    "question",
    "case title",
    "basis",
    "answer",
    "heading",
    "prose",
    "remark",
    "point",
    "ordered point",
    "card label",
    "card note",
    "table caption",
    "table heading",
    "table cell",
    "table note",
    "figure title",
    "claim statement",
    "claim phrase",
    "claim locator",
    "source title",
    "source publisher",
    "parameter label",
    "parameter text",
    "house classification",
)


def list_drawn_letters() -> set[str]:
    """The characters that both shipped typefaces have."""
    from matplotlib.ft2font import FT2Font

    faces = [set(FT2Font(str(path)).get_charmap()) for path in FONT_FOLDER.glob("*-Regular.ttf")]
    return set(map(chr, set.intersection(*faces)))


LETTERS = list_drawn_letters()
TEXTS = st.text(
    st.characters(exclude_categories=["C", "Z", "M"]).filter(LETTERS.__contains__) | st.just(" "),
    min_size=3,
    max_size=12,
)


def read_letters(text: str) -> str:
    """A text without spaces, breaks, hyphens at the ends of lines and the shape of apostrophes."""
    text = unicodedata.normalize("NFKC", curl_apostrophes(text))
    return re.sub(r"[\s\u200b-\u200d\u2060\ufffe\ufeff\u00ad\u2010-]", "", text)


def read_pdf(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as pdf:
        return read_letters("\n".join(page.get_textpage().get_text_range() for page in pdf))


def check_pdf(content: bytes, texts: dict[str, str]) -> None:
    whole = read_pdf(content)
    for place in PLACES:
        text = read_letters(texts[place])
        assert (text.upper() if place == "house classification" else text) in whole, (place, texts[place])


def give_texts(text: str) -> tuple[object, dict[str, str]]:
    """A report with a text everywhere, after the name of its place in words of letters only."""
    texts: dict[str, str] = {}

    def give_text(place: str) -> str:
        return texts.setdefault(place, f"{place.title().replace(' ', '')}{text}")

    return texts_everywhere.build_document(give_text), texts


@pytest.mark.parametrize("text", [text for text in texts_everywhere.NASTY if set(text) - {"\t"} <= LETTERS])
def test_every_text_is_read_back_letter_for_letter(text):
    document, texts = give_texts(text)
    check_pdf(write_pdf(document), texts)


@given(text=TEXTS)
@settings(max_examples=10, phases=[Phase.generate])
def test_any_text_is_read_back_letter_for_letter(text):
    document, texts = give_texts(text)
    check_pdf(write_pdf(document), texts)


def test_most_texts_that_need_care_can_be_drawn():
    assert len([text for text in texts_everywhere.NASTY if set(text) - {"\t"} <= LETTERS]) >= 25
