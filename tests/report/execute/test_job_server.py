"""One fork server for several threads: each has the end of its own job, and none waits for what has ended."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from analysis.report.execute.client import ServerSetup, unpack_answer
from analysis.report.execute.job_server import JobServer
from analysis.report.execute.messages import Call, Finished

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="workers are forked")]


def run(server: JobServer, function: str, *arguments: object, wanted: bool = True) -> Finished | None:
    call = Call.from_name(function, *arguments)
    return server.run(call, str(Path.cwd()), dict(os.environ), lambda: wanted)


def test_each_thread_has_the_end_of_its_own_job_and_no_thread_waits_for_ever(tmp_path):
    server = JobServer(ServerSetup(), tmp_path)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda text: run(server, "builtins:str", text), [f"job {n}" for n in range(12)]))
        assert [unpack_answer(one.answer) for one in answers] == [f"job {n}" for n in range(12)]
        sleeping = pool.submit(run, server, "time:sleep", 2)
        assert run(server, "os:_exit", 3).code == 3
        assert unpack_answer(sleeping.result().answer) is None
        parent = unpack_answer(run(server, "os:getppid").answer)
        sleeping = pool.submit(run, server, "time:sleep", 300)
        os.kill(parent, 9)
        assert sleeping.result() is None
        assert unpack_answer(run(server, "builtins:str", "another server").answer) == "another server"
        assert run(server, "time:sleep", 300, wanted=False) is None
    with pytest.raises(BrokenPipeError):
        run(server, "builtins:str", "closed")
