"""Header and footer of a Word file's pages: classification, logo, the case's title, page numbers."""

from __future__ import annotations

import io

from docx.shared import Mm
from docx.text.paragraph import Paragraph

from analysis.messages import gettext
from analysis.report.document.model import Document
from analysis.report.formats.docx.writer import WordDraft, add_field, add_run, describe_picture
from analysis.report.formats.typst import draw_png
from analysis.style.assets import Logo

_DPI = 300


def write_header_and_footer(draft: WordDraft, document: Document) -> None:
    """Writes header and footer of every page; the first page, which has the title, has no title in its header."""
    style = document.house
    section = draft.word.sections[0]
    section.different_first_page_header_footer = True
    classified = style.header["classification"]
    if document.draft:
        classified = " – ".join(filter(None, (classified, gettext("DRAFT") + f": {document.draft}")))
    if classified or style.logo:
        first = section.first_page_header.paragraphs[0]
        first.style = "Footer"  # the typeface of the header without its line
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


def _add_logo(logo: Logo, paragraph: Paragraph) -> None:
    """Adds the logo as a PNG, which every version of Word can show, with its alternative text."""
    width_mm = logo.height_mm * logo.proportion
    png = logo.data if logo.kind == "png" else draw_png(logo.svg, width_mm, _DPI, fill="none")
    shape = paragraph.add_run().add_picture(io.BytesIO(png), height=Mm(logo.height_mm))
    describe_picture(shape, "Logo", logo.text, "logo.png")
