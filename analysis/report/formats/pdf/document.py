"""Document -> tagged PDF/UA-1, by way of Typst: no LaTeX, no pandoc, no browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.report.document.model import Document
from analysis.report.formats.glyphs import find_missing
from analysis.report.formats.pdf.foreign import write_draft
from analysis.report.formats.pdf.typst_source import render_typst
from analysis.report.formats.typst import End, compile_pdf, find_end
from analysis.style.assets import Face

_SMALLER = (7.0, 6.8, 6.6)  # points, of notes that would leave the last page nearly blank
_LEAST = 0.3  # of a page's height that the last page fills, its margin included


def write_pdf(document: Document, links: Mapping[str, str] | None = None) -> bytes:
    """Returns the report as PDF/UA-1, the same bytes for the same document; it leads to no other files.

    A character that no typeface has is printed as a square, and named at the end of the report. The notes are set a
    little smaller where the last page would otherwise be nearly blank.
    Raises ReportError with Typst's message where it cannot set the report.
    """
    faces = document.house.print_faces
    if document.draft:
        return write_draft(document, faces)
    source = render_typst(document)
    missing = find_missing(source, faces)
    if missing:
        source = render_typst(document, missing)
    return compile_pdf(_fill_pages(source, document, missing, faces), faces, document.timestamp)


def _fill_pages(source: str, document: Document, missing: Sequence[str], faces: Sequence[Face]) -> str:
    """Returns the source whose last page is filled at least a little, or else the one whose last page is fullest.

    source: with notes of the usual size.
    """
    best = (measure_last_page(find_end(source, faces)), source)
    for size in _SMALLER:
        if best[0] >= _LEAST:
            break
        smaller = render_typst(document, missing, size)
        best = max(best, (measure_last_page(find_end(smaller, faces)), smaller), key=lambda one: one[0])
    return best[1]


def measure_last_page(end: End) -> float:
    """Returns the share of its height that the last page fills: all of it if the text ends in its second column.

    >>> measure_last_page({"page": 5, "across": 0.1, "down": 0.2})
    0.2
    """
    return 1.0 if end["across"] > 0.5 else end["down"]
