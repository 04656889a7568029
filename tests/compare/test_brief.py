"""What a brief says of a plan's points and of the issues, worked by hand."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import load_case, number
from analysis.compare import brief
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def shipped():
    return load_case()


def read_open_issues():
    with (ROOT / "data" / "mar-a-lago-2025-12-28" / "issues.csv").open(encoding="utf-8", newline="") as file:
        return [row["issue_id"] for row in csv.DictReader(file) if row["agreed"] == "false"]


def test_points_are_open_that_hold_an_open_issue(shipped):
    rows = brief.points(shipped, "plan_20", number(20, "item"), number(2, "item"))
    # the published text has the plant at 12, and the regions with the line of contact at 14
    assert [at for at, state in enumerate(rows.state, 1) if state == "open"] == [12, 14]
    assert str(rows.point.iloc[15]) == "Point 16: Dnipro and Black Sea"


@pytest.mark.parametrize(("whole", "left"), [(20, 4.4), (20, 3), (10.5, 2), (13, 2)])
def test_points_are_not_told_apart_where_the_numbers_do_not_fit(shipped, whole, left):
    rows = brief.points(shipped, "plan_20", number(whole, "item"), number(left, "item"))
    assert list(rows.columns) == ["point", "state"]
    assert rows.empty  # thirteen points would hold the plant alone, so one open, not two


@given(st.integers(0, 40))
def test_there_is_a_row_for_each_point_or_none(whole):
    case = load_case()
    left = sum(at <= whole for at in (12, 14))
    rows = brief.points(case, "plan_20", number(whole, "item"), number(left, "item"))
    assert len(rows) == whole
    assert list(rows.state).count("open") == left


def test_a_point_without_a_provision_leads_to_its_plan(shipped):
    rows = brief.points(shipped, "plan_20", number(21, "item"), number(2, "item"))
    assert (str(rows.point.iloc[20]), rows.point.iloc[20].ref) == ("Point 21", "plans/plan_20")


def test_issues_are_counted_as_they_are_coded(shipped):
    rows = brief.issues(shipped)
    assert list(rows[rows.state == "open"].point) == [shipped.label(id) for id in read_open_issues()]


def test_the_words_of_a_case_name_what_is_open(shipped):
    assert brief.open_issues(shipped) == {"territory": "territory", "plant": "the plant"}


@pytest.mark.parametrize(("count", "named"), [(0, 0), (1, 1), (3, 3), (4, 0)])
def test_as_many_issues_are_named_as_a_title_holds(tiny, count, named):
    row = {"meaning": "Who has it.", "scale_from": "One has it", "scale_to": "The other has it", "agreed": "false"}
    with (tiny / "issues.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ["issue_id", "name", *row])
        writer.writeheader()
        writer.writerows(row | {"issue_id": f"lake_{at}", "name": f"Lake {'abcd'[at]}"} for at in range(count))
    assert [str(name) for name in brief.open_issues(load_case(tiny)).values()] == [
        f"Lake {letter}" for letter in "abcd"[:named]
    ]


def test_what_is_open_is_listed_with_places():
    assert brief.list_open({}) == ("", {})
    text, places = brief.list_open({"a": "pay", "b": "hours", "c": "jobs"})
    assert text.format(**places) == "pay, hours and jobs"


def test_states_are_compared_in_english_and_printed_in_ukrainian(ukrainian):
    rows = brief.issues(ukrainian)
    assert sorted(set(map(str, rows[rows.state == "open"].state))) == ["не узгоджено"]
    assert sorted(set(map(str, rows[rows.state == "agreed"].state))) == ["узгоджено"]
