"""What is wrong with a store, in one line of our own words: the libraries' texts hold addresses with keys in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from analysis.errors import CommuniqueError, StoreError, UsageError

_LONGEST = 200  # characters of a library's own text
_ADDRESS = re.compile(r"(?<![\w+.-])\w[\w+.-]*://\S+")
_NO_CREDENTIALS = ("NoCredential", "PartialCredential", "CredentialRetrieval", "DefaultCredentials", "TokenRetrieval")
_NO_CONNECTION = ("EndpointConnection", "ConnectionClosed", "ClientConnect", "ServerDisconnect", "HTTPClientError")
_BROKEN = ("ResponseStreaming", "IncompleteRead", "ClientPayload", "ContentLength")
_NO_RIGHTS_CODES, _ABSENT_CODES, _BUSY_CODES = (401, 403, 407), (404, 410), (429, 503)


def list_causes(error: BaseException) -> list[BaseException]:
    """Returns an error and those that led to it, the last first."""
    causes: list[BaseException] = []
    while error not in causes:
        causes.append(error)
        context = None if error.__suppress_context__ else error.__context__
        error = error.__cause__ or context or error
    return causes


def get_status(error: BaseException) -> int | None:
    """Returns the HTTP status that an error of any of the libraries carries, None if it has none."""
    for cause in list_causes(error):
        response = getattr(cause, "response", None)
        answer = response.get("ResponseMetadata", {}) if isinstance(response, dict) else {}
        for name in ("status", "status_code", "code"):  # in this order: aiohttp warns of its own `code`
            if isinstance(status := getattr(cause, name, None), int):
                return status
        if isinstance(status := answer.get("HTTPStatusCode"), int):
            return status
    return None


def describe_fault(error: BaseException, needs: str) -> str:
    """Returns what went wrong and what to do, for an error of fsspec or of a library beneath it.

    needs: the rights that what was tried takes, such as `list and read`.

    >>> describe_fault(PermissionError("Access Denied"), "list and read")
    'no rights; the credentials in use must allow to list and read there.'
    """
    causes, status = list_causes(error), get_status(error)
    names = " ".join(kind.__name__ for cause in causes for kind in type(cause).__mro__)
    if any(name in names for name in _NO_CREDENTIALS):
        return "no credentials were found; set those of the store, such as AWS_PROFILE or AWS_ACCESS_KEY_ID."
    if any(isinstance(cause, TimeoutError) for cause in causes) or "Timeout" in names:
        return "no answer in time; try again, or look whether the store can be reached."
    if status in _NO_RIGHTS_CODES or any(isinstance(cause, PermissionError) for cause in causes):
        return f"no rights; the credentials in use must allow to {needs} there."
    if status in _BUSY_CODES or "SlowDown" in names:
        return "the store is too busy, also after several tries; try again later."
    if any(name in names for name in _BROKEN):
        return "the connection broke off; try again."
    if any(isinstance(cause, ConnectionError) for cause in causes) or any(name in names for name in _NO_CONNECTION):
        return "it cannot be reached; check the address and the network."
    if status in _ABSENT_CODES or any(isinstance(cause, FileNotFoundError) for cause in causes):
        return "nothing is there; check the address, and that its bucket exists."
    if isinstance(error, NotImplementedError):
        return "it can only be read."
    if status is not None:
        return f"the store answered with the status {status}; try again, or look into its settings."
    text = _ADDRESS.sub("…", " ".join(str(error).split()))[:_LONGEST]
    return f"{type(error).__name__}{f': {text}' if text else ''}."


@contextmanager
def explain_faults(shown: str, needs: str) -> Iterator[None]:
    """Turns each error of a library within into a StoreError of one line.

    shown: the address, as it may be printed. needs: as for `describe_fault`.
    """
    try:
        yield
    except (CommuniqueError, MemoryError):
        raise
    except Exception as error:
        raise StoreError(f"{shown}: {describe_fault(error, needs)}") from None


@contextmanager
def explain_opening(shown: str, protocol: str) -> Iterator[None]:
    """Turns what fsspec raises of a protocol that is unknown, or not installed, into a UsageError of one line."""
    try:
        yield
    except ImportError as error:
        said = " ".join(str(error).split()) or f"{protocol}:// needs a package that is not installed"
        raise UsageError(f"{shown}: {said[:_LONGEST].rstrip('.')}; install it beside communique[remote].") from None
    except ValueError as error:
        if "rotocol" not in str(error):
            raise UsageError(f"{shown}: {describe_fault(error, 'read')}") from None
        raise UsageError(
            f"{shown}: {protocol}:// is no known kind of address; known are s3://, gs://, abfs://, https://, sftp://, "
            "github://, memory:// and the others that fsspec knows."
        ) from None
    except Exception as error:
        raise StoreError(f"{shown}: {describe_fault(error, 'list and read')}") from None
