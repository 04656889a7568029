"""The printed report: tagged, titled, traced, reproducible. Parsed from the bytes, not from our own source."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import typing
from collections.abc import Iterator
from types import SimpleNamespace

import nbformat
import pandas as pd
import pdfplumber
import pikepdf
import pytest

from analysis import bars, card, cards, compare, cover, elsewhere, ladder, load_case, points, said_by, say, see, table
from analysis.label import Label
from analysis.report.document import model, reader
from analysis.report.formats.exporter import CommuniquePDF
from analysis.report.formats.pdf import document as pdf_document
from analysis.report.formats.pdf.blocks import render_block
from analysis.report.formats.pdf.document import measure_last_page, write_pdf
from analysis.report.formats.pdf.text import render_inline
from analysis.report.formats.pdf.typst_source import ReportSource, render_typst
from tests import notebooks_in_memory
from tests.conftest import ROOT, TINY
from tests.sheets import find_faults, list_lines, read_sheets


def make_notebook(*shown, text: str = "") -> nbformat.NotebookNode:
    """An executed notebook of some shown objects, made without a kernel."""
    made = nbformat.v4.new_notebook()
    for position, item in enumerate(shown):
        output = nbformat.v4.new_output("display_data", data=item._repr_mimebundle_())
        made.cells.append(nbformat.v4.new_code_cell("", outputs=[output], id=f"c{position}"))
    if text:
        made.cells.append(nbformat.v4.new_markdown_cell(text, id="text"))
    return made


@pytest.fixture(scope="module")
def report() -> nbformat.NotebookNode:
    case = load_case(TINY)
    r, f = compare.reconstruction, compare.forces
    need, gap = case["reconstruction.need"], r.gap(case)
    return make_notebook(
        cover("The gap is {gap}, by {who}", "How much is missing?", case.about, gap=gap, who=said_by(gap)),
        say(
            "Of {need}, {gap} is missing ({who}); see {figure}. {who_there} puts the need at {need_there}, "
            "which leaves {gap_there}.",
            role="answer",
            need=need,
            gap=gap,
            who=said_by(gap),
            figure=see("ladder"),
            who_there=said_by(elsewhere(need)),
            need_there=elsewhere(need),
            gap_there=elsewhere(gap),
        ),
        cards(
            card(gap, say("of {need} ({who})", need=need, who=said_by(gap))),
            card(r.coverage(case), say("by {who}", who=said_by(r.coverage(case)))),
        ),
        ladder(r.funding(case), "Most has no source", key="ladder", label="rung", value="amount", total=need),
        bars(f.levels(case), "Caps and strengths", key="levels", label="level", value="amount").note("As worded."),
        table(
            r.by_source(case),
            "The gap by source",
            key="by_source",
            columns={"source": "Source", "need": "Need", "gap": "Gap"},
        ).note("Dollars."),
        points(say("The need is {need}.", need=need), say("Про мир домовлено: Україна, Росія, ґанок.")),
        text="## A heading\n\nWith *emphasis*, `code` and a [link](https://example.org/).\n\n- one\n- two",
    )


@pytest.fixture(scope="module")
def made(report) -> bytes:
    return write_pdf(reader.read_document(report))


@pytest.fixture
def opened(made) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(made)) as opened:
        yield opened


def list_elements(node, found: list | None = None) -> list:
    """Every structure element of a tagged PDF, in reading order."""
    found = [] if found is None else found
    if isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            found.append(node)
        if "/K" in node:
            list_elements(node.K, found)
    elif isinstance(node, pikepdf.Array):
        for child in node:
            list_elements(child, found)
    return found


def test_it_is_tagged_titled_and_says_its_language(opened):
    assert bool(opened.Root.MarkInfo.Marked)
    assert str(opened.Root.Lang) == "en"
    with opened.open_metadata() as metadata:
        assert metadata["dc:title"] == "The gap is at least $700 billion, by the article and some analyses"
        assert metadata["pdfuaid:part"] == "1"


def test_every_figure_has_alternative_text(opened):
    pictures = [e for e in list_elements(opened.Root.StructTreeRoot.K) if e.S == "/Figure"]
    alts = [str(picture.get("/Alt", "")) for picture in pictures]
    assert len([alt for alt in alts if len(alt) > 30]) == 2
    assert any("Bar chart. Amount, in dollars. Usable frozen assets: at most $100 billion" in alt for alt in alts)
    assert all(alts)


def test_tables_have_header_cells_and_headings_nest(opened):
    tags = [str(e.S) for e in list_elements(opened.Root.StructTreeRoot.K)]
    assert tags.count("/TH") >= 3
    assert "/H1" in tags
    assert "/L" in tags


def test_numbers_lead_to_their_notes_and_back(opened):
    links = [a for page in opened.pages for a in page.get("/Annots", []) if a.Subtype == "/Link"]
    inward = [a for a in links if "/Dest" in a or a.get("/A", {}).get("/S") == "/GoTo"]
    assert len(inward) > 20
    assert any(str(a.A.get("/URI", "")).startswith("https://example.org") for a in links if "/A" in a)


def test_bookmarks_follow_the_headings(opened):
    with opened.open_outline() as outline:
        assert [item.title for item in outline.root][:2] == ["A heading", "Where the numbers come from"]


def test_the_text_is_there_and_within_the_margins(made):
    with pdfplumber.open(io.BytesIO(made)) as opened:
        text = " ".join(page.extract_text() for page in opened.pages)
        for page in opened.pages:
            assert page.extract_text().strip()
            assert all(c["x0"] > 20 and c["x1"] < page.width - 20 for c in page.chars if c["text"].strip())
    for words in (
        "at least $700 billion",
        "Where the numbers come from",
        "“at most 100 billion”",
        "Needs survey",
        "Україна",
        "ґанок",
        "Said by some analyses",
    ):
        assert words.replace(" ", "") in text.replace(" ", "").replace("\xa0", "").replace("\n", "")


def test_an_endless_word_stays_within_the_margins():
    case = load_case(TINY)
    usable = case["assets.usable"]
    word = "Nonintervention" * 8
    made = write_pdf(
        reader.read_document(
            make_notebook(
                cover("{usable} is usable, says {who}", "How?", case.about, usable=usable, who=said_by(usable)),
                say(f"{word} is said.", role="answer"),
                say(f"Also {word} here."),
                points(say(word)),
                table(
                    pd.DataFrame({"name": [Label(word, "x")], "need": [case["reconstruction.need"]]}),
                    "Names",
                    key="names",
                    columns={"name": "Name", "need": "Need"},
                ),
                text=f"## {word}\n\n{word}",
            )
        )
    )
    with pdfplumber.open(io.BytesIO(made)) as opened:
        pages = [(page.width, page.chars) for page in opened.pages]
    assert sum(char["text"] == "v" for _, chars in pages for char in chars) >= 6 * 8
    assert all(char["x0"] > 40 and char["x1"] < width - 40 for width, chars in pages for char in chars)


@pytest.mark.slow
def test_the_same_document_gives_the_same_bytes_in_another_process(made, report, tmp_path):
    path = tmp_path / "report.ipynb"
    nbformat.write(report, path)
    script = (
        "import sys, nbformat; from analysis.report.document import reader as document; "
        "from analysis.report.formats.pdf.document import write_pdf; "
        "sys.stdout.buffer.write(write_pdf(document.read_document(nbformat.read(sys.argv[1], 4))))"
    )
    again = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, check=True, cwd=ROOT)
    assert again.stdout == made


def test_nbconvert_finds_the_exporter(report):
    output, resources = CommuniquePDF().from_notebook_node(report)
    assert output.startswith(b"%PDF")
    assert resources["output_extension"] == ".pdf"


# tables and figures have writers of their own, which need the size of a page
@pytest.mark.parametrize(
    "kind", sorted({*typing.get_args(model.Block)} - {model.Table, model.Figure, model.WhatIf}, key=str)
)
def test_every_block_has_a_writer(kind):
    assert render_block.dispatch(kind) is not render_block.dispatch(object)


@pytest.mark.parametrize("kind", typing.get_args(model.Inline))
def test_every_part_has_a_writer(kind):
    assert render_inline.dispatch(kind) is not render_inline.dispatch(object)


def test_text_cannot_become_markup():
    nasty = '#panic("x") *bold* $x$ "quoted" \\ back'
    made = render_typst(reader.read_document(make_notebook(cover("Title", "Why?", {"title": nasty}))))
    assert '"#panic(\\"x\\") *bold* $x$ \\"quoted\\" \\\\ back"' in made
    with pikepdf.open(
        io.BytesIO(write_pdf(reader.read_document(make_notebook(cover("Title", "Why?", {"title": nasty})))))
    ) as opened:
        assert len(opened.pages) == 1


def test_struck_text_lines_lists_within_lists_and_headings_of_any_script():
    with pdfplumber.open(io.BytesIO(write_pdf(notebooks_in_memory.read_texts(), {}))) as opened:
        lines = [line["text"] for line in opened.pages[0].extract_text_lines()]
        (word,) = (word for word in opened.pages[0].extract_words() if word["text"] == "agreed")
        through = [
            one
            for one in (*opened.pages[0].lines, *opened.pages[0].rects)
            if word["top"] < one["top"] < word["bottom"] and abs(one["x0"] - word["x0"]) < 1
        ]
    assert through
    start = lines.index("The plan is agreed open.")
    listed = ["1. one", "• a", "a line", "• b", "1. deep", "2. deeper", "2. two"]
    assert lines[start + 1 : start + 10] == ["# second — bold", "lines", *listed]
    assert {"Потреба у відбудові", "საქართველო"} <= set(lines)


@pytest.mark.parametrize("text", ["{word}", "[{word}](https://example.org/)", "`{word}`", "## {word}", "**{word}**"])
def test_a_word_longer_than_a_line_is_broken_within_the_margins(text):
    word = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
    cells = make_notebook(cover("A title", "Why?", {}), text=text.format(word=word))
    (sheet,) = read_sheets(write_pdf(reader.read_document(cells)))
    assert find_faults(sheet) == []
    assert re.sub(r"[\u200b-]", "", "".join(list_lines(sheet))).count(word) == 1


@pytest.mark.parametrize(("end", "filled"), [((0.1, 0.2), 0.2), ((0.1, 0.9), 0.9), ((0.6, 0.1), 1)])
def test_a_last_page_is_filled_as_far_as_its_first_column_or_wholly(end, filled):
    across, down = end
    assert measure_last_page({"name": "end", "ends": True, "page": 3, "across": across, "down": down}) == filled


@pytest.mark.parametrize(
    ("fits", "sizes"), [(1, ["7.2"]), (3, ["7.2", "7.0", "6.8"]), (9, ["7.2", "7.0", "6.8", "6.6"])]
)
def test_notes_are_set_smaller_only_where_the_last_page_would_be_nearly_blank(fits, sizes):
    asked: list[str] = []

    def find_places(source: str) -> list[dict[str, object]]:
        if "#note(" not in source:  # the pages before the notes
            return []
        asked.append(source.partition("#appendix(size: ")[2].partition("pt")[0])
        down = 0.5 if len(asked) == fits else 0.1 + len(asked) / 100
        return [{"name": "end", "ends": True, "page": 5, "across": 0.1, "down": down}]

    typesetter = SimpleNamespace(find_places=find_places)
    source, _ = pdf_document._set_pages(ReportSource(notebooks_in_memory.read_forces()), (), {}, typesetter)
    assert asked == sizes
    assert f"#appendix(size: {sizes[-1]}pt)" in source
