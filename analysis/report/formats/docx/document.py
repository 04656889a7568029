"""Document -> a Word file to be edited: real headings, captions and tables, every number a link to its note.

The frame is here: title block, contents, notes, sources, header and footer. `docx_blocks` writes what
stands in between, `docx_tables` the tables, `docx_sheet` the elements; the look is in theme/word.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Mm

from analysis.report.document import note_text
from analysis.report.document.model import Document, Heading, Reference, get_plain_text
from analysis.report.document.without_sliders import remove_slider_numbers
from analysis.report.formats.docx.blocks import write_block, write_figure_data, write_inline, write_text
from analysis.report.formats.docx.writer import (
    WordDraft,
    add_field,
    add_run,
    begin_field,
    create_draft,
    describe_picture,
    end_field,
)
from analysis.report.formats.typst import draw_png
from analysis.style.assets import Logo
from analysis.style.house import House

_DPI = 300
_MIN_HEADINGS = 4  # headings from which on a list of them helps
_NOTES_HEADING = Heading(1, ("Where the numbers come from",), "_notes")
_SOURCES_HEADING = Heading(1, ("Sources",), "_sources")
_ABOUT_HEADING = Heading(1, ("About this report",), "_about")
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def write_docx(document: Document, links: Mapping[str, str] | None = None) -> bytes:
    """Returns the report as a Word file, the same bytes for the same document; it leads to no other files."""
    document = remove_slider_numbers(document)
    style = document.house
    sheet = create_draft(style, document.language)
    labels = note_text.collect_names(document)
    sheet.tips = {
        note.number: " ".join(get_plain_text(line) for line in note_text.format_note(note, labels))
        for note in document.notes
    }
    _write_header_and_footer(sheet, style, document)
    _set_properties(sheet, style, document)
    _write_cover(sheet, document)
    first = next((at for at, item in enumerate(document.blocks) if isinstance(item, Heading)), len(document.blocks))
    for position, item in enumerate(document.blocks):
        if position == first:
            _write_contents(sheet, document)
        write_block(item, sheet)
    write_figure_data(document, sheet)
    _write_notes(sheet, document)
    _write_sources(sheet, document)
    _write_about(sheet, document)
    _add_space_after_tables(sheet)
    return _pack(sheet)


def _write_cover(sheet: WordDraft, document: Document) -> None:
    if document.about.get("title"):
        add_run(sheet.add_paragraph("Case"), document.about["title"])
    write_text(document.title, sheet, sheet.add_paragraph("Title"))
    write_text(document.question, sheet, sheet.add_paragraph("Subtitle"))
    if note_text.list_basis_lines(document):
        add_run(sheet.add_paragraph("Basis"), ". ".join(note_text.list_basis_lines(document)) + ".")


def _write_contents(sheet: WordDraft, document: Document) -> None:
    """The headings as links, in a field Word can bring up to date."""
    own = [item for item in document.blocks if isinstance(item, Heading) and item.level == 1]
    if len(own) < _MIN_HEADINGS:
        return
    headings = [*own, *([_NOTES_HEADING] if document.notes else []), *([_SOURCES_HEADING] if document.sources else [])]
    for position, item in enumerate(headings):
        paragraph = sheet.add_paragraph("TOC1")
        if position == 0:
            begin_field(paragraph, 'TOC \\o "1-1" \\n \\h \\z \\u')
        add_run(sheet.add_link(paragraph, item.anchor), get_plain_text(item.text), "CrossReference")
        if position == len(headings) - 1:
            end_field(paragraph)


def _write_notes(sheet: WordDraft, document: Document) -> None:
    """Every note with the way back to its numbers, small and in two columns on a page of their own."""
    if not document.notes:
        return
    write_block(_NOTES_HEADING, sheet)
    sheet.word.paragraphs[-1].paragraph_format.page_break_before = True
    intro = sheet.add_paragraph("Remark")
    add_run(
        intro,
        "The small figure after a number is that of its note here, in order of first use; what those rest on follows.",
    )
    _begin_columns(sheet)
    labels, places, within = (
        note_text.collect_names(document),
        note_text.locate_numbers(document),
        note_text.find_calculations(document),
    )
    for note in document.notes:
        paragraph = sheet.add_paragraph("NoteEntry")
        with sheet.open_bookmark(paragraph, note.anchor):
            add_run(paragraph, str(note.number), "NoteNumber")
        add_run(paragraph, "\t")
        for position, line in enumerate(note_text.format_note(note, labels)):
            if position:
                add_run(paragraph, "\n")
            write_text(line, sheet, paragraph)
        _write_uses(sheet, paragraph, note_text.group_uses(note, places), within[note.number])


def _write_uses(sheet: WordDraft, paragraph: Any, uses: list[tuple[str, list[str]]], within: list[int]) -> None:
    """The way back: `Used in the answer, Table 1 (1, 2); in the calculation of 12`."""
    said = "\nUsed in " if uses else "\n"
    for place, anchors in uses:
        add_run(paragraph, said, "Quiet")
        if len(anchors) == 1:
            write_inline(Reference(place, anchors[0]), sheet, paragraph)
        else:
            add_run(paragraph, f"{place} (", "Quiet")
            _write_links(sheet, paragraph, ((str(count), anchor) for count, anchor in enumerate(anchors, 1)))
            add_run(paragraph, ")", "Quiet")
        said = ", "
    if within:
        add_run(paragraph, "; in the calculation of " if uses else "\nIn the calculation of ", "Quiet")
        _write_links(sheet, paragraph, ((str(number), f"note-{number}") for number in within))


def _write_links(sheet: WordDraft, paragraph: Any, links: Iterable[tuple[str, str]]) -> None:
    for position, (text, anchor) in enumerate(links):
        if position:
            add_run(paragraph, ", ", "Quiet")
        write_inline(Reference(text, anchor), sheet, paragraph)


def _begin_columns(sheet: WordDraft) -> None:
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


def _write_sources(sheet: WordDraft, document: Document) -> None:
    if document.sources:
        write_block(_SOURCES_HEADING, sheet)
        for source in document.sources:
            write_text(note_text.format_source(source), sheet, sheet.add_paragraph("SourceEntry"))


def _write_about(sheet: WordDraft, document: Document) -> None:
    told = note_text.describe_report(document)
    if told:
        write_block(_ABOUT_HEADING, sheet)
        for words, value in told:
            paragraph = sheet.add_paragraph("SourceEntry")
            add_run(paragraph, f"{words}: ", "Quiet")
            add_run(paragraph, value)


def _write_header_and_footer(sheet: WordDraft, style: House, document: Document) -> None:
    """Header and footer of each page; the first, which has the title, leaves the header's out."""
    section = sheet.word.sections[0]
    section.different_first_page_header_footer = True
    classified = style.header["classification"]
    if classified or style.logo:
        first = section.first_page_header.paragraphs[0]
        first.style = "Footer"  # the header's type without its rule
        if style.logo:
            _add_logo(style.logo, first)
        add_run(first._p, f"\t{classified}", "Strong")
    header = section.header.paragraphs[0]._p
    add_run(header, f"{document.about.get('title', '')}\t")
    add_run(header, classified, "Strong")
    for footer in (section.first_page_footer, section.footer):
        paragraph = footer.paragraphs[0]._p
        add_run(paragraph, f"{style.header['name']}\t")
        add_field(paragraph, "PAGE", "1")
        add_run(paragraph, " / ")
        add_field(paragraph, "NUMPAGES", "1")


