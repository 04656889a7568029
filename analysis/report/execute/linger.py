"""A warm server between two commands: where it lies, who may wake it, and when it goes for good.

It lies in a folder only its user may enter, as two named pipes and a lock, under a key of all that it was started
with: another version, another edit of the library, another folder or Python has another server. A command holds the
lock while it speaks with it. Nothing here is a socket: what forks must have none.
"""

from __future__ import annotations

import hashlib
import json
import os
import select
import stat
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from analysis.report.build import cache

_RELEVANT_VARIABLES = (
    "PYTHON",
    "MPL",
    "VIRTUAL_ENV",
    "LC_",
    "LANG",
    "TZ",
    "HOME",
    "PATH",
)  # what counts while importing
_ANSWER_TIMEOUT = 2.0  # seconds a server may take to say that it is there


@dataclass(frozen=True)
class IdleServer:
    """A server woken: its pipes, and the lock held while it is spoken with."""

    requests: IO[bytes]
    replies: IO[bytes]
    lock: IO[bytes]


def compute_address() -> tuple[str, str]:
    """Returns the folder of this user's servers, and the name of the one that a command like this may use."""
    told = {name: value for name, value in os.environ.items() if name.startswith(_RELEVANT_VARIABLES)}
    what = [
        sys.executable,
        str(Path.cwd()),
        cache.compute_library_fingerprint(),
        cache.list_versions(),
        sorted(told.items()),
    ]
    place = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()) / f"communique-{os.getuid()}"
    return str(place), hashlib.blake2b(json.dumps(what).encode(), digest_size=8).hexdigest()


def connect_idle_server(place: str, key: str) -> IdleServer | None:
    """Returns the server at rest there, if it is alive and no other command speaks with it."""
    if not _is_private(place):
        return None
    lock = _try_lock(place, key)
    if lock is None:
        return None
    try:
        writing = os.open(f"{place}/{key}.in", os.O_WRONLY | os.O_NONBLOCK)  # fails if nobody reads
    except OSError:
        _delete_pipes(place, key)
        lock.close()
        return None
    os.set_blocking(writing, True)
    requests = os.fdopen(writing, "wb")
    replies = os.fdopen(os.open(f"{place}/{key}.out", os.O_RDONLY), "rb")
    try:
        requests.write(b'{"hello": true}\n')
        requests.flush()
        awake = select.select([replies], [], [], _ANSWER_TIMEOUT)[0] and replies.readline()
    except OSError:
        awake = b""
    if awake:
        return IdleServer(requests, replies, lock)
    for stream in (replies, lock):
        stream.close()
    with suppress(OSError):
        requests.close()
    return None


def create_pipes(place: str, key: str) -> tuple[int, int] | None:
    """Makes the pipes of a server that goes to rest; returns its ends of them, or None if it may not lie there."""
    if sys.platform != "linux":  # elsewhere a named pipe without a writer is never silent
        return None
    with suppress(OSError):
        Path(place).mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _is_private(place):
        return None
    lock = _try_lock(place, key)
    if lock is None:
        return None
    with lock:
        with suppress(OSError):
            os.close(os.open(f"{place}/{key}.in", os.O_WRONLY | os.O_NONBLOCK))
            return None  # another lies there, and lives
        _delete_pipes(place, key)
        for end in ("in", "out"):
            os.mkfifo(f"{place}/{key}.{end}", 0o600)
        return open_requests(place, key), os.open(f"{place}/{key}.out", os.O_RDWR)


def open_requests(place: str, key: str) -> int:
    """Returns a fresh end to read requests from; before a command has opened the other, it waits in silence."""
    return os.open(f"{place}/{key}.in", os.O_RDONLY | os.O_NONBLOCK)


def remove_pipes(place: str, key: str) -> bool:
    """Removes the pipes of a server that goes for good; False if a command is just waking it."""
    lock = _try_lock(place, key)
    if lock is None:
        return False
    with lock:
        _delete_pipes(place, key)
    return True


def _is_private(place: str) -> bool:
    """Whether the folder is there, this user's, and closed to others."""
    try:
        found = os.lstat(place)  # not what a link leads to
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077


def _try_lock(place: str, key: str) -> IO[bytes] | None:
    import fcntl

    lock = os.fdopen(os.open(f"{place}/{key}.lock", os.O_WRONLY | os.O_CREAT, 0o600), "wb")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        return None
    return lock


def _delete_pipes(place: str, key: str) -> None:
    for end in ("in", "out"):
        with suppress(OSError):
            Path(place, f"{key}.{end}").unlink()
