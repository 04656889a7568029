"""The share of the variance that each claim explains, against formulas whose shares are known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.estimates.constructors import make_leaf, number
from analysis.estimates.variance import compute_variance_shares


def guess(id: str, low: float, value: float, high: float):
    return make_leaf(id, value, "one", low=low, high=high, kind="assumption")


def compute_triangle(low: float, mode: float, high: float) -> tuple[float, float]:
    """Mean and variance of a triangular distribution (Kotz and van Dorp 2004)."""
    mean = (low + mode + high) / 3
    return mean, (low**2 + mode**2 + high**2 - low * mode - low * high - mode * high) / 18


def test_of_a_sum_the_shares_are_the_variances():
    # triangles of width 2 and 1: variances 4/24 and 1/24
    shares = compute_variance_shares(guess("wide", 0, 1, 2) + guess("narrow", 0, 0.5, 1))
    assert shares == {"wide": pytest.approx(0.8, abs=0.02), "narrow": pytest.approx(0.2, abs=0.02)}


def test_of_a_product_they_are_the_squared_relative_spreads():
    # of x y with independent x, y: S_x = c_x / ((1 + c_x)(1 + c_y) - 1), where c is variance over squared mean
    ends = {"x": (0.2, 0.4, 0.9), "y": (30.0, 50.0, 65.0)}
    cv = {id: variance / mean**2 for id, (mean, variance) in ((id, compute_triangle(*e)) for id, e in ends.items())}
    whole = (1 + cv["x"]) * (1 + cv["y"]) - 1
    shares = compute_variance_shares(guess("x", *ends["x"]) * guess("y", *ends["y"]))
    assert shares == {id: pytest.approx(cv[id] / whole, abs=0.02) for id in ends}
    assert sum(shares.values()) < 1.01


def test_what_counts_only_together_explains_nothing_alone():
    # x y with both centred on 0 is all interaction: neither alone says anything of the product
    shares = compute_variance_shares(guess("x", -1, 0, 1) * guess("y", -1, 0, 1))
    assert shares == {"x": pytest.approx(0, abs=0.02), "y": pytest.approx(0, abs=0.02)}


def test_a_claim_that_does_not_matter_has_no_share_and_a_certain_one_is_not_named():
    shares = compute_variance_shares(guess("a", 0, 1, 2) + 0 * guess("b", 0, 1, 2) + make_leaf("c", 3, "one"))
    assert shares == {"a": pytest.approx(1, abs=0.01), "b": pytest.approx(0, abs=0.01)}


def test_what_does_not_vary_has_no_shares():
    assert compute_variance_shares(make_leaf("c", 3, "one") * number(2)) == {}


@given(st.floats(0.1, 10), st.floats(0.1, 10))
def test_shares_do_not_depend_on_the_unit(scale, width):
    one = guess("a", 0, 1, 2) + guess("b", 0, width, 2 * width)
    assert compute_variance_shares(one * scale, 2_000) == pytest.approx(compute_variance_shares(one, 2_000))
