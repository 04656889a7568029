"""The rows of a large table that a check of several rows must look at: all others are sound, by arithmetic on arrays.

What is chosen may be sound too; the check decides. Where a column is not kept in arrays, every row is to be looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.case.cells import Column

if TYPE_CHECKING:
    from numpy.typing import NDArray

Ranges = Mapping[str, tuple[float, float, float]]


def find_misfits(columns: Mapping[str, Sequence[Any]], ranges: Ranges, dated: Mapping[str, bool]) -> list[int]:
    """Returns the positions of claims or assumptions whose numbers may not be those that their quantity needs.

    ranges: quantity -> its lowest and highest number, and its least size but 0. dated: quantity of another kind ->
    whether it is a date, and no text.
    """
    quantity, low, value, high = (columns[name] for name in ("quantity", "low", "value", "high"))
    codes, names = _get_column(quantity).factorise()
    limits = np.array([ranges.get(name, (np.nan, np.nan, np.nan)) for name in names])
    lowest, highest, least = (limits[:, at][codes] for at in range(3))
    lows, values, highs = (_get_column(cells).convert_to_numbers() for cells in (low, value, high))
    bottom, top = np.where(np.isnan(lows), values, lows), np.where(np.isnan(highs), values, highs)
    sound = (lowest <= bottom) & (bottom <= values) & (values <= top) & (top <= highest)
    for numbers in (values, lows, highs):
        sound &= np.isnan(numbers) | (numbers == 0) | (np.abs(numbers) >= least)
    without = np.isnan(lows) & np.isnan(values) & np.isnan(highs)
    kinds = np.array([2 if name not in dated else int(dated[name]) for name in names])[codes]
    sound |= without & (kinds == 0)
    if "date" in columns and (kinds == 1).any():
        filled = np.ones(len(codes), dtype=bool)
        filled[_get_column(columns["date"]).find(None)] = False
        sound |= without & (kinds == 1) & filled
    found: list[int] = np.flatnonzero(~sound).tolist()
    return found


def _get_column(cells: Sequence[Any]) -> Column:
    """Returns a column of a large table, of which all are of this kind."""
    assert isinstance(cells, Column)
    return cells


def find_alike(
    columns: Sequence[Sequence[Any]], counts: NDArray[np.bool_] | None = None, apart: Mapping[int, Any] | None = None
) -> list[int]:
    """Returns the positions of rows that may have the same values in some columns as another row, in the file's order.

    counts: for each row, whether it counts. apart: position of a column -> for each row, whether that column tells rows
    apart.
    """
    key = np.zeros(len(columns[0]), dtype=np.uint64)
    for at, column in enumerate(columns):
        codes = _get_column(column).encode()
        if apart and at in apart:
            codes = np.where(apart[at], codes, np.uint64(0))
        key += codes
        key *= np.uint64(0x9E3779B97F4A7C15)  # of Fibonacci hashing (Knuth, TAOCP 3, 6.4): spreads small numbers
        key ^= key >> np.uint64(29)
        key *= np.uint64(0xBF58476D1CE4E5B9)  # of SplitMix64 (Steele et al., OOPSLA 2014)
        key ^= key >> np.uint64(32)
    counted = key if counts is None else key[counts]
    ordered = np.sort(counted)
    alike = np.isin(key, np.unique(ordered[1:][ordered[1:] == ordered[:-1]]))
    found: list[int] = np.flatnonzero(alike if counts is None else alike & counts).tolist()
    return found


def find_alike_preferred(columns: Mapping[str, Sequence[Any]], series: Collection[str]) -> list[int]:
    """Returns the positions of preferred claims that may be on the same thing as another, in the file's order.

    series: the quantities of which claims as of other times are on other things.
    """
    quantity, subject, as_of, rank = (columns[name] for name in ("quantity", "subject", "as_of", "rank"))
    counts = np.zeros(len(quantity), dtype=bool)
    counts[_get_column(rank).find("preferred")] = True
    codes, names = _get_column(quantity).factorise()
    is_series = np.array([name in series for name in names])[codes]
    return find_alike([quantity, subject, as_of], counts, {2: is_series})


def find_contested(
    columns: Mapping[str, Sequence[Any]], series: Collection[str], analysed: Collection[str]
) -> list[tuple[str, str | None]]:
    """Returns the quantities and subjects on which several claims may be equally good, in the file's order.

    On all others that have several claims one alone is preferred, whatever sources count.
    series: the quantities measured over time. analysed: the sources whose claims count first on one basis.
    """
    columns = {name: columns[name] for name in ("quantity", "subject", "source", "rank")}
    (quantities, names), (subjects, of), (sources, ids), _ = (_get_column(one).factorise() for one in columns.values())
    deprecated, preferred = (np.zeros(len(quantities), dtype=bool) for _ in range(2))
    deprecated[_get_column(columns["rank"]).find("deprecated")] = True
    preferred[_get_column(columns["rank"]).find("preferred")] = True
    is_open = np.array([name in series for name in names])[quantities]
    is_open |= np.array([id in analysed for id in ids])[sources]
    rows = np.flatnonzero(~deprecated)
    keys, first, group = np.unique(quantities[rows] * len(of) + subjects[rows], return_index=True, return_inverse=True)
    several = np.bincount(group) > 1
    sure = (np.bincount(group, preferred[rows]) == 1) & (np.bincount(group, is_open[rows]) == 0)
    found = np.flatnonzero(several & ~sure)
    found = found[np.argsort(first[found])]
    return [(names[key // len(of)], of[key % len(of)]) for key in keys[found].tolist()]
