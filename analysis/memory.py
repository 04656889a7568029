"""Memory of this process that is free and that its allocators still keep: given back to the system."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress


def give_back_memory() -> None:
    """Has the allocators give back what is free, before something large is made in its place.

    The one of pyarrow keeps what a large table took while it was read, and glibc what its threads have freed.
    Elsewhere than on glibc nothing is done for the latter.

    >>> give_back_memory()
    """
    if pyarrow := sys.modules.get("pyarrow"):
        pyarrow.default_memory_pool().release_unused()
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)
