"""`communique watch`: renders again what a change touches, and renews the open page.

Watched are the case's folder, the folders of notebooks, and the library. A change of the library starts the command
anew, on the same port; whatever else changes is rendered by what already runs.
"""

from __future__ import annotations

import os
import signal
import sys
import time
import webbrowser
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from analysis.commands import rendering
from analysis.commands.rendering import RenderRequest
from analysis.errors import CaseError, CommuniqueError, UsageError
from analysis.paths import find_case, find_shipped

_PACKAGE = Path(__file__).resolve().parents[1]
_QUIET_MS = 50  # milliseconds without a further change after which a change counts as complete
_POLL_MS = 250  # milliseconds after which the watcher is asked anew


def watch_case(wanted: RenderRequest, jobs: int, say: Callable[..., Any], *, port: int = 0, show: bool = True) -> None:
    """Renders, serves and watches until it is interrupted.

    say: prints a line; with err=True, on stderr. port: 0 for a free one. show: open the page in the browser.
    Raises UsageError for wrong use found on the first rendering; later, errors are said and shown in the pages.
    """
    import watchfiles

    from analysis.report.build.live_server import LiveServer
    from analysis.report.execute import client

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whoever ends it so is to find it ended as tidily
    folder, root = find_case(wanted.case), wanted.root
    root.mkdir(parents=True, exist_ok=True)
    notebooks = [path.resolve() for path in rendering.find_notebook_folders(folder)]
    client.start_server(workers=True)
    live = LiveServer(root, port)
    try:
        sieve = watchfiles.DefaultFilter(
            ignore_dirs=(*watchfiles.DefaultFilter.ignore_dirs, ".ipynb_checkpoints"), ignore_paths=[root.resolve()]
        )
        changes = watchfiles.watch(
            folder,
            *notebooks,
            _PACKAGE,
            watch_filter=sieve,
            step=_QUIET_MS,
            rust_timeout=_POLL_MS,
            yield_on_timeout=True,
        )
        next(changes)  # from here on nothing is missed
        desk = _Session(wanted, jobs, live, say)
        page = desk.render_round(first=True)
        say(f"watching {folder.name}; the reports are at {live.url}{page}, and Ctrl-C stops")
        if show:
            webbrowser.open(live.url + page)
        for batch in changes:
            if not batch:
                continue
            if code := [path for _, path in batch if _is_library_file(Path(path), (folder, *notebooks))]:
                if fault := _find_syntax_error(code):
                    desk.show_errors({"": fault})
                    continue
                say("the library changed; starting anew")
                _restart(live)
            desk.render_round()
    finally:
        live.close()
        client.close_server()


class _Session:
    """Renders rounds, and remembers what was wrong in the last."""

    def __init__(self, wanted: RenderRequest, jobs: int, live: Any, say: Callable[..., Any]):
        self.wanted, self.jobs, self.live, self.say = wanted, jobs, live, say
        self.errors: dict[str, str] = {}

    def render_round(self, first: bool = False) -> str:
        """Renders what is due; returns the page to open, seen from the root."""
        try:
            return self._render(self.wanted if first else replace(self.wanted, force=False))
        except (CommuniqueError, OSError) as error:
            if first and isinstance(error, UsageError) and not isinstance(error, CaseError):
                raise
            self.show_errors({"": str(error)})
            return ""

    def _render(self, wanted: RenderRequest) -> str:
        began = time.monotonic()
        wrong: dict[str, str] = {}

        def step(outcome: Any) -> None:
            name = outcome.render.folder.name
            if outcome.error:
                wrong[name] = outcome.error
            elif outcome.why:
                self.say(f"{name} ({outcome.why}), {time.monotonic() - began:.1f} s")
            self.live.show_errors({**{key: text for key, text in self.errors.items() if key and key != name}, **wrong})

        plan = rendering.plan_request(wanted)
        outcomes = rendering.render_due(plan, self.jobs, step)
        rendering.update_index(wanted, plan, outcomes)
        for notice in rendering.describe_heavy_pages(outcomes):
            self.say(notice, err=True)
        self.show_errors(wrong)
        one = plan.renders[0][0] if len(plan.renders) == 1 else None
        return f"{one.folder.name}/{one.report}.html" if one and "html" in one.formats else ""

    def show_errors(self, errors: dict[str, str]) -> None:
        """Says each error that was not there before, and shows all in the pages."""
        for name, text in errors.items():
            if self.errors.get(name) != text:
                self.say(f"failed: {text}" if name else text, err=True)
        if self.errors and not errors:
            self.say("mended")
        self.errors = errors
        self.live.show_errors(errors)


def _is_library_file(path: Path, others: Iterable[Path]) -> bool:
    """Whether a file is the library's own: neither of the case nor a notebook, which a wheel has within it."""
    return path.is_relative_to(_PACKAGE) and not any(
        path.is_relative_to(other) for other in (*others, find_shipped("data"), find_shipped("notebooks"))
    )


def _find_syntax_error(paths: Iterable[str]) -> str:
    """What keeps changed modules from being read, or ''."""
    for path in paths:
        if path.endswith(".py") and Path(path).exists():
            try:
                compile(Path(path).read_bytes(), path, "exec")
            except (SyntaxError, ValueError) as error:
                return f"{path}: {error}"
    return ""


def _restart(live: Any) -> None:
    """Starts this command anew in the same process; open pages find it at the same port."""
    from analysis.report.execute import client

    port = live.port
    live.close()
    client.close_server()
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:], "--port", str(port), "--no-open"])
