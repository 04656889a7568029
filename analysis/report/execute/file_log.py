"""What a notebook's kernel reads besides its case: files it opens or looks for, folders it lists.

The kernel writes it to a log as it happens, by Python's audit events (PEP 578), and by functions put around those that
only look (`os.stat`), which have no event. Two kinds of reading cannot be seen so: what another program reads or a
socket brings, and what compiled code opens by itself. The log then says that there was such reading.
"""

from __future__ import annotations

import functools
import json
import os
import site
import sys
import sysconfig
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from analysis.report.fingerprint import IGNORED, PACKAGE

READ, LISTED, UNSEEN, COMPILED = "read", "listed", "unseen", "compiled"  # a log's kinds of line
_PROGRAMS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "pty.spawn")
_SOCKETS = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.bind", "socket.sendto")
_STARTERS = ("multiprocessing.popen_spawn_posix", "multiprocessing.popen_forkserver")  # they start one without an event
_LOOKING = ("stat", "lstat", "access", "readlink")
# Packages whose compiled code opens files through Python only, or none at all
_PLAIN_PACKAGES = frozenset(
    """bottleneck charset_normalizer contourpy debugpy kiwisolver markupsafe matplotlib msgpack numexpr numpy orjson
    pandas PIL psutil pydantic_core regex rpds scipy sklearn statsmodels tornado yaml zmq""".split()  # noqa: SIM905
)


def start_log(path: str) -> FileLog:
    """Has this process note, from now on, what it reads; returns the log. path: of the log, a new file.

    Not to be undone: for a kernel that runs one notebook.
    """
    log = FileLog(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600))
    for name in _LOOKING:
        _wrap_function(name, log.note_look)
    _wrap_function("open", log.note_relative_open)
    _watch_imports(log)
    sys.addaudithook(log.handle_event)
    return log


