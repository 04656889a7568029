"""A sweep on a dask cluster of this machine: two workers against one, and what a task costs besides its report."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.measure import ROOT, Failed, Run, communique
from tests.benchmarks.results import Part, Row

_PATIENCE = 60.0  # seconds for a process of the cluster to start


@dataclass(frozen=True)
class Sweep:
    """A sweep on a cluster. run: of the command. scheduler: seconds of processor that the scheduler took meanwhile."""

    run: Run
    scheduler: float


def measure(quick: bool = False) -> Part:
    """Returns how much faster two workers of a thread each are than one, and the processor time of a task elsewhere."""
    count = 4 if quick else 150
    try:
        one, two = (_sweep(workers, count) for workers in (1, 2))
        few = _sweep(2, 2)
    except (Failed, OSError) as error:
        return Part([Row("a sweep on a cluster", "not measured", str(error).strip().splitlines()[-1])])
    # what the start of a command and of a worker's server costs is not part of the rate
    command, scheduler = (
        1000 * (large - small) / (count - 2)
        for large, small in ((two.run.cpu, few.run.cpu), (two.scheduler, few.scheduler))
    )
    return Part(
        [
            Row(
                f"cluster: {count} renders of one report, HTML, two workers of one thread",
                f"{count / two.run.wall:.1f} a second",
                f"one worker: {count / one.run.wall:.1f} a second",
                ratio=one.run.wall / two.run.wall,
                aim="1.8",
                met=one.run.wall >= 1.8 * two.run.wall,
                in_readme=True,
            ),
            Row(
                "what a render elsewhere costs here: of the command, and of the scheduler",
                f"{command:.1f} and {scheduler:.1f} ms of processor",
            ),
        ]
    )


def _sweep(workers: int, count: int) -> Sweep:
    with tempfile.TemporaryDirectory() as folder, _start_cluster(Path(folder), workers) as (address, scheduler):
        place = Path(folder)
        lines = [f"forces_{n},forces,Troop caps,population_m={30 + n / 100:.2f}" for n in range(count)]
        file = place / "sweep.csv"
        file.write_text("\n".join(["report_id,notebook,title,parameters", *lines]) + "\n", encoding="utf-8")
        before = _read_cpu(scheduler)
        options = ("--format", "html", "--out", str(place / "out"), "--scheduler", address)
        run = communique("sweep", str(file), *options, cache=place / "cache")
        return Sweep(run, _read_cpu(scheduler) - before)


@contextmanager
def _start_cluster(place: Path, workers: int) -> Iterator[tuple[str, int]]:
    """Yields a scheduler's address and process id once its workers, each with one thread, are there."""
    file = place / "scheduler.json"
    processes = [_start(place, "scheduler", "--port", "0", "--scheduler-file", str(file))]
    try:
        _wait(lambda: file.is_file() and file.read_text().endswith("}"))
        address = json.loads(file.read_text())["address"]
        options = ("--nthreads", "1", "--no-nanny")
        processes += [_start(place / f"worker-{n}", "worker", address, *options) for n in range(workers)]
        logs = [place / f"worker-{n}" / "log" for n in range(workers)]
        _wait(lambda: all("Registered to" in log.read_text() for log in logs))
        yield address, processes[0].pid
    finally:
        for process in reversed(processes):
            process.terminate()
        for process in processes:
            with suppress(subprocess.TimeoutExpired):
                process.wait(20)
            process.kill()


def _start(folder: Path, kind: str, *arguments: str) -> subprocess.Popen[bytes]:
    folder.mkdir(exist_ok=True)
    program = (sys.executable, "-m", f"distributed.cli.dask_{kind}", "--host", "127.0.0.1", "--no-dashboard")
    env = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder)}
    with (folder / "log").open("ab") as log:
        return subprocess.Popen([*program, *arguments], cwd=folder, stdout=log, stderr=log, env=env)


def _wait(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise Failed(f"the cluster did not start within {_PATIENCE:g} seconds")
        time.sleep(0.1)


def _read_cpu(pid: int) -> float:
    """Returns the seconds of processor that a process has taken."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
