"""One table of a case. It is kept as columns; a row is made when it is asked for, so that many cost little."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, ValuesView
from copy import copy
from typing import Any, Generic, TypeVar

from analysis.columns import Row

R = TypeVar("R", bound=Row)


class Table(Mapping[str, R], Generic[R]):
    """Id -> row, in file order, and the line each stands on. The values have been checked."""

    def __init__(self, kind: type[R], columns: Mapping[str, Sequence[Any]], lines: Sequence[int]):
        self.kind, self.columns = kind, columns
        self._lines = lines
        self._place = {id: place for place, id in enumerate(columns[kind.key])}
        self._made: dict[str, R] = {}
        self._indexes: dict[str, dict[Any, list[str]]] = {}

    def __getitem__(self, id: str) -> R:
        if id not in self._made:
            place = self._place[id]
            self._made[id] = self.kind.model_construct(**{name: found[place] for name, found in self.columns.items()})
        return self._made[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._place)

    def __len__(self) -> int:
        return len(self._place)

    def __contains__(self, id: object) -> bool:
        return id in self._place

    def values(self) -> ValuesView[R]:
        """Returns every row, in file order."""
        if len(self._made) < len(self._place):
            self._made = {id: self[id] for id in self._place}
        return self._made.values()

    def line(self, id: str) -> int:
        """Returns the line of the file a row stands on, the header being line 1."""
        return self._lines[self._place[id]]

    def where(self, column: str, value: Any) -> tuple[R, ...]:
        """Returns the rows that have this value in a column."""
        if column not in self._indexes:
            index = self._indexes[column] = {}
            for id, found in zip(self._place, self.columns[column], strict=True):
                index.setdefault(found, []).append(id)
        return tuple(self[id] for id in self._indexes[column].get(value, ()))

    def changed(self, id: str, column: str, value: Any) -> Table[R]:
        """Returns the same table with another value in one cell."""
        values = list(self.columns[column])
        values[self._place[id]] = value
        other = copy(self)
        other.columns = {**self.columns, column: values}
        other._made, other._indexes = {}, {}
        return other
