"""The draws of one claim: which distribution, shared by id, the same at every time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import UnitError
from analysis.estimates.constructors import make_leaf, number
from analysis.estimates.leaf import Leaf, check_finite
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
