"""The language that an executed notebook is in: that of its title block, in which the whole page is printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from analysis.contract import BUNDLE_MIME, CoverBlock
from analysis.errors import ReportError
from analysis.messages import get_language, list_languages

if TYPE_CHECKING:
    import nbformat


def find_page_language(notebook: nbformat.NotebookNode) -> str:
    """Returns the language of the title block, else of what is shown first; `en` where nothing is shown.

    >>> import nbformat
    >>> find_page_language(nbformat.v4.new_notebook())
    'en'
    """
    bundles = list(_list_bundles(notebook))
    covers = (bundle for bundle in bundles if bundle.get("kind") == CoverBlock.kind)
    first = next(covers, None) or next(iter(bundles), {})
    return str(first.get("language", "en"))


def _list_bundles(notebook: nbformat.NotebookNode) -> Iterator[Mapping[str, Any]]:
    for cell in notebook.cells:
        for output in cell.get("outputs") or ():
            bundle = (output.get("data") or {}).get(BUNDLE_MIME)
            if isinstance(bundle, Mapping):
                yield bundle


def check_page_language(language: str) -> None:
    """Raises ReportError if a shown object is in another language than the page that is being read."""
    if language != (page := get_language()):
        names = {tag: known.name for tag, known in list_languages().items()}
        raise ReportError(
            f"is in the language {language} ({names.get(language, language)}), and the title block in {page} "
            f"({names[page]}); load the case once, before anything is shown, or each with the same language=..."
        )
