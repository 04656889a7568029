"""A process with the scientific stack imported that forks ready-made kernels. Run by `kernels.Server`.

Speaks JSON lines on stdin and stdout: {"fork": {argv, env, cwd}} -> {"pid"}; {"poll": pid} -> {"code"}.
Single-threaded and without sockets, so that a fork is safe; ends, with every kernel, when stdin closes.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import resource
import signal
import sys
from typing import Any

# What a report's notebook is about to import. Names only: the engine itself knows none of it, and
# whatever is not installed is passed over.
WARM = ("ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.debugger", "tornado.platform.asyncio",
        "IPython.core.completer", "IPython.core.completerlib", "IPython.core.oinspect",
        "IPython.extensions.storemagic", "sqlite3", "faulthandler", "pandas",
        "matplotlib.backends.backend_svg", "matplotlib.backends.backend_agg", "matplotlib.figure",
        "matplotlib.font_manager", "matplotlib_inline.backend_inline", "pydantic", "pint",
        "analysis.warm")
MEMORY_LIMIT = 4 << 30     # bytes of address space a kernel may take


def serve(requests: Any, replies: int) -> None:
    """Answers requests until there are no more, then ends every kernel still running."""
    running: set[int] = set()
    codes: dict[int, int] = {}
    for line in requests:
        _reap(running, codes)
        request = json.loads(line)
        if "fork" in request:
            pid = _fork(request["fork"])
            running.add(pid)
            answer: dict[str, Any] = {"pid": pid}
        else:
            pid = request["poll"]
            answer = {"code": None if pid in running else codes.get(pid, 0)}
        os.write(replies, json.dumps(answer).encode() + b"\n")
    for pid in running:
        try:
            os.killpg(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def _reap(running: set[int], codes: dict[int, int]) -> None:
    while running:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        running.discard(pid)
        codes[pid] = os.waitstatus_to_exitcode(status)


def _fork(request: dict[str, Any]) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        _become_kernel(**request)
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        os._exit(1)


def _become_kernel(argv: list[str], env: dict[str, str], cwd: str) -> None:
    """Turns the forked child into an ordinary ipykernel. Never returns."""
    os.setsid()                      # a process group of its own, so that a signal meets it alone
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):            # the server's pipes are not the kernel's
        os.dup2(null, stream)
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


def main() -> None:
    """Imports everything, says so, and serves."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)    # Ctrl-C is the parent's business; it closes our stdin
    replies = os.dup(1)
    os.dup2(2, 1)                                   # nothing an import prints may reach the parent
    sys.modules.setdefault("debugpy", None)         # type: ignore[arg-type]  # a report's kernel is not debugged
    for name in WARM:
        try:
            importlib.import_module(name)
        except ImportError:
            continue
    gc.collect()
    gc.freeze()                                     # pages stay shared between the kernels
    os.write(replies, b'{"ready": true}\n')
    serve(sys.stdin.buffer, replies)


if __name__ == "__main__":
    main()
