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

from analysis.report.build import cache
from analysis.report.execute import linger


class Connection:
    """Requests to the process that forks, and its answers: all that a kernel manager needs of it."""

    def __init__(self, requests: IO[bytes], replies: IO[bytes]):
        self.requests, self.replies = requests, replies
        self._lock = threading.Lock()

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Returns the answer to a request. Raises OSError if the server is gone."""
        with self._lock:
            try:
                self.send(request)
                return self.receive()
            except ValueError as error:  # closed by stop()
                raise BrokenPipeError(str(error)) from None

    def send(self, request: dict[str, Any]) -> None:
        """Sends what needs no answer. Raises OSError if the server is gone."""
        self.requests.write(json.dumps(request).encode() + b"\n")
        self.requests.flush()

    def receive(self) -> dict[str, Any]:
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
        self._idle_server = linger.connect_idle_server(*linger.compute_address()) if workers else None
        if self._idle_server:
            super().__init__(self._idle_server.requests, self._idle_server.replies)
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
                self.ready = self.ready or bool(self.receive())
        return super().ask(request)

    def submit_call(self, call: str, argument: Any, folder: Path) -> int:
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

    def call_in_server(self, call: str, argument: Any) -> None:
        """Has the server itself call `module:function`, for all it forks from then on. Raises OSError if it is gone."""
        self.send({"keep": {"call": call, "argument": argument}})

    def wait(self) -> dict[str, Any]:
        """Returns `job` and either its `answer` or, where the worker died, its exit `code`; the next to end.

        Raises OSError if the server is gone.
        """
        return self.ask({"wait": True})

    def stop(self) -> None:
        """Ends the server and all it forked."""
        with suppress(OSError, ValueError):
            self.send({"end": True})
        self._close_pipes()
        if self._process is None:
            return
        if not self.ready:  # it still imports and has forked nothing; it would hear of its end only then
            self._process.kill()
        try:
            self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def leave_running(self, seconds: float) -> None:
        """Lets the server live on for another command like this one, so many seconds at most; else as `stop`.

        One that still imports is not waited for.
        """
        rested = False
        if self.ready and cache.is_library_unchanged():  # else it has imported what no later command would
            place, key = linger.compute_address()
            with suppress(OSError):
                rested = self.ask({"rest": {"seconds": seconds, "place": place, "key": key}})["rests"]
        if rested:
            self._close_pipes()
        else:
            self.stop()

    def _close_pipes(self) -> None:
        for stream in (self.requests, self.replies):
            with suppress(OSError):
                stream.close()
        if self._idle_server:
            self._idle_server.lock.close()


class Shared:
    """The one server of this process."""

    server: Connection | None = None
    folder: Path | None = None  # for the sockets of its kernels
    temporary_folder: tempfile.TemporaryDirectory[str] | None = None
    lock = threading.Lock()
    stopping = False


def start_server(workers: bool = False) -> Connection | None:
    """Starts the server, if not yet done, without waiting for it; returns None where it cannot fork."""
    if not hasattr(os, "fork"):
        return None
    with Shared.lock:
        if Shared.stopping:
            raise BrokenPipeError("stopped")
        if Shared.server is None:
            Shared.server = Server(workers)
            if Shared.temporary_folder is None:
                Shared.temporary_folder = tempfile.TemporaryDirectory(prefix="communique-", ignore_cleanup_errors=True)
                Shared.folder = Path(Shared.temporary_folder.name)
            atexit.register(close_server)
        return Shared.server


def find_ready_server() -> Server | None:
    """Returns the server if it has imported everything and waits for requests."""
    server = Shared.server
    return server if isinstance(server, Server) and server.ready else None


def forget_server() -> None:
    """Forgets a server that has died, so that the next `warm_up` starts another."""
    with Shared.lock:
        server, Shared.server = Shared.server, None
    if isinstance(server, Server):
        server.stop()


def stop_server() -> None:
    """Ends the server and its kernels at once, and starts no other until `cool_down`; what waits on them fails."""
    with Shared.lock:
        Shared.stopping = True
        server, Shared.server = Shared.server, None
    if isinstance(server, Server):
        server.stop()


def close_server(linger: float = 0) -> None:
    """Ends the server and its kernels and removes their sockets, once nothing waits on them any more.

    linger: seconds for which the server may live on, to serve the next command.
    """
    with Shared.lock:
        if linger and isinstance(Shared.server, Server):
            Shared.server.leave_running(linger)
            Shared.server = None
    stop_server()
    with Shared.lock:
        made, Shared.temporary_folder, Shared.folder = Shared.temporary_folder, None, None
        Shared.stopping = False
    if made:
        made.cleanup()
