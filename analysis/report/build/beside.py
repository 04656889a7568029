"""Bytes that a forked process makes while this one goes on, as of Typst, which lets no other thread run meanwhile."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from analysis.report.execute import descendants

_THREADS = Path("/proc/self/task")


@contextmanager
def begin_beside(make: Callable[[], bytes]) -> Iterator[Callable[[], bytes]]:
    """Gives a function that returns what another returns, which a forked process has begun to compute.

    make: leaves nothing behind but its result. It is called in this process, when its result is asked for, where a
    fork is not safe as there are other threads, and where the forked process fails: whatever ended it shows itself
    here. A process whose result nobody has asked for is ended.
    """
    if not can_fork_safely():
        yield make
        return
    this, (made, making) = os.getpid(), os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(made)
        _become_maker(this, make, making)
    os.close(making)
    status: list[int] = []

    def read_made() -> bytes:
        with os.fdopen(made, "rb", closefd=False) as pipe:
            content = pipe.read()
        status.append(os.waitpid(pid, 0)[1])
        return make() if status[0] else content

    try:
        yield read_made
    finally:
        os.close(made)
        if not status:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def can_fork_safely() -> bool:
    """Returns whether this process has one thread, so that a fork of it finds no lock that another thread holds.

    False where the system does not say, that is elsewhere than on Linux.

    >>> can_fork_safely() in (True, False)
    True
    """
    with suppress(OSError):
        return len([*_THREADS.iterdir()]) == 1
    return False


def _become_maker(parent: int, make: Callable[[], bytes], making: int) -> None:
    """Writes what a function returns to a pipe, in a process that was forked for it. Never returns."""
    code = 1
    try:
        descendants.end_with_parent(parent)
        gc.disable()  # or it would copy the pages of all that was there, to look for garbage in it
        with os.fdopen(making, "wb") as pipe:
            pipe.write(make())
        code = 0
    finally:
        os._exit(code)
