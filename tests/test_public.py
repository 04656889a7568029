"""The public names, what importing costs, and the walls between the modules."""

from __future__ import annotations

import ast
import pickle
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from importlinter.cli import lint_imports_command

import analysis
from analysis import errors
from tests.conftest import ROOT

SOURCE = ROOT / "analysis"
SOURCES = sorted(SOURCE.rglob("*.py"))


def run_in_new_process(code: str) -> str:
    """What some code prints in a process of its own."""
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return run.stdout


# Names


@pytest.mark.parametrize("name", analysis.__all__)
def test_every_public_name_resolves(name):
    assert getattr(analysis, name) is not None


def test_the_list_of_names_is_all_there_is_and_in_order():
    assert dir(analysis) == sorted(analysis.__all__)
    assert len(set(analysis.__all__)) == len(analysis.__all__)


def test_type_checkers_see_the_same_names_at_the_same_place():
    tree = ast.parse((SOURCE / "__init__.py").read_text(encoding="utf-8"))
    [guarded] = [node for node in tree.body if isinstance(node, ast.If)]
    seen = {
        alias.name: node.module.removeprefix("analysis").lstrip(".")
        for node in guarded.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert seen == {**analysis._HOME, "compare": ""}
    assert set(seen) == set(analysis.__all__)


def test_an_unknown_name_says_what_there_is():
    with pytest.raises(AttributeError, match="analysis has no 'tabel'; it has "):
        _ = analysis.tabel


# What importing costs

HEAVY = {"pandas", "matplotlib", "pydantic", "pint", "numpy", "papermill", "nbconvert", "nbformat", "click"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "spared"),
    [
        ("import analysis", HEAVY),
        ("from analysis import CaseError, UsageError", HEAVY),
        ("from analysis import say, see, card, cover", {"pandas", "matplotlib", "pydantic"}),
        ("from analysis import load_case", {"pandas", "matplotlib", "papermill", "nbconvert"}),
        ("from analysis import compare; compare.forces, compare.reconstruction", {"pandas", "matplotlib"}),
        ("import analysis.cli", HEAVY - {"click"}),
        ("import analysis.commands.render", HEAVY - {"click"}),
        ("from analysis.commands.shared import rendering", HEAVY - {"click"}),
        ("from analysis.report.execute import client", HEAVY),
        ("import analysis.report.document.parameters", HEAVY),
    ],
)
def test_what_is_not_needed_is_not_imported(code, spared):
    loaded = set(run_in_new_process(f"{code}; import sys; print(*sys.modules)").split())
    assert not loaded & spared


@pytest.mark.slow
def test_a_case_is_loaded_without_pandas_and_matplotlib():
    loaded = set(
        run_in_new_process(
            "import sys; from analysis import load_case; case = load_case('tests/cases/tiny'); "
            "case['reconstruction.need'].low; print(*sys.modules)"
        ).split()
    )
    assert not loaded & {"pandas", "matplotlib", "papermill", "nbconvert"}


# Errors


def read_drawn_tree() -> dict[str, str]:
    """Class -> its parent, as the docstring of errors.py draws them."""
    parents, path = {}, []
    for line in errors.__doc__.splitlines():
        found = re.match(r"( *)([A-Z]\w+) {2,}\S", line)
        if found:
            depth = len(found[1]) // 2
            path[depth:] = [found[2]]
            parents[found[2]] = path[depth - 1] if depth else "Exception"
    return parents


def test_the_drawing_is_the_tree():
    classes = {
        name: kind.__base__.__name__
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, errors.CommuniqueError)
    }
    assert read_drawn_tree() == classes


@pytest.mark.parametrize(("line", "code"), [("CommuniqueError", 1), ("UsageError", 2), ("CaseError", 2)])
def test_the_drawing_tells_the_exit_codes(line, code):
    assert getattr(errors, line).exit_code == code
    assert re.search(rf"{line} +exit {code}", errors.__doc__)


def test_an_error_says_what_was_being_done():
    with pytest.raises(errors.UsageError) as error, errors.add_context("forces, cell 3"):
        raise errors.UsageError("no such thing")
    assert str(error.value) == "forces, cell 3: no such thing"


@pytest.mark.parametrize(
    "error",
    [
        errors.UsageError("x"),
        errors.MissingClaim("x"),
        errors.CaseError("here", [errors.Problem("a", 1, "b", "c", "d")]),
    ],
)
def test_an_error_crosses_to_another_process_as_it_is(error):
    back = pickle.loads(pickle.dumps(error))
    assert (type(back), str(back), vars(back)) == (type(error), str(error), vars(error))


def test_the_nearest_name_is_offered_and_none_if_none_is_near():
    assert errors.format_nearest("forces.capp", ["forces.cap", "x"]) == " (nearest: forces.cap)"
    assert errors.format_nearest("zzz", ["forces.cap"]) == ""
    assert errors.format_nearest("a", []) == ""


# Documentation and walls

Definition = ast.ClassDef | ast.FunctionDef


def list_public(module: ast.Module) -> Iterator[tuple[str, Definition]]:
    """The public classes and functions of a module, and the public methods of those classes."""
    for node in module.body:
        if isinstance(node, Definition) and not node.name.startswith("_"):
            yield node.name, node
            if isinstance(node, ast.ClassDef):
                yield from (
                    (f"{node.name}.{part.name}", part)
                    for part in node.body
                    if isinstance(part, ast.FunctionDef) and not part.name.startswith("_")
                )


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_everything_public_is_documented(path):
    module = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(module), f"{path.name} does not say what it is"
    bare = [name for name, node in list_public(module) if not ast.get_docstring(node)]
    assert not bare, f"without a docstring: {', '.join(bare)}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_everything_public_has_a_return_type(path):
    module = ast.parse(path.read_text(encoding="utf-8"))
    bare = [name for name, node in list_public(module) if isinstance(node, ast.FunctionDef) and node.returns is None]
    assert not bare, f"without a return type: {', '.join(bare)}"


def test_imports_go_one_way():
    run = CliRunner().invoke(lint_imports_command, ["--no-cache", "--config", str(ROOT / "pyproject.toml")])
    assert run.exit_code == 0, run.output
    assert "0 broken" in run.output
