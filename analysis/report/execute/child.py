"""What a process forked by `forkserver` turns into: a worker that makes reports, or a kernel."""

from __future__ import annotations

import importlib
import os
import resource
import signal
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

MEMORY_LIMIT = 4 << 30  # bytes of address space a kernel may take


def run_worker(jobs: int, asking: int) -> None:
    """Turns the forked child into a worker: does one job after another, until there are no more. Never returns."""
    from analysis.report.execute import client

    client.Shared.server = connection = client.Connection(os.fdopen(asking, "wb"), os.fdopen(jobs, "rb"))
    with suppress(OSError):
        while True:
            told = connection.receive()
            if "hush" in told:
                redirect_to_null((2,))
                continue
            work = told["job"]
            os.environ.clear()
            os.environ.update(work["env"])
            os.chdir(work["cwd"])
            client.Shared.folder = Path(work["folder"])
            connection.send({"done": call_function(work["call"], work["argument"])})
    os._exit(0)


def call_function(call: str, argument: Any) -> Any:
    """Returns what `module:function` returns."""
    module, _, function = call.partition(":")
    return getattr(importlib.import_module(module), function)(argument)


def redirect_to_null(streams: Iterable[int]) -> None:
    """Lets go of some standard streams."""
    null = os.open(os.devnull, os.O_RDWR)
    for stream in streams:
        os.dup2(null, stream)
    os.close(null)


def run_kernel(argv: list[str], env: dict[str, str], cwd: str) -> None:
    """Turns the forked child into an ordinary ipykernel. Never returns."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    sys.argv = argv
    from ipykernel.kernelapp import IPKernelApp

    app = IPKernelApp.instance(parent_handle=os.getppid())
    app.initialize(argv[1:])
    app.start()
    os._exit(0)
