"""`communique explore`: the notebooks in JupyterLab.

`explore.ipynb` reads the environment variable COMMUNIQUE_CASE, the folder of the case to open, which this command
sets: a notebook that is opened by hand has no parameters. Without it the notebook opens the shipped case.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import click

from analysis.case.case import open_case
from analysis.commands.shared.options import CaseFolder, case_option
from analysis.commands.shared.terminal import print_text
from analysis.errors import UsageError
from analysis.extras import require_extra
from analysis.paths import find_case, find_shipped


@click.command()
@click.argument("named", metavar="[CASE]", required=False)
@case_option
@click.option(
    "--port", type=click.IntRange(1, 65535), metavar="PORT", help="Port of JupyterLab.  [8888, or the next free one]"
)
def command(named: str | None, case: CaseFolder, port: int | None) -> None:
    """Open a case in JupyterLab, at the notebook with its numbers to set and its questions to ask.

    CASE: the folder of a case, or the name of one in data/, as for --case.
    """
    for package in ("jupyterlab", "ipywidgets"):
        require_extra(package, "explore", "communique explore")
    folder = _choose_case(named, case)
    open_case(folder)  # a fault in its data is reported here, not in a cell
    if port is not None:
        _check_port(port)
    notebook = Path("notebooks/explore.ipynb")
    if not notebook.exists():
        notebook = find_shipped("notebooks") / "explore.ipynb"
    print_text(f"exploring {folder.name}; stop with Ctrl-C")
    lab = subprocess.run(
        [sys.executable, "-m", "jupyterlab", *([] if port is None else [f"--port={port}"]), str(notebook)],
        check=False,
        env={**os.environ, "COMMUNIQUE_CASE": str(folder)},
    )
    sys.exit(lab.returncode)


def _choose_case(named: str | None, case: CaseFolder) -> Path:
    """Returns the folder of the case that is named before or after --case. Raises UsageError for two of them."""
    if named is None:
        return case.path
    folder = find_case(named)
    if case.given is not None and folder != case.path:
        raise UsageError(f"found two cases, {named} and --case {case.given}; give the one that is meant.")
    return folder


def _check_port(port: int) -> None:
    """Raises UsageError for a port that something else listens on."""
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", port))
        except OSError as error:
            raise UsageError(
                f"port {port} cannot be used ({error.strerror}); give another one with --port, or leave it out: "
                "JupyterLab then takes a free one."
            ) from None
