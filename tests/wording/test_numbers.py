"""Numbers and intervals in words, without an Estimate."""

from __future__ import annotations

import math
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import number, parameter
from analysis.errors import UsageError
from analysis.show.number import format_estimate
from analysis.wording.numbers import (
    SPECS,
    format_interval,
    format_magnitude,
    format_number,
    join_interval,
    split_qualifier,
)
from analysis.wording.unit_form import find_unit_form
from tests.wording.examples import EXAMPLES


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


@pytest.mark.parametrize(("value", "unit", "computed", "claimed"), EXAMPLES)
def test_a_number_is_rounded_as_computed_and_has_all_its_digits_as_claimed(value, unit, computed, claimed):
    assert format_magnitude(value, unit) == computed
    assert format_magnitude(value, unit, exact=True) == claimed


UNITS = st.sampled_from(sorted({unit for _, unit, *_ in EXAMPLES}))
_POWERS = ((12, "trillion"), (9, "billion"), (6, "million"))
VALUES = st.floats(-1e15, 1e15, allow_subnormal=False) | st.integers(-(10**6), 10**6).map(lambda value: value / 1000)


def read_back(text: str, unit: str) -> tuple[Decimal, Decimal]:
    """A printed number in its unit, and half a unit of its last digit."""
    text = text.removesuffix(find_unit_form(unit).per)
    digits = re.sub(r"[^\d.]", "", text.replace("km²", "km"))
    power = next((power for power, word in _POWERS if word in text), 0)
    factor = Decimal(10) ** power / Decimal(find_unit_form(unit).factor)
    last = Decimal(1).scaleb(-len(digits.partition(".")[2]))
    return Decimal(digits) * factor * (-1 if "−" in text else 1), last * factor / 2


@given(VALUES, UNITS)
def test_what_is_not_0_has_a_digit_and_its_sign(value, unit):
    for exact in (True, False):
        text = format_magnitude(value, unit, exact=exact)
        assert (read_back(text, unit)[0] != 0) == (value != 0)
        assert text.startswith("−") == (value < 0)


@given(VALUES, UNITS)
def test_what_is_printed_is_the_value_to_half_its_last_digit(value, unit):
    text = format_magnitude(value, unit)
    found, half = read_back(text, unit)
    assert abs(found - Decimal(value)) <= half + Decimal(abs(value)) * Decimal("1e-11")


@given(VALUES, UNITS)
def test_a_figure_as_claimed_is_read_back_to_its_fifteenth_digit(value, unit):
    found, _ = read_back(format_magnitude(value, unit, exact=True), unit)
    assert found == pytest.approx(Decimal(value), rel=Decimal("1e-14"))


@given(VALUES, VALUES, UNITS)
def test_numbers_are_printed_in_their_order(a, b, unit):
    low, high = sorted((a, b))
    assert read_back(format_magnitude(low, unit), unit)[0] <= read_back(format_magnitude(high, unit), unit)[0]


def test_a_difference_of_nothing_but_rounding_error_is_0_and_a_small_claim_is_not():
    noise = number(0.1, "one") + number(0.2, "one") - number(0.3, "one")
    assert (noise.value, noise.low, noise.high, noise.qualifier) == (0, 0, 0, "exact")
    assert format_estimate(noise) == "0"
    rest = parameter("a", 0.3) - parameter("b", 0.2999)
    assert format_estimate(rest, "bare") == "0.0001"
    assert format_estimate(parameter("a", 1e-9)) == "0.000000001"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (99.97, "percent", "99.97%"),
        (100.4, "percent", "100.4%"),
        (100, "percent", "100%"),
        (97.4, "percent", "97%"),
        (0.9996, "one", "0.9996"),
        (-99.97, "percent", "−99.97%"),
        (999.6, "per_thousand", "999.6"),
    ],
)
def test_a_number_with_two_digits_does_not_read_as_all_of_something(value, unit, text):
    assert format_number(value, value, value, unit, "exact", spec="round") == text


@pytest.mark.parametrize(
    ("value", "qualifier", "text"),
    [
        (62.5, "at_most", "at most 62.5%"),
        (62.5, "about", "about 62%"),
        (66.7, "at_most", "at most 67%"),
        (66.7, "at_least", "at least 66.7%"),
        (62.5, "at_least", "at least 62%"),
        (-62.5, "at_least", "at least −62.5%"),
        (51.9, "over", "over 51.9%"),
        (62.5, "less_than", "less than 62.5%"),
    ],
)
def test_a_bound_holds_with_the_digits_it_has(value, qualifier, text):
    assert format_number(value, value, value, "percent", qualifier, spec="round") == text


@given(st.floats(1, 99), st.sampled_from(["at_most", "at_least"]))
def test_no_bound_is_tighter_for_being_short(value, qualifier):
    value = round(value, 1)
    printed = float(format_number(value, value, value, "percent", qualifier, spec="round,bare").rstrip("%"))
    assert printed >= value if qualifier == "at_most" else printed <= value


