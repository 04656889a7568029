"""Warm kernels: a jupyter_client provisioner that forks them from one process with everything imported.

Where there is no fork (Windows), or the server cannot start, an ordinary kernel is launched, and it is said so.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import warnings
from pathlib import Path
from typing import Any

from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner

NAME = "communique-warm"


class Server:
    """The process that forks. One a command; starts importing at once, and is waited for at the first fork."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ready = False
        self._process = subprocess.Popen(
            [sys.executable, "-m", "analysis.report.forkserver"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            start_new_session=True,                         # Ctrl-C reaches only the command itself
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"})

    def fork(self, argv: list[str], env: dict[str, str], cwd: str) -> int:
        """Returns the process id of a new kernel. Raises OSError if the server is gone."""
        return self._ask({"fork": {"argv": argv, "env": env, "cwd": cwd}})["pid"]

    def poll(self, pid: int) -> int | None:
        """Returns a kernel's exit code, or None while it runs."""
        try:
            return self._ask({"poll": pid})["code"]
        except OSError:
            return -signal.SIGKILL     # the server takes its kernels with it

    def stop(self) -> None:
        """Ends the server and every kernel it forked."""
        if self._process.stdin:
            self._process.stdin.close()
        try:
            self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        with self._lock:
            if not self._ready:
                self._ready = bool(self._answer())
            try:
                self._process.stdin.write(json.dumps(request).encode() + b"\n")
                self._process.stdin.flush()
            except ValueError as error:       # stdin closed by stop()
                raise BrokenPipeError(str(error)) from None
            return self._answer()

    def _answer(self) -> dict[str, Any]:
        line = self._process.stdout.readline()
        if not line:
            raise BrokenPipeError("the process that forks kernels has ended")
        return json.loads(line)


class _Shared:
    server: Server | None = None
    folder: tempfile.TemporaryDirectory[str] | None = None
    lock = threading.Lock()
    stopping = False


def warm_up() -> Server | None:
    """Starts the server, if not yet done, without waiting for it; returns None where it cannot fork."""
    if not hasattr(os, "fork"):
        return None
    with _Shared.lock:
        if _Shared.stopping:
            raise BrokenPipeError("stopped")
        if _Shared.server is None:
            _Shared.server = Server()
            _Shared.folder = tempfile.TemporaryDirectory(prefix="communique-", ignore_cleanup_errors=True)
            atexit.register(cool_down)
        return _Shared.server


def stop() -> None:
    """Ends the server and its kernels at once, and starts no other until `cool_down`; what waits on them fails."""
    with _Shared.lock:
        _Shared.stopping = True
        server, _Shared.server = _Shared.server, None
    if server:
        server.stop()


def cool_down() -> None:
    """Ends the server and its kernels and removes their sockets, once nothing waits on them any more."""
    stop()
    with _Shared.lock:
        folder, _Shared.folder = _Shared.folder, None
        _Shared.stopping = False
    if folder:
        folder.cleanup()


class ForkedKernel:
    """As much of subprocess.Popen as a local provisioner uses, for a process that is not our child."""

    stdin = stdout = stderr = None

    def __init__(self, server: Server, pid: int):
        self.server, self.pid, self.returncode = server, pid, None

    def poll(self) -> int | None:
        """Returns the exit code, or None while it runs."""
        if self.returncode is None:
            self.returncode = self.server.poll(self.pid)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Returns the exit code; the provisioner calls it only once poll has one."""
        code = self.poll()
        return 0 if code is None else code

    def send_signal(self, signum: int) -> None:
        """Sends a signal to the kernel."""
        os.kill(self.pid, signum)

    def kill(self) -> None:
        """Ends the kernel at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Asks the kernel to end."""
        self.send_signal(signal.SIGTERM)


class WarmProvisioner(LocalProvisioner):
    """Launches a Python kernel by forking the warm server; everything else is a local provisioner's."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Forks a kernel for the connection file named in `cmd`; see jupyter_client.provisioning."""
        server = warm_up()
        arguments = _kernel_arguments(cmd)
        if server is None or arguments is None:
            return await super().launch_kernel(cmd, **kwargs)
        try:
            pid = server.fork(arguments, dict(kwargs.get("env") or os.environ), str(kwargs.get("cwd") or Path.cwd()))
        except OSError as error:
            if _Shared.stopping:
                raise
            warnings.warn(f"no warm kernel ({error}); starting an ordinary one", RuntimeWarning, stacklevel=1)
            return await super().launch_kernel(cmd, **kwargs)
        self.process = ForkedKernel(server, pid)
        self.pid = self.pgid = pid       # the kernel leads a group of its own
        self.cwd = kwargs.get("cwd", Path.cwd())
        return self.connection_info


def _kernel_arguments(cmd: list[str]) -> list[str] | None:
    """The arguments of `python -m ipykernel_launcher ...`, or None if this is some other kernel."""
    if "ipykernel_launcher" not in cmd:
        return None
    return cmd[cmd.index("ipykernel_launcher"):]


class WarmKernelManager(AsyncKernelManager):
    """Asks for the warm provisioner whatever the kernel spec says, and keeps its sockets in a folder of its own."""

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        if warm_up() is not None and _Shared.folder is not None:
            self.transport = "ipc"
            self.connection_file = str(Path(_Shared.folder.name) / f"{os.urandom(6).hex()}.json")

    @property
    def kernel_spec(self) -> Any:
        """The kernel spec, with our provisioner in it."""
        spec = super().kernel_spec
        if spec is not None:
            spec.metadata["kernel_provisioner"] = {"provisioner_name": NAME}
        return spec
