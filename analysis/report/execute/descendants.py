"""Processes end with the one that started them, also those that a notebook has sent away. On Linux only.

A process asks the system to be killed when its parent ends, or to become the parent of whatever its descendants leave
behind: then a process that left its group and session is found at the end as well.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36  # of prctl(2)


def end_with_parent(parent: int) -> None:
    """Has this process killed when its parent ends; ends it now if that has happened. parent: its process id."""
    _call_prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def outlive_parent() -> None:
    """Takes `end_with_parent` back."""
    _call_prctl(_PR_SET_PDEATHSIG, 0)


def adopt_descendants() -> None:
    """Makes this process the parent of whatever its descendants leave behind."""
    _call_prctl(_PR_SET_CHILD_SUBREAPER, 1)


def end_children(kept: Collection[int] = ()) -> None:
    """Kills this process's children, and what becomes its child by that, until there are none but those to be kept."""
    while children := [pid for pid in list_children() if pid not in kept]:
        for pid in children:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        for pid in children:
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)


def _call_prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, ctypes.c_ulong(value), 0, 0, 0)


def list_children() -> list[int]:
    """Returns this process's children."""
    with suppress(OSError):  # a system may not have this list, and without it every process is looked at
        tasks = Path("/proc/self/task").iterdir()
        return [int(pid) for task in tasks for pid in (task / "children").read_text().split()]
    me = str(os.getpid())
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            # the command's name, in brackets, may hold anything
            if (place / "stat").read_text(errors="replace").rpartition(")")[2].split()[1] == me:
                found.append(int(place.name))
    return found
