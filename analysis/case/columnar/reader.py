"""A large CSV file -> its Table, with the problems that the reader of small files finds, in the same words."""

# pyright: reportAttributeAccessIssue=false
# (pyarrow makes its functions when it is imported)

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from analysis import limits
from analysis.case.columnar import store
from analysis.case.columnar.column import CodedColumn, IdIndex, NumberColumn, TextColumn
from analysis.case.columnar.scan import Rows, scan_rows
from analysis.case.columnar.sorting import find_unfit, sort_cells
from analysis.case.columns import Fault, Row
from analysis.case.csv_reader import (
    ReadResult,
    check_header,
    report_faults,
    report_length,
    report_repeated_ids,
    unify_line_ends,
)
from analysis.case.files import CaseFiles
from analysis.case.table import Table
from analysis.conflicts import find_conflicts

if TYPE_CHECKING:
    from numpy.typing import NDArray

R = TypeVar("R", bound=Row)
Read: TypeAlias = CodedColumn | NumberColumn | TextColumn
_BLOCK = 1 << 22  # bytes that are parsed together


def read_large(files: CaseFiles, name: str, kind: type[R], result: ReadResult) -> Table[R] | None:
    """Returns the rows of a file that have no problem; adds a Problem to the result for each that has.

    None if the file has to be read row by row: where it is not plain CSV, or cannot be read, and what is wrong must be
    found out. Parameters as for `analysis.case.csv_reader.read_csv`.
    """
    size, state = files.compute_size(name), store.name_state(files, name)
    if store.has_copies(size):  # else there is no need of a digest
        key = store.find_key(kind, state) or store.make_key(kind, size, files.hash_content(name))
        if (stored := store.open_copy(kind, key)) is not None:
            store.keep_key(files, name, kind, state, key)
            return stored
    try:
        content = files.read(name, limits.MAX_TABLE_BYTES)
    except OSError:
        return None
    digest = store.hash_bytes(content)  # of what was read, whatever was written meanwhile
    key = store.make_key(kind, len(content), digest)
    parsed = _parse(name, unify_line_ends(content), kind)
    del content  # as large as all that is made of it
    if parsed is None:
        return None
    known = len(result.problems)
    table = _build_table(name, kind, parsed, result)
    if len(result.problems) > known:
        return table
    kept = store.keep_copy(kind, key, table)
    if kept is not None:
        store.keep_key(files, name, kind, state, key)
    return kept or table


@dataclass
class _Parsed:
    """The cells of a file. texts: column -> a ChunkedArray. odd: line and cells of each row of another length."""

    header: Sequence[str]
    texts: dict[str, Any]
    lines: NDArray[np.int32]
    odd: list[tuple[int, list[str]]] = field(default_factory=list)


def _parse(name: str, content: bytes, kind: type[Row]) -> _Parsed | None:
    """Returns the cells of a file, None if it is not plain CSV with the header of its table."""
    rows = scan_rows(content)
    if rows is None or len(rows.lines) > limits.MAX_ROWS or (rows.may_conflict and any(find_conflicts(name, content))):
        return None
    try:
        header = next(csv.reader(io.StringIO(rows.header.decode(), newline=""), strict=True))
        if len(header) < 2 or not check_header(name, header, kind, []):
            return None
        return _parse_rows(content, rows, header)
    except (UnicodeDecodeError, csv.Error, pa.ArrowInvalid):
        return None


def _parse_rows(content: bytes, rows: Rows, header: list[str]) -> _Parsed | None:
    odd: list[tuple[int, str]] = []

    def skip(row: pa.csv.InvalidRow) -> str:
        odd.append((row.number - 1, row.text))
        return "skip"

    found = pa.csv.read_csv(
        pa.BufferReader(pa.py_buffer(content).slice(rows.start)),
        read_options=pa.csv.ReadOptions(column_names=header, use_threads=False, block_size=_BLOCK),
        parse_options=pa.csv.ParseOptions(newlines_in_values=rows.has_inner_ends, invalid_row_handler=skip),
        convert_options=pa.csv.ConvertOptions(
            column_types=dict.fromkeys(header, pa.string()),
            strings_can_be_null=False,
            quoted_strings_can_be_null=False,
            null_values=[],
        ),
    )
    lines = np.delete(rows.lines, [at for at, _ in odd])
    longest = max((pc.max(pc.binary_length(column)).as_py() or 0 for column in found.columns), default=0)
    if len(lines) != found.num_rows or longest > csv.field_size_limit():
        return None
    cells = [(int(rows.lines[at]), next(csv.reader(io.StringIO(text, newline=""), strict=True))) for at, text in odd]
    return _Parsed(header, dict(zip(header, found.columns, strict=True)), lines, cells)


