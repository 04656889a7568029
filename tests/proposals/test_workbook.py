"""The review table as a workbook: all cells are texts, decisions are chosen, and what is typed or computed is known."""

from __future__ import annotations

import csv
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from analysis import extras
from analysis.errors import UsageError
from analysis.proposals.table import HEADER, read_table, write_table
from tests.proposals.test_table import TABLE, catch_error, make_row, make_table


@pytest.fixture
def saved(tmp_path) -> Path:
    write_table(TABLE, tmp_path / "review.xlsx")
    return tmp_path / "review.xlsx"


def edit(path: Path, column: str, value: object, number_format: str = "") -> None:
    """Types a value into the second row, as somebody would in a spreadsheet."""
    book = openpyxl.load_workbook(path)
    cell = book["review"].cell(2, HEADER.index(column) + 1)
    cell.value, cell.quotePrefix = value, False
    cell.number_format = number_format or cell.number_format
    book.save(path)


def test_every_cell_is_a_text_and_no_formula(saved):
    sheet = openpyxl.load_workbook(saved)["review"]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.number_format for cell in cells} == {"@"}
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    (formula,) = (cell for cell in cells if cell.value == "=It takes")
    assert formula.quotePrefix
    with zipfile.ZipFile(saved) as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")


def test_the_header_stays_in_view_and_a_decision_is_chosen_from_a_list(saved):
    sheet = openpyxl.load_workbook(saved)["review"]
    assert sheet.freeze_panes == "E2"
    (offered,) = sheet.data_validations.dataValidation
    assert (str(offered.sqref), offered.formula1, offered.showErrorMessage) == (
        "A2:A5",
        '"accept,accept:preferred,accept:deprecated,reject"',
        False,
    )
    widths = [sheet.column_dimensions[letter].width for letter in ("A", "D", "U", "W")]
    assert widths == [13, 24, 44, 60]


@pytest.mark.parametrize(
    ("column", "typed", "number_format", "read"),
    [
        ("value", 900, "General", "900"),
        ("value", 1.25, "0.00", "1.25"),
        ("as_of", datetime(2025, 11, 1), "mmm-yy", "2025-11"),
        ("date", datetime(2025, 11, 3), "dd.mm.yyyy", "2025-11-03"),
        ("as_of", "03.11.2025", "", "2025-11-03"),
        ("value", "1,5", "", "1.5"),
    ],
)
def test_what_is_typed_into_a_spreadsheet_is_read_as_it_is_meant(saved, column, typed, number_format, read):
    edit(saved, column, typed, number_format)
    assert getattr(read_table(saved).rows[0], column) == read


def test_a_table_that_was_csv_before_is_read_without_its_apostrophes(tmp_path):
    write_table(TABLE, tmp_path / "review.csv")
    book = openpyxl.Workbook()
    with (tmp_path / "review.csv").open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.reader(file), 1):
            for at, text in enumerate(row, 1):
                cell = book.active.cell(number, at, text or None)
                cell.data_type = "s"
    book.save(tmp_path / "saved.xlsx")
    assert read_table(tmp_path / "saved.xlsx").rows == TABLE.rows


def test_a_formula_is_refused_with_its_cell(saved):
    edit(saved, "value", "=800*1.17", "General")
    assert catch_error(saved)[0] == (
        "review.xlsx:2:value: found '=800*1.17'; allowed: a text or a number. Write the result of the formula in its "
        "place."
    )


def test_another_sheet_beside_it_changes_nothing(saved):
    book = openpyxl.load_workbook(saved)
    book.create_sheet("notes", 0).append(["mine"])
    book.active = 0
    book.save(saved)
    assert read_table(saved).rows == TABLE.rows


def test_what_a_workbook_escapes_is_read_as_excel_does(tmp_path):
    row = make_row(statement="_x0041_ and _x000D_")
    write_table(make_table(row), tmp_path / "review.xlsx")
    with zipfile.ZipFile(tmp_path / "review.xlsx") as packed:
        assert b"_x005F_x0041_ and _x005F_x000D_" in packed.read("xl/worksheets/sheet1.xml")
    assert read_table(tmp_path / "review.xlsx").rows == (row,)


def test_a_cell_too_long_for_a_workbook_is_named(tmp_path):
    with pytest.raises(UsageError, match=r"review.xlsx:2:sentence: found 32,768 characters; allowed: at most 32,767"):
        write_table(make_table(make_row(sentence="a" * 32_768)), tmp_path / "review.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_package_says_what_installs_it(tmp_path, monkeypatch):
    monkeypatch.setattr(extras, "find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r'run: pip install "communique\[draft\]"'):
        write_table(TABLE, tmp_path / "review.xlsx")
    write_table(TABLE, tmp_path / "review.csv")
    assert read_table(tmp_path / "review.csv") == TABLE
