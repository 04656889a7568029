"""Which rows of two large tables differ, against a comparison of their rows one by one."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from analysis.case.columnar.column import CodedColumn, IdIndex, NumberColumn, TextColumn
from analysis.case.columnar.differences import find_different_rows
from analysis.case.columnar.reader import _sort_ids
from analysis.case.columns import split_cell
from analysis.case.schema import Fund
from analysis.case.table import Table

CELLS = ["", "a", "b; c", "c"]
ROWS = st.dictionaries(st.sampled_from("pqrstu"), st.tuples(*[st.integers(0, 3)] * len(Fund.model_fields)), max_size=6)


def make_table(rows: dict[str, tuple[int, ...]]) -> Table[Fund]:
    """A table whose columns are of every kind in turn; what a row holds is given by numbers."""
    columns = {}
    for at, name in enumerate(Fund.model_fields):
        codes = [cells[at] for cells in rows.values()]
        texts = pa.array([CELLS[code] for code in codes], pa.string())
        kinds = (
            lambda codes=codes: CodedColumn(np.array(codes, np.int32), [None, "a", "b", "a"]),
            lambda codes=codes: NumberColumn(np.array([[np.nan, 1, 2, -0.0][code] for code in codes], float), None),
            lambda texts=texts: TextColumn(texts, None),
            lambda texts=texts: TextColumn(texts, (), split_cell),
        )
        columns[name] = kinds[at % 4]()
    columns[Fund.key] = TextColumn(pa.array(list(rows), pa.string()), None)
    return Table(Fund, columns, list(range(2, len(rows) + 2)), IdIndex(columns[Fund.key], _sort_ids(columns[Fund.key])))


@given(ROWS, ROWS, st.booleans())
def test_rows_that_differ_are_found(old, more, again):
    new = dict(reversed({**old, **more}.items())) if again else more
    tables = make_table(old), make_table(new)
    cells = [{row[0]: row[1:] for row in table.list_cells(list(Fund.model_fields))} for table in tables]
    expected = [
        [at for at, id in enumerate(these) if id not in others or others[id] != these[id]]
        for these, others in ((cells[0], cells[1]), (cells[1], cells[0]))
    ]
    assert [*find_different_rows(*tables)] == expected


def test_a_changed_cell_and_a_lost_row_by_hand():
    same = (1,) * len(Fund.model_fields)
    old, new = make_table({"p": same, "q": same, "r": same}), make_table({"r": same, "p": (*same[:-1], 2), "s": same})
    assert find_different_rows(old, new) == ([0, 1], [1, 2])
    assert find_different_rows(old, old) == ([], [])
