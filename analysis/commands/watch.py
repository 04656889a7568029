"""`communique watch`: renders again what a change touches, and reloads the open page.

Watched are the case's folder, the folders of notebooks, and the library. When the library changes, the command
restarts itself on the same port; whatever else changes is rendered by the processes that already run.
"""

from __future__ import annotations

import os
import sys
import time
import webbrowser
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import click

from analysis.commands.shared import rendering, warm_server
from analysis.commands.shared.endings import describe_system_error
from analysis.commands.shared.notebook_folders import find_notebook_folders
from analysis.commands.shared.options import RenderOptions, add_render_options, parameter_option, reports_argument
from analysis.commands.shared.rendering import CaseRequest
from analysis.commands.shared.terminal import print_text
from analysis.commands.shared.trust import Gate
from analysis.errors import CaseError, CommuniqueError, UsageError
from analysis.extras import require_extra
from analysis.paths import find_shipped
from analysis.report.build.job import Outcome
from analysis.report.build.live_server import TOKEN_VARIABLE, LiveServer
from analysis.report.execute import client
from analysis.report.execute.client import ServerSetup
from analysis.report.fingerprint import PACKAGE

_QUIET_MS = 50  # milliseconds without a further change after which a change counts as complete
_POLL_MS = 250  # milliseconds after which the watcher is asked again


def watch_case(
    request: CaseRequest, jobs: int, setup: ServerSetup, gate: Gate, *, port: int = 0, show: bool = True
) -> None:
    """Renders, serves and watches until it is interrupted.

    jobs: reports rendered at once. setup: of the process that forks kernels. gate: what notebooks may run.
    port: 0 for a free one. show: open the page in the browser. Raises UsageError for wrong use found on the first
    rendering; later, errors are printed and shown in the pages.
    """
    request.root.mkdir(parents=True, exist_ok=True)
    folders = [request.case, *(path.resolve() for path in find_notebook_folders(request.case))]
    client.start_server(setup)
    live = LiveServer(request.root, port)
    try:
        changes = _watch_files([*folders, PACKAGE], request.root)
        next(changes)  # from here on no change is missed
        session = _Session(request, jobs, live, setup, gate)
        page = session.render_round(first=True)
        print_text(f"watching {request.case.name}; the reports are at {live.url}{page}, and Ctrl-C stops")
        if show:
            webbrowser.open(live.url + page)
        for changed in changes:
            if not changed:
                continue
            if code := [path for path in changed if _is_library_file(path, folders)]:
                if fault := _find_syntax_error(code):
                    session.show_errors({"": fault})
                    continue
                print_text("the library changed; restarting")
                _restart(live)
            session.render_round()
    finally:
        live.close()
        client.close_server()


def _watch_files(folders: Sequence[Path], ignored: Path) -> Iterator[list[Path]]:
    """Yields what has changed in some folders; nothing at the start, and whenever there is no change for a while."""
    import watchfiles

    files = watchfiles.DefaultFilter(
        ignore_dirs=(*watchfiles.DefaultFilter.ignore_dirs, ".ipynb_checkpoints"), ignore_paths=[ignored.resolve()]
    )
    for changes in watchfiles.watch(
        *folders, watch_filter=files, step=_QUIET_MS, rust_timeout=_POLL_MS, yield_on_timeout=True
    ):
        yield [Path(path) for _, path in changes]


