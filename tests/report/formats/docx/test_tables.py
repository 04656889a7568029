"""Wide tables and high charts in Word: columns with room for their numbers, turned pages, pictures that fit a page."""

from __future__ import annotations

import io
import re

import docx
import pytest
from docx.oxml.ns import qn

from analysis.report.document.model import Column, Number, Table
from analysis.report.document.reader import Document
from analysis.report.formats.docx import tables
from analysis.report.formats.docx.document import write_docx
from analysis.report.formats.docx.writer import add_run, create_draft
from analysis.style.house import get_shipped_house
from tests.report.formats.pdf.test_figures import make_high
from tests.report.formats.pdf.test_table_layout import TEXT, make_wide

UPRIGHT, TURNED = 9411, 14343  # twips of the text: 166 and 253 mm


def list_sections(word) -> list[tuple[str, list]]:
    """The sections: how their pages lie, and what they hold."""
    found, held = [], []
    for element in word.element.body:
        held.append(element)
        size = next(element.iter(qn("w:pgSz")), None)
        if size is not None:
            found.append((size.get(qn("w:orient")) or "portrait", held))
            held = []
    return found


def open_word(document: Document):
    return docx.Document(io.BytesIO(write_docx(document)))


WIDE = [
    # columns, text, word before each name: how the pages lie, columns in each part
    (5, "", "", ("portrait", [5])),
    (8, "", "", ("landscape", [8])),
    (12, "", "", ("landscape", [7, 6])),
    (30, "", "", ("landscape", [9, 8, 8, 8])),
    (12, TEXT, "Interdepartmental", ("landscape", [7, 6])),
]


@pytest.mark.parametrize(("columns", "text", "word", "expected"), WIDE)
def test_every_column_has_room_for_its_numbers_and_every_table_for_its_page(columns, text, word, expected):
    made = open_word(make_wide(columns, text=text, word=word))
    parts = [
        (lies, element)
        for lies, held in list_sections(made)
        for element in held
        if element.tag == qn("w:tbl") and "Many measures" in element.xpath("string(.//w:tblCaption/@w:val)")
    ]
    assert {lies for lies, _ in parts} == {expected[0]}
    widths = [[int(each.get(qn("w:w"))) for each in part.iter(qn("w:gridCol"))] for _, part in parts]
    assert sum(map(len, widths)) == sum(expected[1])
    assert len(widths) == len(expected[1])
    room = TURNED if expected[0] == "landscape" else UPRIGHT
    assert all(sum(sizes) <= room for sizes in widths)
    for sizes, (_, part) in zip(widths, parts, strict=True):
        for row in part.iter(qn("w:tr")):
            for size, cell in zip(sizes, row.iter(qn("w:tc")), strict=True):
                runs = list(cell.iter(qn("w:r")))
                points = min(
                    (int(each.get(qn("w:val"))) / 2 for run in runs for each in run.iter(qn("w:sz"))), default=9
                )
                assert points >= 7
                words = re.split(r"[ \u200b]|(?<=-)(?!\d)", "".join(run.text for run in runs))
                # in Arial, which is wider than most, a digit is 0.56 em wide
                assert all(len(piece) * 0.5 * points * 20 <= size for piece in words), words


def test_the_heading_goes_to_the_turned_page_and_what_follows_is_upright_again():
    sections = list_sections(open_word(make_wide(12)))
    assert [lies for lies, _ in sections] == ["portrait", "landscape", "portrait", "portrait"]
    assert sections[1][1][0].text == "A heading"
    assert sections[2][1][0].text == "Where the numbers come from"
    first, turned, *_ = (
        section.find(qn("w:titlePg")) for section in open_word(make_wide(12)).element.iter(qn("w:sectPr"))
    )
    assert first is not None  # the header of the first page has no title
    assert turned is None


def test_two_turned_tables_in_a_row_share_their_section():
    draft = create_draft(get_shipped_house(), "en")
    for _ in range(2):
        with draft.turn_pages(True):
            assert draft.width == TURNED
            add_run(draft.add_paragraph("Normal"), "wide")
    assert draft.width == UPRIGHT
    add_run(draft.add_paragraph("Normal"), "after")
    sections = [
        (lies, "".join(each.text for each in held if each.tag == qn("w:p"))) for lies, held in list_sections(draft.word)
    ]
    assert sections == [("portrait", ""), ("landscape", "widewide"), ("portrait", "after")]


def test_bookmarks_of_a_table_in_parts_are_not_repeated():
    names = [mark.get(qn("w:name")) for mark in open_word(make_wide(30)).element.iter(qn("w:bookmarkStart"))]
    assert len(names) == len(set(names))


def test_a_number_in_a_repeated_column_is_a_link_to_its_note():
    number = Number("$5 billion", 5, "USD", 5, 5, "exact", ("c",), "c", False, "", "", "n1", 7)
    columns = tuple(Column(f"c{at}", (f"Column {at}",), "right") for at in range(20))
    table = Table("t", "t", 1, ("c",), columns, (((number,),) * 20,), ())
    draft = create_draft(get_shipped_house(), "en")
    fit = tables.choose_fit(table, draft)
    assert len(fit.parts) == 2
    tables.write_table(table, fit, draft, "Table 1")
    links = [link.get(qn("w:anchor")) for link in draft.word.element.iter(qn("w:hyperlink"))]
    assert links == ["_note_7"] * 21


@pytest.mark.parametrize(("rows", "pictures"), [(12, 1), (26, 1), (60, 3)])
def test_pictures_fit_the_page_with_their_captions(rows, pictures):
    made = open_word(make_high(rows))
    shapes = made.inline_shapes
    assert len(shapes) == pictures
    for shape in shapes:
        assert shape.width.mm <= 166.1
        assert shape.height.mm <= 206.1
        # the drawing is not squeezed
        assert shape.height / shape.width == pytest.approx(_find_proportion(made, shape), rel=0.01)
    names = [part.partname for part in made.part.package.iter_parts() if "/media/" in str(part.partname)]
    assert len(names) == pictures
    captions = [p.text for p in made.paragraphs if p.style.name == "caption" or p.style.name == "Caption"]
    assert sum(text.startswith("Figure 1, continued\u2003All of") for text in captions) == pictures - 1


def _find_proportion(word, shape) -> float:
    """Height divided by width of the picture in the file."""
    image = word.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed].image
    return image.px_height / image.px_width
