"""nbclient's client for cells that run in a process without a kernel's sockets (see `cell_server`).

The outputs go through nbclient's own handling of messages and papermill's own handling of the notebook, so that the
executed notebook is the one that a kernel would have left.
"""

from __future__ import annotations

import os
import re
import select
import socket
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.session import orjson_unpacker
from jupyter_core.paths import jupyter_path
from nbclient.client import timestamp
from nbclient.exceptions import CellExecutionComplete, CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient

from analysis.report.execute import client
from analysis.report.execute.kernels import LONGEST_SOCKET_FOLDER, build_kernel_arguments, is_forkable
from analysis.report.execute.messages import (
    EndRun,
    OpenCells,
    Published,
    RunCell,
    StartRun,
    encode_message,
    split_messages,
)
from analysis.report.execute.shared_cells import SharedCells, name_message

# Kinds of messages with data by MIME type that become an output, and of what it then consists
_ADDED = {"display_data": ("metadata", "data"), "execute_result": ("metadata", "data", "execution_count")}
_SHOWING = (*_ADDED, "update_display_data")
_END_SECONDS = 5.0  # for which what a notebook registered for its end may run, as nbclient gives a kernel
# Words in a notebook that speaks with a kernel by other ways than its cells
_OF_SOCKETS = re.compile(r"\b(zmq|ipyparallel|connection_file|connect_info|qtconsole|debugpy|shell_stream)\b")


class NeedsKernel(Exception):
    """What a notebook does can only be done by a kernel with its sockets."""


class Run:
    """The process that runs the cells of one notebook. Raises DeadKernelError if it ends before it is ready."""

    def __init__(self, connection: socket.socket, file_log: Path | None):
        self.connection = connection
        self._received = bytearray()
        self._count = 0
        self.language_info: Mapping[str, Any] = self._receive(None).language_info  # of the kernel that it has
        self._send(StartRun(str(file_log or "")))

    def run_cell(self, source: str, *, store_history: bool, stop: bool, timeout: float | None) -> list[dict[str, Any]]:
        """Returns what a cell published, in the form of a kernel's messages; the last is the reply.

        timeout: seconds. Raises TimeoutError, and DeadKernelError if the process ended.
        """
        self._count += 1
        self._send(RunCell(source, name_message(self._count), store_history, stop))
        return [_build_message(one) for one in self._receive(timeout)]

    def end(self) -> None:
        """Has the process do what the notebook registered for its end, and waits for that."""
        try:
            self._send(EndRun())
            self._receive(_END_SECONDS)
        except (TimeoutError, DeadKernelError):
            pass  # DeadKernelError: as it should be
        self.connection.close()  # which ends it at once, wherever it is

    def _send(self, request: object) -> None:
        try:
            self.connection.sendall(encode_message(request))
        except OSError:
            raise DeadKernelError("Kernel died") from None

    def _receive(self, timeout: float | None) -> Any:
        end = None if timeout is None else time.monotonic() + timeout
        while True:
            for answer in split_messages(self._received):
                return answer
            left = None if end is None else max(0.0, end - time.monotonic())
            if not select.select([self.connection], [], [], left)[0]:
                raise TimeoutError
            try:
                piece = self.connection.recv(1 << 20)
            except OSError:
                piece = b""
            if not piece:
                raise DeadKernelError("Kernel died")
            self._received += piece


def _build_message(one: Published) -> dict[str, Any]:
    """Returns a message in the form in which nbclient takes it.

    What is shown is a node of nbformat already, which it would otherwise make of every object within: nobody asks
    anything of these nodes.
    """
    header = {"msg_type": one.kind, "date": one.date}
    content = orjson_unpacker(one.content)
    if one.kind in _SHOWING:
        content["data"] = NotebookNode(content["data"])  # type: ignore[no-untyped-call]
    return {
        "msg_type": one.kind,
        "header": header,
        "parent_header": {"msg_id": one.parent},
        "content": content,
        "buffers": [memoryview(buffer) for buffer in one.buffers],
    }


