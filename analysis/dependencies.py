"""What was read of a case: each row and each selection with a digest of what it held, for the cache of reports.

`Table` notes what it is asked for, a shown object takes what was noted since the last one and carries it out of the
kernel. So a report knows its inputs row by row, and what nobody asked for redoes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

READS_MIME = "application/vnd.communique.reads+json"
_pending: dict[tuple[str, str], Callable[[], str]] = {}


class ReadLog:
    """The keys read of one case: `claims/need_article`, `claims?quantity=reconstruction.need`, `claims`, `map.svg`."""

    def __init__(self, case: str):
        self.case = case
        self.keys: set[str] = set()

    def record(self, key: str, digest: Callable[[], str]) -> None:
        """Notes that a key was read; its digest is asked for when what was noted is taken."""
        if key not in self.keys:
            self.keys.add(key)
            _pending[self.case, key] = digest


def collect_reads() -> dict[str, str]:
    """Returns key -> digest of what was read since this was last called, by all cases of this process."""
    found = {f"{case}:{key}": digest() for (case, key), digest in _pending.items()}
    _pending.clear()
    return dict(sorted(found.items()))


def compute_digest(parts: Iterable[object]) -> str:
    """Returns a short hash of some values, the same in every process."""
    return hashlib.blake2b(repr(tuple(parts)).encode(), digest_size=8).hexdigest()


def compute_file_digest(path: Path) -> str:
    """Returns a short hash of a file's bytes, or of its absence."""
    try:
        return hashlib.blake2b(path.read_bytes(), digest_size=8).hexdigest()
    except OSError:
        return "absent"
