"""What the case held when a review table was written, so that a table is not landed in a case that has changed since.

It stands in the last column of every row, so that it survives a table that is sorted, filtered or cut in two.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from analysis.case.files import CaseFiles

LANDED_IN = ("claims.csv", "waivers.csv")
_FILE = r"(?P<{0}_size>\d+) bytes of {0}\.csv (?P<{0}_digest>[0-9a-f]{{16}})"
_PATTERN = re.compile(
    rf"row (?P<row>\d+) of (?P<total>\d+); {_FILE.format('claims')}; {_FILE.format('waivers')}; "
    r"read on (?P<day>\d{4}-\d\d-\d\d)"
)


@dataclass(frozen=True, slots=True)
class FileState:
    """A file as it was: its size in bytes, and a digest of them."""

    size: int = 0
    digest: str = hashlib.blake2b(digest_size=8).hexdigest()

    def begins(self, content: bytes) -> bool:
        """Returns whether a file still begins with all that was there: it may only have grown.

        >>> describe_content(b"a\\n").begins(b"a\\nb\\n"), describe_content(b"a\\n").begins(b"b\\n")
        (True, False)
        """
        return len(content) >= self.size and describe_content(content[: self.size]) == self


@dataclass(frozen=True, slots=True)
class LedgerState:
    """The files that a review table is landed in, as they were when it was written. day: when that was."""

    files: Mapping[str, FileState] = field(default_factory=lambda: dict.fromkeys(LANDED_IN, FileState()))
    day: date = date.min

    def format_row(self, row: int, total: int) -> str:
        """Returns the cell of one row of a table.

        >>> parse_state(LedgerState(day=date(2026, 11, 29)).format_row(3, 57))
        (LedgerState(files=..., day=datetime.date(2026, 11, 29)), 3, 57)
        """
        files = "; ".join(f"{state.size} bytes of {name} {state.digest}" for name, state in self.files.items())
        return f"row {row} of {total}; {files}; read on {self.day.isoformat()}"


def parse_state(text: str) -> tuple[LedgerState, int, int] | None:
    """Returns what `format_row` was given, with the state first; None for any other text."""
    found = _PATTERN.fullmatch(text.strip())
    if found is None:
        return None
    files = {
        f"{name}.csv": FileState(int(found[f"{name}_size"]), found[f"{name}_digest"]) for name in ("claims", "waivers")
    }
    try:
        return LedgerState(files, date.fromisoformat(found["day"])), int(found["row"]), int(found["total"])
    except ValueError:
        return None


def describe_content(content: bytes) -> FileState:
    """Returns the state of a file with this content."""
    return FileState(len(content), hashlib.blake2b(content, digest_size=8).hexdigest())


def describe_ledger(files: CaseFiles, day: date) -> LedgerState:
    """Returns the state of a case's files. Raises OSError where one cannot be read.

    >>> from analysis import load_case
    >>> sorted(describe_ledger(load_case().files, date(2026, 11, 29)).files)
    ['claims.csv', 'waivers.csv']
    """
    return LedgerState({name: describe_content(files.read(name)) for name in LANDED_IN}, day)
