"""Codes of several coders: how they are combined, what is refused, and the same clause with the same code."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import load_case
from analysis.case.codings import (
    Code,
    combine_codes,
    count_by_coder,
    describe_codes,
    describe_rules,
    list_coded_columns,
    list_codes,
)
from analysis.case.schema import TABLES, Coding, CodingRule, Guarantee
from analysis.estimates.origin import find_origin
from tests.case.test_ledger import catch_case_error
from tests.conftest import TINY, merge_folders

RULE = {"rule_id": "r", "column": "guarantees/detail", "rule": "When it is said.", "scheme": "ours"}
CODING = {"coding_id": "c", "cell": "guarantees/g1/detail", "coder": "second", "value": "1"}


@pytest.fixture
def coded(tmp_path):
    """The case with guarantees and positions, free to change."""
    return merge_folders(TINY, TINY.parent / "matters", into=tmp_path / "matters")


def write_rows(case, table, *rows):
    with (case / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(TABLES[table].model_fields), restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def list_problems(case) -> list[str]:
    return [str(problem) for problem in catch_case_error(case).problems]


def test_which_columns_are_coded_and_on_which_level():
    columns = list_coded_columns()
    assert {columns[f"{table}/detail"] for table in ("guarantees", "provisions")} == {"ordinal"}
    assert {columns[name] for name in ("positions/position", "positions/salience", "risks/impact")} == {"interval"}
    assert {columns[name] for name in ("issues/agreed", "region_status/status", "provisions/favours")} == {"nominal"}
    assert not [name for name in columns if name.endswith(("_low", "_high"))]


def test_numbers_of_two_coders_are_their_mean_and_the_range_reaches_over_both():
    codes = [Code("first", 0.4, 0.3, 0.5), Code("second", 0.7, 0.6, 0.8), Code("third", 0.1)]
    assert combine_codes(codes, "interval") == (pytest.approx(0.4), 0.1, 0.8)
    assert combine_codes(codes[:1], "interval") == (0.4, 0.3, 0.5)
    assert combine_codes([Code("first", 0.4)], "interval") == (0.4, None, None)


def test_codes_with_an_order_stay_those_of_the_first_coder():
    assert combine_codes([Code("first", 2), Code("second", 0)], "ordinal") == (2, 0, 2)
    assert combine_codes([Code("first", 0, 0, 1), Code("second", 0)], "ordinal") == (0, 0, 1)


share = st.floats(0, 1)


@given(st.lists(share, min_size=1, max_size=5), st.sampled_from(["ordinal", "interval"]))
def test_the_value_is_within_the_range_and_the_range_reaches_over_every_code(values, level):
    value, low, high = combine_codes([Code(f"coder_{n}", found) for n, found in enumerate(values)], level)
    if len(values) > 1:
        assert low == min(values)
        assert high == max(values)
        assert low - 1e-12 <= value <= high + 1e-12
    else:
        assert (value, low, high) == (values[0], None, None)


def test_a_second_code_moves_the_number_its_range_and_its_card(coded):
    before = load_case(coded).coded("guarantees", "g1", "detail")
    assert (before.value, before.low, before.high) == (2, 2, 2)
    write_rows(coded, "coding_rules", RULE)
    write_rows(coded, "codings", CODING)
    case = load_case(coded)
    after = case.coded("guarantees", "g1", "detail")
    assert (after.value, after.low, after.high, after.qualifier) == (2, 1, 2, "about")
    assert after.leaves[0].origin.note == "Coders: first 2, second 1."
    assert "codings?cell=guarantees/g1/detail" in case.recorded_keys


def test_one_coder_needs_no_words():
    assert describe_codes([Code("first", 0.4)]) == ""
    assert describe_codes([Code("first", 0.4, 0.4, 0.4), Code("b", 0.25, 0.2, 0.3)]) == (
        "Coders: first 0.4, b 0.25 (0.2 to 0.3)."
    )


def test_a_cell_that_is_empty_has_no_codes():
    provision = load_case().ledger.tables["provisions"]["crimea_in_plan_28"]
    assert list_codes(provision, "position", []) == []


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        (
            {"cell": "guarantees/g1"},
            "cell: found 'guarantees/g1'; allowed: table/id/column, where table/column is one of:",
        ),
        ({"cell": "guarantees/g1/text"}, "cell: found 'guarantees/g1/text'; allowed: table/id/column"),
        ({"cell": "guarantees/g9/detail"}, "cell: found 'guarantees/g9/detail'; allowed: a row of guarantees.csv"),
        ({"coder": "first"}, "coder: found 'first'; allowed: another coder than first"),
        ({"value": "3"}, "value: found '3'; allowed: 0 open, 1 mentioned, 2 specified"),
        ({"low": "2"}, "low: found '2'; allowed: low <= value <= high, where value is 1"),
        ({"high": "3"}, "high: found '3'; allowed: 0 open, 1 mentioned, 2 specified"),
        (
            {"cell": "issues/land/agreed", "value": "true"},
            "cell: found 'issues/land/agreed'; allowed: a column with a rule",
        ),
        ({"rests_on": "nowhere"}, "rests_on: found 'nowhere'; allowed: an id of claims.csv or provisions.csv"),
    ],
)
def test_a_code_that_cannot_be_used_is_refused_by_name(coded, cells, problem):
    write_rows(coded, "coding_rules", RULE)
    write_rows(coded, "codings", CODING | cells)
    assert [found for found in list_problems(coded) if found.startswith(f"codings.csv:2:{problem}")]


def test_a_coder_codes_a_cell_once(coded):
    write_rows(coded, "coding_rules", RULE)
    write_rows(coded, "codings", CODING, CODING | {"coding_id": "d"})
    assert list_problems(coded) == [
        "codings.csv:3:cell: found 'guarantees/g1/detail'; allowed: one code of a coder for a cell. "
        "c is another code of this coder for this cell; delete one of them."
    ]


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"column": "guarantees/detial"}, "column: found 'guarantees/detial'; allowed: table/column that is coded:"),
        ({"applies_to": "elment=trigger"}, "applies_to: found 'elment=trigger'; allowed: column=value, with a column"),
        (
            {"applies_to": "element=triger"},
            "applies_to: found 'element=triger'; allowed: element= and one of: guarantors",
        ),
    ],
)
def test_a_rule_on_nothing_is_refused(coded, cells, problem):
    write_rows(coded, "coding_rules", RULE | cells)
    [found] = list_problems(coded)
    assert found.startswith(f"coding_rules.csv:2:{problem}")


def test_the_same_clause_has_the_same_code(coded):
    row = {"text": "An attack", "source": "article", "locator": "II p5", "element": "trigger", "clause": "attack"}
    first = row | {"guarantee_id": "a", "promise": "The promise", "detail": "1"}
    write_rows(coded, "guarantees", first, row | {"guarantee_id": "b", "promise": "The pledge", "detail": "2"})
    assert list_problems(coded) == [
        "guarantees.csv:3:detail: found 2; allowed: 1, as a has for the clause attack. "
        "The same clause gets the same code: correct one of them, or give them different clauses."
    ]
    other = row | {"guarantee_id": "b", "promise": "The pledge", "detail": "2", "element": "response"}
    write_rows(coded, "guarantees", first, other)  # the same words on another element are another clause
    assert len(load_case(coded).ledger.get_table(Guarantee)) == 2


def test_the_codebook_prints_the_rules_by_column():
    rules = [
        CodingRule(rule_id="a", column="guarantees/detail", code="0", rule="Says | nothing.", scheme="ours"),
        CodingRule(rule_id="b", column="risks/impact", rule="As it is.", scheme="PAM", reference="Joshi 2015"),
    ]
    lines = list(describe_rules(rules))
    assert lines[0] == "## Coding rules"
    assert "### guarantees/detail (ordinal)" in lines
    assert "| all rows | 0 | Says \\| nothing. |  | ours |" in lines
    assert "| all rows |  | As it is. |  | PAM: Joshi 2015 |" in lines
    assert list(describe_rules([])) == []


def test_every_coded_column_and_every_code_of_the_shipped_case_has_a_written_rule():
    case = load_case()
    rules = list(case.ledger.get_table(CodingRule).values())
    assert {rule.column for rule in rules} == set(list_coded_columns())
    ruled = {(rule.applies_to, rule.code) for rule in rules if rule.column == "guarantees/detail"}
    for row in case.ledger.get_table(Guarantee).values():
        assert (f"element={row.element}", str(row.detail)) in ruled or row.detail == 0, row.id
        assert row.rests_on, row.id
        assert bool(row.clause) == bool(row.detail), row.id
    columns = "provisions/detail", "provisions/fate", "region_status/status", "events/came_about", "claims/verdict"
    for column in columns:
        table, _, name = column.partition("/")
        used = {str(code) for row in case.ledger.tables[table].values() if (code := getattr(row, name)) is not None}
        assert used <= {rule.code for rule in rules if rule.column == column}


def count_full(case):
    rows = case.ledger.tables["guarantees"].values()
    return case.count_coded("guarantees", rows, "detail", lambda row: row.detail == 2, "full elements")


def test_a_count_of_codes_has_as_its_scale_the_rows_that_could_have_been_counted(coded):
    case = load_case(coded)
    rows = case.ledger.tables["guarantees"].values()
    found = count_full(case)
    by_hand = [row.id for row in rows if row.detail == 2]
    assert (found.value, found.low, found.high) == (len(by_hand), len(by_hand), len(by_hand))
    assert (found.leaf.minimum, found.leaf.maximum, found.leaf.coders) == (0, len(rows), 1)
    assert found.leaf.among == tuple(f"guarantees/{row.id}/detail" for row in rows)
    assert found.leaf.origin.rows == tuple(f"guarantees/{id}" for id in by_hand)
    assert find_origin(found) == "coding"


def test_a_count_by_two_coders_spans_what_each_of_them_counts(coded):
    first = count_full(load_case(coded)).value
    write_rows(coded, "coding_rules", RULE)
    write_rows(coded, "codings", CODING)  # g1, which the first coder calls full
    found = count_full(load_case(coded))
    assert (found.value, found.low, found.high, found.leaf.coders) == (first, first - 1, first, 2)
    assert f"Counted: first {first:g}, second {first - 1:g}." in found.leaf.origin.statement


codes = st.lists(st.tuples(st.integers(0, 2), st.none() | st.integers(0, 2)), min_size=1, max_size=8)


@given(codes)
def test_what_a_coder_did_not_code_counts_as_the_first_coder_has_it(pairs):
    rows = [Guarantee.model_construct(guarantee_id=f"g{at}", detail=mine) for at, (mine, _) in enumerate(pairs)]
    others = [
        Coding(coding_id=f"c{at}", cell=f"guarantees/g{at}/detail", coder="second", value=str(other))
        for at, (_, other) in enumerate(pairs)
        if other is not None
    ]
    found = count_by_coder(rows, "detail", lambda row: row.detail == 2, others)
    assert found["first"] == sum(mine == 2 for mine, _ in pairs)
    by_second = sum((mine if other is None else other) == 2 for mine, other in pairs)
    assert found.get("second", found["first"]) == by_second
