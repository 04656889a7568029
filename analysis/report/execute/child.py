"""What a process forked by `forkserver` turns into: a worker that runs calls, or a kernel."""

from __future__ import annotations

import atexit
import logging
import os
import pickle
import resource
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from analysis.errors import CommuniqueError
from analysis.report.execute.messages import Call, Done, Fork, Mute, Submit, encode_message, read_message


def run_worker(jobs: int, requests: int) -> None:
    """Turns the forked process into a worker: it runs one call after another until there are no more. Never returns.

    jobs, requests: the pipes it reads from and writes to.
    """
    from analysis.report.execute import client

    connection = client.Connection(os.fdopen(requests, "wb"), os.fdopen(jobs, "rb"))
    client.share_connection(connection)
    logging.lastResort = (
        logging.NullHandler()
    )  # what nbclient logs, as that a kernel died, is said by the command in its own words
    with suppress(OSError):
        while True:
            job = connection.receive()
            if isinstance(job, Mute):
                redirect_to_null((2,))
                continue
            _enter_job(job)
            connection.folder, connection.isolation = Path(job.folder), job.isolation
            connection.send(Done(run_call(job.call)))
    os._exit(0)


def _enter_job(job: Submit) -> None:
    os.environ.clear()
    os.environ.update(job.env)
    os.chdir(job.cwd)
    tempfile.tempdir = job.folder  # what a killed worker leaves goes with the run's folder


def answer_early_call(requests: int, replies: int) -> None:
    """Runs a call, if one is asked for before anything else. requests, replies: pipes to the command, closed then."""
    # outermost, as a command that has ended is noticed only where the pipe is closed
    with suppress(OSError, EOFError), os.fdopen(requests, "rb") as asking, os.fdopen(replies, "wb") as answering:
        job = read_message(asking)
        _enter_job(job)
        answering.write(encode_message(Done(run_call(job.call))))


def run_call(call: Call) -> bytes:
    """Runs a call; returns, pickled, its value and None, or None and the error that a user can do something about."""
    try:
        return pickle.dumps((call.run(), None))
    except (CommuniqueError, OSError) as error:
        return pickle.dumps((None, error))


def redirect_to_null(streams: Iterable[int]) -> None:
    """Redirects standard streams, given by number, to /dev/null."""
    null = os.open(os.devnull, os.O_RDWR)
    for stream in streams:
        os.dup2(null, stream)
    os.close(null)


def run_kernel(request: Fork) -> None:
    """Turns the forked process into an ordinary ipykernel. Never returns."""
    set_up_kernel(request.env, request.cwd, request.argv)
    if request.memory is not None:
        resource.setrlimit(resource.RLIMIT_AS, (request.memory, request.memory))
    seed_numpy()
    from ipykernel.kernelapp import IPKernelApp

    # it would print on the command's terminal that it was interrupted, as every kernel is that is to end
    app = IPKernelApp.instance(parent_handle=os.getppid(), log_level=logging.CRITICAL)
    app.initialize(request.argv[1:])  # type: ignore[no-untyped-call]
    choose_backend()
    app.start()  # type: ignore[no-untyped-call]
    end_kernel()


def set_up_kernel(env: Mapping[str, str], cwd: str, argv: Sequence[str]) -> None:
    """Gives this process what a kernel that is started by its command has: signals, variables, folder and arguments."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(env)
    time.tzset()  # or TZ would be the server's
    os.chdir(cwd)
    sys.argv = [*argv]
    if sys.path[:1] == [""]:
        del sys.path[0]  # as ipykernel_launcher does; IPython puts it back, behind the standard library


def seed_numpy() -> None:
    """Seeds numpy's generator, or all kernels would draw the same: Python reseeds its own generator, numpy not."""
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()


def end_kernel() -> None:
    """Ends this process as multiprocessing ends what it forks: first threads, then what a notebook registered."""
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    os._exit(0)


def choose_backend() -> None:
    """Has matplotlib draw into cells, as it does when a kernel imports it and not the server: it looks only once."""
    backend = os.environ.get("MPLBACKEND")
    if backend and "matplotlib" in sys.modules:
        sys.modules["matplotlib"].rcParams["backend"] = backend
        sys.modules.pop("matplotlib_inline.backend_inline", None)  # it looks for its kernel when it is imported


def debugpy_breakpointhook(*_: object, **__: object) -> None:
    """Passes over a `breakpoint()` left in a cell, as debugpy's function of that name does where nobody listens."""
