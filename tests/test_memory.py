"""Free memory that is given back to the system."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from analysis.memory import give_back_memory


def measure_resident_pages() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1])


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux, and glibc, for the memory of this process")
def test_what_was_freed_is_no_longer_held():
    held = [bytes(1_000) for _ in range(50_000)]  # too small for pages of its own each, and kept when they are freed
    kept = held[::1000]
    before = measure_resident_pages()
    del held
    give_back_memory()
    assert before - measure_resident_pages() > 5_000
    assert len(kept) == 50
