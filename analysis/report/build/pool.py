"""Reports rendered side by side: in workers, processes forked ready-made, or in threads where there is no fork.

`render_all` is all that the commands know of it, an `Executor`. Another one renders on other machines: `cluster`.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import replace
from typing import TypeAlias, TypeVar, cast

from analysis.report.build.job import PRELOAD, Outcome, Render, sort_due
from analysis.report.build.publish import recover_folder
from analysis.report.build.render import try_render
from analysis.report.execute import client
from analysis.report.execute.isolation import Isolation
from analysis.report.execute.messages import Call, Finished

T = TypeVar("T")
Executor: TypeAlias = Callable[
    [Sequence[tuple[Render, str]], int, Callable[[Outcome], None], client.ServerSetup], list[Outcome]
]
_SETUP = client.ServerSetup(workers=(PRELOAD,), isolation=Isolation())


def can_fork() -> bool:
    """Returns whether this system can fork."""
    return hasattr(os, "fork")


def render_all(
    due: Sequence[tuple[Render, str]], jobs: int, done: Callable[[Outcome], None], setup: client.ServerSetup = _SETUP
) -> list[Outcome]:
    """Renders reports, `jobs` at a time, calling `done` after each; one that fails stops no other.

    due: renders, and why each is due. setup: of the server that forks the workers.
    """
    outcomes: list[Outcome] = []
    try:
        for outcome in render_in_workers(due, jobs, setup) if can_fork() else render_in_threads(due, jobs):
            outcomes.append(outcome)
            done(outcome)
    except BaseException:
        client.stop_server()  # ends what still runs
        for root in {render.folder.parent for render, _ in due}:
            recover_folder(root)
        client.close_server()
        raise
    return outcomes


def render_in_threads(due: Sequence[tuple[Render, str]], jobs: int) -> Iterator[Outcome]:
    """Renders reports in this process, on ordinary kernels; yields each outcome as it comes."""
    with ThreadPoolExecutor(max(1, jobs)) as pool:
        try:
            for future in as_completed([pool.submit(try_render, render, why) for render, why in due]):
                yield future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def render_in_workers(
    due: Sequence[tuple[Render, str]], jobs: int, setup: client.ServerSetup = _SETUP
) -> Iterator[Outcome]:
    """Renders reports in forked processes; yields each outcome as it comes. For the parameters see `render_all`."""
    waiting, has_idle_core = deque(sort_due(due)), len(due) < (os.cpu_count() or 1)
    running: dict[int, tuple[Render, str]] = {}
    prepared: client.Connection | None = None
    while waiting or running:
        server = cast(client.Server, client.start_server(setup))
        try:
            if server is not prepared:
                server.prepare(setup.calls)
                prepared = server
            while waiting and len(running) < max(1, jobs):
                render, why = waiting[0]
                job = server.submit_call(Call.from_function(try_render, render.resolve(), why, has_idle_core))
                running[job] = waiting.popleft()
            finished = server.wait()
        except OSError:
            if client.is_stopping() or not running:
                raise
            client.forget_server()  # what it had forked died with it; the rest is rendered by another
            yield from (
                Outcome(render, f"{render.report}: the process that rendered it has ended", why)
                for render, why in running.values()
            )
            running.clear()
            continue
        yield _build_outcome(*running.pop(finished.job), finished)


def _build_outcome(render: Render, why: str, finished: Finished) -> Outcome:
    if finished.answer is not None:
        outcome: Outcome = client.unpack_answer(finished.answer)
        return replace(outcome, render=render, why=why)
    return Outcome(render, f"{render.report}: the process that rendered it ended with {finished.end}", why)


def call_in_worker(function: Callable[..., T], *arguments: object) -> T:
    """Returns what a function returns, called in a worker if one can be had at once, else here; raises what it raises.

    function: at the top level of a module; it may write files, but leave nothing else. It and its arguments can be
    pickled.
    """
    if starting := client.find_starting_server():
        with suppress(OSError):  # whatever ended it there shows itself here
            return cast(T, client.unpack_answer(starting.call_early(Call.from_function(function, *arguments))))
    server = client.find_ready_server()
    if server is None:
        return function(*arguments)
    try:
        job = server.submit_call(Call.from_function(function, *arguments))
        finished = server.wait()
    except OSError:
        if client.is_stopping():
            raise
        client.forget_server()
        return function(*arguments)
    if finished.job != job or finished.answer is None:
        return function(*arguments)  # whatever ended it there shows itself here
    return cast(T, client.unpack_answer(finished.answer))
