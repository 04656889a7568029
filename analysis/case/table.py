"""A table of a case, and the ledger: all tables of a case.

A table is kept as columns; a row object is made only when it is asked for, so that large tables cost little. Each
table records what it was asked for in a `ReadLog`, so that a report knows what it depends on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, ValuesView
from copy import copy
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Generic, TypeVar

from analysis.case.columns import Row
from analysis.dependencies import ReadLog, compute_digest
from analysis.wording.own_units import OwnUnit

R = TypeVar("R", bound=Row)


class Table(Mapping[str, R], Generic[R]):
    """Id -> row, in the order of the file. The values have been checked.

    kind: the class of its rows. columns: name -> values, in the order of the file. lines: each row's line in the file.

    >>> from analysis import load_case
    >>> from analysis.case.schema import Party
    >>> parties = load_case().ledger.get_table(Party)
    >>> parties["ukraine"].kind
    'state'
    >>> [party.id for party in parties.find_rows("kind", "alliance")]
    ['europe', 'nato', 'g7']
    """

    def __init__(self, kind: type[R], columns: Mapping[str, Sequence[Any]], lines: Sequence[int]):
        self.kind, self.columns = kind, columns
        self._lines = lines
        self._positions = {id: position for position, id in enumerate(columns[kind.key])}
        self._rows: dict[str, R] = {}
        self._is_complete = False  # whether all rows are made, in the order of the file
        self._indexes: dict[str, dict[Any, list[str]]] = {}
        self._rows_looked_up: dict[str, R] = {}
        self._selections: dict[tuple[str, Any], tuple[R, ...]] = {}
        self._forms: Mapping[tuple[str, str], Mapping[str, str]] = {}
        self._log: ReadLog | None = None
        self._recorded: set[str] = set()  # what the log has already: most is asked for many times

    def copy_with_log(self, log: ReadLog) -> Table[R]:
        """Returns the same table, which records in a log what it is asked for."""
        other = copy(self)
        other._log, other._recorded, other._rows_looked_up, other._selections = log, set(), {}, {}
        return other

    def __getitem__(self, id: str) -> R:
        if id not in self._rows_looked_up:
            self._record("/" + id)
            self._rows_looked_up[id] = self._get_row(id)
        return self._rows_looked_up[id]

    def _get_row(self, id: str) -> R:
        if id not in self._rows:
            position = self._positions[id]
            values = {name: column[position] for name, column in self.columns.items()}
            self._rows[id] = self.kind.model_construct(**values)
        return self._rows[id]

    def __iter__(self) -> Iterator[str]:
        self._record()
        return iter(self._positions)

    def __len__(self) -> int:
        return len(self._positions)

    def __contains__(self, id: object) -> bool:
        if not isinstance(id, str):
            return False  # nothing but a text is an id
        if id not in self._positions:
            self._record(f"/{id}")
            return False
        return True

    def values(self) -> ValuesView[R]:
        """Returns every row, in the order of the file."""
        self._record()
        if not self._is_complete:
            self._rows, self._is_complete = {id: self._get_row(id) for id in self._positions}, True
        return self._rows.values()

    def find_line(self, id: str) -> int:
        """Returns the line of a row in its file; the header is line 1."""
        return self._lines[self._positions[id]]

    def find_rows(self, column: str, value: Any) -> tuple[R, ...]:
        """Returns the rows that have this value in a column."""
        if (column, value) not in self._selections:
            found = self._find_ids(column, value)
            self._record(f"?{column}={value}")
            for id in found:
                if "/" + id not in self._recorded:
                    self._record("/" + id)
            self._selections[column, value] = tuple(self._get_row(id) for id in found)
        return self._selections[column, value]

    def find_rows_under(self, column: str, stem: str) -> tuple[R, ...]:
        """Returns the rows whose text in a column is the stem, `/` and one more word: `claims/need/value`."""
        return self.find_rows(f"{column}/", stem)

    def _find_ids(self, column: str, value: Any) -> list[str]:
        if column not in self._indexes:
            cells = self.columns[column.removesuffix("/")]
            if column.endswith("/"):
                cells = [(cell or "").rpartition("/")[0] for cell in cells]
            index = self._indexes[column] = {}
            for id, cell in zip(self._positions, cells, strict=True):
                index.setdefault(cell, []).append(id)
        return self._indexes[column].get(value, [])

    def copy_with_value(self, id: str, column: str, value: Any) -> Table[R]:
        """Returns the same table with another value in one cell."""
        values = list(self.columns[column])
        values[self._positions[id]] = value
        other = copy(self)
        other.columns = {**self.columns, column: values}
        other._rows, other._indexes, other._rows_looked_up, other._selections, other._recorded = {}, {}, {}, {}, set()
        other._is_complete = False
        return other

    def copy_with_texts(
        self, texts: Mapping[tuple[str, str], str | None], forms: Mapping[tuple[str, str], Mapping[str, str]]
    ) -> Table[R]:
        """Returns the same table with other texts in some cells, and with the grammatical forms of names.

        texts: id and column -> the text. forms: id and column -> form -> the text in it.
        """
        columns = {name: list(self.columns[name]) for name in {column for _, column in texts}}
        for (id, column), text in texts.items():
            columns[column][self._positions[id]] = text
        other = copy(self)
        changed = {id for id, _ in texts}
        other.columns, other._forms = {**self.columns, **columns}, forms
        other._rows = {id: row for id, row in self._rows.items() if id not in changed}
        other._indexes = {name: index for name, index in self._indexes.items() if name.removesuffix("/") not in columns}
        other._rows_looked_up, other._selections, other._recorded = {}, {}, set()
        other._is_complete = False
        return other

    def find_forms(self, id: str, column: str) -> Mapping[str, str]:
        """Returns the grammatical forms of a name: form -> the name in it. The row must have been looked up."""
        return self._forms.get((id, column), {})

    def compute_digest(self, key: str) -> str:
        """Returns a hash of what a key of the log names: `/id` a row, `?column=value` a selection, '' all rows."""
        if key.startswith("/"):
            ids = [key[1:]] if key[1:] in self._positions else []
        elif key.startswith("?"):
            column, _, value = key[1:].partition("=")
            ids = [id for cell, found in self._list_index(column) if str(cell) == value for id in found]
        else:
            ids = list(self._positions)
        positions = [self._positions[id] for id in ids]
        cells = [repr(column[position]) for position in positions for column in self.columns.values()]
        names = sorted((id, column) for id, column in self._forms if id in ids) if self._forms else ()
        return compute_digest([*cells, *(repr((name, sorted(self._forms[name].items()))) for name in names)])

    def _list_index(self, column: str) -> Iterator[tuple[Any, list[str]]]:
        self._find_ids(column, None)
        yield from self._indexes[column].items()

    def _record(self, key: str = "") -> None:
        """Records what is asked for, as a key that `compute_digest` accepts."""
        if key not in self._recorded and self._log is not None:
            self._recorded.add(key)
            self._log.record(self.kind.table + key, partial(self.compute_digest, key))


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
    units: those that its units.txt adds.
    """

    tables: Mapping[str, Table[Any]]
    original_texts: Mapping[str, str] = field(default_factory=dict)
    units: tuple[OwnUnit, ...] = ()

    def get_table(self, kind: type[R]) -> Table[R]:
        """Returns the table of a class of rows, such as `Claim`."""
        return self.tables[kind.table]

    def copy_with_log(self, log: ReadLog) -> Ledger:
        """Returns the same ledger, whose tables record in a log what they are asked for."""
        return replace(self, tables={name: table.copy_with_log(log) for name, table in self.tables.items()})