@pytest.mark.parametrize(
    ("value", "low", "high", "unit", "spec", "text"),
    [
        (33.3, 20, 50, "percentage_point", "range", "about 33 points (20 to 50 points)"),
        (1_383, 1_300, 1_500, "day", "", "about 1,400 days"),
        (0.2745, 0.003, 0.69, "one", "sign", "≈ 0.27"),
        (62.9, 60, 65, "percent", "", "about 63%"),
        (62.9, 60, 65, "percent", "bare", "62.9%"),
        (-488.4, -560, -458, "billion USD", "", "about −$490 billion"),
        (116_961, 116_000, 118_000, "km**2", "", "about 117,000 km²"),  # 120,000 is outside of its interval
        (488.4, 488.3, 488.5, "billion USD", "", "about $488.4 billion"),
        (99.6, 98, 100, "percent", "", "about 99.6%"),  # not all of it
        (2_041, 2_030, 2_050, "calendar_year", "", "about 2041"),
        (0, -1, 1, "percent", "", "about 0%"),
    ],
)
def test_behind_about_a_computed_number_has_two_digits(value, low, high, unit, spec, text):
    assert format_number(value, low, high, unit, "about", spec=spec) == text


def test_a_claim_that_is_about_has_the_digits_of_its_source_and_a_note_all_of_a_result():
    assert format_number(35.8, 32, 39, "percent", "about", exact=True) == "about 35.8%"
    assert format_number(35.8, 32, 39, "percent", "about", full=True) == "about 35.8%"


@given(st.floats(-1e9, 1e9), st.floats(0.001, 1), st.floats(0.001, 1))
def test_a_number_that_is_about_never_leaves_its_interval(value, below, above):
    value = float(f"{value:.6g}")
    low, high = value - abs(value) * below, value + abs(value) * above
    text = format_number(value, low, high, "km**2", "about")
    printed = float(text.removeprefix("about ").removesuffix(" km²").replace(",", "").replace("−", "-"))
    assert low - 0.5 <= printed <= high + 0.5


@pytest.mark.parametrize(
    ("low", "high", "unit", "spec", "text"),
    [
        (600, 800, "billion USD", "", "$600 billion to $800 billion"),
        (600, 800, "billion USD", "range", "$600 billion to $800 billion"),
        (600, 800, "billion USD", "bare", "$600 billion to $800 billion"),
        (25, 27, "million person", "sign", "25 million to 27 million"),
        (30, 50, "year", "round,range", "30 to 50 years"),
        (3, 5, "percent", "signed", "+3% to +5%"),
        (-3, 5, "percent", "signed", "−3% to +5%"),
        (-5, -3, "percent", "signed", "−5% to −3%"),
        (-5, -3, "percent", "size", "3% to 5%"),
        (-3, 5, "day", "size", "0 to 5 days"),
        (604, 611, "item", "round", "600 to 610"),
        (601, 604, "item", "round", "about 600"),
        (601, 604, "item", "round,sign", "≈ 600"),
        (601, 604, "item", "round,bare", "600"),
    ],
)
def test_a_range_without_a_value_is_printed_from_end_to_end(low, high, unit, spec, text):
    assert format_number((low + high) / 2, low, high, unit, "between", spec=spec) == text


@given(
    st.floats(-1e9, 1e9),
    st.floats(1, 1e9),
    st.floats(0, 1),
    st.sampled_from(("billion USD", "percent", "person", "day", "km**2", "one", "USD / person")),
    st.sets(st.sampled_from(SPECS)),
    st.booleans(),
)
def test_no_number_within_a_range_is_ever_printed(low, size, part, unit, specs, exact):
    high, spec = low + size, ",".join(sorted(specs))
    texts = {
        format_number(value, low, high, unit, "between", spec=spec, exact=exact)
        for value in (low, low + part * size, high)
    }
    assert len(texts) == 1, "nothing that is printed depends on where in the range a number lies"
    assert "(" not in texts.pop(), "and the range stands alone"


def test_less_than_is_written_as_over_is():
    assert format_number(20, 19, 20, "percent", "less_than") == "less than 20%"
    assert format_number(20, 19, 20, "percent", "less_than", spec="sign") == "< 20%"
    assert split_qualifier("less than 20%") == ("less than", "20%")


@pytest.mark.parametrize(
    ("low", "high", "unit", "text"),
    [
        (500, 588, "billion USD_2023", "$500 billion to $588 billion in 2023 prices"),
        (500, 600, "tonnes / day", "500 to 600 tonnes a day"),
        (2, 3, "percent / year", "2% to 3% a year"),
        (1, 2, "tonne / day", "1 to 2 tonnes a day"),
    ],
)
def test_a_rate_and_a_price_year_are_named_once_in_an_interval(low, high, unit, text):
    assert format_interval(low, high, unit) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1, "item", "one"),
        (12, "item", "twelve"),
        (13, "item", "13"),
        (2.5, "item", "2.5"),
        (0, "item", "0"),
        (2, "day", "two days"),
        (2, "percent", "2%"),
        (2_000_000, "person", "two million"),
        (12_345, "item", "12,345"),
        (-2, "item", "−2"),
    ],
)
def test_a_small_whole_number_in_words(value, unit, text):
    assert format_number(value, value, value, unit, "exact", spec="words") == text
    assert format_number(value, 2, 3, "day", "between", spec="words") == "2 to 3 days"
