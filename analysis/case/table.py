"""A table of a case, and the ledger: all tables of a case.

A table is kept as columns; a row object is made only when it is asked for, so that large tables cost little. Each
table records what it was asked for in a `ReadLog`, so that a report knows what it depends on.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, ValuesView
from copy import copy
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Generic, TypeVar
from weakref import WeakValueDictionary

from analysis.case.cells import Column, replace_cells, take_cells
from analysis.case.columns import Row
from analysis.dependencies import ReadLog, compute_digest
from analysis.kept_results import find_kept
from analysis.wording.own_units import OwnUnit

R = TypeVar("R", bound=Row)
_ROWS_AT_ONCE = 1_000  # rows of a large table that are made together
_MOST_KEPT = 4_000  # rows of a large table that are kept for the next time they are asked for; each takes 2 kB


class Table(Mapping[str, R], Generic[R]):
    """Id -> row, in the order of the file. The values have been checked.

    kind: the class of its rows. columns: name -> values, in the order of the file: lists, or of a large table
    `analysis.case.cells.Column`. lines: each row's line in the file, as a list or an array. positions: id -> position,
    where it is known.

    >>> from analysis import load_case
    >>> from analysis.case.schema import Party
    >>> parties = load_case().ledger.get_table(Party)
    >>> parties["ukraine"].kind
    'state'
    >>> [party.id for party in parties.find_rows("kind", "alliance")]
    ['europe', 'nato', 'g7']
    """

    def __init__(
        self,
        kind: type[R],
        columns: Mapping[str, Sequence[Any]],
        lines: Any,
        positions: Mapping[str, int] | None = None,
    ):
        self.kind, self.columns, self.lines = kind, columns, lines
        if positions is None:
            positions = {id: position for position, id in enumerate(columns[kind.key])}
        self.positions = positions
        self.copy_key = ""  # that of its copy in the user's cache, if it was read from one
        self._rows: dict[str, R] = {}
        self._is_complete = False  # whether all rows are made, in the order of the file
        self._indexes: dict[str, dict[Any, list[int]]] = {}
        self._rows_looked_up: dict[str, R] = {}
        self._selections: dict[tuple[str, Any], tuple[R, ...]] = {}
        self._kept = 0  # rows and selections in the two
        self._forms: Mapping[tuple[str, str], Mapping[str, str]] = {}
        self._name_shared = ""  # among the tables whose digests are kept for other processes
        self._log: ReadLog | None = None
        self._recorded: set[str] = set()  # what the log has already: most is asked for many times

    def copy_with_log(self, log: ReadLog) -> Table[R]:
        """Returns the same table, which records in a log what it is asked for."""
        other = copy(self)
        other._log, other._recorded, other._rows_looked_up, other._selections = log, set(), {}, {}
        return other

    def __getitem__(self, id: str) -> R:
        if id not in self._rows_looked_up:
            self._limit_rows()
            self._record("/" + id)
            self._kept += 1
            self._rows_looked_up[id] = self._get_row(id)
        return self._rows_looked_up[id]

    def _get_row(self, id: str) -> R:
        if id not in self._rows:
            at, names = self.positions[id], self.kind.model_fields
            self._rows[id] = (
                self._make_rows([at])[0]
                if self.is_large
                else self.kind.from_values({name: self.columns[name][at] for name in names})
            )
        return self._rows[id]

    def _make_rows(self, positions: Sequence[int]) -> list[R]:
        names = list(self.kind.model_fields)
        cells = [take_cells(self.columns[name], positions) for name in names]
        make = self.kind.from_values
        return [make(dict(zip(names, row, strict=True))) for row in zip(*cells, strict=True)]

    def list_cells(self, names: Sequence[str], positions: Sequence[int] | None = None) -> Iterator[tuple[Any, ...]]:
        """Yields the id and some cells of each row, or of those at some positions; not recorded as read."""
        columns = [self.columns[name] for name in (self.kind.key, *names)]
        return zip(*(columns if positions is None else (take_cells(one, positions) for one in columns)), strict=True)

    @property
    def is_large(self) -> bool:
        """Whether it is kept in arrays: then its rows are made when they are asked for, and not all kept."""
        return isinstance(self.columns[self.kind.key], Column)

    def iterate_rows(self) -> Iterator[R]:
        """Yields every row, in the order of the file, without keeping it; not recorded as read."""
        for start in range(0, len(self), _ROWS_AT_ONCE):
            yield from self._make_rows(range(start, min(start + _ROWS_AT_ONCE, len(self))))

    def __iter__(self) -> Iterator[str]:
        self._record()
        return iter(self.positions)

    def __len__(self) -> int:
        return len(self.positions)

    def __contains__(self, id: object) -> bool:
        if not isinstance(id, str):
            return False  # nothing but a text is an id
        if id not in self._rows and id not in self.positions:  # to look through the ids of a large table takes longer
            self._record(f"/{id}")
            return False
        return True

    def values(self) -> ValuesView[R]:
        """Returns every row, in the order of the file."""
        self._record()
        if self.is_large:
            return _Rows(self)
        if not self._is_complete:
            lacking = [id for id in self.positions if id not in self._rows]
            made = dict(zip(lacking, self._make_rows([self.positions[id] for id in lacking]), strict=True))
            made |= self._rows
            self._rows, self._is_complete = {id: made[id] for id in self.positions}, True
        return self._rows.values()

    def _limit_rows(self) -> None:
        """Forgets the rows of a large table once many are kept: a comparison that goes through all of them may."""
        if self.is_large:
            if len(self._rows) > _MOST_KEPT:
                self._rows.clear()
            if self._kept > _MOST_KEPT:
                self._rows_looked_up.clear()
                self._selections.clear()
                self._kept = 0

    def find_line(self, id: str) -> int:
        """Returns the line of a row in its file; the header is line 1."""
        return int(self.lines[self.positions[id]])

    def list_lines(self) -> Sequence[int]:
        """Returns the line of each row in the file, in its order."""
        lines: Sequence[int] = self.lines if isinstance(self.lines, list) else self.lines.tolist()
        return lines

    def find_rows(self, column: str, value: Any) -> tuple[R, ...]:
        """Returns the rows that have this value in a column."""
        if (column, value) not in self._selections:
            self._limit_rows()
            positions = self.find_positions(column, value)
            ids = take_cells(self.columns[self.kind.key], positions)
            self._record(f"?{column}={value}")
            for id in ids:
                if "/" + id not in self._recorded:
                    self._record("/" + id)
            lacking = [(id, at) for id, at in zip(ids, positions, strict=True) if id not in self._rows]
            made = self._make_rows([at for _, at in lacking])
            self._rows.update((id, row) for (id, _), row in zip(lacking, made, strict=True))
            self._kept += 1 + len(ids)
            self._selections[column, value] = tuple(self._rows[id] for id in ids)
        return self._selections[column, value]

    def find_rows_under(self, column: str, stem: str) -> tuple[R, ...]:
        """Returns the rows whose text in a column is the stem, `/` and one more word: `claims/need/value`."""
        return self.find_rows(f"{column}/", stem)

    def find_positions(self, column: str, value: Any) -> Sequence[int]:
        """Returns the positions of the rows that have this value in a column; not recorded as read.

        column: with a `/` at its end it is the stems of its texts that are compared, see `find_rows_under`.
        """
        cells = self.columns[column.removesuffix("/")]
        if isinstance(cells, Column):
            values = [value] if column == column.removesuffix("/") else _list_under(cells, value)
            found: list[int] = sorted(at for one in values for at in cells.find(one).tolist())
            return found
        if column not in self._indexes:
            index = self._indexes[column] = {}
            for position, cell in enumerate(cells):
                index.setdefault(_find_stem(cell) if column.endswith("/") else cell, []).append(position)
        return self._indexes[column].get(value, ())

    def find_ids(self, column: str, value: Any) -> list[str]:
        """Returns the ids of the rows that have this value in a column; not recorded as read."""
        return take_cells(self.columns[self.kind.key], self.find_positions(column, value))

    def list_absent(self, ids: Collection[str]) -> set[str]:
        """Returns those of some ids that no row has; not recorded as read."""
        find: Callable[[Collection[str]], set[str]] | None = getattr(self.positions, "list_absent", None)
        return find(ids) if find else {id for id in ids if id not in self.positions}

    def copy_with_value(self, id: str, column: str, value: Any) -> Table[R]:
        """Returns the same table with another value in one cell."""
        other = copy(self)
        other.columns = {**self.columns, column: replace_cells(self.columns[column], {self.positions[id]: value})}
        other._rows, other._indexes, other._rows_looked_up, other._selections, other._recorded = {}, {}, {}, {}, set()
        other._is_complete, other._name_shared = False, ""
        return other

    def copy_with_texts(
        self, texts: Mapping[tuple[str, str], str | None], forms: Mapping[tuple[str, str], Mapping[str, str]]
    ) -> Table[R]:
        """Returns the same table with other texts in some cells, and with the grammatical forms of names.

        texts: id and column -> the text. forms: id and column -> form -> the text in it.
        """
        changes: dict[str, dict[int, str | None]] = {}
        for (id, column), text in texts.items():
            changes.setdefault(column, {})[self.positions[id]] = text
        columns = {name: replace_cells(self.columns[name], found) for name, found in changes.items()}
        other = copy(self)
        changed = {id for id, _ in texts}
        other.columns, other._forms = {**self.columns, **columns}, forms
        other._rows = {id: row for id, row in self._rows.items() if id not in changed}
        other._indexes = {name: index for name, index in self._indexes.items() if name.removesuffix("/") not in columns}
        other._rows_looked_up, other._selections, other._recorded = {}, {}, set()
        other._is_complete, other._name_shared = False, ""
        return other

    def find_forms(self, id: str, column: str) -> Mapping[str, str]:
        """Returns the grammatical forms of a name: form -> the name in it. The row must have been looked up."""
        return self._forms.get((id, column), {})

    def compute_digest(self, key: str) -> str:
        """Returns a hash of what a key of the log names: `/id` a row, `?column=value` a selection, '' all rows."""
        if self._name_shared and (kept := find_kept(digest_shared, self._name_shared, key)):
            return kept
        return self._compute_digest(key)

    def share_digests(self) -> None:
        """Has the digests of this table be kept for the processes that are forked from this one."""
        self._name_shared = os.urandom(8).hex()
        _SHARED[self._name_shared] = self

    def _compute_digest(self, key: str) -> str:
        if key.startswith("/"):
            positions: Sequence[int] = [self.positions[key[1:]]] if key[1:] in self.positions else []
        elif key.startswith("?"):
            column, _, value = key[1:].partition("=")
            positions = [at for one in self._list_values(column, value) for at in self.find_positions(column, one)]
        else:
            positions = range(len(self))
        return compute_digest(self._list_parts(positions))

    def _list_values(self, column: str, text: str) -> list[Any]:
        """Returns the values of a column, or the stems of its texts, that are written so."""
        cells = self.columns[column.removesuffix("/")]
        if isinstance(cells, Column):
            values = cells.list_distinct()
            return [one for one in ({*map(_find_stem, values)} if column.endswith("/") else values) if str(one) == text]
        self.find_positions(column, None)
        return [one for one in self._indexes[column] if str(one) == text]

    def _list_parts(self, positions: Sequence[int]) -> Iterator[str]:
        """Yields what a digest of some rows is made of: their cells, then the forms of their names."""
        for start in range(0, len(positions), _ROWS_AT_ONCE):
            some = positions[start : start + _ROWS_AT_ONCE]
            for row in zip(*(take_cells(column, some) for column in self.columns.values()), strict=True):
                yield from map(repr, row)
        if self._forms:
            ids = {*take_cells(self.columns[self.kind.key], positions)}
            names = sorted((id, column) for id, column in self._forms if id in ids)
            yield from (repr((name, sorted(self._forms[name].items()))) for name in names)

    def _record(self, key: str = "") -> None:
        """Records what is asked for, as a key that `compute_digest` accepts; nothing after a whole table."""
        if key not in self._recorded and self._log is not None and self.kind.table not in self._log.keys:
            self._recorded.add(key)
            self._log.record(self.kind.table + key, partial(self.compute_digest, key))


_SHARED: WeakValueDictionary[str, Table[Any]] = WeakValueDictionary()  # by names that no other process gives


def digest_shared(name: str, key: str) -> str:
    """Returns `compute_digest` of a table that this process, or the one that forked it, has shared. Raises KeyError."""
    return _SHARED[name]._compute_digest(key)


class _Rows(ValuesView[R]):
    """The rows of a large table, each made when it is reached."""

    def __init__(self, table: Table[R]):
        self._table = table

    def __len__(self) -> int:
        return len(self._table)

    def __iter__(self) -> Iterator[R]:
        return self._table.iterate_rows()


def _find_stem(text: str | None) -> str:
    return (text or "").rpartition("/")[0]


def _list_under(cells: Column, stem: str) -> list[Any]:
    """Returns the texts of a column that are a stem, `/` and one more word."""
    return [text for text in cells.list_distinct() if _find_stem(text) == stem]


def make_empty_table(kind: type[R]) -> Table[R]:
    """Returns a table without a row.

    >>> from analysis.case.schema import Party
    >>> len(make_empty_table(Party))
    0
    """
    columns = dict.fromkeys((*kind.model_fields, kind.key), ())
    return Table(kind, columns, [])


@dataclass(frozen=True)
class Ledger:
    """All tables of a case, checked and corrected.

    tables: name -> table. original_texts: `table/id/column` of each corrected cell -> what the source gives.
    units: those that its units.txt adds. known: what was computed of all of its cells, by what it is; copies share it.
    """

    tables: Mapping[str, Table[Any]]
    original_texts: Mapping[str, str] = field(default_factory=dict)
    units: tuple[OwnUnit, ...] = ()
    known: dict[object, Any] = field(default_factory=dict, compare=False, repr=False)

    def get_table(self, kind: type[R]) -> Table[R]:
        """Returns the table of a class of rows, such as `Claim`."""
        return self.tables[kind.table]

    def copy_with_log(self, log: ReadLog) -> Ledger:
        """Returns the same ledger, whose tables record in a log what they are asked for."""
        return replace(self, tables={name: table.copy_with_log(log) for name, table in self.tables.items()})
