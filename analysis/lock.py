"""A folder that one process at a time writes into."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis.characters import show_controls

_PATIENCE = 2.0  # seconds of waiting after which the user is told why
_LONGEST_WAIT = 60.0  # seconds: publishing takes a fraction of one, so whoever takes so long has stopped
_PAUSE = 0.02  # seconds between two tries


@contextmanager
def lock_folder(folder: Path, longest_wait: float = _LONGEST_WAIT) -> Iterator[None]:
    """Holds the lock on a folder; waits for whoever has it. The lock ends with the process, however that ends.

    The folder itself is locked, so no file is left in it. Windows and some network file systems cannot lock a folder:
    there nothing is locked, and two commands should not write into one folder at once.
    Raises TimeoutError after `longest_wait` seconds, and whatever opening the folder raises.
    """
    if sys.platform == "win32":
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        _wait_for_lock(descriptor, folder, longest_wait)
        yield
    finally:
        os.close(descriptor)


def _wait_for_lock(descriptor: int, folder: Path, longest_wait: float) -> None:
    import fcntl

    began, is_said = time.monotonic(), False
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            waited = time.monotonic() - began
        except OSError:  # a file system without such locks
            return
        if waited > longest_wait:
            words = f"another command has been writing there for {longest_wait:g} seconds"
            raise TimeoutError(errno.ETIMEDOUT, words, str(folder))
        if waited > _PATIENCE and not is_said:
            is_said = True
            print(
                f"waiting for another command that writes to {show_controls(str(folder))}", file=sys.stderr, flush=True
            )
        time.sleep(_PAUSE)
