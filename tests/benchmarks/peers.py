"""The peers: what one would use instead, on the same notebooks and parameters."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.measure import ROOT, Run, run

# nbconvert converts SVG figures with Inkscape unless told otherwise; rsvg-convert is smaller and many times faster.
_RSVG = "--SVG2PDFPreprocessor.command=rsvg-convert -f pdf -o {to_filename} {from_filename}"
_NEEDED = {"papermill": ("papermill",), "html": ("jupyter",), "pdf": ("jupyter", "xelatex", "pandoc", "rsvg-convert")}


def missing(step: str) -> list[str]:
    """Returns the programs a step needs that are not there."""
    return [name for name in _NEEDED[step] if not shutil.which(name)]


def reports(case: Path) -> list[tuple[str, Path, dict[str, str]]]:
    """Returns (report, notebook, parameters) for each line of a case's reports.csv."""
    with (case / "reports.csv").open(encoding="utf-8", newline="") as file:
        return [
            (
                row["report_id"],
                ROOT / "notebooks" / f"{row['notebook']}.ipynb",
                dict(part.strip().split("=", 1) for part in (row["parameters"] or "").split(";") if part.strip()),
            )
            for row in csv.DictReader(file)
        ]


def papermill(listed: Sequence[tuple[str, Path, dict[str, str]]], into: Path) -> list[Run]:
    """Executes each notebook by a papermill command of its own, as its documentation shows."""
    return [
        run(
            "papermill",
            "--no-progress-bar",
            str(notebook),
            str(into / f"{report}.ipynb"),
            *(word for name, value in given.items() for word in ("-p", name, value)),
        )
        for report, notebook, given in listed
    ]


def html(listed: Sequence[tuple[str, Path, dict[str, str]]], into: Path) -> list[Run]:
    """Exports each executed notebook to HTML."""
    return [run("jupyter", "nbconvert", "--to", "html", f"{report}.ipynb", cwd=into) for report, _, _ in listed]


def pdf(listed: Sequence[tuple[str, Path, dict[str, str]]], into: Path) -> list[Run]:
    """Exports each executed notebook to PDF, by XeLaTeX."""
    return [run("jupyter", "nbconvert", "--to", "pdf", _RSVG, f"{report}.ipynb", cwd=into) for report, _, _ in listed]
