"""The sums of the sources, and formulas in words."""

from __future__ import annotations

from analysis.compare import arithmetic


def test_a_formula_that_ends_at_zero_is_written_in_words():
    assert (
        arithmetic._describe_formula("max(need − frozen assets, 0)")
        == "need − frozen assets, or nothing if that is less"
    )
