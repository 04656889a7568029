"""What several tests share: the tiny case, copies of it to break, the command, and what makes a test slow."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

import pytest
from filelock import FileLock
from hypothesis import settings

from analysis.deferred_imports import defer_imports
from analysis.report.fingerprint import compute_content_fingerprint
from analysis.wording import units

ROOT = Path(__file__).resolve().parent.parent
TINY = ROOT / "tests" / "cases" / "tiny"
CASE = ROOT / "data" / "mar-a-lago-2025-12-28"
with (CASE / "reports.csv").open(encoding="utf-8", newline="") as file:
    REPORTS = [row["report_id"] for row in csv.DictReader(file)]

Command = Callable[..., subprocess.CompletedProcess[str]]

# The same examples every time and no time limit: a slow machine fails nothing.
settings.register_profile("steady", derandomize=True, deadline=None, max_examples=50)
settings.load_profile("steady")

with defer_imports():  # else five seconds in each process of the tests
    import jsonschema  # noqa: F401

# A run in the background ignores Ctrl-C, one under nohup a hangup, and so would every command they start.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if sys.platform != "win32" and signal.getsignal(signal.SIGHUP) == signal.SIG_IGN:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


os.environ["COMMUNIQUE_TRUST"] = "1"  # the notebooks that tests write are known to nobody; test_trust.py asks


# The fast lane: what needs one of these is slow, and whatever is neither slow nor in a browser may start no Python

SLOW_FIXTURES = {"communique", "rendered", "warm_server", "wheel"}
_may_start_processes = True


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks as slow what starts a command or looks at a rendered case."""
    for item in items:
        if SLOW_FIXTURES.intersection(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Closes the door for a test of the fast lane."""
    global _may_start_processes
    _may_start_processes = any(map(item.get_closest_marker, ("slow", "browser")))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown() -> None:
    """Opens it again."""
    global _may_start_processes
    _may_start_processes = True


def _refuse_process(event: str, arguments: tuple[object, ...]) -> None:
    if _may_start_processes:
        return
    if event == "os.fork" or (event == "subprocess.Popen" and "python" in str(arguments[0])):
        raise AssertionError("this test starts a process: mark it slow, or call what it tests within the test's own")


sys.addaudithook(_refuse_process)


# Cases and reports


@pytest.fixture
def without_loop() -> Iterator[None]:
    """No event loop at work, as in a script: the browser of another test leaves one running in its process."""
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(running)


@pytest.fixture(autouse=True)
def forget_units() -> Iterator[None]:
    """Lets no test know the units that the case of another one has added."""
    yield
    if units.list_definitions():
        units.forget_added()


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A copy of the tiny case, free to change."""
    return Path(shutil.copytree(TINY, tmp_path / "tiny"))


@pytest.fixture
def gauge(tmp_path: Path) -> Path:
    """A copy of the tiny case, with a series that the article and a survey give for some of the same years."""
    tiny = Path(shutil.copytree(TINY, tmp_path / "gauge"))
    header, *rows = (tiny / "quantities.csv").read_text(encoding="utf-8").splitlines()
    rows = [*(f"{row}," for row in rows), "river.flow,flow,million litre,0,,,What passes in a year,,,true"]
    (tiny / "quantities.csv").write_text("\n".join([f"{header},over_time", *rows]) + "\n", encoding="utf-8")
    with (tiny / "claims.csv").open("a", encoding="utf-8") as file:
        for source, value, year, rank in (
            ("article", 50, 2022, "normal"),
            ("survey", 61, 2022, "preferred"),
            ("article", 140, 2024, "normal"),
            ("survey", 135, 2024, "preferred"),
            ("survey", 79, 2025, "normal"),
        ):
            cells = f"{value},,,,exact,reported,{year},,,Measured,,,,,{rank},"
            file.write(f"flow_{year}_{source},river.flow,,{source},p1,{cells}\n")
    return tiny


def make_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Returns a folder that the first of the run's workers to ask for it makes, and all others read."""
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder = shared / name
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            half = shared / f"{name}.part"
            shutil.rmtree(half, ignore_errors=True)
            half.mkdir()
            make(half)
            half.rename(folder)
    return folder


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder `communique render` leaves for the shipped case: rendered once for all who look at it."""

    def render(place: Path) -> None:
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

    return make_once(tmp_path_factory, "shipped", render) / "reports" / CASE.name


@pytest.fixture(scope="session")
def matters(tmp_path_factory: pytest.TempPathFactory):
    """The tiny case with two issues, two plans' provisions, positions, regions, guarantees, risks and events."""
    from analysis import load_case

    return load_case(merge_folders(TINY, TINY.parent / "matters", into=tmp_path_factory.mktemp("case") / "matters"))


# The command


@pytest.fixture(scope="session", autouse=True)
def _close_server() -> Iterator[None]:
    yield
    if "analysis.report.execute.client" in sys.modules:
        sys.modules["analysis.report.execute.client"].close_server()


@pytest.fixture
def communique(tmp_path_factory: pytest.TempPathFactory) -> Command:
    """Runs the command as a user does, in a process of its own. Four seconds a render; see `invoke`."""

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
                "XDG_STATE_HOME": str(tmp_path_factory.getbasetemp()),
            },
        )

    return run


