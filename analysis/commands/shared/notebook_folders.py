"""Where the notebooks of a case are looked for."""

from __future__ import annotations

from pathlib import Path

from analysis.paths import find_shipped


def find_notebook_folders(case: Path) -> list[Path]:
    """Returns the folders in which the notebooks of a case are looked for; the first that has one is taken."""
    return [path for path in list_notebook_folders(case) if path.is_dir()]


def list_notebook_folders(case: Path) -> list[Path]:
    """Returns the folders in which notebooks may be, also those that do not exist yet."""
    return [case / "notebooks", Path("notebooks"), find_shipped("notebooks")]
