"""Each block and each part of a report as WordprocessingML: one function a class; nothing is decided here."""

from __future__ import annotations

import io
from functools import singledispatch
from typing import Any

from docx.shared import Twips
from docx.text.paragraph import Paragraph

from analysis.report.document import note_text
from analysis.report.document.model import (
    Document,
    Figure,
    Heading,
    KeyNumbers,
    Label,
    Number,
    Points,
    Prose,
    Reference,
    RichText,
    Table,
    WhatIf,
)
from analysis.report.document.text_cells import Code, Emphasis, Link
from analysis.report.document.typography import curl_apostrophes, make_unbreakable
from analysis.report.document.without_sliders import describe_what_if
from analysis.report.formats.docx.tables import write_key_numbers, write_table
from analysis.report.formats.docx.writer import (
    TWIPS_PER_MM,
    WordDraft,
    add_field,
    add_run,
    describe_picture,
    make_element,
)
from analysis.report.formats.typst import draw_png

_DPI = 200
_ROLE_STYLES = {"body": "Normal", "answer": "Answer", "note": "Remark"}


def write_text(text: RichText, sheet: WordDraft, parent: Any) -> Any:
    """Writes a text into a paragraph, and returns that."""
    for item in text:
        write_inline(item, sheet, parent)
    return parent


@singledispatch
def write_inline(item: Any, sheet: WordDraft, parent: Any) -> None:
    """Writes one part of a text into a paragraph."""
    raise TypeError(f"no Word for the part {type(item).__name__}")


@write_inline.register
def _(item: str, sheet: WordDraft, parent: Any) -> None:
    add_run(parent, curl_apostrophes(item))


@write_inline.register
def _(item: Number, sheet: WordDraft, parent: Any) -> None:
    with sheet.open_bookmark(parent, item.anchor):
        link = sheet.add_link(parent, f"note-{item.note}", sheet.tips.get(item.note, ""))
        add_run(link, make_unbreakable(item.text), "TracedNumber")
        add_run(link, str(item.note), "NoteMark")


@write_inline.register
def _(item: Label, sheet: WordDraft, parent: Any) -> None:
    add_run(parent, curl_apostrophes(item.text))


@write_inline.register
def _(item: Reference, sheet: WordDraft, parent: Any) -> None:
    add_run(sheet.add_link(parent, item.anchor), make_unbreakable(item.text), "CrossReference")


@write_inline.register
def _(item: Emphasis, sheet: WordDraft, parent: Any) -> None:
    if item.text:
        add_run(parent, curl_apostrophes(item.text), "Strong" if item.bold else "Emphasis")


@write_inline.register
def _(item: Code, sheet: WordDraft, parent: Any) -> None:
    add_run(parent, item.text, "InlineCode")


@write_inline.register
def _(item: Link, sheet: WordDraft, parent: Any) -> None:
    if note_text.get_web_address(item.url):
        add_run(sheet.add_external_link(parent, item.url), item.text, "Hyperlink")
    else:
        add_run(parent, item.text)


@singledispatch
def write_block(item: Any, sheet: WordDraft) -> None:
    """Writes one block of a report at the end of the document."""
    raise TypeError(f"no Word for the block {type(item).__name__}")


@write_block.register
def _(item: Heading, sheet: WordDraft) -> None:
    paragraph = sheet.add_paragraph(f"Heading{min(item.level, 4)}")
    with sheet.open_bookmark(paragraph, item.anchor):
        write_text(item.text, sheet, paragraph)


@write_block.register
def _(item: Prose, sheet: WordDraft) -> None:
    write_text(item.text, sheet, sheet.add_paragraph(_ROLE_STYLES[item.role]))


@write_block.register
def _(item: Points, sheet: WordDraft) -> None:
    fresh = _restart_numbering(sheet) if item.ordered else None
    for point in item.items:
        paragraph = write_text(point, sheet, sheet.add_paragraph("ListNumber" if item.ordered else "ListBullet"))
        if fresh is not None:
            paragraph.pPr.get_or_add_numPr().extend([make_element("ilvl", val=0), make_element("numId", val=fresh)])


