"""One report to make, and what became of it: what passes between the command and its workers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Render:
    """One report to make: everything it depends on, and where it goes."""

    report: str
    title: str
    notebook: Path
    parameters: Mapping[str, Any]  # what papermill injects
    formats: tuple[str, ...]
    folder: Path
    crate: bool = False  # with RO-Crate metadata


@dataclass(frozen=True)
class Outcome:
    """What became of a Render: its folder, or the reason why there is none. Without `why` it stood as it was."""

    render: Render
    error: str = ""
    why: str = ""  # why it was made again; '' where it was not
