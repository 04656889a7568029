"""A process with everything imported that forks ready-made workers and kernels. `client.Server` starts it.

Its arguments are the modules to import besides its own list, in three stages (see `client.ServerSetup`). It reads
requests on stdin, or on the pipes of `linger`
where it outlives its first command, and answers on stdout; `messages` lists the requests and their answers. A worker
is sent one job after another, and sends `Done` after each; it asks for kernels as a command without workers does.
When stdin is closed, or `End` arrives, the server ends with all that it forked.

It has one thread and no sockets, so that a fork is safe.
"""

from __future__ import annotations

import gc
import importlib
import os
import select
import signal
import socket
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from analysis.deferred_imports import defer_imports, hide_module
from analysis.memory import give_back_memory
from analysis.report.execute import cell_server, child, descendants, linger
from analysis.report.execute.client import EARLY_VARIABLE, FOLDER_VARIABLE, PARENT_VARIABLE, STAGE
from analysis.report.execute.messages import (
    Done,
    End,
    Finished,
    Fork,
    Hello,
    Linger,
    Mute,
    OpenCells,
    Poll,
    Prepare,
    Submit,
    Wait,
    encode_message,
    split_messages,
)

# What a kernel is about to import; whatever is not installed is passed over. What its notebooks, a case or a report
# need besides is named by the process that starts the server.
PRELOADED = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.debugger",
    "tornado.platform.asyncio",
    "IPython.core.completer",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "sqlite3",
    "faulthandler",
    "pdb",
    "psutil",
)
GC_THRESHOLD = 20_000  # new objects before garbage is collected: few live long, and collecting after 700 costs 4 %
_MOST_CELL_SERVERS = 16  # processes that run cells, each with the memory of what its notebook has run
_JOBS_PER_WORKER = 100  # then a new worker takes its place, so that none grows without end


@dataclass(eq=False)
class Peer:
    """The command, or a worker: a process that sends requests. The kernels it asked for end with it."""

    requests: int
    replies: int
    received: bytearray = field(default_factory=bytearray)
    kernels: set[int] = field(default_factory=set)

    def read_requests(self) -> list[Any] | None:
        """Returns the requests that have come in; None once there will be no more."""
        try:
            piece = os.read(self.requests, 1 << 16)
        except BlockingIOError:
            return []
        if not piece:
            return None
        self.received += piece
        return list(split_messages(self.received))

    def send(self, message: object) -> None:
        """Sends a message; a peer that has ended does not get it."""
        content = encode_message(message)
        with suppress(OSError):
            while content:  # a signal may cut a write short
                content = content[os.write(self.replies, content) :]

    def close(self) -> None:
        """Closes its pipes."""
        os.close(self.requests)
        os.close(self.replies)


@dataclass(frozen=True)
class CellServer:
    """The process that runs cells. request: what it was started for; path: of its socket."""

    pid: int
    request: OpenCells
    path: str


@dataclass(eq=False)
class Worker(Peer):
    """A forked process that runs one job after another."""

    pid: int = 0
    job: int = 0  # 0 while it waits for one
    jobs_done: int = 0


