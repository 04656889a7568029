"""Which digits are numbers, and that dividing a text loses none of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.report.document.draft.numbers import NUMBER, count_untraced, split_numbers, split_printed
from analysis.report.document.model import Cell, Grid, Look, Points, Prose, Run
from analysis.report.formats.draft_tables import is_number


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


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1\u00a0200\u00a0000,5 осіб", ["1\u00a0200\u00a0000,5"]),
        ("12\u202f500 і 7", ["12\u202f500", "7"]),
        ("2025\u00a0року 28\u00a0грудня", ["2025", "28"]),
        ("5\u00a02000", ["5", "2000"]),
        ("1 200", ["1", "200"]),
    ],
)
def test_thousands_parted_by_spaces_that_end_no_line_are_one_number(text, numbers):
    assert [part for part, is_number in split_numbers(text) if is_number] == numbers
    assert "".join(part for part, _ in split_numbers(text)) == text


@pytest.mark.parametrize(("text", "is_one"), [("1\u00a0200,5\u00a0%", True), ("−5 %", True), ("700 млрд", False)])
def test_a_cell_with_a_number_alone_is_known_in_ukrainian_form(text, is_one):
    assert is_number(Cell((text,))) is is_one
