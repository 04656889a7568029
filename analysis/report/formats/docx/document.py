"""Document -> a Word file to be edited: real headings, captions and tables, every number a link to its note.

Here are title block, contents, notes, sources and the file's properties. blocks.py writes the blocks in between,
tables.py the tables, header_footer.py the header, footer and page numbers, writer.py the XML elements; the look is in
theme/word.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from docx.enum.section import WD_SECTION
from docx.opc.pkgwriter import PackageWriter
from docx.oxml.ns import qn

from analysis.messages import gettext, mark_message
from analysis.report.document import note_text
from analysis.report.document.filled_text import fill_text, join_text
from analysis.report.document.languages import mark_languages
from analysis.report.document.model import Document, Figure, Heading, Reference, RichText, Table, get_plain_text
from analysis.report.document.without_sliders import remove_sliders
from analysis.report.formats.docx import foreign as foreign  # teaches the writers what a draft may hold
from analysis.report.formats.docx.blocks import write_block, write_figure_data
from analysis.report.formats.docx.header_footer import write_header_and_footer
from analysis.report.formats.docx.text import write_inline, write_text
from analysis.report.formats.docx.writer import Element, WordDraft, add_run, begin_field, create_draft, end_field

_MIN_HEADINGS = 4  # headings, from which on there is a contents list
_NOTES, _SOURCES, _ABOUT = (
    mark_message("Where the numbers come from"),
    mark_message("Sources"),
    mark_message("About this report"),
)
_MAX_PROPERTY = 255  # characters of a property (ISO/IEC 29500-2, as python-docx checks it)
_PACKED = ("png", "jpg", "jpeg", "gif")
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


@mark_languages
def write_docx(document: Document, links: Mapping[str, str] | None = None) -> bytes:
    """Returns the report as a Word file, the same bytes for the same document; it leads to no other files."""
    document = remove_sliders(document)
    draft = create_draft(document.house, document.language)
    labels = note_text.collect_names(document)
    draft.tips = {
        note.number: " ".join(get_plain_text(line) for line in note_text.format_note(note, labels))
        for note in document.notes
    }
    draft.captions = {
        item.anchor: item.name for item in document.blocks if isinstance(item, Table | Figure) and item.number
    }
    write_header_and_footer(draft, document)
    _set_properties(draft, document)
    _write_cover(draft, document)
    first = next((at for at, item in enumerate(document.blocks) if isinstance(item, Heading)), len(document.blocks))
    for position, item in enumerate(document.blocks):
        if position == first:
            _write_contents(draft, document)
        write_block(item, draft)
    write_figure_data(document, draft)
    _write_notes(draft, document)
    _write_sources(draft, document)
    _write_about(draft, document)
    _add_space_after_tables(draft)
    return _pack(draft)


def _write_cover(draft: WordDraft, document: Document) -> None:
    if document.draft:
        banner = draft.add_paragraph("Answer")
        add_run(banner, gettext("DRAFT") + ". ", "Strong")
        add_run(banner, document.draft.warning)
    if document.about.get("title"):
        add_run(draft.add_paragraph("Case"), document.about["title"])
    write_text(document.title, draft, draft.add_paragraph("Title"))
    write_text(document.question, draft, draft.add_paragraph("Subtitle"))
    if note_text.list_basis_lines(document):
        write_text((". ".join(note_text.list_basis_lines(document)) + ".",), draft, draft.add_paragraph("Basis"))


def _make_heading(message: str, anchor: str) -> Heading:
    return Heading(1, (gettext(message),), anchor)


def _write_contents(draft: WordDraft, document: Document) -> None:
    """Writes the contents list: the headings as links, in a field that Word can update."""
    own = [item for item in document.blocks if isinstance(item, Heading) and item.level == 1]
    if len(own) < _MIN_HEADINGS:
        return
    headings = [
        *own,
        *([_make_heading(_NOTES, "_notes")] if document.notes else []),
        *([_make_heading(_SOURCES, "_sources")] if document.sources else []),
    ]
    for position, item in enumerate(headings):
        paragraph = draft.add_paragraph("TOC1")
        if position == 0:
            begin_field(paragraph, 'TOC \\o "1-1" \\n \\h \\z \\u')
        add_run(draft.add_link(paragraph, item.anchor), get_plain_text(item.text), "CrossReference")
        if position == len(headings) - 1:
            end_field(paragraph)


def _write_notes(draft: WordDraft, document: Document) -> None:
    """Writes every note with links back to its numbers, in small type and two columns, beginning on a new page."""
    if not document.notes:
        return
    write_block(_make_heading(_NOTES, "_notes"), draft)
    draft.word.paragraphs[-1].paragraph_format.page_break_before = True
    intro = draft.add_paragraph("Remark")
    add_run(
        intro,
        gettext(
            "The small digits after a number are the number of its note below. The notes are in order of first use, "
            "followed by those of the inputs to calculations."
        ),
    )
    _begin_columns(draft)
    labels, places = note_text.collect_names(document), note_text.locate_numbers(document)
    calculations = note_text.find_calculations(document)
    for note in document.notes:
        paragraph = draft.add_paragraph("NoteEntry")
        with draft.open_bookmark(paragraph, note.anchor):
            add_run(paragraph, str(note.number), "NoteNumber")
        add_run(paragraph, "\t")
        for position, line in enumerate(note_text.format_note(note, labels)):
            if position:
                add_run(paragraph, "\n")
            write_text(line, draft, paragraph)
        _write_uses(draft, paragraph, note_text.group_uses(note, places), calculations[note.number])


def _write_uses(draft: WordDraft, paragraph: Element, uses: list[tuple[str, list[str]]], within: list[int]) -> None:
    """Writes the links back: `Used in the answer, Table 1 (1, 2); in the calculation of 12`."""
    places = join_text([_link_uses(place, anchors) for place, anchors in uses])
    notes = join_text([Reference(str(number), f"note-{number}") for number in within])
    # translators: {places}: a list such as `the answer, Table 1`; {notes}: the numbers of notes
    if uses and within:
        message = gettext("Used in {places}; in the calculation of {notes}")
    elif uses:
        message = gettext("Used in {places}")
    elif within:
        message = gettext("In the calculation of {notes}")
    else:
        return
    for part in fill_text(f"\n{message}", places=places, notes=notes):
        if isinstance(part, str):
            add_run(paragraph, part, "Quiet")
        else:
            write_inline(part, draft, paragraph)


def _link_uses(place: str, anchors: Sequence[str]) -> RichText:
    """Returns the links to the numbers at a place: its name, or its name and one number for each."""
    if len(anchors) == 1:
        return (Reference(place, anchors[0]),)
    numbers = join_text([Reference(str(count), anchor) for count, anchor in enumerate(anchors, 1)])
    return f"{place} (", *numbers, ")"


def _begin_columns(draft: WordDraft) -> None:
    """Ends the text of full width after the last paragraph; what follows is in two columns."""
    here = draft.word.element.body.sectPr
    before = here.clone()
    draft.word.paragraphs[-1]._p.get_or_add_pPr().append(before)
    section = draft.word.sections[-1]
    section.start_type = WD_SECTION.CONTINUOUS
    section.different_first_page_header_footer = False
    for columns in here.findall(qn("w:cols")):
        columns.set(qn("w:num"), "2")
        columns.set(qn("w:space"), "440")


def _write_sources(draft: WordDraft, document: Document) -> None:
    if document.sources:
        write_block(_make_heading(_SOURCES, "_sources"), draft)
        for source in document.sources:
            write_text(note_text.format_source(source), draft, draft.add_paragraph("SourceEntry"))


def _write_about(draft: WordDraft, document: Document) -> None:
    facts = note_text.describe_report(document)
    if facts:
        write_block(_make_heading(_ABOUT, "_about"), draft)
        for name, value in facts:
            paragraph = draft.add_paragraph("SourceEntry")
            add_run(paragraph, f"{name}: ", "Quiet")
            write_text((value,), draft, paragraph)


def _set_properties(draft: WordDraft, document: Document) -> None:
    """Sets title, author and dates; the dates are the case's, as the clock's would make every render different."""
    facts = draft.word.core_properties
    facts.title, facts.subject = _shorten_property(document.title), _shorten_property(document.question)
    facts.author = facts.last_modified_by = document.house.header["name"]
    facts.created = facts.modified = document.timestamp.replace(tzinfo=None)
    facts.language, facts.keywords = document.language, _shorten_property((document.about.get("title", ""),))
    facts.comments = ""
    facts.revision = 1


def _shorten_property(text: RichText) -> str:
    """Returns a text that a file's properties have room for; the document itself has the whole."""
    plain = get_plain_text(text)
    return plain if len(plain) <= _MAX_PROPERTY else plain[: _MAX_PROPERTY - 1] + "…"


