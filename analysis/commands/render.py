"""`communique render`: all reports of a case, or those named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click

from analysis.commands.shared.options import (
    ClusterOptions,
    RenderOptions,
    add_cluster_options,
    add_render_options,
    linger_option,
    parameter_option,
    reports_argument,
)
from analysis.commands.shared.run import run_render
from analysis.errors import UsageError


@click.command()
@reports_argument
@parameter_option
@add_render_options
@add_cluster_options
@linger_option
@click.option(
    "--draft",
    is_flag=True,
    help="Render notebooks that are not yet reports, whoever wrote them: give their paths, or folders of them. Each "
    "draft says how many of its numbers lead to a claim, and is in no index; the exit code is 3.",
)
@click.option("--stored", is_flag=True, help="With --draft: take the outputs that the notebooks hold, and run nothing.")
def command(
    reports: Sequence[str],
    parameters: Mapping[str, str],
    options: RenderOptions,
    cluster: ClusterOptions | None,
    linger: int,
    draft: bool,
    stored: bool,
) -> None:
    """Render all of the case's reports, or those named. Up-to-date reports are skipped.

    Notebooks are programs that run with your rights; before those of a stranger's case run, you are asked: see --trust,
    --no-notebooks-from-case and --sandbox.
    """
    if draft and options.languages:
        raise UsageError("--language is for reports: a draft is in the language that its notebook prints.")
    if draft and cluster:
        raise UsageError("--scheduler is for reports: a draft is rendered on this machine.")
    if draft:
        from analysis.commands.shared.drafts import run_drafts

        run_drafts(options, linger, reports, parameters, stored)
    if stored:
        raise UsageError("--stored goes with --draft: a report is always made by running its notebook.")
    if named := next((report for report in reports if report.endswith(".ipynb")), None):
        raise UsageError(f"{named} is the path of a notebook; name a report of the case, or add --draft.")
    run_render(options, linger, reports=reports, parameters=parameters, cluster=cluster)
