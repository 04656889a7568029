"""How a command ends: each error of the system in one line, and a signal as clean as Ctrl-C."""

from __future__ import annotations

import errno
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn

from analysis.characters import show_controls
from analysis.remote.shown import show_addresses

_REMEDIES = {
    errno.ENOSPC: "free some space, or choose another folder",
    errno.EDQUOT: "free some space, or choose another folder",
    errno.EFBIG: "raise the limit (ulimit -f), or choose another folder",
    errno.EROFS: "choose another folder",
    errno.EACCES: "change the rights, or choose another folder",
    errno.EPERM: "change the rights, or choose another folder",
    errno.ENOTDIR: "a file is where a folder is needed; move it, or choose another folder",
    errno.EEXIST: "a file is where a folder is needed; move it, or choose another folder",
    errno.EISDIR: "a folder is where a file is needed; give a file",
    errno.ENOENT: "check the path",
    errno.ENAMETOOLONG: "choose a shorter path",
    errno.ELOOP: "its links lead nowhere; choose another path",
    errno.EMFILE: "raise the limit (ulimit -n), or give fewer --jobs",
    errno.ENFILE: "end other programs, or give fewer --jobs",
    errno.EAGAIN: "end other programs, or give fewer --jobs",
    errno.ENOMEM: "end other programs, or give fewer --jobs",
    errno.ETIMEDOUT: "wait for its end, or end it",
    errno.EIO: "check the disk",
}
_SAME_REQUEST = 3.0  # seconds in which a second signal asks for no more than the first


def describe_system_error(error: OSError) -> str:
    """Returns an error of the system in one line: where, what is wrong, what to do.

    >>> describe_system_error(PermissionError(13, "Permission denied", "reports"))
    'reports: Permission denied; change the rights, or choose another folder.'
    """
    place = " -> ".join(str(name) for name in (error.filename, error.filename2) if name is not None)
    what = error.strerror or str(error) or type(error).__name__
    remedy = _REMEDIES.get(error.errno or 0)
    return f"{place or 'what is written'}: {what}" + (f"; {remedy}." if remedy else ".")


class SignalWatch:
    """What has asked the command to end. caught: the signal, None if there was none."""

    def __init__(self) -> None:
        self.caught: signal.Signals | None = None
        self._when = float("-inf")

    def interrupt(self, number: int, _: object) -> None:
        """Interrupts what runs, as Ctrl-C does, once for several signals that come together."""
        now = time.monotonic()
        if now - self._when > _SAME_REQUEST:
            self._when, self.caught = now, signal.Signals(number)
            raise KeyboardInterrupt

    def describe(self) -> tuple[str, int]:
        """Returns what to say of the end, and the exit code that shells give it."""
        if self.caught in (None, signal.SIGINT):
            return "Interrupted. Completed reports were kept.", 128 + signal.SIGINT
        return f"Ended by {self.caught.name}. Completed reports were kept.", 128 + self.caught


@contextmanager
def watch_signals(watch: SignalWatch) -> Iterator[None]:
    """Lets every signal that asks a program to end interrupt what runs within; one that is ignored stays so.

    watch: notes which it was. KeyboardInterrupt may be raised just before what runs within, and just after it.
    """
    before = {}
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            with suppress(ValueError):  # not the main thread, which alone receives them
                before[number] = signal.signal(number, watch.interrupt)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def end_with(message: str, code: int) -> NoReturn:
    """Prints a message, as far as there is somebody to read it, and ends the command."""
    with suppress(OSError, ValueError):
        print(f"communique: {show_controls(show_addresses(message))}", file=sys.stderr, flush=True)
    sys.exit(code)


def find_output_error() -> OSError | None:
    """Returns why what was printed did not get out; after that nothing more is tried with that stream."""
    found: OSError | None = None
    for stream in filter(None, (sys.stdout, sys.stderr)):
        try:
            stream.flush()
        except OSError as error:
            found = found or error
            with suppress(OSError, ValueError):
                null = os.open(os.devnull, os.O_WRONLY)
                os.dup2(null, stream.fileno())
                os.close(null)
    return found
