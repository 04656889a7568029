"""PDF read (pypdfium2): lines joined into paragraphs, page by page; running heads left out, notes and marks told apart.

The order is the file's own, which follows columns. A page without text but with a picture that covers a good part of it
is a scan, and refused: what was not read must not pass as read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import limits
from analysis.documents.document import SourceDocument
from analysis.documents.pdf_lines import Line, read_lines
from analysis.documents.pdf_paragraphs import join_lines
from analysis.documents.running_heads import drop_running_heads
from analysis.documents.runs import normalise_space
from analysis.errors import UsageError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

_COVERED = 0.25  # of a page: pictures that cover more of it may hold its text
_NESTED = 5  # groups within groups in which pictures are looked for


def read_pdf(content: bytes, name: str) -> SourceDocument:
    """Returns the paragraphs of a PDF with their pages, without places. name: what messages call it.

    Raises UsageError for a file that is damaged or has a password, for more pages than may be read, and for a page
    whose text is only a picture.
    """
    import pypdfium2

    try:
        file = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UsageError(f"{name} has a password; save it without one") from None
        raise UsageError(
            f"{name} cannot be read as a PDF: it is damaged ({error}); save it again, or as text"
        ) from None
    try:
        return _read(file, name)
    except pypdfium2.PdfiumError as error:
        raise UsageError(
            f"{name} cannot be read as a PDF: it is damaged ({error}); save it again, or as text"
        ) from None
    finally:
        file.close()


def _read(file: PdfDocument, name: str) -> SourceDocument:
    import pypdfium2.raw as pdfium

    if len(file) > limits.MAX_SOURCE_PAGES:
        raise UsageError(
            f"{name} has {len(file):,} pages; allowed: at most {limits.MAX_SOURCE_PAGES:,}. Give it in parts."
        )
    pages: list[list[Line]] = []
    covered: list[bool] = []
    for number, page in enumerate(file, start=1):
        lines = read_lines(file, number)
        pages.append(lines)
        covered.append(len(lines) < 4 and _is_picture(page))
        page.close()
    kept = drop_running_heads(pages)
    scans = [
        number for number, (lines, picture) in enumerate(zip(kept, covered, strict=True), 1) if picture and not lines
    ]
    if scans:
        which = f"page {scans[0]}" + (f" and {len(scans) - 1} more have" if len(scans) > 1 else " has")
        raise UsageError(f"{name}: {which} no text, only a picture; have the text recognised (OCR) first")
    if not any(kept):
        raise UsageError(
            f"{name} has no text, so there is nothing to read. If it is a scan, have its text recognised (OCR) first."
        )
    title = normalise_space(file.get_metadata_value("Title"))
    size = pdfium.FPDFCatalog_GetLanguage(file, None, 0) if hasattr(pdfium, "FPDFCatalog_GetLanguage") else 0
    return SourceDocument("pdf", join_lines(kept), title, _read_language(file, size))


def _read_language(file: PdfDocument, size: int) -> str:
    import ctypes

    import pypdfium2.raw as pdfium

    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFCatalog_GetLanguage(file, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw.decode("utf-16-le", "ignore").rstrip("\0")


def _is_picture(page: PdfPage) -> bool:
    """Whether pictures cover so much of a page that they may hold its text."""
    import pypdfium2.raw as pdfium

    area = 0.0
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=_NESTED):
        left, bottom, right, top = item.get_bounds()
        area += abs((right - left) * (top - bottom))
    width, height = page.get_size()
    return bool(area > _COVERED * width * height)
