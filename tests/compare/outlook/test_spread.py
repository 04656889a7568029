"""The draws of the probability, by correlation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import load_case
from analysis.compare.outlook import chance, draws, spread


def test_the_ranges_by_correlation_are_those_of_the_probability(shipped):
    frame = spread.correlations(shipped)
    assert [row.correlation.value for row in frame.itertuples()] == [0, 0.5, 1]
    assert frame.correlation[1].claims == {"guess_correlation"}
    for row in frame.itertuples():
        whole = chance.probability(shipped, correlation=row.correlation.value)
        assert (row.least.value, row.most.value) == pytest.approx((whole.low, whole.high))
    assert chance.probability(shipped).low == pytest.approx(frame.least[1].value)
    assert len(set(frame.meaning)) == 3
    ends = load_case(override={"outlook.correlation": 1})
    assert [row.correlation.value for row in spread.correlations(ends).itertuples()] == [0, 1]
    assert chance.probability(ends).high == pytest.approx(frame.most[2].value)


def test_a_case_that_assumes_no_correlation_gets_the_one_halfway(matters):
    assert draws.common_correlation(matters).value == draws.COMMON == 0.5
    assert chance.probability(matters).low == chance.probability(matters, correlation=0.5).low


@pytest.mark.parametrize("share", [draws.LOW_QUANTILE, draws.HIGH_QUANTILE])
def test_a_quantile_is_a_plain_number_that_leads_to_the_same_claims(matters, share):
    found = spread.quantile(matters, share)
    assert found.low == found.value == found.high
    assert found.claims == chance.probability(matters).claims
    assert found.how == (
        f"what {share:.0%} of 20,000 random draws of the probability are below, "
        "at a correlation of 0.5 between the assumptions"
    )


def test_the_share_of_draws_below_an_even_chance_is_that_of_the_quantiles(shipped):
    assert len(spread.correlations(shipped)) == 3
    for row in spread.correlations(shipped).itertuples():
        share, at = row.below.value / 100, row.correlation.value
        assert spread.quantile(shipped, max(share - 0.01, 0), correlation=at).value < 50
        assert share == 1 or spread.quantile(shipped, min(share + 0.01, 1), correlation=at).value >= 50


def test_twenty_chances_show_the_probability_and_the_upper_end_of_its_range(shipped):
    frame = spread.twentieths(shipped)  # 14.7 %, up to 54.8 %: 2.9 and 11.0 of twenty
    assert frame.chance.tolist() == ["comes", "comes at best", "does not come"]
    assert [count.value for count in frame["count"]] == [3, 8, 9]
    assert [count.value for count in frame.together] == [3, 11, 20]
    assert {frozenset(count.claims) for count in frame["count"]} == {frozenset(chance.probability(shipped).claims)}
    assert all(count.low == count.value == count.high for count in (*frame["count"], *frame.together))


@given(st.floats(0, 20))
def test_a_chance_is_rounded_to_the_nearest_of_twenty(chances):
    assert abs(spread.round_half_up(chances) - chances) <= 0.5


def test_a_half_is_rounded_up():
    assert [spread.round_half_up(value) for value in (0.5, 1.5, 2.5, 2.49)] == [1, 2, 3, 2]