def read_log(path: Path) -> list[tuple[str, str, str]]:
    """Returns kind, path (or what could not be seen) and state of each line of a log.

    A kernel begins its log before anything else: without one, nothing could be seen.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return [(UNSEEN, "what it reads is not known", "")]
    return [(kind, text, state) for kind, text, state in map(json.loads, lines)]


def describe_state(path: str) -> str:
    """Returns what differs once a file has been written again: its size, times and number; '' if there is none."""
    try:
        about = _stat(path)
    except (OSError, ValueError):
        return ""
    return f"{about.st_size} {about.st_mtime_ns} {about.st_ctime_ns} {about.st_ino}"


_stat, _readlink = os.stat, os.readlink  # as they were before anything is put around them


class FileLog:
    """Notes each thing once. descriptor: of the open log; children that go on in Python write to the same."""

    def __init__(self, descriptor: int):
        self.descriptor = descriptor
        self._known: set[tuple[str, str]] = set()
        self._state = threading.local()
        self._code = _list_code_folders()
        self._ignored = _list_ignored_folders(self._code)
        self._handlers: dict[str, Callable[..., None]] = {
            "open": self.note_open,
            "os.listdir": self.note_listing,
            "os.scandir": self.note_listing,
            "os.mkdir": self.note_folder_made,
            "sqlite3.connect": self.note_database,
            "import": self.note_import,
            "ctypes.dlopen": lambda name=None, *_: self._note(COMPILED, str(name)) if name else None,
            **dict.fromkeys(_PROGRAMS, lambda *_: self._note(UNSEEN, "it runs another program")),
            **dict.fromkeys(_SOCKETS, lambda *_: self._note(UNSEEN, "it uses the network")),
        }

    def continue_in(self, path: str, size: int) -> None:
        """Goes on in a log of its own, after a fork. path: of the log, a new file; '' for none. size: bytes to copy."""
        flags = os.O_WRONLY | os.O_APPEND | (os.O_CREAT | os.O_EXCL if path else 0)
        own = os.open(path or os.devnull, flags, 0o600)
        os.write(own, os.pread(self.descriptor, size, 0))
        os.close(self.descriptor)
        self.descriptor = own

    def handle_event(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Notes an audit event; never disturbs what raised it."""
        handler = self._handlers.get(event)
        if handler is None or getattr(self._state, "busy", False):
            return
        self._state.busy = True
        try:
            handler(*arguments)
        except (OSError, ValueError, TypeError, UnicodeError):
            return  # whatever is wrong with the arguments, the function itself will say
        finally:
            self._state.busy = False

    def note_open(self, path: Any, _: object, flags: int) -> None:
        """Notes a file opened for reading; one that is made new in this run is no input of it."""
        if isinstance(path, int):
            return
        name = _get_absolute(path)
        makes = flags & os.O_TRUNC or (flags & os.O_CREAT and flags & os.O_EXCL)
        if makes or flags & (os.O_RDONLY | os.O_WRONLY | os.O_RDWR) == os.O_WRONLY:
            self._known.add((READ, name))
        else:
            self._note_path(READ, name)

    def note_relative_open(self, path: Any, *_: object, dir_fd: int | None = None, **__: object) -> None:
        """Notes a file opened by its name within an open folder, of which the event has the name only."""
        if dir_fd is not None:
            self._note_path(READ, _get_absolute(path, dir_fd))

    def note_look(self, path: Any, *_: object, dir_fd: int | None = None, **__: object) -> None:
        """Notes a file that was looked for."""
        if not isinstance(path, int):
            self._note_path(READ, _get_absolute(path, dir_fd))

    def note_folder_made(self, path: Any, _: object, folder: int) -> None:
        """Notes a folder that is made in this run, which is no input of it: a temporary one is gone at the end."""
        name = _get_absolute(path, folder if folder >= 0 else None)
        if not describe_state(name):
            self._known |= {(READ, name), (LISTED, name)}

    def note_listing(self, path: Any = None, *_: object) -> None:
        """Notes a folder whose names were read."""
        if isinstance(path, int):
            path = _find_open_folder(path)
        if not sys._getframe(2).f_code.co_filename.startswith("<frozen"):  # the search for a module: see note_import
            self._note_path(LISTED, _get_absolute(path or "."))

    def note_database(self, path: Any, *_: object) -> None:
        """Notes an SQLite file and what it writes beside it; compiled code opens them."""
        text = os.fsdecode(path)
        if text.startswith("file:"):
            from urllib.parse import unquote, urlsplit

            text = unquote(urlsplit(text).path)
        if text and text != ":memory:":
            for end in ("", "-wal", "-journal"):
                self._note_path(READ, _get_absolute(text + end))

    def note_import(self, module: str, file: str | None, *_: object) -> None:
        """Notes compiled code that may open files by itself, and where a module of the user's would be looked for."""
        package, dot = module.partition(".")[:2]
        if module in _STARTERS:
            self._note(UNSEEN, "it runs another program")
        if file is not None:
            self.note_package(package)
        elif not dot and package not in sys.stdlib_module_names:
            for folder in sys.path if package not in _PLAIN_PACKAGES else ():
                if folder != str(PACKAGE.parent):  # a checkout, where nobody keeps modules of a notebook
                    for name in (f"{package}.py", f"{package}/__init__.py"):
                        self._note_path(READ, _get_absolute(f"{folder or '.'}/{name}"))

    def note_package(self, package: str) -> None:
        """Notes that a package with compiled code is used."""
        if not _is_plain(package) and not (package == "pyarrow" and _is_for_texts()):
            self._note(COMPILED, package)

    def _note_path(self, kind: str, path: str) -> None:
        if not f"{path}/".startswith(self._ignored) and os.path.basename(path) != "__pycache__":  # noqa: PTH119
            self._note(kind, _find_source(path))

    def _note(self, kind: str, text: str) -> None:
        if (kind, text) in self._known or self._is_library_reading():
            return
        self._known.add((kind, text))
        line = json.dumps([kind, text, describe_state(text) if kind == READ else ""])
        os.write(self.descriptor, f"{line}\n".encode())

    def _is_library_reading(self) -> bool:
        """Whether this library reads for itself: what it reads of a case has a log of its own, row by row."""
        frame = sys._getframe(1)
        while frame is not None:
            name = frame.f_code.co_filename
            if name.startswith(_LIBRARY) and name not in _PASSED_OVER:
                return True
            if not name.startswith(self._code) and not name.startswith(("<frozen", _LIBRARY)):
                return False  # a cell, or a module beside it
            frame = frame.f_back  # type: ignore[assignment]
        return False


