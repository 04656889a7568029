"""Reports rendered by the workers of a dask cluster and published here, as `pool` does it with processes of its own.

Workers need this package, in the same versions, and share no folder with this machine. Each is sent the files once and
opens a workplace (see `worker`); then it is given one report a thread. No more tasks are out than there are threads, so
that the end of a worker puts no report under suspicion that it had not begun.
"""

from __future__ import annotations

import pickle
import platform
import queue
import secrets
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from importlib import metadata
from typing import TYPE_CHECKING, Any

from analysis.report.build.cluster import worker as at_worker
from analysis.report.build.cluster.connection import ClusterError, connect_scheduler
from analysis.report.build.cluster.versions import describe_mismatch, describe_versions
from analysis.report.build.cluster.worker import Answer, Order
from analysis.report.build.file_reads import FileReads, find_changed_read
from analysis.report.build.job import Outcome, Render
from analysis.report.build.render import BuiltReport, attempt, publish_report

if TYPE_CHECKING:
    from distributed import Client, Future

_LOOK_SECONDS = 1.0  # after which the scheduler is asked again for its workers
_FIRST_SECONDS = 5.0  # in which a worker must be there
_GRACE_SECONDS = 30.0  # for which workers may be missing later: one that died is started again within
_FETCH_SECONDS = 120.0  # that a report may take from its worker to here
_AGAIN = "run the same command again for what is missing"
_FAREWELL_SECONDS = 10.0  # that workers may take to end what they do


@dataclass(frozen=True)
class Task:
    """A report that a worker builds.

    tries: how often it was sent to one that turned out to be unfit. begun: how many workers have ended while at it.
    """

    render: Render
    why: str
    tries: int = 0
    begun: int = 0


def render_on_cluster(
    due: Sequence[tuple[Render, str]],
    done: Callable[[Outcome], None],
    address: str,
    order: Order,
    warn: Callable[[str], None],
) -> list[Outcome]:
    """Renders reports on a cluster, calling `done` after each; one that fails stops no other.

    due: renders, and why each is due. address: of the scheduler. order: what each worker gets.
    warn: is given a line for each worker that cannot be used, and why.
    Raises ClusterError if nothing can be done there; OSError if a report cannot be written here.
    """
    with connect_scheduler(address) as client:
        session = _Session(client, address, order, warn)
        try:
            outcomes = []
            for outcome in session.render(due):
                outcomes.append(outcome)
                done(outcome)
            return outcomes
        finally:
            session.end()


