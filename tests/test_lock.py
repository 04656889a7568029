"""A folder that one at a time publishes into."""

from __future__ import annotations

import fcntl
import os
import threading
import time

import pytest

from analysis import lock
from analysis.lock import lock_folder


def test_the_second_waits_says_so_and_goes_on(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(lock, "_PATIENCE", 0.02)
    holds, order = threading.Event(), []

    def hold() -> None:
        with lock_folder(tmp_path):
            holds.set()
            time.sleep(0.2)
            order.append("first")

    first = threading.Thread(target=hold)
    first.start()
    holds.wait()
    with lock_folder(tmp_path):
        order.append("second")
    first.join()
    assert order == ["first", "second"]
    assert capsys.readouterr().err == f"waiting for another command that writes to {tmp_path}\n"
    assert list(tmp_path.iterdir()) == []


def test_whoever_holds_it_too_long_is_named(tmp_path):
    with (
        lock_folder(tmp_path),
        pytest.raises(TimeoutError, match=r"another command has been writing there for 0\.1 seconds") as error,
        lock_folder(tmp_path, 0.1),
    ):
        raise AssertionError("both have it")
    assert error.value.filename == str(tmp_path)


def test_it_ends_with_an_error(tmp_path):
    with pytest.raises(ZeroDivisionError), lock_folder(tmp_path):
        raise ZeroDivisionError
    with lock_folder(tmp_path, 0):
        assert lock_is_held(tmp_path)
    assert not lock_is_held(tmp_path)


def test_a_file_system_without_locks_is_no_fault(tmp_path, monkeypatch):
    def refuse(*_: object) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with lock_folder(tmp_path):
        (tmp_path / "made").touch()
    assert (tmp_path / "made").exists()


def lock_is_held(folder) -> bool:
    """Whether another would have to wait."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
