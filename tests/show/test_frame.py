"""A DataFrame as tables and charts read it: nothing that pandas prints beside the cells is lost, whatever its form."""

from __future__ import annotations

import datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import bars, cover, dots, ladder, network, parameter, say, table, timeline
from analysis.errors import UntracedNumber, UsageError
from analysis.estimates.constructors import make_leaf
from analysis.label import Label
from analysis.report.document import reader
from analysis.report.document.model import get_plain_text
from analysis.report.formats.table_csv import format_csv
from analysis.show.bundle import format_text
from analysis.show.frame import list_records, open_frame, read_columns
from tests.notebooks_in_memory import make_executed_notebook

NEED, MEANS = make_leaf("need", 30, "USD"), make_leaf("means", 20, "USD")


def list_headings(frame: pd.DataFrame, **more) -> list[str]:
    return [format_text(column.label) for column in table(frame, "C", key="k", **more).columns]


def list_cells(frame: pd.DataFrame, **more) -> list[list[str]]:
    return [[format_text([cell]) for cell in row] for row in table(frame, "C", key="k", **more).rows]


def test_two_columns_of_one_name_both_stand():
    frame = pd.DataFrame([["Sum", NEED, MEANS]], columns=["what", "figure", "figure"], dtype=object)
    assert list_headings(frame) == ["what", "figure", "figure"]
    assert list_cells(frame) == [["Sum", "$30", "$20"]]
    assert [column.key for column in table(frame, "C", key="k").columns] == ["what", "figure", "figure_2"]
    asked = {"figure": "Figure", "what": "What"}
    assert list_headings(frame, columns=asked) == ["Figure", "Figure", "What"]
    assert list_cells(frame, columns=asked) == [["$30", "$20", "Sum"]]


@pytest.mark.parametrize(
    ("index", "headings", "cells"),
    [
        (pd.Index(["Kherson", "Luhansk"], name="oblast"), ["oblast", "n"], ["Kherson", "Luhansk"]),
        (pd.Index(["Kherson", "Luhansk"]), ["", "n"], ["Kherson", "Luhansk"]),
        (pd.CategoricalIndex(["low", "high"], name="end"), ["end", "n"], ["low", "high"]),
        (pd.Index([Label("20-point plan", "plans/a"), None], name="plan"), ["plan", "n"], ["20-point plan", ""]),
        (pd.MultiIndex.from_tuples([("A", "x"), ("B", "y")], names=["side", None]), ["side", "", "n"], ["A", "B"]),
    ],
)
def test_the_names_of_the_rows_lead_them(index, headings, cells):
    frame = pd.DataFrame({"n": [NEED, MEANS]}, index=index, dtype=object)
    assert list_headings(frame) == headings
    assert [row[0] for row in list_cells(frame)] == cells
    assert list_headings(frame, columns={"n": "Number"}) == [*headings[:-1], "Number"]


def test_the_name_of_a_row_can_be_put_anywhere_and_stands_in_the_csv_file():
    need = parameter("need", 30, "USD")
    frame = pd.DataFrame({"n": [need, need]}, index=pd.Index(["A", "B"], name="side"), dtype=object)
    assert list_headings(frame, columns={"n": "Number", "side": "Side"}) == ["Number", "Side"]
    made = reader.read_document(make_executed_notebook(cover("T", "Q", {}), table(frame, "C", key="k")))
    assert format_csv(made.blocks[0]).splitlines()[0].startswith("side,n,n_low")
    assert format_csv(made.blocks[0]).splitlines()[1].startswith("A,30,30,30,USD,exact,parameter:need")


def test_an_index_without_a_name_has_a_name_in_the_csv_file():
    frame = pd.DataFrame({"n": ["x"]}, index=["A"])
    assert [column.key for column in table(frame, "C", key="k").columns] == ["index", "n"]


def test_a_pivot_keeps_what_its_columns_are():
    frame = pd.DataFrame({"side": ["A", "B"], "kind": ["x", "x"], "n": [NEED, MEANS]}, dtype=object)
    made = frame.pivot(index="side", columns="kind", values="n")
    assert list_headings(made) == ["side / kind", "x"]
    made.index.name = None
    assert list_headings(made) == ["kind", "x"]  # no slash after nothing
    assert list_cells(made) == [["A", "$30"], ["B", "$20"]]


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"a": ["x", "y", "z"]}),
        pd.DataFrame({"a": ["x", "y", "z"]})[1:],
        pd.DataFrame({"a": ["x", "y", "z"]}).sort_values("a", ascending=False),
        pd.concat([pd.DataFrame({"a": ["x"]}), pd.DataFrame({"a": ["y"]})]),
        pd.DataFrame({"a": ["x"]}, index=["row"]).reset_index(drop=True),
    ],
)
def test_positions_of_rows_are_no_names(frame):
    assert list_headings(frame) == ["a"]