@dataclass(eq=False)
class _Session:
    """One command at a cluster. ready: workers with a workplace -> their threads. refused: those that got none."""

    client: Client
    address: str
    order: Order
    warn: Callable[[str], None]
    ready: dict[str, int] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    running: dict[Future[Any], Task] = field(default_factory=dict)
    waiting: deque[Task] = field(default_factory=deque)
    begun: Counter[str] = field(default_factory=Counter)  # by a task's key: how often a worker has begun it
    ended: queue.SimpleQueue[Future[Any]] = field(default_factory=queue.SimpleQueue)
    here: Mapping[str, str] = field(default_factory=describe_versions)
    last_ready: float = field(default_factory=time.monotonic)
    renewed: float = field(default_factory=time.monotonic)

    def render(self, due: Sequence[tuple[Render, str]]) -> Iterator[Outcome]:
        """Yields each outcome as it comes."""
        self.client.subscribe_topic(self.order.resource, self.note_event)
        self.open_new_workers(self.forget_workers())
        while not self.ready:
            if time.monotonic() - self.last_ready > _FIRST_SECONDS:
                raise ClusterError(self.describe_lack())
            time.sleep(_LOOK_SECONDS / 4)
            self.open_new_workers(self.forget_workers())
        # the longest notebooks first, as far as one can tell, so that the last does not run alone
        ordered = sorted(due, key=lambda one: -one[0].notebook.stat().st_size)
        self.waiting.extend(Task(_resolve(render), why) for render, why in ordered)
        looked = time.monotonic()
        while self.waiting or self.running:
            self.submit_tasks()
            finished = self.wait_for_tasks()
            tasks = [(future, self.running.pop(future)) for future in finished if future in self.running]
            self.submit_tasks()  # before anything is fetched, so that no worker waits for that
            for future, task in tasks:
                yield from self.read_task(future, task)
            if time.monotonic() - looked > _LOOK_SECONDS:
                known = self.forget_workers()
                if not self.ready:
                    yield from self.recall_tasks()
                self.open_new_workers(known)
                looked = time.monotonic()
            if not self.ready and time.monotonic() - self.last_ready > _GRACE_SECONDS:
                yield from self.give_up()

    def describe_lack(self) -> str:
        """Returns why nothing can be rendered."""
        if self.refused:
            return f"no worker of {self.address} can be used; nothing was rendered."
        return f"{self.address} has no workers; start some: dask worker {self.address} --nthreads 1"

    # Workers

    def forget_workers(self) -> Mapping[str, Any]:
        """Returns what the scheduler knows of each worker, by address; those that are gone are no longer ready.

        Raises ClusterError if the scheduler is gone.
        """
        if self.client.status != "running":
            raise ClusterError(f"the scheduler {self.address} has ended; {_AGAIN}.")
        try:
            known: Mapping[str, Any] = self.client.scheduler_info(n_workers=-1)["workers"]
        except OSError:  # the next look will show whether it is gone
            return {}
        for address in self.ready.keys() - known.keys():
            del self.ready[address]
        return known

    def open_new_workers(self, known: Mapping[str, Any]) -> None:
        """Opens a workplace at each worker that is new, and says to the others that the command is still there."""
        new = [address for address in known if address not in self.ready and address not in self.refused]
        if new:
            self.open_workplaces(new, {address: int(known[address]["nthreads"]) for address in new})
        now = time.monotonic()
        if self.ready:
            self.last_ready = now
        if now - self.renewed > at_worker.RENEWAL_SECONDS and self.ready:
            self.renewed = now
            with suppress(OSError):
                self.client.run(at_worker.renew_workplace, self.order.run, workers=list(self.ready), wait=False)

    def open_workplaces(self, addresses: Sequence[str], threads: Mapping[str, int]) -> None:
        """Sends the files to workers that have the versions of here, and refuses the others."""
        alike = []
        for address, there in self.run(describe_versions, addresses).items():
            if isinstance(there, BaseException):
                there = self.ask_plainly(address)
            if isinstance(there, OSError):
                continue  # it is gone, or about to be: the scheduler will say
            mismatch = there if isinstance(there, str) else describe_mismatch(there, self.here)
            if mismatch:
                self.refuse(address, mismatch)
            else:
                alike.append(address)
        for address, answer in self.run(at_worker.open_workplace, alike, self.order).items() if alike else ():
            if answer == "":
                self.ready[address] = threads[address]
            elif not isinstance(answer, OSError):
                self.refuse(address, str(answer))

    def ask_plainly(self, address: str) -> str | BaseException | dict[str, str]:
        """Returns what is wrong with a worker that could not answer: it lacks this package, or has an old one."""
        (version,) = self.run(metadata.version, [address], "communique").values()
        if isinstance(version, metadata.PackageNotFoundError):
            return f"it has no communique; install it there: pip install communique=={self.here['communique']}"
        if isinstance(version, BaseException):
            return version
        (python,) = self.run(platform.python_version, [address]).values()
        return {**self.here, "communique": str(version), "python": str(python), "files of communique": "other"}

    def run(self, function: Callable[..., Any], addresses: Sequence[str], *arguments: object) -> dict[str, Any]:
        """Returns what a function returns at each of some workers, or the error that it, or the connection, raises."""
        found = self.client.run(function, *arguments, workers=list(addresses), on_error="return")
        return {address: found[address] for address in addresses if address in found}

    def refuse(self, address: str, why: str) -> None:
        """Gives a worker nothing, and says so once."""
        self.ready.pop(address, None)
        if address not in self.refused:
            self.refused[address] = why
            self.warn(f"worker {address} is not used: {why}")

    # Tasks

    def submit_tasks(self) -> None:
        """Sends as many reports as there are threads free for them."""
        while self.waiting and len(self.running) < sum(self.ready.values()):
            task = self.waiting.popleft()
            # The scheduler unpacks what it passes on. So the function is one of Python's own, and what it is given is
            # unpacked, and called by that, at the worker: the scheduler can do without this package.
            packed = pickle.dumps(_PackedCall(at_worker.build_in_workplace, (*self.names, task.render)))
            future = self.client.submit(
                pickle.loads,
                packed,
                key=f"communique-{self.order.run}-{secrets.token_hex(4)}",
                resources={self.order.resource: 1},
                pure=False,
            )
            self.running[future] = task
            future.add_done_callback(self.ended.put)

    @property
    def names(self) -> tuple[str, str]:
        """What a worker knows this command's workplace by."""
        return self.order.run, self.order.resource

    def wait_for_tasks(self) -> list[Future[Any]]:
        """Returns the tasks that have ended; none after a while."""
        finished = []
        with suppress(queue.Empty):
            finished.append(self.ended.get(timeout=_LOOK_SECONDS))
            while True:
                finished.append(self.ended.get_nowait())
        return finished

    def read_task(self, future: Future[Any], task: Task) -> Iterator[Outcome]:
        """Yields the outcome of a task that has ended; none if it is sent again."""
        render, why = task.render, task.why
        try:
            answer: Answer = future.result(timeout=_FETCH_SECONDS)
        except Exception as error:
            yield from self.read_error(future, task, error)
            return
        finally:
            future.release()
        if answer.unfit and task.tries == 0:
            self.close_workplaces([answer.worker])
            self.refuse(answer.worker, answer.unfit)
            self.waiting.appendleft(replace(task, tries=1))
        elif answer.unfit:  # two workers say so: it is the report
            yield Outcome(render, f"{render.report}: {answer.unfit} (worker {answer.worker})", why)
        elif answer.built is None:
            yield Outcome(render, f"{render.report}: {answer.end}", why)
        else:
            yield _publish(task, answer.built, answer.worker)

    def read_error(self, future: Future[Any], task: Task, error: BaseException) -> Iterator[Outcome]:
        """Yields the outcome of a task for which dask has no result; none if it is sent again."""
        from distributed import KilledWorker

        self.forget_workers()  # raises an error of its own where the scheduler is gone
        if isinstance(error, KilledWorker):
            yield from self.send_again(future, task, error.allowed_failures)
        elif task.tries == 0:
            self.waiting.append(replace(task, tries=1))
        else:
            what = f"{type(error).__name__}: {error}".splitlines()[0]
            yield Outcome(task.render, f"{task.render.report}: no result came from the cluster ({what})", task.why)

    def send_again(self, future: Future[Any], task: Task, allowed: int) -> Iterator[Outcome]:
        """Has a task that a worker took along done by another, unless it is the task that ends them: an outcome.

        allowed: how many workers may end while at it. At some it had only waited: these do not count.
        """
        begun = task.begun + self.begun.pop(str(future.key), 0)
        if begun <= allowed:
            self.waiting.append(replace(task, begun=begun))
        else:
            report = task.render.report
            text = f"{report}: {begun} workers died while they rendered it; render it on this machine to see why"
            yield Outcome(task.render, text, task.why)

    def recall_tasks(self) -> Iterator[Outcome]:
        """Takes back what was out when the last worker ended: dask gives it to none that gets its workplace later."""
        import dask.config

        out = {future: task for future, task in self.running.items() if not future.done()}
        self.client.cancel(list(out), force=True)
        for future, task in out.items():
            del self.running[future]
            yield from self.send_again(future, task, dask.config.get("distributed.scheduler.allowed-failures"))

    def note_event(self, event: tuple[float, Mapping[str, str]]) -> None:
        """Counts that a worker has begun a task."""
        self.begun[event[1]["started"]] += 1

    def give_up(self) -> Iterator[Outcome]:
        """Yields an outcome for each report that no worker is left for."""
        left = [*self.running.values(), *self.waiting]
        self.client.cancel(list(self.running), force=True)
        self.running.clear()
        self.waiting.clear()
        text = f"not rendered, as no worker is left; {_AGAIN}"
        yield from (Outcome(task.render, f"{task.render.report}: {text}", task.why) for task in left)

    # The end

    def close_workplaces(self, addresses: Iterable[str]) -> None:
        """Ends the command's workplaces at workers, waiting for a while at most."""
        if addresses := list(addresses):
            ask = threading.Thread(target=self._close_workplaces, args=(addresses,), daemon=True)
            ask.start()
            ask.join(_FAREWELL_SECONDS)

    def _close_workplaces(self, addresses: Sequence[str]) -> None:
        with suppress(Exception):
            self.run(at_worker.close_workplace, addresses, *self.names)

    def end(self) -> None:
        """Ends all that runs for this command on the workers, and removes its files there."""
        with suppress(Exception):
            self.client.cancel(list(self.running), force=True)
        self.close_workplaces(self.ready)


