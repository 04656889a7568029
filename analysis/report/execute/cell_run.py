"""One run of a notebook's cells, and what a process prepares for all runs that it forks: a kernel, and shared cells.

What shared cells published is kept and given to each run. Each run sets the parameters itself.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import random
import resource
import signal
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from analysis import kept_results
from analysis.report.execute import child, descendants, file_log, shared_cells
from analysis.report.execute.messages import (
    EndRun,
    OpenCells,
    Published,
    Ready,
    RunCell,
    StartRun,
    encode_message,
    split_messages,
)

_SHARED_SECONDS = 600.0  # that a shared cell may take; then each variant runs it for itself, within the limit of a cell


class NotShared(Exception):
    """Shared cells have left behind what processes cannot share, such as a thread or an open file."""


@dataclass
class Prepared:
    """What a process has ready for its runs. published: what each shared cell published. log_size: bytes of the log.

    is_plain: whether the cells are known, and leave the library's functions as they are, so that what these return can
    be kept for other runs.
    """

    app: Any
    request: OpenCells
    log: file_log.FileLog
    published: list[list[Published]]
    log_size: int = 0
    is_plain: bool = False


def prepare_runs(request: OpenCells) -> Prepared:
    """Starts a kernel, and runs the cells that runs share. Raises NotShared if they cannot."""
    from analysis.report.execute import cell_kernel

    child.set_up_kernel(request.env, request.cwd, request.argv)
    app = cell_kernel.start_kernel(request.argv[1:])
    child.choose_backend()
    log = file_log.start_log(f"{request.folder}/{os.urandom(4).hex()}.log")
    remember_parsing(app.kernel.shell)
    prepared = Prepared(app, request, log, [])
    if request.shared:
        if request.memory is not None:
            resource.setrlimit(resource.RLIMIT_AS, (request.memory, request.memory))
        child.seed_numpy()
        cell_kernel.take_over(app)
        before = _describe_process()
        asyncio.run(_run_shared(prepared))
        if _describe_process() != before:
            raise NotShared
        sources = (*(cell.source for cell in request.shared), *request.later)
        prepared.is_plain = all(map(shared_cells.leaves_code_alone, sources))
    _parse_cells(app.kernel.shell, request.later)
    prepared.log_size = os.fstat(log.descriptor).st_size
    return prepared


def _parse_cells(shell: Any, sources: Sequence[str]) -> None:
    """Does beforehand what each run would do with the sources of its cells, and has IPython make its formatters."""
    _ = shell.display_formatter.formatters, shell.display_formatter.mimebundle_formatter
    for source in sources:
        with suppress(Exception):  # whatever is wrong with it, the cell itself will say
            transformed = shell.transform_cell(source)
            shell.should_run_async(source, transformed_cell=transformed)
            shell.compile.get_code_name(source, transformed, 0)
            shell.displayhook.semicolon_at_end_of_expression(transformed.rstrip("\n"))  # as the history keeps it


def remember_parsing(shell: Any) -> None:
    """Has a shell keep what it makes of a cell's source, which ipykernel asks for twice, and a process forks with."""
    import ipykernel.compiler

    transform, should_run_async = shell.transform_cell, shell.should_run_async
    transformed: dict[Any, str] = {}
    awaited: dict[str, bool] = {}

    def transform_cell(raw_cell: str) -> str:
        lists = (shell.input_transformers_cleanup, shell.input_transformers_post)
        manager = shell.input_transformer_manager
        key = (raw_cell, *map(tuple, lists), *map(tuple, (manager.line_transforms, manager.token_transformers)))
        if key not in transformed:
            transformed[key] = transform(raw_cell)
        return transformed[key]

    def find_await(raw_cell: str, *, transformed_cell: str | None = None, **options: Any) -> bool:
        if transformed_cell is None or options.get("preprocessing_exc_tuple") is not None or not shell.autoawait:
            return bool(should_run_async(raw_cell, transformed_cell=transformed_cell, **options))
        if transformed_cell not in awaited:
            awaited[transformed_cell] = should_run_async(raw_cell, transformed_cell=transformed_cell, **options)
        return awaited[transformed_cell]

    shell.transform_cell, shell.should_run_async = transform_cell, find_await
    hook = shell.displayhook
    hook.semicolon_at_end_of_expression = lru_cache(hook.semicolon_at_end_of_expression)
    ipykernel.compiler.murmur2_x86 = lru_cache(ipykernel.compiler.murmur2_x86)  # of a cell's source, for its name


