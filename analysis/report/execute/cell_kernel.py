"""An IPython kernel without sockets and threads: it runs one notebook's cells in a process that was forked for it.

It is ipykernel's own kernel, with its shell, display hook and publisher. Only what they send goes another way: a list
in place of a socket. Standard output and error of compiled code and of subprocesses go to files in memory, and are
taken from there into the output of the cell.
"""

from __future__ import annotations

import codecs
import logging
import os
import sys
import threading
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, cast

from ipykernel.iostream import BackgroundSocket, IOPubThread, OutStream
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from jupyter_client.session import Session

from analysis.report.execute.messages import Published, RunCell

_STREAMS = (("stdout", 1), ("stderr", 2))


class _ListSession(Session):
    """A session that keeps what is sent in a list, packed as a real one packs it."""

    published: list[Published]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.published = []

    def send(
        self,
        stream: Any,
        msg_or_type: dict[str, Any] | str,
        content: dict[str, Any] | None = None,
        parent: dict[str, Any] | None = None,
        ident: Any = None,
        buffers: list[Any] | None = None,
        track: bool = False,
        header: dict[str, Any] | None = None,
        metadata: dict[str, Any] | None = None,
    ) -> dict[str, Any] | None:
        """Keeps a message; returns it. Those of a process that a cell has forked are dropped, as by a real session."""
        if isinstance(msg_or_type, dict):
            msg: dict[str, Any] = msg_or_type
            buffers = buffers or msg.get("buffers", [])
        else:
            msg = self.msg(msg_or_type, content=content, parent=parent, header=header, metadata=metadata)
        if os.getpid() != self.pid:
            return None
        packed = cast(bytes, self.pack(msg["content"]))
        parent_id = msg["parent_header"].get("msg_id", "")
        self.published.append(
            Published(msg["msg_type"], packed, parent_id, msg["header"]["date"], [bytes(one) for one in buffers or ()])
        )
        return msg

    def take_published(self) -> list[Published]:
        """Returns what was sent since the last time."""
        taken, self.published = self.published, []
        return taken

    def feed_identities(self, msg_list: Any, copy: bool = True) -> tuple[list[bytes], Any]:
        """Returns a request as it is, of which nobody needs to know where it came from."""
        return [], msg_list

    def deserialize(self, msg_list: Any, content: bool = True, copy: bool = True) -> dict[str, Any]:
        """Returns a request as it is: it was never made into bytes."""
        request: dict[str, Any] = msg_list
        return request


class _NoThread(IOPubThread):
    """Stands in for ipykernel's thread that sends: whatever is to be done there is done at once."""

    def __init__(self) -> None:
        self.thread: Any = None
        self.io_loop: Any = None
        self.background_socket = BackgroundSocket(self)  # type: ignore[no-untyped-call]

    def schedule(self, f: Any) -> None:
        """Does it now."""
        f()


class CellStream(OutStream):
    """`sys.stdout` or `sys.stderr` of a cell: ipykernel's, flushed where a cell shows something and at its end.

    descriptor: the number of the standard stream, which is redirected to a file in memory by `redirect`.
    """

    def __init__(self, session: Session, thread: IOPubThread, name: str, descriptor: int):
        super().__init__(session, thread, name, watchfd=False)  # type: ignore[no-untyped-call]
        self._descriptor = descriptor
        self._written: int | None = None  # the file in memory
        self._taken = 0  # bytes of it
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def redirect(self) -> None:
        """Begins, in a new process: what is written to the standard stream by its number is an output of the cell."""
        self._master_pid = os.getpid()
        if self._written is None:
            self._original_stdstream_copy = os.dup(self._descriptor)
        else:
            os.close(self._written)
        self._taken = 0
        self._written = os.memfd_create(self.name)
        place = os.open(f"/proc/self/fd/{self._written}", os.O_WRONLY | os.O_APPEND)
        os.dup2(place, self._descriptor)
        os.close(place)

    def write(self, string: str) -> int:
        """Writes to the stream, behind what was written to it by its number."""
        if self._written is not None and isinstance(string, str):
            if os.getpid() != self._master_pid:  # a process that the cell forked
                os.write(self._descriptor, string.encode(errors="replace"))
                return len(string)
            self._take_written()
        return super().write(string) or len(string)

    def _take_written(self) -> None:
        if self._written is None or os.fstat(self._written).st_size == self._taken:
            return
        with self._buffer_lock:
            found = os.pread(self._written, os.fstat(self._written).st_size - self._taken, self._taken)
            self._taken += len(found)
            super().write(self._decoder.decode(found))

    def _schedule_flush(self) -> None:
        """Does nothing: nobody looks at it before it is flushed."""

    def _flush(self) -> None:
        if os.getpid() == self._master_pid:
            self._take_written()
            super()._flush()  # type: ignore[no-untyped-call]


class CellKernel(IPythonKernel):
    """ipykernel's kernel, whose requests come one after another from the process's own loop."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]
        self.shell_channel_thread = SimpleNamespace(parent_thread=threading.main_thread())
        self._execute_sleep = 0.0

    @property
    def _supports_kernel_subshells(self) -> bool:
        return False

    def _abort_queues(self, subshell_id: str | None = None) -> None:
        """Does nothing: no further request is waiting."""


class CellApp(IPKernelApp):
    """ipykernel's application, which reads the configuration and starts the shell, without its connection."""

    kernel_class = CellKernel

    def init_io(self) -> None:
        """Redirects the standard streams and the display hook into the list of messages."""
        self.session = _ListSession(parent=self)
        self.iopub_thread = _NoThread()
        self.iopub_socket = self.iopub_thread.background_socket
        for name, descriptor in _STREAMS:
            getattr(sys, name).flush()
            setattr(sys, name, CellStream(self.session, self.iopub_thread, name, descriptor))
        self.outstream_class = None  # type: ignore[assignment]  # so that it does not redirect them again
        super().init_io()  # type: ignore[no-untyped-call]

    def init_kernel(self) -> None:
        """Creates the kernel."""
        kernel = self.kernel_class.instance(
            parent=self,
            session=self.session,
            iopub_thread=self.iopub_thread,
            iopub_socket=self.iopub_socket,
            log=self.log,
            profile_dir=self.profile_dir,
            user_ns=self.user_ns,
        )
        self.kernel = kernel
        self.displayhook.get_execution_count = lambda: kernel.execution_count

    def _do_nothing(self, *_: Any, **__: Any) -> None:
        """There is no connection, nor anybody to tell of it."""

    init_connection_file = init_poller = init_sockets = init_heartbeat = _do_nothing
    write_connection_file = log_connection_info = _do_nothing


def start_kernel(arguments: Sequence[str]) -> CellApp:
    """Returns the application with its kernel, ready for cells. arguments: of its command line."""
    app = CellApp.instance(log_level=logging.CRITICAL)
    app.initialize([*arguments])  # type: ignore[no-untyped-call]
    return app


def take_over(app: CellApp) -> None:
    """Makes a kernel that was started before a fork that of this process."""
    app.session.pid = os.getpid()
    app.session.session = os.urandom(16).hex()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, CellStream):
            stream.redirect()


def build_request(session: Session, asked: RunCell) -> dict[str, Any]:
    """Returns the message of a front end that asks for a cell."""
    content = {
        "code": asked.source,
        "silent": False,
        "store_history": asked.store_history,
        "user_expressions": {},
        "allow_stdin": False,
        "stop_on_error": asked.stop,
    }
    request = session.msg("execute_request", content)
    request["header"]["msg_id"] = request["msg_id"] = asked.message_id
    return request
