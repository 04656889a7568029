"""Warm kernels: a jupyter_client provisioner that forks them from one process with everything imported.

An ordinary kernel is started where the system cannot fork (Windows), for another language, another Python or a kernel
specification that changes how Python starts, and in a sandbox; also, with a warning, where the server has died.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
import warnings
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from queue import Empty
from typing import Any, cast

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from jupyter_core.paths import jupyter_path

from analysis.report.execute import client, sandbox
from analysis.report.execute.isolation import build_launch_options

PROVISIONER = "communique-warm"
_LAUNCHER = "ipykernel_launcher"
LONGEST_SOCKET_FOLDER = 88  # characters of a folder for sockets, whose whole names may have a hundred or so; else TCP


class ForkedKernel:
    """As much of subprocess.Popen as a local provisioner uses, for a process that is not our child."""

    stdin = stdout = stderr = None

    def __init__(self, connection: client.Connection, pid: int):
        self.connection, self.pid = connection, pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Returns the exit code, or None while it runs."""
        if self.returncode is None:
            self.returncode = self.connection.poll(self.pid)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Returns the exit code; the provisioner calls it only once `poll` has one."""
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

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Forks a kernel for the connection file named in `cmd`; see jupyter_client.provisioning."""
        connection = client.start_server()
        isolation = client.get_isolation()
        limits = build_launch_options(isolation)
        env = client.build_kernel_environment(kwargs.get("env") or os.environ)
        cwd = str(kwargs.get("cwd") or Path.cwd())
        kwargs["env"] = env
        if isolation is not None and isolation.readable is not None:
            kwargs["independent"] = True  # there it cannot see the process it asks after; bubblewrap ends it with ours
            manager = cast(WarmKernelManager, self.parent)
            own = [str(Path(manager.connection_file).parent), *manager.writable]
            wrapped = sandbox.wrap_command(cmd, own, isolation.readable, env, cwd)
            return await super().launch_kernel(wrapped, **kwargs, **limits)
        if connection is None or not is_forkable(cmd, env):
            return await super().launch_kernel(cmd, **kwargs, **limits)
        try:
            pid = connection.fork(build_kernel_arguments(cmd), env, cwd)
        except OSError as error:
            if client.is_stopping():
                raise
            warnings.warn(f"no warm kernel ({error}); starting an ordinary one", RuntimeWarning, stacklevel=1)
            return await super().launch_kernel(cmd, **kwargs, **limits)
        self.process = ForkedKernel(connection, pid)  # type: ignore[assignment]  # declared as a Popen, used as this
        self.pid = self.pgid = pid  # the kernel leads a process group of its own
        self.cwd = cwd
        return self.connection_info

    async def wait(self) -> int | None:
        """Returns the exit code once there is one; a kernel that is asked to end does so in milliseconds."""
        while self.process and self.process.poll() is None:
            await asyncio.sleep(0.005)
        return await super().wait()


def is_forkable(cmd: Sequence[str], env: Mapping[str, str]) -> bool:
    """Returns whether a kernel that `cmd` would start is what the server forks.

    It is `python -m ipykernel_launcher` of this Python, with no option and no variable that Python reads as it starts.
    """
    if _LAUNCHER not in cmd:
        return False
    python, *options = cmd[: cmd.index(_LAUNCHER)]
    started_alike = all(env.get(name) == os.environ.get(name) for name in {*env, *os.environ} if _is_pythons(name))
    same = (
        Path(python).parent == Path(sys.executable).parent and Path(python).resolve() == Path(sys.executable).resolve()
    )
    return same and options in (["-m"], ["-Xfrozen_modules=off", "-m"]) and started_alike


def _is_pythons(variable: str) -> bool:
    return variable.startswith("PYTHON") or variable in ("LD_LIBRARY_PATH", "LD_PRELOAD")


def build_kernel_arguments(cmd: Sequence[str]) -> list[str]:
    """Returns `sys.argv` as a kernel that `cmd` starts has it."""
    launcher = find_spec(_LAUNCHER)
    return [launcher.origin if launcher and launcher.origin else _LAUNCHER, *cmd[cmd.index(_LAUNCHER) + 1 :]]


class WarmClient(AsyncKernelClient):
    """A client of a kernel that has no other: once it has answered, no further message need be waited for."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Returns when the kernel answers; jupyter_client's own then waits for a fifth of a second of silence.

        Raises RuntimeError if the kernel dies or does not answer in `timeout` seconds.
        """
        end = time.monotonic() + (timeout or float("inf"))
        while time.monotonic() < end:
            self.kernel_info()
            with suppress(Empty):
                if (await self.get_shell_msg(timeout=1))["msg_type"] == "kernel_info_reply":
                    with suppress(Empty):
                        await self.get_iopub_msg(timeout=0.2)  # or what is printed first might be lost
                        return
            if not await self.is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
        raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")


class WarmKernelManager(AsyncKernelManager):
    """Asks for the warm provisioner whatever the kernel spec says, and keeps its files in the run's own folder.

    writable: folders that a kernel in a sandbox may write in besides.
    """

    writable: tuple[str, ...] = ()

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        server = client.start_server()
        folder = client.get_kernel_folder()
        if folder is not None:
            own = folder / os.urandom(3).hex()  # of this kernel alone, since a sandbox shows it to nobody else
            own.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.transport = "ipc" if server and len(str(own)) <= LONGEST_SOCKET_FOLDER else "tcp"
            self.connection_file = str(own / "k.json")
        if client.get_isolation() is not None:  # by default it creates ~/.ipython, to look for kernels there
            self.kernel_spec_manager = KernelSpecManager(parent=self, kernel_dirs=jupyter_path("kernels"))

    def client(self, **kwargs: Any) -> AsyncKernelClient:  # type: ignore[override]  # as AsyncKernelManager's own
        """Returns a client of its one kernel, whatever class was asked for."""
        self.client_class, self.client_factory = f"{__name__}.WarmClient", WarmClient
        return super().client(**kwargs)

    @property
    def ipykernel(self) -> bool:
        """Whether it is an IPython kernel, whatever its name: nbclient keeps the history of such a one in memory."""
        return self.kernel_spec is not None and _LAUNCHER in self.kernel_spec.argv

    @property
    def kernel_spec(self) -> KernelSpec | None:
        """The kernel spec, with our provisioner in it."""
        spec = super().kernel_spec
        if spec is not None:
            spec.metadata["kernel_provisioner"] = {"provisioner_name": PROVISIONER}
        return spec
