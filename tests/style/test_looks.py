"""The looks of parties: those of their rows, else by their place, and no two of the first ten with one mark."""

from __future__ import annotations

from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from analysis.case.schema.negotiation import Mark
from analysis.style.looks import MARKS, Look, assign_looks, choose_look

COLOURS = ["#134a7c", "#c78818", "#67737f", "#963636", "#459880", "#6e5fa0"]


def test_the_table_and_the_drawings_know_the_same_marks():
    assert get_args(Mark) == tuple(MARKS)


def test_a_row_decides_and_else_its_place():
    looks = assign_looks([("a", None, None), ("b", "#A23B3B", None), ("c", None, "star")], COLOURS)
    assert looks == {"a": Look("#c78818", "o"), "b": Look("#a23b3b", "s"), "c": Look("#963636", "*")}


@given(st.integers(0, 40))
def test_of_ten_in_a_row_no_two_have_one_mark(start):
    start -= start % 10
    assert len({choose_look(at, COLOURS).mark for at in range(start, start + 10)}) == 10


def test_fifty_parties_all_look_different():
    assert len({choose_look(at, COLOURS[1:]) for at in range(50)}) == 50
