"""The warm server as a command sees it: the process that forks workers and kernels, its beginning, rest and end.

Starting it imports nothing heavy, so that it warms up while the command still imports.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from analysis.report.build import cache as fresh
from analysis.report.execute import linger as rest


class Connection:
    """Requests to the process that forks, and its answers: all that a kernel manager needs of it."""

    def __init__(self, requests: IO[bytes], replies: IO[bytes]):
        self.requests, self.replies = requests, replies
        self._lock = threading.Lock()

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Returns the answer to a request. Raises OSError if the server is gone."""
        with self._lock:
            try:
                self.tell(request)
                return self.answer()
            except ValueError as error:  # closed by stop()
                raise BrokenPipeError(str(error)) from None

    def tell(self, request: dict[str, Any]) -> None:
        """Sends what needs no answer. Raises OSError if the server is gone."""
        self.requests.write(json.dumps(request).encode() + b"\n")
        self.requests.flush()

    def answer(self) -> dict[str, Any]:
        """Returns the next answer. Raises OSError if the server is gone."""
        line = self.replies.readline()
        if not line:
            raise BrokenPipeError("the process that forks kernels has ended")
        return json.loads(line)

    def fork(self, argv: list[str], env: dict[str, str], cwd: str) -> int:
        """Returns the process id of a new kernel. Raises OSError if the server is gone."""
        return self.ask({"fork": {"argv": argv, "env": env, "cwd": cwd}})["pid"]

    def poll(self, pid: int) -> int | None:
        """Returns a kernel's exit code, or None while it runs."""
        try:
            return self.ask({"poll": pid})["code"]
        except OSError:
            return -signal.SIGKILL  # the server takes its kernels with it


class Server(Connection):
    """The process that forks. One a command; starts importing at once, and is waited for at the first request.

    workers: whether it is to fork workers too, and so imports what they need.
    """

    def __init__(self, workers: bool = False) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._rested = rest.wake(*rest.key()) if workers else None
        if self._rested:
            super().__init__(self._rested.requests, self._rested.replies)
            self.ready = True
            return
        self._process = subprocess.Popen(
            [sys.executable, "-m", "analysis.report.execute.forkserver", *(["--workers"] if workers else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C reaches only the command itself
            env={
                **os.environ,
                "OPENBLAS_NUM_THREADS": "1",
                "OMP_NUM_THREADS": "1",
                "MKL_NUM_THREADS": "1",
                "PYDEVD_DISABLE_FILE_VALIDATION": "1",
            },
        )  # or ipykernel's debugger warns of every start
        super().__init__(self._process.stdin, self._process.stdout)  # type: ignore[arg-type]
        self.ready = False

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Returns the answer to a request, once the server has imported everything. Raises OSError if it is gone."""
        if not self.ready:
            with self._lock:
                self.ready = self.ready or bool(self.answer())
        return super().ask(request)

    def work(self, call: str, argument: Any, folder: Path) -> int:
        """Has a worker call `module:function`; returns the number under which `wait` tells what became of it.

        folder: for its sockets. Raises OSError if the server is gone.
        """
        return self.ask(
            {
                "work": {
                    "call": call,
                    "argument": argument,
                    "folder": str(folder),
                    "cwd": str(Path.cwd()),
                    "env": dict(os.environ),
                }
            }
        )["job"]

    def keep(self, call: str, argument: Any) -> None:
        """Has the server itself call `module:function`, for all it forks from then on. Raises OSError if it is gone."""
        self.tell({"keep": {"call": call, "argument": argument}})

    def wait(self) -> dict[str, Any]:
        """Returns `job` and either its `answer` or, where the worker died, its exit `code`; the next to end.

        Raises OSError if the server is gone.
        """
        return self.ask({"wait": True})

    def stop(self) -> None:
        """Ends the server and all it forked."""
        with suppress(OSError, ValueError):
            self.tell({"end": True})
        self._let_go()
        if self._process is None:
            return
        if not self.ready:  # it still imports and has forked nothing; it would hear of its end only then
            self._process.kill()
        try:
            self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def rest(self, seconds: float) -> None:
        """Lets the server live on for another command like this one, so many seconds at most; else as `stop`.

        One that still imports is not waited for.
        """
        rested = False
        if self.ready and fresh.stands():  # else it has imported what no later command would
            place, key = rest.key()
            with suppress(OSError):
                rested = self.ask({"rest": {"seconds": seconds, "place": place, "key": key}})["rests"]
        if rested:
            self._let_go()
        else:
            self.stop()

    def _let_go(self) -> None:
        for stream in (self.requests, self.replies):
            with suppress(OSError):
                stream.close()
        if self._rested:
            self._rested.lock.close()


class Shared:
    """The one server of this process."""

    server: Connection | None = None
    folder: Path | None = None  # for the sockets of its kernels
    made: tempfile.TemporaryDirectory[str] | None = None
    lock = threading.Lock()
    stopping = False


def warm_up(workers: bool = False) -> Connection | None:
    """Starts the server, if not yet done, without waiting for it; returns None where it cannot fork."""
    if not hasattr(os, "fork"):
        return None
    with Shared.lock:
        if Shared.stopping:
            raise BrokenPipeError("stopped")
        if Shared.server is None:
            Shared.server = Server(workers)
            if Shared.made is None:
                Shared.made = tempfile.TemporaryDirectory(prefix="communique-", ignore_cleanup_errors=True)
                Shared.folder = Path(Shared.made.name)
            atexit.register(cool_down)
        return Shared.server


def ready() -> Server | None:
    """Returns the server if it has imported everything and waits for requests."""
    server = Shared.server
    return server if isinstance(server, Server) and server.ready else None


def drop() -> None:
    """Forgets a server that has died, so that the next `warm_up` starts another."""
    with Shared.lock:
        server, Shared.server = Shared.server, None
    if isinstance(server, Server):
        server.stop()


def stop() -> None:
    """Ends the server and its kernels at once, and starts no other until `cool_down`; what waits on them fails."""
    with Shared.lock:
        Shared.stopping = True
        server, Shared.server = Shared.server, None
    if isinstance(server, Server):
        server.stop()


def cool_down(linger: float = 0) -> None:
    """Ends the server and its kernels and removes their sockets, once nothing waits on them any more.

    linger: seconds for which the server may live on, to serve the next command.
    """
    with Shared.lock:
        if linger and isinstance(Shared.server, Server):
            Shared.server.rest(linger)
            Shared.server = None
    stop()
    with Shared.lock:
        made, Shared.made, Shared.folder = Shared.made, None, None
        Shared.stopping = False
    if made:
        made.cleanup()
