"""One table of a case. It is kept as columns; a row is made when it is asked for, so that many cost little."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, ValuesView
from copy import copy
from functools import partial
from typing import Any, Generic, TypeVar

from analysis.case.columns import Row
from analysis.dependencies import Log, digest_of

R = TypeVar("R", bound=Row)


class Table(Mapping[str, R], Generic[R]):
    """Id -> row, in file order, and the line each stands on. The values have been checked."""

    def __init__(self, kind: type[R], columns: Mapping[str, Sequence[Any]], lines: Sequence[int]):
        self.kind, self.columns = kind, columns
        self._lines = lines
        self._place = {id: place for place, id in enumerate(columns[kind.key])}
        self._made: dict[str, R] = {}
        self._whole = False  # whether all rows are made, and lie in file order
        self._indexes: dict[str, dict[Any, list[str]]] = {}
        self._given: dict[str, R] = {}
        self._chosen: dict[tuple[str, Any], tuple[R, ...]] = {}
        self._log: Log | None = None
        self._asked: set[str] = set()  # what the log has already: nearly all is asked for again and again

    def noting(self, log: Log) -> Table[R]:
        """Returns the same table, which notes in a log what it is asked for."""
        other = copy(self)
        other._log, other._asked, other._given, other._chosen = log, set(), {}, {}
        return other

    def __getitem__(self, id: str) -> R:
        if id not in self._given:
            self._note("/" + id)
            self._given[id] = self._row(id)
        return self._given[id]

    def _row(self, id: str) -> R:
        if id not in self._made:
            place = self._place[id]
            self._made[id] = self.kind.model_construct(**{name: found[place] for name, found in self.columns.items()})
        return self._made[id]

    def __iter__(self) -> Iterator[str]:
        self._note()
        return iter(self._place)

    def __len__(self) -> int:
        return len(self._place)

    def __contains__(self, id: object) -> bool:
        if id not in self._place:
            self._note("/" + id)
            return False
        return True

    def values(self) -> ValuesView[R]:
        """Returns every row, in file order."""
        self._note()
        if not self._whole:
            self._made, self._whole = {id: self._row(id) for id in self._place}, True
        return self._made.values()

    def line(self, id: str) -> int:
        """Returns the line of the file a row stands on, the header being line 1."""
        return self._lines[self._place[id]]

    def where(self, column: str, value: Any) -> tuple[R, ...]:
        """Returns the rows that have this value in a column."""
        if (column, value) not in self._chosen:
            found = self._found(column, value)
            self._note(f"?{column}={value}")
            for id in found:
                if "/" + id not in self._asked:
                    self._note("/" + id)
            self._chosen[column, value] = tuple(self._row(id) for id in found)
        return self._chosen[column, value]

    def beneath(self, column: str, stem: str) -> tuple[R, ...]:
        """Returns the rows whose text in a column is the stem, `/`, and one word more."""
        return self.where(f"{column}/", stem)

    def _found(self, column: str, value: Any) -> list[str]:
        if column not in self._indexes:
            cells = self.columns[column.removesuffix("/")]
            if column.endswith("/"):
                cells = [(cell or "").rpartition("/")[0] for cell in cells]
            index = self._indexes[column] = {}
            for id, cell in zip(self._place, cells, strict=True):
                index.setdefault(cell, []).append(id)
        return self._indexes[column].get(value, [])

    def changed(self, id: str, column: str, value: Any) -> Table[R]:
        """Returns the same table with another value in one cell."""
        values = list(self.columns[column])
        values[self._place[id]] = value
        other = copy(self)
        other.columns = {**self.columns, column: values}
        other._made, other._indexes, other._given, other._chosen, other._asked = {}, {}, {}, {}, set()
        other._whole = False
        return other

    def digest(self, key: str) -> str:
        """Returns a hash of what a key of the log stands for: `/id` a row, `?column=value` a selection, '' all rows."""
        if key.startswith("/"):
            ids = [key[1:]] if key[1:] in self._place else []
        elif key.startswith("?"):
            column, _, value = key[1:].partition("=")
            ids = [id for cell, found in self._cells(column) if str(cell) == value for id in found]
        else:
            ids = list(self._place)
        places = [self._place[id] for id in ids]
        return digest_of(repr(column[place]) for place in places for column in self.columns.values())

    def _cells(self, column: str) -> Iterator[tuple[Any, list[str]]]:
        self._found(column, None)
        yield from self._indexes[column].items()

    def _note(self, key: str = "") -> None:
        """Notes what is asked for, in a key as `digest` takes it."""
        if key not in self._asked and self._log is not None:
            self._asked.add(key)
            self._log.note(self.kind.table + key, partial(self.digest, key))
