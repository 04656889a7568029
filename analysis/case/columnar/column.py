"""One column of a large table: numbers, texts, or texts of which there are few, each as an array without copies.

A blank cell is NaN among numbers and '' among texts, which no other cell is; its value is the column's default.
"""

# pyright: reportAttributeAccessIssue=false
# (pyarrow makes its functions when it is imported)

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analysis.case.cells import Column, list_ids
from analysis.case.columns import SEPARATOR

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FEW = 3_000  # ids that are looked up one by one: for more it pays to index all
_MOST_TIMES_READ = 4  # a column of texts, to find one: then it pays to give each different text a code
_MOST_DIFFERENT = 0.05  # texts a row, for codes to take less than the texts
_MOST_FOUND = 10_000  # ids whose positions are kept
_AT_ONCE = 10_000  # cells that are made into values together when a column is gone through


class _ArrayColumn(Column):
    """What the kinds of column share."""

    @overload
    def __getitem__(self, at: int) -> Any: ...
    @overload
    def __getitem__(self, at: slice) -> list[Any]: ...
    def __getitem__(self, at: int | slice) -> Any:
        if isinstance(at, slice):
            return self.take(range(*at.indices(len(self))))
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        return self.take([at % len(self)])[0]

    def __iter__(self) -> Iterator[Any]:
        for start in range(0, len(self), _AT_ONCE):
            yield from self.take(range(start, min(start + _AT_ONCE, len(self))))

    def list_members(self) -> set[Any]:
        return {one for cell in self.list_distinct() for one in list_ids(cell)}

    def encode(self) -> NDArray[np.uint64]:
        return self.factorise()[0].view(np.uint64)

    def convert_to_numbers(self) -> NDArray[np.float64]:
        codes, values = self.factorise()
        return np.array([np.nan if value is None else value for value in values], dtype=np.float64)[codes]

    def replace(self, changes: Mapping[int, Any]) -> Column:
        return ChangedColumn(self, changes)


class CodedColumn(_ArrayColumn):
    """A column with few different values. codes: of each row. values, texts: by code, the first of blank cells."""

    def __init__(self, codes: NDArray[np.int32] | NDArray[np.int64], values: Sequence[Any], texts: Sequence[str] = ()):
        self.codes, self.values, self.texts = codes, values, texts

    def __len__(self) -> int:
        return len(self.codes)

    def take(self, positions: Sequence[int] | NDArray[Any]) -> list[Any]:
        return [self.values[code] for code in self.codes[np.asarray(positions, dtype=np.int64)].tolist()]

    @cached_property
    def _codes_by_value(self) -> Mapping[Any, list[int]]:
        found: dict[Any, list[int]] = {}
        for code, value in enumerate(self.values):
            found.setdefault(value, []).append(code)
        return found

    @cached_property
    def _used(self) -> NDArray[np.bool_]:
        return np.bincount(self.codes, minlength=len(self.values)) > 0

    def list_distinct(self) -> Collection[Any]:
        return {self.values[code] for code in np.flatnonzero(self._used).tolist()}

    def find(self, value: Any) -> NDArray[np.int64]:
        codes = self._codes_by_value.get(value, [])
        return np.flatnonzero(self.codes == codes[0] if len(codes) == 1 else np.isin(self.codes, codes))

    def spell_out(self) -> TextColumn:
        """Returns the same column of texts with the text of each row."""
        return TextColumn(pa.array(self.texts, pa.string()).take(pa.array(self.codes)), self.values[0])

    def keep(self, positions: NDArray[np.int64]) -> CodedColumn:
        """Returns the column of some rows alone."""
        return CodedColumn(self.codes[positions], self.values, self.texts)

    def factorise(self) -> tuple[NDArray[np.int64], Sequence[Any]]:
        first = np.array([self._codes_by_value[value][0] for value in self.values], dtype=np.int64)
        return first[self.codes], self.values