def _add_space_after_tables(draft: WordDraft) -> None:
    """Adds space before the paragraph that follows a table."""
    body = draft.word.element.body
    for table in body.tbl_lst:
        after = table.getnext()
        if (
            after is not None
            and after.tag == body.p_lst[0].tag
            and after.style not in ("Caption", "Beneath")
            and not (after.style or "").startswith("Heading")
        ):
            after.get_or_add_pPr().spacing_before = 152400  # 12 pt


def _pack(draft: WordDraft) -> bytes:
    """Returns the file's bytes, with a fixed date on every part, so that they depend on the document only.

    python-docx can only pack with the date of now, and packs pictures again, which are small as they are.
    """
    package: Any = draft.word.part.package
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:

        class Writer:
            @staticmethod
            def write(uri: Any, content: bytes) -> None:
                entry = zipfile.ZipInfo(uri.membername, _ZIP_DATE)
                entry.compress_type = zipfile.ZIP_STORED if uri.ext in _PACKED else zipfile.ZIP_DEFLATED
                entry.create_system, entry.external_attr = 3, 0o644 << 16
                file.writestr(entry, content)

        for part in package.parts:
            part.before_marshal()
        steps: Any = PackageWriter
        steps._write_content_types_stream(Writer, package.parts)
        steps._write_pkg_rels(Writer, package.rels)
        steps._write_parts(Writer, package.parts)
    return packed.getvalue()
