"""A process with everything imported that forks ready-made workers and kernels. Run by `server.Server`.

Speaks JSON lines on stdin and stdout:

    {"work": {call, argument, result, folder}} -> {"pid"}    a worker, with a kernel of its own waiting beside it
    {"wait": true} -> {"pid", "code"}                        as soon as a worker has ended; pid 0: there is none
    {"fork": {argv, env, cwd}} -> {"pid"}                    a kernel alone, for plain papermill
    {"poll": pid} -> {"code"}                                its exit code, null while it runs

Single-threaded and without sockets, so that a fork is safe; ends, with all it forked, when stdin closes.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import resource
import select
import signal
import sys
from collections import deque
from pathlib import Path
from typing import Any

# What a report's notebook is about to import, and, for workers, what executes and exports it. Names only: the engine
# itself knows none of the first, and whatever is not installed is passed over.
WARM = ("ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.debugger", "tornado.platform.asyncio",
        "IPython.core.completer", "IPython.core.completerlib", "IPython.core.oinspect",
        "IPython.extensions.storemagic", "sqlite3", "faulthandler", "pandas",
        "matplotlib.backends.backend_svg", "matplotlib.backends.backend_agg", "matplotlib.figure",
        "matplotlib.font_manager", "matplotlib_inline.backend_inline", "pydantic", "pint",
        "analysis.warm")
WORKERS = ("analysis.report.warm",)
MEMORY_LIMIT = 4 << 30     # bytes of address space a kernel may take


class Forks:
    """What has been forked and how it ended."""

    def __init__(self) -> None:
        self.workers: set[int] = set()
        self.kernels: set[int] = set()
        self.codes: dict[int, int] = {}
        self.ended: deque[dict[str, int]] = deque()

    def answer(self, request: dict[str, Any]) -> dict[str, Any] | None:
        """Returns what to reply; None for a wait that is not over."""
        self.reap()
        if "work" in request:
            pid = _fork(_become_worker, request["work"])
            self.workers.add(pid)
            return {"pid": pid}
        if "fork" in request:
            pid = _fork(_become_kernel, request["fork"])
            self.kernels.add(pid)
            return {"pid": pid}
        if "poll" in request:
            pid = request["poll"]
            return {"code": None if pid in self.kernels else self.codes.get(pid, 0)}
        if self.ended:
            return self.ended.popleft()
        return None if self.workers else {"pid": 0, "code": 0}

    def reap(self) -> None:
        """Takes note of what has ended, and ends whatever a worker left behind in its group."""
        while self.workers or self.kernels:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            code = os.waitstatus_to_exitcode(status)
            if pid in self.workers:
                self.workers.discard(pid)
                self.ended.append({"pid": pid, "code": code})
                _end(pid)
            else:
                self.kernels.discard(pid)
                self.codes[pid] = code

    def stop(self) -> None:
        """Ends all that still runs."""
        for pid in (*self.workers, *self.kernels):
            _end(pid)


def _end(pid: int) -> None:
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def serve(requests: int, replies: int) -> None:
    """Answers requests until there are no more, then ends everything still running."""
    woken, wake = os.pipe()
    for end in (woken, wake):
        os.set_blocking(end, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)      # that one ended is told through the pipe
    signal.set_wakeup_fd(wake)
    forks, waiting, unread = Forks(), None, b""
    while True:
        ready, _, _ = select.select([requests, woken], [], [])
        if woken in ready:
            os.read(woken, 4096)
        if requests in ready:
            piece = os.read(requests, 1 << 16)
            if not piece:
                forks.stop()
                return
            unread += piece
        if waiting is not None and (answer := forks.answer(waiting)):
            waiting = _reply(replies, answer)
        while waiting is None and b"\n" in unread:
            line, _, unread = unread.partition(b"\n")
            request = json.loads(line)
            answer = forks.answer(request)
            waiting = request if answer is None else _reply(replies, answer)


def _reply(replies: int, answer: dict[str, Any]) -> None:
    os.write(replies, json.dumps(answer).encode() + b"\n")


def _fork(become: Any, request: dict[str, Any]) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()                  # a process group of its own, so that a signal meets it alone
        become(**request)
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        os._exit(1)


def _become_worker(call: str, argument: Any, result: str, folder: str) -> None:
    """Turns the forked child into a worker that calls `module:function` and leaves what it returns. Never returns.

    Its kernel is forked first, while there is neither thread nor socket, and waits to be told who it is.
    """
    reading, writing = os.pipe()
    kernel = os.fork()
    if not kernel:
        os.close(writing)
        with os.fdopen(reading, "rb") as told:
            request = told.read()
        if request:
            _become_kernel(**json.loads(request))
        os._exit(0)
    os.close(reading)
    _let_go_of_pipes()
    from analysis.report import kernels

    kernels.prepared = kernels.Prepared(kernel, writing, Path(folder))
    module, _, function = call.partition(":")
    answer = getattr(importlib.import_module(module), function)(argument)
    Path(result).write_text(json.dumps(answer), encoding="utf-8")
    os._exit(0)


def _become_kernel(argv: list[str], env: dict[str, str], cwd: str) -> None:
    """Turns the forked child into an ordinary ipykernel. Never returns."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _let_go_of_pipes()
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    sys.argv = argv
    from ipykernel.kernelapp import IPKernelApp

    app = IPKernelApp.instance(parent_handle=os.getppid())
    app.initialize(argv[1:])
    app.start()
    os._exit(0)


def _let_go_of_pipes() -> None:
    """The server's stdin and stdout are not those of what it forks."""
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(null, stream)


def main() -> None:
    """Imports everything, says so, and serves."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)    # Ctrl-C is the parent's business; it closes our stdin
    replies = os.dup(1)
    os.dup2(2, 1)                                   # nothing an import prints may reach the parent
    for name in WARM + (WORKERS if "--workers" in sys.argv else ()):
        try:
            importlib.import_module(name)
        except ImportError:
            continue
    gc.collect()
    gc.freeze()                                     # pages stay shared between all that is forked
    os.write(replies, b'{"ready": true}\n')
    serve(0, replies)
    os._exit(0)                                     # at once: there is nothing to put in order


if __name__ == "__main__":
    main()
