"""Many problems in a few lines: the cause first, each kind once, and nothing lost to those who ask for all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import CaseError
from analysis.problems import MAX_LINES, Problem, Words, summarise

PROBLEMS = st.lists(
    st.builds(
        Problem,
        st.sampled_from([f"{name}.csv" for name in "abcdefghijklmnopqrstuvwxyz"]),
        st.none() | st.integers(1, 10_000),
        st.none() | st.sampled_from(["one", "other"]) | st.text(max_size=99),
        st.none() | st.text(max_size=200) | st.floats() | st.integers() | st.text().map(Words),
        st.sampled_from(["a number", "an id (nearest: x)", "a date"]) | st.text(max_size=900),
        st.sampled_from(["", "Correct it."]) | st.text(max_size=900),
    ),
    min_size=1,
    max_size=200,
)


def make(rows, column="source", found="artcle", allowed="an id of sources.csv", file="claims.csv", **more):
    return [Problem(file, row, column, found, allowed, "Correct it.", **more) for row in rows]


@given(PROBLEMS)
def test_any_number_of_problems_has_at_most_twenty_lines_and_each_begins_with_its_file(problems):
    *lines, last = str(CaseError("x", problems)).split("\n")
    assert 1 <= len(lines) < MAX_LINES
    assert all(line.startswith((*"abcdefghijklmnopqrstuvwxyz", "… and problems in ")) for line in lines)
    assert all(line.isprintable() for line in lines)
    assert last.startswith(f"{len(problems)} problem")


@given(PROBLEMS)
def test_all_of_them_are_listed_to_those_who_ask(problems):
    *lines, last = str(CaseError("x", problems).list_all()).split("\n")
    assert lines == [str(problem) for problem in problems]
    assert last == f"{len(problems)} problem{'s' if len(problems) > 1 else ''} in x; nothing was rendered."


def test_one_misspelt_name_in_500_rows_is_one_line_with_a_count():
    assert summarise(make(range(2, 502))) == [
        "claims.csv:2:source: found 'artcle'; allowed: an id of sources.csv. Correct it. "
        "The same in 499 other cells, rows 3, 4, 5, 6, 7, …."
    ]


def test_two_equal_problems_keep_a_line_each_and_three_share_one():
    assert len(summarise(make([2, 3]))) == 2
    assert len(summarise(make([2, 3, 4]))) == 1


def test_the_file_with_most_lines_gives_way_and_a_single_problem_elsewhere_keeps_its_words():
    many = [problem for row in range(2, 200) for problem in make([row], found=f"x{row}")]
    lines = summarise([*many, *make([7], file="events.csv", column="date")])
    assert lines[1] == "events.csv:7:date: found 'artcle'; allowed: an id of sources.csv. Correct it."
    assert lines[0].startswith(
        "claims.csv:2:source: found 'x2'; allowed: an id of sources.csv. Correct it. Not accepted"
    )
    assert lines[0].endswith("197 other cells, rows 3, 4, 5, 6, 7, ….")
    assert len(lines) == 2


def test_names_that_differ_only_in_what_is_nearest_are_of_one_kind():
    near = [make([row], found=f"x{row}", allowed=f"an id (nearest: y{row})")[0] for row in range(2, 40)]
    assert len(summarise(near)) == 1


def test_what_another_problem_causes_has_no_line_of_its_own():
    lead = Problem("sources.csv", None, None, Words("no rows"), "the rows that 3 cells refer to")
    error = CaseError("x", [lead, *make([2, 3, 4], cause="sources.csv")])
    assert str(error).splitlines() == [
        "sources.csv: found no rows; allowed: the rows that 3 cells refer to.",
        "4 problems (`communique check --case x --all` lists each) in x; nothing was rendered.",
    ]
    assert len(error.problems) == 4
    assert len(str(error.list_all()).splitlines()) == 5


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (Problem("a.csv", 3, "b\nc", "x", "y"), r"a.csv:3:b\nc: found 'x'; allowed: y."),
        (
            Problem("a.csv", 3, "b", "x" * 150, "y"),
            f"a.csv:3:b: found '{'x' * 120}' and 30 characters more; allowed: y.",
        ),
        (Problem("a.csv", 3, "b", "\x1b[2J", "y"), r"a.csv:3:b: found '\x1b[2J'; allowed: y."),
        (Problem("a.csv", 3, None, Words("3 cells"), "two\nlines"), r"a.csv:3: found 3 cells; allowed: two\nlines."),
    ],
)
def test_a_problem_is_one_line_whatever_stands_in_it(problem, text):
    assert str(problem) == text
