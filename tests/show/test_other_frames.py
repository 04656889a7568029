"""Frames of other libraries: real ones of polars, and what hands a frame over by a protocol alone."""

from __future__ import annotations

import subprocess
import sys

import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import bars, pivot, ranges, table
from analysis.errors import UsageError
from analysis.estimates.constructors import make_leaf
from analysis.show.bundle import format_text
from analysis.show.other_frames import convert_frame, is_frame

NEED, MEANS = make_leaf("need", 30, "USD"), make_leaf("means", 20, "USD")


def list_cells(frame, **more) -> list[list[str]]:
    made = table(frame, "C", key="k", **more)
    return [[format_text(column.label) for column in made.columns]] + [
        [format_text([cell]) for cell in row] for row in made.rows
    ]


class Exchanged:
    """A frame that can only be exchanged by the interchange protocol, which pandas itself implements."""

    def __init__(self, frame: pd.DataFrame):
        self._frame = frame

    def __dataframe__(self, nan_as_null: bool = False, allow_copy: bool = True):
        return self._frame.__dataframe__(nan_as_null, allow_copy)


class Handed:
    """A frame of a library that makes one of pandas."""

    def to_pandas(self) -> pd.DataFrame:
        return pd.DataFrame({"n": [NEED]}, index=pd.Index(["A"], name="side"), dtype=object)


class Torn:
    """A frame that cannot be handed over."""

    def to_pandas(self):
        raise OSError("there is\nno server.")


def make_polars() -> pl.DataFrame:
    return pl.DataFrame({"side": ["A", None], "n": pl.Series([NEED, MEANS], dtype=pl.Object)})


def test_a_frame_of_polars_is_a_table_with_its_estimates():
    made = table(make_polars(), "C", key="k", columns={"n": "Number", "side": "Side"})
    assert list_cells(make_polars()) == [["side", "n"], ["A", "$30"], ["", "$20"]]
    assert [format_text(column.label) for column in made.columns] == ["Number", "Side"]
    assert [number.value for number in made.numbers] == [30, 20]
    with pytest.raises(UsageError, match=r"table 'k': no column 'sides' \(nearest: side\)"):
        table(make_polars(), "C", key="k", columns={"sides": "Side"})


@pytest.mark.parametrize(
    ("series", "cells"),
    [
        (pl.Series("a", ["x", None], dtype=pl.Categorical), [["x"], [""]]),
        (pl.Series("a", ["x", "y"], dtype=pl.Enum(["x", "y"])), [["x"], ["y"]]),
        (pl.Series("a", [], dtype=pl.String), []),
        (pl.Series("a", [None, float("nan")]), [[""], [""]]),
    ],
)
def test_every_kind_of_column_of_polars_is_read(series, cells):
    assert list_cells(series.to_frame()) == [["a"], *cells]


def test_numbers_and_empty_frames_of_polars_are_refused_as_those_of_pandas():
    with pytest.raises(UsageError, match="table 'k': the frame has no columns"):
        table(pl.DataFrame(), "C", key="k")
    with pytest.raises(Exception, match="table 'k', column 'a', row 1: 5 leads to no claim"):
        table(pl.DataFrame({"a": [5, None]}), "C", key="k")


def test_charts_and_pivots_take_a_frame_of_polars():
    frame = make_polars().with_columns(pl.Series("side", ["A", "B"]))
    assert "A: $30; B: $20" in bars(frame, "C", key="k", label="side", value="n").alt
    assert "A" in ranges(frame, "C", key="k", label="side", value="n").alt
    long = frame.with_columns(pl.Series("when", ["then", "now"]))
    assert pivot(long, row="side", column="when", value="n").columns.tolist() == ["side", "then", "now"]


def test_a_frame_is_taken_by_the_protocols_of_exchange():
    assert list_cells(Exchanged(pd.DataFrame({"a": ["x", None]}))) == [["a"], ["x"], [""]]
    assert list_cells(Handed()) == [["side", "n"], ["A", "$30"]]
    assert is_frame(Handed())
    with pytest.raises(UsageError, match=r"table 'k': the Torn of tests cannot .*: there is no server\. Give p"):
        table(Torn(), "C", key="k")


def test_a_named_series_is_a_column():
    assert list_cells(pd.Series([NEED], index=pd.Index(["A"], name="side"), name="n")) == [["side", "n"], ["A", "$30"]]


def test_a_class_of_frames_is_no_frame():
    assert not is_frame(pl.DataFrame)
    assert convert_frame(pl.DataFrame, "table 'k'") is pl.DataFrame


WORDS = st.text("abcßЖ漢 ", min_size=1, max_size=5).filter(str.strip)


@given(st.dictionaries(WORDS, st.lists(st.none() | WORDS, min_size=2, max_size=2), min_size=1, max_size=4))
def test_polars_and_pandas_give_the_same_table(columns):
    text = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    assert list_cells(text) == list_cells(pd.DataFrame(columns, dtype=object))


@pytest.mark.slow
def test_no_other_library_of_frames_is_imported():
    program = (
        "import sys, pandas; from analysis import table; table(pandas.DataFrame({'a': ['x']}), 'C', key='k'); "
        "sys.exit(' '.join({'polars', 'narwhals'} & {*sys.modules}) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
