"""A table as columns: rows are made when asked for, and are what a row by row reading would give."""

from __future__ import annotations

import pytest

from analysis.case import ledger
from analysis.case.case import load_case
from analysis.case.columns import read_texts
from analysis.case.schema import TABLES, Claim, Party
from analysis.case.table import Table
from tests.conftest import TINY


@pytest.fixture
def claims() -> Table[Claim]:
    return ledger.read_ledger(TINY).get_table(Claim)


def test_a_row_is_made_once_and_rows_come_in_file_order(claims):
    first = next(iter(claims))
    assert claims[first] is claims[first]
    assert [row.id for row in claims.values()] == list(claims)
    assert next(iter(claims.values())) is claims[first]


def test_rows_come_in_file_order_though_each_was_asked_for_in_another(claims):
    for id in reversed(list(claims)):
        claims[id]
    assert [row.id for row in claims.values()] == list(claims)


def test_rows_are_found_by_what_they_hold(claims):
    assert [c.id for c in claims.find_rows("quantity", "forces.cap")] == [
        c.id for c in claims.values() if c.quantity == "forces.cap"
    ]
    assert claims.find_rows("quantity", "nothing.of_the_kind") == ()


def test_an_id_that_is_not_there(claims):
    assert "nobody" not in claims
    with pytest.raises(KeyError):
        claims["nobody"]


def test_a_changed_cell_is_another_table(claims):
    changed = claims.copy_with_value("cap_low", "value", 1.0)
    assert (changed["cap_low"].value, claims["cap_low"].value) == (1.0, 600_000)
    assert changed.find_line("cap_low") == claims.find_line("cap_low")


@pytest.mark.parametrize("kind", TABLES.values(), ids=list(TABLES))
def test_a_row_read_by_columns_is_the_row_its_class_accepts(kind):
    rows = load_case().ledger.get_table(kind).values()
    assert rows or kind.may_be_missing  # such as the codes of a second coder
    for row in rows:
        assert kind.model_validate(row.model_dump()) == row


def test_each_text_of_a_column_is_read_or_refused():
    values, wrong = read_texts(Party, "iso", ["UA", "Ukraine", "RU"])
    assert (values, list(wrong)) == ({"UA": "UA", "RU": "RU"}, ["Ukraine"])


def test_what_is_no_text_is_no_id_of_a_table():
    parties = load_case().ledger.get_table(Party)
    assert "ukraine" in parties
    assert None not in parties
    assert [] not in parties
