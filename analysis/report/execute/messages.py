"""What a command, the fork server and its workers write to each other: pickled messages, each after its length.

As with multiprocessing, both ends are processes of one user that run one version of this library, on pipes that
nobody else can open.
"""

from __future__ import annotations

import importlib
import pickle
import signal
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import IO, Any

from analysis.report.execute.isolation import Isolation

_LENGTH = struct.Struct("!I")  # bytes of the message that follows


@dataclass(frozen=True)
class Call:
    """A function to call in another process. It has a name, so that the process that asks need not import it.

    function: `module:function`. arguments: pickled; only the process that calls it reads them.
    """

    function: str
    arguments: bytes

    @classmethod
    def from_name(cls, function: str, *arguments: object) -> Call:
        """Returns the call of `module:function` with some arguments."""
        return cls(function, pickle.dumps(arguments))

    @classmethod
    def from_function(cls, function: Callable[..., Any], *arguments: object) -> Call:
        """Returns the call of a function at the top level of a module."""
        return cls.from_name(f"{function.__module__}:{function.__qualname__}", *arguments)

    def run(self) -> Any:
        """Calls the function here; returns what it returns."""
        module, _, name = self.function.partition(":")
        return getattr(importlib.import_module(module), name)(*pickle.loads(self.arguments))


@dataclass(frozen=True)
class Submit:
    """Command to server: a worker is to run a call. Answered with the job's number."""

    call: Call
    folder: str  # for the files of the kernels it starts
    cwd: str
    env: dict[str, str]
    isolation: Isolation | None = None  # of those kernels


@dataclass(frozen=True)
class Wait:
    """Command to server: answered with a `Finished` as soon as a job has ended."""


@dataclass(frozen=True)
class Prepare:
    """Command to server: run a call in the server itself, for all processes it forks from then on. Not answered."""

    call: Call


@dataclass(frozen=True)
class Linger:
    """Command to server: stay for the next command. Answered with whether it does.

    seconds: at most. folder, key: see `linger`.
    """

    seconds: float
    folder: str
    key: str


@dataclass(frozen=True)
class Hello:
    """The next command's first message. Answered with True."""


@dataclass(frozen=True)
class End:
    """Command to server: end, with all it forked. Not answered."""


@dataclass(frozen=True)
class Fork:
    """Command or worker to server: start a kernel. Answered with its process id.

    memory: bytes of address space it may take, None for as much as there is.
    """

    argv: list[str]
    env: dict[str, str]
    cwd: str
    memory: int | None = None


@dataclass(frozen=True)
class RunCell:
    """Worker to a process that runs cells: answered with a list of `Published`, the reply among them.

    stop: whether an error of this cell ends the run.
    """

    source: str
    message_id: str
    store_history: bool = True
    stop: bool = True


@dataclass(frozen=True)
class OpenCells:
    """Command or worker to server: see that a process waits that runs cells without a kernel's sockets.

    Answered with the path of its socket; '' if it would have to run cells beforehand and cannot. argv, env, cwd: as a
    kernel for these cells would have them. memory: as in `Fork`. folder: for the socket. shared: cells that it runs
    once, for all runs. injected: the position among them of the cell that sets the parameters, which each run has of
    its own; -1 for none. later: sources of the further cells, which it parses.
    """

    argv: tuple[str, ...]
    env: dict[str, str]
    cwd: str
    folder: str
    memory: int | None = None
    shared: tuple[RunCell, ...] = ()
    injected: int = -1
    later: tuple[str, ...] = ()

    def leave_shared(self) -> OpenCells:
        """Returns what all notebooks of one command have in common."""
        return replace(self, shared=(), injected=-1, later=())


@dataclass(frozen=True)
class Ready:
    """A process that runs cells to whoever connected to it: it has run what it shares, and waits for requests.

    language_info: what its kernel says of its language, for the notebook.
    """

    language_info: dict[str, Any]


@dataclass(frozen=True)
class StartRun:
    """Worker to a process that runs cells, first of all. file_log: where it notes what it reads; '' for nowhere."""

    file_log: str = ""


@dataclass(frozen=True)
class EndRun:
    """Worker to a process that runs cells: no further cell. Not answered."""


@dataclass(frozen=True)
class Published:
    """A message of a kernel: its type, its content as JSON, the request it belongs to, its time and its buffers."""

    kind: str
    content: bytes
    parent: str
    date: datetime
    buffers: list[bytes]


@dataclass(frozen=True)
class Poll:
    """Command or worker to server: answered with a kernel's exit code, None while it runs."""

    pid: int


@dataclass(frozen=True)
class Done:
    """Worker to server: the job has ended. answer: pickled."""

    answer: bytes


@dataclass(frozen=True)
class Mute:
    """Server to worker: redirect standard error to nowhere, since the command that reads it has ended."""


@dataclass(frozen=True)
class Finished:
    """Server to command: a job has ended, by an answer or by the worker's exit code. job: 0 if there was none left."""

    job: int
    answer: bytes | None = None
    code: int = 0

    @property
    def end(self) -> str:
        """How a worker that did not answer ended.

        >>> Finished(1, code=-9).end, Finished(1, code=3).end
        ('SIGKILL', 'exit code 3')
        """
        return signal.Signals(-self.code).name if self.code < 0 else f"exit code {self.code}"


def encode_message(message: object) -> bytes:
    """Returns a message as it is written to a pipe."""
    content = pickle.dumps(message)
    return _LENGTH.pack(len(content)) + content


def read_message(stream: IO[bytes]) -> Any:
    """Returns the next message of a pipe. Raises EOFError if it was closed."""
    head = stream.read(_LENGTH.size)
    if len(head) == _LENGTH.size:
        (length,) = _LENGTH.unpack(head)
        content = stream.read(length)
        if len(content) == length:
            return pickle.loads(content)
    raise EOFError("the pipe was closed")


def split_messages(received: bytearray) -> Iterator[Any]:
    """Yields the complete messages among the bytes received so far, and removes them."""
    while len(received) >= _LENGTH.size:
        (length,) = _LENGTH.unpack_from(received)
        end = _LENGTH.size + length
        if len(received) < end:
            return
        content = bytes(received[_LENGTH.size : end])
        del received[:end]
        yield pickle.loads(content)
