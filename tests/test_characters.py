"""Control characters: a space in a report, written out on a terminal, and every other character as it is."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.characters import (
    find_forbidden,
    has_right_to_left,
    replace_controls,
    replace_controls_within,
    show_controls,
)

EVERY = [chr(code) for code in range(sys.maxunicode + 1)]
NO_CHARACTERS = {"\ufffe", "\uffff", *map(chr, range(0xFDD0, 0xFDF0))}


def test_exactly_the_controls_are_taken_as_spaces():
    controls = {sign for sign in EVERY if unicodedata.category(sign) in ("Cc", "Cs")} | NO_CHARACTERS
    assert {sign for sign in EVERY if replace_controls(sign) != sign} == controls - {"\t", "\n"}
    assert {replace_controls(sign) for sign in controls - {"\t", "\n", "\r"}} == {" "}


@pytest.mark.parametrize(
    ("text", "taken"),
    [("soft\x0bbreak", "soft break"), ("page\x0cone", "page one"), ("a\r\nb\rc\n\rd", "a\nb\nc\n\nd"), ("\x07", " ")],
)
def test_no_two_words_are_glued(text, taken):
    assert replace_controls(text) == taken


def test_it_goes_through_json_and_leaves_names_and_other_values():
    data = {"na\x0bme": ["a\x0bb", {"x": "\x00"}, 1.5, None, True]}
    assert replace_controls_within(data) == {"na\x0bme": ["a b", {"x": " "}, 1.5, None, True]}


def test_within_json_exactly_the_same_characters_are_replaced():
    changed = {sign for sign in EVERY if replace_controls_within([f"a{sign}b"]) != [f"a{sign}b"]}
    assert changed == {sign for sign in EVERY if replace_controls(f"a{sign}b") != f"a{sign}b"}


@given(
    st.recursive(
        st.text(max_size=3) | st.none() | st.floats(),
        lambda one: st.lists(one) | st.dictionaries(st.text(max_size=2), one),
    )
)
def test_json_is_changed_only_where_a_text_in_it_is(value):
    def replace(part):
        if isinstance(part, dict):
            return {name: replace(item) for name, item in part.items()}
        if isinstance(part, list):
            return list(map(replace, part))
        return replace_controls(part) if isinstance(part, str) else part

    assert repr(replace_controls_within(value)) == repr(replace(value))


def test_what_a_terminal_would_obey_is_written_out():
    shown = {sign for sign in EVERY if show_controls(sign) != sign}
    overrides = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
    controls = {sign for sign in EVERY if unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp")}
    assert shown == (controls | overrides | NO_CHARACTERS) - {"\t", "\n"}
    assert show_controls("\x1b[2J\x9b\u202e\r\ud800") == r"\x1b[2J\x9b\u202e\r\ud800"


@given(st.text())
def test_what_is_shown_is_shown_once(text):
    assert show_controls(show_controls(text)) == show_controls(text)
    assert replace_controls(replace_controls(text)) == replace_controls(text)


def test_a_forbidden_character_is_named_by_its_code():
    assert find_forbidden("a\x01b") == "a control character (U+0001)"
    assert find_forbidden("a\ufffeb") == "a character that is none (U+FFFE)"
    assert find_forbidden("a\r") == "a carriage return (U+000D)"
    assert find_forbidden("tab\tand\nline, “quoted”, ქ, 中") == ""


@pytest.mark.parametrize(
    ("text", "found"), [("Kyiv Київ 京", False), ("by الج", True), ("אב", True), ("12 \u200f", False), ("", False)]
)
def test_letters_that_are_read_from_right_to_left_are_found(text, found):
    assert has_right_to_left(text) is found
