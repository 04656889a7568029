"""What this process has made before, found by the content it was made of: a worker renders many variants of one report.

A result is kept under a digest of all that it depends on, so that whatever differs is made again, and only as much as
`Kept` allows, so that no process grows without end.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

_Made = TypeVar("_Made")


class Kept(Generic[_Made]):
    """Results by the content they were made of; those that were not asked for longest go first.

    >>> kept = Kept[str](most=10)
    >>> kept.find_or_make(b"a", lambda: "aaa", len), kept.find_or_make(b"a", lambda: "not made", len)
    ('aaa', 'aaa')
    """

    def __init__(self, most: int):
        """most: the size of all results together."""
        self.most = most
        self.size = 0
        self._lock = Lock()
        self._results: OrderedDict[bytes, tuple[_Made, int]] = OrderedDict()

    def find_or_make(self, key: bytes, make: Callable[[], _Made], measure: Callable[[_Made], int]) -> _Made:
        """Returns the result for what it is made of, which is made if it is not kept.

        key: a digest of all that it depends on. measure: its size, in the unit of `most`. Raises what `make` raises.
        """
        with self._lock:
            if key in self._results:
                self._results.move_to_end(key)
                return self._results[key][0]
        made = make()
        size = measure(made)
        if size <= self.most:
            self._keep(key, made, size)
        return made

    def _keep(self, key: bytes, made: _Made, size: int) -> None:
        with self._lock:
            if key not in self._results:  # where reports are rendered in threads, another may have made it meanwhile
                self._results[key] = made, size
                self.size += size
            while self.size > self.most:
                self.size -= self._results.popitem(last=False)[1][1]

    def clear(self) -> None:
        """Forgets all results."""
        with self._lock:
            self._results.clear()
            self.size = 0


def compute_key(content: bytes) -> bytes:
    """Returns the digest under which a result is kept that depends on some content alone.

    >>> compute_key(b"drawing") == compute_key(b"drawing ")
    False
    """
    return hashlib.blake2b(content, digest_size=16).digest()
