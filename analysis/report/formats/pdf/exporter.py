"""Document -> tagged PDF/UA-1, by way of Typst: no LaTeX, no pandoc, no browser."""

from __future__ import annotations

from analysis.report.document.model import Document
from analysis.report.formats.exporter import CommuniqueExporter, get_document_date
from analysis.report.formats.pdf.typst_compiler import compile_typst
from analysis.report.formats.pdf.typst_source import render_typst


class CommuniquePDF(CommuniqueExporter):
    """`jupyter nbconvert --to communique-pdf executed.ipynb`."""

    export_from_notebook = "Communique PDF"
    output_mimetype = "application/pdf"

    def _file_extension_default(self) -> str:
        return ".pdf"

    def write_document(self, document: Document) -> bytes:
        """Returns the PDF."""
        return write_pdf(document)


def write_pdf(document: Document) -> bytes:
    """Returns the report as PDF/UA-1, the same bytes for the same document.

    Raises ReportError with Typst's own words should it refuse the page.
    """
    return compile_typst(
        render_typst(document),
        document.house.faces,
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=get_document_date(document),
    )
