"""How far a computed number can go while its claims move within their intervals."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.estimates.constructors import make_leaf, maximum, minimum, total
from tests.estimates.samples import claims, ends, need, people, usable


def test_at_most_taken_away_leaves_at_least():
    gap = need() - usable()
    assert (gap.value, gap.low, gap.high, gap.qualifier) == (700, 700, 800, "at_least")
    assert (usable() - need()).qualifier == "at_most"
    assert (-usable()).qualifier == "at_least"
    assert (need() - usable() + people() / people() * usable()).qualifier == "exact"


def test_what_stands_twice_is_one_quantity():
    twice = usable() + usable()
    assert ends(twice) == (0, 200)
    assert ends(people() / people()) == (1, 1)
    assert (people() / people()).qualifier == "exact"


def test_a_share_of_a_whole_that_holds_it_stays_within_its_bounds():
    one, other = make_leaf("one", 10, "USD", low=0, high=20), make_leaf("other", 10, "USD", low=5, high=30)
    assert ends(one / (one + other)) == (0, 0.8)


def test_a_distance_may_close_within_the_intervals():
    a, b = make_leaf("a", 0.3, "one", low=0.1, high=0.7), make_leaf("b", 0.5, "one", low=0.4, high=0.6)
    assert ends(abs(a - b)) == (0, 0.5)
    same = make_leaf("c", 0.5, "one", low=0, high=1)
    assert ends(abs(same - b)) == (0, 0.6)


def test_a_weighted_mean_stays_between_what_it_weighs():
    weights = [make_leaf(f"w{i}", 0.5, "one", low=0.1, high=0.9) for i in range(4)]
    values = [make_leaf(f"v{i}", i, "one", low=i, high=i + 0.5) for i in range(4)]
    mean = total(w * v for w, v in zip(weights, values, strict=True)) / total(weights)
    assert 0 <= mean.low < mean.value < mean.high <= 3.5
    drawn = mean.draws(20_000)
    assert mean.low <= drawn.min()
    assert drawn.max() <= mean.high


def test_a_product_with_itself_has_its_extremes_within():
    share = make_leaf("p", 0.4, "one", low=0.3, high=0.9)
    spread = share * (1 - share)
    assert spread.low == pytest.approx(0.09)
    assert spread.high == pytest.approx(0.25, abs=1e-3)


def test_dividing_by_what_may_be_nothing_has_no_end():
    balance = make_leaf("balance", 1, "USD", low=-1, high=2)
    assert ((need() / balance).low, (need() / balance).high) == (-math.inf, math.inf)
    assert (need() / balance).qualifier == "about"
    spare = make_leaf("spare", 1, "USD", low=0, high=2)
    assert (make_leaf("a", 4, "USD") / spare).low == 2
    assert (make_leaf("a", 4, "USD") / spare).high == math.inf
    assert (make_leaf("a", 4, "USD") / spare).qualifier == "about"
    gap = make_leaf("x", 3, "USD", low=1, high=3) - make_leaf("y", 2, "USD")
    assert ((gap / (gap * gap)).low, (gap / (gap * gap)).high)[0] < 0


def test_a_divisor_below_zero_turns_the_ends_round():
    debt = make_leaf("debt", -4, "USD", low=-5, high=-2)
    assert ends(make_leaf("a", 10, "USD") / debt) == (-5, -2)
    assert ends(make_leaf("a", 10, "USD", low=-10, high=20) * debt) == (-100, 50)


@given(claims(positive=False))
def test_a_number_less_itself_is_nothing_in_every_reading(a):
    nothing = a - a
    assert (nothing.value, nothing.low, nothing.high) == (0, 0, 0)
    assert not nothing.draws(100).any()


@given(claims(), claims(), claims())
def test_addition_commutes_and_associates(a, b, c):
    for one, other in ((a + b, b + a), ((a + b) + c, a + (b + c)), (a * b, b * a)):
        assert one.value == pytest.approx(other.value)
        assert ends(one) == (other.low, other.high)
        assert one.draws(50) == pytest.approx(other.draws(50))


@given(claims(), claims(), claims(), st.sampled_from(range(6)))
def test_the_interval_holds_the_value_and_the_draws(a, b, c, form):
    made = [a + b - c, a * b / c, a / (b + c), (a + b) / a, maximum(a, b) - minimum(b, c), (a + b) / (b + c)][form]
    slack = 1e-9 * (abs(made.low) + abs(made.high))
    assert made.low <= made.value <= made.high
    assert made.low - slack <= made.draws(200).min()
    assert made.draws(200).max() <= made.high + slack


@given(claims(positive=False), claims(positive=False))
def test_with_signs_of_all_kinds_too(a, b):
    for made in (a * b, a - b, abs(a), a / b, a * a, abs(a - b) * b):
        slack = 1e-9 + 1e-3 * (min(abs(made.low), 1e12) + min(abs(made.high), 1e12))  # a step of the search
        assert made.low <= made.value <= made.high
        assert made.low - slack <= made.draws(200).min()
        assert made.draws(200).max() <= made.high + slack


# By hand, rule by rule


def make_ends(id: str, low: float, high: float, value: float | None = None):
    return make_leaf(id, (low + high) / 2 if value is None else value, "one", low=low, high=high)


@pytest.mark.parametrize(
    ("formula", "low", "high"),
    [
        (lambda: make_ends("a", -2, 3) * make_ends("b", -1, 4), -8, 12),
        (lambda: make_ends("a", 2, 5) - make_ends("b", 1, 6), -4, 4),
        (lambda: make_ends("a", 2, 5) + make_ends("b", 1, 6), 3, 11),
        (lambda: make_ends("a", 2, 5) / make_ends("b", 1, 4), 0.5, 5),
        (lambda: -make_ends("a", 2, 5), -5, -2),
        (lambda: abs(make_ends("a", -3, 2)), 0, 3),
        (lambda: abs(make_ends("a", 2, 5)), 2, 5),
        (lambda: abs(make_ends("a", -5, -2)), 2, 5),
        (lambda: maximum(make_ends("a", 2, 5), make_ends("b", 1, 6)), 2, 6),
        (lambda: minimum(make_ends("a", 2, 5), make_ends("b", 1, 6)), 1, 5),
        (lambda: make_ends("a", -1, 4).sqrt(), 0, 2),
        # a divisor that reaches 0 from one side, or crosses it
        (lambda: make_ends("a", 4, 4) / make_ends("b", -2, 0), -math.inf, -2),
        (lambda: make_ends("a", -4, -4) / make_ends("b", 0, 2), -math.inf, -2),
        (lambda: make_ends("a", 0, 4) / make_ends("b", 0, 2), 0, math.inf),
        (lambda: make_ends("a", 0, 0) / make_ends("b", 0, 2), 0, 0),
        (lambda: make_ends("a", 0, 0) / make_ends("b", -1, 2), 0, 0),
        (lambda: make_ends("a", 0, 1) / make_ends("b", -1, 2), -math.inf, math.inf),
        (lambda: make_ends("c", 0, 0) * (make_ends("a", 1, 1) / make_ends("b", 0, 2)), 0, 0),
    ],
)
def test_the_ends_of_an_operation_on_two_claims(formula, low, high):
    assert (formula().low, formula().high) == (low, high)


def test_the_ends_where_a_claim_stands_twice_in_a_quotient():
    b = make_ends("b", 1, 6, 4)
    assert ends(b / (b + 3)) == (0.25, 2 / 3)
    assert ((b / (b - 3)).low, (b / (b - 3)).high) == (-math.inf, math.inf)  # its divisor crosses 0
    assert ((b / (b - 1)).low, (b / (b - 1)).high) == (1.2, math.inf)  # its divisor reaches 0


def test_an_extreme_between_the_ends_is_found_to_eight_digits():
    hill = make_ends("p", 2, 5, 2.5)
    assert (hill * (6 - hill)).high == pytest.approx(9, rel=1e-8)  # at 3
    assert (hill * (6 - hill)).low == 5  # at 5
    wave = make_ends("c", -1, 2)
    assert (wave * wave * wave - wave).low == pytest.approx(-2 / 27**0.5, rel=1e-8)  # at the root of 1/3
    assert (wave * wave * wave - wave).high == 6  # at 2


def test_the_ends_of_a_mean_of_more_claims_than_are_moved_at_once():
    weights = [make_ends(f"w{i}", 1, 3) for i in range(140)]
    share = total(weights[:70]) / total(weights)
    assert share.value == 0.5
    mean = total(weight * (1 if i < 70 else 0) for i, weight in enumerate(weights)) / total(weights)
    assert ends(mean) == (0.25, 0.75)  # 70 of 280, and 210 of 280
    assert ends(share) == (0.25, 0.75)
