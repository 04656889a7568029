"""The warm server as its client sees it: the process that forks kernels, one a command, and its beginning and end.

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
from typing import Any


class Server:
    """The process that forks. One a command; starts importing at once, and is waited for at the first fork.

    workers: whether it is to fork workers too, and so imports what they need.
    """

    def __init__(self, workers: bool = False) -> None:
        self._lock = threading.Lock()
        self._ready = False
        self._workers: set[int] = set()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "analysis.report.forkserver", *(["--workers"] if workers else [])],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            start_new_session=True,                         # Ctrl-C reaches only the command itself
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1",
                 "PYDEVD_DISABLE_FILE_VALIDATION": "1"})    # or ipykernel's debugger warns of every start

    def fork(self, argv: list[str], env: dict[str, str], cwd: str) -> int:
        """Returns the process id of a new kernel. Raises OSError if the server is gone."""
        return self._ask({"fork": {"argv": argv, "env": env, "cwd": cwd}})["pid"]

    def work(self, call: str, argument: Any, result: Path, folder: Path) -> int:
        """Returns the process id of a worker that calls `module:function` and leaves what it returns as JSON.

        result: the file it leaves. folder: for its sockets. Raises OSError if the server is gone.
        """
        pid = self._ask({"work": {"call": call, "argument": argument, "result": str(result),
                                  "folder": str(folder)}})["pid"]
        self._workers.add(pid)
        return pid

    def wait(self) -> tuple[int, int]:
        """Returns process id and exit code of the next worker to end. Raises OSError if the server is gone."""
        answer = self._ask({"wait": True})
        self._workers.discard(answer["pid"])
        return answer["pid"], answer["code"]

    def poll(self, pid: int) -> int | None:
        """Returns a kernel's exit code, or None while it runs."""
        try:
            return self._ask({"poll": pid})["code"]
        except OSError:
            return -signal.SIGKILL     # the server takes its kernels with it

    def stop(self) -> None:
        """Ends the server and every kernel it forked."""
        if self._process.stdin:
            self._process.stdin.close()
        try:
            self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            for pid in self._workers:         # which the server would have ended
                with suppress(ProcessLookupError):
                    os.killpg(pid, signal.SIGKILL)
        if self._process.stdout:
            self._process.stdout.close()

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        with self._lock:
            if not self._ready:
                self._ready = bool(self._answer())
            try:
                self._process.stdin.write(json.dumps(request).encode() + b"\n")
                self._process.stdin.flush()
            except ValueError as error:       # stdin closed by stop()
                raise BrokenPipeError(str(error)) from None
            return self._answer()

    def _answer(self) -> dict[str, Any]:
        line = self._process.stdout.readline()
        if not line:
            raise BrokenPipeError("the process that forks kernels has ended")
        return json.loads(line)


class Shared:
    """The one server of this process."""

    server: Server | None = None
    folder: tempfile.TemporaryDirectory[str] | None = None
    lock = threading.Lock()
    stopping = False


def warm_up(workers: bool = False) -> Server | None:
    """Starts the server, if not yet done, without waiting for it; returns None where it cannot fork."""
    if not hasattr(os, "fork"):
        return None
    with Shared.lock:
        if Shared.stopping:
            raise BrokenPipeError("stopped")
        if Shared.server is None:
            Shared.server = Server(workers)
            Shared.folder = tempfile.TemporaryDirectory(prefix="communique-", ignore_cleanup_errors=True)
            atexit.register(cool_down)
        return Shared.server


def stop() -> None:
    """Ends the server and its kernels at once, and starts no other until `cool_down`; what waits on them fails."""
    with Shared.lock:
        Shared.stopping = True
        server, Shared.server = Shared.server, None
    if server:
        server.stop()


def cool_down() -> None:
    """Ends the server and its kernels and removes their sockets, once nothing waits on them any more."""
    stop()
    with Shared.lock:
        folder, Shared.folder = Shared.folder, None
        Shared.stopping = False
    if folder:
        folder.cleanup()
