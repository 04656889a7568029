"""The process that forks: how long a worker serves, and what cannot stand in for a module it imports."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.report.execute import client, forkserver
from analysis.report.execute.messages import Call

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="workers are forked")]


@pytest.fixture
def _own_server() -> Iterator[None]:
    client.close_server()
    yield
    client.close_server()


def call_in_worker(name: str, *arguments: object) -> object:
    """What a function returns in a worker of this process's server."""
    server = client.start_server()
    assert isinstance(server, client.Server)
    server.submit_call(Call.from_name(name, *arguments))
    answer = server.wait().answer
    assert answer is not None
    return client.unpack_answer(answer)


@pytest.mark.usefixtures("_own_server")
def test_a_worker_does_a_hundred_jobs_and_another_takes_its_place():
    workers = [call_in_worker("os:getpid") for _ in range(201)]
    assert [workers.index(worker) for worker in dict.fromkeys(workers)] == [0, 100, 200]


@pytest.mark.usefixtures("_own_server")
def test_a_file_in_the_current_folder_stands_in_for_no_module(tmp_path, monkeypatch):
    (tmp_path / "pickle.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w').close()\n")
    monkeypatch.chdir(tmp_path)
    assert call_in_worker("os:getcwd") == str(tmp_path)
    assert not Path(tmp_path, "ran").exists()


@pytest.mark.usefixtures("_own_server")
def test_what_is_prepared_at_the_start_is_there_before_the_first_worker_is_forked():
    server = client.start_server(client.ServerSetup((), workers=("json.tool",), early=("json",)))
    assert isinstance(server, client.Server)
    server.prepare([Call.from_name("sys:setrecursionlimit", 1234)])
    assert client.unpack_answer(server.call_early(Call.from_name("sys:getrecursionlimit"))) == 1234
    client._shared.setup = client.ServerSetup()


@pytest.mark.timeout(30)
def test_a_child_that_has_no_group_of_its_own_yet_is_ended_and_waited_for():
    child = subprocess.Popen(["sleep", "300"])  # in our group, as what was forked is at first
    forkserver._end_child(child.pid)
    with pytest.raises(ChildProcessError):
        os.waitpid(child.pid, os.WNOHANG)
    child.wait()  # so that it is known to have ended
