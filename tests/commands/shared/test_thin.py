"""A thin notebook of every question runs on a case that can answer it, and a render refuses nothing of it."""

from __future__ import annotations

import ast
import json

import nbformat
import pytest

from analysis import load_case
from analysis.case.needs import describe_unmet
from analysis.commands.shared.questions import list_questions
from analysis.commands.shared.thin import build_thin_notebook
from analysis.report.build.plan import read_cells
from analysis.report.document import reader
from analysis.show.bundle import Shown
from tests.conftest import ROOT
from tests.notebooks_in_memory import make_executed_notebook

CASES = ["un-climate-finance-2024", "mar-a-lago-2025-12-28"]
QUESTIONS = list_questions()
PAIRS = [  # each question on one case, the first that can answer it
    (name, next(case for case in CASES if not describe_unmet(load_case(case).ledger, question.needs)))
    for name, question in QUESTIONS.items()
]


def make_cell(source: str, kind: str = "code", *tags: str) -> dict:
    return {"cell_type": kind, "source": source, "metadata": {"tags": list(tags)}}


def list_sources(*cells: dict, case: str = "my-case") -> list[str]:
    return ["".join(cell["source"]) for cell in build_thin_notebook(cells, case)["cells"]]


def run(notebook: dict) -> list:
    """Returns what each cell shows, as it is; a text cell is its text."""
    names, shown = {}, []
    for cell in notebook["cells"]:
        code = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            shown.append(code)
            continue
        *before, last = ast.parse(code).body
        is_shown = isinstance(last, ast.Expr)
        exec(compile(ast.Module(before if is_shown else [*before, last], []), cell["id"], "exec"), names)
        found = eval(compile(ast.Expression(last.value), cell["id"], "eval"), names) if is_shown else None
        shown += [found] if isinstance(found, Shown) else []
    return shown


@pytest.mark.parametrize(("name", "case"), PAIRS)
def test_the_thin_notebook_of_a_question_is_read_without_a_problem(name, case):
    shared = read_cells(ROOT / "notebooks" / f"{name}.ipynb").cells
    notebook = build_thin_notebook(shared, case)
    nbformat.validate(nbformat.from_dict(json.loads(json.dumps(notebook))))
    assert f'"{case}"' in "".join(notebook["cells"][1]["source"])
    assert "parameters" in notebook["cells"][1]["metadata"]["tags"]
    assert len(notebook["cells"]) < len(shared)
    document = reader.read_document(make_executed_notebook(*run(notebook)))
    assert document.numbers


def test_both_cases_and_every_question_are_tried():
    assert {name for name, _ in PAIRS} == {*QUESTIONS}
    assert {case for _, case in PAIRS} == {*CASES}


def test_only_the_opening_and_what_it_refers_to_are_taken():
    cells = [
        make_cell("from a import b, c\nimport d.e"),
        make_cell('case_dir: str = "other"', "code", "parameters"),
        make_cell('say("{t}", t=see("far" if b else "near"))'),
        make_cell("## First", "markdown"),
        make_cell("x = d.f()"),
        make_cell('table(x, key="far")'),
        make_cell("## Second", "markdown"),
        make_cell('table(c, key="other")'),
    ]
    assert list_sources(*cells) == [
        "from a import b\n\nimport d.e",
        'case_dir: str = "my-case"',
        'say("{t}", t=see("far" if b else "near"))',
        "## First",
        "x = d.f()",
        'table(x, key="far")',
    ]


def test_the_name_of_a_case_is_written_as_python_reads_it():
    (source,) = list_sources(make_cell('case_dir: str = "other"  # a case'), case='C:\\my "case"')
    assert ast.literal_eval(ast.parse(source).body[0].value) == 'C:\\my "case"'
    assert source.endswith("  # a case")
