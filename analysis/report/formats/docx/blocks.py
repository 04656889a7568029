"""Each block of a report in Word: one function a class; nothing is decided here."""

from __future__ import annotations

import io
from functools import singledispatch

from docx.shared import Twips
from docx.text.paragraph import Paragraph

from analysis.messages import gettext
from analysis.report.document.model import (
    Block,
    Document,
    Figure,
    Heading,
    KeyNumbers,
    Points,
    Prose,
    Reference,
    RichText,
    Table,
)
from analysis.report.document.typography import make_unbreakable
from analysis.report.formats.docx.tables import choose_fit, write_continued, write_key_numbers, write_table
from analysis.report.formats.docx.text import write_inline, write_text
from analysis.report.formats.docx.writer import (
    TWIPS_PER_MM,
    Element,
    WordDraft,
    add_field,
    add_run,
    describe_picture,
    make_element,
)
from analysis.report.formats.outlines import prepare_drawing
from analysis.report.formats.pictures import Picture, list_pictures
from analysis.report.formats.table_fit import link_to_notes
from analysis.report.formats.typst import draw_png

_DPI = 200
_BULLETS = 1  # the numbering of lists without numbers, in theme/word/numbering.xml.j2
_MAX_LEVEL = 8  # the deepest level of lists that Word knows
_ROLE_STYLES = {"body": "Normal", "answer": "Answer", "note": "Remark", "quote": "Remark"}


@singledispatch
def write_block(item: Block, draft: WordDraft) -> None:
    """Writes one block of a report at the end of the document."""
    raise TypeError(f"no Word for the block {type(item).__name__}")


@write_block.register
def _(item: Heading, draft: WordDraft) -> None:
    paragraph = draft.add_paragraph(f"Heading{min(item.level, 4)}")
    with draft.open_bookmark(paragraph, item.anchor):
        write_text(item.text, draft, paragraph)


@write_block.register
def _(item: Prose, draft: WordDraft) -> None:
    write_text(item.text, draft, draft.add_paragraph(_ROLE_STYLES[item.role]))


@write_block.register
def _(item: Points, draft: WordDraft) -> None:
    _write_list(item, draft, 0)


def _write_list(item: Points, draft: WordDraft, level: int) -> None:
    """Writes a list and the lists below its items. level: how many lists it is within."""
    numbering = _restart_numbering(draft, level, item.start) if item.ordered else _BULLETS
    for point, lists in item.list_items():
        paragraph = write_text(point, draft, draft.add_paragraph("ListNumber" if item.ordered else "ListBullet"))
        if item.ordered or level:
            paragraph.pPr.get_or_add_numPr().extend(
                [make_element("ilvl", val=level), make_element("numId", val=numbering)]
            )
        for below in lists:
            _write_list(below, draft, min(level + 1, _MAX_LEVEL))


def _restart_numbering(draft: WordDraft, level: int, start: int) -> int:
    """Returns the id of a new numbering that begins at a number, with the look of the other ordered lists."""
    numbering = draft.word.part.numbering_part.element
    added = numbering.add_num(2)
    added.add_lvlOverride(ilvl=level).add_startOverride(start)
    return int(added.numId)


@write_block.register
def _(item: KeyNumbers, draft: WordDraft) -> None:
    write_key_numbers(item, draft)


@write_block.register
def _(item: Table, draft: WordDraft) -> None:
    fit = choose_fit(item, draft)
    with draft.turn_pages(fit.turned):
        if item.number:
            write_caption(draft, item, "Table", item.caption)
        else:
            write_text(item.caption, draft, draft.add_paragraph("Caption"))
        write_table(item, fit, draft, item.name_within)
        for note in item.notes:
            write_text(note, draft, draft.add_paragraph("Beneath"))


@write_block.register
def _(item: Figure, draft: WordDraft) -> None:
    pictures = list(list_pictures(item, draft.house))
    for position, picture in enumerate(pictures):
        if position:
            write_continued(draft, item.name_within, item.title)
        else:
            write_caption(draft, item, "Figure", item.title)
        paragraph = draft.add_paragraph("Figure")
        file = f"{item.key}-{position + 1}.png" if position else f"{item.key}.png"
        _write_picture(picture, item.name, file, draft, paragraph)
        if position == len(pictures) - 1:
            paragraph.pPr.keepNext_val = True  # with what is beneath
    beneath = draft.add_paragraph("Beneath")
    for note in item.notes:
        write_text((*note, " "), draft, beneath)
    if item.data.columns:
        write_inline(
            Reference(gettext("Data behind {figure}", figure=item.name_within), item.data.anchor), draft, beneath
        )


def _write_picture(picture: Picture, name: str, file: str, draft: WordDraft, parent: Element) -> None:
    """Adds a drawing as a PNG, which every version of Word can show, with its alternative text."""
    width, faces = draft.width * picture.share, draft.house.print_faces
    png = draw_png(prepare_drawing(picture.svg, faces), width / TWIPS_PER_MM, _DPI, faces)
    shape = Paragraph(parent, draft.word._body).add_run().add_picture(io.BytesIO(png), width=Twips(round(width)))
    for side in "TBLR":
        shape._inline.set(f"dist{side}", "0")
    describe_picture(shape, name, picture.alt, file)


def write_caption(draft: WordDraft, item: Table | Figure, sequence: str, text: RichText) -> None:
    """Writes a caption that Word numbers and lists like its own. sequence: its name in Word, in any language."""
    paragraph = draft.add_paragraph("Caption")
    before, number, after = make_unbreakable(item.name).rpartition(str(item.number))
    with draft.open_bookmark(paragraph, item.anchor):
        add_run(paragraph, before, "CaptionPlace")
        add_field(paragraph, f"SEQ {sequence} \\* ARABIC", number, "CaptionPlace")
        if after:
            add_run(paragraph, after, "CaptionPlace")
    add_run(paragraph, "\u2003")
    write_text(text, draft, paragraph)


def write_figure_data(document: Document, draft: WordDraft) -> None:
    """Writes the data of every figure as tables: a picture holds no links, so its numbers lead to their notes here."""
    figures = [item for item in document.blocks if isinstance(item, Figure) and item.data.columns]
    for position, item in enumerate(figures):
        if position == 0:
            write_block(Heading(1, (gettext("Data behind the figures"),), "_data"), draft)
        fit = choose_fit(item.data, draft)
        with draft.turn_pages(fit.turned):
            paragraph = draft.add_paragraph("Caption")
            with draft.open_bookmark(paragraph, item.data.anchor):
                add_run(draft.add_link(paragraph, item.anchor), make_unbreakable(item.name), "CaptionPlace")
            add_run(paragraph, "\u2003")
            write_text(link_to_notes(item.title), draft, paragraph)
            write_table(item.data, fit, draft, make_unbreakable(item.name_within))
            for note in item.data.notes:
                write_text(note, draft, draft.add_paragraph("Beneath"))
