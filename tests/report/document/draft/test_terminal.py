"""What a terminal shows of a text, and its colours."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.report.document.draft.terminal import clean_text, read_terminal
from analysis.report.document.model import Look


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("10%\r 50%\r100%\n", "100%\n"),
        ("long line\rnew", "newg line"),
        ("a\x08b", "b"),
        ("\x1b]0;title\x07x\x1b[1;32my\x1b[0m", "xy"),
        ("one\r\ntwo", "one\ntwo"),
    ],
)
def test_a_text_is_what_a_terminal_shows(given_text, shown):
    assert clean_text(given_text) == shown


@given(st.text(st.characters(blacklist_categories=("Cc", "Cs"), blacklist_characters="\ufffe\uffff"), max_size=30))
def test_a_text_without_controls_stays_as_it_is(text):
    kept = "".join(letter for letter in text if not 0xFDD0 <= ord(letter) <= 0xFDEF)
    assert clean_text(kept) == kept


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("31", ("red",)),
        ("1;31", ("bold", "red")),
        ("95", ("magenta",)),
        ("90", ("grey",)),
        ("37", ()),
        ("43", ("on yellow",)),
        ("103;3", ("italic", "on yellow")),
        ("38;5;28", ("green",)),  # 28 = 16 + 2 * 6: red 0, green 135, blue 0
        ("38;5;244", ("grey",)),  # 8 + 10 * 12 = 128 of each
        ("48;2;0;0;200", ("on blue",)),
        ("38:5:1", ("red",)),
        ("31;39", ()),
        ("31;" + "9" * 5000, ("red",)),  # which Python refuses to read as a number
        ("31;1;22", ("red",)),
        ("31;0;32", ("green",)),
        ("38;5", ()),
        ("7;1000", ()),
        ("31;32", ("green",)),
    ],
)
def test_a_colour_is_the_nearest_that_can_be_read(code, names):
    looks = (Look(0, 1, names),) if names else ()
    assert read_terminal(f"\x1b[{code}mx\x1b[0my") == ("xy", looks)


def test_a_look_is_where_its_letters_are_after_a_line_was_written_over():
    assert read_terminal("\n\x1b[31mabc\rd\x1b[0m\x1b[32me\x1b[m\n") == (
        "dec",
        (Look(0, 1, ("red",)), Look(1, 2, ("green",)), Look(2, 3, ("red",))),
    )
    assert read_terminal("a\t\x1b[34mb\x1b[0m\x08c") == ("a       c", ())
    assert read_terminal("\x1b[34mx\n\ny\x1b[0m  \n\n") == ("x\n\ny", (Look(0, 4, ("blue",)),))


def test_a_number_of_two_looks_has_the_first():
    assert read_terminal("a \x1b[31m1\x1b[32m2\x1b[0m.5") == ("a 12.5", (Look(2, 6, ("red",)),))


_PIECES = st.lists(
    st.sampled_from(["a", "7", " ", "\n", "\r", "bc", "\x1b[31m", "\x1b[0m", "\x1b[1;48;5;28m"]), max_size=25
)


@given(_PIECES)
def test_colours_change_no_letter_and_each_look_has_letters(pieces):
    coloured = "".join(pieces)
    text, looks = read_terminal(coloured)
    assert text == read_terminal(re.sub(r"\x1b\[[\d;]*m", "", coloured))[0]
    ends = [0, *(place for look in looks for place in (look.start, look.end)), len(text)]
    assert ends == sorted(ends)
    assert all(look.start < look.end and look.names for look in looks)
