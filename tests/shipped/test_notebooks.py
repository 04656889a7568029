"""The notebooks ask, the library answers: thin, without stored output, with parameters that can be read."""

from __future__ import annotations

import ast
import re

import nbformat
import pytest

from analysis.case.case import find_case
from analysis.case.ledger import read_ledger
from analysis.case.schema import Report
from analysis.report.document.block_builder import BlockBuilder
from analysis.report.document.parameters import check_values, read_parameters
from tests.conftest import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
REPORTED = {report.notebook for report in read_ledger(find_case("mar-a-lago-2025-12-28")).get_table(Report).values()}
BANNED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.For, ast.AsyncFor, ast.While, ast.Lambda)
_METHOD = {"": "## Method", "uk": "## Метод"}  # by the language of the notebook, which its name ends with
LIBRARY_ONLY = {"pandas", "numpy", "matplotlib", "pint", "seaborn", "plotly"}


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request) -> nbformat.NotebookNode:
    return nbformat.read(request.param, as_version=nbformat.NO_CONVERT)


def list_code_cells(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    found = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert found, "a notebook without code shows nothing"
    return found


def list_text_cells(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    found = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    assert found, "a notebook without text says nothing"
    return found


def test_every_listed_report_has_a_notebook():
    there = {path.stem for path in NOTEBOOKS}
    assert there >= REPORTED


OWN = sorted((ROOT / "data").glob("*/notebooks/*.ipynb"))


@pytest.mark.parametrize("path", [p for p in (*NOTEBOOKS, *OWN) if p.stem != "explore"], ids=lambda path: path.stem)
def test_a_report_ends_in_its_method_with_the_works_it_rests_on(path):
    cells = nbformat.read(path, as_version=nbformat.NO_CONVERT).cells
    headings = [at for at, cell in enumerate(cells) if cell.cell_type == "markdown" and cell.source.startswith("## ")]
    assert cells[headings[-1]].source == _METHOD[path.stem.partition(".")[2]]
    assert any("cite(" in cell.source for cell in cells[headings[-1] :])


def test_it_is_valid_and_names_its_cells(notebook):
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor >= 5) == (4, True)
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)


def test_it_stores_no_output(notebook):
    for cell in list_code_cells(notebook):
        assert cell.outputs == []
        assert cell.execution_count is None
        assert not {"execution", "papermill", "collapsed"} & set(cell.metadata)


def test_it_only_calls_the_library(notebook):
    assert len(list_code_cells(notebook)) <= 25
    for cell in list_code_cells(notebook):
        tree = ast.parse(cell.source)
        fat = [type(node).__name__ for node in ast.walk(tree) if isinstance(node, BANNED)]
        assert not fat, f"{cell.id}: move {fat} into analysis/compare"
        modules = [
            name
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in [getattr(node, "module", None), *(alias.name for alias in node.names)]
            if name
        ]
        assert not LIBRARY_ONLY & {name.partition(".")[0] for name in modules}, cell.id


def test_it_imports_public_names_only(notebook):
    import analysis

    imports = [
        node
        for cell in list_code_cells(notebook)
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.ImportFrom) and node.module.partition(".")[0] == "analysis"
    ]
    assert {node.module for node in imports} == {"analysis"}
    assert {alias.name for node in imports for alias in node.names} <= set(analysis.__all__)


@pytest.mark.parametrize("name", sorted(REPORTED))
def test_a_report_declares_its_parameters_and_their_defaults_fit(name):
    parameters = read_parameters(nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4), name)
    assert {"case_dir", "basis"} <= {parameter.name for parameter in parameters}
    assert all(parameter.help for parameter in parameters)
    defaults = {parameter.name: parameter.default for parameter in parameters}
    assert set(check_values(parameters, defaults, name)) == set(defaults)


def test_parameters_are_used(notebook):
    """A parameter that nothing reads would have no effect."""
    cells = [cell for cell in list_code_cells(notebook) if "parameters" not in cell.metadata.get("tags", ())]
    nodes = [node for cell in cells for node in ast.walk(ast.parse(cell.source))]
    used = {node.id for node in nodes if isinstance(node, ast.Name)}
    assert {parameter.name for parameter in read_parameters(notebook)} <= used


def test_text_cells_have_no_digit_outside_code_and_addresses(notebook):
    builder = BlockBuilder()  # raises UntracedNumber
    assert [block for cell in list_text_cells(notebook) for block in builder.build_text_cell(cell.source)]


NUMBER_WORDS = re.compile(
    r"\b(nought|zero|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|hundred|third|quarter|fifth|tenth"
    r"|twentieth|hundredth|thousandth)s?\b",
    re.IGNORECASE,
)


def test_prose_types_no_number_as_a_word(notebook):
    """Such a word repeats a number of the data or the code, and nobody would notice when that changes."""
    texts = [cell.source for cell in list_text_cells(notebook)]
    nodes = [node for cell in list_code_cells(notebook) for node in ast.walk(ast.parse(cell.source))]
    texts += [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    assert [found[0] for text in texts for found in NUMBER_WORDS.finditer(text)] == []
