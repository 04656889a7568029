"""Reports rendered by the workers of a dask cluster and published here, as `pool` does it with processes of its own.

Workers need this package, in the same versions, and share no folder with this machine. Each is sent the files once and
opens a workplace (see `worker`); then it is given one report a thread. No more tasks are out than there are threads, so
that the end of a worker puts no report under suspicion that it had not begun.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import pickle
import queue
import secrets
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from analysis.report.build.cluster import worker as at_worker
from analysis.report.build.cluster.connection import connect_scheduler
from analysis.report.build.cluster.worker import Answer, Order
from analysis.report.build.cluster.workers import AGAIN, LOOK_SECONDS, Workers
from analysis.report.build.file_reads import FileReads, find_changed_read
from analysis.report.build.job import Outcome, Render, sort_due
from analysis.report.build.render import BuiltReport, attempt, publish_report

if TYPE_CHECKING:
    from distributed import Client, Future


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
        session = _Session(client, Workers(client, address, order, warn))
        try:
            outcomes = []
            for outcome in session.render(due):
                outcomes.append(outcome)
                done(outcome)
            return outcomes
        finally:
            session.end()


@dataclass(frozen=True)
class _Sent:
    """A task that is at the cluster. answer: will be its result, once that is here."""

    task: Task
    answer: concurrent.futures.Future[Answer]


@dataclass(eq=False)
class _Session:
    """One command at a cluster: what is out, and what is still to be sent."""

    client: Client
    workers: Workers
    running: dict[Future[Any], _Sent] = field(default_factory=dict)
    waiting: deque[Task] = field(default_factory=deque)
    begun: Counter[str] = field(default_factory=Counter)  # by a task's key: how often a worker has begun it
    # has something put in it when a task has ended, and when its answer is here
    changed: queue.SimpleQueue[object] = field(default_factory=queue.SimpleQueue)
    stranded: set[Future[Any]] = field(default_factory=set)  # what no worker had at the last look

    def render(self, due: Sequence[tuple[Render, str]]) -> Iterator[Outcome]:
        """Yields each outcome as it comes."""
        self.client.subscribe_topic(self.workers.order.resource, self.note_event)
        self.workers.wait_for_first()
        self.waiting.extend(Task(render.resolve(), why) for render, why in sort_due(due))
        looked = time.monotonic()
        while self.waiting or self.running:
            self.submit_tasks()
            answered = self.wait_for_answers()
            self.submit_tasks()  # before anything is published, so that no worker waits for that
            for future in answered:
                yield from self.read_answer(future, self.running.pop(future))
            if time.monotonic() - looked > LOOK_SECONDS:
                known = self.workers.list_known()
                yield from self.recall_tasks()
                self.workers.open_new(known)
                looked = time.monotonic()
            if self.workers.are_gone():
                yield from self.give_up()

    def submit_tasks(self) -> None:
        """Sends as many reports as there are threads free for them."""
        order = self.workers.order
        free = sum(self.workers.ready.values()) - sum(not future.done() for future in self.running)
        for _ in range(min(free, len(self.waiting))):
            task = self.waiting.popleft()
            # The scheduler unpacks what it passes on. So the function is one of Python's own, and what it is given is
            # unpacked, and called by that, at the worker: the scheduler can do without this package.
            packed = pickle.dumps(_PackedCall(at_worker.build_in_workplace, (*order.names, task.render)))
            future = self.client.submit(
                pickle.loads,
                packed,
                key=f"communique-{order.run}-{secrets.token_hex(4)}",
                resources={order.resource: 1},
                pure=False,
            )
            # Not `future.result`, for which everything else would wait: also where the result is lost with its worker.
            coming: Any = self.client.gather(future, asynchronous=True)
            loop: Any = self.client.loop
            answer = asyncio.run_coroutine_threadsafe(coming, loop.asyncio_loop)
            self.running[future] = _Sent(task, answer)
            future.add_done_callback(self.changed.put)
            answer.add_done_callback(self.changed.put)

    def wait_for_answers(self) -> list[Future[Any]]:
        """Returns the tasks whose answers are here, once something has changed or after a while."""
        with suppress(queue.Empty):
            self.changed.get(timeout=LOOK_SECONDS)
            while True:
                self.changed.get_nowait()
        return [future for future, sent in self.running.items() if sent.answer.done()]

    def read_answer(self, future: Future[Any], sent: _Sent) -> Iterator[Outcome]:
        """Yields the outcome of a task whose answer is here; none if it is sent again."""
        task, render, why = sent.task, sent.task.render, sent.task.why
        try:
            answer = sent.answer.result()
        except Exception as error:
            yield from self.read_error(future, task, error)
            return
        finally:
            future.release()
        if answer.unfit and answer.worker not in self.workers.ready:  # it was sent there before that was known
            self.waiting.appendleft(task)
        elif answer.unfit and task.tries == 0:
            self.workers.close([answer.worker])
            self.workers.refuse(answer.worker, answer.unfit)
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

        self.workers.list_known()  # raises an error of its own where the scheduler is gone
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
        """Takes back what no worker that is ready has at two looks, as when it was to go to one that has just ended.

        dask gives a task that no workplace was open for to none that is opened later, and lets it wait at a worker
        whose workplace is closed (dask/distributed, issue 6575). At one look alone it may be on its way to a worker, or
        its result on the way to here.
        """
        import dask.config

        had = self.workers.list_processing()
        if had is None:
            return
        out = {future for future in self.running if not future.done() and str(future.key) not in had}
        recalled, self.stranded = out & self.stranded, out - self.stranded
        if recalled:
            self.client.cancel(list(recalled), force=True)
        for future in recalled:
            task = self.running.pop(future).task
            yield from self.send_again(future, task, dask.config.get("distributed.scheduler.allowed-failures"))

    def note_event(self, event: tuple[float, Mapping[str, str]]) -> None:
        """Counts that a worker has begun a task."""
        self.begun[event[1]["started"]] += 1

    def give_up(self) -> Iterator[Outcome]:
        """Yields an outcome for each report that no worker is left for."""
        left = [*(sent.task for sent in self.running.values()), *self.waiting]
        self.client.cancel(list(self.running), force=True)
        self.running.clear()
        self.waiting.clear()
        text = f"not rendered, as no worker is left; {AGAIN}"
        yield from (Outcome(task.render, f"{task.render.report}: {text}", task.why) for task in left)

    def end(self) -> None:
        """Ends all that runs for this command on the workers, and removes its files there."""
        with suppress(Exception):
            self.client.cancel(list(self.running), force=True)
        self.workers.close(self.workers.ready)


@dataclass(frozen=True)
class _PackedCall:
    """A call that is pickled, and made where it is unpickled."""

    function: Callable[..., Any]
    arguments: tuple[object, ...]

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[object, ...]]:
        return self.function, self.arguments


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
