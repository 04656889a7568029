"""The sums of the sources, and formulas in words."""

from __future__ import annotations

import pytest

from analysis import load_case, number
from analysis.compare import arithmetic
from analysis.estimates.difference import SAME


def test_a_formula_that_ends_at_zero_is_written_in_words():
    assert (
        arithmetic._describe_formula("max(need − frozen assets, 0)")
        == "need − frozen assets, or nothing if that is less"
    )


def test_shares_differ_in_points():
    case = load_case()
    (row,) = (r for r in arithmetic.recomputed(case.on("all")).itertuples() if r.what.id == "reconstruction.coverage")
    assert (row.difference.unit, round(row.difference.value, 2)) == ("percentage_point", 4.51)  # 100 / 588 - 12.5 %
    assert arithmetic.recomputed(case).difference.tolist() == [SAME] * 3


@pytest.mark.parametrize(
    ("stated", "computed", "does"),
    [(24, 145 / 6, True), (24, 24.6, False), (24.2, 24.6, False), (24.2, 24.2499, True), (800, 805, False)],
)
def test_a_number_that_is_rounded_to_the_digits_its_source_gives_is_not_wrong(stated, computed, does):
    assert arithmetic.meets(number(stated, "percent"), number(computed, "percent")) is does


def test_results_that_rest_on_others_or_on_nothing_are_none_of_the_text(tiny):
    case = load_case(tiny)
    own, others = case["assets.usable"], load_case(tiny, basis="all")["reconstruction.need"]
    assert arithmetic.of_text(case, [own, others, own - others, number(3, "item")]) == [own]
