"""Checks the reports of a case as far as that is possible without running them: their notebooks and parameters."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from analysis.case.case import Case
from analysis.case.needs import describe_unmet
from analysis.case.role_names import ROLES
from analysis.case.schema import Report
from analysis.commands.shared.notebook_folders import find_notebook_folders
from analysis.conflicts import find_conflicts
from analysis.errors import Problem, UsageError, format_nearest
from analysis.problems import Words
from analysis.report.build.editions import check_edition, find_said_language
from analysis.report.build.plan import Listed, RenderRequest, find_editions, find_notebook, plan_renders, read_cells
from analysis.report.document.parameters import read_needs, read_overrides, read_parameters

# Magics, commands of the shell and questions: IPython makes Python of them
_IPYTHON = re.compile(r"^[ \t]*[%!?]|=[ \t]*[%!]|\?[ \t]*$", re.MULTILINE)


def check_reports(case: Case) -> Iterator[Problem]:
    """Yields a problem for each report whose notebook is missing, cannot run, or does not take its parameters.

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
            else:
                yield from _check_other_languages(case, row, folders)
        if not faulty[row.notebook] and (problem := _check_parameters(case, row, line, folders)):
            yield problem


def find_unanswered(case: Case, listed: Sequence[Listed], folders: Sequence[Path]) -> dict[str, str]:
    """Returns the reports whose question a case cannot answer: id -> what it lacks, in words.

    folders: where notebooks are looked for. What else is wrong with a notebook is for others to say.

    >>> from analysis import load_case
    >>> case = load_case()
    >>> find_unanswered(case, list(case.ledger.tables["reports"].values()), find_notebook_folders(case.folder))
    {}
    """
    unanswered = {}
    for row in listed:
        with suppress(UsageError):
            needs = read_needs(read_cells(find_notebook(row.notebook, folders)))
            if lacks := describe_unmet(case.ledger, needs):
                unanswered[row.report_id] = lacks
    return unanswered


def _check_other_languages(case: Case, row: Report, folders: Sequence[Path]) -> Iterator[Problem]:
    """Yields a problem for each notebook of the same report in another language that cannot take its place."""
    first, *others = find_editions(row, folders, case.own_language)
    known = [parameter.name for parameter in read_parameters(read_cells(first.notebook), row.notebook)]
    for path in dict.fromkeys(edition.notebook for edition in others if edition.notebook != first.notebook):
        place = f"{path.parent.name}/{path.name}"
        if problem := _check_notebook(path, path.stem):
            yield problem
            continue
        notebook = read_cells(path)
        try:
            check_edition(path, notebook)
        except UsageError as error:
            allowed = "a notebook in the language that its name says"
            yield Problem(place, None, None, Words("another language"), allowed, _make_sentence(error))
        if missing := [name for name in known if name not in {one.name for one in read_parameters(notebook)}]:
            allowed = f"the parameters of {first.notebook.name}"
            yield Problem(place, None, None, Words(f"no {', '.join(missing)}"), allowed, "Declare each of them.")


def _check_notebook(path: Path, name: str) -> Problem | None:
    place = f"{path.parent.name}/{path.name}"
    try:
        notebook = read_cells(path)
        read_parameters(notebook, name)
    except UsageError as error:
        if conflict := next(find_conflicts(place, path.read_bytes() if path.is_file() else b""), None):
            return conflict
        found, allowed = Words("a fault in it"), "a notebook whose parameters cell can be read"
        return Problem(place, None, None, found, allowed, _make_sentence(error))
    for number, cell in enumerate(notebook.cells, 1):
        if cell["cell_type"] == "raw" and cell["source"].strip():
            allowed, remedy = "code and text (Markdown) cells", "Make it a text cell, or remove it."
            return Problem(place, None, f"cell {number}", Words("a raw cell"), allowed, remedy)
        if cell["cell_type"] == "code" and (fault := _find_syntax_error(cell["source"])):
            return Problem(place, None, f"cell {number}", Words(fault), "Python", "Correct it.")
    try:
        find_said_language(path, notebook)
    except UsageError as error:
        found, allowed = Words("a language that is none"), "a notebook in a language that there is"
        return Problem(place, None, None, found, allowed, _make_sentence(error))
    return None


def _find_syntax_error(source: str) -> str:
    """Returns why the code of a cell cannot run at all, '' if it may; what is for IPython alone is not judged."""
    if _IPYTHON.search(source):
        return ""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(source, "cell", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:  # the last two: nested too deeply
        line, fault = getattr(error, "lineno", None), getattr(error, "msg", None) or str(error)
        return f"{fault} in line {line}" if line else fault
    return ""


def _check_parameters(case: Case, row: Report, line: int, folders: Sequence[Path]) -> Problem | None:
    try:
        request = RenderRequest(case=Path(), root=Path(), formats=("html",))
        (render,) = plan_renders(request, [row], folders, case.own_language)
    except UsageError as error:
        allowed = f"parameters that {row.notebook}.ipynb takes"
        return Problem("reports.csv", line, "parameters", row.parameters, allowed, _make_sentence(error))
    fault = next(_find_lost_names(case, read_cells(render.notebook), render.parameters), None)
    return Problem("reports.csv", line, "parameters", row.parameters, *fault) if fault else None


def _find_lost_names(case: Case, notebook: Any, given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yields (allowed, remedy) for each parameter that names a row, or sets a role, which the case does not have."""
    for parameter in read_parameters(notebook):
        value, named = given.get(parameter.name), re.search(r"\ban id of (\w+)\.csv", parameter.help)
        rows = case.ledger.tables.get(named[1]) if named else None
        if isinstance(value, str) and value and rows is not None and value not in rows:
            near = format_nearest(value, rows)
            yield f"an id of {rows.kind.table}.csv as {parameter.name}{near}", f"It has no {value}: correct it."
    for name, role in read_overrides(notebook).items():
        if given.get(name) is not None and role in ROLES and not case.roles(role):
            yield (
                f"no value for {name}, as nothing plays the role {role}",
                f"Add a row {role} to roles.csv, or remove it.",
            )


def _make_sentence(error: UsageError) -> str:
    text = str(error)
    return text if text.endswith(".") else f"{text}."
