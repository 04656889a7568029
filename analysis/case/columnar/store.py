"""Copies of large tables in the user's cache, one file each, which every process maps into its memory to read.

A copy is named by the digest of its CSV file, of this library and of pyarrow: it is never taken for another state of
the file, nor for one that other checks had passed. It is written whole or not at all. Only tables without any problem
are kept. Where nothing can be written, the table stays in memory. While a file's place, size and times are those of
an earlier read, its digest is taken from then.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa

from analysis.case.columnar.column import CodedColumn, IdIndex, NumberColumn, TextColumn
from analysis.case.columnar.sorting import find_split, make_coded
from analysis.case.columns import Row
from analysis.case.files import CaseFiles
from analysis.case.table import Table
from analysis.paths import PACKAGE, find_user_folder

R = TypeVar("R", bound=Row)
_MOST_COPIES = 12
_LINE, _ORDER, _KEY = "#line", "#order", b"communique.key"  # no column of a table has such a name


def hash_bytes(content: bytes) -> str:
    """Returns the digest of a file's content by which its copy is known."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


@cache
def _hash_library() -> str:
    """Returns the digest of all that decides what a cell may hold."""
    hasher = hashlib.blake2b(pa.__version__.encode(), digest_size=16)
    for path in sorted(PACKAGE.rglob("*.py")):
        hasher.update(path.read_bytes())
    return hasher.hexdigest()


def make_key(kind: type[Row], size: int, digest: str) -> str:
    """Returns the name of the copy of a table. size: of the CSV file, in bytes. digest: of its content."""
    return f"{size}-" + hash_bytes(f"{kind.table} {digest} {_hash_library()}".encode())


def name_state(files: CaseFiles, name: str) -> str:
    """Returns the name of the state of a file, by its place, size and times; '' if these may not show a change."""
    times, digest = files.describe_state(name)
    return "" if digest else hash_bytes(f"{files.locate(name).resolve()} {times}".encode())


def find_key(kind: type[Row], state: str) -> str:
    """Returns the name of the copy of a file whose state was seen before, '' if it is not known: it spares a digest."""
    try:
        return _locate(_name_key(kind, state)).with_suffix(".key").read_text(encoding="ascii") if state else ""
    except (OSError, UnicodeDecodeError):
        return ""


def keep_key(files: CaseFiles, name: str, kind: type[Row], state: str, key: str) -> None:
    """Remembers which copy a file has, if it is still in the state that it was in before its digest was made."""
    path = _locate(_name_key(kind, state)).with_suffix(".key")
    if not state or path.exists() or name_state(files, name) != state:
        return
    part = path.with_suffix(f".{os.getpid()}.part")
    with suppress(OSError):
        part.write_text(key, encoding="ascii")
        part.replace(path)
        _drop_oldest(path.parent)


def _name_key(kind: type[Row], state: str) -> str:
    return hash_bytes(f"{kind.table} {state} {_hash_library()}".encode())


def has_copies(size: int) -> bool:
    """Returns whether there is a copy of any CSV file of so many bytes."""
    return any(_locate("").parent.glob(f"{size}-*.arrow"))


def _locate(key: str) -> Path:
    return Path(find_user_folder("cache"), "tables", f"{key}.arrow")


def open_copy(kind: type[R], key: str) -> Table[R] | None:
    """Returns the table of a copy, mapped into memory; None if there is none that can be read."""
    path = _locate(key)
    try:
        with pa.memory_map(str(path)) as file:
            found = pa.ipc.open_file(file).read_all()
        if (found.schema.metadata or {}).get(_KEY) != key.encode():
            return None
        table = _convert_to_table(kind, {name: _get_array(found.column(name)) for name in found.column_names})
    except (OSError, pa.ArrowException, KeyError, IndexError):
        return None
    table.copy_key = key
    with suppress(OSError):
        os.utime(path)  # the copies that are used last are kept
    return table


def _get_array(column: pa.ChunkedArray) -> pa.Array:
    """Returns a column of a copy, which is in one piece; of a table without a row there is none."""
    return column.chunk(0) if column.num_chunks else pa.array([], column.type)


def keep_copy(kind: type[R], key: str, table: Table[R]) -> Table[R] | None:
    """Writes the copy of a table; returns the table that reads it, None if it cannot be written."""
    path = _locate(key)
    part = path.with_name(f"{path.stem}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        batch = _convert_to_batch(table).replace_schema_metadata({_KEY: key.encode()})
        with pa.OSFile(str(part), "wb") as file, pa.ipc.new_file(file, batch.schema) as writer:
            writer.write_batch(batch)
        part.replace(path)
    except (OSError, pa.ArrowException):
        with suppress(OSError):
            part.unlink()
        return None
    _drop_oldest(path.parent)
    return open_copy(kind, key)


def _drop_oldest(folder: Path) -> None:
    with suppress(OSError):  # another process may do the same
        for kind in ("*.arrow", "*.sound", "*.key"):
            copies = sorted(folder.glob(kind), key=lambda path: path.stat().st_mtime)
            for path in copies[:-_MOST_COPIES]:
                path.unlink()


def make_mark(digests: Iterable[str]) -> str:
    """Returns the name of the mark of a ledger that passed every check. digests: of each file that they look at."""
    return hash_bytes(" ".join((_hash_library(), *digests)).encode())


def has_mark(mark: str) -> bool:
    """Returns whether a ledger of just these files has passed every check."""
    return _locate(mark).with_suffix(".sound").exists()


def keep_mark(mark: str) -> None:
    """Remembers that a ledger has passed every check."""
    with suppress(OSError):
        _locate(mark).with_suffix(".sound").touch()


def _convert_to_batch(table: Table[Any]) -> pa.RecordBatch:
    arrays = {name: _convert_to_array(column) for name, column in table.columns.items()}
    assert isinstance(table.positions, IdIndex)
    arrays[_LINE], arrays[_ORDER] = pa.array(table.lines), pa.array(table.positions.order)
    return pa.RecordBatch.from_arrays(list(arrays.values()), names=list(arrays))


def _convert_to_array(column: Any) -> pa.Array:
    if isinstance(column, CodedColumn):
        return pa.DictionaryArray.from_arrays(pa.array(column.codes), pa.array(column.texts, pa.string()))
    return pa.array(column.numbers) if isinstance(column, NumberColumn) else column.texts


def _convert_to_table(kind: type[R], arrays: dict[str, Any]) -> Table[R]:
    """Returns the table of some arrays. Raises KeyError if one is missing, or a text is not sound."""
    lines, order = np.asarray(arrays[_LINE]), np.asarray(arrays[_ORDER])
    columns = {name: _convert_to_column(kind, name, arrays[name]) for name in kind.model_fields}
    ids = columns[kind.key]
    if not isinstance(ids, TextColumn):
        raise KeyError(kind.key)
    return Table(kind, columns, lines, IdIndex(ids, order))


def _convert_to_column(kind: type[Row], name: str, array: Any) -> CodedColumn | NumberColumn | TextColumn:
    default = kind.model_fields[name].default
    if isinstance(array, pa.DictionaryArray):
        return make_coded(kind, name, np.asarray(array.indices), array.dictionary.to_pylist())
    if pa.types.is_floating(array.type):
        return NumberColumn(np.asarray(array), default)
    return TextColumn(array, default, find_split(kind, name))
