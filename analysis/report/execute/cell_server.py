"""A process with an IPython kernel that was started already: it forks itself for each notebook that is to be run.

The fork server (`forkserver`) starts it when the first notebook asks. Who wants a notebook run connects to its socket:
each connection is a new process, which answers `RunCell` with what the cell published. The connection's end ends that
process, and the end of that process closes the connection, also where a notebook has left children behind.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from analysis import kept_results
from analysis.report.execute import cell_run, descendants
from analysis.report.execute.messages import OpenCells


def serve_runs(listener: socket.socket, request: OpenCells) -> None:
    """Starts a kernel, then forks for each connection, until it is killed. listener: the socket that listens.

    Raises NotShared if what the first cells did cannot be shared; the process is then to end.
    """
    descendants.adopt_descendants()
    prepared = cell_run.prepare_runs(request)
    gc.collect()
    gc.freeze()
    woken, wake = os.pipe()
    for end in (woken, wake):
        os.set_blocking(end, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake)
    runs: dict[int, _Run] = {}
    while True:
        events = _wait(listener, woken, runs)
        if woken in events:
            os.read(woken, 4096)
        for pid, run in list(runs.items()):
            if run.connection.fileno() in events:  # whoever asked for the run has left it
                _kill_group(pid)
        _collect_ended(runs)
        if listener.fileno() in events:
            connection, report = listener.accept()[0], os.memfd_create("computed")
            server = os.getpid()
            pid = os.fork()
            if pid == 0:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                listener.close()
                for other in runs.values():
                    other.connection.close()
                    os.close(other.report)
                os.close(woken)
                os.close(wake)
                cell_run.run_cells(prepared, connection, server, report)
            runs[pid] = _Run(connection, report)


@dataclass(frozen=True)
class _Run:
    """A run in a process of its own. report: a file in memory, in which it says what it computed."""

    connection: socket.socket
    report: int


def _wait(listener: socket.socket, woken: int, runs: Mapping[int, _Run]) -> set[int]:
    """Returns the descriptors at which something happened: of a connection, that its other end was closed."""
    poll = select.poll()
    poll.register(listener, select.POLLIN)
    poll.register(woken, select.POLLIN)
    for run in runs.values():
        poll.register(run.connection, select.POLLHUP)
    return {descriptor for descriptor, _ in poll.poll()}


def _collect_ended(runs: dict[int, _Run]) -> None:
    """Clears up after each run that has ended, and says so to whoever asked for it."""
    while True:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        if pid in runs:
            _kill_group(pid)
            run = runs.pop(pid)
            with suppress(OSError):
                run.connection.shutdown(socket.SHUT_RDWR)  # a process that it left behind may hold the connection open
            run.connection.close()
            kept_results.learn_results(cell_run.read_report(run.report))
            os.close(run.report)
            if not runs:  # whatever else is there was left by a run that has ended
                descendants.end_children()


def _kill_group(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
