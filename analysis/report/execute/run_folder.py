"""The temporary folder of one run: sockets, connection files, IPython's profile. It ends with the run.

The process that made a folder holds a lock on it for as long as it lives, so that a later run knows the folders of
those that were killed, and removes them.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

_NAME = re.compile(r"communique-(\d+)-\w+")
_NEW = 60.0  # seconds for which a folder may be of a process that this one cannot see, and that is about to lock it


class RunFolder:
    """A new folder for this process. It removes those of killed runs first."""

    def __init__(self) -> None:
        remove_abandoned_folders()
        self.path = Path(tempfile.mkdtemp(prefix=f"communique-{os.getpid()}-"))
        self._lock = _lock_folder(self.path)

    def remove(self) -> None:
        """Removes the folder with all that is in it, as far as that can be done."""
        shutil.rmtree(self.path, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def remove_abandoned_folders() -> None:
    """Removes this user's folders whose process is gone. Windows has no such lock: there they stay."""
    if sys.platform == "win32":
        return
    with suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        for entry in entries:
            found = _NAME.fullmatch(entry.name)
            if found and _is_ours(entry) and (_is_gone(int(found[1])) or _is_old(entry)):
                lock = _lock_folder(Path(entry.path))
                if lock is not None:
                    shutil.rmtree(entry.path, ignore_errors=True)
                    os.close(lock)


def _lock_folder(folder: Path) -> int | None:
    """Returns the open folder, locked until it is closed; None if another process has locked it."""
    if sys.platform == "win32":
        return None
    import fcntl

    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def _is_ours(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False) and entry.stat(follow_symlinks=False).st_uid == os.getuid()


def _is_old(entry: os.DirEntry[str]) -> bool:
    return time.time() - entry.stat(follow_symlinks=False).st_mtime > _NEW


def _is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False
