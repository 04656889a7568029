"""Document -> a Word file to be edited: real headings, captions and tables, every number a link to its note.

The frame is here: title block, contents, notes, sources, header and footer. `docx_blocks` writes what
stands in between, `docx_tables` the tables, `docx_sheet` the elements; the look is in theme/word.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import Any

from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Mm

from analysis.report.document import note_text as notes
from analysis.report.document.model import Document, Heading, Reference, still, text_of
from analysis.report.formats.docx.blocks import block, data_behind, part, write
from analysis.report.formats.docx.writer import Sheet, blank, closed_field, numbered, opened_field, run, told
from analysis.report.formats.exporter import CommuniqueExporter, moment
from analysis.report.formats.pdf.typst_compiler import press
from analysis.report.formats.pdf.typst_source import drawing_source
from analysis.style.assets import Logo
from analysis.style.house import House

_DPI = 300
_CONTENTS = 4  # headings from which on a list of them helps
_NOTES = Heading(1, ("Where the numbers come from",), "_notes")
_SOURCES = Heading(1, ("Sources",), "_sources")
_ABOUT = Heading(1, ("About this report",), "_about")
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


class CommuniqueDOCX(CommuniqueExporter):
    """`jupyter nbconvert --to communique-docx executed.ipynb`."""

    export_from_notebook = "Communique DOCX"
    output_mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def _file_extension_default(self) -> str:
        return ".docx"

    def written(self, document: Document) -> bytes:
        """Returns the Word file."""
        return docx(document)


def docx(document: Document) -> bytes:
    """Returns the report as a Word file, the same bytes for the same document."""
    document = still(document)
    style = document.house
    sheet = blank(style, document.language)
    labels = notes.labels(document)
    sheet.tips = {note.number: " ".join(text_of(line) for line in notes.lines(note, labels)) for note in document.notes}
    _running(sheet, style, document)
    _properties(sheet, style, document)
    _cover(sheet, document)
    first = next((at for at, item in enumerate(document.blocks) if isinstance(item, Heading)), len(document.blocks))
    for position, item in enumerate(document.blocks):
        if position == first:
            _contents(sheet, document)
        block(item, sheet)
    data_behind(document, sheet)
    _notes(sheet, document)
    _sources(sheet, document)
    _about(sheet, document)
    _aired(sheet)
    return _packed(sheet)


def _cover(sheet: Sheet, document: Document) -> None:
    if document.about.get("title"):
        run(sheet.paragraph("Case"), document.about["title"])
    write(document.title, sheet, sheet.paragraph("Title"))
    write(document.question, sheet, sheet.paragraph("Subtitle"))
    if notes.basis(document):
        run(sheet.paragraph("Basis"), ". ".join(notes.basis(document)) + ".")


def _contents(sheet: Sheet, document: Document) -> None:
    """The headings as links, in a field Word can bring up to date."""
    own = [item for item in document.blocks if isinstance(item, Heading) and item.level == 1]
    if len(own) < _CONTENTS:
        return
    headings = [*own, *([_NOTES] if document.notes else []), *([_SOURCES] if document.sources else [])]
    for position, item in enumerate(headings):
        paragraph = sheet.paragraph("TOC1")
        if position == 0:
            opened_field(paragraph, 'TOC \\o "1-1" \\n \\h \\z \\u')
        run(sheet.link(paragraph, item.anchor), text_of(item.text), "CrossReference")
        if position == len(headings) - 1:
            closed_field(paragraph)


def _notes(sheet: Sheet, document: Document) -> None:
    """Every note with the way back to its numbers, small and in two columns on a page of their own."""
    if not document.notes:
        return
    block(_NOTES, sheet)
    sheet.word.paragraphs[-1].paragraph_format.page_break_before = True
    intro = sheet.paragraph("Remark")
    run(
        intro,
        "The small figure after a number is that of its note here, in order of first use; what those rest on follows.",
    )
    _in_columns(sheet)
    labels, places, within = notes.labels(document), notes.places(document), notes.calculated_from(document)
    for note in document.notes:
        paragraph = sheet.paragraph("NoteEntry")
        with sheet.bookmark(paragraph, note.anchor):
            run(paragraph, str(note.number), "NoteNumber")
        run(paragraph, "\t")
        for position, line in enumerate(notes.lines(note, labels)):
            if position:
                run(paragraph, "\n")
            write(line, sheet, paragraph)
        _uses(sheet, paragraph, notes.uses(note, places), within[note.number])


def _uses(sheet: Sheet, paragraph: Any, uses: list[tuple[str, list[str]]], within: list[int]) -> None:
    """The way back: `Used in the answer, Table 1 (1, 2); in the calculation of 12`."""
    said = "\nUsed in " if uses else "\n"
    for place, anchors in uses:
        run(paragraph, said, "Quiet")
        if len(anchors) == 1:
            part(Reference(place, anchors[0]), sheet, paragraph)
        else:
            run(paragraph, f"{place} (", "Quiet")
            _listed(sheet, paragraph, ((str(count), anchor) for count, anchor in enumerate(anchors, 1)))
            run(paragraph, ")", "Quiet")
        said = ", "
    if within:
        run(paragraph, "; in the calculation of " if uses else "\nIn the calculation of ", "Quiet")
        _listed(sheet, paragraph, ((str(number), f"note-{number}") for number in within))


def _listed(sheet: Sheet, paragraph: Any, links: Iterable[tuple[str, str]]) -> None:
    for position, (text, anchor) in enumerate(links):
        if position:
            run(paragraph, ", ", "Quiet")
        part(Reference(text, anchor), sheet, paragraph)


def _in_columns(sheet: Sheet) -> None:
    """Ends the text over the whole width with the paragraph written last; what follows stands in two columns."""
    here = sheet.word.element.body.sectPr
    before = here.clone()
    sheet.word.paragraphs[-1]._p.get_or_add_pPr().append(before)
    section = sheet.word.sections[-1]
    section.start_type = WD_SECTION.CONTINUOUS
    section.different_first_page_header_footer = False
    for columns in here.findall(qn("w:cols")):
        columns.set(qn("w:num"), "2")
        columns.set(qn("w:space"), "440")


def _sources(sheet: Sheet, document: Document) -> None:
    if document.sources:
        block(_SOURCES, sheet)
        for source in document.sources:
            write(notes.source(source), sheet, sheet.paragraph("SourceEntry"))


def _about(sheet: Sheet, document: Document) -> None:
    told = notes.about(document)
    if told:
        block(_ABOUT, sheet)
        for words, value in told:
            paragraph = sheet.paragraph("SourceEntry")
            run(paragraph, f"{words}: ", "Quiet")
            run(paragraph, value)


def _running(sheet: Sheet, style: House, document: Document) -> None:
    """Header and footer of each page; the first, which has the title, leaves the header's out."""
    section = sheet.word.sections[0]
    section.different_first_page_header_footer = True
    classified = style.header["classification"]
    if classified or style.logo:
        first = section.first_page_header.paragraphs[0]
        first.style = "Footer"  # the header's type without its rule
        if style.logo:
            _logo(style.logo, first)
        run(first._p, f"\t{classified}", "Strong")
    header = section.header.paragraphs[0]._p
    run(header, f"{document.about.get('title', '')}\t")
    run(header, classified, "Strong")
    for footer in (section.first_page_footer, section.footer):
        paragraph = footer.paragraphs[0]._p
        run(paragraph, f"{style.header['name']}\t")
        numbered(paragraph, "PAGE", "1")
        run(paragraph, " / ")
        numbered(paragraph, "NUMPAGES", "1")


