"""A table as columns: rows are made when asked for, and are what a row by row reading would give."""

from __future__ import annotations

import pickle
from copy import copy

import pytest
from pydantic import ValidationError

from analysis import kept_results
from analysis.case import ledger
from analysis.case.case import load_case
from analysis.case.columns import read_texts
from analysis.case.schema import TABLES, Claim, Party
from analysis.case.table import Table
from analysis.dependencies import ReadLog
from tests.conftest import TINY


@pytest.fixture
def claims() -> Table[Claim]:
    return ledger.read_ledger(TINY).get_table(Claim)


def test_a_row_is_made_once_and_rows_come_in_file_order(claims):
    first = next(iter(claims))
    assert claims[first] is claims[first]
    assert [row.id for row in claims.values()] == list(claims)
    assert next(iter(claims.values())) is claims[first]


def test_rows_share_the_names_of_their_columns_and_a_copy_of_a_row_has_its_own(claims):
    rows = list(claims.values())
    assert len({id(row.model_fields_set) for row in rows}) == 1
    names = {*rows[0].model_fields_set}
    changed = rows[0].model_copy(update={"value": 1.0})
    assert changed.model_fields_set is not rows[0].model_fields_set
    assert rows[1].model_fields_set == names == {*claims.columns}


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


@pytest.mark.parametrize("name", ["claims", "translations", "quantities"])
def test_a_row_is_what_pydantic_constructs_of_its_cells(name):
    table = load_case().ledger.tables[name]
    row = next(iter(table.values()))
    made = table.kind.model_construct(**vars(row))
    assert (row, repr(row), row.model_fields_set) == (made, repr(made), made.model_fields_set)
    assert row.model_copy() == copy(row) == pickle.loads(pickle.dumps(row)) == row
    with pytest.raises(ValidationError):
        row.id = "other"


def test_a_digest_of_a_shared_table_is_kept_for_the_runs_of_a_sweep_and_of_a_changed_one_is_not(monkeypatch):
    monkeypatch.setattr(kept_results, "_results", kept_results._Results())
    table = ledger.read_ledger(TINY).get_table(Claim)
    table.share_digests()
    key, runs = "/need_article", []
    for _ in range(3):
        kept_results.begin_run()
        runs.append(table.copy_with_log(ReadLog(TINY)).compute_digest(key))
        kept_results.learn_results(kept_results.report_run())
    kept_results.begin_run()
    changed = table.copy_with_value("need_article", "value", 801.0)
    assert {*runs} == {ledger.read_ledger(TINY).get_table(Claim).compute_digest(key)}
    assert len(kept_results._results.kept) == 1
    assert changed.compute_digest(key) not in runs
    assert table.copy_with_texts({("need_article", "phrase"): "other"}, {}).compute_digest(key) not in runs
    assert kept_results.report_run() == []
