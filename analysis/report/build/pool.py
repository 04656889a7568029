"""Reports made by workers: processes forked ready-made, so that execution and export of several run side by side."""

from __future__ import annotations

import base64
import os
import pickle
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

from analysis.errors import CommuniqueError
from analysis.report.build.job import Outcome, Render
from analysis.report.execute import client

T = TypeVar("T")


def can_fork() -> bool:
    """Whether this system can fork."""
    return hasattr(os, "fork")


def render_in_workers(due: Sequence[tuple[Render, str]], jobs: int, case: Path | None = None) -> Iterator[Outcome]:
    """Yields what became of each render as it ends, `jobs` running at a time.

    due: renders, and why each is made. case: the folder whose ledger they all begin with.
    """
    # the longest notebooks first, as far as one can tell, so that the last does not run alone
    waiting = deque(sorted(due, key=lambda one: -one[0].notebook.stat().st_size))
    running: dict[int, tuple[Render, str]] = {}
    told: Any = None
    while waiting or running:
        forking: Any = client.start_server(workers=True)
        try:
            if case and forking is not told:
                forking.call_in_server("analysis.case.ledger:preload_ledger", str(case))
                told = forking
            while waiting and len(running) < max(1, jobs):
                render, why = waiting[0]
                call = asdict(render) | {
                    "notebook": str(render.notebook.resolve()),
                    "folder": str(render.folder.resolve()),
                }
                job = forking.submit_call(
                    "analysis.report.build.pool:run_render_job", {"render": call, "why": why}, client.Shared.folder
                )
                running[job] = waiting.popleft()
            ended = forking.wait()
        except OSError:
            if client.Shared.stopping or not running:
                raise
            client.forget_server()  # what it had forked died with it; the rest is made by another
            yield from (
                Outcome(render, f"{render.report}: the process that made it has ended", why)
                for render, why in running.values()
            )
            running.clear()
            continue
        yield _build_outcome(*running.pop(ended["job"]), ended)


def call_in_worker(function: Callable[..., T], *arguments: Any) -> T:
    """Returns what a function returns, called in the warm process if one is ready, else here; raises what it raises.

    function: of a module, pure but for files; it and its arguments can be pickled.
    """
    forking = client.find_ready_server()
    if forking is None:
        return function(*arguments)
    try:
        job = forking.submit_call(
            "analysis.report.build.pool:run_serialised_call", _serialise((function, arguments)), client.Shared.folder
        )
        ended = forking.wait()
    except OSError:
        if client.Shared.stopping:
            raise
        client.forget_server()
        return function(*arguments)
    if ended.get("job") != job or "answer" not in ended:
        return function(*arguments)  # what ended it there shows itself here
    value, error = _parse(ended["answer"])
    if error is not None:
        raise error
    return value


def run_serialised_call(argument: str) -> str:
    """Calls what `call` was asked for, in a worker."""
    function, arguments = _parse(argument)
    try:
        return _serialise((function(*arguments), None))
    except (CommuniqueError, OSError) as error:
        return _serialise((None, error))


def _serialise(content: Any) -> str:
    return base64.b64encode(pickle.dumps(content)).decode()


def _parse(text: str) -> Any:
    return pickle.loads(base64.b64decode(text))


def run_render_job(argument: dict[str, Any]) -> dict[str, str]:
    """Makes one report in a worker; returns its error, if any."""
    from analysis.report.build.render import try_render

    given = argument["render"]
    render = Render(
        **{
            **given,
            "notebook": Path(given["notebook"]),
            "folder": Path(given["folder"]),
            "formats": tuple(given["formats"]),
        }
    )
    return {"error": try_render(render, argument["why"]).error}


def _build_outcome(render: Render, why: str, ended: dict[str, Any]) -> Outcome:
    if "answer" in ended:
        return Outcome(render, ended["answer"]["error"], why)
    code = ended["code"]
    how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
    return Outcome(render, f"{render.report}: the process that made it ended with {how}", why)
