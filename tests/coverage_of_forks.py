"""A coverage plugin for processes that end by SIGKILL: workers and kernels save first what they ran.

Named in pyproject.toml and loaded by coverage in every process it measures; without coverage, nothing of it is there.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from coverage import Coverage

_ENDERS = ("analysis.report.execute", "jupyter_client.provisioning")  # the packages that end workers and kernels
_PATIENCE = 20.0  # seconds a process may take to save
_real_kill, _real_killpg, _real_wait = os.kill, getattr(os, "killpg", None), subprocess.Popen.wait
_is_installed = False


def coverage_init(_: Any, __: Any) -> None:
    """Called by coverage as it starts in a process; also in each fork, where there is nothing more to do."""
    global _is_installed
    if _is_installed or not Path("/proc/self/stat").exists():
        return
    _is_installed = True
    os.register_at_fork(after_in_child=partial(signal.signal, signal.SIGUSR2, _save_and_die))
    os.kill = _announce(_real_kill)
    os.killpg = _announce(_real_killpg)
    subprocess.Popen.wait = _wait_longer  # type: ignore[method-assign,assignment]


def _save_and_die(*_: Any) -> None:
    with suppress(Exception):
        measuring = Coverage.current()
        if measuring:
            measuring.save()
    _real_kill(os.getpid(), signal.SIGKILL)


def _announce(kill: Callable[[int, int], None]) -> Callable[[int, int], None]:
    """Returns a kill that, where one of these ends a process at once, lets it save first."""

    def kill_after_saving(pid: int, signum: int) -> None:
        if signum == signal.SIGKILL and sys._getframe(1).f_globals.get("__package__") in _ENDERS:
            with suppress(ProcessLookupError):
                _real_kill(pid, signal.SIGUSR2)
            end = time.monotonic() + _PATIENCE
            while _runs(pid) and time.monotonic() < end:
                time.sleep(0.002)
        kill(pid, signum)

    return kill_after_saving


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def _wait_longer(process: subprocess.Popen[Any], timeout: float | None = None) -> int:
    """Waits for the fork server, whose own end takes longer by what its processes save."""
    if timeout and sys._getframe(1).f_globals.get("__package__") in _ENDERS:
        timeout += _PATIENCE
    return _real_wait(process, timeout)
