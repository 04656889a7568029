"""The public names, what importing costs, and the walls between the modules."""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path

import pytest
from click.testing import CliRunner
from importlinter.cli import lint_imports_command

import analysis
from analysis import compare, errors
from tests.conftest import ROOT

SOURCE = ROOT / "analysis"
SOURCES = sorted(SOURCE.rglob("*.py"))


def run_in_new_process(code: str) -> str:
    """Returns what some code prints, run in a process of its own."""
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return run.stdout


# Names


@pytest.mark.parametrize("name", analysis.__all__)
def test_every_public_name_resolves(name):
    assert getattr(analysis, name) is not None


def test_the_list_of_names_is_all_there_is_and_in_order():
    assert dir(analysis) == sorted(analysis.__all__)
    assert len(set(analysis.__all__)) == len(analysis.__all__)


def read_typed_imports(path: Path) -> dict[str, str]:
    """Returns name -> module below `analysis`, of what a file imports for type checkers only."""
    [guarded] = [
        node
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    ]
    return {
        alias.name: (node.module or "").removeprefix("analysis").lstrip(".")
        for node in guarded.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def test_type_checkers_see_the_same_names_at_the_same_place():
    seen = read_typed_imports(SOURCE / "__init__.py")
    assert seen == {**analysis._HOME, "compare": ""}
    assert set(seen) == set(analysis.__all__)


def test_type_checkers_see_every_comparison():
    seen = read_typed_imports(SOURCE / "compare" / "__init__.py")
    assert seen == dict.fromkeys(dir(compare), "compare"), "add it to the imports in analysis/compare/__init__.py"


def test_an_unknown_name_says_what_there_is():
    with pytest.raises(AttributeError, match="analysis has no 'tabel'; it has "):
        _ = analysis.tabel


# Types in a user's own code

USER = """
from typing import assert_type

from pandas import DataFrame

from analysis import Case, Estimate, compare, load_case, maximum, number, parameter, say, table, total
from analysis.show.prose import Prose
from analysis.show.table import Table

case = load_case()
need = case["reconstruction.need"]
gap = compare.reconstruction.gap(case)
levels = compare.forces.levels(case)
assert_type(case, Case)
assert_type(need, Estimate)
assert_type(case["plan.points", "plan_28"], Estimate)
assert_type(gap, Estimate)
assert_type(levels, DataFrame)

assert_type(gap + need, Estimate)
assert_type(gap - need, Estimate)
assert_type(gap / need, Estimate)
assert_type(2 * gap, Estimate)
assert_type(gap * 2, Estimate)
assert_type(1 - gap / need, Estimate)
assert_type(1 / gap, Estimate)
assert_type(-gap, Estimate)
assert_type(abs(gap), Estimate)
assert_type(max(gap, need), Estimate)
assert_type(sorted([gap, need]), list[Estimate])
assert_type(total([gap, need]), Estimate)
assert_type(maximum(gap, 0), Estimate)
assert_type(number(1000), Estimate)
assert_type(parameter("share", 0.5), Estimate)
assert_type(sum([gap, need]) + need, Estimate)

assert_type(gap > 0, bool)
assert_type(gap <= need, bool)
assert_type(0 < gap, bool)

assert_type(gap.value, float)
assert_type(gap.claims, frozenset[str])
assert_type(gap.to("USD"), Estimate)
assert_type(gap.at("need_article", "low"), Estimate)
assert_type(gap.leaves[0].id, str)
assert_type(gap.swings()["need_article"], tuple[float, float])

assert_type(say("The gap is {gap}.", gap=gap), Prose)
assert_type(table(levels, "Levels", key="levels"), Table)

gap + "billion"  # error
gap > "billion"  # error
gap.values  # error
gap.at("need_article", "middle")  # error
load_case(basis="articles")  # error
compare.reconstruction.gaps  # error
from analysis import tabel  # error
"""


def run_checker(checker: str, path: Path) -> subprocess.CompletedProcess[str]:
    """Runs mypy or pyright on one file of a user; mypy with the cache that a check of the library leaves."""
    options = {"mypy": ["--strict"], "pyright": ["--outputjson", "--pythonpath", sys.executable]}
    return subprocess.run(
        [sys.executable, "-m", checker, *options[checker], str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "MYPYPATH": str(ROOT)},
    )


@pytest.mark.slow
@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_a_type_checker_knows_the_types_in_a_users_code(checker, tmp_path):
    user = tmp_path / "user.py"
    user.write_text(USER, encoding="utf-8")
    run = run_checker(checker, user)
    if checker == "mypy":
        found = {int(line) for line in re.findall(r"user\.py:(\d+): error:", run.stdout)}
    else:
        diagnostics = json.loads(run.stdout)["generalDiagnostics"]
        found = {each["range"]["start"]["line"] + 1 for each in diagnostics if each["severity"] == "error"}
    meant = {number for number, line in enumerate(USER.splitlines(), 1) if line.endswith("# error")}
    assert found == meant, run.stdout + run.stderr


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


def inherits_text(path: Path, name: str) -> bool:
    """Whether a method has the docstring of the one it overrides, which is shown for it."""
    if "." not in name:
        return False
    module = importlib.import_module(".".join(("analysis", *path.relative_to(SOURCE).with_suffix("").parts)))
    return bool(inspect.getdoc(attrgetter(name)(module)))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_everything_public_is_documented(path):
    module = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(module), f"{path.name} does not say what it is"
    bare = [name for name, node in list_public(module) if not ast.get_docstring(node) and not inherits_text(path, name)]
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
