"""What was read of a case: each row and each selection with a digest of what it held, for the cache of reports.

A table records what it is asked for in its case's `ReadLog`. In a notebook, whatever runs it, one output
lists all that was read of a case: it is in the cell that read first, and each later cell that reads more updates it.
So a report knows its inputs row by row, and a change of any other row does not make it due again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from analysis.contract import CITED_MIME, READS_MIME
from analysis.front_end import find_shell

_PARTS_AT_ONCE = 10_000


class ReadLog:
    """The keys read of one case: `claims/first`, `claims?quantity=topic.quantity`, `claims`, `map.svg`.

    folder: the case's. cite: given keys, returns which rows rest on which sources, and the cards of these, where the
    title block does not say it of all rows: `rows` by their sources, and `sources` by id.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        self.cite: Callable[[Collection[str]], Mapping[str, Mapping[str, Any]]] | None = None
        self.keys: set[str] = set()
        self.shown = False  # whether an output of the running notebook holds any of it
        self._pending: dict[str, Callable[[], str]] = {}
        self._digests: dict[str, str] = {}

    def record(self, key: str, digest: Callable[[], str]) -> None:
        """Notes that a key was read. digest: returns the digest of what it holds; called when reads are collected."""
        if key not in self.keys:
            self.keys.add(key)
            self._pending[key] = digest
            _notebook.expect(self)

    def collect(self) -> dict[str, str]:
        """Returns key, with the case's name before it -> digest, for all that was read so far."""
        self._digests |= {key: digest() for key, digest in self._pending.items()}
        self._pending.clear()
        return {f"{self.folder.name}:{key}": digest for key, digest in sorted(self._digests.items())}


class _Notebook:
    """The outputs in which a running notebook says what it read, one a case; nothing outside a notebook."""

    def __init__(self) -> None:
        self._changed: dict[ReadLog, None] = {}  # logs that read something since the last cell
        self._reads: dict[Path, dict[str, str]] = {}
        self._cited: dict[Path, dict[str, dict[str, Any]]] = {}
        self._shell: Any = None

    def expect(self, log: ReadLog) -> None:
        """Has a log shown at the end of the running cell."""
        shell = None if log in self._changed else find_notebook_shell()
        if shell is None:
            return
        if shell is not self._shell:
            shell.events.register("post_run_cell", self.show)
            self._shell = shell
        self._changed[log] = None

    def show(self, result: object = None) -> None:
        """Shows what was read of each case since the last cell, together with what was read of it before.

        result: of the cell, which IPython hands over. A case that is loaded again, as a cell that is run again does,
        has a new output; else the one it has is brought up to date.
        """
        new: dict[Path, bool] = {}
        for log in self._changed:
            self._reads.setdefault(log.folder, {}).update(log.collect())
            if log.cite:
                known = self._cited.setdefault(log.folder, {})
                add_cited(known, log.cite(log.keys))
            new[log.folder] = new.get(log.folder, False) or not log.shown
            log.shown = True
        self._changed.clear()
        for folder, is_new in new.items():
            self._shell.display_pub.publish(
                {
                    READS_MIME: dict(sorted(self._reads[folder].items())),
                    **({CITED_MIME: self._cited[folder]} if folder in self._cited else {}),
                    "text/plain": f"Data read: {folder.name}",
                },
                transient={"display_id": f"communique-reads:{folder}"},
                update=not is_new,
            )


_notebook = _Notebook()


def add_cited(known: dict[str, dict[str, Any]], found: Mapping[str, Mapping[str, Any]]) -> None:
    """Adds what was cited to what is known as cited, see `ReadLog`.

    >>> known = {"rows": {"first second": "claims/a"}}
    >>> add_cited(known, {"rows": {"first second": "claims/a claims/b", "third": "events/c"}})
    >>> known["rows"]
    {'first second': 'claims/a claims/b', 'third': 'events/c'}
    """
    rows = known.setdefault("rows", {})
    for sources, text in found.get("rows", {}).items():
        before = rows.get(sources, text)
        rows[sources] = text if before == text else " ".join(dict.fromkeys((*before.split(), *text.split())))
    known.setdefault("sources", {}).update(found.get("sources", {}))


def find_notebook_shell() -> Any:
    """Returns IPython's shell where this process is a notebook's kernel; None in plain Python and in a terminal.

    >>> find_notebook_shell() is None
    True
    """
    shell = find_shell()
    return shell if hasattr(shell, "kernel") else None


def compute_digest(parts: Iterable[object]) -> str:
    """Returns a short hash of some values, the same in every process.

    >>> compute_digest(["a", 1]) == compute_digest(["a", 1]) != compute_digest(["a", 2])
    True
    """
    hasher, parts, count = hashlib.blake2b(b"(", digest_size=8), iter(parts), 0
    while some := [repr(part) for part in islice(parts, _PARTS_AT_ONCE)]:  # as `repr` of them all, without holding it
        hasher.update(f"{', ' if count else ''}{', '.join(some)}".encode())
        count += len(some)
    hasher.update(b",)" if count == 1 else b")")
    return hasher.hexdigest()


def compute_text_digest(text: str) -> str:
    """Returns a hash of a text that is short, for many that are only to be told apart.

    >>> len(compute_text_digest("A text"))
    8
    """
    return compute_digest([text])[:8]
