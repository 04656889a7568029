"""A case's house style in what is rendered: HTML, PDF, Word and Markdown take it alike, and follow its changes."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import docx
import pikepdf
import pytest

from analysis import bars, compare, cover, load_case
from analysis.errors import ReportError
from analysis.report.document import reader
from analysis.report.formats.html.index_page import render_index
from analysis.report.formats.html.page import write_html
from analysis.style.house import get_shipped_house, use_house
from tests import notebooks_in_memory
from tests.conftest import hash_tree, write_notebook
from tests.style.test_house import BRAND, OWN_TYPE, write_house, write_typeface

CELLS = (
    "from analysis import bars, compare, cover, load_case, say\ncase = load_case(case_dir)",
    'cover("A word", "How much?", case.about)',
    'say("It is {sum}.", sum=case["debt.federal"])',
    'bars(compare.forces.levels(case), "Compared", key="levels", label="level", value="amount")',
)
WORDS = "For the delegation only"


@pytest.fixture
def desk(tiny: Path, tmp_path: Path, invoke, warm_server):
    """The tiny case in a style of its own, with a report, and a way to render it."""
    write_typeface(tiny, "Brand Sans")
    write_house(tiny, BRAND + OWN_TYPE)
    write_notebook(tiny / "notebooks" / "sum.ipynb", *CELLS, parameters='case_dir: str = "tiny"')
    (tiny / "reports.csv").write_text("report_id,notebook,title,parameters\nsum,sum,Sum,\n")

    def again(formats: str = "html") -> subprocess.CompletedProcess[str]:
        return invoke("render", "--case", str(tiny), "--out", str(tmp_path / "out"), "--format", formats)

    return tiny, tmp_path / "out" / "tiny", again


def test_every_format_wears_it(desk, tmp_path):
    _, place, again = desk
    done = again("html,pdf,docx,md")
    assert done.returncode == 0, done.stderr
    page = (place / "sum" / "sum.html").read_text(encoding="utf-8")
    assert "--accent:#7a1f3d;" in page
    assert "--accent:light-dark(#7a1f3d,#eda3bb);" in page
    assert "@page{size:letter}" in page
    assert 'font-family:"Brand Sans";font-weight:400;font-style:normal;src:url("data:font/ttf;base64,' in page
    assert re.search(r'<img class="logo" src="data:image/svg\+xml;base64,[^"]+" alt="Institute for Settled Th', page)
    assert page.count(WORDS) == 2  # header and footer
    assert page.count("fill: #7a1f3d") >= 6  # the bars, wide and narrow
    assert "fill: #134a7c" not in page

    with pikepdf.open(place / "sum" / "sum.pdf") as pdf:
        assert {tuple(map(float, sheet.MediaBox)) for sheet in pdf.pages} == {(0, 0, 612, 792)}
        fonts = {str(font.BaseFont) for sheet in pdf.pages for font in sheet.Resources.Font.values()}
        pages = len(pdf.pages)
    assert any("BrandSans-Bold" in name for name in fonts)
    assert not any("CommuniqueSans" in name for name in fonts)
    for number in range(1, pages + 1):
        said = subprocess.run(
            ["pdftotext", "-f", str(number), "-l", str(number), place / "sum" / "sum.pdf", "-"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        assert WORDS.lower() in said.lower()

    word = docx.Document(place / "sum" / "sum.docx")
    first = word.sections[0].first_page_header
    assert (round(word.sections[0].page_width.mm, 1), round(word.sections[0].left_margin.mm)) == (215.9, 25)
    assert [shape.get("descr") for shape in first._element.iter() if shape.tag.endswith("docPr")] == [
        "Institute for Settled Things"
    ]
    assert WORDS in first.paragraphs[0].text
    assert WORDS in word.sections[0].header.paragraphs[0].text
    assert (place / "sum" / "sum.md").read_text(encoding="utf-8").startswith(f"**{WORDS}**\n\n# A word")
    assert "--accent:#7a1f3d;" in (place / "index.html").read_text(encoding="utf-8")


def test_an_executed_notebook_takes_its_style_along(desk, tmp_path):
    case, place, again = desk
    assert again("html,pdf").returncode == 0
    notebook = tmp_path / "elsewhere" / "notebook.ipynb"
    notebook.parent.mkdir()
    notebook.write_bytes((place / "sum" / "notebook.ipynb").read_bytes())
    case.rename(tmp_path / "gone")
    for name in ("html", "pdf"):
        subprocess.run(
            [sys.executable, "-m", "nbconvert", "--to", f"communique-{name}", str(notebook)],
            check=True,
            capture_output=True,
        )
        made = (place / "sum" / f"sum.{name}").read_bytes()
        beside = b'<a href="sum.pdf">PDF</a><a href="../index.html">All reports</a>'  # only of what is there
        assert made.count(beside) == (name == "html")
        here = notebook.with_suffix(f".{name}").read_bytes()
        if name == "pdf":
            assert here == made
        else:  # a page by itself has not what passes on one that is published
            styles = [page.partition(b"<style>")[2].partition(b"</style>")[0] for page in (here, made)]
            assert styles[0] == styles[1] != b""
            assert b"og:title" not in here


def test_a_changed_style_or_logo_redoes_the_reports_and_a_bad_one_touches_nothing(desk):
    case, place, again = desk
    assert again().returncode == 0
    assert "all unchanged" in again().stdout
    write_house(case, (BRAND + OWN_TYPE).replace("#7A1F3D", "#1f4d2b"))
    assert "[1/1] sum (house.toml changed)" in again().stdout
    assert "--accent:#1f4d2b;" in (place / "sum" / "sum.html").read_text(encoding="utf-8")
    logo = case / "pictures" / "logo.svg"
    logo.write_text(logo.read_text().replace("#7a1f3d", "#1f4d2b"))
    assert "[1/1] sum (pictures/logo.svg changed)" in again().stdout
    before = hash_tree(place)
    write_house(case, '[colour]\naccent = "#f0c0c0"')
    done = again()
    assert (done.returncode, hash_tree(place)) == (2, before)
    assert done.stderr == (
        "communique: house.toml:[colour] accent: found '#f0c0c0 on tint #f3f5f8: a contrast of 1.47'; allowed: a "
        f"contrast of at least 4.5 (WCAG AA). Choose a darker accent.\n1 problem in {case}; nothing was rendered.\n"
    )
    (case / "house.toml").unlink()
    assert "[1/1] sum (house.toml changed)" in again().stdout
    assert "--accent:#134a7c;" in (place / "sum" / "sum.html").read_text(encoding="utf-8")


def test_a_chart_in_another_style_than_the_title_block_is_refused(tiny, tmp_path):
    import shutil

    plain = shutil.copytree(tiny, tmp_path / "plain")
    case, other = load_case(write_house(tiny)), load_case(plain)
    title = cover("A word", "How much?", case.about)

    def draw():
        return bars(compare.forces.levels(other), "Compared", key="levels", label="level", value="amount")

    with pytest.raises(ReportError, match="figure 'levels' and the title block use different house styles"):
        reader.read_document(notebooks_in_memory.make_executed_notebook(title, draw()))
    with use_house(case.house):
        chart = draw()
    assert (
        reader.read_document(notebooks_in_memory.make_executed_notebook(title, chart)).house.colour["accent"]
        == "#7a1f3d"
    )


def test_a_png_logo_is_set_in_print_and_in_word(tiny):
    from PIL import Image

    from analysis.report.formats.docx.document import write_docx as written
    from analysis.report.formats.pdf.document import write_pdf

    write_house(tiny, BRAND.replace("logo.svg", "logo.png"))
    Image.new("RGB", (60, 20), "#7a1f3d").save(tiny / "pictures" / "logo.png")
    made = replace(notebooks_in_memory.read_forces(), house=load_case(tiny).house)
    with pikepdf.open(io.BytesIO(write_pdf(made))) as opened:
        pictures = [
            object
            for object in opened.objects
            if isinstance(object, pikepdf.Stream) and object.get("/Subtype") == "/Image"
        ]
        assert any((int(image.Width), int(image.Height)) == (60, 20) for image in pictures)
    header = docx.Document(io.BytesIO(written(made))).sections[0].first_page_header
    extent = next(part for part in header._element.iter() if part.tag.endswith("}extent"))
    assert (int(extent.get("cx")), int(extent.get("cy"))) == (27 * 36000, 9 * 36000)  # millimetres, in EMU


def test_names_are_text_and_never_markup():
    nasty = '<b>&"#let x" \\ Їжак'
    style = replace(get_shipped_house(), header={"name": nasty, "classification": nasty})
    page = write_html(replace(notebooks_in_memory.read_forces(), house=style))
    assert "<b>&" not in page
    assert page.count("&lt;b&gt;&amp;&#34;#let x&#34; \\ Їжак") == 4  # name and classification, above and below
    assert "<b>&" not in render_index("The lake meeting", [], style)
