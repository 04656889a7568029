"""The cells of one column of a large file -> its array: what is plainly sound at once, every other text by the checks
of its column, so that they refuse the same texts with the same words as in a small file."""

# pyright: reportAttributeAccessIssue=false
# (pyarrow makes its functions when it is imported)

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analysis.case.columnar.column import CodedColumn, NumberColumn, TextColumn
from analysis.case.columns import (
    Allowed,
    Fault,
    Level,
    Longest,
    Plain,
    Ref,
    Row,
    Translated,
    Widened,
    find_marker,
    read_cells,
    read_texts,
    split_cell,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MARKERS = (Allowed, Level, Longest, Ref, Translated, Widened)  # that refuse no text by themselves
_FEW = 50_000  # different texts of a column that are each checked, and kept once
_SAMPLE = 20_000  # rows by which it is guessed whether the texts of a column differ
# Of what `characters.FORBIDDEN` finds and `str.strip` takes off; halves of surrogate pairs are no UTF-8
_FORBIDDEN = r"[\x00-\x08\x0b-\x1f\x7f-\x{9f}\x{fdd0}-\x{fdef}\x{fffe}\x{ffff}]"
_SPACE = r"[\t\n\x0b-\r\x1c-\x20\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]"
UNFIT = f"{_FORBIDDEN}|^{_SPACE}|{_SPACE}$"
"""For RE2: finds in a text what may not be printed, and white space around it."""
_SPACE_BYTE, _LAST_PRINTED = b" ~"  # of ASCII, all between them can be printed


@dataclass(frozen=True)
class Sorted:
    """A column that was read. faults: position -> of each cell that the column does not accept."""

    column: CodedColumn | NumberColumn | TextColumn
    faults: Mapping[int, Fault]


def sort_cells(kind: type[Row], name: str, texts: Any) -> Sorted:
    """Returns the column of some cells. texts: a pyarrow.ChunkedArray of strings, as the file has them."""
    plain = find_plain(kind, name)
    if plain is not None and (name == kind.key or _holds_numbers(kind, name) or _differ(texts)):
        return _sort_many(kind, name, texts, plain)
    encoded = texts.combine_chunks().dictionary_encode()
    if plain is not None and len(encoded.dictionary) > _FEW:
        return _sort_many(kind, name, texts, plain)
    column, faults = _sort_few(kind, name, encoded)
    return Sorted(column.spell_out() if name == kind.key else column, faults)


def find_plain(kind: type[Row], name: str) -> Plain | None:
    """Returns which texts of a column need no closer look; None if all do.

    >>> from analysis.case.schema import Claim
    >>> find_plain(Claim, "claim_id").pattern, find_plain(Claim, "statement").pattern, find_plain(Claim, "rank")
    ('^[a-z][a-z0-9_]*$', '', None)
    """
    mark: Plain | None = find_marker(kind, name, Plain)
    if mark:
        return mark
    field = kind.model_fields[name]
    parts = [part for part in getattr(field.annotation, "__args__", (field.annotation,)) if part is not type(None)]
    marks = [*field.metadata, *(mark for part in parts for mark in getattr(part, "__metadata__", ()))]
    is_text = [getattr(part, "__origin__", part) for part in parts] == [str]
    return Plain() if is_text and all(isinstance(mark, _MARKERS) for mark in marks) else None


def find_unfit(texts: Any) -> Any:
    """Returns of each cell whether something in it may not be printed, or white space is around it.

    Where all cells that were read together are of printable ASCII, as most are, only their first and last bytes are
    looked at; elsewhere `UNFIT` is searched for.

    >>> find_unfit(pa.chunked_array([["Kyiv", " Kyiv", "", "a b"], ["Київ", "Київ "]])).to_pylist()
    [False, True, False, False, False, True]
    """
    return pa.chunked_array(map(_find_unfit, texts.chunks), pa.bool_())


def _find_unfit(texts: Any) -> Any:
    """Returns the same of cells that are in one piece."""
    _, offsets, content = texts.buffers()
    places = np.frombuffer(offsets, np.int32) if len(texts) else np.zeros(1, dtype=np.int32)
    ends = places[texts.offset : texts.offset + len(texts) + 1]
    if not len(texts) or ends[0] == ends[-1]:  # all are blank
        return pa.array(np.zeros(len(texts), dtype=bool))
    cells = np.frombuffer(content, np.uint8)[: ends[-1]]
    if (cells[ends[0] :] - np.uint8(_SPACE_BYTE)).max() > _LAST_PRINTED - _SPACE_BYTE:  # below a space it wraps around
        return pc.match_substring_regex(texts, UNFIT)
    filled = ends[1:] > ends[:-1]
    unfit = cells[np.minimum(ends[:-1], len(cells) - 1)] == _SPACE_BYTE
    unfit |= cells[ends[1:] - 1] == _SPACE_BYTE
    return pa.array(unfit & filled)


def _holds_numbers(kind: type[Row], name: str) -> bool:
    return "float" in str(kind.model_fields[name].annotation)


def find_split(kind: type[Row], name: str) -> Callable[[str], Any] | None:
    """Returns what reads a text of a column that holds several values in a cell; None for any other column."""
    return split_cell if "tuple" in str(kind.model_fields[name].annotation) else None


def _differ(texts: Any) -> bool:
    """Returns whether most cells at the start of a column that are not blank have texts of their own."""
    some = texts.slice(0, _SAMPLE)
    filled = some.filter(pc.not_equal(some, ""))
    return len(filled) > _SAMPLE // 20 and len(filled.unique()) > len(filled) // 2


def _sort_few(kind: type[Row], name: str, encoded: Any) -> tuple[CodedColumn, Mapping[int, Fault]]:
    """Returns a column and its faults: each different text is checked."""
    texts = encoded.dictionary.to_pylist()
    found = read_cells(kind, name, texts)
    faults = {code: value for code, text in enumerate(texts) if isinstance(value := found[text], Fault)}
    kept = {"": 0}  # what differs only in the spaces around it is one text
    codes = [0 if code in faults else kept.setdefault(text.strip(), len(kept)) for code, text in enumerate(texts)]
    of_rows = np.asarray(encoded.indices)
    column = make_coded(kind, name, np.array(codes, dtype=np.int32)[of_rows], list(kept))
    return column, _list_faults(of_rows, faults)


def make_coded(kind: type[Row], name: str, codes: NDArray[np.int32], texts: Sequence[str]) -> CodedColumn:
    """Returns a column of few texts. codes: of each row. texts: by code; the first is '', that of blank cells.

    Raises KeyError if the column does not accept one of them.
    """
    values, _ = read_texts(kind, name, texts[1:])
    return CodedColumn(codes, [kind.model_fields[name].default, *(values[text] for text in texts[1:])], texts)


def _list_faults(codes: NDArray[np.int32], faults: Mapping[int, Fault]) -> dict[int, Fault]:
    at = np.flatnonzero(np.isin(codes, list(faults))) if faults else np.array([], dtype=np.int64)
    return {position: faults[code] for position, code in zip(at.tolist(), codes[at].tolist(), strict=True)}


def _sort_many(kind: type[Row], name: str, texts: Any, plain: Plain) -> Sorted:
    """Checks the texts that are not plainly sound."""
    sound = _are_plain(kind, name, texts, plain)
    default = kind.model_fields[name].default
    positions = np.asarray(pc.indices_nonzero(pc.invert(sound))).astype(np.int64)
    rest = texts.take(pa.array(positions)).to_pylist()
    found = read_cells(kind, name, list(dict.fromkeys(rest)))
    values = [found[text] for text in rest]
    faults = {at: value for at, value in zip(positions.tolist(), values, strict=True) if isinstance(value, Fault)}
    if _holds_numbers(kind, name):
        readable = pc.if_else(pc.and_(sound, pc.not_equal(texts, "")), texts, "nan")
        numbers = np.asarray(pc.cast(readable, pa.float64()).combine_chunks()).copy()
        numbers[positions] = [value if isinstance(value, float) else np.nan for value in values]
        return Sorted(NumberColumn(numbers, default), faults)
    texts = texts.combine_chunks()
    if len(positions):
        given = ["" if isinstance(value, Fault) else text.strip() for text, value in zip(rest, values, strict=True)]
        texts = pc.replace_with_mask(texts, pc.invert(sound.combine_chunks()), pa.array(given, pa.string()))
    return Sorted(TextColumn(texts, default, find_split(kind, name)), faults)


def _are_plain(kind: type[Row], name: str, texts: Any, plain: Plain) -> Any:
    """Returns of each cell whether it is plainly sound, a blank one where it may be blank."""
    mark = find_marker(kind, name, Longest)
    longest = min(mark.characters, plain.longest) if mark else plain.longest
    sound = pc.match_substring_regex(texts, plain.pattern) if plain.pattern else pc.invert(find_unfit(texts))
    if (pc.max(pc.binary_length(texts)).as_py() or 0) > longest:
        sound = pc.and_(sound, pc.less_equal(pc.utf8_length(texts), longest))
    blank = pc.equal(texts, "")
    required = kind.model_fields[name].is_required()
    return pc.and_(sound, pc.invert(blank)) if required else pc.or_(sound, blank)
