"""How much one number is above another, in a reader's units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import UnitError
from analysis.estimates.constructors import make_leaf
from analysis.estimates.difference import SAME, compute_difference
from analysis.show.number import format_estimate


@pytest.mark.parametrize(
    ("here", "there", "unit", "text"),
    [
        (12.5, 17, "percent", "+4.5 points"),
        (64, 63, "percent", "−1 point"),
        (0, 7, "item", "+7"),
        (4, 14, "item", "+10"),
        (800, 588, "billion USD", "−$212 billion"),
        (600_000, 196_000, "person", "−404,000"),
        (0.25, 0.22, "one", "−0.03"),
        (2041, 2044, "calendar_year", "+3 years"),
        (15, 15, "year", "The same"),
        (0, 0, "item", "The same"),
    ],
)
def test_each_kind_of_number_differs_in_its_own_unit(here, there, unit, text):
    change = compute_difference(make_leaf("a", here, unit), make_leaf("b", there, unit))
    assert (change if isinstance(change, str) else format_estimate(change, "bare,signed")) == text


def test_numbers_that_differ_only_by_machine_rounding_are_the_same():
    assert (
        compute_difference(make_leaf("a", 0.3, "one"), make_leaf("b", 0.1, "one") + make_leaf("c", 0.2, "one")) == SAME
    )
    assert compute_difference(make_leaf("a", 1, "billion USD"), make_leaf("b", 1e9, "USD")) == SAME


def test_unlike_things_have_no_difference():
    with pytest.raises(UnitError, match="different things"):
        compute_difference(make_leaf("a", 1, "person"), make_leaf("b", 1, "USD"))


@given(st.integers(-1000, 1000), st.integers(-1000, 1000))
def test_a_difference_leads_from_the_first_number_to_the_second(here, there):
    found = compute_difference(make_leaf("a", here, "item"), make_leaf("b", there, "item"))
    assert here + (0 if found == SAME else found.value) == there
