"""A frame as a table or a chart reads it: nothing that pandas prints beside the cells is left out.

An index that means something becomes leading columns, headings of several levels become one heading each, and two
columns of one name stay two columns.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from analysis.contract import Part
from analysis.errors import UntracedNumber, UsageError, format_nearest
from analysis.label import Label
from analysis.show.bundle import make_part
from analysis.show.other_frames import AnyFrame, convert_frame
from analysis.wording.headings import name_column
from analysis.wording.vocabulary import find_word

if TYPE_CHECKING:
    import pandas as pd

_MAX_POSITION = 999  # the highest label of a first row that pandas may have left behind when rows were chosen or sorted
_REMEDIES: Mapping[str, str] = {
    "Series": "write .to_frame('a name') after it",
    "LazyFrame": "write .collect() after it",
    "Styler": "give the DataFrame itself, without .style",
    "dict": "write pandas.DataFrame(...) around it",
    "list": "write pandas.DataFrame(...) around it",
}


@dataclass(frozen=True)
class FrameColumn:
    """One column: its name in the frame, its name in a CSV file, its heading and its cells, None where one is missing.

    words: what makes the heading, digits and all. leads: whether it was an index.
    """

    name: Hashable
    key: str
    words: tuple[str | Label, ...]
    cells: tuple[Any, ...]
    leads: bool

    def make_heading(self, where: str) -> list[Part]:
        """Returns the heading. where: the table, for the message. Raises UntracedNumber if it holds a digit."""
        for word in self.words:
            if isinstance(word, str) and re.search(r"\d", word):
                raise UntracedNumber(
                    f"{where}, heading: {word!r} holds a typed digit; head the column with words, or with a Label from "
                    f"the case for a name or a date, as in columns={{{self.name!r}: case.label(...)}}."
                )
        return [make_part(word) for word in self.words]


def open_frame(found: Any, where: str) -> pd.DataFrame:
    """Returns a frame whose rows have no names but those in its columns: an index that means something leads them.

    Plain positions of rows, also those left by a selection or a sort, are no such index. where: what the frame is for.
    A frame of another library is read as one of pandas, see `convert_frame`. Raises UsageError, with what to do, for
    what is no frame, has no columns, or whose rows have numbers of which nobody can tell whether they are positions,
    such as years.

    >>> import pandas as pd
    >>> list(open_frame(pd.DataFrame({"need": ["much"]}, index=pd.Index(["Kherson"], name="oblast")), "table 't'"))
    ['oblast', 'need']
    """
    import pandas as pd

    given, found = found, convert_frame(found, where)
    if not isinstance(found, pd.DataFrame):
        remedy = _REMEDIES.get(type(found).__name__, "see pandas.DataFrame")
        raise UsageError(
            f"{where}: found {_name_class(given)}; allowed: a pandas DataFrame, or one of another library, one row a "
            f"line. To make one, {remedy}."
        )
    lead = 0 if _is_row_positions(found, where) else found.index.nlevels
    if not lead + found.shape[1]:
        raise UsageError(f"{where}: the frame has no columns; give it one for each thing to show, or show no table.")
    if not lead:
        return found
    names = ["" if name is None else name for name in found.index.names]
    return found.reset_index(names=cast("list[str]", names), allow_duplicates=True)


def read_columns(found: AnyFrame, where: str) -> list[FrameColumn]:
    """Returns every column of a frame, the index first if it means something. Raises UsageError as `open_frame`.

    >>> import pandas as pd
    >>> frame = pd.DataFrame([["A", "x"]], columns=pd.MultiIndex.from_tuples([("", "side"), ("view", "first")]))
    >>> [(column.key, column.words) for column in read_columns(frame, "table 't'")]
    [('side', ('side',)), ('view_first', ('view', ': ', 'first'))]
    """
    frame = convert_frame(found, where)
    opened = open_frame(frame, where)
    lead = opened.shape[1] - frame.shape[1]
    across = [name for name in frame.columns.names if name is not None] if lead else []
    keys: set[str] = set()
    columns = []
    for position, (name, column) in enumerate(opened.items()):
        words = _join_levels(name)
        if position == lead - 1 and across:  # as pandas prints it: the name of the headings beside that of the rows
            for one in filter(_list_levels, across):
                words += [*([" / "] if words else []), *_join_levels(one)]
        key = _make_unique("_".join(str(level) for level in _list_levels(name)) or "index", keys)
        cells = tuple(map(replace_missing, column.tolist()))
        columns.append(FrameColumn(name, key, tuple(words), cells, position < lead))
    return columns


def check_columns(frame: pd.DataFrame, where: str, columns: Iterable[Hashable]) -> None:
    """Raises UsageError, with the nearest name, if a frame lacks one of these columns. where: what it is for."""
    known = list(frame.columns)
    for name in columns:
        if name not in known:
            raise UsageError(f"{where}: no column {name!r}{format_nearest(str(name), map(str, known))}")


def list_records(frame: pd.DataFrame, where: str, columns: Sequence[str]) -> list[dict[str, Any]]:
    """Returns the rows of an opened frame, each as column -> value, for a chart that needs these columns in every row.

    Raises UsageError if one of the columns is missing or there twice, there are no rows, or a cell is empty.
    """
    check_columns(frame, where, columns)
    for name in columns:
        if list(frame.columns).count(name) > 1:
            raise UsageError(f"{where}: two columns have the name {name!r}; rename one of them.")
    if frame.empty:
        raise UsageError(f"{where}: there is nothing to draw; the frame has no rows.")
    rows = _list_rows(frame.loc[:, ~frame.columns.duplicated()])
    for position, row in enumerate(rows, 1):
        for name in columns:
            if replace_missing(row[name]) is None:
                raise UsageError(
                    f"{where}, column {name!r}, row {position}: found nothing; a chart needs a value there. Leave the "
                    f"row out, as with dropna(subset=[{name!r}])."
                )
    return rows


def _list_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Returns the rows of a frame as its `to_dict` does; where all cells are objects, in a third of the time."""
    if all(dtype.kind == "O" for dtype in frame.dtypes.tolist()):
        names, rows = frame.columns.tolist(), frame.to_numpy().tolist()
        if not any(isinstance(cell, np.generic) for row in rows for cell in row):  # those become Python's own
            return [dict(zip(names, row, strict=True)) for row in rows]
    return cast("list[dict[str, Any]]", frame.to_dict("records"))