def _logo(logo: Logo, paragraph: Any) -> None:
    """The logo as a picture every Word can show, with the words for those who cannot see it."""
    wide = logo.height_mm * logo.proportion
    png = logo.data if logo.kind == "png" else press(drawing_source(logo.svg, wide, "none"), format="png", ppi=_DPI)
    shape = paragraph.add_run().add_picture(io.BytesIO(png), height=Mm(logo.height_mm))
    told(shape, "Logo", logo.text, "logo.png")


def _properties(sheet: Sheet, style: House, document: Document) -> None:
    """What the file says of itself; its dates are the case's, for a clock would make every render differ."""
    facts = sheet.word.core_properties
    facts.title, facts.subject = text_of(document.title), text_of(document.question)
    facts.author = facts.last_modified_by = style.header["name"]
    facts.created = facts.modified = moment(document).replace(tzinfo=None)
    facts.language, facts.keywords, facts.comments = document.language, document.about.get("title", ""), ""
    facts.revision = 1


def _aired(sheet: Sheet) -> None:
    """Sets what follows a table off from it."""
    body = sheet.word.element.body
    for table in body.tbl_lst:
        after = table.getnext()
        if (
            after is not None
            and after.tag == body.p_lst[0].tag
            and after.style not in ("Caption", "Beneath")
            and not (after.style or "").startswith("Heading")
        ):
            after.get_or_add_pPr().spacing_before = 152400  # 12 pt


def _packed(sheet: Sheet) -> bytes:
    """The file's bytes, with no clock time on any part."""
    raw, made = io.BytesIO(), io.BytesIO()
    sheet.word.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            new.writestr(entry, old.read(name))
    return made.getvalue()
