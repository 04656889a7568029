"""What the command does with what workers answer: a scheduler and workers in this process, whose builds are played."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import dask.config
import pytest
from distributed import Client, Future, LocalCluster

from analysis.errors import CommuniqueError
from analysis.report.build.cluster import dispatch, workers
from analysis.report.build.cluster import worker as at_worker
from analysis.report.build.cluster.connection import ClusterError
from analysis.report.build.cluster.dispatch import render_on_cluster
from analysis.report.build.cluster.parcel import pack_files
from analysis.report.build.cluster.worker import Answer, Order
from analysis.report.build.job import Outcome, Render
from analysis.report.build.render import BuiltReport
from analysis.report.execute.client import ServerSetup

COUNT = 6
Play = Callable[[str, str, int], Answer]  # a report, a worker's name and how often the report was begun -> the answer


def start_cluster() -> LocalCluster:
    options = {"processes": False, "threads_per_worker": 1, "dashboard_address": ":0", "worker_dashboard_address": ":0"}
    return LocalCluster(n_workers=2, host="127.0.0.1", protocol="tcp", **options)


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with start_cluster() as cluster:
        yield cluster


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_FIRST_SECONDS", 1.0)
    monkeypatch.setattr(workers, "_GRACE_SECONDS", 1.0)
    monkeypatch.setattr(dispatch, "LOOK_SECONDS", 0.1)


class Stage:
    """Workplaces that answer as a test has it. closed: the workers whose workplace was closed."""

    def __init__(self, place: Path, monkeypatch: pytest.MonkeyPatch, play: Play, refuse: str = ""):
        self.place, self.begun, self.closed = place, Counter[str](), Counter[str]()
        stage = self

        class Workplace:
            def __init__(self, order: Order):
                if refuse:
                    raise CommuniqueError(refuse)
                self.heard, self.guard, self.address = time.monotonic(), None, ""

            def build(self, render: Render, worker, key: str) -> Answer:
                self.address = worker.address
                stage.begun[render.report] += 1
                return play(render.report, worker.address, stage.begun[render.report])

            def close(self) -> None:
                stage.closed[self.address] += 1

        monkeypatch.setattr(at_worker, "Workplace", Workplace)

    def render(self, cluster: LocalCluster) -> tuple[dict[str, Outcome], list[str]]:
        """Returns each outcome by its report, and the warnings."""
        notebook = self.place / "one.ipynb"
        notebook.write_text("{}")
        (self.place / "out").mkdir()
        renders = [
            Render(f"r{n}", "R", notebook, {}, ("html",), self.place / "out" / f"r{n}", case=self.place)
            for n in range(COUNT)
        ]
        done: list[Outcome] = []
        warnings: list[str] = []
        order = Order("test", pack_files([notebook]), str(self.place), str(self.place), ServerSetup(), {}, "")
        due = [(render, "asked for") for render in renders]
        outcomes = render_on_cluster(due, done.append, cluster.scheduler_address, order, warnings.append)
        assert outcomes == done
        assert sorted(outcome.render.report for outcome in done) == [render.report for render in renders]  # each once
        return {outcome.render.report: outcome for outcome in done}, warnings


def build(report: str, worker: str, **facts: object) -> Answer:
    known = {"file_reads": {}, "unseen": (), **facts}
    return Answer(worker, BuiltReport({"results.json": report.encode()}, known))


def list_failed(found: dict[str, Outcome]) -> dict[str, str]:
    return {report: outcome.error for report, outcome in found.items() if outcome.error}


def test_what_comes_back_is_published(cluster, tmp_path, monkeypatch):
    stage = Stage(tmp_path, monkeypatch, lambda report, worker, _: build(report, worker))
    found, warnings = stage.render(cluster)
    assert (list_failed(found), warnings) == ({}, [])
    assert (tmp_path / "out" / "r3" / "results.json").read_text() == "r3"
    assert sum(stage.closed.values()) == 2


def test_a_worker_with_a_full_disk_is_named_and_its_report_goes_to_another(cluster, tmp_path, monkeypatch):
    full = sorted(worker.address for worker in cluster.workers.values())[0]

    def play(report: str, worker: str, _: int) -> Answer:
        return Answer(worker, unfit="/tmp: No space left on device") if worker == full else build(report, worker)

    found, warnings = Stage(tmp_path, monkeypatch, play).render(cluster)
    assert list_failed(found) == {}
    assert warnings in ([], [f"worker {full} is not used: /tmp: No space left on device"])


def test_a_report_that_fills_each_disk_takes_one_worker_along_at_most(cluster, tmp_path, monkeypatch):
    def play(report: str, worker: str, _: int) -> Answer:
        return Answer(worker, unfit="/tmp: No space left on device") if report == "r2" else build(report, worker)

    found, warnings = Stage(tmp_path, monkeypatch, play).render(cluster)
    assert len(warnings) == 1
    (failed,) = list_failed(found).items()
    assert failed[0] == "r2"
    assert failed[1].startswith("r2: /tmp: No space left on device (worker tcp://127.0.0.1:")


def test_where_all_disks_are_full_every_report_is_named(cluster, tmp_path, monkeypatch):
    found, warnings = Stage(tmp_path, monkeypatch, lambda _, worker, __: Answer(worker, unfit="full")).render(cluster)
    assert len(warnings) == 2
    assert len(list_failed(found)) == COUNT
    said = {error.partition(": ")[2] for error in list_failed(found).values()}
    again = "not rendered, as no worker is left; run the same command again for what is missing"
    assert {text.partition(" (worker")[0] for text in said} <= {again, "full"}
    assert again in said


def test_a_failure_of_one_report_is_its_own(cluster, tmp_path, monkeypatch):
    def play(report: str, worker: str, _: int) -> Answer:
        failures = {
            "r0": Answer(worker, end="the process that rendered it ended with SIGKILL"),
            "r1": Answer(worker, Outcome(Render("r1", "", Path(), {}, (), Path()), "r1, cell 2: ValueError: no")),
            "r2": Answer(worker, Outcome(Render("r2", "", Path(), {}, (), Path()), "r2, cell 2: FileNotFoundError: x")),
            "r3": build(report, worker, file_reads={"here/extra.csv": "another digest"}),
        }
        return failures.get(report) or build(report, worker)

    failed = list_failed(Stage(tmp_path, monkeypatch, play).render(cluster)[0])
    assert failed["r0"] == "r0: the process that rendered it ended with SIGKILL"
    assert failed["r1"] == "r1, cell 2: ValueError: no"
    assert failed["r2"].endswith("x; workers have the case and its notebooks, and what --send names")
    assert "r3: it reads here/extra.csv, which worker tcp://127.0.0.1:" in failed["r3"]
    assert not (tmp_path / "out" / "r3").exists()
    assert set(failed) == {"r0", "r1", "r2", "r3"}


def test_an_error_of_dask_is_tried_again_once(cluster, tmp_path, monkeypatch):
    def play(report: str, worker: str, begun: int) -> Answer:
        if (report == "r1" and begun == 1) or report == "r2":
            raise ConnectionError("reset")
        return build(report, worker)

    stage = Stage(tmp_path, monkeypatch, play)
    failed = list_failed(stage.render(cluster)[0])
    assert failed == {"r2": "r2: no result came from the cluster (ConnectionError: reset)"}
    assert (stage.begun["r1"], stage.begun["r2"]) == (2, 2)


def test_workers_stay_known_while_dask_renews_what_it_knows_of_the_scheduler(cluster, tmp_path, monkeypatch):
    def play(report: str, worker: str, _: int) -> Answer:
        time.sleep(0.3)  # for some looks at the workers
        return build(report, worker)

    stage = Stage(tmp_path, monkeypatch, play)
    with dask.config.set({"distributed.client.scheduler-info-interval": "1 ms"}):
        found, warnings = stage.render(cluster)
    assert (list_failed(found), warnings) == ({}, [])
    assert stage.begun.total() == COUNT


def close_for_a_while(cluster: LocalCluster) -> None:
    """Has dask give no worker anything, though the command has seen none end; soon they can be used again."""

    async def set_threads(count: int) -> None:
        for address in cluster.scheduler.workers:
            cluster.scheduler.add_resources(address, {"communique-test": count})

    cluster.sync(set_threads, 0)
    threading.Timer(2.0, cluster.sync, [set_threads, 1]).start()


@pytest.mark.timeout(60)
def test_what_no_worker_was_open_for_is_sent_again(cluster, tmp_path, monkeypatch):
    begun: list[str] = []

    def play(report: str, worker: str, _: int) -> Answer:
        begun.append(report)
        if len(begun) == 1:
            close_for_a_while(cluster)
        return build(report, worker)

    found, warnings = Stage(tmp_path, monkeypatch, play).render(cluster)
    assert (list_failed(found), warnings) == ({}, [])


@pytest.mark.timeout(60)
def test_a_result_that_is_lost_with_its_worker_holds_nothing_up(tmp_path, monkeypatch):
    gather = Client._gather

    async def gather_late(client: Client, future: Future, **options) -> Answer:
        await asyncio.sleep(1.0)
        return await gather(client, future, **options)

    monkeypatch.setattr(Client, "_gather", gather_late)
    with start_cluster() as cluster:
        first, _ = cluster.workers.values()

        def lose() -> None:
            close_for_a_while(cluster)
            cluster.sync(first.close)

        def play(report: str, worker: str, _: int) -> Answer:
            if stage.begun.total() == COUNT:  # all results are with the workers
                threading.Timer(0.3, lose).start()
            return build(report, worker)

        stage = Stage(tmp_path, monkeypatch, play)
        found, warnings = stage.render(cluster)
    assert (list_failed(found), warnings) == ({}, [])
    assert stage.begun.total() > COUNT


def test_where_no_worker_can_be_used_each_is_named_and_nothing_is_rendered(cluster, tmp_path, monkeypatch):
    stage = Stage(tmp_path, monkeypatch, lambda report, worker, _: build(report, worker), refuse="no bwrap")
    with pytest.raises(ClusterError, match=r"no worker of tcp://.* can be used; nothing was rendered"):
        stage.render(cluster)
    assert not any((tmp_path / "out").iterdir())


def test_without_workers_that_is_said(tmp_path, monkeypatch):
    stage = Stage(tmp_path, monkeypatch, lambda report, worker, _: build(report, worker))
    options = {"processes": False, "dashboard_address": ":0"}
    with LocalCluster(n_workers=0, host="127.0.0.1", protocol="tcp", **options) as empty:
        address = empty.scheduler_address
        with pytest.raises(ClusterError, match=f"{address} has no workers; start some: dask worker {address}"):
            stage.render(empty)


@pytest.mark.slow
def test_the_command_publishes_without_what_builds_reports(tmp_path):
    code = (
        "import sys; from pathlib import Path; from analysis.report.build.cluster import dispatch; "
        "from analysis.report.build.job import Render; from analysis.report.build.render import BuiltReport; "
        "render = Render('debt', 'Debt', Path('debt.ipynb'), {}, ('html',), Path('debt')); "
        "built = BuiltReport({'debt.html': b'page'}, {'file_reads': {}}); "
        "print(dispatch._publish(dispatch.Task(render, ''), built, 'tcp://there').error == '', "
        "{'nbformat', 'pandas', 'matplotlib', 'rfc3987_syntax'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert (done.stdout, (tmp_path / "debt" / "debt.html").read_text()) == ("True set()\n", "page")
