"""A paragraph put together from pieces: white space, marks and what is raised."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analysis.documents.runs import Runs, normalise_space, read_superscript


def test_a_no_break_space_stays_between_digits_only():
    assert normalise_space("12\u202f000\u00a0€ and 5 \u00a0 6") == "12\u202f000 € and 5 6"


def test_a_mark_stands_where_it_stood_whatever_the_white_space_around_it():
    runs = Runs()
    for piece in ("  at ", " 500"):
        runs.add(piece)
    runs.add_superscript(" [1] ")
    runs.add("\n drones ")
    runs.add_mark("*")
    text, marks = runs.take()
    assert (text, [(mark.offset, mark.sign) for mark in marks]) == ("at 500 drones", [(6, "1"), (13, "*")])
    assert runs.take() == ("", ())


def test_what_is_raised_and_is_no_sign_stays_in_the_text():
    assert read_superscript("the", "above all") == "above all"
    assert read_superscript("110", "6") is None  # not a power of ten
    assert read_superscript("atom", "2") is None  # no unit


PIECES = st.lists(st.tuples(st.booleans(), st.text("a1 \u00a0\u00ad\n", max_size=4)), max_size=12)


@given(PIECES)
def test_marks_change_no_letter_of_the_text(pieces):
    marked, plain = Runs(), Runs()
    for is_mark, text in pieces:
        if is_mark:
            marked.add_mark("1")
        else:
            marked.add(text)
            plain.add(text)
    text, marks = marked.take()
    assert text.split() == plain.take()[0].split()
    assert len(marks) == sum(is_mark for is_mark, _ in pieces)
    offsets = [mark.offset for mark in marks]
    assert offsets == sorted(offsets)
    assert all(0 <= offset <= len(text) for offset in offsets)
