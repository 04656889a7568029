"""A draft written again with the verdicts in it: a Word file with comments, a page with marks, nothing else changed."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.documents import SourceDocument
from analysis.verification.annotate.docx import annotate_docx
from analysis.verification.annotate.html import annotate_html
from analysis.verification.annotate.page import write_page
from analysis.verification.verdict import Verdict

__all__ = ["SUFFIXES", "annotate", "annotate_docx", "annotate_html", "write_page"]

SUFFIXES = {"docx": (".docx",), "html": (".html", ".htm"), "markdown": (".html", ".htm"), "text": (".html", ".htm")}
"""Kind of a draft -> how the name of its annotated file ends."""
SUFFIXES["pdf"] = SUFFIXES["html"]


def annotate(content: bytes, document: SourceDocument, verdicts: Sequence[Verdict], name: str) -> bytes:
    """Returns a draft with its verdicts: of a Word file or a page the same file, of any other a new page.

    content: the bytes of the draft, of which `document` was read. name: what the draft is called.
    """
    if document.kind == "docx":
        return annotate_docx(content, document, verdicts)
    if document.kind == "html":
        return annotate_html(content, document, verdicts)
    return write_page(document, verdicts, name)