@dataclass(frozen=True)
class _PackedCall:
    """A call that is pickled, and made where it is unpickled."""

    function: Callable[..., Any]
    arguments: tuple[object, ...]

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[object, ...]]:
        return self.function, self.arguments


def _resolve(render: Render) -> Render:
    return replace(render, notebook=render.notebook.resolve(), folder=render.folder.resolve())


def _publish(task: Task, built: BuiltReport | Outcome, worker: str) -> Outcome:
    """Publishes what a worker has built, if it has read there what it would have read here."""
    render = task.render
    if isinstance(built, Outcome):
        return Outcome(render, _add_hint(built.error), task.why)
    reads = built.facts["file_reads"].items()
    elsewhere = {name: digest for name, digest in reads if not name.startswith(("case/", "notebook/"))}
    if changed := find_changed_read(FileReads(elsewhere), render):
        name = changed.removesuffix(" changed")
        what = f"{render.report}: it reads {name}, which worker {worker} does not have as it is here"
        return Outcome(render, f"{what}; send it too, with --send, or render on this machine", task.why)
    return attempt(render, lambda: _publish_built(task, built))


def _publish_built(task: Task, built: BuiltReport) -> Outcome:
    publish_report(task.render, built)
    return Outcome(task.render, why=task.why, remark=built.remark)


def _add_hint(error: str) -> str:
    """Returns an error with what to do where a file is missing that may be here."""
    missing = ("FileNotFoundError", "ModuleNotFoundError")
    return (
        f"{error}; workers have the case and its notebooks, and what --send names"
        if any(name in error for name in missing)
        else error
    )
