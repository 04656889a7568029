"""Numbers as cells have them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.proposals.values import format_value, measure_rounding


@pytest.mark.parametrize(
    ("number", "factor", "text"),
    [(588.0, 1, "588"), (0.8, 1000, "800"), (1e9, 1, "1000000000"), (7.1e-3, 1, "0.0071"), (-2.5, 1, "-2.5")],
)
def test_a_cell_has_plain_digits(number, factor, text):
    assert format_value(number, factor) == text


@given(st.decimals(-(10**9), 10**9, places=3), st.sampled_from([1.0, 1e-3, 1e3, 1e6, 1e-6]))
def test_a_scale_changes_no_digit(number, factor):
    assert float(format_value(float(number), factor)) == pytest.approx(float(number) * factor, rel=1e-11)


def test_rounding_is_half_of_the_last_digit_shown():
    assert [measure_rounding(number) for number in (588.0, 1.5, 0.25)] == pytest.approx([0.5, 0.05, 0.005])
