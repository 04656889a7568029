"""Which rows differ between two states of a large table, found column by column: most rows are the same in both."""

# pyright: reportAttributeAccessIssue=false
# (pyarrow makes its functions when it is imported)

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.case.cells import Column
from analysis.case.table import Table

if TYPE_CHECKING:
    from numpy.typing import NDArray


def find_different_rows(old: Table[Any], new: Table[Any]) -> tuple[list[int], list[int]]:
    """Returns the positions of the rows of each table that the other has not, or has with another cell.

    Both are large, and of one kind. A row is known by its id; where it stands in the file makes no difference.
    """
    places = _match(_get_column(new, new.kind.key), _get_column(old, old.kind.key))
    is_known = places >= 0
    differs = ~is_known
    before, after = places[is_known], np.flatnonzero(is_known)
    for name in new.kind.model_fields:
        differs[after] |= _differ(_get_column(old, name), before, _get_column(new, name), after)
    gone = np.ones(len(old), dtype=bool)
    gone[before[~differs[after]]] = False
    return np.flatnonzero(gone).tolist(), np.flatnonzero(differs).tolist()


def _match(ids: Column, others: Column) -> NDArray[np.int64]:
    """Returns for each of some ids the position of the same id among others, -1 if it is not there."""
    codes, known = others.factorise()
    at = dict(zip(known, _invert(codes, len(known)).tolist(), strict=True))
    wanted, names = ids.factorise()
    return np.array([at.get(name, -1) for name in names], dtype=np.int64)[wanted]


def _invert(codes: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Returns the position of each code, of codes that each occur once."""
    places = np.full(count, -1, dtype=np.int64)
    places[codes] = np.arange(len(codes))
    return places


def _differ(old: Column, before: NDArray[np.int64], new: Column, after: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Returns whether the cells at some positions of two columns differ, one by one."""
    codes, values = old.factorise()
    others, other_values = new.factorise()
    numbers: dict[Any, int] = {}
    for value in values:
        numbers.setdefault(value, len(numbers))
    known: Sequence[int] = [numbers[value] for value in values]
    same = [numbers.get(value, -1) for value in other_values]
    return np.asarray(np.array(known, np.int64)[codes[before]] != np.array(same, np.int64)[others[after]])


def _get_column(table: Table[Any], name: str) -> Column:
    """Returns a column of a large table, of which all are of this kind."""
    column = table.columns[name]
    assert isinstance(column, Column)
    return column
