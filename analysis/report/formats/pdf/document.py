"""Document -> tagged PDF/UA-1, by way of Typst: no LaTeX, no pandoc, no browser."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.report.document.model import Document
from analysis.report.formats.glyphs import find_missing
from analysis.report.formats.pdf.typst_source import render_typst
from analysis.report.formats.typst import compile_pdf


def write_pdf(document: Document, links: Mapping[str, str] | None = None) -> bytes:
    """Returns the report as PDF/UA-1, the same bytes for the same document; it leads to no other files.

    A character that no typeface has is printed as a square, and named at the end of the report.
    Raises ReportError with Typst's message where it cannot set the report.
    """
    faces = document.house.print_faces
    source = render_typst(document)
    if missing := find_missing(source, faces):
        source = render_typst(document, missing)
    return compile_pdf(source, faces, document.timestamp)
