"""`communique explore`: the notebooks in JupyterLab.

`explore.ipynb` reads the environment variable COMMUNIQUE_CASE, the folder of the case to open, which this command
sets: a notebook that is opened by hand has no parameters. Without it the notebook opens the shipped case.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click

from analysis.case.case import load_case
from analysis.commands.shared.options import CaseFolder, case_option
from analysis.commands.shared.terminal import print_text
from analysis.extras import require_extra
from analysis.paths import find_shipped


@click.command()
@case_option
def command(case: CaseFolder) -> None:
    """Open the notebooks in JupyterLab, at the one with sliders."""
    for package in ("jupyterlab", "ipywidgets"):
        require_extra(package, "explore", "communique explore")
    load_case(case.path)  # a fault in its data is reported here, not in a cell
    notebook = Path("notebooks/explore.ipynb")
    if not notebook.exists():
        notebook = find_shipped("notebooks") / "explore.ipynb"
    print_text(f"exploring {case.path.name}; stop with Ctrl-C")
    lab = subprocess.run(
        [sys.executable, "-m", "jupyterlab", str(notebook)],
        check=False,
        env={**os.environ, "COMMUNIQUE_CASE": str(case.path)},
    )
    sys.exit(lab.returncode)
