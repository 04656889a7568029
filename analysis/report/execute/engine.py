"""The papermill engine on warm kernels: `papermill --engine communique`. papermill loads it by its entry point."""

from __future__ import annotations

from typing import Any

from papermill.engines import NBClientEngine

from analysis.report.execute.kernels import WarmKernelManager

_OUTPUT_TIMEOUT = 60  # seconds a finished cell may take to hand over what it shows: nbclient's 4 fail on a busy machine


class CommuniqueEngine(NBClientEngine):
    """papermill's own engine on kernels forked from a warm process, over ipc sockets."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **kwargs: Any) -> Any:
        """Executes the notebook nb_man holds; see papermill.engines.Engine."""
        return super().execute_managed_notebook(
            nb_man,
            kernel_name,
            kernel_manager_class=WarmKernelManager,
            shutdown_kernel="immediate",
            ipython_hist_file="",
            iopub_timeout=_OUTPUT_TIMEOUT,
            **kwargs,
        )