def replace_words(frame: pd.DataFrame, column: str, words: str) -> pd.DataFrame:
    """Returns a frame whose cells in a column are the library's own words, which are printed as translated.

    words: whose words they are, as `table/column` of a case.

    >>> import pandas as pd
    >>> list(replace_words(pd.DataFrame({"layer": ["first", "third"]}), "layer", "channels/layer").layer)
    ['first', 'third']
    """
    import pandas as pd

    cells = [find_word(words, cell) if isinstance(cell, str) else cell for cell in frame[column]]
    return frame.assign(**{column: pd.Series(cells, index=frame.index, dtype=object)})


def replace_missing(value: Any) -> Any:
    """Returns None for NaN and the other missing values of pandas, else the value."""
    import pandas as pd

    return None if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)) else value


def _name_class(found: Any) -> str:
    module = type(found).__module__.partition(".")[0]
    return type(found).__name__ if module in ("builtins", "pandas") else f"{module}.{type(found).__name__}"


def _is_row_positions(frame: pd.DataFrame, where: str) -> bool:
    """Whether the index only counts the rows. Raises UsageError for numbers that may be years or amounts."""
    index = frame.index
    if index.nlevels > 1 or index.name is not None or (len(index) and index.dtype.kind not in "iu"):
        return False
    if len(index) and (index.min() < 0 or index.min() > _MAX_POSITION):
        raise UsageError(
            f"{where}: the rows have the numbers {', '.join(map(str, index[:3]))}{', ...' if len(index) > 3 else ''} "
            "as their index. If they say something, write rename_axis('...').reset_index() and give them as Labels or "
            "Estimates; if they only count rows, write reset_index(drop=True)."
        )
    return True


def _list_levels(name: Hashable) -> list[Any]:
    """Returns the words of a column's name: several where headings have several levels, without the empty ones."""
    levels = map(replace_missing, name if isinstance(name, tuple) else (name,))
    return [level for level in levels if level is not None and str(level)]


def _join_levels(name: Hashable) -> list[str | Label]:
    """Returns a column's name as the words of a heading, a colon between two levels."""
    words: list[str | Label] = []
    for level in _list_levels(name):
        words += [*([": "] if words else []), level if isinstance(level, Label) else name_column(str(level))]
    return words


def _make_unique(wanted: str, used: set[str]) -> str:
    """Returns a column's name for a CSV file, unlike those used before."""
    key, count = wanted, 1
    while key in used:
        count += 1
        key = f"{wanted}_{count}"
    used.add(key)
    return key
