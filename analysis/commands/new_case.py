"""`communique new-case`: a small case to start from."""

from __future__ import annotations

from pathlib import Path

import click

from analysis.case.template import create_case
from analysis.commands.shared.terminal import print_text
from analysis.commands.shared.trust import trust_folder


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Write a small, valid case with one report into a new folder, to be filled with your own rows."""
    written = create_case(folder)
    trust_folder(folder)  # its notebooks are the user's own
    print_text(f"{len(written)} files in {folder}; try communique render --case {folder}")
