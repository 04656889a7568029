"""`communique sweep`: the variants of reports that a file lists, and one table of their results."""

from __future__ import annotations

from pathlib import Path

import click

from analysis.commands.shared.options import (
    ClusterOptions,
    RenderOptions,
    add_cluster_options,
    add_render_options,
    linger_option,
)
from analysis.commands.shared.run import run_render


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@add_render_options
@add_cluster_options
@linger_option
def command(file: Path, options: RenderOptions, cluster: ClusterOptions | None, linger: int) -> None:
    """Render the variants listed in FILE, a CSV with the columns of reports.csv, and collect their results.

    Output goes to a folder named after FILE, with results.csv: every named number of every variant. Notebooks are
    programs that run with your rights: see --trust, --no-notebooks-from-case and --sandbox.

    With --scheduler the workers of a dask cluster render; what they need is sent to them, and the reports are written
    here, with the same bytes.
    """
    run_render(options, linger, variants=file, cluster=cluster)
