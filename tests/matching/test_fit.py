"""Whether a number can be a value of a quantity, by units alone."""

from __future__ import annotations

import pytest

from analysis.matching.fit import fit_unit
from analysis.mentions import read_mentions


def fit(text: str, unit: str, language: str = "en"):
    (mention,) = (m for m in read_mentions(text, language) if m.counts or m.role in ("date", "vague"))
    return fit_unit(mention, unit)


@pytest.mark.parametrize(
    ("text", "unit", "factor"),
    [
        ("1.1m tonnes", "tonne", 1e6),
        ("35 %", "one", 0.01),
        ("a quarter of it", "percent", 100),
        ("800,000 men", "person", 1),
        ("800,000 men", "million person", 1e-6),
        ("three weeks", "day", 7),
        ("$30 billion a year", "billion USD / year", 1),
        ("20 missiles", "item", 1),
    ],
)
def test_the_factor_is_the_ratio_of_both_units(text, unit, factor):
    found = fit(text, unit)
    assert found
    assert found.factor * (1e6 if "1.1m" in text else 1) == pytest.approx(factor * (1e6 if "1.1m" in text else 1))


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("€5 million", "million USD"),
        ("5 km", "km**2"),
        ("35 %", "item"),
        ("5 tonnes", "text"),
        ("on 3 May 2025", "calendar_year"),
        ("tens of thousands of men", "person"),
        ("5 tonnes", "no_such_unit"),
    ],
)
def test_what_measures_another_thing_does_not_fit(text, unit):
    assert fit(text, unit) is None


def test_what_is_counted_may_be_a_person_but_less_surely():
    likely, less, least = (fit("20 convoys", unit) for unit in ("item", "person", "one"))
    assert likely
    assert less
    assert least
    assert likely.sureness > max(less.sureness, least.sureness)


def test_a_rate_and_a_sum_fit_each_other_less_surely_and_say_why():
    plain, rate = fit("$30 billion", "billion USD/year"), fit("$30 billion a year", "billion USD")
    assert plain
    assert rate
    assert (plain.factor, rate.factor) == (1, 1)
    assert plain.reason != rate.reason
    assert max(plain.sureness, rate.sureness) < 1


def test_a_sum_without_its_currency_may_be_of_any():
    found = fit("compared to 115 billion from others", "billion EUR")
    assert found
    assert (found.factor, found.reason) == (1, "the text has no unit beside it")


def test_a_span_in_hours_is_hardly_one_in_years():
    hours, days = fit("72 hours", "year"), fit("720 days", "month")
    assert hours
    assert days
    assert hours.factor == pytest.approx(1 / 8766)
    assert (hours.sureness < 1, hours.reason) == (True, "the text has it in hours")
    assert days.sureness == 1
