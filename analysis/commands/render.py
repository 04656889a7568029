"""`communique render`: all reports of a case, or those named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click

from analysis.commands.shared.options import (
    RenderOptions,
    add_render_options,
    linger_option,
    parameter_option,
    reports_argument,
)
from analysis.commands.shared.run import run_render


@click.command()
@reports_argument
@parameter_option
@add_render_options
@linger_option
def command(reports: Sequence[str], parameters: Mapping[str, str], options: RenderOptions, linger: int) -> None:
    """Render all of the case's reports, or those named. Up-to-date reports are skipped.

    Notebooks are programs that run with your rights; before those of a stranger's case run, you are asked: see --trust,
    --no-notebooks-from-case and --sandbox.
    """
    run_render(options, linger, reports=reports, parameters=parameters)
