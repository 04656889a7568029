"""A draft in each format, with the pictures beside its Markdown."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.report.document.model import Document, Picture
from analysis.report.formats import load_writer
from analysis.report.formats.markdown_foreign import PICTURES


def write_draft_files(document: Document, name: str, formats: Iterable[str]) -> dict[str, bytes]:
    """Returns the files of a draft: path -> content. name: of each, without its ending.

    Raises UsageError for a format that does not exist, ReportError for a draft that cannot be set.
    """
    formats = tuple(formats)
    links = {one.upper(): f"{name}.{one}" for one in formats if one != "html"}
    files = {f"{name}.{one}": load_writer(one)(document, links if one == "html" else {}) for one in formats}
    if "md" in formats:
        files |= {f"{PICTURES}/{item.name}": item.data for item in document.blocks if isinstance(item, Picture)}
    return files