def _restart_numbering(sheet: WordDraft) -> int:
    """A number for one ordered list, of the look of the others and beginning at one."""
    numbering = sheet.word.part.numbering_part.element
    made = numbering.add_num(2)
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(made.numId)


@write_block.register
def _(item: KeyNumbers, sheet: WordDraft) -> None:
    write_key_numbers(item, sheet, write_text)


@write_block.register
def _(item: Table, sheet: WordDraft) -> None:
    write_caption(sheet, item.anchor, "Table", item.number, item.caption)
    write_table(item, sheet, write_text)
    for note in item.notes:
        write_text(note, sheet, sheet.add_paragraph("Beneath"))


@write_block.register
def _(item: Figure, sheet: WordDraft) -> None:
    write_caption(sheet, item.anchor, "Figure", item.number, item.title)
    paragraph = sheet.add_paragraph("Figure")
    _write_picture(item, sheet, paragraph)
    paragraph.pPr.keepNext_val = True
    beneath = sheet.add_paragraph("Beneath")
    for note in item.notes:
        write_text((*note, " "), sheet, beneath)
    write_inline(Reference(f"Data behind Figure {item.number}", item.data.anchor), sheet, beneath)


@write_block.register
def _(item: WhatIf, sheet: WordDraft) -> None:
    for part_of in describe_what_if(item):
        write_block(part_of, sheet)


def _write_picture(item: Figure, sheet: WordDraft, parent: Any) -> None:
    """The drawing as a picture every Word can show, with the sentence that says what it shows."""
    png = draw_png(item.svg, sheet.width / TWIPS_PER_MM, _DPI, sheet.house.faces)
    shape = Paragraph(parent, sheet.word._body).add_run().add_picture(io.BytesIO(png), width=Twips(sheet.width))
    room = Twips(sheet.height - 2000)  # its caption and what stands beneath go on the same page
    if shape.height > room:
        shape.width, shape.height = round(shape.width * room / shape.height), room
    for side in "TBLR":
        shape._inline.set(f"dist{side}", "0")
    describe_picture(shape, f"Figure {item.number}", item.alt, f"{item.key}.png")


def write_caption(sheet: WordDraft, anchor: str, kind: str, number: int, text: RichText) -> None:
    """Writes a caption that Word counts and lists like its own."""
    paragraph = sheet.add_paragraph("Caption")
    with sheet.open_bookmark(paragraph, anchor):
        add_run(paragraph, f"{kind}\u00a0", "CaptionPlace")
        add_field(paragraph, f"SEQ {kind} \\* ARABIC", str(number), "CaptionPlace")
    add_run(paragraph, "\u2003")
    write_text(text, sheet, paragraph)


def write_figure_data(document: Document, sheet: WordDraft) -> None:
    """Writes the data of every figure: its numbers are drawn above, and traced here."""
    figures = [item for item in document.blocks if isinstance(item, Figure)]
    for position, item in enumerate(figures):
        if position == 0:
            write_block(Heading(1, ("Data behind the figures",), "_data"), sheet)
        paragraph = sheet.add_paragraph("Caption")
        with sheet.open_bookmark(paragraph, item.data.anchor):
            add_run(sheet.add_link(paragraph, item.anchor), f"Figure\u00a0{item.number}", "CaptionPlace")
        add_run(paragraph, "\u2003")
        write_text(_link_to_notes(item.title), sheet, paragraph)
        write_table(item.data, sheet, write_text)
        for note in item.data.notes:
            write_text(note, sheet, sheet.add_paragraph("Beneath"))


def _link_to_notes(text: RichText) -> RichText:
    """A text said a second time: its numbers lead to their notes, and the notes to where they were said first."""
    return tuple(Reference(item.text, f"note-{item.note}") if isinstance(item, Number) else item for item in text)