@pytest.mark.parametrize("index", [[2024, 2025], [-1, 0], range(1991, 1993)])
def test_numbers_that_may_be_years_are_not_left_out_in_silence(index):
    with pytest.raises(UsageError, match=r"table 'k': the rows have the numbers .* as their index.*rename_axis"):
        table(pd.DataFrame({"a": ["x", "y"]}, index=index), "C", key="k")


def test_a_named_index_of_years_is_refused_as_a_number_without_a_claim():
    with pytest.raises(UntracedNumber, match="table 'k', column 'year', row 1: 2024 leads to no claim"):
        table(pd.DataFrame({"a": ["x"]}, index=pd.Index([2024], name="year")), "C", key="k")


def test_both_levels_of_a_heading_stand_in_it():
    frame = pd.DataFrame([["Sum", NEED, MEANS]], dtype=object)
    frame.columns = pd.MultiIndex.from_tuples([("", "what"), ("USD", "low"), ("USD", "high")])
    assert list_headings(frame) == ["what", "USD: low", "USD: high"]
    assert list_headings(frame, columns={("USD", "high"): "Most"}) == ["Most"]


def test_a_heading_may_be_any_name_without_a_digit():
    plan = Label("20-point plan", "plans/a")
    frame = pd.DataFrame([["a", "b", "c"]], columns=[None, plan, "two_words"])
    assert list_headings(frame) == ["", "20-point plan", "two words"]
    with pytest.raises(UntracedNumber, match="table 'k', heading: '2025' holds a typed digit"):
        list_headings(pd.DataFrame({2025: ["x"]}))


@pytest.mark.parametrize("year", [2025, 2025.0, "2025", pd.Period("2025"), pd.Timestamp("2025")])
def test_a_year_as_a_heading_is_refused_with_what_to_write_and_shown_as_a_label(year):
    frame = pd.DataFrame([["aid", NEED]], columns=["what", year], dtype=object)
    with pytest.raises(UntracedNumber, match=r"heading: '2025.*head the column .*columns=\{.*2025.*: case"):
        list_headings(frame)
    assert list_headings(frame, columns={"what": "What", year: Label("2025", "events/e")}) == ["What", "2025"]


def test_three_levels_with_names_stand_in_each_heading():
    frame = pd.DataFrame([[NEED, MEANS]], index=pd.Index(["North"], name="side"), dtype=object)
    frame.columns = pd.MultiIndex.from_tuples([("a", "b", "c"), ("a", "b", "d")], names=["p", "q", None])
    assert list_headings(frame) == ["side / p / q", "a: b: c", "a: b: d"]


@pytest.mark.parametrize(
    "frame", [pd.DataFrame({"a": ["x"], "n": ["y"]}).iloc[:0], pd.DataFrame({"n": []}, index=pd.Index([], name="a"))]
)
def test_a_table_without_rows_says_so(frame):
    made = table(frame, "C", key="k")
    assert [format_text(column.label) for column in made.columns] == ["a", "n"]
    assert (made.rows, made.notes) == ((), (("There is nothing to list.",),))


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (pd.Series(["x"]), r"found Series; .*write \.to_frame\('a name'\) after it"),
        (pl.LazyFrame({"a": ["x"]}), r"found polars\.LazyFrame; .*write \.collect\(\) after it"),
        (pl.Series(["x"]), "the Series of polars cannot be read as a frame|found (polars.)?Series; "),
        ({"a": ["x"]}, r"found dict; .*write pandas\.DataFrame\(\.\.\.\) around it"),
        ([["x"]], r"found list; .*write pandas\.DataFrame\(\.\.\.\) around it"),
        (None, "found NoneType; allowed: a pandas DataFrame, or one of another"),
        (pd.DataFrame(), "the frame has no columns"),
        (pd.DataFrame(index=[0, 1]), "the frame has no columns"),
    ],
)
@pytest.mark.parametrize(
    "make",
    [
        lambda found: table(found, "C", key="k"),
        lambda found: bars(found, "C", key="k", label="a", value="b"),
        lambda found: dots(found, "C", key="k", label="a", series="b", value="c"),
        lambda found: ladder(found, "C", key="k", label="a", value="b", total=NEED),
        lambda found: timeline(found, "C", key="k"),
        lambda found: network(found, "C", key="k"),
    ],
)
def test_what_is_no_frame_is_refused_with_what_to_do(make, found, said):
    with pytest.raises(UsageError, match=said):
        make(found)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (True, "True leads to no claim; write yes or no"),
        (np.bool_(False), "False leads to no claim; write yes or no"),
        (5, "5 leads to no claim; give an Estimate"),
        (np.float64(5.5), "5.5.* leads to no claim; give an Estimate"),
        (Decimal("5.5"), "leads to no claim; give an Estimate"),
        (complex(1, 2), "leads to no claim; give an Estimate"),
        (pd.Timestamp("2025-12-28"), r"take a date from the case, as with case\.date"),
        (datetime.date(2025, 12, 28), r"take a date from the case, as with case\.date"),
        (pd.Timedelta(days=1), "take a date from the case"),
        (pd.Period("2025-12"), "take a date from the case"),
        (["a", "b"], r"found a value of type list.*', '\.join"),
        (np.array(["a"]), "found a value of type ndarray"),
        ({"a": 1}, "found a value of type dict"),
        (say("Words."), r"found a value of type Prose.*points\(\.\.\.\)"),
        (object(), "found a value of type object.*write it as text"),
    ],
)
def test_a_cell_that_cannot_be_printed_is_named(value, said):
    frame = pd.DataFrame({"what": ["x", "y"], "value": [None, None]}, dtype=object)
    frame.at[1, "value"] = value
    with pytest.raises(UntracedNumber, match=rf"table 'k', column 'value', row 2: .*{said}"):
        table(frame, "C", key="k")


