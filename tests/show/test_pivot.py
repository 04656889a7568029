"""Long rows become a wide table: nothing is lost, nothing is put in one cell with another."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import number, pivot, table
from analysis.contract import EMPTY_CELL
from analysis.errors import UsageError
from analysis.estimates.constructors import make_leaf
from analysis.label import Label
from analysis.show.bundle import format_text


def make_long(*rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["source", "kind", "year", "paid"], dtype=object)


YEARS = [Label(year, f"claims/{year}") for year in ("2023", "2024")]
ROWS = [
    ("World Bank", "grants", YEARS[1], number(5, "USD")),
    ("World Bank", "loans", YEARS[0], number(3, "USD")),
    ("Kiel", "grants", YEARS[0], number(4, "USD")),
]


def test_source_by_year():
    wide = pivot(make_long(*ROWS), row="source", column="year", value="paid")
    assert [str(name) for name in wide] == ["source", "2024", "2023"]
    made = table(wide, "Paid", key="paid")
    assert [[format_text([cell]) for cell in row] for row in made.rows] == [
        ["World Bank", "$5", "$3"],
        ["Kiel", "–", "$4"],
    ]
    assert [format_text(column.label) for column in made.columns] == ["source", "2024", "2023"]
    assert [column.align for column in made.columns] == ["left", "right", "right"]


def test_rows_may_have_several_names_and_no_number():
    wide = pivot(
        make_long(*ROWS, ("Kiel", "loans", YEARS[1], None)), row=["source", "kind"], column="year", value="paid"
    )
    assert list(wide["kind"]) == ["grants", "loans", "grants", "loans"]
    assert list(wide.iloc[3, 2:]) == [EMPTY_CELL, EMPTY_CELL]


def test_two_values_in_one_cell_are_named():
    one, two = make_leaf("first", 5, "USD"), make_leaf("second", 6, "USD")
    rows = [("Kiel", "grants", YEARS[0], one), ("Kiel", "loans", YEARS[0], two)]
    with pytest.raises(UsageError) as error:
        pivot(make_long(*rows), row="source", column="year", value="paid")
    assert str(error.value) == (
        "pivot: two values belong in row 'Kiel', column '2023': $5 (first) and $6 (second). Leave one out, or name in "
        "row=[...] a further column that tells them apart."
    )


def test_what_cannot_be_turned():
    for wrong, said in (
        ({"row": "sorce"}, "pivot: no column 'sorce' .nearest: source"),
        ({"column": "paid", "value": "pad"}, "pivot: no column 'pad'"),
    ):
        with pytest.raises(UsageError, match=said):
            pivot(make_long(*ROWS), **{"row": "source", "column": "year", "value": "paid", **wrong})
    with pytest.raises(UsageError, match="column 'year', row 1: found nothing"):
        pivot(make_long(("Kiel", "grants", None, number(1, "USD"))), row="source", column="year", value="paid")
    with pytest.raises(UsageError, match="'source' is the name of a column already"):
        pivot(make_long(("Kiel", "source", YEARS[0], number(1, "USD"))), row="source", column="kind", value="paid")


@given(st.sets(st.tuples(st.sampled_from("ABC"), st.sampled_from("xyz")), min_size=1))
def test_every_number_is_in_its_cell_and_all_others_are_dashes(places):
    long = make_long(*((row, "", name, number(at, "USD")) for at, (row, name) in enumerate(sorted(places))))
    wide = pivot(long, row="source", column="year", value="paid").set_index("source")
    found = {(row, name) for row in wide.index for name in wide if wide.loc[row, name] != EMPTY_CELL}
    assert found == places
    assert [wide.loc[row, name].value for row, name in sorted(places)] == list(range(len(places)))
