"""The draws of one claim: which distribution, shared by id, the same at every time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import UnitError
from analysis.estimates.constructors import make_leaf, number
from analysis.estimates.leaf import Leaf, check_finite
from analysis.estimates.pool import pool
from tests.estimates.samples import claims, people, usable

MANY = 100_000  # the mean of so many draws is known to three digits


def test_a_value_with_an_interval_is_triangular_about_the_value():
    drawn = make_leaf("a", 90, "one", low=0, high=100).draws(MANY)
    assert drawn.mean() == pytest.approx((0 + 90 + 100) / 3, rel=0.005)
    assert (drawn < 90).mean() == pytest.approx(0.9, abs=0.005)
    assert np.histogram(drawn, 10, (0, 100))[0].argmax() in (8, 9)


def test_a_range_without_a_value_is_uniform():
    drawn = make_leaf("a", None, "one", low=0, high=12).draws(MANY)
    assert drawn.mean() == pytest.approx(6, rel=0.005)
    assert drawn.var() == pytest.approx(12, rel=0.02)  # the square of its width, by 12; a triangle's would be 6


def test_at_most_is_likeliest_at_its_end():
    drawn = usable().draws(MANY)
    assert drawn.mean() == pytest.approx(200 / 3, rel=0.005)
    assert np.median(drawn) == pytest.approx(100 / 2**0.5, rel=0.01)


def test_what_is_certain_does_not_move():
    fixed = make_leaf("a", 5, "one")
    assert fixed.leaf.is_certain
    assert fixed.leaf.draw(10, 0) == 5
    assert not people().leaf.is_certain


def test_draws_are_the_same_for_the_same_id_and_seed_only():
    def draw(id: str, seed: int = 0, n: int = 50) -> list[float]:
        return make_leaf(id, 5, "one", low=0, high=10).draws(n, seed).tolist()

    assert draw("a") == draw("a")
    assert draw("a") != draw("b")
    assert draw("a") != draw("a", seed=1)
    assert len(set(draw("a"))) == 50
    assert len(draw("a", n=30_000)) == 30_000  # more than are kept


def test_what_is_kept_for_the_next_formula_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        usable().leaf.draw(10, 0)[0] = 7


@given(claims(positive=False), st.integers(0, 5))
def test_draws_stay_within_the_interval_whatever_the_seed(claim, seed):
    drawn = claim.draws(100, seed)
    assert claim.low <= drawn.min() <= drawn.max() <= claim.high


def test_the_key_tells_apart_what_moves_differently():
    held = people().at("people", "low")
    assert people().leaf.key == people().leaf.key == ("people", 27e6, 30e6, 33e6)
    assert held.leaf.key == ("people", 27e6, 27e6, 27e6)


def test_a_plain_number_is_called_by_its_digits():
    assert number(1234567.5).how == "1,234,567.5"
    assert number(2, "million person").leaf == Leaf("number:2", "number", 2e6, 2e6, 2e6, symbol="2")
    assert number(2, "person", symbol="a pair").how == "a pair"


def test_what_is_not_finite_is_refused_by_name():
    assert check_finite(3, "x") == 3.0
    with pytest.raises(UnitError, match=r"^x: inf is not finite$"):
        check_finite(float("inf"), "x")
    with pytest.raises(UnitError, match=r"^a plain number: nan is not finite$"):
        number(float("nan"))


def test_quantiles_of_a_triangle_and_of_a_range_by_hand():
    triangle = make_leaf("a", 2, "one", low=0, high=8).leaf
    # below the mode lies a quarter; half of that at 2 sqrt(1/2), and half of all at 8 - sqrt(48/2)
    assert triangle.compute_quantile(np.array([0, 0.125, 0.25, 0.5, 1])) == pytest.approx(
        [0, 2 * 0.5**0.5, 2, 8 - 24**0.5, 8]
    )
    assert make_leaf("a", None, "one", low=1, high=3).leaf.compute_quantile(np.array([0, 0.5, 1])).tolist() == [1, 2, 3]
    assert usable().leaf.compute_quantile(np.array([0.25])) == pytest.approx([50e9])
    assert make_leaf("a", 0, "one", low=0, high=1).leaf.compute_quantile(np.array([0.75])) == pytest.approx([0.5])


@given(claims(positive=False), st.floats(0, 1))
def test_a_chance_undoes_a_quantile(claim, chance):
    leaf = claim.leaf
    value = leaf.compute_quantile(np.array([chance]))
    assert leaf.low <= value[0] <= leaf.high
    if not leaf.is_certain:
        assert leaf.compute_chance(value)[0] == pytest.approx(chance, abs=1e-6)


def test_quantiles_of_a_pool_are_those_of_its_draws():
    members = [
        (make_leaf("a", 100, "USD", qualifier="about"), 1),
        (make_leaf("b", 200, "USD", qualifier="at_most"), 0.5),
    ]
    pooled = pool([(claim, number(weight)) for claim, weight in members])
    chances = np.linspace(0.01, 0.99, 25)
    found = pooled.variable.compute_quantile(chances)
    assert found == pytest.approx(np.quantile(pooled.draws(MANY), chances), abs=1.5)
    assert pooled.variable.compute_quantile(np.array([0.0, 1.0])) == pytest.approx([90, 200])


def test_a_certain_claim_of_a_pool_is_a_step():
    pooled = pool([(make_leaf("a", 100, "USD"), number(1)), (make_leaf("b", 200, "USD", qualifier="about"), number(1))])
    found = pooled.variable.compute_quantile(np.array([0.1, 0.25, 0.49, 0.51, 0.75]))
    assert found[:3].tolist() == [100, 100, 100]
    assert found[3] > 180
    assert found[4] == pytest.approx(200)
