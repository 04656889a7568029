"""What runs within a worker of a dask cluster: a workplace for each command that uses it, and the builds in there.

A workplace is a temporary folder with the files of the command's machine and a fork server, which is a process of its
own, since a process with threads must not fork. It ends with its command, with the worker, or when the command has not
been heard of for a while. While it stands, the worker has a resource of its name, without which dask gives it nothing
of that command.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import CommuniqueError
from analysis.paths import MOVED_VARIABLE
from analysis.report.build.cache import find_cache_folder
from analysis.report.build.cluster.parcel import MovedRoot, Parcel
from analysis.report.build.job import Outcome, Render
from analysis.report.execute.client import ServerSetup
from analysis.report.execute.job_server import JobServer
from analysis.report.execute.messages import Call, Finished
from analysis.report.execute.run_folder import RunFolder
from analysis.report.execute.sandbox import check_sandbox

if TYPE_CHECKING:
    from distributed import Worker

    from analysis.report.build.render import BuiltReport

RENEWAL_SECONDS = 20.0  # after which a command says that it is still there
_LEASE_SECONDS = 300.0  # without word of it, after which a workplace ends
_TRAVELLING = ("LANG", "LANGUAGE", "LC_*", "TZ", "SOURCE_DATE_EPOCH", "COMMUNIQUE_*")  # what can change a report


@dataclass(frozen=True)
class Order:
    """What a command sends once to each worker.

    run: its name. parcel: the files. case: the folder of the case. here: the folder that it runs in. setup: of its fork
    server, with paths of its machine. environment: its variables that can change a report. cache: its folder for what
    is cached.
    """

    run: str
    parcel: Parcel
    case: str
    here: str
    setup: ServerSetup
    environment: Mapping[str, str]
    cache: str

    @property
    def resource(self) -> str:
        """What dask calls the resource of workers that have this command's workplace."""
        return f"communique-{self.run}"

    @property
    def names(self) -> tuple[str, str]:
        """What a worker knows this command's workplace by."""
        return self.run, self.resource


@dataclass(frozen=True)
class Answer:
    """What became of a build.

    worker: its address. built: None where the process that built it ended. end: how it ended. unfit: why this worker
    cannot build anything, in words.
    """

    worker: str
    built: BuiltReport | Outcome | None = None
    end: str = ""
    unfit: str = ""


class Workplace:
    """The files and the fork server of one command in this worker. Raises OSError, or UsageError without a sandbox."""

    def __init__(self, order: Order):
        self.order = order
        self.heard = time.monotonic()
        self.guard: asyncio.Task[None] | None = None  # kept, since the loop itself holds tasks loosely
        self.folder = RunFolder()
        self.root = MovedRoot(os.path.realpath(self.folder.path / "files"))
        try:
            if order.setup.isolation is not None and order.setup.isolation.readable is not None:
                check_sandbox()
            self.root.unpack(order.parcel)
            Path(self.root.locate(order.here)).mkdir(parents=True, exist_ok=True)
            self.server = JobServer(self._move_setup(order.setup), self.folder.path)
            self.server.start()
        except BaseException:
            self.folder.remove()
            raise

    def _move_setup(self, setup: ServerSetup) -> ServerSetup:
        """Returns a setup with the places of this machine."""
        places = {self.order.case: self.root.locate(self.order.case), self.order.cache: find_cache_folder()}
        own = {name: _replace_first(value, places) for name, value in setup.environment.items()}
        isolation = setup.isolation
        if isolation is not None and isolation.readable is not None:
            isolation = replace(isolation, readable=tuple(map(self.root.locate, isolation.readable)))
        return replace(
            setup,
            calls=tuple(Call.from_function(run_moved, self.root, call) for call in setup.calls),
            environment={**own, MOVED_VARIABLE: self.root.folder},
            reuse=False,
            isolation=isolation,
        )

    def build(self, render: Render, worker: Worker, key: str) -> Answer:
        """Builds one report in a process forked for it, until dask no longer wants the task of that key."""
        kept = self.order.setup.isolation.keep if self.order.setup.isolation else ()
        own = {name: value for name, value in os.environ.items() if not does_travel(name, kept)}
        call = Call.from_function(build_moved, self.move_render(render), self.root)
        here = self.root.locate(self.order.here)
        try:
            finished = self.server.run(call, here, {**own, **self.order.environment}, lambda: _is_wanted(worker, key))
            return self._read_end(finished, worker.address)
        except OSError as error:
            return Answer(worker.address, unfit=self.describe(error))

    def move_render(self, render: Render) -> Render:
        """Returns a render with the places of this machine. Its folder is never written to."""
        return replace(
            render,
            notebook=Path(self.root.locate(render.notebook)),
            folder=Path(self.root.locate(render.folder)),
            case=Path(self.root.locate(render.case)) if render.case else None,
        )

    def _read_end(self, finished: Finished | None, address: str) -> Answer:
        if finished is None:
            return Answer(address, end="the process that rendered it has ended")
        if finished.answer is None:
            return Answer(address, end=f"the process that rendered it ended with {finished.end}")
        built, error = pickle.loads(finished.answer)
        if error is not None:
            return Answer(address, unfit=self.describe(error))
        return Answer(address, built)

    def describe(self, error: BaseException) -> str:
        """Returns an error in one line, with paths as the command knows them."""
        name = f"{error.filename}: " if isinstance(error, OSError) and error.filename else ""
        what = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return self.root.strip(f"{name}{what}")

    def close(self) -> None:
        """Ends all that runs here, and removes the files."""
        self.server.close()
        self.folder.remove()


