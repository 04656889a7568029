"""One fork server for several threads of a process, each of which waits for a job of its own."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from analysis.report.execute.client import Server, ServerSetup, build_environment
from analysis.report.execute.messages import Call, Finished, Submit, Wait

_POLL = 0.2  # seconds after which a thread asks whether its job is still wanted


@dataclass(eq=False)
class _Job:
    """A job whose end a thread waits for. finished: None where the server ended before it."""

    ended: threading.Event = field(default_factory=threading.Event)
    finished: Finished | None = None


class JobServer:
    """A fork server that is started with the first job, and started again if it has died.

    setup: of the server and the kernels. folder: for their files.
    """

    def __init__(self, setup: ServerSetup, folder: Path):
        # nobody asks its first worker for anything while it imports
        self.setup = replace(setup, early=(), preload=(*setup.early, *setup.preload))
        self.folder = folder
        self._lock = threading.Lock()
        self._running: _Replies | None = None
        self._closed = False

    def start(self) -> None:
        """Starts the server without waiting until it has imported everything. Raises OSError."""
        with self._lock:
            self._start()

    def _start(self) -> _Replies:
        if self._closed:
            raise BrokenPipeError("closed")
        if self._running is None or self._running.ended:
            self._running = _Replies(Server(self.setup, self.folder))
            self._running.server.prepare(self.setup.calls)
        return self._running

    def run(self, call: Call, cwd: str, env: Mapping[str, str], is_wanted: Callable[[], bool]) -> Finished | None:
        """Returns how a call ended in a worker of the server; None if the server ended first.

        cwd, env: the folder and the environment it runs with. is_wanted: asked again and again; when it is no longer,
        this server ends, with whatever else it runs. Raises OSError where no server can be started.
        """
        with self._lock:
            replies = self._start()
            prepared = build_environment(self.setup, self.folder, env)
            job = replies.submit(Submit(call, str(self.folder), cwd, prepared, self.setup.isolation))
        while not job.ended.wait(_POLL):
            if not is_wanted():
                self.close()
        return job.finished

    def close(self) -> None:
        """Ends the server and all it forked; it is not started again."""
        with self._lock:
            self._closed = True
            if self._running is not None:
                self._running.server.stop()


class _Replies:
    """The answers of a server, read by a thread and given to those who wait for them."""

    def __init__(self, server: Server):
        self.server = server
        self.ended = False
        self._unnumbered: deque[_Job] = deque()  # submitted, and not yet answered with a number
        self._numbered: dict[int, _Job] = {}
        self._lock = threading.Lock()
        threading.Thread(target=self._read, daemon=True).start()

    def submit(self, request: Submit) -> _Job:
        """Sends a job to the server."""
        job = _Job()
        with self._lock:
            if self.ended:
                job.ended.set()
                return job
            self._unnumbered.append(job)
            with suppress(OSError, ValueError):  # else the thread that reads finds that it has ended
                self.server.send(request)
                self.server.send(Wait())
        return job

    def _read(self) -> None:
        with suppress(OSError, ValueError):
            self.server.receive()  # that it has imported everything
            while True:
                self._take(self.server.receive())
        with self._lock:
            self.ended = True
            for job in (*self._unnumbered, *self._numbered.values()):
                job.ended.set()

    def _take(self, answer: int | Finished) -> None:
        with self._lock:
            if not isinstance(answer, Finished):
                self._numbered[answer] = self._unnumbered.popleft()
                return
            job = self._numbered.pop(answer.job, None)
            if job is not None:  # else it says that there is no job
                job.finished = answer
                job.ended.set()
            if self._numbered or self._unnumbered:
                self.server.send(Wait())
