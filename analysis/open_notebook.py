"""The notebook that this kernel runs: what a render would refuse of it, and its page, without leaving it.

Both run it once more, as last saved, in a kernel of its own; nothing is published. JupyterLab and Notebook say in
JPY_SESSION_NAME which notebook a kernel belongs to, VS Code in a variable of the notebook. In the kernel of a render
both do nothing, so that a cell with one of them may stay where it is.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from html import escape
from pathlib import Path

from analysis.dependencies import find_notebook_shell
from analysis.errors import UsageError
from analysis.paths import RENDERS_VARIABLE
from analysis.style.css import NO_MATHEMATICS

_SESSION, _VS_CODE = "JPY_SESSION_NAME", "__vsc_ipynb_file__"
_RUN = "from analysis.cli import main; main()"
_SHOWN = "communique: "  # before an error, on the terminal


@dataclass(frozen=True)
class NotebookCheck:
    """What a render would refuse of a notebook: a line for each problem, none if it would be rendered."""

    notebook: Path
    problems: tuple[str, ...]

    def __repr__(self) -> str:
        return "\n".join([self._describe(), *self.problems])

    def _repr_html_(self) -> str:
        lines = "".join(f"<li>{escape(problem)}</li>" for problem in self.problems)
        shown = f"<p>{escape(self._describe())}</p>" + (f"<ul>{lines}</ul>" if lines else "")
        return f'<div class="{NO_MATHEMATICS}">{shown}</div>'

    def _describe(self) -> str:
        if not self.problems:
            return f"{self.notebook.name}, as last saved: a render refuses nothing."
        count = f"{len(self.problems)} problem{'s' if len(self.problems) > 1 else ''}"
        return f"{self.notebook.name}, as last saved: a render would refuse it for {count}."


@dataclass(frozen=True)
class NotebookPreview:
    """The page of a notebook, in a frame; page: its file, which stays until the system clears temporary files."""

    page: Path
    height: int

    def __repr__(self) -> str:
        return f"the page is in {self.page}"

    def _repr_html_(self) -> str:
        page = escape(self.page.read_text(encoding="utf-8"))
        return (
            f'<iframe title="Preview of the report" srcdoc="{page}" sandbox="allow-scripts allow-popups" '
            f'style="width: 100%; height: {self.height}px; border: 1px solid #888"></iframe>'
            f"<p>Also in {escape(str(self.page))}</p>"
        )


def check_notebook(notebook: str | Path | None = None) -> NotebookCheck | None:
    """Returns all that a render would refuse of the open notebook, cell by cell, with what to write.

    notebook: another one; by default that of this kernel, as last saved. None in the kernel of a render.
    Raises UsageError if it is not known which notebook is open, or it is not saved.

    >>> from analysis import check_notebook
    >>> check_notebook()
    Traceback (most recent call last):
    analysis.errors.UsageError: no notebook is open in this kernel; run it in a notebook, or name one: ...
    """
    if RENDERS_VARIABLE in os.environ:
        return None
    path = find_open_notebook(notebook)
    return NotebookCheck(path, _run_check(path))


def preview(notebook: str | Path | None = None, *, height: int = 700) -> NotebookPreview | NotebookCheck | None:
    """Returns the page of the open notebook, to be shown in a frame; what a render would refuse, if that is anything.

    notebook: another one; by default that of this kernel, as last saved. height: of the frame, in pixels. None in the
    kernel of a render. The folder of reports is not touched.
    Raises UsageError if it is not known which notebook is open, or it is not saved.

    >>> from analysis import preview
    >>> preview("no such.ipynb")
    Traceback (most recent call last):
    analysis.errors.UsageError: no notebook 'no such.ipynb'; save it first, or give the path of one that is saved.
    """
    if RENDERS_VARIABLE in os.environ:
        return None
    path = find_open_notebook(notebook)
    page = Path(tempfile.mkdtemp(prefix="communique-preview-")) / f"{path.stem}.html"
    problems = _run_check(path, "--page", str(page))
    return NotebookCheck(path, problems) if problems else NotebookPreview(page, height)


def find_open_notebook(notebook: str | Path | None = None) -> Path:
    """Returns the file of the notebook that this kernel runs, or of one that is named.

    Raises UsageError if none is known, or it is not saved.
    """
    shell = find_notebook_shell()
    known = notebook or os.environ.get(_SESSION) or (shell.user_ns.get(_VS_CODE) if shell else None)
    if not known:
        raise UsageError(
            "no notebook is open in this kernel; run it in a notebook, or name one: check_notebook('my.ipynb'), "
            "preview('my.ipynb')."
        )
    path = Path(known)
    found = next((one for one in (path, Path(path.name)) if one.suffix == ".ipynb" and one.is_file()), None)
    if found is None:  # a kernel does not learn a new name, and a console has none
        raise UsageError(f"no notebook {str(known)!r}; save it first, or give the path of one that is saved.")
    return found.resolve()


def _run_check(notebook: Path, *options: str) -> tuple[str, ...]:
    """Returns what `communique check NOTEBOOK` finds, run from this folder. Raises UsageError for any other failure."""
    left_out = (_SESSION, "MPLBACKEND")
    done = subprocess.run(
        [sys.executable, "-c", _RUN, "check", str(notebook), "--trust", *options],
        capture_output=True,
        text=True,
        check=False,
        env={name: value for name, value in os.environ.items() if name not in left_out},
    )
    if done.returncode == 0:
        return ()
    message = done.stderr.strip().removeprefix(_SHOWN)
    if done.returncode != 1:
        raise UsageError(message)
    first, *more = message.removeprefix(f"{notebook.name}: ").splitlines()
    return tuple(more) if more else (first,)
