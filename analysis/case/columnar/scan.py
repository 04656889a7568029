"""Where the rows of a CSV file begin, found by its quotes and line ends alone; and whether all quotes stand as RFC 4180
has them. Only then do all readers of CSV agree, and a fast one may be used in place of the strict one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BLOCK = 1 << 22  # bytes that are looked at together: their masks stay in the processor's cache
_QUOTE, _COMMA, _END = b'",\n'
_CONFLICT = b"<>"
_MARK = b"\xef\xbb\xbf"  # of UTF-8, at the start of what some programs write


@dataclass(frozen=True)
class Rows:
    """The rows of a CSV file that are not empty, the header apart.

    header: its bytes. start: the offset behind it. lines: of each row, from 1. has_inner_ends: whether a cell has a
    line end in it. may_conflict: whether a line begins as git's marks of a conflict do.
    """

    header: bytes
    start: int
    lines: NDArray[np.int32]
    has_inner_ends: bool
    may_conflict: bool


def scan_rows(content: bytes) -> Rows | None:
    r"""Returns the rows of a file with `\n` at the end of its lines; None if a quote stands where it may not.

    >>> scan_rows(b'a,b\n1,"2\n3"\n\n4,5\n').lines.tolist()
    [2, 5]
    >>> scan_rows(b'a,b\n1,2 "inches"\n') is None
    True
    """
    import numpy as np

    data = np.frombuffer(content, dtype=np.uint8)
    first = len(_MARK) if content.startswith(_MARK) else 0
    quotes_before, line, row_start, row_line = 0, 1, first, 1
    starts_lines, has_inner_ends, may_conflict, header_end = [], False, False, -1
    for begin in range(first, len(data), _BLOCK):
        block = data[begin : begin + _BLOCK]
        quotes = np.flatnonzero(block == _QUOTE)
        if not _are_regular(data, quotes + begin, quotes_before, first):
            return None
        ends = np.flatnonzero(block == _END)
        is_row_end = (np.searchsorted(quotes, ends) + quotes_before) % 2 == 0
        has_inner_ends |= not is_row_end.all()
        after = data[np.minimum(ends + begin + 1, len(data) - 1)]
        may_conflict |= bool(((after == _CONFLICT[0]) | (after == _CONFLICT[1])).any())
        at = ends[is_row_end] + begin
        if len(at):
            if header_end < 0:
                header_end = int(at[0])
            begins = np.concatenate(([row_start], at[:-1] + 1))
            behind = line + 1 + np.flatnonzero(is_row_end)  # the line after each of these ends
            lines = np.concatenate(([row_line], behind[:-1]))
            starts_lines.append(lines[at > begins].astype(np.int32))
            row_start, row_line = int(at[-1]) + 1, int(behind[-1])
        line += len(ends)
        quotes_before += len(quotes)
    if quotes_before % 2 or header_end <= first:
        return None
    if row_start < len(data):
        starts_lines.append(np.array([row_line], dtype=np.int32))
    lines = np.concatenate(starts_lines)[1:]
    return Rows(content[first:header_end], header_end + 1, lines, bool(has_inner_ends), may_conflict)


def _are_regular(data: NDArray[np.uint8], quotes: NDArray[np.int64], before: int, first: int) -> bool:
    """Returns whether some quotes open and close whole cells. quotes: their offsets. before: how many precede them."""
    import numpy as np

    opening, closing = quotes[before % 2 :: 2], quotes[1 - before % 2 :: 2]
    ahead = data[np.maximum(opening - 1, 0)]
    behind = data[np.minimum(closing + 1, len(data) - 1)]
    opens = (ahead == _COMMA) | (ahead == _END) | (ahead == _QUOTE) | (opening == first)
    closes = (behind == _COMMA) | (behind == _END) | (behind == _QUOTE) | (closing == len(data) - 1)
    return bool(opens.all() and closes.all())
