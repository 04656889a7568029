"""The papermill engine on warm kernels: `papermill --engine communique`. papermill finds it by its entry point."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from papermill.engines import NBClientEngine
from papermill.log import logger

from analysis.report.execute import cell_client
from analysis.report.execute.kernels import WarmKernelManager
from analysis.report.execute.shared_cells import SharedCells

_FILE_LOG, _FRONT_END = "analysis.report.execute.file_log", "analysis.front_end"
_IN_MEMORY = "--HistoryManager.hist_file=:memory:"
_OUTPUT_TIMEOUT = 60  # seconds a finished cell may take to hand over what it shows: nbclient's 4 fail on a busy machine


class CommuniqueEngine(NBClientEngine):  # type: ignore[misc]  # papermill has no types
    """papermill's own engine on kernels forked from a warm process, over ipc sockets."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        *args: Any,
        file_log: Path | None = None,
        silent: bool = False,
        shared: SharedCells | None = None,
        **kwargs: Any,
    ) -> Any:
        """Executes the notebook nb_man holds; see papermill.engines.Engine. What the caller asks for comes first.

        file_log: a new file for the names of the files it reads; None for none. silent: whether no front end will show
        its outputs, so that the kernel need not write them for one. shared: what runs once for all variants of a sweep.
        """
        first = [f"__import__({_FRONT_END!r}, fromlist=['']).silence()"] if silent else []
        if silent and (
            run := cell_client.open_run(nb_man.nb, kernel_name, (_IN_MEMORY, *_build_options(first)), file_log, shared)
        ):
            try:
                return cell_client.CellClient(nb_man, run, kernel_name=kernel_name, **_name_options(**kwargs)).execute()
            except cell_client.NeedsKernel:
                nb_man.notebook_start()
                if file_log:
                    file_log.unlink(missing_ok=True)
        usual: dict[str, Any] = {"kernel_manager_class": WarmKernelManager, "iopub_timeout": _OUTPUT_TIMEOUT}
        if file_log:
            first.append(f"__import__({_FILE_LOG!r}, fromlist=['']).start_log({str(file_log)!r})")
            logging = {"writable": (str(file_log.parent),)}
            usual["kernel_manager_class"] = type("LoggingKernelManager", (WarmKernelManager,), logging)
        if first:
            usual["extra_arguments"] = _build_options(first)
        return super().execute_managed_notebook(nb_man, kernel_name, *args, **usual | kwargs)


def _build_options(first: Sequence[str]) -> list[str]:
    """Returns options for a kernel's command line. first: lines of code that it runs before any cell."""
    return [f"--IPKernelApp.exec_lines={'; '.join(first)}"]


def _name_options(
    execution_timeout: float | None = None, allow_errors: bool = False, input_path: str = "", **others: Any
) -> dict[str, Any]:
    """Returns papermill's options under the names of nbclient, which has no need of the others here."""
    return {"timeout": execution_timeout, "allow_errors": allow_errors, "log": logger}
