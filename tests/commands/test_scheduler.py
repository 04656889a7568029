"""A sweep on a dask cluster: a scheduler and two workers, real processes that share nothing with the command."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import dask.config
import pytest

from tests.conftest import ROOT, hash_tree, write_notebook

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="workers fork")]

HEADER = "report_id,notebook,title,parameters"
LONGEST_WAIT = 120.0  # seconds; a busy machine fails nothing
CELLS = (
    "import os, time\nfrom pathlib import Path\nfrom analysis import load_case, compare, cover, elsewhere, said_by",
    "case = load_case(case_dir, override={'reconstruction.need': need})\ngap = compare.reconstruction.gap(case)",
    # what a variant is to do while it is rendered, once or again and again
    "def find_worker(pid):\n"
    "    while 'forkserver' in Path(f'/proc/{pid}/cmdline').read_text():\n"
    "        pid = int(Path(f'/proc/{pid}/stat').read_text().rpartition(')')[2].split()[1])\n"
    "    return pid\n"
    "if deed == 'fail': raise ValueError('no such plan')\n"
    "if deed == 'kill': os.kill(find_worker(os.getpid()), 9)\n"
    "if deed == 'wait' and not Path(marker).exists():\n"
    "    Path(marker).write_text(f'{os.getpid()} {find_worker(os.getpid())}')\n"
    "    time.sleep(300)",
    'cover("It is {gap}, says {who}, or {there}", "How much?", case.about, gap=gap,'
    " who=said_by(gap, elsewhere(gap)), there=elsewhere(gap))",
)


def start(*arguments: str, folder: Path, **environment: str) -> subprocess.Popen[bytes]:
    """Starts a process of the cluster in a folder of its own."""
    folder.mkdir(exist_ok=True)
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=folder,
            stdout=log,
            stderr=log,
            env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder), **environment},
        )


def wait_for(condition: Callable[[], object]) -> None:
    """Returns when a condition is met."""
    end = time.monotonic() + LONGEST_WAIT
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)


class Cluster:
    """The scheduler's address, and the folders its workers are in."""

    def __init__(self, place: Path):
        self.place = place
        self.processes: list[subprocess.Popen[bytes]] = []
        self.file = place / "scheduler.json"
        failures = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
        self.start("scheduler", "--port", "0", "--scheduler-file", str(self.file), name="scheduler", **failures)
        wait_for(lambda: self.file.exists() and self.file.read_text().endswith("}"))
        self.address = str(json.loads(self.file.read_text())["address"])

    def start(self, kind: str, *arguments: str, name: str, **environment: str) -> subprocess.Popen[bytes]:
        options = ("--no-dashboard", "--host", "127.0.0.1", *arguments)
        process = start(f"distributed.cli.dask_{kind}", *options, folder=self.place / name, **environment)
        self.processes.append(process)
        return process

    def start_worker(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        return self.start("worker", self.address, "--nthreads", "1", *arguments, name=name)

    def list_leftovers(self) -> list[str]:
        """Returns what is left of the commands' files at workers that live; the others' go with the next command."""
        found = self.place.glob("worker*/communique-*/files")
        return [str(path) for path in found if is_alive(int(path.parent.name.split("-")[1]))]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    cluster = Cluster(tmp_path_factory.mktemp("cluster"))
    for name in ("worker1", "worker2"):
        cluster.start_worker(name)
    logs = [cluster.place / name / "log" for name in ("worker1", "worker2")]
    try:
        wait_for(lambda: all("Registered to" in log.read_text() for log in logs))
        with dask.config.set({"distributed.scheduler.allowed-failures": 1}):
            yield cluster
    finally:
        for process in reversed(cluster.processes):
            process.terminate()
        for process in cluster.processes:
            with suppress(subprocess.TimeoutExpired):
                process.wait(20)
            process.kill()


@pytest.fixture
def case(tiny: Path) -> Path:
    parameters = 'case_dir: str = "tiny"\nneed: float | None = None\ndeed: str = ""\nmarker: str = ""'
    write_notebook(tiny / "notebooks" / "gap.ipynb", *CELLS, parameters=parameters)
    (tiny / "reports.csv").write_text(f"{HEADER}\ngap,gap,Gap,\n")
    return tiny


def write_sweep(place: Path, *variants: str) -> Path:
    """Writes a sweep. variants: parameters, with the value of `deed`, or of `need`, as name."""
    lines = [f"v_{one.partition(';')[0].partition('=')[2]},gap,Gap,{one}" for one in variants]
    file = place / "needs.csv"
    file.write_text("\n".join([HEADER, *lines]) + "\n")
    return file


def read_marker(marker: Path) -> list[int]:
    """Returns the ids of the kernel and of its dask worker, once a variant has written them."""
    wait_for(lambda: marker.exists() and " " in marker.read_text())
    return [int(text) for text in marker.read_text().split()]


def is_alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


@contextmanager
def kill_worker_of(marker: Path) -> Iterator[None]:
    """Kills, meanwhile, the worker whose kernel writes the marker."""
    thread = threading.Thread(target=lambda: os.kill(read_marker(marker)[1], signal.SIGKILL), daemon=True)
    thread.start()
    yield
    thread.join(1)


def test_workers_that_are_killed_lose_nothing_and_the_bytes_are_as_here(cluster, invoke, warm_server, case, tmp_path):
    marker = tmp_path / "pid"
    good = ("need=500", "need=600", f"deed=wait;marker={marker}")
    sweep = write_sweep(tmp_path, *good, "deed=fail", "deed=kill")
    arguments = ("sweep", "needs.csv", "--case", str(case), "--format", "html")
    with kill_worker_of(marker):
        done = invoke(*arguments, "--scheduler", cluster.address, cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    lines = done.stdout.splitlines()
    assert sorted(line.split()[1] for line in lines[:-1]) == ["v_500", "v_600", "v_wait"], done.stderr  # each once
    assert "3 of 5 reports" in lines[-1]
    failed = sorted(line for line in done.stderr.splitlines() if line.startswith("failed"))
    assert failed[0] == "failed: v_fail: cell 4: ValueError: no such plan"
    # a worker may end with the report that waits for it, so that dask begins to count once more
    assert re.match(r"failed: v_kill: [23] workers died while they rendered it; render it on this machine", failed[1])
    assert len(failed) == 2
    wait_for(lambda: not cluster.list_leftovers())  # a busy worker removes them after the farewell

    write_sweep(tmp_path, *good)
    again = invoke(*arguments, cwd=tmp_path)  # on this machine: nothing is left to do
    assert "3 of 3 reports" in again.stdout
    assert "3 of them unchanged" in again.stdout
    here = invoke(*arguments, "--out", "here", cwd=tmp_path)
    assert here.returncode == 0, here.stderr
    there = hash_tree(tmp_path / "reports" / "tiny" / sweep.stem)
    assert there == hash_tree(tmp_path / "here" / "tiny" / sweep.stem)
    assert len(there) > 10


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_nothing_goes_on_at_the_workers_after_the_command(cluster, case, tmp_path, how):
    marker = tmp_path / "pid"
    write_sweep(tmp_path, f"deed=wait;marker={marker}")
    command = [sys.executable, "-c", "from analysis.cli import main; main()", "sweep", "needs.csv", "--case", "tiny"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    process = subprocess.Popen(
        [*command, "--scheduler", cluster.address, "--format", "html"],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    kernel, worker = read_marker(marker)
    process.send_signal(how)
    said, _ = process.communicate(timeout=LONGEST_WAIT)
    assert (process.returncode, "Traceback" in said) == (130 if how == signal.SIGINT else -how, False)
    wait_for(lambda: not is_alive(kernel))
    assert is_alive(worker)
    if how == signal.SIGINT:
        wait_for(lambda: not cluster.list_leftovers())  # a busy worker removes them after the farewell


FAKE = """
from analysis.report import fingerprint
real = fingerprint.list_versions
fake = lambda: {**real(), "numpy": "1.0"}
import analysis.report.build.cluster.versions as versions
versions.list_versions = fake
"""


def test_a_worker_with_other_versions_is_named_and_gets_nothing(cluster, invoke, warm_server, case, tmp_path):
    write_sweep(tmp_path, "need=500")
    (tmp_path / "fake.py").write_text(FAKE)
    process = cluster.start_worker("worker3", "--no-nanny", "--name", "other", "--preload", str(tmp_path / "fake.py"))
    try:
        log = cluster.place / "worker3" / "log"
        wait_for(lambda: "Registered to" in log.read_text())
        arguments = ("sweep", "needs.csv", "--case", str(case), "--format", "html", "--scheduler", cluster.address)
        done = invoke(*arguments, cwd=tmp_path)
    finally:
        process.terminate()
        process.wait(20)
    assert done.returncode == 1
    (line,) = [line for line in done.stderr.splitlines() if "is not used" in line]
    assert line.startswith("worker tcp://127.0.0.1:")
    assert "it has numpy 1.0, here it is " in line
    assert "1 of 1 reports" in done.stdout
    assert invoke(*arguments, cwd=tmp_path).returncode == 0  # all is there: nobody is asked
