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
WHOLE = {"benchmarks", "browser", "mutation", "shipped"}  # folders that test the library as a whole

# Modules that only another room imports, or that are found by their name, and the test that runs them.
REACHED_FROM = {
    "case.template": "case/test_template.py",
    "case.columnar.suspects": "case/columnar/test_equal.py",
    "commands": "test_cli.py",  # each command by the name of its file
    "commands.shared.drafts": "report/build/test_draft.py",
    "commands.shared.proposing": "commands/shared/test_proposing.py",
    "commands.shared.rendering": "test_cli.py",
    "commands.shared.run": "test_cli.py",
    "commands.shared.shapes": "commands/test_check.py",
    "commands.shared.unprintable": "commands/test_check.py",
    "report.build.cluster.order": "commands/test_scheduler.py",
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
    "style.sliders": "show/test_what_if.py",
    "report.formats.ro_crate": "report/formats/test_ro_crate.py",
    "show.charts.figure": "show/charts/test_figure.py",
    "show.charts.svg": "show/charts/test_figure.py",
    "style.assets": "style/test_house.py",
}


def list_folders(root: Path, files: str) -> set[str]:
    """The folders below a root that hold some files, relative to it."""
    return {str(path.parent.relative_to(root)) for path in root.rglob(files)} - {"."}


def list_imports(path: Path) -> Iterator[str]:
    """The names that a file imports from the library or reaches through `compare`, without `analysis.`."""
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


def test_each_module_is_imported_by_a_test_or_by_a_tested_module_of_its_room():
    modules = {
        ".".join(path.relative_to(LIBRARY).with_suffix("").parts): path
        for path in LIBRARY.rglob("*.py")
        if path.name != "__init__.py"
    }
    tested = {name for path in TESTS.rglob("*.py") for name in list_imports(path)} & modules.keys()
    queue = [*tested]
    while queue:
        module = queue.pop()
        room = module.rpartition(".")[0]
        new = {name for name in list_imports(modules[module]) if name.rpartition(".")[0] == room} & modules.keys()
        queue += new - tested
        tested |= new
    listed = {name for name in modules if name in REACHED_FROM or name.rpartition(".")[0] == "commands"}
    assert modules.keys() - tested - listed == set(), "import it in a test, or list it with the test that runs it"
    assert {name for name in REACHED_FROM if not any(module.startswith(name) for module in modules)} == set()
    assert {test for test in REACHED_FROM.values() if not (TESTS / test).exists()} == set()


def test_no_folder_of_tests_is_passed_over(pytestconfig):
    passed_over = pytestconfig.getini("norecursedirs")
    parts = {part for folder in list_folders(TESTS, "test_*.py") for part in Path(folder).parts}
    assert [part for part in parts if any(fnmatch.fnmatch(part, pattern) for pattern in passed_over)] == []


def test_a_fast_test_cannot_start_a_python():
    with pytest.raises(AssertionError, match="mark it slow"):
        subprocess.run([sys.executable, "--version"], check=True)
