"""The workers of a cluster as one command sees them: which have its workplace, which are refused, which are gone."""

from __future__ import annotations

import platform
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import metadata
from typing import TYPE_CHECKING, Any, cast

from analysis.report.build.cluster import worker as at_worker
from analysis.report.build.cluster.connection import ClusterError
from analysis.report.build.cluster.versions import describe_mismatch, describe_versions
from analysis.report.build.cluster.worker import Order

if TYPE_CHECKING:
    from distributed import Client

AGAIN = "run the same command again for what is missing"
LOOK_SECONDS = 1.0  # after which the scheduler is asked again for its workers
_FIRST_SECONDS = 5.0  # in which a worker must be there
_GRACE_SECONDS = 30.0  # for which workers may be missing later: one that died is started again within
_FAREWELL_SECONDS = 10.0  # that workers may take to end what they do


@dataclass(eq=False)
class Workers:
    """The workers of one command. ready: those with its workplace -> their threads. refused: those that got none, why.

    order: what each of them gets. warn: is given a line for each that is refused.
    """

    client: Client
    address: str
    order: Order
    warn: Callable[[str], None]
    ready: dict[str, int] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    here: Mapping[str, str] = field(default_factory=describe_versions)
    last_ready: float = field(default_factory=time.monotonic)
    renewed: float = field(default_factory=time.monotonic)

    def wait_for_first(self) -> None:
        """Returns when there is one that is ready. Raises ClusterError if there is none within seconds."""
        self.open_new(self.list_known())
        while not self.ready:
            if time.monotonic() - self.last_ready > _FIRST_SECONDS:
                raise ClusterError(self._describe_lack())
            time.sleep(LOOK_SECONDS / 4)
            self.open_new(self.list_known())

    def _describe_lack(self) -> str:
        if self.refused:
            return f"no worker of {self.address} can be used; nothing was rendered."
        return f"{self.address} has no workers; start some: dask worker {self.address} --nthreads 1"

    def are_gone(self) -> bool:
        """Returns whether none has been ready for so long that none will be."""
        return not self.ready and time.monotonic() - self.last_ready > _GRACE_SECONDS

    def list_known(self) -> Mapping[str, int]:
        """Returns how many threads each worker of the scheduler has; those that are gone are no longer ready.

        Raises ClusterError if the scheduler is gone.
        """
        if self.client.status != "running":
            raise ClusterError(f"the scheduler {self.address} has ended; {AGAIN}.")
        try:
            known: Any = self.client.nthreads()  # dask's `scheduler_info` at times names none: it is renewed meanwhile
        except OSError:  # the next look will show whether it is gone
            return {}
        for address in self.ready.keys() - known.keys():
            del self.ready[address]
        return cast(Mapping[str, int], known)

    def list_processing(self) -> set[str] | None:
        """Returns the keys of the tasks that those who are ready have; None if the scheduler did not say."""
        try:
            found: Any = self.client.processing()
        except OSError:
            return None
        return {str(key) for address, keys in found.items() if address in self.ready for key in keys}

    def open_new(self, known: Mapping[str, int]) -> None:
        """Opens a workplace at each worker that is new, and says to the others that the command is still there."""
        new = [address for address in known if address not in self.ready and address not in self.refused]
        if new:
            self.open_workplaces(new, known)
        now = time.monotonic()
        if self.ready:
            self.last_ready = now
        if now - self.renewed > at_worker.RENEWAL_SECONDS and self.ready:
            self.renewed = now
            with suppress(OSError):
                self.client.run(at_worker.renew_workplace, self.order.run, workers=list(self.ready), wait=False)

    def open_workplaces(self, addresses: Sequence[str], threads: Mapping[str, int]) -> None:
        """Sends the files to workers that have the versions of here, and refuses the others."""
        alike = []
        for address, there in self.run(describe_versions, addresses).items():
            if isinstance(there, BaseException):
                there = self.ask_plainly(address)
            if isinstance(there, BaseException):
                continue  # it is gone, or about to be: the scheduler will say
            mismatch = there if isinstance(there, str) else describe_mismatch(there, self.here)
            if mismatch:
                self.refuse(address, mismatch)
            else:
                alike.append(address)
        for address, answer in self.run(at_worker.open_workplace, alike, self.order).items() if alike else ():
            if answer == "":
                self.ready[address] = threads[address]
            elif not isinstance(answer, OSError):
                self.refuse(address, str(answer))

    def ask_plainly(self, address: str) -> str | BaseException | dict[str, str]:
        """Returns what is wrong with a worker that could not answer: it lacks this package, or has an old one."""
        (version,) = self.run(metadata.version, [address], "communique").values()
        if isinstance(version, metadata.PackageNotFoundError):
            return f"it has no communique; install it there: pip install communique=={self.here['communique']}"
        if isinstance(version, BaseException):
            return version
        (python,) = self.run(platform.python_version, [address]).values()
        return {**self.here, "communique": str(version), "python": str(python), "files of communique": "other"}

    def run(self, function: Callable[..., Any], addresses: Sequence[str], *arguments: object) -> dict[str, Any]:
        """Returns what a function returns at each of some workers, or the error that it, or the connection, raises."""
        try:
            found: Any = self.client.run(function, *arguments, workers=list(addresses), on_error="return")
        except OSError as error:  # the connection to the scheduler
            return dict.fromkeys(addresses, error)
        return {address: found[address] for address in addresses if address in found}

    def refuse(self, address: str, why: str) -> None:
        """Gives a worker nothing, and says so once."""
        self.ready.pop(address, None)
        if address not in self.refused:
            self.refused[address] = why
            self.warn(f"worker {address} is not used: {why}")

    def close(self, addresses: Iterable[str]) -> None:
        """Ends the command's workplaces at workers, waiting for a while at most."""
        if addresses := list(addresses):
            ask = threading.Thread(target=self._close, args=(addresses,), daemon=True)
            ask.start()
            ask.join(_FAREWELL_SECONDS)

    def _close(self, addresses: Sequence[str]) -> None:
        with suppress(Exception):
            self.run(at_worker.close_workplace, addresses, *self.order.names)
