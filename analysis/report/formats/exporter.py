"""What our nbconvert exporters share: executed notebook -> Document -> a writer's output."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import nbformat
from nbconvert.exporters import Exporter
from traitlets.config import Application

from analysis.errors import CommuniqueError
from analysis.report.document import reader
from analysis.report.document.model import Document


class CommuniqueExporter(Exporter):
    """An exporter of executed notebooks that end their cells in shown objects; a format gives `written`."""

    links: Mapping[str, str] = {}  # files made with the document, which a format may lead to: `PDF` -> its path

    def write_document(self, document: Document) -> str | bytes:
        """Returns the document in this format."""
        raise NotImplementedError

    def list_side_files(self, document: Document) -> Mapping[str, str]:
        """Returns relative path -> text of the files this format leads to; nbconvert writes them beside it."""
        return {}

    def from_notebook_node(self, nb: nbformat.NotebookNode, resources: Any = None, **kw: Any) -> tuple[Any, Any]:
        """Returns the output for an executed notebook, and nbconvert's resources.

        resources: may hold, as `document`, the Document that was read of this notebook, and `links` as above.
        Raises ReportError for what cannot be traced; under `jupyter nbconvert` itself, ends with that message.
        """
        document = None
        if any(getattr(one, "enabled", True) for one in self._preprocessors):
            nb, resources = super().from_notebook_node(nb, resources, **kw)
        else:  # nbconvert would copy and check it three times over, and change nothing
            resources = self._init_resources(resources)
            document = resources.pop("document", None)
            self.links = resources.pop("links", {})
        try:
            document = document or reader.read_document(nb)
            files = {name: text.encode() for name, text in self.list_side_files(document).items()}
            resources["outputs"] = {**resources.get("outputs", {}), **files}
            return self.write_document(document), resources
        except CommuniqueError as error:
            if Application.initialized() and type(Application.instance()).__name__ == "NbConvertApp":
                raise SystemExit(f"communique: {error}") from None
            raise


def get_document_date(document: Document) -> datetime:
    """Returns the document's own date: a clock would make every render differ."""
    try:
        return datetime.fromisoformat(document.about.get("date", "")).replace(tzinfo=UTC)
    except ValueError:
        return datetime(2000, 1, 1, tzinfo=UTC)
