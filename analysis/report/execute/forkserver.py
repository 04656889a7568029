"""A process with everything imported that forks ready-made workers and kernels. Run by `server.Server`.

Speaks JSON lines. A command writes on stdin, or on the pipes of `rest` where the server outlives its first command:

    {"work": {call, argument, folder, cwd, env}} -> {"job"}     a worker calls `module:function`
    {"wait": true} -> {"job", "answer"} or {"job", "code"}      as soon as one has answered, or died; job 0: none left
    {"keep": {call, argument}}                                  calls `module:function`, for all forked from here
    {"rest": {seconds, place, key}} -> {"rests"}                whether it stays, for the next command
    {"hello": true} -> {"ready"}                                that next command's first words
    {"end": true}                                               goes, with all it forked; so it does when stdin closes

A worker is given one job after another and asks, as a command without workers does:

    {"fork": {argv, env, cwd}} -> {"pid"}                       a kernel
    {"poll": pid} -> {"code"}                                   its exit code, null while it runs
    {"done": answer}                                            no reply but, in time, the next job, or {"hush": true}

Single-threaded and without sockets, so that a fork is safe.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import select
import signal
import sys
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from analysis.report.execute import child, linger

# What a report's notebook is about to import, and, for workers, what executes and exports it. Names only: the engine
# itself knows none of the first, and whatever is not installed is passed over.
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
    "pandas",
    "pdb",
    "psutil",
    "matplotlib.backends.backend_svg",
    "matplotlib.backends.backend_agg",
    "matplotlib.figure",
    "matplotlib.font_manager",
    "matplotlib_inline.backend_inline",
    "pydantic",
    "pint",
    "analysis.commands.preload",
)
PRELOADED_FOR_WORKERS = ("analysis.report.build.preload",)
GC_THRESHOLD = 20_000  # new ones before garbage is looked for: hardly any live long, and after each 700 costs 4 %
_JOBS_PER_WORKER = 20  # before a worker makes room for a new one, so that none grows without end


@dataclass(eq=False)
class Peer:
    """Somebody who asks: the command, or a worker. The kernels it asked for end with it."""

    requests: int
    replies: int
    unread: bytes = b""
    kernels: set[int] = field(default_factory=set)

    def read_requests(self) -> list[dict[str, Any]] | None:
        """Returns the requests that have come in; None once there will be no more."""
        try:
            piece = os.read(self.requests, 1 << 16)
        except BlockingIOError:
            return []
        if not piece:
            return None
        *whole, self.unread = (self.unread + piece).split(b"\n")
        return [json.loads(line) for line in whole]

    def send(self, answer: dict[str, Any]) -> None:
        """Sends an answer; one who is gone misses it."""
        with suppress(OSError):
            os.write(self.replies, json.dumps(answer).encode() + b"\n")

    def close(self) -> None:
        """Lets go of its pipes."""
        os.close(self.requests)
        os.close(self.replies)


@dataclass(eq=False)
class Worker(Peer):
    """A forked process that makes reports, one after another."""

    pid: int = 0
    job: int = 0  # 0 while it waits for one
    jobs_done: int = 0


class ForkServer:
    """What has been forked, what it is at, and how it ended."""

    def __init__(self, command: Peer) -> None:
        self.command = command
        self.workers: dict[int, Worker] = {}
        self.exit_codes: dict[int, int | None] = {}  # of kernels; None while they run
        self.finished_jobs: deque[dict[str, Any]] = deque()
        self.job_count = 0
        self.waiting = False
        self.address: tuple[str, str] | None = None  # where
        self.timeout: float | None = None  # seconds until it goes, while there is no command
        self.linger_seconds = 0.0  # how long that is, each time

    def serve(self) -> None:
        """Answers requests until there are no more, then ends everything still running."""
        woken, wake = os.pipe()
        for end in (woken, wake):
            os.set_blocking(end, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)  # that one ended is told through the pipe
        signal.set_wakeup_fd(wake)
        going = False
        while not going:
            peers = (self.command, *self.workers.values())
            ready, _, _ = select.select([woken, *(peer.requests for peer in peers)], [], [], self.timeout)
            if not ready:
                going = linger.remove_pipes(*self.address)  # type: ignore[misc]
            if woken in ready:
                os.read(woken, 4096)
                self.collect_exits()
            for peer in peers:
                if peer.requests in ready and (peer is self.command or peer in self.workers.values()):
                    going = self.handle_requests(peer) or going
            if self.waiting and (self.finished_jobs or not any(worker.job for worker in self.workers.values())):
                self.waiting = False
                self.command.send(self.finished_jobs.popleft() if self.finished_jobs else {"job": 0})
        self.end_jobs(idle_too=True)

    def handle_requests(self, peer: Peer) -> bool:
        """Does what somebody asks; returns whether that is the end."""
        requests = peer.read_requests()
        if requests is None and peer is self.command:
            if self.address is None:
                return True
            self.end_jobs()
            fresh = linger.open_requests(*self.address)  # before the old end is let go: there must always be one
            os.close(self.command.requests)
            self.command.requests, self.command.unread = fresh, b""
            self.timeout = self.timeout or self.linger_seconds
        ends = [self.handle_request(peer, request) for request in requests or ()]
        return any(ends)

    def handle_request(self, peer: Peer, request: dict[str, Any]) -> bool:
        """Does what is asked and answers; returns whether that is the end."""
        if "work" in request:
            self.job_count += 1
            peer.send({"job": self.job_count})
            self.assign_job(self.job_count, request["work"])
        elif "keep" in request:
            with suppress(Exception):  # whoever needs it meets the fault again
                child.call_function(**request["keep"])
            gc.freeze()
        elif "wait" in request:
            self.waiting = True
        elif "fork" in request:
            pid = self.fork(lambda: child.run_kernel(**request["fork"]))
            peer.kernels.add(pid)
            self.exit_codes[pid] = None
            peer.send({"pid": pid})
        elif "poll" in request:
            self.collect_exits()
            peer.send({"code": self.exit_codes.get(request["poll"], 0)})
        elif "done" in request and isinstance(peer, Worker):
            self.finished_jobs.append({"job": peer.job, "answer": request["done"]})
            peer.job, peer.jobs_done = 0, peer.jobs_done + 1
            self.end_kernels(peer)
        elif "rest" in request:
            self.start_lingering(**request["rest"])
        elif "hello" in request:
            self.timeout = None
            self.end_jobs()
            _drain_pipe(peer.replies)  # what an earlier command did not stay to hear
            peer.send({"ready": True})
        return "end" in request

    def assign_job(self, job: int, work: dict[str, Any]) -> None:
        """Gives a job to a worker that waits for one, or to a new one."""
        idle = [worker for worker in self.workers.values() if not worker.job]
        for worker in idle:
            if worker.jobs_done >= _JOBS_PER_WORKER:
                self.end_worker(worker)
        worker = next((worker for worker in idle if worker.jobs_done < _JOBS_PER_WORKER), None) or self.start_worker()
        worker.job = job
        worker.send({"job": work})

    def start_worker(self) -> Worker:
        """Returns a new worker."""
        asked, asking = os.pipe()
        told, telling = os.pipe()
        pid = self.fork(lambda: child.run_worker(told, asking), (asked, telling))
        os.close(asking)
        os.close(told)
        self.workers[pid] = Worker(asked, telling, pid=pid)
        return self.workers[pid]

    def fork(self, become: Callable[[], None], ours: tuple[int, ...] = ()) -> int:
        """Returns the id of a child that turns into something else. ours: pipes it must not keep, besides the known."""
        pid = os.fork()
        if pid:
            return pid
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.setsid()  # a process group of its own, so that a signal meets it alone
            for peer in (self.command, *self.workers.values()):
                peer.close()
            for pipe in ours:
                os.close(pipe)
            child.redirect_to_null((0, 1))
            become()
        except BaseException:
            import traceback

            traceback.print_exc()
        finally:
            os._exit(1)

    def collect_exits(self) -> None:
        """Takes note of what has ended."""
        while self.workers or None in self.exit_codes.values():
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            code = os.waitstatus_to_exitcode(status)
            if pid in self.exit_codes:
                self.exit_codes[pid] = code
            elif pid in self.workers:
                self.forget_worker(self.workers[pid], code)

    def forget_worker(self, worker: Worker, code: int) -> None:
        """Clears up after a worker that died, and tells of the job it had."""
        del self.workers[worker.pid]
        worker.close()
        self.end_kernels(worker)
        _kill_group(worker.pid)  # and whatever else it left in its group
        if worker.job:
            self.finished_jobs.append({"job": worker.job, "code": code})

    def end_worker(self, worker: Worker) -> None:
        """Ends a worker at once."""
        _kill_group(worker.pid)
        os.waitpid(worker.pid, 0)
        worker.job = 0
        self.forget_worker(worker, 0)

    def end_kernels(self, peer: Peer) -> None:
        """Ends the kernels somebody asked for."""
        for pid in peer.kernels:
            if self.exit_codes.pop(pid, 0) is None:
                _kill_group(pid)
                os.waitpid(pid, 0)
        peer.kernels.clear()

    def end_jobs(self, idle_too: bool = False) -> None:
        """Ends all that is at work, and forgets what nobody will ask for."""
        for worker in list(self.workers.values()):
            if worker.job or idle_too:
                self.end_worker(worker)
        self.end_kernels(self.command)
        self.finished_jobs.clear()
        self.waiting = False

    def start_lingering(self, seconds: float, place: str, key: str) -> None:
        """Stays when the command has gone, if the place between two commands is free."""
        self.end_jobs()
        if self.address is None:
            ends = linger.create_pipes(place, key)
            self.command.send({"rests": ends is not None})
            if ends is None:
                return
            self.command.close()
            self.command = Peer(*ends)
            child.redirect_to_null((0, 1, 2))  # whoever waits for the command's output to end must not wait for us
            for worker in self.workers.values():
                worker.send({"hush": True})
            self.address = place, key
        else:
            self.command.send({"rests": True})
        self.timeout = self.linger_seconds = seconds


def _drain_pipe(pipe: int) -> None:
    os.set_blocking(pipe, False)
    with suppress(BlockingIOError):
        while os.read(pipe, 1 << 16):
            pass
    os.set_blocking(pipe, True)


def _kill_group(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def main() -> None:
    """Imports everything, says so, and serves."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business; it closes our stdin
    requests, replies = os.dup(0), os.dup(1)
    os.dup2(2, 1)  # nothing an import prints may reach the parent
    for name in PRELOADED + (PRELOADED_FOR_WORKERS if "--workers" in sys.argv else ()):
        try:
            importlib.import_module(name)
        except ImportError:
            continue
    gc.collect()
    gc.freeze()  # pages stay shared between all that is forked
    gc.set_threshold(GC_THRESHOLD)
    os.write(replies, b'{"ready": true}\n')
    ForkServer(Peer(requests, replies)).serve()
    os._exit(0)  # at once: there is nothing to put in order


if __name__ == "__main__":
    main()
