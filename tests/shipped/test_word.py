"""Word files of the shipped case, made from its executed notebooks and read back with python-docx."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import docx
import nbformat
import pytest
from docx.oxml.ns import qn

from analysis.report.document.model import Figure, Table
from analysis.report.document.reader import read_document
from analysis.report.formats.docx.document import write_docx

STOCK = {"Georgia", "Arial", "Courier New", "Times New Roman", "Calibri", "Cambria", "Helvetica", "Verdana"}
LONG_ENOUGH = 30  # characters of a text that stands for a picture
EMU_PER_TWIP = 635


def list_text(element) -> str:
    return "".join(part.text or "" for part in element.iter(qn("w:t")))


def find_word_faults(word: docx.document.Document) -> Iterator[str]:
    """Finds what would look unfinished: empty paragraphs, sections without content, pictures that say nothing."""
    sections, level, heading = iter(word.sections), 0, ""
    section = next(sections)
    for item in word.element.body:
        if item.tag == qn("w:tbl"):
            wide = sum(int(column.get(qn("w:w"))) for column in item.iter(qn("w:gridCol"))) * EMU_PER_TWIP
            if wide > 1.01 * (section.page_width - section.left_margin - section.right_margin):
                yield f"a table is {wide / EMU_PER_TWIP} twips wide"
        if item.tag != qn("w:p"):
            heading = ""
            continue
        ends_section = next(item.iter(qn("w:sectPr")), None) is not None
        if not (list_text(item).strip() or ends_section or next(item.iter(qn("w:drawing")), None) is not None):
            yield "an empty paragraph"
        if found := re.match(r"Heading(\d)", item.style or ""):
            if heading and int(found[1]) <= level:
                yield f"no content below {heading!r}"
            if int(found[1]) > level + 1:
                yield f"{list_text(item)!r} skips a level"
            level, heading = int(found[1]), list_text(item)
        elif list_text(item).strip():
            heading = ""
        if ends_section:
            section = next(sections)
    for drawing in word.element.body.iter(qn("wp:docPr")):
        if len(drawing.get("descr") or "") < LONG_ENOUGH:
            yield f"the picture {drawing.get('name')!r} says nothing"


@pytest.mark.parametrize("name", ["brief", "timeline", "guarantees"])  # shortest, a figure in parts, a turned table
def test_a_word_file_has_no_empty_section_fits_its_pages_and_counts_its_figures_by_fields(rendered, name):
    document = read_document(nbformat.read(rendered / name / "notebook.ipynb", 4))
    word = docx.Document(io.BytesIO(write_docx(document)))
    assert list(find_word_faults(word)) == []
    codes = "".join(code.text or "" for code in word.element.body.iter(qn("w:instrText")))
    for kind in (Figure, Table):
        numbered = [item for item in document.blocks if isinstance(item, kind) and item.number]
        assert codes.count(f"SEQ {kind.__name__} ") == len(numbered)
    fonts = {it.get(qn("w:ascii")) for it in word.styles.element.iter(qn("w:rFonts"))} - {None}
    assert fonts
    assert fonts <= STOCK


def test_a_word_file_broken_on_purpose_is_found():
    word = docx.Document()
    for level, text in ((1, "One"), (1, "Two"), (3, "Deep")):
        word.add_heading(text, level)
    word.add_paragraph("Some words.")
    word.add_paragraph("")
    word.add_table(1, 2)
    for column in word.element.body.iter(qn("w:gridCol")):
        column.set(qn("w:w"), "9000")
    assert list(find_word_faults(word)) == [
        "no content below 'One'",
        "'Deep' skips a level",
        "an empty paragraph",
        "a table is 18000.0 twips wide",
    ]
