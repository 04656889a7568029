"""Each block and each part of a report as WordprocessingML: one function a class; nothing is decided here."""

from __future__ import annotations

import io
from functools import singledispatch
from typing import Any

from docx.shared import Twips
from docx.text.paragraph import Paragraph

from analysis.report.document import note_text as notes
from analysis.report.document.model import (
    Cards,
    Document,
    Figure,
    Heading,
    Label,
    Number,
    Parts,
    Points,
    Prose,
    Reference,
    Table,
    WhatIf,
    apostrophes,
    at_rest,
    together,
)
from analysis.report.document.text_cells import Code, Link, Strong
from analysis.report.formats.docx.tables import cards, grid
from analysis.report.formats.docx.writer import TWIPS_PER_MM, Sheet, node, numbered, run, told
from analysis.report.formats.pdf.typst_compiler import press
from analysis.report.formats.pdf.typst_source import drawing_source

_DPI = 200
_ROLES = {"body": "Normal", "answer": "Answer", "note": "Remark"}


def write(text: Parts, sheet: Sheet, parent: Any) -> Any:
    """Writes a text into a paragraph, and returns that."""
    for item in text:
        part(item, sheet, parent)
    return parent


@singledispatch
def part(item: Any, sheet: Sheet, parent: Any) -> None:
    """Writes one part of a text into a paragraph."""
    raise TypeError(f"no Word for the part {type(item).__name__}")


@part.register
def _(item: str, sheet: Sheet, parent: Any) -> None:
    run(parent, apostrophes(item))


@part.register
def _(item: Number, sheet: Sheet, parent: Any) -> None:
    with sheet.bookmark(parent, item.anchor):
        link = sheet.link(parent, f"note-{item.note}", sheet.tips.get(item.note, ""))
        run(link, together(item.text), "TracedNumber")
        run(link, str(item.note), "NoteMark")


@part.register
def _(item: Label, sheet: Sheet, parent: Any) -> None:
    run(parent, apostrophes(item.text))


@part.register
def _(item: Reference, sheet: Sheet, parent: Any) -> None:
    run(sheet.link(parent, item.anchor), together(item.text), "CrossReference")


@part.register
def _(item: Strong, sheet: Sheet, parent: Any) -> None:
    if item.text:
        run(parent, apostrophes(item.text), "Strong" if item.heavy else "Emphasis")


@part.register
def _(item: Code, sheet: Sheet, parent: Any) -> None:
    run(parent, item.text, "InlineCode")


@part.register
def _(item: Link, sheet: Sheet, parent: Any) -> None:
    if notes.web_address(item.url):
        run(sheet.way_out(parent, item.url), item.text, "Hyperlink")
    else:
        run(parent, item.text)


@singledispatch
def block(item: Any, sheet: Sheet) -> None:
    """Writes one block of a report at the end of the document."""
    raise TypeError(f"no Word for the block {type(item).__name__}")


@block.register
def _(item: Heading, sheet: Sheet) -> None:
    paragraph = sheet.paragraph(f"Heading{min(item.level, 4)}")
    with sheet.bookmark(paragraph, item.anchor):
        write(item.text, sheet, paragraph)


@block.register
def _(item: Prose, sheet: Sheet) -> None:
    write(item.text, sheet, sheet.paragraph(_ROLES[item.role]))


@block.register
def _(item: Points, sheet: Sheet) -> None:
    fresh = _counting_anew(sheet) if item.ordered else None
    for point in item.items:
        paragraph = write(point, sheet, sheet.paragraph("ListNumber" if item.ordered else "ListBullet"))
        if fresh is not None:
            paragraph.pPr.get_or_add_numPr().extend([node("ilvl", val=0), node("numId", val=fresh)])


def _counting_anew(sheet: Sheet) -> int:
    """A number for one ordered list, of the look of the others and beginning at one."""
    numbering = sheet.word.part.numbering_part.element
    made = numbering.add_num(2)
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    return made.numId


@block.register
def _(item: Cards, sheet: Sheet) -> None:
    cards(item, sheet, write)


@block.register
def _(item: Table, sheet: Sheet) -> None:
    caption(sheet, item.anchor, "Table", item.number, item.caption)
    grid(item, sheet, write)
    for note in item.notes:
        write(note, sheet, sheet.paragraph("Beneath"))


@block.register
def _(item: Figure, sheet: Sheet) -> None:
    caption(sheet, item.anchor, "Figure", item.number, item.title)
    paragraph = sheet.paragraph("Figure")
    _picture(item, sheet, paragraph)
    paragraph.pPr.keepNext_val = True
    beneath = sheet.paragraph("Beneath")
    for note in item.notes:
        write((*note, " "), sheet, beneath)
    part(Reference(f"Data behind Figure {item.number}", item.data.anchor), sheet, beneath)


@block.register
def _(item: WhatIf, sheet: Sheet) -> None:
    for part_of in at_rest(item):
        block(part_of, sheet)


def _picture(item: Figure, sheet: Sheet, parent: Any) -> None:
    """The drawing as a picture every Word can show, with the sentence that says what it shows."""
    png = press(drawing_source(item.svg, sheet.width / TWIPS_PER_MM), sheet.house.faces, format="png", ppi=_DPI)
    shape = Paragraph(parent, sheet.word._body).add_run().add_picture(io.BytesIO(png), width=Twips(sheet.width))
    room = Twips(sheet.height - 2000)  # its caption and what stands beneath go on the same page
    if shape.height > room:
        shape.width, shape.height = round(shape.width * room / shape.height), room
    for side in "TBLR":
        shape._inline.set(f"dist{side}", "0")
    told(shape, f"Figure {item.number}", item.alt, f"{item.key}.png")


def caption(sheet: Sheet, anchor: str, kind: str, number: int, text: Parts) -> None:
    """Writes a caption that Word counts and lists like its own."""
    paragraph = sheet.paragraph("Caption")
    with sheet.bookmark(paragraph, anchor):
        run(paragraph, f"{kind}\u00a0", "CaptionPlace")
        numbered(paragraph, f"SEQ {kind} \\* ARABIC", str(number), "CaptionPlace")
    run(paragraph, "\u2003")
    write(text, sheet, paragraph)


def data_behind(document: Document, sheet: Sheet) -> None:
    """Writes the data of every figure: its numbers are drawn above, and traced here."""
    figures = [item for item in document.blocks if isinstance(item, Figure)]
    for position, item in enumerate(figures):
        if position == 0:
            block(Heading(1, ("Data behind the figures",), "_data"), sheet)
        paragraph = sheet.paragraph("Caption")
        with sheet.bookmark(paragraph, item.data.anchor):
            run(sheet.link(paragraph, item.anchor), f"Figure\u00a0{item.number}", "CaptionPlace")
        run(paragraph, "\u2003")
        write(_leading(item.title), sheet, paragraph)
        grid(item.data, sheet, write)
        for note in item.data.notes:
            write(note, sheet, sheet.paragraph("Beneath"))


def _leading(text: Parts) -> Parts:
    """A text said a second time: its numbers lead to their notes, and the notes to where they were said first."""
    return tuple(Reference(item.text, f"note-{item.note}") if isinstance(item, Number) else item for item in text)