@pytest.mark.parametrize("missing", [None, float("nan"), np.float32("nan"), Decimal("nan"), pd.NA, pd.NaT])
def test_every_kind_of_gap_is_an_empty_cell(missing):
    frame = pd.DataFrame({"what": ["x", "y"], "value": ["z", None]}, dtype=object)
    frame.at[1, "value"] = missing
    assert list_cells(frame) == [["x", "z"], ["y", ""]]


def test_words_are_printed_as_given_unless_a_capital_is_asked_for():
    words = ["https://example.org/data", "km² of land", "de Gaulle", "საქართველო", "ıssız", "ßtraße", "ﬁrm", "yes"]
    frame = pd.DataFrame({"what": words})
    assert [row[0] for row in list_cells(frame)] == words
    assert [row[0] for row in list_cells(frame, spec={"what": "capital"})][-1] == "Yes"
    assert [row[0] for row in list_cells(frame, spec={"what": "capital"})][:4] == words[:4]


def test_a_chart_needs_a_name_and_a_number_in_every_row():
    frame = pd.DataFrame({"a": ["x", None], "n": [NEED, MEANS]}, dtype=object)
    with pytest.raises(UsageError, match="chart 'k', column 'a', row 2: found nothing"):
        bars(frame, "C", key="k", label="a", value="n")
    twice = pd.DataFrame([["x", NEED, MEANS]], columns=["a", "n", "n"], dtype=object)
    with pytest.raises(UsageError, match="chart 'k': two columns have the name 'n'; rename one"):
        bars(twice, "C", key="k", label="a", value="n")
    with pytest.raises(UsageError, match="chart 'k': there is nothing to draw"):
        list_records(frame.iloc[:0], "chart 'k'", ["a"])


def test_a_chart_finds_its_names_in_the_index():
    frame = pd.DataFrame({"n": [NEED, MEANS]}, index=pd.Index(["x", "y"], name="side"), dtype=object)
    assert "x: $30; y: $20" in bars(frame, "C", key="k", label="side", value="n").alt


WORDS = st.text("abcßყЖ漢-’ _", min_size=1, max_size=6).filter(str.strip)


@given(st.data())
def test_every_index_value_heading_and_cell_of_any_frame_stands_in_the_table(data):
    rows, columns = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 3))
    cells = data.draw(st.lists(st.lists(WORDS, min_size=columns, max_size=columns), min_size=rows, max_size=rows))
    levels = data.draw(st.integers(1, 2))
    headings = data.draw(st.lists(st.tuples(*[WORDS] * levels), min_size=columns, max_size=columns))
    index = data.draw(st.lists(st.tuples(*[WORDS] * levels), min_size=rows, max_size=rows))
    frame = pd.DataFrame(
        cells,
        columns=pd.MultiIndex.from_tuples(headings) if levels > 1 else [name for (name,) in headings],
        index=pd.MultiIndex.from_tuples(index) if levels > 1 else [name for (name,) in index],
    )
    made = reader.read_document(make_executed_notebook(cover("T", "Q", {}), table(frame, "C", key="k"))).blocks[0]
    assert [[get_plain_text(cell) for cell in row] for row in made.rows] == [
        [*names, *row] for names, row in zip(index, cells, strict=True)
    ]
    expected = [": ".join(words).replace("_", " ") for words in headings]
    assert [get_plain_text(column.label) for column in made.columns] == [*[""] * levels, *expected]
    assert len({column.key for column in made.columns}) == len(made.columns)


def test_an_opened_frame_is_opened_once():
    frame = pd.DataFrame({"n": ["x"]}, index=pd.Index(["A"], name="side"))
    opened = open_frame(frame, "table 'k'")
    assert open_frame(opened, "table 'k'") is opened
    assert [column.leads for column in read_columns(frame, "table 'k'")] == [True, False]
