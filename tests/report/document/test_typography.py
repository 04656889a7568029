"""What every format sets alike: very long words, and numbers that stay on one line."""

from __future__ import annotations

import pytest

from analysis.report.document.typography import curl_apostrophes, has_long_word, insert_break_points, make_unbreakable


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
