"""Which claims a result depends on most: by hand, and for any sum."""

from __future__ import annotations

import gc
import weakref

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.contract import InputShare
from analysis.estimates import importance
from analysis.estimates.constructors import make_leaf, total
from analysis.estimates.estimate import Estimate
from analysis.estimates.importance import rank_inputs


def claim(id: str, value: float, low: float | None = None, high: float | None = None) -> Estimate:
    return make_leaf(id, value, "USD", low=low, high=high)


def test_the_claim_that_widens_the_interval_most_is_first():
    whole = claim("a", 10, 8, 12) + claim("b", 100, 99, 100) + claim("c", 1000)
    assert rank_inputs(whole) == (InputShare("a", 0.8), InputShare("b", 0.2))  # 4 of 5, 1 of 5; c is certain


def test_where_nothing_is_uncertain_each_counts_by_its_share_of_the_sum():
    whole = claim("a", 10) + claim("b", 30) + claim("c", 60) + claim("d", 5)
    assert [one.claim for one in rank_inputs(whole)] == ["c", "b", "a"]  # three at most
    assert [one.share for one in rank_inputs(whole)] == [pytest.approx(part / 105, abs=6e-4) for part in (60, 30, 10)]


def test_a_difference_counts_both_ends_alike():
    assert rank_inputs(claim("a", 10) - claim("b", 10)) == (InputShare("a", 0.5), InputShare("b", 0.5))


def test_a_single_claim_and_a_result_that_nothing_moves_have_no_ranking():
    assert rank_inputs(claim("a", 10, 8, 12)) == ()
    assert rank_inputs(claim("a", 0) + claim("b", 0)) == ()


def test_a_divisor_that_may_be_nothing_is_no_finite_share():
    assert rank_inputs(claim("a", 10, 5, 15) / claim("b", 1, 0, 2)) == (InputShare("a", 1.0),)


@given(st.lists(st.tuples(st.integers(1, 1000), st.integers(0, 100)), min_size=2, max_size=12))
def test_shares_fall_and_are_at_most_one_in_all(values):
    whole = total([claim(f"c{at}", value, value, value + more) for at, (value, more) in enumerate(values)])
    shares = [one.share for one in rank_inputs(whole)]
    assert 1 <= len(shares) <= 3
    assert shares == sorted(shares, reverse=True)
    assert 0 < sum(shares) <= 1.002


def test_a_number_and_its_copies_are_measured_once_and_kept_no_longer_than_they_are_there(monkeypatch):
    whole = claim("a", 10, 8, 12) + claim("b", 100, 99, 100)
    copy, there = whole.named("sum", "Sum"), weakref.ref(whole)
    first = rank_inputs(whole)
    monkeypatch.setattr(importance, "compute_moved", lambda *_: pytest.fail("measured twice"))
    assert rank_inputs(copy) == first != ()
    del whole
    gc.collect()
    assert there() is None


def test_a_claim_held_at_an_end_beside_itself_still_counts():
    held = claim("a", 10, 8, 12).at("a", "low")
    whole = held * 2 + claim("b", 5, 4, 6) - claim("a", 10, 8, 12)
    assert rank_inputs(whole) == (InputShare("a", 0.667), InputShare("b", 0.333))  # 4 of 6, 2 of 6
