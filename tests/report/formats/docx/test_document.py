"""The Word file, read back: every number leads to its note and back, and the same report has the same bytes."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from functools import cache
from typing import get_args

import docx
import nbformat
import pytest
from docx.document import Document as Word
from docx.oxml.ns import qn

from analysis import cover, load_case, points, say
from analysis.report.document import model, reader
from analysis.report.document.model import Column, Figure, Prose, Table, get_plain_text
from analysis.report.document.without_sliders import remove_sliders
from analysis.report.formats.docx import blocks as docx_blocks
from analysis.report.formats.docx import tables as docx_tables
from analysis.report.formats.docx import text as docx_text
from analysis.report.formats.docx.document import write_docx as written
from analysis.report.formats.docx.writer import make_bookmark_name
from analysis.report.formats.exporter import CommuniqueDOCX
from analysis.style.house import House, get_shipped_house
from tests import notebooks_in_memory
from tests.conftest import ROOT, TINY

REPORTS = {"reconstruction": notebooks_in_memory.read_reconstruction, "forces": notebooks_in_memory.read_forces}


@cache
def make_docx(name: str) -> bytes:
    return written(REPORTS[name]())


def open_docx(content: bytes) -> Word:
    return docx.Document(io.BytesIO(content))


@pytest.fixture(params=REPORTS)
def name(request) -> str:
    return request.param


def get_words(word: Word) -> str:
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in word.element.body.iter(qn("w:p")))


def list_note_marks(word: Word) -> list[str]:
    return [mark.get(qn("w:name")) for mark in word.element.body.iter(qn("w:bookmarkStart"))]


def list_links(word: Word) -> list[tuple[str, str]]:
    """Where each link within the document leads, and what it says."""
    return [
        (link.get(qn("w:anchor")), "".join(t.text for t in link.iter(qn("w:t"))))
        for link in word.element.body.iter(qn("w:hyperlink"))
        if link.get(qn("w:anchor"))
    ]


@pytest.mark.parametrize("kind", [kind for kind in get_args(model.Block) if kind is not model.WhatIf])
def test_every_block_has_a_writer(kind):
    assert docx_blocks.write_block.dispatch(kind) is not docx_blocks.write_block.dispatch(object)


@pytest.mark.parametrize("kind", get_args(model.Inline))
def test_every_part_has_a_writer(kind):
    assert docx_text.write_inline.dispatch(kind) is not docx_text.write_inline.dispatch(object)


# Numbers and notes


def test_every_number_of_the_document_stands_there_once_and_leads_to_its_note(name):
    body = open_docx(make_docx(name)).element.body
    found = {}
    for start in body.iter(qn("w:bookmarkStart")):
        if re.fullmatch(r"_n\d+", start.get(qn("w:name"))):
            assert start.get(qn("w:name")) not in found
            found[start.get(qn("w:name"))] = start.getnext().get(qn("w:anchor"))
    assert found == {f"_{number.anchor}": f"_note_{number.note}" for number in remove_sliders(REPORTS[name]()).numbers}


def test_every_link_leads_to_a_bookmark_and_bookmarks_are_unique(name):
    word = open_docx(make_docx(name))
    assert len(list_note_marks(word)) == len(set(list_note_marks(word)))
    ids = [mark.get(qn("w:id")) for mark in word.element.body.iter(qn("w:bookmarkStart"))]
    assert ids == [mark.get(qn("w:id")) for mark in word.element.body.iter(qn("w:bookmarkEnd"))]
    assert len(ids) == len(set(ids))
    assert {anchor for anchor, _ in list_links(word)} <= set(list_note_marks(word))


def test_a_printed_number_carries_the_figure_of_its_note():
    said = [text for anchor, text in list_links(open_docx(make_docx("reconstruction"))) if anchor == "_note_1"]
    assert "at\u00a0most\u00a012.5%1" in said


def test_every_note_leads_back_to_each_place_of_use(name):
    word = open_docx(make_docx(name))
    there = [anchor for anchor, _ in list_links(word)]
    assert set(there) >= {f"_{number.anchor}" for number in remove_sliders(REPORTS[name]()).numbers}
    notes = [p for p in word.paragraphs if p.style.name == "Note Entry"]
    assert len(notes) == len(REPORTS[name]().notes)


def test_a_note_tells_its_story_and_so_does_the_link_pointed_at():
    word = open_docx(make_docx("reconstruction"))
    note = next(
        p
        for p in word.element.body.iter(qn("w:p"))
        if "Rebuilding takes this much" in "".join(t.text for t in p.iter(qn("w:t")))
    )
    text = "".join(t.text for t in note.iter(qn("w:t")))
    for fact in (
        "Reconstruction need: $800 billion",
        "“800 billion”",
        "The meeting by the lake",
        "section I, paragraph 1",
        "Elsewhere: ",
        "Used in ",
        "in the calculation of ",
    ):
        assert fact in text
    tips = [link.get(qn("w:tooltip")) for link in word.element.body.iter(qn("w:hyperlink"))]
    assert any(tip and tip.startswith("Reconstruction need: $800 billion Rebuilding takes this much") for tip in tips)
    assert all(len(tip) <= 250 for tip in tips if tip)


# What Word knows


def test_headings_captions_and_lists_are_words_own():
    word = open_docx(make_docx("reconstruction"))
    headings = [p.text for p in word.paragraphs if p.style.name == "Heading 1"]
    assert headings == [
        "Where it could come from",
        "What is uncertain",
        "Data behind the figures",
        "Where the numbers come from",
        "Sources",
        "About this report",
    ]
    assert word.paragraphs[1].style.name == "Title"
    captions = [p.text for p in word.paragraphs if p.style.name == "Caption"]
    assert captions[0].startswith("Figure\u00a01")
    assert captions[1].startswith("Table\u00a01\u2003The funding ladder, rung by rung")
    fields = [field.text.strip() for field in word.element.body.iter(qn("w:instrText"))]
    assert fields.count("SEQ Table \\* ARABIC") == 2
    assert [p.text for p in word.paragraphs if p.style.name == "List Number"] == ["first one thing", "then another"]


def test_each_ordered_list_counts_anew():
    bare = reader.read_document(
        notebooks_in_memory.make_executed_notebook(cover("A title", "Why?", {}), "1. one\n2. two", "1. uno\n2. due")
    )
    word = open_docx(written(bare))
    assert len({p._p.pPr.numPr.numId.val for p in word.paragraphs if p.style.name == "List Number"}) == 2


def test_many_headings_are_listed_and_few_are_not():
    many = reader.read_document(
        notebooks_in_memory.make_executed_notebook(
            cover("A title", "Why?", {}), say("All of it.", role="answer"), "## Aa", "## Bb", "## Cc", "## Dd"
        )
    )
    listed = [p for p in open_docx(written(many)).paragraphs if p.style.name == "toc 1"]
    assert [p.hyperlinks[0].text for p in listed] == ["Aa", "Bb", "Cc", "Dd"]
    assert not [p for p in open_docx(make_docx("forces")).paragraphs if p.style.name == "toc 1"]


def test_every_picture_has_the_figures_alternative_text(name):
    figures = [block for block in REPORTS[name]().blocks if isinstance(block, Figure)]
    drawn = list(open_docx(make_docx(name)).element.body.iter(qn("wp:docPr")))
    assert [drawing.get("descr") for drawing in drawn] == [figure.alt_below_title for figure in figures]
    assert all(get_plain_text(figure.title) not in figure.alt_below_title for figure in figures)
    assert len({drawing.get("id") for drawing in drawn}) == len(drawn)


def test_pictures_are_sharp_enough_to_print_and_no_wider_than_the_text(name):
    word = open_docx(make_docx(name))
    assert len(word.inline_shapes) > 0
    for shape in word.inline_shapes:
        image = word.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed].image
        assert image.px_width / shape.width.inches >= 199
        assert shape.width <= word.sections[0].page_width - 2 * word.sections[0].left_margin + 635


def test_header_rows_come_again_and_rows_stay_whole(name):
    tables = open_docx(make_docx(name)).tables
    assert len(tables) >= 3
    for made_table in tables:
        first, *others = (row._tr.trPr for row in made_table.rows)
        assert first.find(qn("w:tblHeader")) is not None
        assert all(row.find(qn("w:tblHeader")) is None for row in others)
        assert all(row.find(qn("w:cantSplit")) is not None for row in (first, *others))


def test_tables_fit_the_line_and_numbers_stand_to_the_right(name):
    word = open_docx(make_docx(name))
    section = word.sections[0]
    line = (section.page_width - section.left_margin - section.right_margin) / 635
    for made_table in word.tables:
        assert sum(int(column.get(qn("w:w"))) for column in made_table._tbl.tblGrid) <= line + 1
    grid = next(t for t in word.tables if t.rows[0].cells[0].text in ("Rung", "Plan"))
    assert all(row.cells[1].paragraphs[0].alignment == 2 for row in grid.rows)


def test_no_empty_paragraph_makes_room(name):
    paragraphs = list(open_docx(make_docx(name)).element.body.iterchildren(qn("w:p")))
    assert len(paragraphs) > 10
    for paragraph in paragraphs:
        assert "".join(paragraph.itertext()).strip() or next(paragraph.iter(qn("w:drawing")), None) is not None


def test_the_file_says_what_it_is_and_no_clock_time():
    word = open_docx(make_docx("reconstruction"))
    facts = word.core_properties
    assert facts.title == get_plain_text(notebooks_in_memory.read_reconstruction().title)
    assert facts.author == get_shipped_house().header["name"]
    assert facts.language == "en"
    assert str(facts.created) == str(facts.modified) == "2026-01-01 00:00:00+00:00"
    language = word.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "en-GB"
    with zipfile.ZipFile(io.BytesIO(make_docx("reconstruction"))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [entry for entry in archive.namelist() if "thumbnail" in entry or "customXml" in entry]


def test_every_style_used_is_there(name):
    word = open_docx(make_docx(name))
    known = {style.style_id for style in word.styles}
    used = {
        element.get(qn("w:val"))
        for tag in ("w:pStyle", "w:rStyle", "w:tblStyle")
        for element in word.element.body.iter(qn(tag))
    }
    assert used <= known


def test_tables_and_figures_are_referred_to_by_fields_that_lead_to_their_captions():
    word = open_docx(make_docx("reconstruction"))
    fields = [
        field.text.split() for field in word.element.body.iter(qn("w:instrText")) if field.text.split()[0] == "REF"
    ]
    assert len(fields) > 0
    captions = {}
    for start in word.element.body.iter(qn("w:bookmarkStart")):
        instruction = start.getparent().find(f".//{qn('w:instrText')}")
        if instruction is not None and instruction.text.split()[0] == "SEQ":
            captions[start.get(qn("w:name"))] = instruction.text.split()[1]
    assert {name for _, name, _ in fields} <= set(captions)
    assert {switch for _, _, switch in fields} == {"\\h"}
    references = {
        part.anchor
        for item in notebooks_in_memory.read_reconstruction().blocks
        if isinstance(item, Prose)
        for part in item.text
        if isinstance(part, model.Reference)
    }
    assert {make_bookmark_name(anchor) for anchor in references} & set(captions) <= {name for _, name, _ in fields}


# The house


def test_the_shipped_typefaces_give_way_to_stock_ones_that_readers_have():
    word = open_docx(make_docx("forces"))
    assert word.styles.element.find(f".//{qn('w:rFonts')}").get(qn("w:ascii")) == "Georgia"
    assert word.styles["Table Text"].font.name == "Arial"
    with zipfile.ZipFile(io.BytesIO(make_docx("forces"))) as file:
        parts = {name: file.read(name).decode() for name in file.namelist() if name.endswith(".xml")}
    assert [name for name, text in parts.items() if "Communique S" in text] == []
    assert 'w:altName w:val="Gelasio,Times New Roman,Liberation Serif"' in parts["word/fontTable.xml"]


def test_page_typefaces_and_classification_are_the_houses():
    usual = get_shipped_house()
    strict = House(
        paper={"size": "us-letter", "margin_mm": 30},
        type={"text": "Some Serif", "label": "Some Sans"},
        header={"name": "The ministry", "classification": "For internal use"},
        colour=usual.colour,
        colour_dark=usual.colour_dark,
    )
    word = open_docx(written(replace(notebooks_in_memory.read_forces(), house=strict)))
    section = word.sections[0]
    assert round(section.page_width.mm, 1) == 215.9
    assert round(section.left_margin.mm) == 30
    assert "For internal use" in section.header.paragraphs[0].text
    assert "For internal use" in section.first_page_header.paragraphs[0].text
    assert section.footer.paragraphs[0].text.startswith("The ministry\t1 / ")
    assert word.styles["Table Text"].font.name == "Some Sans"
    assert word.styles.element.find(f".//{qn('w:rFonts')}").get(qn("w:ascii")) == "Some Serif"


# Text of any kind


def test_ukrainian_and_markup_stay_as_they_are():
    nasty = "<w:p/> & \"quoted\" 'too' ]]>"
    case = load_case(str(TINY))
    made_here = open_docx(
        written(
            reader.read_document(
                notebooks_in_memory.make_executed_notebook(
                    cover("Title", "Why?", {**case.about, "title": nasty}),
                    say("Про мир домовлено: Україна, ґанок, їжа."),
                )
            )
        )
    )
    assert "Про мир домовлено: Україна, ґанок, їжа." in get_words(made_here)
    assert nasty in get_words(made_here)


def test_a_long_anchor_is_a_name_word_allows():
    long = "section-" + "a" * 60
    assert len(make_bookmark_name(long)) == 40
    assert make_bookmark_name(long) != make_bookmark_name(long + "b")
    assert re.fullmatch(r"_\w+", make_bookmark_name("28-point-plan"))


def test_a_wide_table_is_cut_to_the_line_and_keeps_its_words_whole():
    texts = ("Status of the occupied regions", "a long sentence that will have to be broken " * 5, "Withdrawals")
    table = Table(
        "k",
        "a",
        1,
        ("c",),
        tuple(Column(t[:3], (t[:8],), "left") for t in texts),
        (tuple((text,) for text in texts),),
        (),
    )
    sizes = docx_tables.compute_widths(table, 6000)
    assert sum(sizes) == 6000
    assert sizes[1] > sizes[0]
    assert sizes[2] >= len("Withdrawals") * 90
    assert sum(docx_tables.compute_widths(table, 800)) == 800


# The same bytes


@pytest.mark.slow
def test_the_same_document_gives_the_same_bytes_in_another_process(tmp_path):
    path = tmp_path / "report.ipynb"
    nbformat.write(notebooks_in_memory.make_reconstruction_notebook(), path)
    script = (
        "import sys, nbformat; from analysis.report.document import reader as document; "
        "from analysis.report.formats.docx.document import write_docx; "
        "sys.stdout.buffer.write(write_docx(document.read_document(nbformat.read(sys.argv[1], 4))))"
    )
    again = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, check=True, cwd=ROOT)
    assert again.stdout == make_docx("reconstruction")


def test_nbconvert_finds_the_exporter():
    output, resources = CommuniqueDOCX().from_notebook_node(notebooks_in_memory.make_reconstruction_notebook())
    assert output == make_docx("reconstruction")
    assert resources["output_extension"] == ".docx"


def test_a_report_without_numbers_has_no_notes():
    bare = reader.read_document(
        notebooks_in_memory.make_executed_notebook(cover("A title", "Why?", {}), points(say("one"), say("two")))
    )
    word = open_docx(written(replace(bare, blocks=(*bare.blocks, Prose(("end",), "note")))))
    assert [p.text for p in word.paragraphs] == ["A title", "Why?", "one", "two", "end"]


def test_struck_text_lines_lists_within_lists_and_headings_of_any_script():
    word = open_docx(written(notebooks_in_memory.read_texts()))
    texts = {paragraph.text: paragraph for paragraph in word.paragraphs}
    assert [run.text for run in texts["The plan is agreed open.\n# second — bold\nlines"].runs if run.font.strike] == [
        "agreed"
    ]
    listed = {"one": 0, "a\na line": 1, "b": 1, "deep": 2, "deeper": 2, "two": 0}
    assert {text: texts[text]._p.pPr.numPr.ilvl.val for text in listed} == listed
    numberings = {text: texts[text]._p.pPr.numPr.numId.val for text in listed}
    assert numberings["one"] == numberings["two"] != numberings["deep"] == numberings["deeper"]
    assert {"_потреба_у_відбудові", "_საქართველო"} <= set(list_note_marks(word))


def test_bookmarks_that_differ_in_marks_of_letters_only_are_kept_apart():
    names = [make_bookmark_name(anchor) for anchor in ("कि", "का", "की")]
    assert len(set(names)) == 3
    assert all(re.fullmatch(r"\w{1,40}", name) for name in names)


def test_a_long_title_is_whole_in_the_document_and_shortened_in_the_properties():
    long = "How much of the money is in reach? " * 10
    short = REPORTS["forces"]()
    document = replace(short, title=(*short.title, long), question=(long,), about={**short.about, "title": long})
    title = get_plain_text(document.title)
    word = open_docx(written(document))
    assert get_words(word).count(long) == 3
    facts = word.core_properties
    for text, whole in ((facts.title, title), (facts.subject, long), (facts.keywords, long)):
        assert (len(text), text) == (255, whole[:254] + "…")
