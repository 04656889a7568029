"""Document -> tagged PDF/UA-1, by way of Typst: no LaTeX, no pandoc, no browser."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from functools import cache
from typing import Any

from analysis.errors import ReportError
from analysis.house import FONTS
from analysis.report.blocks import Document
from analysis.report.exporter import CommuniqueExporter
from analysis.report.typst import typst_source

_one_at_a_time = threading.Lock()


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
    import typst

    source = typst_source(document).encode()
    try:
        with _one_at_a_time:         # a compiler serves one thread; it takes hundredths of a second
            return _compiler().compile(source, format="pdf", pdf_standards=["ua-1"],
                                       timestamp=_moment(document))
    except typst.TypstError as error:
        raise ReportError(f"the PDF could not be set: {error.message}"
                          + "".join(f"; {hint}" for hint in error.hints)) from None


def _moment(document: Document) -> datetime:
    """The document's own date: a clock would make every render differ."""
    try:
        return datetime.fromisoformat(document.about.get("date", "")).replace(tzinfo=UTC)
    except ValueError:
        return datetime(2000, 1, 1, tzinfo=UTC)


@cache
def _compiler() -> Any:
    import typst

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])
    return typst.Compiler(font_paths=fonts)
