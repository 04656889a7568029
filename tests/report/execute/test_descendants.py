"""Processes that end with the one that started them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="Linux only")]
START = f"""
import os, subprocess, sys, time
sys.path.insert(0, {str(ROOT)!r})
from analysis.report.execute import descendants
"""


def run(code: str) -> list[int]:
    """The process ids that a program prints."""
    done = subprocess.run([sys.executable, "-c", START + code], capture_output=True, text=True, check=True, timeout=60)
    return [int(word) for word in done.stdout.split()]


def wait_for_end(pid: int) -> bool:
    """Whether a process is gone, or a zombie, within a moment."""
    for _ in range(200):
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.02)
    return False


def test_what_a_child_sent_away_ends_too():
    child = "import subprocess; print(subprocess.Popen(['sleep', '60'], start_new_session=True).pid, flush=True)"
    code = f"subprocess.run([sys.executable, '-c', {child!r}]); descendants.end_children()"
    (pid,) = run(f"descendants.adopt_descendants(); {code}")
    assert wait_for_end(pid)


def test_those_to_be_kept_are_kept():
    code = """
kept, other = (subprocess.Popen(["sleep", "60"]) for _ in range(2))
descendants.end_children(kept=[kept.pid])
print(0 if kept.poll() is None else 1, 0 if other.poll() is None else 1)
kept.kill(); kept.wait()
"""
    assert run(code) == [0, 1]


def test_a_child_ends_with_its_parent():
    code = """
parent = os.getpid()
pid = os.fork()
if not pid:
    descendants.end_with_parent(parent)
    os.close(1)
    time.sleep(60)
time.sleep(0.2)
print(pid, flush=True)
os._exit(0)
"""
    (pid,) = run(code)
    assert wait_for_end(pid)


def test_a_child_whose_parent_is_gone_already_ends_at_once():
    assert os.waitstatus_to_exitcode(os.waitpid(start_orphan(), 0)[1]) == 1


def start_orphan() -> int:
    """Starts a child that takes another process for its parent; returns its id."""
    pid = os.fork()
    if not pid:
        from analysis.report.execute import descendants

        descendants.end_with_parent(1)
        os._exit(0)
    return pid
