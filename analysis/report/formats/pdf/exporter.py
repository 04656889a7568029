"""Document -> tagged PDF/UA-1, by way of Typst: no LaTeX, no pandoc, no browser."""

from __future__ import annotations

from analysis.report.document.model import Document
from analysis.report.formats.exporter import CommuniqueExporter, moment
from analysis.report.formats.pdf.typst_compiler import press
from analysis.report.formats.pdf.typst_source import typst_source


class CommuniquePDF(CommuniqueExporter):
    """`jupyter nbconvert --to communique-pdf executed.ipynb`."""

    export_from_notebook = "Communique PDF"
    output_mimetype = "application/pdf"

    def _file_extension_default(self) -> str:
        return ".pdf"

    def written(self, document: Document) -> bytes:
        """Returns the PDF."""
        return pdf(document)


def pdf(document: Document) -> bytes:
    """Returns the report as PDF/UA-1, the same bytes for the same document.

    Raises ReportError with Typst's own words should it refuse the page.
    """
    return press(
        typst_source(document), document.house.faces, format="pdf", pdf_standards=["ua-1"], timestamp=moment(document)
    )
