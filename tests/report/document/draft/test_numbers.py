"""Which digits are numbers, and that dividing a text loses none of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.report.document.draft.numbers import NUMBER, count_untraced, split_numbers
from analysis.report.document.model import Cell, Grid, Points, Prose, Run


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("12.5 and 1,000.25", ["12.5", "1,000.25"]),
        ("x2, H2O, utf8", []),
        ("3e-05 at 40%", ["3e-05", "40"]),
        ("from 2 to 3.", ["2", "3"]),
        ("-7 $9bn", ["7", "9"]),
    ],
)
def test_numbers_are_digits_that_begin_a_word(text, numbers):
    assert NUMBER.findall(text) == numbers


@given(st.text())
def test_the_pieces_of_a_text_are_the_text(text):
    assert "".join(piece for piece, _ in split_numbers(text)) == text


def test_numbers_in_code_are_not_counted():
    code = Run("x = 1", frozenset(("code",)))
    blocks = [
        Prose((Run("2 of "), code)),
        Points(((Run("3"),),), nested=((Points(((Run("4"),),)),),)),
        Grid(((Cell((Run("5"),)),),), 1),
    ]
    assert count_untraced(blocks) == 4
