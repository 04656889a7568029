"""What every format sets alike: very long words, and numbers that stay on one line."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.messages import use_language
from analysis.report.document.typography import (
    bind_words,
    curl_apostrophes,
    has_long_word,
    insert_break_points,
    make_unbreakable,
    split_directions,
)


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("x" * 40, "x" * 40),
        ("x" * 41, "\u200b".join(["xxxxx"] * 8 + ["x"])),
        ("a " * 50, "a " * 50),
        ("ordinary-words/with-dashes-and—slashes" * 2, "ordinary-words/with-dashes-and—slashes" * 2),
        ("е\u0301" * 21, "е\u0301" * 3 + "\u200b" + ("е\u0301" * 3 + "\u200b") * 6),
    ],
)
def test_a_very_long_word_may_end_a_line_after_five_letters(text, broken):
    assert insert_break_points(text).rstrip("\u200b") == broken.rstrip("\u200b")


def test_a_number_stays_on_one_line_unless_it_is_long():
    assert make_unbreakable("about $2.2 billion") == "about\u00a0$2.2\u00a0billion"
    assert " " in make_unbreakable("between 2.2 billion and 3.3 billion dollars")


@pytest.mark.parametrize(("length", "stays"), [(32, True), (33, False)])
def test_the_longest_number_that_stays_on_one_line(length, stays):
    text = "1 " * (length // 2) + "1" * (length % 2)
    assert (" " not in make_unbreakable(text)) == stays


def test_an_apostrophe_is_curled_within_and_after_a_word_only():
    assert curl_apostrophes("the plan's and the plans' 'x") == "the plan’s and the plans’ 'x"


@pytest.mark.parametrize(
    ("text", "curled"),
    [
        ("he said 'no' and don't", "he said 'no' and don’t"),
        ("the 'plans' of the plans' authors", "the 'plans' of the plans’ authors"),
        ("rock 'n' roll", "rock 'n' roll"),
        ("50°27'N, 5' high", "50°27'N, 5' high"),
        ("п'ять", "п’ять"),
        ("'s count, by 'them'", "’s count, by 'them'"),
        ("'some' of it", "'some' of it"),
        ("''", "''"),
    ],
)
def test_a_straight_quotation_is_not_closed_by_an_apostrophe(text, curled):
    assert curl_apostrophes(text) == curled


@pytest.mark.parametrize(
    ("text", "is_long"),
    [
        ("x" * 40, False),
        ("x" * 41, True),
        ("x " * 41, False),
        ("x" * 30 + "-" + "x" * 30, False),
        ("a " + "x" * 41, True),
    ],
)
def test_a_word_too_long_for_a_line(text, is_long):
    assert has_long_word(text) == is_long


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("from left to right, 5 of 7", [("from left to right, 5 of 7", False)]),
        ("by \u05d0\u05d1, 12 May", [("by ", False), ("\u05d0\u05d1", True), (", 12 May", False)]),
        ("\u05d0 (5 \u05d1), 12 May", [("\u05d0 (5 \u05d1)", True), (", 12 May", False)]),
        ("(\u05d0), May", [("(", False), ("\u05d0", True), ("), May", False)]),
        ("\u05d0 12", [("\u05d0 12", True)]),
        ("\u0627\u064b x", [("\u0627\u064b", True), (" x", False)]),
        ("\u05d0 x \u05d1 y", [("\u05d0", True), (" x ", False), ("\u05d1", True), (" y", False)]),
    ],
)
def test_what_is_read_from_right_to_left_is_a_part_of_its_own(text, parts):
    assert list(split_directions(text)) == parts


@given(st.text(st.sampled_from("ab 1,.()\u05d0\u05d1\u0627\u064b")))
def test_no_letter_is_lost_and_no_part_has_letters_of_both_kinds(text):
    parts = list(split_directions(text))
    assert "".join(part for part, _ in parts) == text
    kinds = [({unicodedata.bidirectional(letter) for letter in part}, right) for part, right in parts]
    assert [part for part, right in kinds if right and "L" in part] == []
    assert [part for part, right in kinds if not right and part & {"R", "AL"}] == []


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("наказ № 5", "наказ №~5"),
        ("див. § 12 і № ", "див. §~12 і~№~"),
        ("28 грудня 2025 року", "28~грудня 2025~року"),
        ("грудень 2025 р.", "грудень 2025~р."),
        ("приблизно 12,5 % і 700 млрд $", "приблизно 12,5~% і~700~млрд $"),
        ("В. О. Зеленський", "В.~О.~Зеленський"),
        ("план — це угода", "план~— це угода"),
        ("війська в області", "війська в~області"),
        ("показано на рис. 3 та в табл. 1", "показано на рис.~3 та в~табл.~1"),
        ("кава з’являється о 5 ранку", "кава з’являється о~5 ранку"),
        ("тиснуть 5 тисяч осіб", "тиснуть 5 тисяч осіб"),
    ],
)
def test_ukrainian_keeps_together_what_no_line_parts(text, bound):
    with use_language("uk"):
        assert bind_words(text).replace("\u00a0", "~") == bound


def test_english_has_no_such_rule_and_german_and_french_have_their_own():
    text = "Nr. 5 am 3. Mai : 5 %"
    assert bind_words(text) == text
    with use_language("de"):
        assert bind_words(text).replace("\u00a0", "~") == "Nr.~5 am 3.~Mai : 5~%"
    with use_language("fr"):
        assert bind_words(text).replace("\u00a0", "~") == "Nr. 5 am 3. Mai~: 5~%"


@given(st.text(alphabet="вВ №5%—. рокгруднямлн\u00a0a"))
def test_binding_changes_spaces_alone_and_once(text):
    with use_language("uk"):
        bound = bind_words(text)
        assert bound.replace("\u00a0", " ") == text.replace("\u00a0", " ")
        assert bind_words(bound) == bound
