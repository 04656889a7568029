"""Several claims as one number: value, interval, draws and formula, worked by hand."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import number
from analysis.errors import UnitError
from analysis.estimates.browser_program import build_program
from analysis.estimates.constructors import make_leaf
from analysis.estimates.pool import pool, pool_bounds
from tests.estimates.samples import claims, ends


@pytest.fixture
def guests():
    """One source says about 600, with weight 1; another 500, with weight 0.25."""
    high = make_leaf("a", 600, "person", qualifier="about", symbol="guests by A")
    return pool([(high, number(1)), (make_leaf("b", 500, "person", symbol="guests by B"), number(0.25))])


def test_the_value_is_the_weighted_mean_and_the_interval_the_hull(guests):
    assert guests.value == pytest.approx((600 * 1 + 500 * 0.25) / 1.25) == 580
    assert ends(guests) == (500, 660)  # 600 - 10 % is 540, and 500 is below
    assert (guests.qualifier, guests.claims) == ("about", {"a", "b"})
    assert guests.how == "pool(guests by A × 1, guests by B × 0.25)"


def test_what_is_computed_from_a_pool_moves_over_the_whole_hull(guests):
    room = make_leaf("room", 700, "person", symbol="room")
    assert ends(room - guests) == (40, 200)
    assert ends((room - guests) / guests) == (pytest.approx(40 / 660), pytest.approx(200 / 500))  # used twice
    assert ends(guests - guests) == (0, 0)


def test_a_draw_comes_from_one_of_the_claims_by_its_weight(guests):
    drawn = guests.draws(20_000)
    share = np.mean(drawn == 500)  # nobody else says exactly 500
    assert share == pytest.approx(0.2, abs=0.02)
    assert 540 <= drawn[drawn != 500].min() <= drawn.max() <= 660
    assert drawn.mean() == pytest.approx(580, abs=3)
    assert not (guests - guests).draws(100).any()
    assert np.array_equal(guests.draws(100, seed=3), guests.draws(100, seed=3))


def test_each_claim_moves_the_pool_by_its_weight(guests):
    assert guests.swings() == {"a": (pytest.approx(532), pytest.approx(628)), "b": (580, 580)}  # 540 and 660 × 0.8
    assert guests.at("a", "high").value == pytest.approx(628)


def test_on_a_page_a_pool_is_moved_as_a_whole(guests):
    made = build_program([guests], [guests * 2])
    assert made["nodes"] == [["leaf", 0], ["leaf", 1], ["*", 0, 1]]
    assert made["leaves"][0] == {"value": 580, "low": 500, "high": pytest.approx(660), "qualifier": "about"}
    assert made["moved"] == [{"leaves": [0], "factor": 1}]


def test_a_pool_survives_pickling(guests):
    assert pickle.loads(pickle.dumps(guests)).draws(10).tolist() == guests.draws(10).tolist()


def test_one_claim_alone_is_that_claim():
    alone = make_leaf("a", 600, "person")
    assert pool([(alone, number(0.5))]) is alone


@pytest.mark.parametrize(("side", "value", "low", "high"), [("at_most", 120, 0, 120), ("at_least", 100, 100, 150)])
def test_of_bounds_on_one_side_the_loosest_counts(side, value, low, high):
    bounds = [make_leaf(str(value), value, "USD", qualifier=side, minimum=0) for value in (100, 120)]
    found = pool_bounds(side, bounds)
    assert (found.value, found.low, found.high, found.qualifier) == (value, low, high, side)


def test_what_cannot_be_pooled_is_refused():
    one = make_leaf("a", 5, "USD", symbol="cost")
    with pytest.raises(UnitError, match="a pool of nothing has no value; give at least one claim"):
        pool([])
    with pytest.raises(UnitError, match=r"the weight of cost is 0 one; allowed: more than 0 one"):
        pool([(one, number(0))])
    with pytest.raises(UnitError, match="pooled with"):
        pool([(one, number(1)), (make_leaf("c", 5, "person"), number(1))])
    with pytest.raises(UnitError, match="only claims are pooled"):
        _ = pool([(one, number(1)), (one * 2, number(1))]).low


weights = st.floats(0.01, 1)


@given(
    st.lists(st.tuples(claims(), weights), min_size=1, max_size=5, unique_by=lambda pair: pair[0].leaf.id), st.randoms()
)
def test_the_value_is_within_the_hull_whatever_the_order(pairs, random):
    members = [(claim, number(weight)) for claim, weight in pairs]
    found = pool(members)
    low, high = min(claim.low for claim, _ in members), max(claim.high for claim, _ in members)
    assert low * (1 - 1e-12) <= found.value <= high * (1 + 1e-12)
    assert ends(found) == (low, high)
    random.shuffle(members)
    again = pool(members)
    assert (again.value, again.how) == (found.value, found.how)
    assert again.draws(50).tolist() == found.draws(50).tolist()
