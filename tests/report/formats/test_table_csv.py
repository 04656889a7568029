"""The CSV files that people open: nothing in them is run by a spreadsheet, and every text can be read back."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.report.document.model import Column, Label, Number, Table
from analysis.report.formats.html.tables import render_table
from analysis.report.formats.table_csv import format_csv, guard_cell, write_csv

SIGNS = "=+-@＝＋－＠\t\r"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.text(f"{SIGNS} '\"1a\n\ufeff", max_size=8)


def read_csv(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def restore_cell(cell: str) -> str:
    """A cell without the apostrophe it was given."""
    return cell[1:] if cell.startswith("'") and guard_cell(cell[1:]) != cell[1:] else cell


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+1 (202) 555", "'+1 (202) 555"),
        ("-3 people", "'-3 people"),
        ("@home", "'@home"),
        ("\t=1", "'\t=1"),
        ("\ra", "'\ra"),
        ("\ta", "'\ta"),
        ("  =1+1", "'  =1+1"),
        ("\u00a0＝1", "'\u00a0＝1"),
        ('"=1+1"', '\'"=1+1"'),
        ("'=1+1", "''=1+1"),
        ("\ufeff=1+1", "'\ufeff=1+1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠a", "'＠a"),
        ("-0044-03-15", "'-0044-03-15"),
    ],
)
def test_what_a_spreadsheet_would_run_begins_with_an_apostrophe(text, cell):
    assert guard_cell(text) == cell


@pytest.mark.parametrize(
    "text",
    ["-5", "+5", "-5.25", "-.5", "-1e-07", "-1.5E+20", "-12%", "−5", "−$5", "5-6", "a=b", "'tis", "", " ", "– a"],
)
def test_numbers_and_ordinary_texts_are_as_they_were(text):
    assert guard_cell(text) == text


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=2), min_size=1, max_size=4))
def test_every_text_is_read_back_and_no_cell_is_a_formula(rows):
    found = read_csv(write_csv(rows))
    assert [[restore_cell(cell) for cell in row] for row in found] == rows
    for cell in (cell for row in found for cell in row):
        bare = cell.lstrip(" \n\"'\ufeff")
        assert not bare.startswith(tuple(SIGNS)) or cell.startswith("'") or float(bare.rstrip("% ")) is not None


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_stays_a_number(value):
    assert float(read_csv(write_csv([[value, f"{value:.12g}"]]))[0][0]) == value
    assert guard_cell(f"{value:.12g}") == f"{value:.12g}"


def test_the_file_and_what_the_page_offers_are_the_same_in_headers_words_and_columns_of_numbers():
    number = Number("−5", -5, "people", -6, -4, "about", ("=a",), "x", False, "", "", "n1", 1)
    columns = Column("=key", ("K",), "left"), Column("n", ("N",), "right")
    rows = (("=1+1",), (number,)), ((Label("-a", "r"),), ("=none",))
    table = Table("t", "t", 1, ("T",), columns, rows, ())
    assert read_csv(format_csv(table)) == [
        ["'=key", "n", "n_low", "n_high", "n_unit", "n_qualifier", "n_claims", "n_words"],
        ["'=1+1", "-5", "-6", "-4", "people", "about", "'=a", ""],
        ["'-a", "", "", "", "", "", "", "'=none"],
    ]
    assert f'data-csv="{format_csv(table)}"' in str(render_table(table, "Table 1")).replace("&#39;", "'")
    assert "data-csv" not in render_table(replace(table, rows=()), "Table 1")  # there is nothing to save


def test_a_column_of_the_tables_own_keeps_its_name_beside_those_added_to_a_number():
    number = Number("5", 5, "people", 4, 6, "about", ("a",), "x", False, "", "", "n1", 1)
    columns = Column("n", ("N",), "right"), Column("n_low", ("Low",), "left")
    table = Table("t", "t", 1, ("T",), columns, (((number,), ("few",)),), ())
    header, row = read_csv(format_csv(table))
    assert dict(zip(header, row, strict=True))["n_low"] == "few"
    assert dict(zip(header, row, strict=True))["n_low_of_number"] == "4"
    assert len(set(header)) == len(header)


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (17.0068027211, 4, "17.01"),
        (0.13288800001, 5, "0.13289"),
        (601_234.0, 4, "601234"),
        (116_961.4, 4, "117000"),
        (-12.3456, 12, "-12.3456"),
        (1.176e-5, 4, "1.176e-05"),
    ],
)
def test_a_result_has_the_digits_that_its_claims_allow_and_a_whole_number_all_of_its_own(value, digits, text):
    number = Number("5", value, "people", value, value, "exact", ("a",), "x", True, "", "", "n1", 1, "", digits)
    table = Table("t", "t", 1, ("T",), (Column("n", ("N",), "right"),), (((number,),),), ())
    assert read_csv(format_csv(table))[1][:3] == [text] * 3
