"""How an Estimate is written: the one place where numbers become text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import total
from analysis.errors import UnitError, UsageError
from analysis.estimates.constructors import make_leaf
from analysis.estimates.estimate import Estimate
from analysis.show.number import find_common_decimals, format_estimate, is_off_by_rounding
from analysis.wording.numbers import format_magnitude


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (700, "billion USD", "$700 billion"),
        (7e11, "USD", "$700 billion"),
        (38, "trillion USD", "$38 trillion"),
        (1.5e9, "EUR", "€1.5 billion"),
        (26_666.67, "USD / person", "$26,667 per person"),
        (5, "billion USD / year", "$5 billion per year"),
        (50, "USD / MWh", "$50 per MWh"),
        (0, "USD", "$0"),
        (1.176, "USD/EUR", "$1.18 per euro"),
        (1.2, "USD / EUR", "$1.20 per euro"),
        (0.85, "EUR / USD", "€0.85 per dollar"),
        (12.5, "percent", "12.5%"),
        (100, "percent", "100%"),
        (2.105, "percent", "2.1%"),
        (0.04, "percent", "0.04%"),
        (0.0004, "percent", "0.0004%"),
        (0, "percent", "0%"),
        (20, "per_thousand", "20"),
        (26.667, "per_thousand", "26.7"),
        (800_000, "person", "800,000"),
        (30, "million person", "30 million"),
        (1_234.4, "person", "1,234"),
        (15, "year", "15 years"),
        (1, "year", "1 year"),
        (0.96, "year", "1 year"),
        (303, "day", "303 days"),
        (90, "minute", "90 minutes"),
        (6000, "MW", "6,000 MW"),
        (5, "MWh", "5 MWh"),
        (52_596_000, "MWh", "52.6 million MWh"),
        (603_628, "km**2", "603,628 km²"),
        (0.4, "km**2", "0.4 km²"),
        (3, "km", "3 km"),
        (18, "item", "18"),
        (0.125, "one", "0.12"),
        (3.0612, "one", "3.06"),
        (0.0041, "one", "0.004"),
        (4, "item", "4"),
        (2, "person / km**2", "2 people per km²"),
    ],
)
def test_a_value_in_its_unit(value, unit, text):
    assert format_magnitude(value, unit) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (999, "999"),
        (1_000, "1,000"),
        (999_499, "999,499"),
        (999_999.4, "999,999"),
        (999_999.6, "1 million"),
        (1_000_000, "1 million"),
        (999_940_000, "999.9 million"),
        (999_999_999, "1 billion"),
        (1e9, "1 billion"),
        (999.94e9, "999.9 billion"),
        (999_999_999_999, "1 trillion"),
        (38e12, "38 trillion"),
        (2.5e15, "2,500 trillion"),
        (99.96, "100"),
        (99.4, "99.4"),
        (0, "0"),
    ],
)
def test_rounding_never_leaves_a_thousand_of_anything(value, text):
    assert format_magnitude(value, "person") == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (-25, "percent", "−25%"),
        (-200_000, "person", "−200,000"),
        (-7e11, "USD", "−$700 billion"),
        (-1e-12, "percent", "−0.000000000001%"),
        (-0.0, "percent", "0%"),
        (-0.3, "person", "−0.3"),
        (-0.01, "person", "−0.01"),
        (-0.01, "USD / MWh", "−$0.01 per MWh"),
        (-0.0, "USD", "$0"),
    ],
)
def test_below_zero_a_true_minus_and_none_before_nothing(value, unit, text):
    assert format_magnitude(value, unit) == text


@pytest.mark.parametrize(
    ("qualifier", "words", "sign"),
    [
        ("exact", "$100", "$100"),
        ("about", "about $100", "≈ $100"),
        ("nearly", "nearly $100", "≲ $100"),
        ("at_least", "at least $100", "≥ $100"),
        ("at_most", "at most $100", "≤ $100"),
        ("over", "over $100", "> $100"),
    ],
)
def test_how_sure_it_is_in_words_or_as_a_sign(qualifier, words, sign):
    claim = make_leaf("a", 100, "USD", qualifier=qualifier)
    assert (format_estimate(claim), format_estimate(claim, "sign"), format_estimate(claim, "bare")) == (
        words,
        sign,
        "$100",
    )


@pytest.mark.parametrize(
    ("value", "low", "high", "spec", "text"),
    [
        (5, 5, 5, "signed", "+5%"),
        (-5, -5, -5, "signed", "−5%"),
        (0, 0, 0, "signed", "0%"),
        (1e-12, 1e-12, 1e-12, "signed", "+0.000000000001%"),
        (-5, -5, -5, "size", "5%"),
        (-5, -6, -4, "size", "about 5%"),
        (-5, -5, -4, "size", "at most 5%"),
        (-5, -9, -5, "size", "at least 5%"),
        (5, 4, 5, "size", "at most 5%"),
        (5, 4, 6, "range", "about 5% (4% to 6%)"),
        (5, 5, 5, "range", "5%"),
        (-5, -6, -4, "range", "about −5% (−6% to −4%)"),
        (-5, -6, -4, "size, range", "about 5% (4% to 6%)"),
        (-5, -6, 2, "size,range", "about 5% (0% to 6%)"),
        (5, 4, 6, "bare,range", "5% (4% to 6%)"),
        (5, 4, 6, "sign,signed", "≈ +5%"),
        (5, 4, 6, " bare ", "5%"),
    ],
)
def test_formats(value, low, high, spec, text):
    assert format_estimate(make_leaf("a", value, "percent", low=low, high=high), spec) == text


@pytest.mark.parametrize(
    ("value", "low", "high", "unit", "spec", "text"),
    [
        (19.65, 1.136, 100, "percent", "round", "about 20%"),
        (19.65, 1.136, 100, "percent", "bare,round,range", "20% (1.1% to 100%)"),
        (26_666.67, 25_000, 28_000, "USD / person", "round", "about $27,000 per person"),
        (352.8, 340, 360, "billion USD", "round,bare", "$350 billion"),
        (-204_000, -300_000, -100_000, "person", "round,size", "about 200,000"),
        (1.176, 1.14, 1.2, "USD/EUR", "range", "about $1.176 per euro ($1.14 to $1.20 per euro)"),
        (0, 0, 0, "percent", "round", "0%"),
        (105.84, 100, 110, "billion USD", "round,sign", "≈ $110 billion"),
    ],
)
def test_two_digits_where_a_sentence_needs_no_more(value, low, high, unit, spec, text):
    assert format_estimate(make_leaf("a", value, unit, low=low, high=high), spec) == text


def test_shares_and_ratios_mixed_keep_their_own_decimals():
    share, other, ratio = (
        make_leaf(unit, value, unit, kind="assumption")
        for value, unit in ((80, "percent"), (12.5, "percent"), (0.25, "one"))
    )
    assert find_common_decimals([share, other]) == 1
    assert find_common_decimals([share, ratio]) is None


def test_a_hedged_claim_below_zero_seen_as_a_size_turns_its_word_round():
    assert format_estimate(make_leaf("a", -5, "percent", qualifier="at_least", maximum=0), "size") == "at most 5%"
    assert format_estimate(make_leaf("a", -5, "percent", qualifier="about"), "size") == "about 5%"


def test_an_interval_without_end():
    a = make_leaf("a", 8, "one", symbol="a")
    share = a / make_leaf("b", 4, "one", low=0, high=8)
    assert format_estimate(share, "range") == "at least 1"
    assert format_estimate(-share, "range") == "at most −1"
    assert format_estimate(a / make_leaf("c", 4, "one", low=-1, high=8), "range") == "about 2 (any value)"


def test_a_misspelt_format_names_the_nearest():
    with pytest.raises(UsageError, match=r"no number format 'bear' \(nearest: bare\); there are bare, "):
        format_estimate(make_leaf("a", 1, "USD"), "bear")
    with pytest.raises(UnitError):
        format_magnitude(1, "bananas")


def claims(unit: str, *values: float) -> list[Estimate]:
    return [make_leaf(f"c{at}", value, unit) for at, value in enumerate(values)]


def test_a_sum_whose_printed_terms_do_not_add_up_says_so():
    a, b = claims("billion USD", 1.26, 1.26)
    assert (format_estimate(a, "bare"), format_estimate(a + b, "bare")) == ("$1.26 billion", "$2.5 billion")
    assert is_off_by_rounding(a + b)
    c, d = claims("billion USD", 1.2, 1.3)
    assert not is_off_by_rounding(c + d)
    assert not is_off_by_rounding(d - c)
    assert is_off_by_rounding((a + b).named("sum", "Sum") - c) is (2.5 - 1.2 != 1.3)  # 1.32 is printed as 1.3
    assert is_off_by_rounding(a * 1 + b * 1 + c * 1)  # 1.3 + 1.3 + 1.2 is 3.8, and 3.72 is printed as 3.7
    assert not is_off_by_rounding(a)
    assert not is_off_by_rounding(a * b)


@given(st.lists(st.integers(-999, 999), min_size=2, max_size=6))
def test_whole_percentages_always_add_up(values):
    first, *rest = claims("percentage_point", *values)
    assert not is_off_by_rounding(sum(rest, start=first))


def test_a_long_sum_is_looked_through():
    assert not is_off_by_rounding(total(claims("person", *[1] * 3000)))  # 3,000
    assert is_off_by_rounding(total(claims("person", *range(3000))))  # 4,498,500 is printed as 4.5 million
