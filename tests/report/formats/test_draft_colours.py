"""The colours of printed text can be read on the page, light and dark, and are in the PDF and in Word."""

from __future__ import annotations

import io
import re

import docx
import pypdf
import pytest
from bs4 import BeautifulSoup

from analysis.report.document.draft.outputs import OutputReader
from analysis.report.document.draft.pictures import PictureReader
from analysis.report.document.draft.reader import read_draft
from analysis.report.formats.draft import write_draft_files
from analysis.report.formats.draft_colours import find_colours, write_styles
from analysis.style.colour import compute_contrast
from analysis.style.house import get_shipped_house
from analysis.style.rules import MIN_TEXT_CONTRAST

HOUSE = get_shipped_house()
HUES = ("grey", "red", "yellow", "green", "cyan", "blue", "magenta")
PRINTED = "\x1b[31mKeyError\x1b[0m: \x1b[1;42mrye 17\x1b[0m at 3"


@pytest.mark.parametrize("theme", [0, 1])
@pytest.mark.parametrize("hue", HUES)
def test_words_can_be_read_in_each_colour_and_on_each(hue, theme):
    style = (HOUSE.colour, HOUSE.colour_dark)[theme]
    words = [style["ink"], *(find_colours(one)[theme] for one in HUES)]
    assert compute_contrast(find_colours(hue)[theme], style["tint"]) >= MIN_TEXT_CONTRAST
    assert min(compute_contrast(one, find_colours(f"on {hue}")[theme]) for one in words) >= MIN_TEXT_CONTRAST


def test_each_format_shows_the_colours():
    import nbformat

    output = nbformat.v4.new_output("stream", name="stdout", text=PRINTED)
    draft = read_draft(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("f()", outputs=[output])]), "x")
    files = write_draft_files(draft, "x", ("html", "pdf", "docx", "md"))
    page = BeautifulSoup(files["x.html"], "html.parser").select_one("pre.output")
    assert str(page) == (
        '<pre class="output" tabindex="0"><span class="t-red">KeyError</span>: <span class="t-bold t-on-green">'
        'rye </span><u class="no"><span class="t-bold t-on-green">17</span></u> at <u class="no">3</u></pre>'
    )
    assert all(f".{name} {{" in write_styles() for found in page.find_all("span") for name in found["class"])
    body = docx.Document(io.BytesIO(files["x.docx"])).element.body.xml
    assert re.search(r'<w:color w:val="A4150E"/>\s*</w:rPr>\s*<w:t[^>]*>KeyError<', body)
    assert re.search(r'<w:b/>\s*<w:bCs/>\s*<w:shd [^>]*w:fill="E1EBE3"/>\s*</w:rPr>\s*<w:t[^>]*>rye <', body)
    drawn = pypdf.PdfReader(io.BytesIO(files["x.pdf"])).pages[0].get_contents().get_data().decode("latin-1")
    assert "0.6431373 0.08235294 0.05490196 sc" in drawn  # a4150e as shares
    assert "KeyError: rye 17 at 3" in files["x.md"].decode()
    assert "\x1b" not in files["x.md"].decode()


def test_text_without_colours_has_no_looks():
    output = {"output_type": "stream", "name": "stdout", "text": "plain 5"}
    (block,) = OutputReader(PictureReader()).read([output], 1)
    assert block.looks == ()