_LIBRARY = f"{PACKAGE}{os.sep}"
_PASSED_OVER = (__file__, str(PACKAGE / "case" / "files.py"))  # the second is used by cells as well


def _get_absolute(path: Any, folder: int | None = None) -> str:
    name = os.fsdecode(path)
    if folder is not None:
        name = f"{_find_open_folder(folder)}/{name}"
    return os.path.abspath(name)  # noqa: PTH100 (without following links)


def _find_open_folder(descriptor: int) -> str:
    return _readlink(f"/proc/self/fd/{descriptor}")


def _find_source(path: str) -> str:
    """Returns the module that a compiled file was made from, since that is what a user changes."""
    folder, name = os.path.split(path)
    if os.path.basename(folder) != "__pycache__":  # noqa: PTH119
        return path
    return f"{os.path.dirname(folder)}/{name.partition('.')[0]}.py"  # noqa: PTH120


def _list_code_folders() -> tuple[str, ...]:
    """The folders of Python and of installed packages: their versions are inputs of every report."""
    paths = sysconfig.get_paths()
    found = {paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    found |= {*site.getsitepackages(), site.getusersitepackages()}
    found |= {path for path in sys.path if os.path.basename(path) in ("site-packages", "dist-packages")}  # noqa: PTH119
    return tuple({f"{end}/" for path in found for end in (path, os.path.realpath(path))})


def _list_ignored_folders(code: tuple[str, ...]) -> tuple[str, ...]:
    """What is no input: code, the run's own folders, and what the system makes up."""
    run = [os.environ[name] for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "MPLCONFIGDIR") if os.environ.get(name)]
    own = [entry.path for entry in os.scandir(PACKAGE) if entry.name != IGNORED[1]]
    return (
        *code,
        *(f"{path}/" if os.path.isdir(path) else path for path in own),  # noqa: PTH112
        *run,
        os.path.join(tempfile.gettempdir(), "ipykernel_"),  # noqa: PTH118 (names that cells are compiled under)
        *("/proc/", "/sys/", "/dev/"),
        *(path for path in sys.path if path.endswith(".zip")),  # Python's own library, where it is packed
    )


def _wrap_function(name: str, note: Callable[..., None]) -> None:
    """Puts a function of `os` into one that notes its arguments first."""
    original = getattr(os, name)

    @functools.wraps(original)
    def call(*args: Any, **kwargs: Any) -> Any:
        with suppress(OSError, ValueError, TypeError, UnicodeError):
            note(*args, **kwargs)
        return original(*args, **kwargs)

    setattr(os, name, call)
    for known in (os.supports_dir_fd, os.supports_fd, os.supports_follow_symlinks, os.supports_effective_ids):
        if original in known:
            known.add(call)


def _is_plain(package: str) -> bool:
    return package in _PLAIN_PACKAGES or package in sys.stdlib_module_names


def _is_for_texts() -> bool:
    """Whether pandas imports pyarrow for the texts of a frame, and not to have it read or write a file."""
    frame = sys._getframe(1)
    while frame is not None:
        name = frame.f_globals.get("__name__", "")
        if name.startswith("pandas.") and not name.startswith("pandas.compat."):
            return not name.startswith("pandas.io.")
        if name != __name__ and not name.startswith(("importlib", "pandas.compat.", "pyarrow")):
            return False
        frame = frame.f_back  # type: ignore[assignment]
    return False


def _watch_imports(log: FileLog) -> None:
    """Notes the use of packages with compiled code that were imported before the log began."""
    import builtins

    loaded = {
        name.partition(".")[0]
        for name, module in list(sys.modules.items())
        if str(getattr(module, "__file__", None)).endswith((".so", ".pyd")) and not _is_plain(name.partition(".")[0])
    }
    original = builtins.__import__

    @functools.wraps(original)
    def call(name: str, *args: Any, **kwargs: Any) -> Any:
        package = name.partition(".")[0]
        if package in loaded:
            log.note_package(package)
        return original(name, *args, **kwargs)

    builtins.__import__ = call