def _add_logo(logo: Logo, paragraph: Any) -> None:
    """The logo as a picture every Word can show, with the words for those who cannot see it."""
    wide = logo.height_mm * logo.proportion
    png = logo.data if logo.kind == "png" else draw_png(logo.svg, wide, _DPI, fill="none")
    shape = paragraph.add_run().add_picture(io.BytesIO(png), height=Mm(logo.height_mm))
    describe_picture(shape, "Logo", logo.text, "logo.png")


def _set_properties(sheet: WordDraft, style: House, document: Document) -> None:
    """What the file says of itself; its dates are the case's, for a clock would make every render differ."""
    facts = sheet.word.core_properties
    facts.title, facts.subject = get_plain_text(document.title), get_plain_text(document.question)
    facts.author = facts.last_modified_by = style.header["name"]
    facts.created = facts.modified = document.timestamp.replace(tzinfo=None)
    facts.language, facts.keywords, facts.comments = document.language, document.about.get("title", ""), ""
    facts.revision = 1


def _add_space_after_tables(sheet: WordDraft) -> None:
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


def _pack(sheet: WordDraft) -> bytes:
    """The file's bytes, with no clock time on any part."""
    raw, made = io.BytesIO(), io.BytesIO()
    sheet.word.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            new.writestr(entry, old.read(name))
    return made.getvalue()
