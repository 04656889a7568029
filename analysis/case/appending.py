"""Rows added to the tables of a case: what is there stays byte for byte, and several files change together or not.

`append_rows` makes the new content of a file, `replace_together` puts the new contents in their places.
"""

from __future__ import annotations

import csv
import io
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import UsageError

_PART = ".part"


def read_cells(content: bytes) -> list[dict[str, str]]:
    """Returns the rows of a table as they stand in its file: column -> cell, without a check and without corrections.

    >>> read_cells(b"id,note\\r\\na,\\r\\n")
    [{'id': 'a', 'note': ''}]
    """
    reader = csv.reader(io.StringIO(content.decode("utf-8-sig", "replace"), newline=""))
    header = next(reader, [])
    return [dict(zip(header, row, strict=False)) for row in reader if any(map(str.strip, row))]


def read_header(content: bytes) -> list[str]:
    """Returns the columns of a table's file, in their order."""
    return next(csv.reader(io.StringIO(content.decode("utf-8-sig", "replace"), newline="")), [])


def append_rows(content: bytes, rows: Sequence[Mapping[str, str]]) -> tuple[bytes, list[int]]:
    """Returns a table's file with rows after its last one, and the line on which each of them begins.

    All that is there stays: a mark of UTF-8, the ends of lines, a last line that does not end. rows: column -> cell;
    a column that the file lacks is left out, one that a row lacks is empty.

    >>> append_rows(b"\\xef\\xbb\\xbfid,text\\r\\na,b", [{"id": "c", "text": "d, e"}])
    (b'\\xef\\xbb\\xbfid,text\\r\\na,b\\r\\nc,"d, e"', [3])
    """
    header = read_header(content)
    mark = "\r\n" if b"\r\n" in content else "\r" if b"\r" in content and b"\n" not in content else "\n"
    is_ended = content.endswith((b"\n", b"\r")) or not content
    text = io.StringIO()
    writer, lines = csv.writer(text, lineterminator=mark), list[int]()
    first = content.count(mark[-1:].encode()) + (1 if is_ended else 2)
    for row in rows:
        lines.append(first + text.getvalue().count(mark[-1:]))
        cells = [row.get(column, "").replace("\r\n", "\n") for column in header]
        writer.writerow([cell.replace("\n", mark) for cell in cells])
    added = text.getvalue()
    if not is_ended and rows:
        added = mark + added.removesuffix(mark)
    return content + added.encode(), lines


@dataclass(frozen=True)
class Change:
    """What one file is to hold. before: what it holds now; the change is refused where it holds something else."""

    path: Path
    before: bytes
    after: bytes


def replace_together(changes: Sequence[Change]) -> None:
    """Replaces several files, all of them or none.

    The new contents are written beside the files first, then each takes its place at one moment; where one cannot,
    those before it are put back. Whoever calls holds the lock on the folder.
    Raises UsageError if a file has changed meanwhile, OSError if one cannot be written.
    """
    with ExitStack() as stack:
        ready = [(change, stack.enter_context(_write_beside(change, change.after))) for change in changes]
        kept = {change.path: stack.enter_context(_write_beside(change, change.before)) for change in changes[:-1]}
        for change in changes:
            if change.path.read_bytes() != change.before:
                raise UsageError(f"{change.path} has changed meanwhile; nothing was added. Run the command again.")
        done: list[Path] = []
        try:
            for change, made in ready:
                made.replace(change.path)
                done.append(change.path)
        except BaseException:
            for path in reversed(done):
                kept[path].replace(path)
            raise


@contextmanager
def _write_beside(change: Change, content: bytes) -> Iterator[Path]:
    """Writes a content beside a file, with the rights of that file; removes what is left of it in the end."""
    made = change.path.with_name(f".{change.path.name}.{secrets.token_hex(4)}{_PART}")
    try:
        with made.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(change.path, made)
        yield made
    except OSError as error:
        error.filename = str(change.path)
        raise
    finally:
        made.unlink(missing_ok=True)


def remove_leftovers(paths: Sequence[Path]) -> bool:
    """Removes what a killed `replace_together` has left beside files; returns whether there was anything."""
    left = [found for path in paths for found in path.parent.glob(f".{path.name}.*{_PART}")]
    for found in left:
        found.unlink(missing_ok=True)
    return bool(left)
