"""Whether a difference is sure enough to say which way it goes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.compare.direction import direction
from analysis.estimates.constructors import make_leaf


def make_range(value, low, high, name="one"):
    return make_leaf(name, value, "person", low=low, high=high)


@pytest.mark.parametrize(
    ("value", "low", "high", "found"),
    [
        (-100, -1000, 810, "open"),  # triangular: 810**2 / (1810 * 910) = 40 % lie above zero
        (-100, -1000, 100, "fall"),  # 100**2 / (1100 * 200) = 4.5 % above
        (-100, -1000, 200, "open"),  # 200**2 / (1200 * 300) = 11.1 % above
        (600, -100, 1100, "rise"),  # 100**2 / (1200 * 700) = 1.2 % below
        (0, -5, 5, "open"),
        (0, 0, 0, "none"),
        (-1, -1, -1, "fall"),
        (1, 0, 1, "rise"),
    ],
)
def test_a_direction_is_stated_where_nine_of_ten_draws_hold_it(value, low, high, found):
    assert direction(make_range(value, low, high)) == found


@given(st.floats(-100, 100), st.floats(0, 50), st.floats(0, 50))
def test_the_opposite_goes_the_other_way_and_a_stated_one_holds_in_nine_of_ten(value, below, above):
    number = make_range(value, value - below, value + above)
    there, back = direction(number), direction(0 - number)
    assert (there, back) in {("rise", "fall"), ("fall", "rise"), ("open", "open"), ("none", "none")}
    if there in ("rise", "fall"):
        assert np.mean(number.draws(5000) * (1 if there == "rise" else -1) > 0) >= 0.9


def test_one_claim_on_both_sides_leaves_no_doubt():
    level = make_range(100, 80, 120)
    assert direction(level - level) == "none"
    assert direction(level * 2 - level) == "rise"
