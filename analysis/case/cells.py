"""The cells of one column of a table: a list, or of a large table a `Column` that makes values when asked for them.

Whoever reads a column needs not know which: both are sequences. The functions here ask a `Column` in bulk, and go
through a list.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Column(Sequence[Any]):
    """The cells of a column of a large table, kept as arrays. Positions are those of rows, from 0."""

    @abstractmethod
    def list_distinct(self) -> Collection[Any]:
        """Returns each value once, in no order; also values that a correction has replaced."""

    @abstractmethod
    def list_members(self) -> set[Any]:
        """Returns what its cells hold, each part of a cell with several values by itself, nothing of blank cells."""

    @abstractmethod
    def find(self, value: Any) -> NDArray[np.int64]:
        """Returns the positions of a value, in the order of the file."""

    @abstractmethod
    def take(self, positions: Sequence[int] | NDArray[Any]) -> list[Any]:
        """Returns the values at some positions."""

    @abstractmethod
    def factorise(self) -> tuple[NDArray[np.int64], Sequence[Any]]:
        """Returns for each row the number of its value, and the values by that number. Equal values have one number."""

    @abstractmethod
    def encode(self) -> NDArray[np.uint64]:
        """Returns a number for each row: equal ones for equal values, and other ones for others."""

    @abstractmethod
    def convert_to_numbers(self) -> NDArray[np.float64]:
        """Returns the numbers of a column of numbers, NaN where a cell is blank."""

    @abstractmethod
    def replace(self, changes: Mapping[int, Any]) -> Column:
        """Returns the column with other values at some positions."""


def list_distinct(cells: Sequence[Any]) -> Collection[Any]:
    """Returns each value of a column once, in no order.

    >>> sorted(list_distinct(["b", "a", "b"]))
    ['a', 'b']
    """
    return cells.list_distinct() if isinstance(cells, Column) else set(cells)


def list_ids(cell: str | tuple[str, ...] | None) -> tuple[str, ...]:
    """Returns the ids in a cell that refers to rows.

    >>> list_ids("lake"), list_ids(("lake", "river")), list_ids(None)
    (('lake',), ('lake', 'river'), ())
    """
    return cell if isinstance(cell, tuple) else (cell,) if cell else ()


def list_members(cells: Sequence[Any]) -> set[str]:
    """Returns the ids in all cells of a column that refers to rows, as `list_ids` reads a cell.

    >>> sorted(list_members(["lake", None, ("lake", "river")]))
    ['lake', 'river']
    """
    return cells.list_members() if isinstance(cells, Column) else {id for cell in set(cells) for id in list_ids(cell)}


def replace_cells(cells: Sequence[Any], changes: Mapping[int, Any]) -> Sequence[Any]:
    """Returns a column with other values at some positions.

    >>> replace_cells(["a", "b"], {1: "c"})
    ['a', 'c']
    """
    if isinstance(cells, Column):
        return cells.replace(changes)
    values = list(cells)
    for position, value in changes.items():
        values[position] = value
    return values


def take_cells(cells: Sequence[Any], positions: Sequence[int]) -> list[Any]:
    """Returns the values at some positions of a column.

    >>> take_cells(["a", "b", "c"], [2, 0])
    ['c', 'a']
    """
    if type(cells) is not list and isinstance(cells, Column):  # the first is told at once, and most are
        return cells.take(positions)
    return [cells[at] for at in positions]
