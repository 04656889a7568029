"""Estimates made from claims, parameters and plain numbers, and what is refused."""

from __future__ import annotations

import math
import pickle

import numpy as np
import pytest

from analysis.contract import ClaimCard
from analysis.errors import UnitError
from analysis.estimates.constructors import make_leaf, maximum, minimum, number, parameter, replace_interval, total
from tests.estimates.samples import ends, need, people, usable


def test_an_interval_found_otherwise_takes_the_place_of_the_formulas():
    gap = need() - usable()
    narrower = replace_interval(gap, 710, 720)
    assert (narrower.value, narrower.low, narrower.high) == (700, 700, 720)  # it always holds the value
    assert (narrower.how, narrower.claims) == (gap.how, gap.claims)
    assert np.array_equal(narrower.draws(100), gap.draws(100))


def test_a_number_found_by_no_arithmetic_still_leads_to_its_claims():
    gap = need() - usable()
    found = replace_interval(number(720, "billion USD", "the highest gap in any source"), 720, 720, gap)
    assert (found.value, found.low, found.high, found.qualifier) == (720, 720, 720, "exact")
    assert (found.how, found.claims) == ("the highest gap in any source", gap.claims)
    assert set(found.draws(10)) == {720}
    assert (found - gap).low == pytest.approx(720 - 800)
    assert pickle.loads(pickle.dumps(found)).claims == gap.claims


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, 1e300])
def test_no_claim_and_no_number_is_infinite_or_nan(bad):
    for make in (
        lambda: number(bad, "trillion USD"),
        lambda: parameter("p", bad, "trillion USD"),
        lambda: make_leaf("a", bad, "trillion USD"),
        lambda: make_leaf("a", 1, "trillion USD", high=bad),
    ):
        with pytest.raises(UnitError, match="is not finite"):
            make()


def test_a_value_outside_its_own_interval_is_refused():
    with pytest.raises(UnitError, match="a: its value 5 is outside its interval, 6 to 8"):
        make_leaf("a", 5, "USD", low=6, high=8)
    with pytest.raises(UnitError, match="a: found neither a value nor both low and high"):
        make_leaf("a", None, "USD", low=6)


def test_a_parameter_is_traced_to_its_name():
    target = parameter("target", 0.5, symbol="target share")
    assert target.claims == {"parameter:target"}
    assert (target * need()).how == "target share × need"
    assert target.leaves[0].origin.statement == "A parameter of this report."


@pytest.mark.parametrize(
    ("qualifier", "least", "most", "low", "high"),
    [
        ("exact", None, None, 100, 100),
        ("about", None, None, 90, 110),
        ("nearly", None, None, 95, 100),
        ("over", None, None, 100, 105),
        ("at_most", 0, None, 0, 100),
        ("at_most", None, None, 50, 100),
        ("at_least", None, 120, 100, 120),
        ("at_least", None, None, 100, 150),
        ("about", 95, 105, 95, 105),
    ],
)
def test_a_claims_interval_follows_from_its_word(qualifier, least, most, low, high):
    found = make_leaf("a", 100, "USD", qualifier=qualifier, minimum=least, maximum=most)
    assert ends(found) == (low, high)
    assert found.qualifier == qualifier


def test_a_claims_own_ends_win_over_its_word():
    assert ends(make_leaf("a", 100, "USD", qualifier="about", low=99)) == (99, 110)


def test_a_bare_range_starts_from_its_middle_and_every_value_in_it_is_as_likely():
    found = make_leaf("a", None, "million person", low=25, high=27)
    assert (found.value, found.low, found.high, found.qualifier) == (26, 25, 27, "between")
    drawn = found.draws(20_000)
    assert np.histogram(drawn, bins=4, range=(25, 27))[0] / 20_000 == pytest.approx([0.25] * 4, abs=0.02)


def test_a_number_given_flat_with_a_range_does_not_read_as_exact():
    assert make_leaf("a", 588, "USD", low=500, high=650).qualifier == "about"
    assert make_leaf("a", 588, "USD", low=588, high=650).qualifier == "at_least"


def test_the_greater_and_the_lesser():
    gap = need() - make_leaf("frozen", 900, "billion USD")
    assert maximum(gap, 0).value == 0
    assert minimum(need().to("USD"), 500).value == 500
    assert minimum(usable(), need()).claims == {"usable", "need"}
    with pytest.raises(UnitError, match="compared with"):
        maximum(need(), people())
    with pytest.raises(UnitError, match="one of them must be an Estimate"):
        maximum(1, 2)


def test_the_sum_of_nothing_has_no_unit():
    with pytest.raises(UnitError, match="the sum of nothing"):
        total([])
    assert total([need()]).how == "need"


@pytest.mark.parametrize(
    ("times", "unit", "found"),
    [
        (("2021", "2022"), "million litre / year", (5, "million litre")),  # 2 in one year, and 3 in another
        (("2021", "2022"), "billion USD/year", (5, "billion USD")),
        (("2021", "2021"), "million litre / year", (5, "million litre / year")),  # two flows at once
        (("2021", None), "million litre / year", (5, "million litre / year")),
        (("2021", "June 2022"), "million litre / year", (5, "million litre / year")),
        (("2021", "2022"), "million litre", (5, "million litre")),
    ],
)
def test_what_was_so_much_a_year_in_several_years_adds_up_to_an_amount(times, unit, found):
    parts = [
        make_leaf(f"c{at}", 2 + at, unit, origin=ClaimCard(f"c{at}", "claim", "flow", unit, as_of=time))
        for at, time in enumerate(times)
    ]
    whole = total(parts)
    assert (pytest.approx(whole.value), whole.unit) == found
    assert total(parts[:1]) is parts[0]


def test_rates_of_two_parties_in_two_years_stay_a_rate():
    unit = "million litre / year"
    parts = [
        make_leaf(who, 2, unit, origin=ClaimCard(who, "claim", "flow", unit, subject=who, as_of=year))
        for who, year in (("a", "2021"), ("b", "2022"))
    ]
    assert total(parts).unit == unit
