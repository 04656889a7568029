"""One report to render, and what became of it: what passes between the command and its workers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from analysis.report.document.published import Published

PRELOAD = "analysis.report.build.preload"  # what workers import; a command adds what its notebooks import
INDEX = "index.html"  # over all reports in a folder
REPORT_FILES = {"manifest.json", "results.json", "notebook.ipynb"}  # one of them says of a folder: a report
CRATE = "ro-crate-metadata.json"  # beside a report


@dataclass(frozen=True)
class Render:
    """One report to render: everything it depends on, and where it goes.

    case: the folder of the case, if there is one; files that the notebook reads there are named from it. turns: whether
    the page can be turned to the other basis of the case, for which the notebook is executed on that one too.
    likely_basis: that other one as far as parameters and case say, with which the notebook is then executed at the same
    time; '' where they say none. What the executed notebook says counts.
    published: the reports it is published with; None where it is one of many variants, which nobody passes on.
    varied: names of the parameters in which it differs from other variants of its notebook, of a sweep.
    language: in which it is printed. report: its id, with the language behind it where its notebook has it so.
    """

    report: str
    title: str
    notebook: Path
    parameters: Mapping[str, Any]  # what papermill injects
    formats: tuple[str, ...]
    folder: Path
    crate: bool = False  # with RO-Crate metadata
    case: Path | None = None
    turns: bool = True
    likely_basis: str = ""
    published: Published | None = None
    language: str = "en"
    varied: tuple[str, ...] = ()

    def resolve(self) -> Render:
        """Returns the same render with whole paths, for a process in another folder."""
        return replace(self, notebook=self.notebook.resolve(), folder=self.folder.resolve())


def sort_due(due: Sequence[tuple[Render, str]]) -> list[tuple[Render, str]]:
    """Returns renders with the longest notebooks first, as far as one can tell, so that the last does not run alone.

    due: renders, and why each is due.
    """
    return sorted(due, key=lambda one: -one[0].notebook.stat().st_size)


@dataclass(frozen=True)
class Outcome:
    """What became of a Render: its folder, or the reason why there is none."""

    render: Render
    error: str = ""
    why: str = ""  # why it was rendered; '' if it was up to date
    remark: str = ""  # what a reader of the report would miss, and what to do
