"""A process with an IPython kernel that was started already: it forks itself for each notebook that is to be run.

The fork server (`forkserver`) starts it when the first notebook asks. Who wants a notebook run connects to its socket:
each connection is a new process, which answers `RunCell` with what the cell published. The connection's end ends that
process, and the end of that process closes the connection, also where a notebook has left children behind.
"""

from __future__ import annotations

import asyncio
import gc
import os
import resource
import select
import signal
import socket
from contextlib import suppress
from typing import Any

from analysis.report.execute import descendants
from analysis.report.execute.messages import EndRun, OpenCells, StartRun, encode_message, split_messages


def serve_runs(listener: socket.socket, request: OpenCells) -> None:
    """Starts a kernel, then forks for each connection, until it is killed. listener: the socket that listens."""
    descendants.adopt_descendants()
    app = _start_kernel(request)
    gc.collect()
    gc.freeze()
    woken, wake = os.pipe()
    for end in (woken, wake):
        os.set_blocking(end, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake)
    runs: dict[int, socket.socket] = {}
    while True:
        events = _wait(listener, woken, runs)
        if woken in events:
            os.read(woken, 4096)
        for pid, connection in list(runs.items()):
            if connection.fileno() in events:  # whoever asked for the run has left it
                _kill_group(pid)
        _collect_ended(runs)
        if listener.fileno() in events:
            connection = listener.accept()[0]
            server = os.getpid()
            pid = os.fork()
            if pid == 0:
                for other in (listener, *runs.values()):
                    other.close()
                os.close(woken)
                os.close(wake)
                _become_run(app, connection, server, request.memory)
            runs[pid] = connection


def _wait(listener: socket.socket, woken: int, runs: dict[int, socket.socket]) -> set[int]:
    """Returns the descriptors at which something happened: of a connection, that its other end was closed."""
    poll = select.poll()
    poll.register(listener, select.POLLIN)
    poll.register(woken, select.POLLIN)
    for connection in runs.values():
        poll.register(connection, select.POLLHUP)
    return {descriptor for descriptor, _ in poll.poll()}


def _collect_ended(runs: dict[int, socket.socket]) -> None:
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
            connection = runs.pop(pid)
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)  # a process that it left behind may hold the connection open
            connection.close()
            if not runs:  # whatever else is there was left by a run that has ended
                descendants.end_children()


def _kill_group(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def _start_kernel(request: OpenCells) -> Any:
    """Returns the application with its kernel, as each run begins with it."""
    from analysis.report.execute import cell_kernel, child

    child.set_up_kernel(request.env, request.cwd, request.argv)
    app = cell_kernel.start_kernel(request.argv[1:])
    child.choose_backend()
    return app


def _become_run(app: Any, connection: socket.socket, server: int, memory: int | None) -> None:
    """Runs one notebook's cells as they are asked for, in a process that was forked for it. Never returns."""
    from analysis.report.execute import cell_kernel, child

    try:
        descendants.end_with_parent(server)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        if memory is not None:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        child.seed_numpy()
        cell_kernel.take_over(app)
        asyncio.run(_answer_requests(app, connection))
        child.end_kernel()
    except BaseException:
        os._exit(1)


async def _answer_requests(app: Any, connection: socket.socket) -> None:
    """Runs the cells that are asked for, until no more are."""
    from tornado.ioloop import IOLoop

    from analysis.report.execute import cell_kernel

    app.kernel.io_loop = IOLoop.current()
    received = bytearray()
    while True:
        for request in split_messages(received):
            if isinstance(request, EndRun):
                return
            if isinstance(request, StartRun):
                _start_log(request.file_log)
                continue
            await app.kernel.dispatch_shell(cell_kernel.build_request(app.session, request))
            connection.sendall(encode_message(app.session.take_published()))
        await _wait_readable(connection)
        piece = connection.recv(1 << 16)
        if not piece:
            return
        received += piece


async def _wait_readable(connection: socket.socket) -> None:
    """Waits for the next request, while what a cell has left to the loop goes on."""
    loop = asyncio.get_running_loop()
    readable = asyncio.Event()
    loop.add_reader(connection, readable.set)
    await readable.wait()
    loop.remove_reader(connection)


def _start_log(path: str) -> None:
    if path:
        from analysis.report.execute import file_log

        file_log.start_log(path)
