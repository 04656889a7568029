"""Reports made by workers: processes forked ready-made, so that execution and export of several run side by side."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from analysis.report import server
from analysis.report.work import Outcome, Render


def possible() -> bool:
    """Whether this system can fork."""
    return hasattr(os, "fork")


def outcomes(due: Sequence[tuple[Render, str]], jobs: int) -> Iterator[Outcome]:
    """Yields what became of each render as it ends, `jobs` running at a time. due: renders, and why each is made."""
    forking = server.warm_up(workers=True)
    folder = Path(server.Shared.folder.name)        # type: ignore[union-attr]
    waiting, running = list(enumerate(due)), dict[int, tuple[Render, str, Path]]()
    while waiting or running:
        while waiting and len(running) < max(1, jobs):
            position, (render, why) = waiting.pop(0)
            result = folder / f"{position}.result"
            call = asdict(render) | {"notebook": str(render.notebook.resolve()), "folder": str(render.folder.resolve())}
            pid = forking.work("analysis.report.workers:work", {"render": call, "why": why}, result, folder)
            running[pid] = render, why, result
        pid, code = forking.wait()
        render, why, result = running.pop(pid)
        yield _outcome(render, why, result, code)
        result.unlink(missing_ok=True)


def work(argument: dict[str, Any]) -> dict[str, str]:
    """Makes one report in a worker; returns its error, if any."""
    from analysis.report.build import attempt

    given = argument["render"]
    render = Render(**{**given, "notebook": Path(given["notebook"]), "folder": Path(given["folder"]),
                       "formats": tuple(given["formats"])})
    return {"error": attempt(render, argument["why"]).error}


def _outcome(render: Render, why: str, result: Path, code: int) -> Outcome:
    try:
        error = json.loads(result.read_text(encoding="utf-8"))["error"]
    except (OSError, ValueError):
        ended = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return Outcome(render, f"{render.report}: the process that made it ended with {ended}", why)
    return Outcome(render, error, why)
