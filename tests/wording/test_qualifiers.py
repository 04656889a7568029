"""How a source's wording becomes an interval, and an interval a word."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import UsageError
from analysis.wording import qualifiers
from analysis.wording.numbers import QUALIFIER_SIGNS, describe_qualifier
from analysis.wording.qualifiers import QUALIFIERS, WIDTHS, Width, compute_interval, find_qualifier, set_widths


@pytest.mark.parametrize(
    ("qualifier", "low", "high"),
    [
        ("exact", 200, 200),
        ("about", 180, 220),
        ("nearly", 190, 200),
        ("over", 200, 210),
        ("at_most", 100, 200),
        ("at_least", 200, 300),
    ],
)
def test_the_table(qualifier, low, high):
    assert compute_interval(200, qualifier) == (low, high)


@pytest.mark.parametrize(
    ("qualifier", "low", "high"),
    [
        ("about", -220, -180),
        ("nearly", -210, -200),
        ("over", -200, -190),
        ("at_most", -300, -200),
        ("at_least", -200, -100),
    ],
)
def test_below_zero_words_are_read_on_the_number_line(qualifier, low, high):
    assert compute_interval(-200, qualifier) == (low, high)


def test_a_ceiling_reaches_down_to_the_least_there_can_be():
    assert compute_interval(100, "at_most", minimum=0) == (0, 100)
    assert compute_interval(90, "at_least", maximum=100) == (90, 100)


def test_the_interval_never_leaves_what_the_quantity_can_be():
    assert compute_interval(98, "about", minimum=0, maximum=100) == (pytest.approx(88.2), 100)
    assert compute_interval(1, "about", minimum=1) == (1, pytest.approx(1.1))


@given(st.floats(-1e12, 1e12), st.sampled_from(QUALIFIERS), st.floats(0, 1e6), st.floats(0, 1e6))
def test_the_interval_always_holds_the_value(value, qualifier, below, above):
    low, high = compute_interval(value, qualifier, value - below, value + above)
    assert value - below <= low <= value <= high <= value + above


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [
        (5, 5, "exact"),
        (4, 5, "at_most"),
        (5, 6, "at_least"),
        (4, 6, "about"),
        (5 - 1e-12, 5 + 1e-12, "exact"),
        (-math.inf, math.inf, "about"),
        (5, math.inf, "at_least"),
        (-math.inf, 5, "at_most"),
    ],
)
def test_an_interval_read_as_a_word(low, high, word):
    assert find_qualifier(5, low, high) == word


def test_rounding_of_large_sums_is_no_uncertainty():
    assert find_qualifier(8e11, 8e11 - 1e-4, 8e11) == "exact"
    assert find_qualifier(0, 0, 0) == "exact"


def test_every_word_is_documented_and_can_be_written():
    for qualifier in QUALIFIERS:
        assert f"| {qualifier} |" in qualifiers.__doc__
    assert set(QUALIFIER_SIGNS) == set(QUALIFIERS)
    words = [describe_qualifier(word) for word in QUALIFIERS if word not in ("exact", "between")]
    assert len(set(filter(None, words))) == len(words)


def test_a_factor_moves_all_widths_and_leaves_exact_numbers_exact():
    assert set_widths(1) is WIDTHS
    doubled = set_widths(2)
    assert compute_interval(200, "about", widths=doubled) == (160, 240)
    assert compute_interval(200, "nearly", widths=doubled) == (180, 200)
    assert compute_interval(200, "exact", widths=doubled) == (200, 200)
    assert compute_interval(200, "about", widths=set_widths(0)) == (200, 200)
    assert {width.whose for word, width in doubled.items() if word not in ("exact", "between")} == {"set"}


def test_one_width_may_be_replaced_on_the_sides_it_has():
    replaced = set_widths({"about": 0.2, "over": 0.5})
    assert (replaced["about"], replaced["over"]) == (Width(0.2, 0.2, "set"), Width(0, 0.5, "set"))
    assert replaced["nearly"] is WIDTHS["nearly"]


WIDE = "about, nearly, at_least, at_most, over, less_than"


@pytest.mark.parametrize(
    ("widths", "said"),
    [
        ({"abuot": 1}, f"widths has 'abuot' (nearest: about); allowed: {WIDE}"),
        ({"exact": 1}, f"widths has 'exact'; allowed: {WIDE}"),
        ({"between": 1}, f"widths has 'between'; allowed: {WIDE}"),
        (-1, "widths has -1 for about; allowed: a number from 0 to 10"),
        ({"over": 11}, "widths has 11 for over; allowed: a number from 0 to 10"),
        (math.nan, "widths has nan for about; allowed: a number from 0 to 10"),
        ({"about": "wide"}, "widths has 'wide' for about; allowed: a number from 0 to 10"),
    ],
)
def test_other_widths_are_refused_by_name(widths, said):
    with pytest.raises(UsageError) as refused:
        set_widths(widths)
    assert str(refused.value) == said


@given(st.floats(0.1, 1e6), st.sampled_from(QUALIFIERS), st.floats(0, 1), st.floats(1, 10))
def test_a_wider_width_holds_a_narrower_one(value, qualifier, small, large):
    inner, outer = (compute_interval(value, qualifier, widths=set_widths(factor)) for factor in (small, large))
    assert outer[0] <= inner[0] <= inner[1] <= outer[1]


def test_every_width_says_whose_it_is():
    for qualifier, width in WIDTHS.items():
        line = next(line for line in qualifiers.__doc__.splitlines() if line.startswith(f"| {qualifier} |"))
        assert f"| {width.whose} |" in line