class NumberColumn(_ArrayColumn):
    """A column of numbers. numbers: NaN where a cell is blank."""

    def __init__(self, numbers: NDArray[np.float64], default: Any):
        self.numbers, self.default = numbers, default

    def __len__(self) -> int:
        return len(self.numbers)

    def take(self, positions: Sequence[int] | NDArray[Any]) -> list[Any]:
        found = self.numbers[np.asarray(positions, dtype=np.int64)].tolist()
        return [self.default if number != number else number for number in found]

    def list_distinct(self) -> Collection[Any]:
        return {self.default if number != number else number for number in np.unique(self.numbers).tolist()}

    def find(self, value: Any) -> NDArray[np.int64]:
        if value == self.default:
            return np.flatnonzero(np.isnan(self.numbers))
        return np.flatnonzero(self.numbers == value) if isinstance(value, float | int) else np.flatnonzero([])

    def keep(self, positions: NDArray[np.int64]) -> NumberColumn:
        """Returns the column of some rows alone."""
        return NumberColumn(self.numbers[positions], self.default)

    def encode(self) -> NDArray[np.uint64]:
        return self._normalise().view(np.uint64)

    def _normalise(self) -> NDArray[np.float64]:
        return self.numbers + 0.0  # -0.0 equals 0.0

    def convert_to_numbers(self) -> NDArray[np.float64]:
        return self.numbers

    def factorise(self) -> tuple[NDArray[np.int64], Sequence[Any]]:
        values, codes = np.unique(self._normalise(), return_inverse=True)
        return codes, [self.default if number != number else number for number in values.tolist()]


class TextColumn(_ArrayColumn):
    """A column of texts of which most occur once. texts: '' where a cell is blank. split: what reads a text, if any."""

    def __init__(self, texts: Any, default: Any, split: Callable[[str], Any] | None = None):
        self.texts, self.default, self.split = texts, default, split
        self._times_read = 0  # to find a text

    def __len__(self) -> int:
        return len(self.texts)

    def take(self, positions: Sequence[int] | NDArray[Any]) -> list[Any]:
        if isinstance(positions, range) and positions.step == 1:
            found = self.texts.slice(positions.start, len(positions)).to_pylist()
        elif len(positions) < 4:  # each on its own: an array of them costs more
            found = [self.texts[int(at)].as_py() for at in positions]
        else:
            found = self.texts.take(pa.array(np.asarray(positions, dtype=np.int64))).to_pylist()
        if self.split is None:
            return [text or self.default for text in found]
        return [self.split(text) if text else self.default for text in found]

    def list_distinct(self) -> Collection[Any]:
        texts = self.texts.unique().to_pylist()
        return {(self.split(text) if self.split else text) if text else self.default for text in texts}

    def list_members(self) -> set[Any]:
        parts = pc.list_flatten(pc.split_pattern(self.texts, SEPARATOR)) if self.split else self.texts
        return {part.strip() for part in parts.unique().to_pylist()} - {""}

    def find(self, value: Any) -> NDArray[np.int64]:
        if self.split is not None and value != self.default:
            return np.flatnonzero(np.fromiter((cell == value for cell in self), dtype=bool, count=len(self)))
        text = "" if value == self.default else value or None  # no cell has an empty text: a blank one has the default
        if not isinstance(text, str):
            return np.flatnonzero([])
        if self._times_read < _MOST_TIMES_READ or self._encoded is None:
            self._times_read += 1
            return np.asarray(pc.indices_nonzero(pc.equal(self.texts, text))).astype(np.int64)
        codes, by_text = self._encoded
        return np.flatnonzero(codes == by_text.get(text, -1))

    @cached_property
    def _encoded(self) -> tuple[NDArray[np.int32], Mapping[str, int]] | None:
        """The code of each row, and the codes by text; None where most rows have a text of their own."""
        encoded = self.texts.dictionary_encode()
        if len(encoded.dictionary) > len(self) * _MOST_DIFFERENT:
            return None
        by_text = {text: code for code, text in enumerate(encoded.dictionary.to_pylist())}
        return np.asarray(encoded.indices), by_text

    def keep(self, positions: NDArray[np.int64]) -> TextColumn:
        """Returns the column of some rows alone."""
        return TextColumn(self.texts.take(pa.array(positions)), self.default, self.split)

    def factorise(self) -> tuple[NDArray[np.int64], Sequence[Any]]:
        encoded = self.texts.dictionary_encode()
        texts = encoded.dictionary.to_pylist()
        codes = np.asarray(encoded.indices).astype(np.int64)
        values = [(self.split(text) if self.split else text) if text else self.default for text in texts]
        return CodedColumn(codes, values).factorise() if self.split else (codes, values)


