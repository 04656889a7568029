"""What several tests share: the tiny case, copies of it to break, and the command."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parent.parent
TINY = ROOT / "tests" / "cases" / "tiny"
CASE = ROOT / "data" / "mar-a-lago-2025-12-28"
with (CASE / "reports.csv").open(encoding="utf-8", newline="") as file:
    REPORTS = [row["report_id"] for row in csv.DictReader(file)]


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A copy of the tiny case, free to change."""
    return Path(shutil.copytree(TINY, tmp_path / "tiny"))


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder `communique render` leaves for the shipped case: rendered once for all who look at it."""
    place = tmp_path_factory.mktemp("shipped")
    done = subprocess.run(
        [sys.executable, "-c", "from analysis.cli import main; main()", "render", "--crate"],
        cwd=place,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr
    assert f"{len(REPORTS)} of {len(REPORTS)} reports" in done.stdout
    return place / "reports" / CASE.name


@pytest.fixture(scope="session", autouse=True)
def _close_server() -> Iterator[None]:
    yield
    if "analysis.report.execute.client" in sys.modules:
        sys.modules["analysis.report.execute.client"].close_server()


@pytest.fixture
def communique(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the command as a user does, in a process of its own."""

    def run(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", "from analysis.cli import main; main()", *arguments],
            cwd=cwd,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "COLUMNS": "120",
                "XDG_CACHE_HOME": str(tmp_path_factory.getbasetemp()),
            },
        )

    return run


def write_notebook(path: Path, *cells: str, parameters: str = "") -> Path:
    """Writes a small notebook: a parameters cell, if any, then code cells ('# ...' makes a text cell)."""
    notebook = nbformat.v4.new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    )
    if parameters:
        notebook.cells.append(nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]}, id="parameters"))
    for position, source in enumerate(cells, 1):
        make = nbformat.v4.new_markdown_cell if source.startswith("# ") else nbformat.v4.new_code_cell
        notebook.cells.append(make(source, id=f"cell-{position}"))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(nbformat.writes(notebook), encoding="utf-8")
    return path


def read_tree(folder: Path) -> dict[str, bytes]:
    """Returns relative path -> content of every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def read_json(path: Path) -> dict:
    """Returns a JSON file's content."""
    return json.loads(path.read_text(encoding="utf-8"))


def merge_folders(*folders: Path, into: Path) -> Path:
    """Copies case folders one over the other and returns the result; later files win."""
    for folder in folders:
        shutil.copytree(folder, into, dirs_exist_ok=True)
    return into


@pytest.fixture(scope="session")
def matters(tmp_path_factory: pytest.TempPathFactory):
    """The tiny case with two issues, two plans' provisions, positions, regions, guarantees, risks and events."""
    from analysis import load_case

    return load_case(merge_folders(TINY, TINY.parent / "matters", into=tmp_path_factory.mktemp("case") / "matters"))
