"""The tests mirror the library: each room has a folder here, each module a test, and pytest passes none over."""

from __future__ import annotations

import ast
import fnmatch
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import analysis
from tests.conftest import ROOT

TESTS, LIBRARY = ROOT / "tests", ROOT / "analysis"
WHOLE = {"benchmarks", "browser", "shipped"}  # folders that test the library as a whole

# Modules that no test imports, and the test that runs them.
REACHED_FROM = {
    "case.cards": "case/test_case.py",
    "case.corrections": "case/test_ledger.py",
    "case.template": "case/test_template.py",
    "commands.check": "test_cli.py",
    "commands.list": "test_cli.py",
    "commands.new_case": "case/test_template.py",
    "commands.render": "test_cli.py",
    "commands.reviews": "test_cli.py",
    "commands.shared.rendering": "test_cli.py",
    "commands.shared.run": "test_cli.py",
    "commands.sweep": "commands/test_sweep.py",
    "commands.watch": "commands/test_watch.py",
    "estimates.evaluate": "estimates/test_estimate.py",
    "estimates.intervals": "estimates/test_estimate.py",
    "estimates.leaf": "estimates/test_estimate.py",
    "estimates.node": "estimates/test_estimate.py",
    "report.build.index": "test_cli.py",
    "report.build.preload": "report/build/test_pool.py",
    "report.build.sweep_results": "commands/test_sweep.py",
    "report.build.up_to_date": "report/build/test_cache.py",
    "report.document.basis_text": "report/document/test_reader.py",
    "report.document.block_builder": "report/document/test_reader.py",
    "report.document.note_numbers": "report/document/test_reader.py",
    "report.document.references": "report/document/test_reader.py",
    "report.execute.engine": "report/execute/test_kernels.py",
    "report.execute.kernels": "report/execute/test_kernels.py",
    "report.formats.docx.header_footer": "report/formats/docx/test_document.py",
    "report.formats.html.notes": "report/formats/html/test_page.py",
    "report.formats.html.what_if": "show/test_what_if.py",
    "report.formats.ro_crate": "report/formats/test_ro_crate.py",
    "show.charts.figure": "show/charts/test_figure.py",
    "show.charts.svg": "show/charts/test_figure.py",
    "style.assets": "style/test_house.py",
    "style.svg_safety": "style/test_house.py",
}


def list_folders(root: Path, files: str) -> set[str]:
    """The folders below a root that hold some files, relative to it."""
    return {str(path.parent.relative_to(root)) for path in root.rglob(files)} - {"."}


def find_imported() -> Iterator[str]:
    """The names that the tests import of the library or reach through `compare`, without `analysis.`."""
    for path in TESTS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name.removeprefix("analysis.") for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and node.module.partition(".")[0] == "analysis":
                module = node.module.removeprefix("analysis").removeprefix(".")
                for alias in node.names:
                    yield from (module, f"{module}.{alias.name}".removeprefix("."), analysis._HOME.get(alias.name, ""))
            elif isinstance(node, ast.Attribute) and ast.unparse(node.value) in ("compare", "analysis.compare"):
                yield f"compare.{node.attr}"


def test_each_room_has_its_folder_of_tests_and_each_folder_a_room():
    rooms, folders = list_folders(LIBRARY, "*.py"), list_folders(TESTS, "test_*.py")
    packages = {room for room in rooms if (LIBRARY / room / "__init__.py").exists()}
    with_modules = {room for room in packages if len(list((LIBRARY / room).glob("*.py"))) > 1}
    assert with_modules <= folders
    assert folders <= packages | WHOLE


def test_each_module_is_imported_by_a_test_or_listed_with_the_one_that_runs_it():
    modules = {
        ".".join(path.relative_to(LIBRARY).with_suffix("").parts)
        for path in LIBRARY.rglob("*.py")
        if path.name != "__init__.py"
    }
    imported = set(find_imported())
    assert modules - imported - set(REACHED_FROM) == set(), "import it in a test, or list it with the test that runs it"
    assert set(REACHED_FROM) - (modules - imported) == set(), "take it from the list"
    assert {test for test in REACHED_FROM.values() if not (TESTS / test).exists()} == set()


def test_no_folder_of_tests_is_passed_over(pytestconfig):
    passed_over = pytestconfig.getini("norecursedirs")
    parts = {part for folder in list_folders(TESTS, "test_*.py") for part in Path(folder).parts}
    assert [part for part in parts if any(fnmatch.fnmatch(part, pattern) for pattern in passed_over)] == []


def test_a_fast_test_cannot_start_a_python():
    with pytest.raises(AssertionError, match="mark it slow"):
        subprocess.run([sys.executable, "--version"], check=True)
