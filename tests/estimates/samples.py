"""A few claims and strategies that the tests of estimates share."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from analysis.estimates.constructors import make_leaf
from analysis.estimates.estimate import Estimate


def need(**more) -> Estimate:
    return make_leaf("need", 800, "billion USD", symbol="need", **more)


def usable() -> Estimate:
    return make_leaf("usable", 100, "billion USD", qualifier="at_most", minimum=0, symbol="usable")


def people() -> Estimate:
    return make_leaf("people", 30, "million person", qualifier="about", symbol="people")


def ends(estimate: Estimate) -> tuple[float, float]:
    return pytest.approx(estimate.low), pytest.approx(estimate.high)


numbers = st.floats(0.5, 1000)
spreads = st.floats(0, 0.5)


@st.composite
def claims(draw, positive: bool = True) -> Estimate:
    """A claim with an interval, in dollars; a few ids, so that the same claim turns up twice."""
    id = draw(st.sampled_from("abcd"))
    value = draw(numbers) * (1 if positive else draw(st.sampled_from([-1, 1])))
    below, above = draw(spreads) * abs(value), draw(spreads) * abs(value)
    return make_leaf(f"{id}{value}", value, "USD", low=value - below, high=value + above)
