"""Runs the tests that concern a module against each of its mutants, in a copy of the tree.

The library is not imported here: each run, a fork of this process, imports its own.
"""

from __future__ import annotations

import importlib.util
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Literal, TypeAlias

from tests.mutation.mutants import ROOT, Mutant

Verdict: TypeAlias = Literal["killed", "timeout", "survived"]
Step: TypeAlias = tuple[str, ...]  # what pytest is given, in the order in which it runs

FAST, SLOW = "-mnot slow and not browser", "-mslow and not browser"
LATER = "tests/case/test_datapackage.py"  # takes as long as all other tests of its room
WIDER = {
    "estimates": ("tests/shipped/test_by_hand.py", "tests/compare", "tests/case/test_case.py", "tests/show"),
    "case": (LATER, "tests/shipped", "tests/compare", "tests/show", "tests/commands", "tests/test_cli.py"),
    "report": ("tests/report", "tests/show", "tests/shipped", "tests/commands", "tests/test_cli.py"),
}
IN_PROCESSES = {  # what only slow tests can try
    "report/build": ("test_pool.py", "test_cache.py"),
    "report/execute": ("test_kernels.py", "test_home.py"),
}
PRELOADED = ("hypothesis", "matplotlib.figure", "nbformat", "numpy", "pandas", "pint", "pydantic", "pypdf", "pytest")
MAX_MEMORY = 6 << 30  # bytes of address space: a loop without an end must not take the machine's


class BrokenTests(Exception):
    """Tests that fail with nothing changed, so that they can find nothing."""


def list_steps(path: Path, root: Path = ROOT) -> list[Step]:
    """Returns the runs of pytest for a module, nearest first: its own tests and its room's, then those that use it.

    path: relative to the library, such as `estimates/leaf.py`. root: the tree with the tests.

    >>> list_steps(Path("estimates/settings.py"))[0][:3]
    ('-mnot slow and not browser', 'tests/estimates/test_settings.py', 'tests/estimates/test_constructors.py')
    """
    room = path.parent
    own = f"tests/{room}/test_{path.stem}.py"
    near = [str(test.relative_to(root)) for test in sorted((root / "tests" / room).rglob("test_*.py"))]
    near = sorted((test for test in near if test == own or test != LATER), key=lambda test: test != own)
    if ">>> " in (root / "analysis" / path).read_text(encoding="utf-8"):
        module = ".".join(("analysis", *path.with_suffix("").parts))
        near.append(f"tests/test_examples.py::test_every_example_gives_what_it_says[{module}]")
    steps = [(FAST, *near), (FAST, *WIDER[path.parts[0]])]
    if slow := [f"tests/{room}/{name}" for name in IN_PROCESSES.get(str(room), ())]:
        steps.append((SLOW, *sorted(slow, key=lambda test: test != own)))
    return steps


class Laboratory:
    """A copy of the work tree in which a file can be changed and the tests be run."""

    def __init__(self, folder: Path) -> None:
        self.tree, self.scratch = folder / "tree", folder / "scratch"
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT, capture_output=True, text=True, check=True,
        )  # fmt: skip
        for name in filter(None, listed.stdout.split("\0")):
            if (ROOT / name).is_file():
                (self.tree / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, self.tree / name)
        for name in PRELOADED:  # in this process, so that no run has to
            importlib.import_module(name)
        if "analysis" in sys.modules:  # as papermill does, to look for engines
            raise RuntimeError("the library is imported already, so that a changed file would not be read")
        self._limits: dict[tuple[str, ...], float] = {}
        self._descendants = _load_descendants()
        self._descendants.adopt_descendants()

    def judge(self, mutant: Mutant) -> Verdict:
        """Runs the steps of a mutant's module until one fails. Raises BrokenTests if one fails without the mutant."""
        original, times = mutant.path.read_bytes(), mutant.path.stat()
        for step in list_steps(mutant.path.relative_to(self.tree / "analysis"), self.tree):
            limit = self._find_limit(step)
            try:
                mutant.path.write_text(mutant.code, encoding="utf-8")
                passed = self._run(step, limit)
            finally:
                mutant.path.write_bytes(original)
                os.utime(mutant.path, ns=(times.st_atime_ns, times.st_mtime_ns))  # as the compiled file says
            if passed is not True:
                return "killed" if passed is False else "timeout"
        return "survived"

    def _find_limit(self, step: Step) -> float:
        """Returns how long a step may take, in seconds, from how long its files take with nothing changed."""
        key = tuple(sorted(test for test in step if "::" not in test))  # the order is another for each module
        if key not in self._limits:
            start = time.monotonic()
            if not self._run(key, None, compile_files=True):
                log = self.scratch.with_suffix(".log").read_text(encoding="utf-8", errors="replace")
                raise BrokenTests(f"{' '.join(key)} fails with nothing changed:\n{log[-3000:]}")
            self._limits[key] = 20 + 4 * (time.monotonic() - start)  # a busy machine kills no mutant
        return self._limits[key]

    def _run(self, step: Step, limit: float | None, *, compile_files: bool = False) -> bool | None:
        """Returns whether pytest passed; None if the time was over."""
        child = multiprocessing.get_context("fork").Process(target=self._run_pytest, args=(step, compile_files))
        child.start()
        child.join(limit)
        is_late = child.is_alive()
        if is_late and child.pid:
            os.killpg(child.pid, signal.SIGKILL)
            child.join()
        self._descendants.end_children()  # a process that left the group, for whose end a mutant may have no way
        return None if is_late else child.exitcode in (0, 5)  # 5: the step has no test of this kind

    def _run_pytest(self, step: Step, compile_files: bool) -> None:
        """Runs in a process of its own, which has imported nothing of the library yet."""
        import resource

        import pytest

        os.setsid()
        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
        log = os.open(self.scratch.with_suffix(".log"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(log, 1)
        os.dup2(log, 2)
        os.chdir(self.tree)
        os.environ["XDG_CACHE_HOME"] = str(self.scratch.with_suffix(".cache"))
        # The compiled form of a mutant would outlive it: files are told apart by size and second only.
        sys.dont_write_bytecode = not compile_files
        for name in [name for name in sys.modules if name.partition(".")[0] == "tests"]:
            del sys.modules[name]
        sys.path[:] = [str(self.tree), *(place for place in sys.path if place not in ("", str(ROOT)))]
        options = [
            "-x",
            "-q",
            "-Wignore::pytest.PytestAssertRewriteWarning",
            "-n",
            "0",
            "-p",
            "no:cacheprovider",
            f"--basetemp={self.scratch}",
        ]
        sys.exit(int(pytest.main([*options, *step])))


def _load_descendants() -> ModuleType:
    """Returns `analysis.report.execute.descendants`, read by itself: the library must not be imported here."""
    path = ROOT / "analysis" / "report" / "execute" / "descendants.py"
    spec = importlib.util.spec_from_file_location("descendants", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
