"""Every claim on a quantity beside the one that counts: worked by hand."""

from __future__ import annotations

import pytest

from analysis import load_case
from analysis.compare.quantities.claims import by_source
from analysis.errors import CaseError, MissingClaim, UsageError
from tests.compare.quantities.cases_of_claims import add_claims, read
from tests.conftest import TINY


def test_claims_are_listed_with_their_distance_from_the_one_that_counts():
    rows = by_source(load_case(TINY), "reconstruction.need")
    assert [row.value.value for row in rows.itertuples()] == [800, 588]
    assert rows.chosen.tolist() == ["yes", ""]
    assert [str(row.as_of) for row in rows.itertuples()] == ["December 2025", "June 2025"]
    assert rows.standing.tolist() == ["estimated", "estimated"]
    assert rows.deviation[0] == ""
    assert rows.deviation[1].value == pytest.approx(-26.5)
    everybody = by_source(load_case(TINY, basis="all"), "reconstruction.need")
    assert everybody.chosen.tolist() == ["", "yes"]
    assert everybody.deviation[0].value == pytest.approx(100 * (800 - 588) / 588)


def test_what_has_another_base_has_no_distance():
    rows = by_source(load_case(basis="all"), "reconstruction.need")
    assert rows.base.map(str).tolist() == ["a sum to be raised", *["need over ten years"] * 3]
    assert read(rows.deviation) == [
        "",
        "",
        pytest.approx(100 * (524 - 588) / 588),
        pytest.approx(100 * (500 - 588) / 588),
    ]


def test_shares_are_apart_by_points_and_deprecated_claims_are_left_out(tiny):
    claims = ({"value": 40, "rank": "preferred"}, {"value": 36}, {"value": 99, "rank": "deprecated"})
    case = add_claims(tiny, "poll.yes", *claims, unit="percent")
    rows = by_source(case, "poll.yes")
    assert [row.value.value for row in rows.itertuples()] == [40, 36]
    assert (rows.deviation[1].value, rows.deviation[1].unit) == (pytest.approx(-4), "percentage_point")


def test_a_share_of_nothing_is_none(tiny):
    case = add_claims(tiny, "x.y", {"value": 0, "rank": "preferred"}, {"value": 5})
    assert by_source(case, "x.y").deviation.tolist() == ["", ""]


def test_a_subject_is_named_by_the_key_or_beside_it():
    case = load_case(TINY)
    assert len(by_source(case, "forces.cap", "plan_low")) == len(by_source(case, "forces.cap@plan_low")) == 1
    with pytest.raises(CaseError, match="plan_low, plan_high"):
        by_source(case, "forces.cap")
    with pytest.raises(MissingClaim):
        by_source(case, "forces.cap", "ukraine")


def test_a_date_is_no_number():
    with pytest.raises(UsageError, match=r"meeting\.date is a date; only numbers can be compared"):
        by_source(load_case(), "meeting.date")


def test_in_a_series_what_is_of_another_time_has_no_distance(gauge):
    rows = by_source(load_case(gauge, basis="all"), "river.flow")
    assert [row.value.value for row in rows.itertuples()] == [140, 135, 79, 61, 50]
    assert (rows.chosen.tolist(), read(rows.deviation)) == (["", "", "yes", "", ""], [""] * 5)
    own = by_source(load_case(gauge), "river.flow")
    assert read(own.deviation) == ["", pytest.approx(100 * (135 - 140) / 140), "", "", ""]
