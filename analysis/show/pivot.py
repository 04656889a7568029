"""From long rows to a wide table: what is in one column becomes the headings, such as source by date."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analysis.contract import EMPTY_CELL
from analysis.errors import UsageError
from analysis.estimates.estimate import Estimate
from analysis.show.frame import check_columns, list_records, open_frame, replace_missing
from analysis.show.number import format_estimate
from analysis.show.other_frames import AnyFrame

if TYPE_CHECKING:
    import pandas as pd


def pivot(frame: AnyFrame, *, row: str | Sequence[str], column: str, value: str) -> pd.DataFrame:
    """Returns a wide frame for `table`: one row for each value of `row`, one column for each value of `column`.

    frame: one number a row. row: the column, or columns, that name a row of the result. column: that which names a
    column; Labels, such as dates and plans, or words. value: that of the numbers.
    Rows and columns keep the order in which they first occur; a cell without a number has a dash.
    Raises UsageError if a column is missing, there are no rows, a name is empty, or two numbers belong in one cell.

    >>> import pandas as pd
    >>> from analysis import number, pivot
    >>> paid = [number(dollars, "USD") for dollars in (5, 7, 2)]
    >>> long = pd.DataFrame({"who": ["A", "A", "B"], "when": ["before", "after", "after"], "paid": paid})
    >>> wide = pivot(long, row="who", column="when", value="paid")
    >>> list(wide.columns), list(wide["before"])
    (['who', 'before', 'after'], [<5: 5 USD>, '–'])
    """
    import pandas as pd

    heads = [row] if isinstance(row, str) else list(row)
    opened = open_frame(frame, "pivot")
    check_columns(opened, "pivot", [*heads, column, value])
    cells: dict[tuple[Any, ...], dict[Any, Any]] = {}
    names: dict[Any, None] = {}
    for record in list_records(opened, "pivot", [*heads, column]):
        line, name = tuple(record[head] for head in heads), record[column]
        found = replace_missing(record[value])
        if name in heads:
            raise UsageError(f"pivot: {name!r} is the name of a column already; rename the column, or the value.")
        names.setdefault(name)
        known = cells.setdefault(line, {})
        if found is None:
            continue
        before = known.setdefault(name, found)
        if before is not found:
            place = f"row {', '.join(map(str, line))!r}, column {str(name)!r}"
            raise UsageError(
                f"pivot: two values belong in {place}: {_describe(before)} and {_describe(found)}. Leave one out, or "
                "name in row=[...] a further column that tells them apart."
            )
    rows = [(*line, *(found.get(name, EMPTY_CELL) for name in names)) for line, found in cells.items()]
    return pd.DataFrame(rows, columns=pd.Index([*heads, *names], dtype=object), dtype=object)


def _describe(found: object) -> str:
    """Returns a number with its claims, and anything else as it is."""
    if not isinstance(found, Estimate):
        return repr(found)
    return f"{format_estimate(found)} ({', '.join(leaf.id for leaf in found.leaves)})"
