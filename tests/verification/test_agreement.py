"""Rounding and hedges: what a written number stands for, and what a draft may say of a claim's exactness."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.verification.agreement import agrees, compute_reach, find_hedge_fault

NUMBERS = st.floats(min_value=1e-3, max_value=1e12, allow_nan=False)
QUALIFIERS = st.sampled_from(["exact", "about", "nearly", "less_than", "at_most", "over", "at_least"])


@pytest.mark.parametrize(
    ("written", "qualifier", "known", "expected"),
    [
        (588, "exact", 587.7, True),  # 587.7 is rounded to 588
        (588, "exact", 587.4, False),
        (600, "exact", 588, False),  # flat, the third digit counts
        (600, "nearly", 588, True),
        (600, "about", 588, True),
        (600, "nearly", 602, False),  # nearly is below
        (1.3, "exact", 1.257, True),
        (116_165, "exact", 116_185, False),  # six digits are written, so six count
        (116_000, "about", 116_165, True),
        (600_000, "exact", 600_400, True),  # zeros at the end count up to the third digit
        (38, "over", 38.0198, True),
        (37, "over", 38, False),  # 38 would be written itself
        (100, "over", 115.9, True),
        (100, "at_most", 100.4, False),
        (0.75, "over", 0.781, True),  # more than three quarters
        (2, "exact", 1.5, False),  # no digit may change a number by a quarter
        (0, "exact", 0, True),
        (-5, "exact", -5.2, True),
    ],
)
def test_a_number_stands_for_what_is_rounded_to_it(written, qualifier, known, expected):
    assert agrees(written, qualifier, known) is expected


@given(NUMBERS, QUALIFIERS)
def test_a_number_agrees_with_itself(number, qualifier):
    assert agrees(number, qualifier, number)


@given(NUMBERS)
def test_about_reaches_as_far_as_a_flat_number(number):
    flat, rough = compute_reach(number), compute_reach(number, "about")
    assert rough[0] <= flat[0] <= number <= flat[1] <= rough[1]


@pytest.mark.parametrize(
    ("written", "claimed", "same", "limit", "expected"),
    [
        ("exact", "at_most", True, False, "lost"),
        ("about", "at_most", True, False, "lost"),
        ("at_least", "at_most", True, False, "turned"),
        ("over", "nearly", True, False, "turned"),
        ("about", "nearly", True, False, ""),  # it is softer, and says nothing else
        ("nearly", "about", True, False, "turned"),
        ("exact", "about", True, False, "lost"),
        ("about", "exact", True, False, ""),
        ("nearly", "exact", False, False, ""),  # nearly 600 for 588
        ("nearly", "exact", True, False, "turned"),
        ("at_most", "exact", True, True, ""),  # a cap of 600,000
        ("at_most", "exact", True, False, "turned"),
        ("over", "at_least", True, False, ""),
        ("less_than", "at_most", False, False, ""),
    ],
)
def test_a_hedge_is_kept_lost_or_turned(written, claimed, same, limit, expected):
    assert find_hedge_fault(written, claimed, same=same, limit=limit) == expected


@given(QUALIFIERS)
def test_what_a_claim_says_itself_is_never_a_fault(qualifier):
    assert find_hedge_fault(qualifier, qualifier, same=True) == ""
