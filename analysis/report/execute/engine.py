"""The papermill engine on warm kernels: `papermill --engine communique`. papermill finds it by its entry point."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from papermill.engines import NBClientEngine

from analysis.report.execute.kernels import WarmKernelManager

_FILE_LOG = "analysis.report.execute.file_log"
_OUTPUT_TIMEOUT = 60  # seconds a finished cell may take to hand over what it shows: nbclient's 4 fail on a busy machine


class CommuniqueEngine(NBClientEngine):  # type: ignore[misc]  # papermill has no types
    """papermill's own engine on kernels forked from a warm process, over ipc sockets."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, *args: Any, file_log: Path | None = None, **kwargs: Any
    ) -> Any:
        """Executes the notebook nb_man holds; see papermill.engines.Engine. file_log: for what it reads, a new file."""
        first = f"__import__({_FILE_LOG!r}, fromlist=['']).start_log({str(file_log)!r})"
        return super().execute_managed_notebook(
            nb_man,
            kernel_name,
            *args,
            kernel_manager_class=WarmKernelManager,
            shutdown_kernel="immediate",
            extra_arguments=[
                "--HistoryManager.enabled=False",  # no cell is to be found in the user's history
                *([f"--IPKernelApp.exec_lines={first}"] if file_log else []),
            ],
            iopub_timeout=_OUTPUT_TIMEOUT,
            **kwargs,
        )
