"""Claims that move together: the draws of each stay what they are, and only their order changes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import UsageError
from analysis.estimates.constructors import make_leaf, number
from analysis.estimates.correlation import _reorder, draw_correlated

N = 20_000


def guess(id: str, low: float = 0, value: float = 0.5, high: float = 1):
    return make_leaf(id, value, "one", low=low, high=high, kind="assumption")


def test_at_0_the_draws_are_the_independent_ones():
    whole = guess("a") * (1 - guess("b"))
    assert (draw_correlated(whole, 0, N, 3) == whole.draws(N, 3)).all()


def test_at_1_all_claims_are_at_their_worst_or_best_together():
    whole = guess("a") + guess("b") - guess("c")
    drawn = draw_correlated(whole, 1, N)
    parts = [np.sort(guess(id).draws(N)) for id in "abc"]
    # the lowest sum is the lowest of a and b with the highest of c, and so on up
    assert np.sort(drawn) == pytest.approx(parts[0] + parts[1] - parts[2][::-1])


@pytest.mark.parametrize("correlation", [0.25, 0.5, 0.9])
def test_the_normal_scores_have_the_correlation_asked_for(correlation):
    # of two normal variables with correlation r, the correlation of the ranks is 6/pi asin(r/2) (Pearson 1907)
    factor = np.random.default_rng(1).standard_normal(N)
    moved = [_reorder(guess(id).draws(N), factor, np.sort(factor), correlation) for id in "ab"]
    ranks = [np.argsort(np.argsort(each)) for each in moved]
    assert np.corrcoef(*ranks)[0, 1] == pytest.approx(6 / np.pi * np.arcsin(correlation / 2), abs=0.02)


def test_a_sum_of_two_equal_guesses_has_the_variance_of_its_correlation():
    # var(a + b) = 2 var(a) (1 + r); of a triangle from 0 to 1 the variance is 1/24
    whole = guess("a") + guess("b")
    assert draw_correlated(whole, 0, N).var() == pytest.approx(2 / 24, rel=0.03)
    assert draw_correlated(whole, 0.5, N).var() == pytest.approx(3 / 24, rel=0.04)
    assert draw_correlated(whole, 1, N).var() == pytest.approx(4 / 24, rel=0.03)


def test_what_lowers_the_result_is_turned_so_that_a_difference_does_not_cancel():
    # with the raw correlation of 1, a - b would nearly vanish; turned, it is as wide as it can be
    assert draw_correlated(guess("a") - guess("b"), 1, N).var() == pytest.approx(4 / 24, rel=0.03)


def test_one_claim_used_twice_is_one_claim():
    a = guess("a")
    assert not draw_correlated(a - a, 0.5, N).any()
    assert draw_correlated(a + a, 0.5, N).var() == pytest.approx(4 / 24, rel=0.03)


def test_certain_claims_and_units_are_as_in_the_formula():
    whole = (make_leaf("need", 800, "billion USD") * guess("share")).to("trillion USD")
    drawn = draw_correlated(whole, 0.5, N)
    assert drawn.shape == (N,)
    assert drawn.mean() == pytest.approx(0.4, rel=0.01)


@given(st.floats(0, 1), st.integers(0, 50))
def test_every_claim_keeps_its_draws(correlation, seed):
    whole = guess("a")
    other = whole + 0 * guess("b")  # another claim that moves with it and changes nothing
    drawn = draw_correlated(other, correlation, 200, seed)
    assert np.sort(drawn) == pytest.approx(np.sort(whole.draws(200, seed)))


def test_the_same_seed_gives_the_same_draws_and_another_others():
    whole = guess("a") * guess("b")
    assert (draw_correlated(whole, 0.5, 100, 1) == draw_correlated(whole, 0.5, 100, 1)).all()
    assert (draw_correlated(whole, 0.5, 100, 1) != draw_correlated(whole, 0.5, 100, 2)).any()


@pytest.mark.parametrize("correlation", [-0.1, 1.1, float("nan")])
def test_a_correlation_is_from_0_to_1(correlation):
    with pytest.raises(UsageError, match="is not from 0 to 1"):
        draw_correlated(guess("a") + number(1), correlation)


def test_draws_that_several_formulas_share_are_kept_as_they_are():
    first = draw_correlated(guess("a") + guess("b"), 0.5, N)
    assert (draw_correlated(guess("a") + guess("b"), 0.5, N) == first).all()
    own = draw_correlated(guess("a"), 0.5, N)
    with pytest.raises(ValueError, match="read-only"):
        own[0] = 1
    assert (draw_correlated(1 - guess("a"), 0.5, N) != 1 - own).any()  # turned the other way, more of it lowers it
    assert (draw_correlated(guess("a"), 0.5, N + 1)[:5] != own[:5]).any()
