"""What `render --draft` does: notebooks that are not yet reports, each rendered whole, with a count of its numbers."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from analysis.commands.shared import warm_server
from analysis.commands.shared.options import RenderOptions
from analysis.commands.shared.terminal import print_text
from analysis.commands.shared.trust import Gate
from analysis.errors import CommuniqueError, UsageError
from analysis.report.build.draft import ENDING, find_drafts, name_drafts, render_draft
from analysis.report.build.job import Render
from analysis.report.build.plan import read_cells
from analysis.report.document.parameters import check_values, read_parameters
from analysis.report.execute import client
from analysis.report.formats import check_format

DRAFT_CODE = 3
"""The exit code where all drafts were rendered: never 0, so that no script takes a draft for a report."""
FOLDER = "drafts"


def run_drafts(
    options: RenderOptions, linger: int, given: Sequence[str], parameters: Mapping[str, str], stored: bool
) -> None:
    """Renders each notebook as a draft, prints what it has, and ends the process: with 3, or 1 if one failed.

    linger: seconds for which the warm server is kept. given: paths of notebooks or of folders of them. stored: whether
    their outputs are taken as they stand, so that nothing is run.
    Raises UsageError.
    """
    options.out.require_local("drafts are no reports, and are not published")
    if options.crate:
        raise UsageError("--crate describes reports; a draft is none. Leave one of the two options out.")
    if stored and parameters:
        raise UsageError("--stored runs nothing, so that no parameter can be set; leave -P or --stored out.")
    for name in options.formats:
        check_format(name)
    renders = _plan_drafts(options, given, parameters, stored)
    failed = 0
    setup = warm_server.build_setup(options.case, sandbox=options.sandbox, keep_env=options.keep_env)
    if not stored:
        Gate(options.trust or options.sandbox, options.case_notebooks).admit(
            [(render, "a draft") for render in renders], options.case.path
        )
        client.start_server(setup)
    try:
        for render in renders:
            try:
                count = render_draft(render, stored)
            except CommuniqueError as error:
                failed += 1
                print_text(f"communique: {error}", err=True)
            else:
                print_text(f"DRAFT {render.report}: {count}; open {_find_page(render)}")
    finally:
        if not stored:
            client.close_server(linger)
    folder = options.out.path / FOLDER
    print_text(f"{len(renders) - failed} of {len(renders)} drafts in {folder}; drafts are no reports, and in no index.")
    sys.exit(1 if failed else DRAFT_CODE)


def _plan_drafts(
    options: RenderOptions, given: Sequence[str], parameters: Mapping[str, str], stored: bool
) -> list[Render]:
    names = name_drafts(find_drafts(given))
    renders = []
    for path, name in names.items():
        values: dict[str, object] = {}
        if not stored and (parameters or options.case.given is not None):
            declared = read_parameters(read_cells(path), path.stem)
            values = dict(check_values(declared, parameters, path.stem))
            if options.case.given is not None and any(one.name == "case_dir" for one in declared):
                values = {"case_dir": options.case.given, **values}
        folder = options.out.path / FOLDER / name
        renders.append(Render(name, name, path, values, options.formats, folder, case=options.case.path))
    return renders


def _find_page(render: Render) -> str:
    return str(render.folder / f"{render.report}{ENDING}.{render.formats[0]}")
