"""The nbconvert exporters: each reads an executed notebook as a Document and hands it to its format's writer.

They serve `jupyter nbconvert --to communique-html executed.ipynb`; the build calls the writers themselves
(`load_writer`). A writer is imported when it is called, so that a format whose package is not installed hinders no
other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import nbformat
from nbconvert.exporters import Exporter
from traitlets.config import Application

from analysis.errors import CommuniqueError
from analysis.messages import use_language
from analysis.report.document import reader
from analysis.report.document.model import Document
from analysis.report.formats import check_format, load_own_writer


class CommuniqueExporter(Exporter):
    """An exporter of executed notebooks whose cells end in shown objects; a subclass gives `write_document`."""

    def write_document(self, document: Document, links: Mapping[str, str]) -> str | bytes:
        """Returns the document in this format.

        links: what to call each file made with the document, such as `PDF` -> its path seen from there.
        """
        raise NotImplementedError

    def write_with_files(self, document: Document, folder: str) -> tuple[str | bytes, Mapping[str, str]]:
        """Returns the document, and relative path -> text of the files it leads to, which nbconvert writes beside it.

        folder: for those files, with a / at its end; nbconvert has one for each notebook.
        """
        return self.write_document(document, {}), {}

    def from_notebook_node(self, nb: nbformat.NotebookNode, resources: Any = None, **kw: Any) -> tuple[Any, Any]:
        """Returns the output for an executed notebook, and nbconvert's resources.

        Raises ReportError for what cannot be traced; under `jupyter nbconvert` itself, ends with that message.
        """
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        try:
            document = reader.read_document(nb)
            folder = resources.get("output_files_dir") or ""
            with use_language(document.language):
                written, files = self.write_with_files(document, f"{folder}/" if folder else "")
            resources["outputs"] = resources.get("outputs", {}) | {name: text.encode() for name, text in files.items()}
            return written, resources
        except CommuniqueError as error:
            if Application.initialized() and type(Application.instance()).__name__ == "NbConvertApp":
                raise SystemExit(f"communique: {error}") from None
            raise


class CommuniqueHTML(CommuniqueExporter):
    """`jupyter nbconvert --to communique-html executed.ipynb`."""

    export_from_notebook = "Communique HTML"
    output_mimetype = "text/html"

    def _file_extension_default(self) -> str:
        return ".html"

    def write_document(
        self, document: Document, links: Mapping[str, str], other: Document | None = None
    ) -> str | bytes:
        """Returns the page; other: the document on the other basis, which a reader can turn it to."""
        return load_own_writer("html")(document, links, other)


class CommuniquePDF(CommuniqueExporter):
    """`jupyter nbconvert --to communique-pdf executed.ipynb`."""

    export_from_notebook = "Communique PDF"
    output_mimetype = "application/pdf"

    def _file_extension_default(self) -> str:
        return ".pdf"

    def write_document(self, document: Document, links: Mapping[str, str]) -> str | bytes:
        """Returns the PDF."""
        return load_own_writer("pdf")(document, links)


class CommuniqueDOCX(CommuniqueExporter):
    """`jupyter nbconvert --to communique-docx executed.ipynb`."""

    export_from_notebook = "Communique DOCX"
    output_mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def _file_extension_default(self) -> str:
        return ".docx"

    def write_document(self, document: Document, links: Mapping[str, str]) -> str | bytes:
        """Returns the Word file. Raises UsageError where python-docx is not installed."""
        check_format("docx")
        return load_own_writer("docx")(document, links)


class CommuniqueMarkdown(CommuniqueExporter):
    """`jupyter nbconvert --to communique-md executed.ipynb`."""

    export_from_notebook = "Communique Markdown"
    output_mimetype = "text/markdown"

    def _file_extension_default(self) -> str:
        return ".md"

    def write_document(self, document: Document, links: Mapping[str, str]) -> str | bytes:
        """Returns the Markdown."""
        return load_own_writer("md")(document, links)

    def write_with_files(self, document: Document, folder: str) -> tuple[str, Mapping[str, str]]:
        """Returns the Markdown, and the figures and tables it leads to."""
        from analysis.report.formats.markdown import write_markdown
        from analysis.report.formats.side_files import build_piece_files

        pieces = {f"{folder}{name}": text for name, text in build_piece_files(document).items()}
        return write_markdown(document, folder=quote(folder)), pieces
