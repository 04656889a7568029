"""A draft in all four formats, read back: every word, number, table and picture is there, marked as a draft."""

from __future__ import annotations

import io
import re
from base64 import b64encode
from dataclasses import replace

import docx
import nbformat
import pandas as pd
import pypdf
import pytest
from bs4 import BeautifulSoup
from PIL import Image

from analysis.report.document.draft.reader import read_draft
from analysis.report.document.model import Picture, Verbatim
from analysis.report.formats.draft import write_draft_files
from analysis.report.formats.draft_pictures import can_draw, draw_raster
from analysis.report.formats.html.foreign import convert_formula
from analysis.report.formats.markdown_foreign import PICTURES
from analysis.report.formats.pdf.foreign import write_draft
from tests.lost import FORMATS, find_lost

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>'
TEXT = r"""# Harvests of 2020

A **bold *and slanted* word**, ~~struck~~, `code 5`, [a link](https://example.org/a_b), x<sup>2</sup>, $\alpha_1 + 3$.

> Somebody said this.

3. third
4. fourth
   - below

| year | tonnes |
|------|-------:|
| 2020 | 17.5   |

![dot](attachment:dot.png)
"""


def draw_dot() -> str:
    packed = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(packed, "PNG")
    return b64encode(packed.getvalue()).decode()


def make_notebook() -> nbformat.NotebookNode:
    """A notebook with outputs of every kind that a browser shows without a script."""
    columns = pd.MultiIndex.from_product([["wheat", "maize"], ["low", "high"]])
    frame = pd.DataFrame([[1, 2, 3, 4.25], [5, 6, 7, 8.5]], index=["north", "south"], columns=columns)
    text = nbformat.v4.new_markdown_cell(TEXT, attachments={"dot.png": {"image/png": draw_dot()}})
    shown = [
        {"text/html": frame.to_html(), "text/plain": "frame"},
        {"image/png": draw_dot(), "text/plain": "<Figure>"},
        {"image/svg+xml": SVG},
        {"text/latex": r"$\frac{a}{b}$", "text/plain": "a/b"},
        {"text/markdown": "Of **12** fields"},
        {"application/json": {"plots": 9}, "text/plain": "<JSON>"},
        {"text/html": "<b>7</b> rows<script>alert(1)</script><img src=x onerror=alert(2)>"},
    ]
    outputs = [nbformat.v4.new_output("display_data", data=data) for data in shown]
    outputs.append(nbformat.v4.new_output("stream", name="stdout", text="yield:  17.5\n\tper <hectare> & year\n"))
    outputs.append(
        nbformat.v4.new_output("error", ename="KeyError", evalue="'rye'", traceback=["\x1b[31mKeyError\x1b[0m: 'rye'"])
    )
    return nbformat.v4.new_notebook(
        cells=[
            text,
            nbformat.v4.new_code_cell("harvest('2020')", outputs=outputs),
            nbformat.v4.new_raw_cell("raw & text"),
        ]
    )


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return write_draft_files(read_draft(make_notebook(), "harvests"), "harvests", FORMATS)


@pytest.mark.parametrize("kind", FORMATS)
def test_nothing_is_lost(files, kind):
    assert find_lost(make_notebook(), kind, files[f"harvests.{kind}"]) == []


@pytest.mark.parametrize("kind", FORMATS)
def test_the_check_finds_what_is_lost(files, kind):
    more = make_notebook()
    more.cells.append(nbformat.v4.new_markdown_cell("zebra\n\n![one](data:image/png;base64,iVBORw0KGgo=)"))
    assert find_lost(more, kind, files[f"harvests.{kind}"]) == ["zebra (0 of 1)", "1 of 4 pictures"]


def test_each_format_says_that_it_is_a_draft(files):
    count = str(read_draft(make_notebook(), "x").draft)
    page = BeautifulSoup(files["harvests.html"], "html.parser")
    assert page.title.get_text().startswith("Draft")
    assert count in page.select_one("p.draft").get_text()
    pages = [one.extract_text() for one in pypdf.PdfReader(io.BytesIO(files["harvests.pdf"])).pages]
    assert all("DRAFT" in one for one in pages)
    assert count in pages[0]
    word = docx.Document(io.BytesIO(files["harvests.docx"])).sections[0]
    for header in (word.first_page_header, word.header):
        assert f"DRAFT: {count}" in "".join(paragraph.text for paragraph in header.paragraphs)
    assert files["harvests.md"].decode().startswith(f"> **DRAFT.** This notebook is not yet a report: {count}.")


