"""Each kind of column against a list of the same values."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from analysis.case.cells import list_ids
from analysis.case.columnar.column import CodedColumn, IdIndex, NumberColumn, TextColumn
from analysis.case.columns import split_cell

COLUMNS = {
    "coded": (CodedColumn(np.array([1, 0, 2, 1], np.int32), [None, "a", "b"]), ["a", None, "b", "a"]),
    "equal codes": (CodedColumn(np.array([1, 2, 0, 1], np.int32), [(), ("a",), ("a",)]), [("a",), ("a",), (), ("a",)]),
    "numbers": (NumberColumn(np.array([1.5, np.nan, -0.0, 0.0]), None), [1.5, None, 0.0, 0.0]),
    "texts": (TextColumn(pa.array(["x", "", "y", "x"]), None), ["x", None, "y", "x"]),
    "lists": (TextColumn(pa.array(["x;y", "", "x", "x; y"]), (), split_cell), [("x", "y"), (), ("x",), ("x", "y")]),
}
COLUMNS["changed"] = (COLUMNS["texts"][0].replace({1: "z"}).replace({3: "y", 0: None}), [None, "z", "y", "y"])
COLUMNS["changed numbers"] = (COLUMNS["numbers"][0].replace({0: 7.0, 2: None}), [7.0, None, None, 0.0])


@pytest.fixture(params=COLUMNS)
def pair(request):
    return COLUMNS[request.param]


def test_it_is_a_sequence_of_its_values(pair):
    column, values = pair
    assert (list(column), len(column), column[-1], column[1:3]) == (values, 4, values[-1], values[1:3])
    assert column.take(np.array([3, 0, 2, 1, 1])) == [values[at] for at in (3, 0, 2, 1, 1)]
    with pytest.raises(IndexError):
        column[4]


def test_a_value_is_found_in_the_order_of_the_file(pair):
    column, values = pair
    found = {value: column.find(value).tolist() for value in values}
    assert found == {value: [at for at, other in enumerate(values) if other == value] for value in values}
    assert column.find("nobody").tolist() == []


@pytest.mark.parametrize("different", [4, 100])
def test_a_text_that_is_looked_for_often_is_found_as_at_first(different):
    texts = ["" if at % 7 == 0 else f"text {at % different}" for at in range(100)]
    column = TextColumn(pa.array(texts), None)
    values = ["text 1", None, "nobody", "text 3", "", 5, "text 2", "text 1", None, "nobody"]
    found = [column.find(value).tolist() for value in values]
    assert found == [[at for at, text in enumerate(texts) if (text or None) == value] for value in values]


def test_equal_values_have_one_number(pair):
    column, values = pair
    codes, named = column.factorise()
    assert [named[code] for code in codes.tolist()] == values
    for numbers in (codes.tolist(), column.encode().tolist()):
        assert [[a == b for b in numbers] for a in numbers] == [[a == b for b in values] for a in values]
    assert set(values) <= set(column.list_distinct())


def test_members_are_the_parts_of_cells(pair):
    column, values = pair
    members = column.list_members()
    assert members >= {one for value in values for one in list_ids(value)}
    assert members <= {one for value in column.list_distinct() for one in list_ids(value)}


def test_members_of_cells_with_several_have_no_space_around_them():
    column = TextColumn(pa.array(["x ;y", "", " ; z;", "x", ";"]), (), split_cell)
    assert column.list_members() == {"x", "y", "z"}
    assert column.replace({0: ("w",), 1: ()}).list_members() == {"w", "x", "y", "z"}


@pytest.mark.parametrize("name", ["numbers", "changed numbers"])
def test_numbers_are_an_array(name):
    column, values = COLUMNS[name]
    assert np.array_equal(
        column.convert_to_numbers(), [np.nan if value is None else value for value in values], equal_nan=True
    )


def test_an_id_is_found_by_a_binary_search_and_many_at_once(monkeypatch):
    ids = ["b", "é", "a", "z_1", "z"]
    order = np.array(sorted(range(5), key=lambda at: ids[at].encode()), np.int32)
    index = IdIndex(TextColumn(pa.array(ids), None), order)
    assert {id: index[id] for id in index} == {id: at for at, id in enumerate(ids)}
    assert ("a" in index, "aa" in index, "" in index, 5 in index) == (True, False, False, False)
    with pytest.raises(KeyError):
        index["zz"]
    asked = ["a", "zz", "é", "no"]
    few = index.list_absent(asked)
    monkeypatch.setattr("analysis.case.columnar.column._FEW", 0)
    assert few == index.list_absent(asked) == {"zz", "no"}


def test_an_id_is_found_again_however_many_were_looked_for_meanwhile(monkeypatch):
    monkeypatch.setattr("analysis.case.columnar.column._MOST_FOUND", 2)
    index = IdIndex(TextColumn(pa.array(["b", "c", "a"]), None), np.array([2, 0, 1], np.int32))
    asked = ["a", "no", "b", "a", "c", "no", "a", "b"]
    assert [id in index and index[id] for id in asked] == [2, False, 0, 2, 1, False, 2, 0]
