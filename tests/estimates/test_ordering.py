"""Draws are ordered as a stable sort orders them, whether or not some are equal, infinite or not a number."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analysis.estimates.ordering import sort_draws


@given(st.lists(st.floats() | st.sampled_from([0.0, -0.0, 1.0]), max_size=60))
def test_draws_are_ordered_as_by_a_stable_sort(draws):
    values = np.array(draws, dtype=float)
    assert sort_draws(values).tolist() == np.argsort(values, kind="stable").tolist()


def test_equal_draws_keep_their_order_among_thousands():
    values = np.round(np.random.default_rng(7).random(10_000), 3)
    assert sort_draws(values).tolist() == sorted(range(10_000), key=lambda at: values[at])
