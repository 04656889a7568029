"""A file in, a document out: what kind it is, that it is what it says, and the reader of that kind.

Nothing is fetched, whatever a document refers to. What cannot be read whole is refused: a page without a text layer, a
password, a file of another kind than its name says.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import get_args

from analysis import limits
from analysis.documents.document import DocumentKind, SourceDocument
from analysis.documents.docx import read_docx
from analysis.documents.html import read_html, read_markdown
from analysis.documents.pdf import read_pdf
from analysis.documents.places import place_paragraphs
from analysis.documents.plain import read_plain
from analysis.errors import UsageError

_SUFFIXES: dict[str, DocumentKind] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
}
_HTML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_ANYWHERE = 1024  # bytes at the start of a file in which its signature stands
# how a file begins -> what it is, for messages
_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive, as Word files are"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (such as .doc), or one with a password"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"\x1f\x8b", "a gzip archive"),
)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_document(source: Path | bytes, kind: DocumentKind | None = None, *, name: str = "") -> SourceDocument:
    """Returns a document as its paragraphs in reading order, each with its place.

    source: a file, or the bytes of one. kind: text, markdown, html, pdf or docx; without it, what the name ends in
    says, and of bytes or any other name their beginning. name: what messages call it; without it, the file's path.

    Raises UsageError for a file that is missing, too large, damaged, locked, of another kind, or that has no text, and
    for a PDF of which a page has no text.

    >>> plan = read_document("A plan\\nToday\\nI. Money\\nThe need is 90 billion.".encode())
    >>> [(paragraph.place, paragraph.text) for paragraph in plan.paragraphs[2:]]
    [('I heading', 'I. Money'), ('I p1', 'The need is 90 billion.')]
    """
    if kind is not None and kind not in get_args(DocumentKind):
        raise UsageError(f"no document has the kind {kind!r}; allowed: {', '.join(get_args(DocumentKind))}")
    name = name or (str(source) if isinstance(source, Path) else "the text")
    content = source if isinstance(source, bytes) else _read_bytes(source)
    if len(content) > limits.MAX_SOURCE_BYTES:
        raise _refuse_size(name, len(content))
    named = _SUFFIXES.get(source.suffix.lower()) if isinstance(source, Path) else None
    kind = kind or named or _guess_kind(content)
    _check_kind(content, kind, name)
    document = _READERS[kind](content, name)
    if not document.paragraphs:
        raise UsageError(f"{name} has no text, so there is nothing to read. Give a file with the text of the source.")
    return SourceDocument(kind, tuple(place_paragraphs(document.paragraphs)), document.title, document.language)


def _read_bytes(path: Path) -> bytes:
    if not path.is_file():
        raise UsageError(f"no file {path}; give the source as text, Markdown, HTML, PDF or Word")
    if (size := path.stat().st_size) > limits.MAX_SOURCE_BYTES:
        raise _refuse_size(str(path), size)
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror})") from None


def _refuse_size(name: str, size: int) -> UsageError:
    return UsageError(f"{name} has {size:,} bytes; allowed: at most {limits.MAX_SOURCE_BYTES:,}. Give it in parts.")


def _guess_kind(content: bytes) -> DocumentKind:
    start = content[:_ANYWHERE]
    if b"%PDF-" in start:
        return "pdf"
    if start.startswith(b"PK\x03\x04"):
        return "docx"
    return "html" if _HTML.match(start.removeprefix(b"\xef\xbb\xbf")) else "text"


def _describe_content(content: bytes) -> str:
    """Returns in words what a file is by how it begins."""
    start = content[:_ANYWHERE]
    if not content.strip():
        return "an empty file"
    known = next((words for signature, words in _SIGNATURES if start.startswith(signature)), "")
    if known:
        return known
    if _guess_kind(content) != "text":
        return {"pdf": "a PDF", "html": "HTML"}.get(_guess_kind(content), "a file of another kind")
    if start.startswith(_UTF16):
        return "text in UTF-16"
    return "binary data" if b"\0" in start else "text"


def _check_kind(content: bytes, kind: DocumentKind, name: str) -> None:
    """Raises UsageError where a file is plainly something else than a document of its kind."""
    found = _describe_content(content)
    if kind == "pdf" and b"%PDF-" not in content[:_ANYWHERE]:
        raise UsageError(f"{name} cannot be read as a PDF: it is {found}. {_ADVICE}")
    if kind == "docx" and not content.startswith(b"PK\x03\x04"):
        raise UsageError(f"{name} cannot be read as a Word file (.docx): it is {found}. {_ADVICE}")
    others = (*(words for _, words in _SIGNATURES), "binary data")
    if kind in ("text", "markdown", "html") and found in others:
        raise UsageError(f"{name} cannot be read as {_NAMES[kind]}: it is {found}. {_ADVICE}")


_ADVICE = "Save it as text in UTF-8, Markdown, HTML, PDF or .docx, under a name that ends so."
_NAMES = {"text": "text", "markdown": "Markdown", "html": "HTML"}


def _decode(content: bytes, name: str) -> str:
    if content.startswith(_UTF16):
        raise UsageError(f"{name} is text in UTF-16; save it as UTF-8")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{name}: byte {error.start} is not UTF-8; save it as UTF-8") from None
    if "\0" in text:
        raise UsageError(
            f"{name}: byte {content.index(0)} is NUL, so it is not text; save the text of the source as UTF-8"
        )
    return text


def _read_text(content: bytes, name: str) -> SourceDocument:
    return SourceDocument("text", read_plain(_decode(content, name)))


def _read_markdown(content: bytes, name: str) -> SourceDocument:
    return read_markdown(_decode(content, name))


_READERS: dict[DocumentKind, Callable[[bytes, str], SourceDocument]] = {
    "text": _read_text,
    "markdown": _read_markdown,
    "html": read_html,
    "pdf": read_pdf,
    "docx": read_docx,
}
