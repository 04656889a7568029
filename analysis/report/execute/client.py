"""The fork server as a command sees it: starting it, asking it for workers and kernels, ending it.

The server is a process with everything imported that forks ready-made workers and kernels (see `forkserver`). Starting
it imports nothing heavy, so that it warms up while the command still imports.
"""

from __future__ import annotations

import atexit
import errno
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, cast

from analysis.report import fingerprint
from analysis.report.execute import linger
from analysis.report.execute.isolation import Isolation, clean_environment
from analysis.report.execute.messages import (
    Call,
    Done,
    End,
    Finished,
    Fork,
    Linger,
    Poll,
    Prepare,
    Submit,
    Wait,
    encode_message,
    read_message,
)
from analysis.report.execute.run_folder import RunFolder

_OPEN_FILES = 192  # that a kernel with its sockets, and a worker with several, may have
PARENT_VARIABLE = "_COMMUNIQUE_PARENT"  # of the server: the process it is to end with while it imports
EARLY_VARIABLE = "_COMMUNIQUE_EARLY"  # of the server: the pipes of its first worker, by number
STAGE = "--"  # between the modules that it imports early, those of workers, and all others
FOLDER_VARIABLE = "_COMMUNIQUE_RUN_FOLDER"  # of the server: for temporary files, while it imports


# What notebooks import, whoever wrote them
NOTEBOOK_PACKAGES = (
    "pandas",
    "matplotlib.backends.backend_svg",
    "matplotlib.backends.backend_agg",
    "matplotlib.figure",
    "matplotlib.font_manager",
    "matplotlib.pyplot",
    "matplotlib_inline.backend_inline",
    "pydantic",
    "pint",
)


def _is_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