_workplaces: dict[tuple[str, str], Workplace] = {}  # by command and worker: a process may be several workers
_lock = threading.Lock()


async def open_workplace(order: Order, dask_worker: Worker) -> str:
    """Opens a command's workplace in this worker; returns why that cannot be, in words, or ''."""
    if not hasattr(os, "fork"):
        return "its system cannot fork processes; use workers on Linux or macOS"
    if (order.run, dask_worker.address) in _workplaces:  # the scheduler had lost it, and it has come back
        await renew_workplace(order.run, dask_worker)
        await dask_worker.set_resources(**{order.resource: dask_worker.state.nthreads})
        return ""
    try:
        workplace = await asyncio.to_thread(Workplace, order)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        return f"{place}{error.strerror or error}; free some space there, or stop this worker"
    except CommuniqueError as error:
        return str(error)
    with _lock:
        _workplaces[order.run, dask_worker.address] = workplace
    await dask_worker.set_resources(**{order.resource: dask_worker.state.nthreads})
    workplace.guard = asyncio.get_running_loop().create_task(_guard(order, dask_worker))
    return ""


async def _guard(order: Order, worker: Worker) -> None:
    """Closes a workplace with its worker, or when its command has not been heard of."""
    name = order.run, worker.address
    try:
        while (place := _workplaces.get(name)) and time.monotonic() - place.heard < _LEASE_SECONDS:
            await asyncio.sleep(1)
    finally:
        _close(*name)
    with suppress(Exception):
        await worker.set_resources(**{order.resource: 0})


async def renew_workplace(run: str, dask_worker: Worker) -> None:
    """Notes that a command is still there."""
    if workplace := _workplaces.get((run, dask_worker.address)):
        workplace.heard = time.monotonic()


async def close_workplace(run: str, resource: str, dask_worker: Worker) -> None:
    """Ends a command's workplace in this worker, with all that runs in it."""
    await asyncio.to_thread(_close, run, dask_worker.address)
    await dask_worker.set_resources(**{resource: 0})


def _close(run: str, address: str) -> None:
    with _lock:
        workplace = _workplaces.pop((run, address), None)
    if workplace is not None:
        workplace.close()


def build_in_workplace(run: str, resource: str, render: Render) -> Answer:
    """Builds a report in a command's workplace: the task that dask gives this worker."""
    from distributed import get_worker

    worker = get_worker()
    key = str(worker.get_current_task())
    workplace = _workplaces.get((run, worker.address))
    if workplace is None:
        return Answer(worker.address, unfit="it has no files of this command any more")
    worker.log_event(resource, {"started": key, "worker": worker.address})
    return workplace.build(render, worker, key)


def _is_wanted(worker: Worker, key: str) -> bool:
    """Returns whether dask still waits for a task: not when the command has cancelled it, or is gone."""
    task = worker.state.tasks.get(key)
    return task is not None and task.state != "cancelled"


def does_travel(variable: str, kept: tuple[str, ...] = ()) -> bool:
    """Returns whether a variable of the environment is the command's and not the worker's.

    kept: those that --keep-env names.

    >>> does_travel("LC_ALL"), does_travel("TOKEN", ("TOKEN",)), does_travel("PATH")
    (True, True, False)
    """
    names = (name for name in _TRAVELLING if not name.endswith("*"))
    prefixes = tuple(name[:-1] for name in _TRAVELLING if name.endswith("*"))
    return variable in kept or variable in names or variable.startswith(prefixes)


def _replace_first(text: str, places: Mapping[str, str]) -> str:
    """Returns a text with another folder for the first one of some that is in it."""
    found = next((folder for folder in places if folder and folder in text), "")
    return text.replace(found, places[found]) if found else text


def run_moved(root: MovedRoot, call: Call) -> Any:
    """Runs a call of the command's machine here: paths among its arguments lead to the files that were sent."""
    arguments = (Path(root.locate(one)) if isinstance(one, Path) else one for one in pickle.loads(call.arguments))
    return Call.from_name(call.function, *arguments).run()


def build_moved(render: Render, root: MovedRoot) -> BuiltReport | Outcome:
    """Builds a report, in the forked process; what it says of paths is as on the command's machine."""
    from analysis.report.build.render import attempt, build_report

    built = attempt(render, lambda: build_report(render))
    if isinstance(built, Outcome):
        return replace(built, error=root.strip(built.error))
    facts = dict(built.facts)
    facts["unseen"] = tuple(map(root.strip, facts["unseen"]))
    return replace(built, facts=facts, remark=root.strip(built.remark))
