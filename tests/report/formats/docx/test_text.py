"""Every text in a Word file, read back from the file: letter for letter, but for the shape of apostrophes."""

from __future__ import annotations

import io

import docx
import pytest
from docx.document import Document as Word
from hypothesis import Phase, given, settings

from analysis.report.document.typography import curl_apostrophes
from analysis.report.formats.docx.document import write_docx
from tests.report.formats import texts_everywhere

STYLES = {
    "case title": "Case",
    "title": "Title",
    "question": "Subtitle",
    "answer": "Answer",
    "heading": "Heading 1",
    "prose": "Normal",
    "remark": "Remark",
    "point": "List Bullet",
    "ordered point": "List Number",
    "table note": "Beneath",
}


def find_texts(word: Word) -> dict[str, str]:
    """The text at each place of `texts_everywhere`."""
    by_style: dict[str, str] = {}
    for paragraph in word.paragraphs:
        by_style.setdefault(paragraph.style.name, paragraph.text)
    cards, shown, drawn = word.tables
    captions = [p.text.partition("\u2003")[2] for p in word.paragraphs if p.style.name == "Caption"]
    header, footer = word.sections[0].header, word.sections[0].footer
    found = {place: by_style[style] for place, style in STYLES.items()}
    return found | {
        "house name": footer.paragraphs[0].text.rpartition("\t")[0],
        "house classification": header.paragraphs[0].text.removeprefix(found["case title"] + "\t"),
        "card label": cards.cell(0, 0).text,
        "card note": cards.cell(2, 0).text,
        "table heading": shown.cell(0, 0).text,
        "table cell": shown.cell(1, 0).text,
        "data cell": drawn.cell(1, 0).text,
        "table caption": captions[0],
        "figure title": captions[1],
        "figure alt": word.inline_shapes[0]._inline.docPr.get("descr"),
    }


def check_file(content: bytes, texts: dict[str, str]) -> None:
    word = docx.Document(io.BytesIO(content))
    found = find_texts(word)
    assert {place: curl_apostrophes(text) for place, text in found.items()} == {
        place: curl_apostrophes(texts[place]) for place in found
    }
    whole = "\n".join(p.text for p in word.paragraphs)
    for place in ("claim statement", "claim phrase", "claim locator", "source title", "basis"):
        assert curl_apostrophes(texts[place]) in curl_apostrophes(whole), place
    facts = word.core_properties
    assert (facts.title, facts.subject, facts.author) == (texts["title"], texts["question"], texts["house name"])


@pytest.mark.parametrize("text", texts_everywhere.NASTY)
def test_every_text_is_read_back_letter_for_letter(text):
    texts: dict[str, str] = {}
    document = texts_everywhere.build_document(lambda place: texts.setdefault(place, text))
    check_file(write_docx(document), texts)


@given(given_texts=texts_everywhere.documents())
@settings(max_examples=10, phases=[Phase.generate])
def test_any_text_is_read_back_letter_for_letter(given_texts):
    document, texts = given_texts
    check_file(write_docx(document), texts)