@dataclass(frozen=True)
class ServerSetup:
    """What the process that starts the server wants of it. The engine itself names no module of a case or of a report.

    preload: modules that it imports before it forks a kernel; one that is not installed is passed over. workers:
    modules that a worker needs besides. early: modules that both need. With these the first worker is forked before all
    others are imported, so that it can answer a call (`call_early`) and import its own modules meanwhile.
    calls: run in the server beforehand, so that all it forks begin with the result, such as a table already read.
    environment: variables for the server and all it forks, where the user has not set them.
    reuse: whether a server that an earlier command left running will do. lingers: whether this one may be left in turn;
    False spares a command that starts one the reading of all of the library, which its address depends on.
    isolation: what is kept from the kernels; None for none of it, as papermill has it.
    """

    preload: tuple[str, ...] = NOTEBOOK_PACKAGES
    workers: tuple[str, ...] = ()
    early: tuple[str, ...] = ()
    calls: tuple[Call, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    reuse: bool = False
    lingers: bool = True
    isolation: Isolation | None = None

    def compute_address(self) -> tuple[str, str]:
        """Returns folder and key of the pipes of a server that was started with this."""
        kept = self.isolation.keep if self.isolation else ()
        modules = (*self.preload, *self.workers, *self.early)
        return linger.compute_address(modules, {name: os.environ.get(name) for name in sorted(kept)})


class Connection:
    """The pipes to the fork server: all that a kernel manager needs of it.

    folder: for the files of the kernels it starts: sockets, IPython's profile. isolation: of these kernels.
    """

    def __init__(
        self, requests: IO[bytes], replies: IO[bytes], folder: Path | None = None, isolation: Isolation | None = None
    ):
        self.requests, self.replies, self.folder, self.isolation = requests, replies, folder, isolation
        self._lock = threading.Lock()

    def ask(self, request: object) -> Any:
        """Returns the answer to a request. Raises OSError if the server is gone."""
        with self._lock:
            try:
                self.send(request)
                return self.receive()
            except ValueError as error:  # closed by stop()
                raise BrokenPipeError(str(error)) from None

    def send(self, request: object) -> None:
        """Sends what needs no answer. Raises OSError if the server is gone."""
        self.requests.write(encode_message(request))
        self.requests.flush()

    def receive(self) -> Any:
        """Returns the next answer. Raises OSError if the server is gone."""
        try:
            return read_message(self.replies)
        except EOFError:
            raise BrokenPipeError("the process that forks kernels has ended") from None

    def fork(self, argv: list[str], env: dict[str, str], cwd: str) -> int:
        """Returns the process id of a new kernel. Raises OSError if the server is gone."""
        memory = self.isolation.memory if self.isolation else None
        return cast(int, self.ask(Fork(argv, env, cwd, memory)))

    def poll(self, pid: int) -> int | None:
        """Returns a kernel's exit code, or None while it runs."""
        try:
            return cast(int | None, self.ask(Poll(pid)))
        except OSError:
            return -signal.SIGKILL  # the server takes its kernels with it


class Server(Connection):
    """The connection of the command that started the server, or that reuses one. It answers once it has imported all.

    folder: for the files of the kernels it forks for this command.
    """

    def __init__(self, setup: ServerSetup, folder: Path) -> None:
        self.setup = setup
        self._early: tuple[IO[bytes], IO[bytes]] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        reuse = setup.reuse and (setup.lingers or linger.has_servers())
        self._idle_server = linger.connect_idle_server(*setup.compute_address()) if reuse else None
        if self._idle_server:
            super().__init__(self._idle_server.requests, self._idle_server.replies, folder, setup.isolation)
            self.ready = True
            return
        self._early, pipes = _open_early_pipes() if setup.early else (None, ())
        modules = (*setup.early, STAGE, *setup.workers, STAGE, *setup.preload)
        self._process = subprocess.Popen(
            [sys.executable, "-c", _find_start(), *modules],
            pass_fds=pipes,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C reaches only the command itself
            env={
                **build_environment(setup, folder),
                # the system takes the end of the thread that starts it for the end of its parent
                FOLDER_VARIABLE: str(folder),
                **({PARENT_VARIABLE: str(os.getpid())} if _is_main_thread() else {}),
                **({EARLY_VARIABLE: " ".join(map(str, pipes))} if pipes else {}),
                "OPENBLAS_NUM_THREADS": "1",
                "OMP_NUM_THREADS": "1",
                "MKL_NUM_THREADS": "1",
                "JE_ARROW_MALLOC_CONF": "background_thread:false",  # of pyarrow, which pandas imports
                "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # or ipykernel's debugger warns at every start
            },
        )
        for pipe in pipes:
            os.close(pipe)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        super().__init__(self._process.stdin, self._process.stdout, folder, setup.isolation)
        self.ready = False

    def ask(self, request: object) -> Any:
        """Returns the answer to a request, once the server has imported everything. Raises OSError if it is gone."""
        if not self.ready:
            self._close_early_pipes()
            with self._lock:
                self.ready = self.ready or bool(self.receive())
        return super().ask(request)

    def can_call_early(self) -> bool:
        """Returns whether its first worker has been given nothing to do."""
        return self._early is not None

    def call_early(self, call: Call) -> bytes:
        """Returns the answer of the first worker to a call, which it gives while the server still imports.

        Raises OSError if that worker ends before it answers.
        """
        assert self._early is not None
        requests, replies = self._early
        try:
            requests.write(encode_message(self._pack_call(call)))
            requests.close()
            return cast(Done, read_message(replies)).answer
        except EOFError:
            raise BrokenPipeError("the process that was asked first has ended") from None
        finally:
            self._close_early_pipes()

    def submit_call(self, call: Call) -> int:
        """Has a worker run a call; returns the number under which `wait` gives its end.

        Raises OSError if the server is gone.
        """
        return cast(int, self.ask(self._pack_call(call)))

    def _pack_call(self, call: Call) -> Submit:
        env = build_environment(self.setup, self.folder)
        return Submit(call, str(self.folder), str(Path.cwd()), env, self.setup.isolation)

    def prepare(self, calls: Iterable[Call]) -> None:
        """Has the server itself run calls, for all it forks from then on. Raises OSError if it is gone."""
        for call in calls:
            self.send(Prepare(call))

    def wait(self) -> Finished:
        """Returns the next job to end. Raises OSError if the server is gone."""
        return cast(Finished, self.ask(Wait()))

    def stop(self) -> None:
        """Ends the server and all it forked."""
        with suppress(OSError, ValueError):
            self.send(End())
        self._close_pipes()
        if self._process is None:
            return
        if not self.ready:  # it still imports and has forked nothing; it would read `End` only afterwards
            self._process.kill()
        try:
            self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def leave_running(self, seconds: float) -> None:
        """Leaves the server running for another command like this one, for so many seconds at most; else as `stop`.

        A server that still imports is stopped.
        """
        lingers = False
        # a library that has changed since is not the one that a later command would have it import
        if self.ready and self.setup.lingers and fingerprint.is_library_unchanged():
            with suppress(OSError):
                lingers = bool(self.ask(Linger(seconds, *self.setup.compute_address())))
        if lingers:
            self._close_pipes()
            if self._process is not None:
                self._process.returncode = 0  # or Python warns that it still runs, which is the intention
        else:
            self.stop()

    def _close_pipes(self) -> None:
        self._close_early_pipes()
        for stream in (self.requests, self.replies):
            with suppress(OSError):
                stream.close()
        if self._idle_server:
            self._idle_server.lock.close()

    def _close_early_pipes(self) -> None:
        streams, self._early = self._early or (), None
        for stream in streams:
            with suppress(OSError):
                stream.close()


def _open_early_pipes() -> tuple[tuple[IO[bytes], IO[bytes]], tuple[int, int]]:
    """Returns our ends of the pipes to the first worker, for requests and for replies, and its own two ends."""
    its_requests, requests = os.pipe()
    replies, its_replies = os.pipe()
    return (os.fdopen(requests, "wb"), os.fdopen(replies, "rb")), (its_requests, its_replies)


@dataclass
class _Shared:
    """The one server of this process. Kernel managers look it up here, as papermill makes them, and from a class."""

    server: Connection | None = None
    setup: ServerSetup = field(default_factory=ServerSetup)
    temporary_folder: RunFolder | None = None
    stopping: bool = False
    registered: bool = False  # with atexit
    lock: threading.Lock = field(default_factory=threading.Lock)


_shared = _Shared()


def build_environment(setup: ServerSetup, folder: Path | None, env: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Returns the environment for a server or kernel. Jupyter's connection files go to the run's temporary folder.

    With an isolation it leaves nothing in the user's home, and takes nothing from there: IPython's profile is in that
    folder as well, and only harmless variables are passed on.
    """
    private = {"JUPYTER_RUNTIME_DIR": f"{folder}/jupyter"} if folder else {}
    if setup.isolation is None:
        return {**setup.environment, **env, **private}
    if folder:
        private["IPYTHONDIR"] = f"{folder}/ipython"
    return {**setup.environment, **clean_environment(env, setup.isolation.keep), **private}


def build_kernel_environment(env: Mapping[str, str]) -> dict[str, str]:
    """Returns the environment for a kernel of this process's server. env: what the kernel would have otherwise."""
    return build_environment(_shared.setup, get_kernel_folder(), env)


def get_isolation() -> Isolation | None:
    """Returns what is kept from the kernels of this process."""
    return _shared.setup.isolation if _shared.server is None else _shared.server.isolation


def _find_start() -> str:
    """Returns the program of the server.

    No file of the current folder may stand in for a module that it imports, unless the library itself is there.
    """
    leave = "" if Path.cwd() == fingerprint.PACKAGE.parent else "import sys; '' in sys.path[:1] and sys.path.pop(0); "
    return f"{leave}from analysis.report.execute.forkserver import main; main()"


def start_server(setup: ServerSetup | None = None) -> Connection | None:
    """Starts the server, if not yet done, without waiting for it; returns None where the system cannot fork.

    setup: for this and every later server of this process; None for the last one given.
    """
    with _shared.lock:
        if _shared.stopping:
            raise BrokenPipeError("stopped")
        if setup is not None:
            _shared.setup = setup
        if _shared.server is not None:
            return _shared.server
        if hasattr(os, "fork"):
            _raise_file_limit()
        if _shared.temporary_folder is None:
            _shared.temporary_folder = RunFolder()
        if not _shared.registered:
            _shared.registered = True
            atexit.register(close_server)
        if hasattr(os, "fork"):
            _shared.server = Server(_shared.setup, _shared.temporary_folder.path)
        return _shared.server


def _raise_file_limit() -> None:
    """Lets the server and its kernels open as many files as they need. Raises OSError where that is not allowed."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if 0 <= soft < _OPEN_FILES:
        if 0 <= hard < _OPEN_FILES:
            raise OSError(
                errno.EMFILE, f"Too many open files: {_OPEN_FILES} must be allowed, and {hard} are", "kernels"
            )
        resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, hard))


def share_connection(connection: Connection) -> None:
    """Makes a worker's connection the one that kernels in this process are asked of."""
    _shared.server = connection


def get_kernel_folder() -> Path | None:
    """Returns the folder for the files of this process's kernels, if a server was started."""
    if _shared.server is not None:
        return _shared.server.folder
    return _shared.temporary_folder.path if _shared.temporary_folder else None


def is_stopping() -> bool:
    """Returns whether the server was ended on purpose, so that no other is to be started."""
    return _shared.stopping


def find_ready_server() -> Server | None:
    """Returns the server if it has imported everything and waits for requests."""
    server = _shared.server
    return server if isinstance(server, Server) and server.ready else None


def find_starting_server() -> Server | None:
    """Returns the server if its first worker can be called while it still imports."""
    server = _shared.server
    return server if isinstance(server, Server) and not server.ready and server.can_call_early() else None


def forget_server() -> None:
    """Removes a server that has died, so that the next `start_server` starts another."""
    with _shared.lock:
        server, _shared.server = _shared.server, None
    if isinstance(server, Server):
        server.stop()


def stop_server() -> None:
    """Ends the server and its kernels at once, and starts no other until `close_server`; what waits on them fails."""
    with _shared.lock:
        _shared.stopping = True
        server, _shared.server = _shared.server, None
    if isinstance(server, Server):
        server.stop()


def close_server(linger_seconds: float = 0) -> None:
    """Ends the server and its kernels and removes their files, once nothing waits on them any more.

    linger_seconds: for how long the server may stay, to serve the next command.
    """
    with _shared.lock:
        if linger_seconds and isinstance(_shared.server, Server):
            _shared.server.leave_running(linger_seconds)
            _shared.server = None
    stop_server()
    with _shared.lock:
        folder, _shared.temporary_folder = _shared.temporary_folder, None
        _shared.stopping = False
    if folder:
        folder.remove()


def unpack_answer(answer: bytes) -> Any:
    """Returns what a call in a worker returned; raises what it raised."""
    value, error = pickle.loads(answer)
    if error is not None:
        raise error
    return value