class CellClient(PapermillNotebookClient):  # type: ignore[misc]  # papermill has no types
    """papermill's client, whose cells are run by a `Run`."""

    def __init__(self, nb_man: Any, run: Run, **options: Any):
        super().__init__(nb_man, **options)
        self.run = run

    def execute(self, **_: Any) -> Any:
        """Returns the notebook, executed."""
        self.reset_execution_trackers()
        try:
            self.papermill_execute_cells()
        finally:
            self.run.end()
        self.nb.metadata["language_info"] = {**self.run.language_info}
        self.set_widgets_metadata()
        return self.nb

    def execute_cell(
        self, cell: Any, cell_index: int, execution_count: int | None = None, store_history: bool = True
    ) -> Any:
        """Returns a cell, executed as by nbclient's `async_execute_cell`."""
        tags = cell.metadata.get("tags", [])
        if cell.cell_type != "code" or not cell.source.strip() or self.skip_cells_with_tag in tags:
            return cell
        cell["metadata"]["execution"] = {}
        allowed = self.allow_errors or "raises-exception" in tags
        self.code_cells_executed += 1
        cell.outputs = []
        self.clear_before_next_output = False
        timeout = self._get_timeout(cell)
        try:
            messages = self.run.run_cell(cell.source, store_history=store_history, stop=not allowed, timeout=timeout)
        except TimeoutError:
            raise CellTimeoutError.error_from_timeout_and_cell("Cell execution timed out", timeout or 0, cell) from None
        (reply,) = (message for message in messages if message["msg_type"] == "execute_reply")
        cell["metadata"]["execution"]["shell.execute_reply"] = timestamp(reply)
        for message in messages:
            if message is not reply and message["parent_header"] == reply["parent_header"]:
                self._take_message(message, cell, cell_index)
        _check_outputs(cell.outputs)
        if reply["content"]["status"] == "error" and not allowed:
            raise CellExecutionError.from_cell_and_msg(cell, reply["content"])
        return cell

    def output(self, outs: list[Any], msg: dict[str, Any], display_id: str | None, cell_index: int) -> Any:
        """Adds what a message shows to the outputs of a cell, as nbclient does, but for the check of each by itself.

        nbformat checks a part of a notebook in some twenty times the time that it takes for a whole one, so
        `execute_cell` has the outputs of a cell checked as those of a notebook.
        """
        kind, content = msg["header"]["msg_type"], msg["content"]
        hooks = self.output_hook_stack[msg["parent_header"]["msg_id"]]
        if kind not in _ADDED or hooks or self.clear_before_next_output:
            return super().output(outs, msg, display_id, cell_index)
        made = NotebookNode(output_type=kind)  # type: ignore[no-untyped-call]
        for name in _ADDED[kind]:
            made[name] = content[name]
        if display_id:  # a later message may update it
            self._display_id_map.setdefault(display_id, {}).setdefault(cell_index, []).append(len(outs))
        outs.append(made)
        return made

    def _update_display_id(self, display_id: str, msg: dict[str, Any]) -> None:
        """Updates what is shown under an id as nbclient does; the check is as for `output`."""
        if display_id in self._display_id_map and msg["msg_type"] in _SHOWING:
            made = NotebookNode(output_type="display_data", metadata=msg["content"]["metadata"])  # type: ignore[no-untyped-call]
            made["data"] = msg["content"]["data"]
            _check_outputs([made])
            for cell_index, places in self._display_id_map[display_id].items():
                for place in places:
                    output = self.nb["cells"][cell_index]["outputs"][place]
                    output["data"], output["metadata"] = made["data"], made["metadata"]

    def _take_message(self, message: dict[str, Any], cell: Any, cell_index: int) -> None:
        if message["msg_type"] == "comm_open" and "@jupyter-widgets/output" in str(message["content"]["data"]):
            raise NeedsKernel  # nbclient answers such a widget
        with suppress(CellExecutionComplete):
            self.process_message(message, cell, cell_index)


def _check_outputs(outputs: Sequence[Any]) -> None:
    """Checks that outputs are of the form that a notebook has. Raises nbformat's ValidationError."""
    if outputs:
        cell: dict[str, Any] = {
            "cell_type": "code",
            "id": "checked",
            "metadata": {},
            "execution_count": None,
            "source": "",
        }
        cells = [{**cell, "outputs": [*outputs]}]
        nbformat.validate({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def open_run(
    notebook: Any, kernel_name: str, options: Sequence[str], file_log: Path | None, shared: SharedCells | None = None
) -> Run | None:
    """Returns a new process that runs a notebook's cells; None where a kernel with its sockets is needed.

    kernel_name: of the kernel that it would have. options: of its command line. file_log: where it notes what
    it reads.
    """
    isolation, server, folder = client.get_isolation(), client.start_server(), client.get_kernel_folder()
    if isolation is None or isolation.readable is not None or server is None or folder is None:
        return None
    if any(_OF_SOCKETS.search(cell.source) for cell in notebook.cells if cell.cell_type == "code"):
        return None
    env = client.build_kernel_environment(os.environ)
    command = _find_command(kernel_name, tuple(jupyter_path("kernels")))
    if len(str(folder)) > LONGEST_SOCKET_FOLDER or not command or not is_forkable(command, env):
        return None
    argv = build_kernel_arguments([part.replace("{connection_file}", f"{folder}/k.json") for part in command])
    plain = OpenCells((*argv, *options), env, str(Path.cwd()), str(folder), isolation.memory)
    requests = [plain]
    if shared is not None:
        cells = shared.build_cells()
        requests.insert(0, replace(plain, shared=cells, injected=shared.injected, later=shared.later))
    for request in requests:
        try:
            if run := _connect(server.ask(request), file_log):
                return run
        except OSError:
            if client.is_stopping():
                raise
            return None
    return None


def _connect(path: str, file_log: Path | None) -> Run | None:
    """Returns a run of the process that has a socket; None if that ends before, as what it shared did not allow it."""
    if not path:
        return None
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.connect(path)
        return Run(connection, file_log)
    except (OSError, DeadKernelError):
        connection.close()
        return None


@lru_cache
def _find_command(kernel_name: str, folders: tuple[str, ...]) -> tuple[str, ...]:
    """Returns the command that starts a kernel; none where it is not Python's, or needs variables or a provisioner.

    folders: where specifications of kernels are looked for.
    """
    from ipykernel.kernelspec import RESOURCES, get_kernel_dict

    # get_kernel_spec would read the entry points of every package that is installed, for provisioners that nobody asks
    folder = KernelSpecManager(kernel_dirs=[*folders]).find_kernel_specs().get(kernel_name.lower(), "")
    if not folder:
        return ()
    spec = KernelSpec(**get_kernel_dict()) if folder == RESOURCES else KernelSpec.from_resource_dir(folder)
    if spec.language != "python" or spec.env or not spec.argv or "kernel_provisioner" in spec.metadata:
        return ()
    names = ("python", *(f"python{version}" for version in ("3", f"3.{sys.version_info[1]}")))
    return (sys.executable if spec.argv[0] in names else spec.argv[0], *spec.argv[1:])