@pytest.fixture
def invoke(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Command:
    """Runs the command within the tests' process: for what it says and leaves, not for how a process ends.

    A test that renders asks for `warm_server` as well.
    """
    from analysis.cli import main

    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp()))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.getbasetemp()))

    def run(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        code, output, errors = 0, io.StringIO(), io.StringIO()
        with (
            chdir(cwd or Path.cwd()),
            redirect_stdout(output),
            redirect_stderr(errors),
            mock.patch.object(sys, "argv", ["communique", *arguments]),
        ):
            try:
                main()
            except SystemExit as end:
                code = int(end.code or 0)
        return subprocess.CompletedProcess(arguments, code, output.getvalue(), errors.getvalue())

    return run


@pytest.fixture(scope="session")
def _resting_place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where this worker's server waits between two commands; it ends with the last test."""
    from analysis.report.execute import client, linger

    place = tmp_path_factory.mktemp("runtime")
    yield place
    if list(place.glob("*.in")):
        with mock.patch.object(linger, "compute_address", return_value=(str(place), "tests")):
            client.start_server(client.ServerSetup(reuse=True))
            client.close_server()


@pytest.fixture
def warm_server(_resting_place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the commands that `invoke` runs, from whatever folder, share one server: then a render takes half a second.

    Not for what depends on where or with which environment a server was started.
    """
    from analysis.report.execute import linger

    monkeypatch.setattr(linger, "compute_address", lambda *_: (str(_resting_place), "tests"))
    monkeypatch.setenv("COMMUNIQUE_LINGER", "60")


# Files


def write_notebook(path: Path, *cells: str, parameters: str = "") -> Path:
    """Writes a small notebook: a parameters cell, if any, then code cells ('# ...' makes a text cell)."""
    import nbformat

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


def hash_tree(folder: Path) -> dict[str, str]:
    """Returns relative path -> digest of every file below a folder: to compare trees that hold whole pages.

    Two unequal pages themselves keep pytest busy for minutes with the lines in which they differ.
    """
    return {name: compute_content_fingerprint(content) for name, content in read_tree(folder).items()}


def read_json(path: Path) -> dict:
    """Returns a JSON file's content."""
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture
def only_shipped_typefaces(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Lets print have no typefaces but the shipped ones, as where no font package is installed."""
    from analysis.report.formats import glyphs, outlines, typst
    from analysis.style import scripts

    def forget() -> None:
        for kept in (scripts.list_font_folders, typst.load_fonts, typst._load_compiler):
            kept.cache_clear()
        for answers in (glyphs._get_known, outlines._draw_words):
            answers.cache_clear()

    monkeypatch.setattr(scripts, "_find_folder", lambda package: None)
    forget()
    yield
    monkeypatch.undo()
    forget()


def merge_folders(*folders: Path, into: Path) -> Path:
    """Copies case folders one over the other and returns the result; later files win."""
    for folder in folders:
        shutil.copytree(folder, into, dirs_exist_ok=True)
    return into