class ChangedColumn(_ArrayColumn):
    """Another column with other values in some rows, as corrections and translations make it."""

    def __init__(self, column: Column, changes: Mapping[int, Any]):
        self.column, self.changes = column, dict(changes)

    def __len__(self) -> int:
        return len(self.column)

    def take(self, positions: Sequence[int] | NDArray[Any]) -> list[Any]:
        found = self.column.take(positions)
        return [
            self.changes.get(at, value)
            for at, value in zip(np.asarray(positions, dtype=np.int64).tolist(), found, strict=True)
        ]

    def list_distinct(self) -> Collection[Any]:
        return {*self.column.list_distinct(), *self.changes.values()}

    def list_members(self) -> set[Any]:
        return self.column.list_members().union(*map(list_ids, self.changes.values()))

    def find(self, value: Any) -> NDArray[np.int64]:
        kept = [at for at in self.column.find(value).tolist() if at not in self.changes]
        return np.array(sorted((*kept, *(at for at, other in self.changes.items() if other == value))), dtype=np.int64)

    def factorise(self) -> tuple[NDArray[np.int64], Sequence[Any]]:
        codes, values = self.column.factorise()
        codes, values, known = codes.copy(), list(values), dict[Any, int]()
        for code, value in enumerate(values):
            known.setdefault(value, code)
        for at, value in self.changes.items():
            if value not in known:
                known[value] = len(values)
                values.append(value)
            codes[at] = known[value]
        return codes, values

    def convert_to_numbers(self) -> NDArray[np.float64]:
        numbers = self.column.convert_to_numbers().copy()
        numbers[list(self.changes)] = [np.nan if value is None else value for value in self.changes.values()]
        return numbers

    def encode(self) -> NDArray[np.uint64]:
        before = self.column.encode()
        codes = before.copy()
        for at, value in self.changes.items():
            same = self.column.find(value)
            codes[at] = before[same[0]] if len(same) else hash((value,)) % 2**63
        return codes

    def replace(self, changes: Mapping[int, Any]) -> Column:
        return ChangedColumn(self.column, {**self.changes, **changes})


class IdIndex(Mapping[str, int]):
    """Id -> position, in the order of the file. order: the positions in the order of the ids, for a binary search."""

    def __init__(self, ids: TextColumn, order: NDArray[np.int32]):
        self._ids, self.order = ids, order
        self._found: dict[str, int] = {}  # what was looked for of late: most is looked for again

    def __len__(self) -> int:
        return len(self.order)

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __getitem__(self, id: str) -> int:
        position = self._found.get(id)
        if position is None:
            if len(self._found) >= _MOST_FOUND:
                self._found.clear()
            position = self._found[id] = self._search(id)
        if position < 0:
            raise KeyError(id)
        return position

    def _search(self, id: str) -> int:
        """Returns the position of an id, -1 if there is none."""
        wanted, texts, low, high = id.encode(), self._ids.texts, 0, len(self.order)
        while low < high:  # by bytes of UTF-8, as the ids were sorted
            middle = (low + high) // 2
            if texts[int(self.order[middle])].as_py().encode() < wanted:
                low = middle + 1
            else:
                high = middle
        if low < len(self.order) and texts[position := int(self.order[low])].as_py() == id:
            return position
        return -1

    def __contains__(self, id: object) -> bool:
        try:
            return isinstance(id, str) and self[id] >= 0
        except KeyError:
            return False

    def list_absent(self, ids: Collection[str]) -> set[str]:
        """Returns those of some ids that are not among these."""
        if len(ids) < _FEW:
            return {id for id in ids if id not in self}
        wanted = pa.array(list(ids), type=pa.string())
        return set(wanted.filter(pc.invert(pc.is_in(wanted, self._ids.texts))).to_pylist())
