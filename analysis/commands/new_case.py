"""`communique new-case`: a small case to start from."""

from __future__ import annotations

from pathlib import Path

import click

from analysis.case.template import create_case


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Write a small, valid case with one report into a new folder, to be filled with your own rows."""
    click.echo(f"{len(create_case(folder))} files in {folder}; try communique render --case {folder}")
