"""Checks the reports of a case as far as that is possible without running them: their notebooks and parameters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from analysis.case.case import Case
from analysis.case.schema import Report
from analysis.commands.shared.rendering import find_notebook_folders
from analysis.errors import Problem, UsageError
from analysis.problems import Words
from analysis.report.build.plan import RenderRequest, find_notebook, plan_renders, read_cells
from analysis.report.document.parameters import read_parameters


def check_reports(case: Case) -> Iterator[Problem]:
    """Yields a problem for each report whose notebook is missing or unreadable, or does not take its parameters.

    >>> from analysis import load_case
    >>> list(check_reports(load_case()))
    []
    """
    table, folders = case.ledger.get_table(Report), find_notebook_folders(case.folder)
    if not table:
        yield Problem("reports.csv", None, None, Words("no rows"), "one report or more", "Add a row with a notebook.")
    faulty: dict[str, Problem | None] = {}
    for id, row in table.items():
        line = table.find_line(id)
        try:
            path = find_notebook(row.notebook, folders)
        except UsageError as error:
            allowed = "the name of a notebook, without .ipynb"
            yield Problem("reports.csv", line, "notebook", row.notebook, allowed, _make_sentence(error))
            continue
        if row.notebook not in faulty:
            faulty[row.notebook] = _check_notebook(path, row.notebook)
            if problem := faulty[row.notebook]:
                yield problem
        if not faulty[row.notebook] and (problem := _check_parameters(row, line, folders)):
            yield problem


def _check_notebook(path: Path, name: str) -> Problem | None:
    try:
        read_parameters(read_cells(path), name)
    except UsageError as error:
        found, allowed = Words("a fault in it"), "a notebook whose parameters cell can be read"
        return Problem(f"{path.parent.name}/{path.name}", None, None, found, allowed, _make_sentence(error))
    return None


def _check_parameters(row: Report, line: int, folders: Sequence[Path]) -> Problem | None:
    try:
        plan_renders(RenderRequest(case=Path(), root=Path(), formats=("html",)), [row], folders)
    except UsageError as error:
        allowed = f"parameters that {row.notebook}.ipynb takes"
        return Problem("reports.csv", line, "parameters", row.parameters, allowed, _make_sentence(error))
    return None


def _make_sentence(error: UsageError) -> str:
    text = str(error)
    return text if text.endswith(".") else f"{text}."
