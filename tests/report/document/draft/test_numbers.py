"""Which digits are numbers, and that dividing a text loses none of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.report.document.draft.numbers import NUMBER, count_untraced, split_numbers, split_printed
from analysis.report.document.model import Cell, Grid, Look, Points, Prose, Run


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


LOOKS = (Look(0, 2, ("red",)), Look(2, 4, ("bold",)), Look(6, 9, ("green",)))


def test_a_printed_text_is_divided_where_a_look_or_a_number_changes():
    assert [*split_printed("ab 12cde", LOOKS, 0)] == [
        ("ab", ("red",), False),
        (" ", ("bold",), False),
        ("1", ("bold",), True),
        ("2", (), True),
        ("c", (), False),
        ("de", ("green",), False),
    ]
    assert [*split_printed("7x", LOOKS, 5, counted=False)] == [("7", (), False), ("x", ("green",), False)]


@given(st.text("a1 .", max_size=12), st.integers(0, 10))
def test_the_pieces_of_a_printed_text_are_the_text(text, at):
    pieces = [*split_printed(text, LOOKS, at)]
    assert "".join(piece for piece, _, _ in pieces) == text
    assert "".join(piece for piece, _, is_number in pieces if is_number) == "".join(NUMBER.findall(text))
    looks = [names for piece, names, _ in pieces for _ in piece]
    assert looks == [next((one.names for one in LOOKS if one.start <= at + i < one.end), ()) for i in range(len(text))]
