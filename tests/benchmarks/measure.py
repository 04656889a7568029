"""A command, run and measured: wall time, processor time of it and its children, and its own peak memory."""

from __future__ import annotations

import ctypes
import json
import math
import os
import platform
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
COMMUNIQUE = (sys.executable, "-c", "from analysis.cli import main; main()")


class Failed(Exception):
    """A command that was to be measured did not do its work."""


@dataclass(frozen=True)
class Run:
    """What a command cost."""

    wall: float  # seconds
    cpu: float  # seconds, user and system, with every child it waited for
    peak: float  # megabytes of the process itself
    said: str  # its last output
    peak_of_all: float = 0  # megabytes of it and all it started at once, what they share counted once; if watched


def run(*command: str, cwd: Path | None = None, env: Mapping[str, str] | None = None, watched: bool = False) -> Run:
    """Runs a command from the top of the checkout. Raises Failed if it ends in an error.

    watched: whether the memory of all processes that it starts is measured, which takes a little of the processor.
    """
    own = {
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},  # as installed
        "PYTHONPATH": str(ROOT),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "JUPYTER_PLATFORM_DIRS": "1",
        **(env or {}),
    }
    peak, peak_of_all = [0.0], [0.0]
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=cwd or ROOT, env=own, stdout=output, stderr=subprocess.STDOUT)
        watch = threading.Thread(target=_watched, args=(process.pid, peak), daemon=True)
        watch.start()
        watch_all = threading.Thread(target=_watch_all, args=(process, peak_of_all), daemon=True)
        if watched:
            _keep_orphans()
            watch_all.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.join()
        if watched:
            watch_all.join()
        output.seek(0)
        said = output.read().decode(errors="replace")
    if process.returncode:
        raise Failed(f"{' '.join(command)[:200]} ended with {process.returncode}: {said[-800:]}")
    return Run(wall, usage.ru_utime + usage.ru_stime, peak[0], said, peak_of_all[0])


def _watched(pid: int, peak: list[float]) -> None:
    """Keeps the highest the kernel has noted; the process is gone when it no longer says."""
    while True:
        try:
            status = Path(f"/proc/{pid}/status").read_text()
        except (FileNotFoundError, ProcessLookupError):
            return
        found = [line for line in status.splitlines() if line.startswith("VmHWM")]
        if not found:
            return
        peak[0] = max(peak[0], int(found[0].split()[1]) / 1024)
        time.sleep(0.01)


def _keep_orphans() -> None:
    """Has processes whose parent has ended become children of this one, so that they are still found (Linux)."""
    set_child_subreaper = 36
    ctypes.CDLL(None).prctl(set_child_subreaper, 1, 0, 0, 0)


def _watch_all(process: subprocess.Popen[bytes], peak: list[float]) -> None:
    """Keeps the greatest sum of the proportional set sizes of a process and its descendants."""
    while process.returncode is None:
        children: dict[int, list[int]] = {}
        for status in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                children.setdefault(int(status.read_text().rpartition(")")[2].split()[1]), []).append(
                    int(status.parent.name)
                )
        waiting, total = [os.getpid()], 0.0
        while waiting:
            for pid in children.get(waiting.pop(), ()):
                waiting.append(pid)
                with suppress(OSError, StopIteration):
                    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
                    total += int(next(line for line in lines if line.startswith("Pss:")).split()[1]) / 1024
        peak[0] = max(peak[0], total)
        time.sleep(0.03)


def communique(*arguments: str, cache: Path | None = None, runtime: Path | None = None, watched: bool = False) -> Run:
    """Runs the command of this checkout.

    watched: as of `run`. cache, runtime: stand in for the user's own folders, but for matplotlib's list of typefaces.
    """
    import matplotlib as mpl

    env = {"XDG_CACHE_HOME": str(cache), "MPLCONFIGDIR": mpl.get_cachedir()} if cache else {}
    return run(
        *COMMUNIQUE, *arguments, env=env | ({"XDG_RUNTIME_DIR": str(runtime)} if runtime else {}), watched=watched
    )


def task(name: str, *arguments: object, cache: Path | None = None) -> dict[str, Any]:
    """Runs one function of `tasks` in a process of its own; returns what it found.

    cache: stands in for the user's own folder.
    """
    env = {"XDG_CACHE_HOME": str(cache)} if cache else {}
    done = run(sys.executable, "-m", "tests.benchmarks.tasks", name, *map(str, arguments), env=env)
    return json.loads(done.said.strip().splitlines()[-1]) | {"peak": done.peak}


def best(times: int, measured: Callable[[], Run]) -> Run:
    """Returns the cheapest of several runs: noise only ever adds."""
    return min((measured() for _ in range(times)), key=lambda run: run.cpu)


def in_turn(times: int, *measured: Callable[[], Run]) -> list[Run]:
    """Returns the least wall and the least processor time of each command, run in turn: noise only ever adds."""
    runs = zip(*([measure() for measure in measured] for _ in range(times)), strict=True)
    return [
        replace(run[0], wall=min(one.wall for one in run), cpu=min(one.cpu for one in run)) for run in map(list, runs)
    ]


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """Returns the slope of a straight line through log cost against log size: 1 is linear."""
    xs, ys = [math.log(size) for size in sizes], [math.log(cost) for cost in costs]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def machine() -> str:
    """Returns the processor, its cores and the versions that count."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        model = platform.processor() or platform.machine()
    names = ("papermill", "nbconvert", "typst", "pandas", "pydantic")
    return f"{model}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, " + ", ".join(
        f"{name} {version(name)}" for name in names
    )