def _describe_process() -> tuple[object, ...]:
    """Returns what two runs could not share, or what would make them differ from a run of its own."""
    numpy = sys.modules.get("numpy")
    return (
        len(os.listdir("/proc/self/task")),  # noqa: PTH208
        descendants.list_children(),
        sorted(os.listdir("/proc/self/fd")),  # noqa: PTH208
        dict(os.environ),
        os.getcwd(),  # noqa: PTH109
        random.getstate(),
        repr(numpy.random.get_state()) if numpy else None,
    )


async def _run_shared(prepared: Prepared) -> None:
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # which ends the process
    for cell in prepared.request.shared:
        signal.setitimer(signal.ITIMER_REAL, _SHARED_SECONDS)
        prepared.published.append(await _run_cell(prepared.app, cell))
    signal.setitimer(signal.ITIMER_REAL, 0)


async def _run_cell(app: Any, cell: RunCell) -> list[Published]:
    from analysis.report.execute import cell_kernel

    await app.kernel.dispatch_shell(cell_kernel.build_request(app.session, cell))
    published: list[Published] = app.session.take_published()
    return published


def run_cells(prepared: Prepared, connection: socket.socket, server: int, report: int) -> None:
    """Runs one notebook's cells as they are asked for, in a process that was forked for it. Never returns.

    server: the process that forked it. report: the file, see `read_report`.
    """
    from analysis.report.execute import cell_kernel

    try:
        descendants.end_with_parent(server)
        os.setsid()
        if (memory := prepared.request.memory) is not None:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        child.seed_numpy()
        cell_kernel.take_over(prepared.app)
        if prepared.is_plain:
            kept_results.begin_run()
        asyncio.run(_answer_requests(prepared, connection))
        os.pwrite(report, pickle.dumps(kept_results.report_run()), 0)
        child.end_kernel()
    except BaseException:
        os._exit(1)


def read_report(report: int) -> list[bytes]:
    """Returns what a run that has ended says it computed, see `kept_results`.

    report: a file, empty if the run was killed.
    """
    content = os.pread(report, os.fstat(report).st_size, 0)
    with suppress(Exception):  # of what a notebook wrote into it
        return [*map(bytes, pickle.loads(content))] if content else []
    return []


async def _answer_requests(prepared: Prepared, connection: socket.socket) -> None:
    """Runs the cells that are asked for, until no more are."""
    from tornado.ioloop import IOLoop

    prepared.app.kernel.io_loop = IOLoop.current()
    connection.sendall(encode_message(Ready({**prepared.app.kernel.language_info})))
    received, shared = bytearray(), list(zip(prepared.request.shared, prepared.published, strict=True))
    position = 0
    while True:
        for request in split_messages(received):
            if isinstance(request, EndRun):
                return
            if isinstance(request, StartRun):
                prepared.log.continue_in(request.file_log, prepared.log_size)
                continue
            if position < len(shared):
                published = shared[position][1]
                if position == prepared.request.injected:
                    set_parameters(prepared.app.kernel.shell, request.source, position + 1)
            else:
                published = await _run_cell(prepared.app, request)
            position += 1
            connection.sendall(encode_message(published))
        await _wait_readable(connection)
        piece = connection.recv(1 << 16)
        if not piece:
            return
        received += piece


def set_parameters(shell: Any, source: str, number: int) -> None:
    """Runs the cell that sets the parameters as if it had been run in its turn, with its place in the history.

    number: its execution count.
    """
    exec(compile(source, "<parameters>", "exec"), shell.user_ns)
    history, transformed = shell.history_manager, shell.transform_cell(source).rstrip("\n")
    source = source.rstrip("\n")
    history.input_hist_parsed[number], history.input_hist_raw[number] = transformed, source
    history.db_input_cache = [
        (line, transformed, source) if line == number else (line, *texts) for line, *texts in history.db_input_cache
    ]
    shell.user_ns[f"_i{number}"] = source
    last = len(history.input_hist_raw) - 1
    for name, back in (("_i00", 0), ("_i", 1), ("_ii", 2), ("_iii", 3)):
        if number == last - back:
            setattr(history, name, source)
    shell.user_ns.update(_i=history._i, _ii=history._ii, _iii=history._iii)


async def _wait_readable(connection: socket.socket) -> None:
    """Waits for the next request, while what a cell has left to the loop goes on."""
    loop = asyncio.get_running_loop()
    readable = asyncio.Event()
    loop.add_reader(connection, readable.set)
    await readable.wait()
    loop.remove_reader(connection)
