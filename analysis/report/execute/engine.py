"""The papermill engine on warm kernels: `papermill --engine communique`. papermill finds it by its entry point."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from papermill.engines import NBClientEngine

from analysis.report.execute.kernels import WarmKernelManager

_FILE_LOG, _FRONT_END = "analysis.report.execute.file_log", "analysis.front_end"
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
        **kwargs: Any,
    ) -> Any:
        """Executes the notebook nb_man holds; see papermill.engines.Engine. What the caller asks for comes first.

        file_log: a new file for the names of the files it reads; None for none. silent: whether no front end will show
        its outputs, so that the kernel need not write them for one.
        """
        usual: dict[str, Any] = {"kernel_manager_class": WarmKernelManager, "iopub_timeout": _OUTPUT_TIMEOUT}
        first = [f"__import__({_FRONT_END!r}, fromlist=['']).silence()"] if silent else []
        if file_log:
            first.append(f"__import__({_FILE_LOG!r}, fromlist=['']).start_log({str(file_log)!r})")
            logging = {"writable": (str(file_log.parent),)}
            usual["kernel_manager_class"] = type("LoggingKernelManager", (WarmKernelManager,), logging)
        if first:
            usual["extra_arguments"] = [f"--IPKernelApp.exec_lines={'; '.join(first)}"]
        return super().execute_managed_notebook(nb_man, kernel_name, *args, **usual | kwargs)
