"""Agreement of coders: alpha by hand and by its author's example, what is printed, and where coders differ."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import load_case, say
from analysis.case.codings import Code, list_coded_columns
from analysis.compare import coding, timeline
from analysis.label import join_names
from tests.case.test_codings import RULE, write_rows
from tests.conftest import TINY, merge_folders


def make_codes(*columns: str) -> list[list[Code]]:
    """Cells of several coders, each a string with one digit a cell, and a space where it coded none."""
    width = max(map(len, columns))
    by_cell = zip(*(text.ljust(width) for text in columns), strict=True)
    cells = [[Code(f"coder_{n}", int(digit)) for n, digit in enumerate(digits) if digit != " "] for digits in by_cell]
    return [codes for codes in cells if len(codes) > 1]


@pytest.fixture
def coded(tmp_path):
    """The case with guarantees, of which a second coder coded three, one of them differently."""
    case = merge_folders(TINY, TINY.parent / "matters", into=tmp_path / "matters")
    write_rows(case, "coding_rules", RULE)
    codings = [
        {"coding_id": f"second_{id}", "cell": f"guarantees/{id}/detail", "coder": "second", "value": value}
        for id, value in (("g1", "2"), ("g2", "0"), ("g3", "0"))
    ]
    codings[1]["reason"] = "No attacker is named."
    write_rows(case, "codings", *codings)
    return load_case(case)


def test_alpha_worked_by_hand():
    # three cells, coded 0 0, 1 1, 0 1: observed 2 / 6, expected 2 * 3 * 3 / (6 * 5); alpha = 1 - (1/3) / (3/5)
    cells = make_codes("010", "011")
    assert coding.compute_alpha(cells, "interval") == pytest.approx(1 - (1 / 3) / (3 / 5))
    assert coding.compute_alpha(cells, "nominal") == pytest.approx(4 / 9)


def test_alpha_of_its_authors_example():
    rows = (  # Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011: four observers, codes missing
        [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
        [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
    )
    cells = [
        [Code(f"coder_{n}", value) for n, value in enumerate(values) if value is not None]
        for values in zip(*rows, strict=True)
    ]
    found = {level: coding.compute_alpha(cells, level) for level in ("nominal", "ordinal", "interval")}
    assert found == {
        "nominal": pytest.approx(0.743, abs=5e-4),
        "ordinal": pytest.approx(0.815, abs=5e-4),
        "interval": pytest.approx(0.849, abs=5e-4),
    }


codes = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=12)


@given(codes, st.sampled_from(["nominal", "ordinal", "interval"]))
def test_who_is_called_first_changes_nothing_and_equal_codes_agree(pairs, level):
    cells = [[Code("a", one), Code("b", other)] for one, other in pairs]
    swapped = [[Code("a", other), Code("b", one)] for one, other in pairs]
    found = coding.compute_alpha(cells, level)
    if found is None:
        assert len({value for pair in pairs for value in pair}) == 1
        return
    assert found == pytest.approx(coding.compute_alpha(swapped, level))
    assert found <= 1
    same = [[Code("a", one), Code("b", one)] for one, _ in pairs]
    assert coding.compute_alpha(same, level) in (None, pytest.approx(1))


def test_lists_and_words_are_compared_whole():
    cells = [[Code("a", ("x", "y")), Code("b", ("y", "x"))], [Code("a", ("x",)), Code("b", ("y",))]]
    by_number = [[Code("a", 0), Code("b", 0)], [Code("a", 1), Code("b", 2)]]
    assert coding.compute_alpha(cells, "nominal") == pytest.approx(coding.compute_alpha(by_number, "nominal"))


def test_agreement_of_a_case(coded):
    [row] = coding.agreement(coded).to_dict("records")
    assert (str(row["column"]), str(row["coders"]), row["level"]) == (
        "the detail of guarantees",
        "first and second",
        "ordinal",
    )
    assert row["cells"].value == 3  # first 2 1 0, second 2 0 0: ordinal distances by Krippendorff
    # n(0) = 3, n(1) = 1, n(2) = 2: d(0,1) = (3/2 + 1/2)² = 4, d(1,2) = 1.5² = 2.25, d(0,2) = (3/2 + 1 + 2/2)² = 12.25
    observed, expected = 2 * 4 / 6, 2 * (3 * 1 * 4 + 1 * 2 * 2.25 + 3 * 2 * 12.25) / (6 * 5)
    assert row["alpha"].value == pytest.approx(1 - observed / expected)
    assert row["alpha"].leaves[0].origin.rows == ("codings/second_g1", "codings/second_g2", "codings/second_g3")
    assert row["verdict"] == "for tentative conclusions only"


def test_where_coders_differ(coded):
    [row] = coding.differences(coded).to_dict("records")
    assert {name: str(cell) for name, cell in row.items()} == {
        "column": "the detail of guarantees",
        "row": "The promise, trigger",
        "first": "1",
        "coder": "second",
        "value": "0",
        "reason": "No attacker is named.",
    }
    assert coding.differences(coded, "positions").empty


def test_one_line_with_and_without_a_second_coder(coded):
    template, places = coding.summary(coded, "guarantees")
    assert str(say(template, **places)) == (
        "Agreement of the coders (Krippendorff's alpha): on the detail of guarantees it is 0.78 over 3 cells "
        "(for tentative conclusions only). Data count as reliable from 0.8, and allow tentative conclusions from 0.667."
    )
    assert coding.summary(coded, "risks") == ("One coder gave these codes; no second coder has checked them.", {})


def test_one_line_without_the_package_that_computes_agreement(coded, monkeypatch):
    monkeypatch.setitem(sys.modules, "krippendorff", None)
    template, places = coding.summary(coded)
    assert "where the extra package of Communique for agreement is installed" in template
    assert (places, coding.agreement(coded).alpha[0]) == ({}, None)


def test_equal_codes_leave_nothing_to_tell_apart():
    assert coding.compute_alpha(make_codes("111", "111"), "ordinal") is None


def test_every_coded_column_has_a_name():
    assert set(coding.NAMES) == set(list_coded_columns())
    assert [coding._judge(alpha) for alpha in (0.8, 0.79, 0.667, 0.66, None)] == [
        "reliable",
        "for tentative conclusions only",
        "for tentative conclusions only",
        "too low to rest a conclusion on",
        "not defined",
    ]


def test_a_column_on_which_coders_agree_too_little_is_named():
    shipped = load_case()
    words, places = coding.caution(shipped, "provisions/favours", "provisions/position")
    [found] = [
        row
        for row in coding.agreement(shipped, "provisions").itertuples()
        if str(row.column) == "who gains by provisions"
    ]
    assert found.alpha.value < coding.TENTATIVE
    assert words.startswith("Coders agree too little on {low_0} (Krippendorff's alpha {low_alpha_0})")
    assert places["low_alpha_0"].value == found.alpha.value
    assert coding.caution(shipped, "guarantees/detail") == ("", {})


def test_what_came_about_and_verdicts_can_be_coded_by_two(tmp_path):
    case = merge_folders(TINY, TINY.parent / "matters", into=tmp_path / "matters")
    columns = "events/came_about", "claims/verdict", "provisions/fate"
    write_rows(case, "coding_rules", *(RULE | {"rule_id": f"r{at}", "column": name} for at, name in enumerate(columns)))
    event = next(event for event in load_case(case).ledger.tables["events"].values() if event.came_about == "no")
    cell = {"cell": f"events/{event.id}/came_about", "coder": "second", "value": "yes", "coding_id": "other"}
    write_rows(case, "codings", cell)
    coded = load_case(case)
    (row,) = coding.differences(coded).itertuples()
    assert (str(row.column), str(row.row), str(row.first), str(row.value)) == (
        "what came about",
        event.title,
        "no",
        "yes",
    )
    held = timeline.followed(coded).iloc[0].held
    assert (held.low, held.high) == (held.value, held.value + 1)


def test_codes_are_by_written_rules_only_where_each_column_has_one(coded):
    assert coding.by_rules(coded, "guarantees/detail") == ", by the written rules in the data"
    assert coding.by_rules(coded, "guarantees/detail", "provisions/fate") == ""
    assert coding.by_rules(load_case(TINY), "guarantees/detail") == ""


def test_agreement_is_said_in_ukrainian(ukrainian):
    rows = coding.agreement(ukrainian, "provisions").set_index("verdict")
    low = rows.loc["too low to rest a conclusion on"]
    assert [str(low.column), str(low.level), str(low.name)] == [
        "кому вигідні положення",
        "номінальна",
        "замало, щоб робити висновок",
    ]
    words, _ = coding.summary(ukrainian, "positions")
    columns = [f"{{column_{at}}} — {{alpha_{at}}} (клітинок: {{cells_{at}:bare}}; надійно)" for at in range(2)]
    assert words == (
        f"Узгодженість кодувальників (альфа Кріппендорфа): {join_names(columns)}. Дані вважають надійними від "
        "{reliable}, а попередні висновки допустимі від {tentative}."
    )
    assert coding.caution(ukrainian, "provisions/favours")[0] == (
        "Узгодженість кодувальників замала, щоб спиратися на неї у висновку: {low_0} (альфа Кріппендорфа "
        "{low_alpha_0})."
    )


@pytest.mark.parametrize(("value", "printed"), [(0.25, "0,25"), (1, "1"), (True, "так"), ((), "немає")])
def test_a_code_is_written_in_ukrainian(ukrainian, value, printed):
    assert coding._format_value(value) == printed
