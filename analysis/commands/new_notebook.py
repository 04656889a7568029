"""`communique new-notebook`: a thin notebook for one question, to begin a report of one's own with."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import click

from analysis.case.case import open_case
from analysis.case.needs import describe_unmet
from analysis.commands.shared.options import CaseFolder, case_option
from analysis.commands.shared.questions import list_questions
from analysis.commands.shared.terminal import print_text
from analysis.commands.shared.thin import build_thin_notebook
from analysis.commands.shared.trust import trust_content
from analysis.errors import CannotAnswer, UsageError, format_nearest
from analysis.paths import SHIPPED_CASE, find_shipped
from analysis.report.build.plan import read_cells


@click.command()
@click.argument("question")
@case_option
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="The notebook.  [default: QUESTION.ipynb]")
def command(question: str, case: CaseFolder, out: Path | None) -> None:
    """Write a thin notebook for one question that a case can answer: title, parameters, and the calls.

    QUESTION is a name of docs/questions.md, such as territory. The notebook runs and renders as it is; change it, and
    `communique check FILE` says what a render would refuse.
    """
    known, ledger = list_questions(), open_case(case.path).ledger
    if question not in known:
        able = ", ".join(name for name, one in known.items() if not describe_unmet(ledger, one.needs))
        raise UsageError(
            f"no question {question!r}{format_nearest(question, known)}; {case.path.name} can answer: {able}."
        )
    if lacks := describe_unmet(ledger, known[question].needs):
        raise CannotAnswer(f"{case.path.name} cannot answer this question: {lacks}.")
    path = out or Path(f"{question}.ipynb")
    if path.suffix != ".ipynb":
        raise UsageError(f"--out {str(path)!r} is no notebook; give a name that ends in .ipynb.")
    shared = read_cells(find_shipped("notebooks") / f"{question}.ipynb").cells
    notebook = build_thin_notebook(shared, _name_case(case, path))
    try:
        with path.open("x", encoding="utf-8") as file:  # nothing is overwritten
            file.write(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n")
    except FileExistsError:
        raise UsageError(f"{path} exists already, and nothing is overwritten; give another file with --out.") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror}); give another file with --out.") from None
    trust_content(path)  # it is the library's own code
    check = f"communique check {shlex.quote(str(path))}{case.option}"
    print_text(f"{path}: {known[question].text} Open it in JupyterLab, or try {check}")
    print_text(
        "To render it: put it into the case's folder notebooks, and a row with a name of its own into reports.csv."
    )


def _name_case(case: CaseFolder, notebook: Path) -> str:
    """Returns the case as its notebook names it: as it was given, unless that means another folder from there."""
    given = case.given or SHIPPED_CASE
    here = notebook.parent.resolve() == Path.cwd()
    return given if here or not Path(given).exists() else str(case.path)
