"""Bytes that a forked process makes, and what becomes of them where it cannot."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from analysis.report.build import beside
from analysis.report.execute import descendants


@pytest.fixture
def _forked(monkeypatch):
    """Forks although the process of the tests may have threads: what is forked here takes no lock."""
    monkeypatch.setattr(beside, "can_fork_safely", lambda: True)


def test_where_no_fork_is_safe_it_is_made_here_when_it_is_asked_for(monkeypatch):
    monkeypatch.setattr(beside, "can_fork_safely", lambda: False)
    done = []

    def make() -> bytes:
        done.append("made")
        return b"a page"

    with beside.begin_beside(make) as take:
        done.append("other work")
        assert take() == b"a page"
    assert done == ["other work", "made"]


def test_a_process_with_a_second_thread_is_not_forked():
    wait = threading.Event()
    thread = threading.Thread(target=wait.wait)
    thread.start()
    try:
        assert beside.can_fork_safely() is False
    finally:
        wait.set()
        thread.join()


@pytest.mark.slow
@pytest.mark.usefixtures("_forked")
def test_a_forked_process_makes_it_whatever_its_size():
    with beside.begin_beside(lambda: str(os.getpid()).encode() * 200_000) as take:
        made = take()
    assert made == made[: len(made) // 200_000] * 200_000
    assert int(made[: len(made) // 200_000]) != os.getpid()


@pytest.mark.slow
@pytest.mark.usefixtures("_forked")
@pytest.mark.parametrize("end", [lambda: 1 / 0, lambda: os.kill(os.getpid(), signal.SIGKILL)])
def test_where_the_forked_process_fails_it_is_made_here(end):
    here = os.getpid()

    def make() -> bytes:
        if os.getpid() != here:
            end()
        return b"made here"

    with beside.begin_beside(make) as take:
        assert take() == b"made here"


@pytest.mark.slow
@pytest.mark.usefixtures("_forked")
def test_an_error_is_raised_as_if_it_had_been_made_here():
    def make() -> bytes:
        raise ValueError("no such typeface")

    with pytest.raises(ValueError, match="no such typeface"), beside.begin_beside(make) as take:
        take()


@pytest.mark.slow
@pytest.mark.usefixtures("_forked")
def test_what_nobody_asks_for_is_ended():
    before = set(descendants.list_children())

    def make() -> bytes:
        time.sleep(600)
        return b""

    with beside.begin_beside(make):
        assert len(set(descendants.list_children()) - before) == 1
    assert set(descendants.list_children()) == before
