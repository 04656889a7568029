"""Document -> files, one writer a format.

html/page.py writes the page, pdf/document.py the PDF, docx/document.py the Word file, markdown.py the Markdown.
Beside the report are the files of side_files.py (results, tables, figures, notebook, manifest), bibliography.py
(references) and ro_crate.py.

A format is an nbconvert exporter, registered as an entry point `communique-NAME` of the group `nbconvert.exporters`.
To add one, such as EPUB: a function from a Document to text or bytes, a subclass of `CommuniqueExporter` (exporter.py)
that calls it, the entry point in pyproject.toml, and a line in `_OWN`. Nothing heavy is imported until a writer is
loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, TypeAlias

from analysis.errors import ReportError, UsageError, format_nearest
from analysis.extras import require_extra
from analysis.messages import use_language

if TYPE_CHECKING:
    from analysis.report.document.model import Document

Writer: TypeAlias = "Callable[..., bytes]"  # of a Document and links

_PREFIX = "communique-"
# Our own formats, by the function that writes each, so that a render neither reads the entry points of every package
# that is installed nor imports nbconvert, which is a tenth of the time from its start to its first cell.
_OWN = {
    "docx": "docx.document:write_docx",
    "html": "html.page:write_html",
    "md": "markdown:write_markdown",
    "pdf": "pdf.document:write_pdf",
}
_EXTRAS = {"docx": ("docx", "docx")}  # format -> the package it needs and the extra that installs it


@cache
def find_exporters() -> dict[str, EntryPoint]:
    """Returns the installed formats: name -> entry point of an nbconvert exporter, not yet loaded."""
    return {
        point.name.removeprefix(_PREFIX): point
        for point in entry_points(group="nbconvert.exporters")
        if point.name.startswith(_PREFIX)
    }


def check_format(name: str) -> None:
    """Checks that a format exists and that its package is installed, without importing either.

    Raises UsageError that names the nearest format, or the extra to install.
    """
    if name not in _OWN and name not in (formats := sorted(find_exporters())):
        raise UsageError(f"no format {name!r}{format_nearest(name, formats)}; there are: {', '.join(formats)}.")
    if name in _EXTRAS:
        module, extra = _EXTRAS[name]
        require_extra(module, extra, f"the format {name}")


@cache
def load_writer(name: str) -> Writer:
    """Returns the function that writes a format: `write(document, links) -> bytes`.

    links: what to call each file made with the document -> its path seen from there; a format may lead to them. A page
    takes `other` too: the document on the other basis, which its reader can turn it to.
    Raises UsageError for a format that does not exist, ReportError where an exporter is not a CommuniqueExporter.
    """
    check_format(name)
    write = load_own_writer(name) if name in _OWN else _load_exporter(name)

    def write_bytes(document: Document, links: Mapping[str, str], **beside: Document) -> bytes:
        with use_language(document.language):
            output = write(document, links, **beside)
        return output if isinstance(output, bytes) else output.encode()

    return write_bytes


def load_own_writer(name: str) -> Callable[..., str | bytes]:
    """Returns the function that writes one of our own formats: `write(document, links)`, as `load_writer` has them."""
    if name == "md":
        import_module("analysis.report.formats.markdown_foreign")  # what a draft may hold
    module, _, function = _OWN[name].partition(":")
    write: Callable[..., str | bytes] = getattr(import_module(f"{__name__}.{module}"), function)
    return write


def _load_exporter(name: str) -> Callable[..., str | bytes]:
    """Returns the function of another package's exporter. Raises ReportError where it is not a CommuniqueExporter."""
    from analysis.report.formats.exporter import CommuniqueExporter

    exporter = find_exporters()[name].load()
    if not issubclass(exporter, CommuniqueExporter):
        raise ReportError(f"the exporter {exporter.__name__} of the format {name} is not a CommuniqueExporter")
    write: Callable[..., str | bytes] = exporter().write_document
    return write