class ForkServer:
    """What has been forked, what it works on, and how it ended."""

    def __init__(self, command: Peer, modules: tuple[str, ...] = ()) -> None:
        """modules: that workers need, and that are not imported yet."""
        self.command = command
        self.modules = modules
        self.workers: dict[int, Worker] = {}
        self.cells: list[CellServer] = []
        self.refused: list[OpenCells] = []  # those whose cells could not be run for all at once
        self.exit_codes: dict[int, int | None] = {}  # of kernels; None while they run
        self.finished_jobs: deque[Finished] = deque()
        self.job_count = 0
        self.waiting = False  # whether the command waits for a job to end
        self.address: tuple[str, str] | None = None  # folder and key of its pipes, once it lingers
        self.timeout: float | None = None  # seconds until it ends, while there is no command
        self.linger_seconds = 0.0  # what `timeout` is set to as a command ends

    def serve(self) -> None:
        """Answers requests until there are no more, then ends everything still running."""
        woken, wake = os.pipe()
        for end in (woken, wake):
            os.set_blocking(end, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)  # the pipe says that a child has ended
        signal.set_wakeup_fd(wake)
        self.collect_exits()  # the first worker may have ended while all was imported
        ending = False
        while not ending:
            peers = (self.command, *self.workers.values())
            ready, _, _ = select.select([woken, *(peer.requests for peer in peers)], [], [], self.timeout)
            if not ready and self.address is not None:
                ending = linger.remove_pipes(*self.address)
            if woken in ready:
                os.read(woken, 4096)
                self.collect_exits()
            for peer in peers:
                if peer.requests in ready and (peer is self.command or peer in self.workers.values()):
                    ending = self.handle_requests(peer) or ending
            if self.waiting and (self.finished_jobs or not any(worker.job for worker in self.workers.values())):
                self.waiting = False
                self.command.send(self.finished_jobs.popleft() if self.finished_jobs else Finished(0))
        self.end_jobs(idle_too=True)
        descendants.end_children()

    def handle_requests(self, peer: Peer) -> bool:
        """Does what a peer asks; returns whether the server is to end."""
        requests = peer.read_requests()
        if requests is None and peer is self.command:
            if self.address is None:
                return True
            self.end_jobs()
            reopened = linger.open_requests(*self.address)  # before the old end is closed: there must always be one
            os.close(self.command.requests)
            self.command.requests, self.command.received = reopened, bytearray()
            self.timeout = self.timeout or self.linger_seconds
        ends = [self.handle_request(peer, request) for request in requests or ()]
        return any(ends)

    def handle_request(self, peer: Peer, request: object) -> bool:
        """Does one thing that is asked and answers it; returns whether the server is to end."""
        match request:
            case Submit():
                self.job_count += 1
                peer.send(self.job_count)
                self.assign_job(self.job_count, request)
            case Prepare(call):
                with suppress(Exception):  # who needs its result calls it again, and gets the error then
                    call.run()
                give_back_memory()  # all that is forked from here on would have it too
                gc.freeze()
            case Wait():
                self.waiting = True
            case Fork():
                pid = self.fork(lambda: child.run_kernel(request))
                peer.kernels.add(pid)
                self.exit_codes[pid] = None
                peer.send(pid)
            case OpenCells():
                peer.send(self.open_cells(request))
            case Poll(pid):
                self.collect_exits()
                peer.send(self.exit_codes.get(pid, 0))
            case Done(answer) if isinstance(peer, Worker):
                self.finished_jobs.append(Finished(peer.job, answer))
                peer.job, peer.jobs_done = 0, peer.jobs_done + 1
                self.end_kernels(peer)
            case Linger(seconds, folder, key):
                self.start_lingering(seconds, folder, key)
            case Hello():
                self.timeout = None
                self.end_jobs()
                _drain_pipe(peer.replies)  # answers that an earlier command did not read
                peer.send(True)
        return isinstance(request, End)

    def assign_job(self, job: int, request: Submit) -> None:
        """Gives a job to a worker that waits for one, or to a new one."""
        idle = [worker for worker in self.workers.values() if not worker.job and not _has_left(worker)]
        for worker in idle:
            if worker.jobs_done >= _JOBS_PER_WORKER:
                self.end_worker(worker)
        worker = next((worker for worker in idle if worker.jobs_done < _JOBS_PER_WORKER), None) or self.start_worker()
        worker.job = job
        worker.send(request)

    def start_worker(self, early: tuple[int, ...] = ()) -> Worker:
        """Returns a new worker. early: the pipes of the first one, which imports what it needs itself."""
        modules, self.modules = self.modules, self.modules if early else ()
        if modules and not early:  # now there will be several
            import_modules(modules)
            gc.freeze()
        requests, worker_requests = os.pipe()
        worker_jobs, jobs = os.pipe()

        def become_worker() -> None:
            if early:
                child.answer_early_call(*early)
                import_modules(modules)
                gc.freeze()  # pages stay shared with what it forks
            gc.set_threshold(GC_THRESHOLD)
            gc.enable()
            child.run_worker(worker_jobs, worker_requests)

        pid = self.fork(become_worker, (requests, jobs))
        os.close(worker_requests)
        os.close(worker_jobs)
        self.workers[pid] = Worker(requests, jobs, pid=pid)
        return self.workers[pid]

    def open_cells(self, request: OpenCells) -> str:
        """Returns the path of the socket of a process that runs cells; starts one if there is none as is asked for."""
        self.collect_exits()
        for one in self.cells:
            if one.request == request:
                return one.path
        if request.shared and (request in self.refused or len(self.cells) >= _MOST_CELL_SERVERS):
            return ""
        own = request.leave_shared()
        self.end_cells(*(one for one in self.cells if one.request.leave_shared() != own))  # of an earlier command
        path = f"{request.folder}/{os.urandom(4).hex()}"
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(path)
            listener.listen()
            pid = self.fork(lambda: cell_server.serve_runs(listener, request))
        self.cells.append(CellServer(pid, request, path))
        return path

    def end_cells(self, *ended: CellServer) -> None:
        """Ends processes that run cells, and all that they run."""
        for one in ended:
            _end_child(one.pid)
            self.cells.remove(one)

    def fork(self, become: Callable[[], None], to_close: tuple[int, ...] = ()) -> int:
        """Returns the process id of a child that goes on in `become`.

        to_close: pipes the child must not hold, besides those of the known peers.
        """
        server = os.getpid()
        pid = os.fork()
        if pid:
            return pid
        try:
            descendants.end_with_parent(server)
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.setsid()  # a process group of its own, so that a signal reaches it alone
            for peer in (self.command, *self.workers.values()):
                peer.close()
            for pipe in to_close:
                os.close(pipe)
            child.redirect_to_null((0, 1))
            become()
        except BaseException:
            import traceback

            traceback.print_exc()
        finally:
            os._exit(1)

    def collect_exits(self) -> None:
        """Notes which children have ended."""
        while self.workers or self.cells or None in self.exit_codes.values():
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            code = os.waitstatus_to_exitcode(status)
            if pid in self.exit_codes:
                self.exit_codes[pid] = code
            elif pid in self.workers:
                self.forget_worker(self.workers[pid], code)
            else:
                ended = [one for one in self.cells if one.pid == pid]
                self.refused += [one.request for one in ended if one.request.shared]
                self.cells = [one for one in self.cells if one.pid != pid]

    def forget_worker(self, worker: Worker, code: int) -> None:
        """Clears up after a worker that died, and reports the job it had."""
        del self.workers[worker.pid]
        worker.close()
        self.end_kernels(worker)
        _kill_group(worker.pid)  # and whatever else it left in its group
        if worker.job:
            self.finished_jobs.append(Finished(worker.job, code=code))

    def end_worker(self, worker: Worker) -> None:
        """Ends a worker at once."""
        _end_child(worker.pid)
        worker.job = 0
        self.forget_worker(worker, 0)

    def end_kernels(self, peer: Peer) -> None:
        """Ends the kernels that a peer asked for."""
        for pid in peer.kernels:
            if self.exit_codes.pop(pid, 0) is None:
                _end_child(pid)
        peer.kernels.clear()
        if None not in self.exit_codes.values():  # whatever else is there was left by a kernel that has ended
            descendants.end_children(kept={*self.workers, *(one.pid for one in self.cells)})

    def end_jobs(self, idle_too: bool = False) -> None:
        """Ends all workers that have a job, and drops what nobody will ask for. idle_too: also those without one."""
        for worker in list(self.workers.values()):
            if worker.job or idle_too:
                self.end_worker(worker)
        self.end_kernels(self.command)
        self.finished_jobs.clear()
        self.waiting = False

    def start_lingering(self, seconds: float, folder: str, key: str) -> None:
        """Stays when the command has ended, unless another server has the pipes of that key."""
        self.end_jobs()
        self.end_cells(*self.cells)  # whose folder ends with the command
        self.refused.clear()
        if self.address is None:
            ends = linger.create_pipes(folder, key)
            self.command.send(ends is not None)
            if ends is None:
                return
            self.command.close()
            self.command = Peer(*ends)
            child.redirect_to_null((0, 1, 2))  # a program that reads the command's output must not wait for this one
            for worker in self.workers.values():
                worker.send(Mute())
            self.address = folder, key
        else:
            self.command.send(True)
        self.timeout = self.linger_seconds = seconds


