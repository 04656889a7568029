"""One draft: its notebook executed, or taken with the outputs it has, read whole, and written in each format.

A draft is no report: it has no manifest and no line in an index, and its files are named as drafts.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import UsageError, add_context
from analysis.report.build.job import Render
from analysis.report.build.plan import read_notebook_file
from analysis.report.build.publish import publish_folder

if TYPE_CHECKING:
    import nbformat

    from analysis.report.document.model import DraftCount

ENDING = "-draft"
"""Of the name of each file of a draft, before the format."""


def find_drafts(given: Iterable[str]) -> list[Path]:
    """Returns the notebooks at some paths, each a notebook or a folder of them, once and in order.

    Raises UsageError for a path where there is none.
    """
    found: dict[Path, None] = {}
    for name in given:
        path = Path(name)
        if path.is_dir():
            inside = sorted(one for one in path.rglob("*.ipynb") if ".ipynb_checkpoints" not in one.parts)
            if not inside:
                raise UsageError(f"{path} holds no notebook (*.ipynb); give a notebook, or a folder of them.")
            found |= dict.fromkeys(inside)
        elif path.is_file():
            found[path] = None
        else:
            raise UsageError(f"no file {path}; with --draft give the path of a notebook, or of a folder of them.")
    if not found:
        raise UsageError("--draft needs the path of a notebook, or of a folder of them.")
    return list(found)


def name_drafts(notebooks: Iterable[Path]) -> dict[Path, str]:
    """Returns the name of each draft: that of its notebook, with a number where several have one name.

    >>> list(name_drafts([Path("a/costs.ipynb"), Path("b/Costs.ipynb")]).values())
    ['costs', 'Costs-2']
    """
    names: dict[Path, str] = {}
    taken: set[str] = set()
    for path in notebooks:
        name, count = path.stem, 1
        while name.casefold() in taken:
            count += 1
            name = f"{path.stem}-{count}"
        taken.add(name.casefold())
        names[path] = name
    return names


def read_any_notebook(path: Path) -> nbformat.NotebookNode:
    """Returns a notebook of any version, as nbformat 4. Raises UsageError for a file that is none, or is too large."""
    import nbformat

    try:
        text = read_notebook_file(path).decode("utf-8-sig")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about ids of cells, which a draft does not need
            made: nbformat.NotebookNode = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
        if not isinstance(made.get("cells"), list):
            raise ValueError("no cells")
    except UsageError:
        raise
    except Exception:  # nbformat has many, of several libraries
        raise UsageError(f"{path} is not a notebook; open it in JupyterLab and save it again.") from None
    return made


def render_draft(render: Render, stored: bool) -> DraftCount:
    """Renders one draft and publishes its folder; returns how many of its numbers lead to a claim.

    stored: whether the outputs that the notebook has are taken, so that nothing is run. The run goes on
    after a cell that raises an error, which the draft shows.
    Raises UsageError for what is no notebook, CellError where no kernel can run it, OSError.
    """
    from analysis.report.document.draft.reader import read_draft
    from analysis.report.formats.draft import write_draft_files

    notebook = read_any_notebook(render.notebook)
    if not stored:
        from analysis.report.execute.notebook import execute_notebook

        notebook = execute_notebook(render.notebook, render.parameters, render.report, to_end=True)
    with add_context(render.report):
        draft = read_draft(notebook, render.report, render.notebook.parent)
        files = write_draft_files(draft, f"{render.report}{ENDING}", render.formats)
    render.folder.parent.mkdir(parents=True, exist_ok=True)
    publish_folder(files, render.folder)
    assert draft.draft is not None  # a draft counts its numbers
    return draft.draft
