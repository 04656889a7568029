"""What git leaves in a file that it could not merge is called so, with the names of the two branches."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import load_case
from analysis.case.own_units import UNITS_FILE
from analysis.conflicts import find_conflicts
from analysis.errors import CaseError, UsageError
from analysis.report.build.plan import read_cells

TWO = "<<<<<<< HEAD\n{one}\n=======\n{two}\n>>>>>>> water\n"
SAID = ": found a conflict that git left, between HEAD and water, to line {end}; allowed: one version of these lines. "


def test_both_branches_and_all_lines_are_named():
    text = "id\n" + TWO.format(one="a", two="b") + "c\n" + TWO.format(one="d\nd", two="e").replace("water", "of a lake")
    found = [str(problem) for problem in find_conflicts("a.csv", text.encode())]
    assert [line.partition("; allowed")[0] for line in found] == [
        "a.csv:2: found a conflict that git left, between HEAD and water, to line 6",
        "a.csv:8: found a conflict that git left, between HEAD and of a lake, to line 13",
    ]


def test_a_mark_that_was_left_alone_is_named_as_well():
    found = [str(p).partition(";")[0] for p in find_conflicts("a", b"<<<<<<< HEAD\n<<<<<<< b\nx\n>>>>>>> c\n>>>>>>> d")]
    assert found == [
        "a:1: found git’s mark of HEAD",
        "a:2: found a conflict that git left, between b and c, to line 4",
        "a:5: found git’s mark of d",
    ]


@given(st.text(alphabet="<>=| a,\n"))
def test_no_line_is_a_mark_that_does_not_begin_with_seven_signs_and_a_name(text):
    marked = [line for line in text.split("\n") if line[:8] in ("<<<<<<< ", ">>>>>>> ") and line[8:9] not in ("", " ")]
    assert bool(list(find_conflicts("a", text.encode()))) == bool(marked)


def test_windows_line_ends_are_no_part_of_a_name():
    (problem,) = find_conflicts("a", TWO.format(one="a", two="b").replace("\n", "\r\n").encode())
    assert problem.found == "a conflict that git left, between HEAD and water, to line 5"


@pytest.mark.parametrize(
    ("file", "before"),
    [("claims.csv", None), ("datapackage.json", "{\n"), ("house.toml", "[type]\n"), (UNITS_FILE, "crate = [crate]\n")],
)
def test_every_file_of_a_case_says_so(tiny, file, before):
    path = tiny / file
    text = path.read_text() if before is None else before
    path.write_text(text + TWO.format(one="mine", two="theirs"))
    begin = text.count("\n") + 1
    with pytest.raises(CaseError) as caught:
        _ = load_case(tiny).descriptor
    (problem,) = caught.value.problems  # nothing that follows from it
    assert str(problem).startswith(f"{file}:{begin}{SAID.format(end=begin + 4)}Keep the lines that are right")


def test_a_notebook_says_so_whoever_reads_it(tiny, invoke):
    folder = tiny / "notebooks"
    folder.mkdir()
    notebook = json.dumps({"cells": [], "nbformat": 4}, indent=1)
    (folder / "forces.ipynb").write_text(notebook.replace("[]", "\n" + TWO.format(one="[]", two="[1]")))
    with pytest.raises(UsageError, match=r"forces\.ipynb:3: found a conflict that git left, between HEAD and water"):
        read_cells(folder / "forces.ipynb")
    done = invoke("check", "--case", str(tiny))
    assert done.returncode == 2
    assert done.stderr.startswith("communique: notebooks/forces.ipynb:3: found a conflict that git left, between HEAD")
