"""Numbers and intervals in words, without an Estimate."""

from __future__ import annotations

import math

import pytest

from analysis.errors import UsageError
from analysis.wording.numbers import format_interval, format_number, join_interval, split_qualifier


@pytest.mark.parametrize(
    ("low", "high", "unit", "text"),
    [
        (-27, 3, "day", "−27 to 3 days"),
        (1, 2, "year", "1 to 2 years"),
        (24_242, 29_630, "USD/person", "$24,242 to $29,630 per person"),
        (1.1, 100, "percent", "1.1% to 100%"),
        (7, 8, "km**2", "7 to 8 km²"),
        (5, 5, "USD", ""),
        (0, math.inf, "USD", "at least $0"),
        (-math.inf, 3, "percentage_point", "at most 3 points"),
        (-math.inf, math.inf, "USD", "any value"),
    ],
)
def test_an_interval_names_its_unit_once(low, high, unit, text):
    assert format_interval(low, high, unit) == text


def test_an_interval_that_says_what_the_number_says_is_left_out():
    assert join_interval("at least $0", format_interval(0, math.inf, "USD")) == "at least $0"
    assert format_number(0, 0, math.inf, "USD", "at_least", spec="range") == "at least $0"
    assert format_number(1, 1, 2, "day", "at_least", spec="range") == "at least 1 day (1 to 2 days)"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("at least $700 billion", ("at least", "$700 billion")),
        ("about −25%", ("about", "−25%")),
        ("12.5%", ("", "12.5%")),
    ],
)
def test_a_printed_number_is_its_qualifier_and_the_rest(text, parts):
    assert split_qualifier(text) == parts


def test_an_unknown_format_names_the_nearest():
    with pytest.raises(UsageError, match=r"no number format 'bear' \(nearest: bare\)"):
        format_number(1, 1, 1, "USD", "exact", spec="bear")