class _Session:
    """Renders rounds, and remembers the errors of the last and what was left out."""

    def __init__(self, request: CaseRequest, jobs: int, live: LiveServer, setup: ServerSetup, gate: Gate):
        self.request, self.jobs, self.live, self.setup, self.gate = request, jobs, live, setup, gate
        self.errors: dict[str, str] = {}
        self.left_out: tuple[str, ...] = ()

    def render_round(self, first: bool = False) -> str:
        """Renders what is due; returns the page to open, relative to the root."""
        try:
            return self._render(self.request if first else replace(self.request, force=False))
        except (CommuniqueError, OSError) as error:
            if first and isinstance(error, (UsageError, OSError)) and not isinstance(error, CaseError):
                raise
            self.show_errors({"": describe_system_error(error) if isinstance(error, OSError) else str(error)})
            return ""

    def _render(self, request: CaseRequest) -> str:
        began = time.monotonic()
        errors: dict[str, str] = {}

        def show_outcome(outcome: Outcome) -> None:
            name = outcome.render.folder.name
            if outcome.error:
                errors[name] = outcome.error
            elif outcome.why:
                print_text(f"{name} ({outcome.why}), {time.monotonic() - began:.1f} s")
            earlier = {key: text for key, text in self.errors.items() if key and key != name}
            self.live.show_errors({**earlier, **errors})

        plan = rendering.plan_request(request)
        self.live.language = plan.language
        for line in plan.left_out:
            if line not in self.left_out:
                print_text(line)
        self.left_out = plan.left_out
        self.gate.admit(plan.renders, plan.case)
        outcomes = rendering.render_due(plan, self.jobs, show_outcome, self.setup)
        rendering.update_index(request, plan, outcomes)
        for notice in rendering.describe_heavy_pages(outcomes):
            print_text(notice, err=True)
        self.show_errors(errors)
        one = plan.renders[0][0] if len(plan.renders) == 1 else None
        return f"{one.folder.name}/{one.report}.html" if one and "html" in one.formats else ""

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Prints each error that was not there before, and shows all in the pages. errors: as LiveServer has them."""
        for name, text in errors.items():
            if self.errors.get(name) != text:
                print_text(f"failed: {text}" if name else text, err=True)
        if self.errors and not errors:
            print_text("fixed")
        self.errors = dict(errors)
        self.live.show_errors(errors)


def _is_library_file(path: Path, folders: Iterable[Path]) -> bool:
    """Returns whether a file is the library's own: a wheel holds cases and notebooks within the library's folder."""
    return path.is_relative_to(PACKAGE) and not any(
        path.is_relative_to(folder) for folder in (*folders, find_shipped("data"), find_shipped("notebooks"))
    )


def _find_syntax_error(paths: Iterable[Path]) -> str:
    """Returns why a changed module cannot be compiled, or ''."""
    for path in paths:
        if path.suffix == ".py" and path.exists():
            try:
                compile(path.read_bytes(), str(path), "exec")
            except (SyntaxError, ValueError) as error:
                return f"{path}: {error}"
    return ""


def _restart(live: LiveServer) -> None:
    """Restarts this command in the same process; open pages find it at the same port."""
    live.close()
    client.close_server()
    sys.stdout.flush()
    arguments = [sys.executable, *sys.orig_argv[1:], "--port", str(live.port), "--no-open"]
    os.execve(sys.executable, arguments, {**os.environ, TOKEN_VARIABLE: live.token})


@click.command()
@reports_argument
@parameter_option
@add_render_options
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port to serve the pages on.  [a free port]")
@click.option("--no-open", is_flag=True, help="Do not open the page in the browser.")
def command(
    reports: Sequence[str], parameters: Mapping[str, str], options: RenderOptions, port: int, no_open: bool
) -> None:
    """Re-render on change; open pages reload. Stop with Ctrl-C.

    Notebooks are programs that run with your rights: see --trust, --no-notebooks-from-case and --sandbox.
    """
    require_extra("watchfiles", "watch", "communique watch")
    options.case.require_local("watch looks at the files of a folder as they change")
    options.out.require_local("watch serves the pages of a folder")
    warm_server.check_options(options)
    request, setup = (
        rendering.build_request(options, reports, parameters),
        warm_server.build_setup(options.case, sandbox=options.sandbox, keep_env=options.keep_env),
    )
    gate = Gate(options.trust or options.sandbox, options.case_notebooks)
    watch_case(request, options.jobs, setup, gate, port=port, show=not no_open)