def _drain_pipe(pipe: int) -> None:
    os.set_blocking(pipe, False)
    with suppress(BlockingIOError):
        while os.read(pipe, 1 << 16):
            pass
    os.set_blocking(pipe, True)


def _has_left(worker: Worker) -> bool:
    """Returns whether a worker has closed its pipe, as it does when it ends, before the system says that it has."""
    poll = select.poll()
    poll.register(worker.requests, 0)
    return bool(poll.poll(0))


def _end_child(pid: int) -> None:
    """Ends a child that has not been waited for, and its group, which it may not have made yet."""
    os.kill(pid, signal.SIGKILL)
    _kill_group(pid)
    os.waitpid(pid, 0)


def _kill_group(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def import_modules(names: Iterable[str]) -> None:
    """Imports modules as far as they are installed, without what they import for nothing."""
    with defer_imports(), hide_module("debugpy"):  # nobody can attach a debugger to what is forked
        for name in names:
            with suppress(ImportError):
                importlib.import_module(name)


def _split_stages(arguments: list[str]) -> list[tuple[str, ...]]:
    """Returns the modules that are imported early, those of workers, and all others."""
    first, second = (at for at, argument in enumerate(arguments) if argument == STAGE)
    return [tuple(arguments[:first]), tuple(arguments[first + 1 : second]), tuple(arguments[second + 1 :])]


def main() -> None:
    """Imports everything, says so on the pipe, and serves."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the command, which then closes our stdin
    if parent := os.environ.pop(PARENT_VARIABLE, ""):
        descendants.end_with_parent(int(parent))  # while it imports it does not see that stdin is closed
    descendants.adopt_descendants()
    tempfile.tempdir = os.environ.pop(FOLDER_VARIABLE, None)
    gc.disable()  # what is imported stays, and to look for garbage in it meanwhile takes a tenth of the time
    command = Peer(os.dup(0), os.dup(1))
    os.dup2(2, 1)  # nothing that an import prints may get onto the pipe
    early, workers, preload = _split_stages(sys.argv[1:])
    import_modules(early)
    server = ForkServer(command, workers)
    if early and select.select([command.requests], [], [], 0)[0] and server.handle_requests(command):
        os._exit(0)  # else it was `Prepare`: what its call has read, the first worker has too
    if pipes := tuple(map(int, os.environ.pop(EARLY_VARIABLE, "").split())):
        server.start_worker(pipes)
        for pipe in pipes:
            os.close(pipe)
    import_modules((*PRELOADED, *preload))
    sys.breakpointhook = child.debugpy_breakpointhook
    gc.freeze()  # pages stay shared between all that is forked
    gc.set_threshold(GC_THRESHOLD)
    gc.enable()
    tempfile.tempdir = None
    descendants.outlive_parent()
    command.send(True)
    server.serve()
    os._exit(0)  # at once: nothing is left to be saved
