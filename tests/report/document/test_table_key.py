"""The signs in tables: one for an empty cell, and a line that explains those that occur."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analysis.contract import EMPTY_CELL
from analysis.report.document.model import Number, RichText, get_plain_text
from analysis.report.document.table_key import describe_signs, fill_blanks


def number(text: str) -> RichText:
    return (Number(text, 2, "one", 2, 2, "exact", ("a",), "", True, "", "", "n1", 1),)


def test_each_sign_that_a_number_begins_with_is_explained_once_in_one_order():
    rows = [[("Land",), number("≤ $100 billion")], [(EMPTY_CELL,), number("≈ 5%")], [("> a",), number("≈ 6%")]]
    assert describe_signs(rows) == ("≈ about, ≤ at most, – nothing on record",)


def test_signs_in_words_and_numbers_without_one_need_no_line():
    assert describe_signs([[("≈ both can be true",), number("$5"), number("at least 5"), ("a – b",)]]) == ()


def test_what_is_empty_or_blank_has_the_sign_but_not_below_words_in_a_total():
    rows = [((), ("Land",)), ((" ",), number("5")), (("Total",), ())]
    dash = (EMPTY_CELL,)
    assert fill_blanks(rows, summed=False) == ((dash, ("Land",)), (dash, number("5")), (("Total",), dash))
    assert fill_blanks(rows, summed=True)[-1] == (("Total",), ())
    assert fill_blanks([], summed=True) == ()


@given(st.lists(st.lists(st.text(max_size=3).map(lambda text: (text,)), min_size=2, max_size=2)))
def test_no_cell_is_left_blank_and_no_word_is_changed(rows):
    filled = fill_blanks(rows, summed=False)
    expected = tuple(tuple(cell if get_plain_text(cell).strip() else (EMPTY_CELL,) for cell in row) for row in rows)
    assert tuple(map(tuple, filled)) == expected
