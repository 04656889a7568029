"""Cells through a spreadsheet: what it would compute or rewrite is guarded, what it shows is read as it was meant."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analysis.proposals.cells import RewrittenCell, guard_cell, needs_guard, restore_cell, unguard_cell, write_value


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+49 30", "-5", "@SUM(A1)", "\t=1", " =1+1", "−=", "2025-12", "1.5", "1/2", "3:45", "50%", "$5"),
        *(
            "5 May",
            "mar1",
            "1e5",
            "007",
            "1234567890123456",
            "TRUE",
            "false",
            "'2025-12",
            "''=1",
            "90s",
            "#N/A",
            "#NAME?",
            "#ИМЯ?",
        ),
    ],
)
def test_what_a_spreadsheet_would_rewrite_is_a_text_and_comes_back(text):
    if text == "−=":  # a minus sign of typography begins no formula
        assert not needs_guard(text)
        return
    assert guard_cell(text) == f"'{text}"
    assert unguard_cell(guard_cell(text)) == text


@pytest.mark.parametrize(
    "text", ["", "800", "0", "600000", "accept", "reconstruction.need", "need_2025", "Lead p2", "'some' say"]
)
def test_what_no_spreadsheet_touches_stays_as_it_is(text):
    assert (guard_cell(text), unguard_cell(text)) == (text, text)


@given(st.text())
@example("'" * 3 + "=")
@example("' =1")
@example("'\t")
@example("'5")
def test_every_text_comes_back_and_none_begins_a_formula(text):
    assert unguard_cell(guard_cell(text)) == text
    assert not guard_cell(text).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize(
    ("column", "shown", "meant"),
    [
        ("as_of", "Dec-25", "2025-12"),
        ("as_of", "Dez 25", "2025-12"),
        ("as_of", "дек.25", "2025-12"),
        ("as_of", "гру.25", "2025-12"),
        ("as_of", "déc-25", "2025-12"),
        ("as_of", "May-99", "1999-05"),
        ("as_of", "December 2025", "2025-12"),
        ("date", "28.12.2025", "2025-12-28"),
        ("date", "1.2.2025", "2025-02-01"),
        ("date", "12/28/2025", "2025-12-28"),
        ("date", "28/12/2025", "2025-12-28"),
        ("date", "5/5/2025", "2025-05-05"),
        ("date", "2025/12/28", "2025-12-28"),
        ("date", "2025-12-28 00:00:00", "2025-12-28"),
        ("value", "1,5", "1.5"),
        ("low", "-12,75", "-12.75"),
        ("high", "0,1234", "0.1234"),
    ],
)
def test_what_a_spreadsheet_shows_is_read_as_it_was_meant(column, shown, meant):
    assert restore_cell(column, shown) == meant


@pytest.mark.parametrize(
    ("column", "text"),
    [
        *(
            ("as_of", text)
            for text in ("2025", "2025-12", "2025-12-28", "2026-01~", "XXXX-02-21", "jui-25", "32.12.2025")
        ),
        *(("value", text) for text in ("800", "1.5", "-2", "1,500", "12 000", "1e6", " 5 ")),
        *(("statement", text) for text in ("Dec-25", "1,5", "8E+11")),
    ],
)
def test_what_is_right_or_unclear_is_left_to_the_columns_own_check(column, text):
    assert restore_cell(column, text) == text


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        ("date", "01/02/2025", "2025-02-01 or 2025-01-02; write the one that is meant"),
        ("as_of", "28-Dec", "a date with its year"),
        ("as_of", "28. Dez", "a date with its year"),
        ("value", "1.23457E+11", "all digits of the number"),
        ("high", "8E+11", "all digits of the number"),
    ],
)
def test_what_cannot_be_undone_is_said(column, text, said):
    with pytest.raises(RewrittenCell) as error:
        restore_cell(column, text)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (None, "General", ""),
        (800, "General", "800"),
        (800.0, "General", "800"),
        (0.1 + 0.2, "General", "0.3"),
        (1.5e14, "General", "150000000000000"),
        (2.5e-7, "General", "0.00000025"),
        (datetime(2025, 12, 1), "mmm-yy", "2025-12"),
        (datetime(2025, 12, 28), "dd/mm/yyyy", "2025-12-28"),
        (datetime(2025, 12, 28, 13, 30), "yyyy-mm-dd hh:mm", "2025-12-28T13:30"),
        (date(2025, 12, 28), "d-mmm", "2025-12-28"),
        (True, "General", "true"),
    ],
)
def test_a_typed_value_of_a_workbook_is_a_text_of_the_ledger(value, number_format, text):
    assert write_value(value, number_format) == text
