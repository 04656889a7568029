"""`communique new-case`: a small case to start from."""

from __future__ import annotations

from pathlib import Path

import click

from analysis.case.first_steps import STEPS
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
    print_text("Put your own in place of its example, in this order:")
    for file, what in STEPS:
        print_text(f"  {file:17} {what}")
    print_text(f"Every column, and what else may lie beside the tables, is explained in {folder / 'README.md'}.")
