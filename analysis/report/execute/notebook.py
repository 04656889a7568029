"""Executing a notebook with parameters: papermill does it, through the engine in `engine.py`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import nbformat

from analysis.errors import CellError, describe_raised
from analysis.report.execute.shared_cells import SharedCells, find_shared_cells

CELL_TIME_LIMIT = 600  # seconds a cell may take
_ENGINE, _KERNEL = "communique", "python3"
_INJECTED, _UNUSUAL = "injected-parameters", {"raises-exception", "skip-execution"}  # tags of cells


def execute_notebook(
    notebook: Path,
    parameters: Mapping[str, Any],
    report: str,
    file_log: Path | None = None,
    *,
    to_end: bool = False,
    varied: Collection[str] = (),
) -> nbformat.NotebookNode:
    """Returns the notebook as executed with the parameters; nothing is written, but what it reads to `file_log`.

    to_end: whether it goes on after a cell that raises an error, which then is among the outputs of that cell.
    varied: names of the parameters in which it differs from others that are executed beside it, as those of a sweep.
    Raises CellError naming the report, the cell (as numbered in the file) and the exception's own line.
    """
    from papermill.engines import papermill_engines
    from papermill.exceptions import PapermillExecutionError  # papermill takes seconds to import
    from papermill.execute import raise_for_execution_errors
    from papermill.iorw import load_notebook_node
    from papermill.parameterize import parameterize_notebook

    # As papermill.execute_notebook does, except that it always writes the notebook to a file.
    made: nbformat.NotebookNode = load_notebook_node(str(notebook))
    if parameters:
        made = parameterize_notebook(
            made, dict(parameters), kernel_name=_KERNEL, language="python", engine_name=_ENGINE
        )
    try:
        made = papermill_engines.execute_notebook_with_engine(
            _ENGINE,
            made,
            _KERNEL,
            input_path=str(notebook),
            allow_errors=to_end,
            progress_bar=False,
            execution_timeout=CELL_TIME_LIMIT,
            start_timeout=60,
            file_log=file_log,
            silent=True,
            shared=_find_shared(made, parameters, varied, allow_errors=to_end) if varied and parameters else None,
        )
        if not to_end:
            raise_for_execution_errors(made, None)
        return made
    except PapermillExecutionError as error:
        cell = error.cell_index + 1 - bool(parameters)  # papermill put a cell with the parameters before it
        raise CellError(f"{report}, cell {cell}: {describe_raised(error.ename, error.evalue)}") from None
    except (RuntimeError, TimeoutError, OSError) as error:  # the kernel died, or a cell took too long
        raise CellError(f"{report}: {_find_first_line(str(error))}") from None


def _find_shared(
    made: nbformat.NotebookNode, parameters: Mapping[str, Any], varied: Collection[str], *, allow_errors: bool
) -> SharedCells | None:
    """Returns which cells need to run only once for all variants; None if some are not run as others are."""
    from papermill.translators import translate_parameters

    cells = [cell for cell in made.cells if cell.cell_type == "code" and cell.source.strip()]
    tags = [{*cell.metadata.get("tags", ())} for cell in cells]
    if any(_UNUSUAL.intersection(found) for found in tags):
        return None
    injected = next(position for position, found in enumerate(tags) if _INJECTED in found)
    alike = {name: value for name, value in parameters.items() if name not in varied}
    source = translate_parameters(_KERNEL, "python", alike, "Parameters")
    sources = [cell.source for cell in cells]
    return find_shared_cells(sources, varied, injected, source, allow_errors=allow_errors)


def _find_first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "the kernel stopped")
