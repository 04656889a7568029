"""The connection to a dask scheduler: its address, how it is secured, and what is said where there is none."""

from __future__ import annotations

import asyncio
import logging
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from analysis.errors import CommuniqueError, UsageError
from analysis.extras import require_extra

if TYPE_CHECKING:
    from distributed import Client, Security

SCHEMES = ("tcp", "tls", "ws", "wss")
_SECURED = ("tls", "wss")
_TIMEOUT = 5.0  # seconds in which a scheduler answers
_LONGEST_FAREWELL = 2.0  # seconds for leaving it


class ClusterError(CommuniqueError):
    """A scheduler cannot be reached, or has no worker that can render."""


def check_address(address: str) -> str:
    """Returns the address of a scheduler if it can be one. Raises UsageError, also where the extra is missing.

    >>> check_address("10.0.0.7:8786")
    Traceback (most recent call last):
    analysis.errors.UsageError: --scheduler '10.0.0.7:8786' is no address of a scheduler; allowed: tcp://HOST:PORT ...
    """
    allowed = "allowed: tcp://HOST:PORT or, secured, tls://HOST:PORT (ws and wss where the scheduler has them)"
    try:
        parts = urlsplit(address)
        sound = parts.scheme in SCHEMES and parts.hostname and parts.port and parts.path in ("", "/")
    except ValueError:
        sound = False
    if not sound:
        raise UsageError(f"--scheduler {address!r} is no address of a scheduler; {allowed}.")
    require_extra("distributed", "cluster", "--scheduler")
    return address.rstrip("/")


@contextmanager
def connect_scheduler(address: str) -> Iterator[Client]:
    """Connects to a scheduler for what runs within. Raises ClusterError if that cannot be done in a few seconds."""
    from distributed import Client
    from distributed.versions import VersionMismatchWarning

    security = _load_security(address) if address.startswith(_SECURED) else None
    silent = logging.root.manager.disable
    logging.disable(logging.CRITICAL)  # what dask logs of a lost connection is said by the command in its own words
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", VersionMismatchWarning)  # `versions` compares what matters
            warnings.simplefilter("ignore", UserWarning)  # that a message is large
            try:
                with ThreadPoolExecutor(1) as apart:  # a notebook has a loop of its own in this thread
                    apart.submit(lambda: asyncio.run(_check_scheduler(address, security))).result()
                client = Client(address, timeout=_TIMEOUT, security=security, set_as_default=False, name="communique")
            except (OSError, TimeoutError, ValueError) as error:
                why = _describe(error)
                raise ClusterError(f"no scheduler at {address}: {why}; start one, or correct the address.") from None
            try:
                yield client
            finally:
                with suppress(Exception):
                    client.close(timeout=_LONGEST_FAREWELL)
    finally:
        logging.disable(silent)


async def _check_scheduler(address: str, security: Security | None) -> None:
    """Checks that a scheduler answers. dask's own client waits for ever for a program that is silent.

    Raises ClusterError for another part of a cluster, OSError or TimeoutError where nothing answers.
    """
    from distributed.core import rpc

    soon = 0.8 * _TIMEOUT  # so that what keeps it from connecting is known before the time is over
    options = security.get_connection_args("client") if security else None
    async with asyncio.timeout(_TIMEOUT), rpc(address, connection_args=options, timeout=soon) as peer:
        identity: Any = await peer.identity()
    kind = str(identity["type"])
    if kind != "Scheduler":
        raise ClusterError(f"{address} is the address of a {kind.lower()}; give that of the scheduler.")


def _load_security(address: str) -> Security:
    """Returns the certificates that dask's configuration names. Raises UsageError where there are none that fit."""
    from distributed import Security

    page = "https://distributed.dask.org/en/stable/tls.html"
    try:
        security = Security()
        context = security.get_connection_args("client").get("ssl_context")
    except (OSError, ValueError, LookupError, TypeError) as error:  # whatever is wrong in it
        raise UsageError(
            f"{address}: a certificate of dask's configuration cannot be used ({error}); correct distributed.comm.tls, "
            f"see {page}"
        ) from None
    if context is None:
        raise UsageError(
            f"{address}: dask's configuration names no certificates for a client; set distributed.comm.tls.ca-file and "
            f"distributed.comm.tls.client (cert, key), see {page}"
        )
    return security


def _describe(error: BaseException) -> str:
    """Returns the cause of a failed connection in a few words: the innermost error says most."""
    while isinstance(error.__cause__, Exception):  # which a cancelled task is not
        error = error.__cause__
    if isinstance(error, TimeoutError):
        return f"it did not answer within {_TIMEOUT:g} seconds"
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return str(text).splitlines()[0]
