"""Document -> tagged PDF/UA-1, by way of Typst: no LaTeX, no pandoc, no browser."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.report.document.model import Document
from analysis.report.formats.pdf.typst_compiler import compile_typst
from analysis.report.formats.pdf.typst_source import render_typst


def write_pdf(document: Document, links: Mapping[str, str] | None = None) -> bytes:
    """Returns the report as PDF/UA-1, the same bytes for the same document; it leads to no other files.

    Raises ReportError with Typst's own words should it refuse the page.
    """
    return compile_typst(
        render_typst(document), document.house.faces, format="pdf", pdf_standards=["ua-1"], timestamp=document.timestamp
    )