def test_each_number_is_marked(files):
    page = BeautifulSoup(files["harvests.html"], "html.parser")
    marked = [mark.get_text() for mark in page.select("main u.no")]
    draft = read_draft(make_notebook(), "x")
    assert len(marked) == draft.draft.numbers
    assert "8.50" in marked
    assert "5" not in [mark.get_text() for mark in page.select("code u.no")]
    body = docx.Document(io.BytesIO(files["harvests.docx"])).element.body.xml
    assert len(re.findall(r'<w:u w:val="wave"', body)) == draft.draft.numbers
    text = files["harvests.md"].decode()
    printed = sum(map(int, re.findall(r"^\*(\d+) untraced", text, re.M)))
    assert text.count("<ins>") + printed == draft.draft.numbers


def test_no_script_or_handler_of_a_stranger_is_on_the_page(files):
    page = BeautifulSoup(files["harvests.html"], "html.parser")
    assert "alert(" not in files["harvests.html"].decode()
    assert not [tag for tag in page.main.find_all(True) if any(name.startswith("on") for name in tag.attrs)]
    assert not page.main.find_all("script")


def test_a_frame_keeps_its_two_rows_of_headings(files):
    table = BeautifulSoup(files["harvests.html"], "html.parser").select(".grid table")[1]
    assert len(table.select("thead tr")) == 2
    assert [cell["colspan"] for cell in table.select("thead th[colspan]")] == ["2", "2"]
    word = docx.Document(io.BytesIO(files["harvests.docx"])).tables[1]
    assert [cell.text for cell in word.rows[0].cells] == ["", "wheat", "wheat", "maize", "maize"]
    assert [cell.text for cell in word.rows[3].cells] == ["south", "5", "6", "7", "8.50"]


def test_the_pictures_of_the_text_are_beside_it(files):
    named = re.findall(rf"\]\(({PICTURES}/[^)]+)\)", files["harvests.md"].decode())
    assert len(named) == 3
    assert set(named) <= files.keys()


def test_mathematics_is_mathml_with_its_source_and_else_its_source():
    assert '<annotation encoding="application/x-tex">\\frac{a}{b}</annotation>' in convert_formula(r"\frac{a}{b}", True)
    assert "<script" not in convert_formula("<script>", False)
    assert "href" not in convert_formula(r"\href{javascript:alert(1)}{x}", False).partition("<annotation")[0]


def test_a_picture_that_typst_cannot_read_is_replaced_by_a_remark():
    draft = read_draft(make_notebook(), "x")
    broken = Picture(b"\x89PNG\r\n\x1a\nno more", "png", "picture-9.png", "Broken", 10, 10)
    assert not can_draw(broken)
    made = write_draft(replace(draft, blocks=(*draft.blocks, broken)), ())
    text = " ".join(pypdf.PdfReader(io.BytesIO(made)).pages[-1].extract_text().split())
    assert "Broken: a picture (png) that cannot be printed" in text


def test_drawings_become_png_where_a_format_has_no_drawings():
    assert draw_raster(Picture(SVG.encode(), "svg", "a.svg", "x", 40, 20))[:4] == b"\x89PNG"


def test_a_long_log_says_how_many_numbers_it_has_and_is_printed_without_a_mark_on_each():
    log = "\n".join(" ".join(map(str, range(at, at + 20))) for at in range(0, 5020, 20))
    output = nbformat.v4.new_output("stream", name="stdout", text=log)
    draft = read_draft(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("f()", outputs=[output])]), "log")
    files = write_draft_files(draft, "log", ("pdf", "docx"))
    printed = pypdf.PdfReader(io.BytesIO(files["log.pdf"])).pages
    body = docx.Document(io.BytesIO(files["log.docx"])).element.body
    for text in (" ".join(page.extract_text() for page in printed), "".join(body.itertext())):
        assert "5,020 untraced numbers, not underlined one by one:" in " ".join(text.split())
        assert "5019" in text
    assert "w:u " not in body.xml


def test_characters_that_no_typeface_has_are_named_at_the_end_of_the_pdf(only_shipped_typefaces):
    output = nbformat.v4.new_output("stream", name="stdout", text="\u4e4c 7")
    draft = read_draft(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("f()", outputs=[output])]), "x")
    pages = pypdf.PdfReader(io.BytesIO(write_draft(draft, ()))).pages
    text = " ".join(pages[-1].extract_text().split())
    assert "as no typeface here has them: U+4E4C" in text


def test_a_very_long_line_is_set_whole():
    draft = read_draft(make_notebook(), "x")
    line = " ".join(f"w{at}" for at in range(2000))
    made = write_draft(replace(draft, blocks=(Verbatim(line, "output"),)), ())
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages)
    assert "w0" in text
    assert "w1999" in text
