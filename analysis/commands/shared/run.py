"""What `render` and `sweep` do. Where nothing has changed since the last command like it, nothing else is imported."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.commands.shared.options import ClusterOptions, RenderOptions
from analysis.commands.shared.terminal import print_text
from analysis.report.build import cache

if TYPE_CHECKING:
    from analysis.report.build.file_reads import FileReads
    from analysis.report.build.job import Render
    from analysis.report.build.mirror import Mirror


def run_render(
    options: RenderOptions,
    linger: int,
    *,
    reports: Sequence[str] = (),
    parameters: Mapping[str, str] | None = None,
    variants: Path | None = None,
    cluster: ClusterOptions | None = None,
) -> None:
    """Renders what is due, prints what was done, and ends the process with 1 if a report failed.

    linger: seconds for which the warm server is kept. reports: ids, none for all. parameters: as text. variants: the
    file of a sweep, instead of the case's own list of reports. cluster: what renders, instead of this machine.
    """
    case, parameters = options.case, dict(parameters or {})
    root = options.root / variants.stem if variants else options.root
    mirror = _load_mirror(options, root)
    asked = [list(reports), parameters, str(variants), case.given, options.formats, options.crate]
    asked.append(options.languages)
    asked += [options.case_notebooks, options.keep_env, options.sandbox]
    request = [*asked, str(case.path), str(Path.cwd())]
    if not options.force and (message := cache.recall_command(root, request)) and not (mirror and mirror.differs()):
        print_text(message)
        return
    from analysis.commands.shared import warm_server
    from analysis.commands.shared.notebook_folders import list_notebook_folders
    from analysis.report.execute import client

    warm_server.check_options(options)
    inputs = (*list_notebook_folders(case.path), *([variants] if variants else []))
    before = cache.record_files([case.path, *(path.absolute() for path in inputs)])
    setup = warm_server.build_setup(
        options.case, sandbox=options.sandbox, keep_env=options.keep_env, here=cluster is None
    )
    setup = replace(setup, lingers=linger > 0)
    if cluster is None:
        warm_server.start_server(setup, case.path)  # there will be something to do: let it import meanwhile
    try:
        from analysis.commands.shared import rendering
        from analysis.commands.shared.progress import Progress
        from analysis.commands.shared.trust import Gate
        from analysis.report.build import pool
        from analysis.report.build.file_reads import find_changed_read, list_paths
        from analysis.report.build.sweep_results import write_results_table

        wanted = rendering.build_request(options, reports, parameters, root, variants)
        plan = rendering.plan_request(wanted)
        for line in plan.left_out:
            print_text(line, err=True)
        Gate(options.trust or options.sandbox, options.case_notebooks).admit(plan.renders, plan.case)
        progress = Progress(len(plan.renders))
        with progress as show_outcome:
            executor = rendering.choose_executor(options.case, cluster, progress.warn)
            outcomes = rendering.render_due(plan, options.jobs, show_outcome, setup, executor)
        index = rendering.update_index(wanted, plan, outcomes)
        renders = [render for render, _ in plan.renders]
        tables = [pool.call_in_worker(write_results_table, root, renders)] if variants else []
    finally:
        client.close_server(linger)
    if mirror:
        mirror.publish()
    for notice in rendering.describe_heavy_pages(outcomes):
        print_text(notice, err=True)
    total, failed = len(outcomes), sum(bool(outcome.error) for outcome in outcomes)
    unchanged = sum(not outcome.why and not outcome.error for outcome in outcomes)
    note = f", {unchanged} of them unchanged" if unchanged else ""
    print_text(f"{total - failed} of {total} reports in {index.parent}{note}; open {index}")
    if failed or progress.warned:
        sys.exit(1)
    message = "\n".join([*plan.left_out, f"{total} of {total} reports in {index.parent}, all unchanged; open {index}"])
    reads = _list_reads([outcome.render for outcome in outcomes])
    states = cache.record_paths(path for read, render in reads for path in list_paths(read, render))
    if not any(find_changed_read(read, render) for read, render in reads):  # else the next command looks again
        outputs = chain([index, *tables], (outcome.render.folder for outcome in outcomes))
        cache.remember_command(root, request, message, {**states, **before}, outputs)


def _list_reads(renders: Sequence[Render]) -> list[tuple[FileReads, Render]]:
    """Returns what reports read, once for those that read the same, as the variants of a sweep do."""
    from analysis.report.build.up_to_date import load_file_reads

    found: dict[tuple[object, ...], tuple[FileReads, Render]] = {}
    for render in renders:
        read = load_file_reads(render)
        key = (read.unseen, *sorted(read.files.items()), render.notebook.parent, render.case)
        found.setdefault(key, (read, render))
    return [*found.values()]


def _load_mirror(options: RenderOptions, root: Path) -> Mirror | None:
    """Returns the mirror of the address that reports go to, as it is there; None where they go to a folder."""
    if options.out.address is None:
        return None
    from analysis.remote.address import join_address
    from analysis.remote.copying import open_store
    from analysis.report.build.mirror import Mirror

    mirror = Mirror(join_address(options.out.address, *root.relative_to(options.out.path).parts), root)
    mirror.load()
    if mirror.is_new:
        open_store(options.out.address).check_folder()  # a file may be where the folder of all cases is meant
    return mirror
