"""Executing a notebook with parameters: papermill does it, through the engine in `engine.py`."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat

from analysis import errors
from analysis.errors import CellError

TIME_LIMIT = 600      # seconds a cell may take


def execute(notebook: Path, parameters: Mapping[str, Any], report: str) -> nbformat.NotebookNode:
    """Returns the notebook as executed with the parameters; nothing is written.

    Raises CellError naming the report, the cell (as numbered in the file) and the exception's own line.
    """
    from papermill.exceptions import PapermillExecutionError  # papermill takes seconds to import
    from papermill.execute import execute_notebook

    logging.getLogger("papermill").setLevel(logging.ERROR)     # it cannot read annotated parameters, and says so
    try:
        return execute_notebook(_literal(notebook), None, parameters=dict(parameters), engine_name="communique",
                                kernel_name="python3", progress_bar=False, execution_timeout=TIME_LIMIT)
    except PapermillExecutionError as error:
        cell = error.cell_index + 1 - bool(parameters)   # papermill put a cell with the parameters before it
        raise CellError(f"{report}, cell {cell}: {_own_line(error.ename, error.evalue)}") from None
    except (RuntimeError, TimeoutError, OSError) as error:     # the kernel died, or a cell took too long
        raise CellError(f"{report}: {_first_line(str(error))}") from None


def _literal(path: Path) -> str:
    """papermill takes a path for a format string."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _own_line(name: str, value: str) -> str:
    """Our own errors are written for the reader; of any other the class tells half the story."""
    return value if isinstance(getattr(errors, name, None), type) else f"{name}: {value}"


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "the kernel stopped")
