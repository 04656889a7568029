"""A fork server that stays between two commands: where its pipes are, who may use it, and when it ends.

Two named pipes and a lock are in a folder that only its user may enter, under a key of all that the server was started
with: another version or edit of the library, another folder or Python has another server. A command holds the lock
while it uses the server. Nothing here is a socket: a process that forks must have none.
"""

from __future__ import annotations

import hashlib
import json
import os
import select
import stat
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from analysis.report import fingerprint
from analysis.report.execute.messages import Hello, encode_message, read_message

# Variables that can change what is imported, or how
_RELEVANT_VARIABLES = ("PYTHON", "MPL", "VIRTUAL_ENV", "LC_", "LANG", "TZ", "HOME", "PATH")
_ANSWER_TIMEOUT = 2.0  # seconds a server may take to say that it is there


@dataclass(frozen=True)
class IdleServer:
    """A server found running: its pipes, and the lock that is held while a command uses it."""

    requests: IO[bytes]
    replies: IO[bytes]
    lock: IO[bytes]


def compute_address(preload: Sequence[str] = (), kept: Mapping[str, str | None] | None = None) -> tuple[str, str]:
    """Returns the folder of this user's servers, and the key of the one that a command like this may use.

    preload: the modules the server was started with. kept: variables that it got besides the usual ones.
    """
    relevant = {name: value for name, value in os.environ.items() if name.startswith(_RELEVANT_VARIABLES)}
    started_with = [
        sys.executable,
        str(Path.cwd()),
        fingerprint.compute_library_fingerprint(),
        fingerprint.list_versions(),
        sorted(relevant.items()),
        list(preload),
        kept or {},
    ]
    return _find_folder(), hashlib.blake2b(json.dumps(started_with).encode(), digest_size=8).hexdigest()


def _find_folder() -> str:
    return str(Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()) / f"communique-{os.getuid()}")


def has_servers() -> bool:
    """Returns whether any server of this user may wait: to find its key takes the reading of all of the library."""
    try:
        return any(name.endswith(".in") for name in os.listdir(_find_folder()))  # noqa: PTH208
    except OSError:
        return False


def connect_idle_server(folder: str, key: str) -> IdleServer | None:
    """Returns the server with that key, if it runs and no other command uses it."""
    if not _is_private(folder):
        return None
    lock = _try_lock(folder, key)
    if lock is None:
        return None
    try:
        writing = os.open(f"{folder}/{key}.in", os.O_WRONLY | os.O_NONBLOCK)  # fails if nobody reads
    except OSError:
        _delete_pipes(folder, key)
        lock.close()
        return None
    os.set_blocking(writing, True)
    requests = os.fdopen(writing, "wb")
    replies = os.fdopen(os.open(f"{folder}/{key}.out", os.O_RDONLY), "rb")
    answers = False
    with suppress(OSError, EOFError):
        requests.write(encode_message(Hello()))
        requests.flush()
        answers = bool(select.select([replies], [], [], _ANSWER_TIMEOUT)[0]) and bool(read_message(replies))
    if answers:
        return IdleServer(requests, replies, lock)
    for stream in (replies, lock):
        stream.close()
    with suppress(OSError):
        requests.close()
    return None


def create_pipes(folder: str, key: str) -> tuple[int, int] | None:
    """Makes the pipes of a server that stays; returns its two ends, or None if it may not stay there."""
    if sys.platform != "linux":  # elsewhere `select` reports a named pipe without a writer as ready, again and again
        return None
    with suppress(OSError):
        Path(folder).mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _is_private(folder):
        return None
    lock = _try_lock(folder, key)
    if lock is None:
        return None
    with lock:
        with suppress(OSError):
            os.close(os.open(f"{folder}/{key}.in", os.O_WRONLY | os.O_NONBLOCK))
            return None  # another server has these pipes, and reads from them
        _delete_pipes(folder, key)
        for end in ("in", "out"):
            os.mkfifo(f"{folder}/{key}.{end}", 0o600)
        return open_requests(folder, key), os.open(f"{folder}/{key}.out", os.O_RDWR)


def open_requests(folder: str, key: str) -> int:
    """Returns a new end to read requests from; until a command has opened the other end, nothing arrives there."""
    return os.open(f"{folder}/{key}.in", os.O_RDONLY | os.O_NONBLOCK)


def remove_pipes(folder: str, key: str) -> bool:
    """Removes the pipes of a server that ends; returns False if a command is just connecting to it."""
    lock = _try_lock(folder, key)
    if lock is None:
        return False
    with lock:
        _delete_pipes(folder, key)
    return True


def _is_private(folder: str) -> bool:
    """Whether the folder exists, belongs to this user, and is closed to others."""
    try:
        found = os.lstat(folder)  # of a link itself, not of its target
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077


def _try_lock(folder: str, key: str) -> IO[bytes] | None:
    import fcntl

    lock = os.fdopen(os.open(f"{folder}/{key}.lock", os.O_WRONLY | os.O_CREAT, 0o600), "wb")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        return None
    return lock


def _delete_pipes(folder: str, key: str) -> None:
    for end in ("in", "out"):
        with suppress(OSError):
            Path(folder, f"{key}.{end}").unlink()
