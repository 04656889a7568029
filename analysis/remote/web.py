"""A case at a web address: no server lists a folder, so its data package says which files there are.

Besides the tables that datapackage.json names, those files are taken that a case may hold and that the server has: see
`_FURTHER`, and the notebooks that reports.csv names. What answers a missing name with a page is taken to have none.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from analysis import limits
from analysis.errors import StoreError, UsageError
from analysis.remote.address import DESCRIPTOR, describe_unusable, join_address
from analysis.remote.faults import explain_faults, get_status
from analysis.remote.store import FileState, Store, read_state

_FURTHER = ("README.md", "house.toml", "units.txt")
_REPORTS = "reports.csv"
_AT_ONCE = 8
_PIECE = 1_000_000  # bytes read at a time
_GONE = (404, 410)
_ABSENT = (*_GONE, 401, 403)  # a bucket that may not be listed forbids what it does not have
_SECONDS = 60  # without a byte, after which a server counts as silent


class WebStore(Store):
    """The files of a case at an http or https address, which can only be read."""

    def __init__(self, address: str):
        import aiohttp

        self._address = address
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=_SECONDS / 2, sock_read=_SECONDS)
        super().__init__(address, client_kwargs={"timeout": timeout})

    def list_files(self, folders: Iterable[str] = ("",)) -> dict[str, FileState]:
        """Returns name -> state of the files that the data package names, and of others that a case may have.

        Raises UsageError if there is no data package, or if it is none.
        """
        named = self._read_names()
        found = self._ask(named)
        if absent := [name for name in named if name not in found]:
            raise StoreError(f"{self.shown}: {DESCRIPTOR} names {absent[0]}, which is not there; publish it beside it.")
        notebooks = self._list_notebooks() if _REPORTS in found else ()
        found |= self._ask([name for name in (*_FURTHER, *notebooks) if name not in found])
        return dict(sorted(found.items()))

    def list_top(self) -> set[str]:
        """Returns the one name that must be there: no server lists a folder."""
        return {DESCRIPTOR}

    def read(self, name: str) -> bytes | None:
        """Returns the content of a file, None if there is none. Raises StoreError if it is too large."""
        return self._read(name, limits.MAX_DESCRIPTOR_BYTES)

    def download(self, places: Mapping[str, Path]) -> None:
        """Writes files of the case to this machine, each of at most the size of a table."""

        def load(name: str) -> None:
            content = self._read(name, limits.MAX_TABLE_BYTES)
            if content is None:
                raise StoreError(f"{self.shown}: {name} is gone since it was listed; try again.")
            places[name].parent.mkdir(parents=True, exist_ok=True)
            places[name].write_bytes(content)

        with ThreadPoolExecutor(_AT_ONCE) as pool:
            list(pool.map(load, places))

    def _read(self, name: str, most: int) -> bytes | None:
        pieces, size = [], 0
        with explain_faults(f"{self.shown}/{name}", "read"):
            try:
                with self._files.open(self._locate(name), block_size=0) as file:  # a stream, whose size nobody trusts
                    while piece := file.read(_PIECE):
                        pieces.append(piece)
                        if (size := size + len(piece)) > most:
                            raise StoreError(
                                f"{self.shown}/{name}: more than {most:,} bytes, which is the most allowed."
                            )
            except FileNotFoundError as error:
                if error.__cause__ is not None and get_status(error) not in _GONE:  # fsspec says so of whatever it is
                    raise error.__cause__ from None
                return None
        return b"".join(pieces)

    def _read_names(self) -> list[str]:
        content = self.read(DESCRIPTOR)
        if content is None:
            raise UsageError(
                f"{self.shown} has no {DESCRIPTOR}, which names the files of a case; give the address of the folder "
                "that holds it."
            )
        try:
            resources = json.loads(content)["resources"]
            paths = [path for resource in resources for path in _list_paths(resource["path"])]
        except (ValueError, KeyError, TypeError, RecursionError):
            raise UsageError(
                f"{self.shown}/{DESCRIPTOR} is no data package (found no resources with a path); give the address of "
                "a case, and not of a page about it."
            ) from None
        names = list(dict.fromkeys((DESCRIPTOR, *paths)))
        if reason := describe_unusable(names):
            raise UsageError(f"{self.shown}/{DESCRIPTOR}: {reason}; allowed: paths of files beside it.")
        return names

    def _list_notebooks(self) -> list[str]:
        """Returns where the notebooks that reports.csv names would be, if the case brings its own."""
        text = (self.read(_REPORTS) or b"").decode("utf-8-sig", "replace")
        names = dict.fromkeys(row.get("notebook") or "" for row in csv.DictReader(io.StringIO(text)))
        return [
            f"notebooks/{name}.ipynb" for name in names if name and not describe_unusable([name]) and "/" not in name
        ]

    def _ask(self, names: Iterable[str]) -> dict[str, FileState]:
        """Returns the states of those files that the server has."""

        def ask(name: str) -> FileState | None:
            with explain_faults(f"{self.shown}/{name}", "read"):
                try:
                    about: Mapping[str, Any] = self._files.info(self._locate(name))
                except FileNotFoundError as error:  # whatever went wrong
                    if get_status(error) in _ABSENT:
                        return None
                    raise (error.__cause__ or error) from None
            is_page = about.get("mimetype") in ("text/html", "application/xhtml+xml")
            return None if is_page else read_state(about)

        asked = list(names)
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            return {name: state for name, state in zip(asked, pool.map(ask, asked), strict=True) if state}

    def _locate(self, name: str) -> str:
        return join_address(self._address, name)


def _list_paths(path: Any) -> list[str]:
    """Returns the paths of a resource, which may be one or several. Raises TypeError for what is none."""
    paths: list[Any] = path if isinstance(path, list) else [path]
    if not all(isinstance(one, str) for one in paths):
        raise TypeError(path)
    return paths
