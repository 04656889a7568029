"""Document -> tagged PDF/UA-1, by way of Typst: no LaTeX, no pandoc, no browser."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.report.document.model import Document
from analysis.report.formats.pdf.typst_source import render_typst
from analysis.report.formats.typst import compile_pdf


def write_pdf(document: Document, links: Mapping[str, str] | None = None) -> bytes:
    """Returns the report as PDF/UA-1, the same bytes for the same document; it leads to no other files.

    Raises ReportError with Typst's message where it cannot set the report.
    """
    return compile_pdf(render_typst(document), document.house.faces, document.timestamp)