def _build_table(name: str, kind: type[R], parsed: _Parsed, result: ReadResult) -> Table[R]:
    """Returns the table without its faulty rows; adds a Problem for each fault."""
    for line, row in parsed.odd:
        if any(map(str.strip, row)):
            report_length(name, kind, parsed.header, row, line, result)
    texts, lines = _drop_blank_rows(parsed.texts, parsed.lines, kind.key)
    columns, faults = dict[str, Read](), dict[str, Mapping[int, Fault]]()
    for column in kind.model_fields:
        if column not in texts:
            columns[column] = CodedColumn(np.zeros(len(lines), np.int32), [kind.model_fields[column].default], [""])
            continue
        read = sort_cells(kind, column, texts.pop(column))
        columns[column] = read.column
        if read.faults:
            faults[column] = read.faults
    ids = _Ids(columns[kind.key], faults.get(kind.key, {}))
    faulty = {*report_faults(name, kind, faults, ids, lines.tolist() if faults else [], result)}
    columns, lines = _drop_rows(columns, lines, faulty)
    order = _sort_ids(columns[kind.key])
    if repeated := {*report_repeated_ids(name, kind, _list_repeated(columns[kind.key], order, lines), result)}:
        columns, lines = _drop_rows(columns, lines, repeated)
        order = _sort_ids(columns[kind.key])
    key = columns[kind.key]
    assert isinstance(key, TextColumn)
    return Table(kind, columns, lines, IdIndex(key, order))


class _Ids(Sequence[Any]):
    """The ids of rows of which some are faulty themselves."""

    def __init__(self, column: Read, faults: Mapping[int, Fault]):
        self._column, self._faults = column, faults

    def __len__(self) -> int:
        return len(self._column)

    def __getitem__(self, at: Any) -> Any:
        return self._faults.get(at) or self._column[at]


def _drop_blank_rows(
    texts: dict[str, Any], lines: NDArray[np.int32], key: str
) -> tuple[dict[str, Any], NDArray[np.int32]]:
    """Leaves out the rows of which every cell is blank."""
    suspects = pc.indices_nonzero(pc.or_(pc.equal(texts[key], ""), find_unfit(texts[key]))).to_pylist()
    blank = [at for at in suspects if not any(column[at].as_py().strip() for column in texts.values())]
    if not blank:
        return texts, lines
    kept = np.delete(np.arange(len(lines)), blank)
    return {name: column.take(pa.array(kept)) for name, column in texts.items()}, lines[kept]


def _drop_rows(
    columns: dict[str, Read], lines: NDArray[np.int32], dropped: set[int]
) -> tuple[dict[str, Read], NDArray[np.int32]]:
    if not dropped:
        return columns, lines
    kept = np.delete(np.arange(len(lines)), sorted(dropped))
    return {name: column.keep(kept) for name, column in columns.items()}, lines[kept]


def _sort_ids(ids: Read) -> NDArray[np.int32]:
    assert isinstance(ids, TextColumn)  # as `sort_cells` makes the column of ids
    return np.asarray(pc.sort_indices(ids.texts)).astype(np.int32)


def _list_repeated(ids: Read, order: NDArray[np.int32], lines: NDArray[np.int32]) -> list[tuple[int, int, str]]:
    """Returns position, line and id of the rows whose id occurs more than once, in the order of the file."""
    assert isinstance(ids, TextColumn)
    if len(order) < 2:
        return []
    texts = ids.texts.take(pa.array(order))
    same = np.asarray(pc.equal(texts.slice(1), texts.slice(0, len(texts) - 1)).to_numpy(zero_copy_only=False))
    at = np.flatnonzero(np.concatenate(([False], same)) | np.concatenate((same, [False])))
    positions = np.sort(order[at]).tolist()
    return [(at, int(lines[at]), ids[at]) for at in positions]
