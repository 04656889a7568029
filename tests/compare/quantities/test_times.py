"""A quantity over time: worked by hand, and that the changes of a series add up."""

from __future__ import annotations

import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import load_case
from analysis.case.schema import Source, Subject
from analysis.compare.quantities.times import change, change_share, latest, missing_times, series
from analysis.errors import CaseError, MissingClaim, UsageError
from tests.compare.quantities.cases_of_claims import add_claims, add_rows, read
from tests.conftest import TINY

PAID = "aid.paid"


def list_points(rows) -> list[tuple[str, float, str]]:
    return [(str(row.when), row.value.value, row.standing) for row in rows.itertuples()]


@pytest.fixture
def counted(tiny):
    """What the agency counts for three years, once revised, and what a critic counts for one of them."""
    add_rows(
        tiny,
        Source,
        {"source_id": "agency_2024", "publisher": "Agency", "date": "2024-06", "reliability": "A"},
        {"source_id": "agency_2025", "publisher": "Agency", "date": "2025-06", "reliability": "A"},
        {"source_id": "critic", "publisher": "Critic", "date": "2025-01", "reliability": "B"},
    )
    return add_claims(
        tiny,
        PAID,
        {"value": 80, "as_of": "2020", "source": "agency_2024"},
        {"value": 90, "as_of": "2023", "source": "agency_2024"},
        {"value": 100, "as_of": "2023", "source": "agency_2025", "rank": "preferred"},
        {"value": 30, "as_of": "2023", "source": "critic"},
        {"value": 101, "as_of": "2023", "qualifier": "about", "source": "survey"},
        {"value": 110, "as_of": "2024", "source": "agency_2025"},
        name="aid paid",
    )


def test_a_revision_is_told_apart_from_another_voice_and_from_an_earlier_time(counted):
    rows = series(counted, PAID)
    assert list_points(rows) == [
        ("2020", 80, "counts"),
        ("2023", 100, "counts"),
        ("2023", 101, "agrees"),
        ("2023", 30, "differs"),
        ("2023", 90, "revised"),
        ("2024", 110, "counts"),
    ]
    assert {str(row.voice) for row in rows.itertuples() if row.standing == "counts"} == {"Agency"}
    assert read(rows.change) == ["", 20, "", "", "", 10]
    assert rows.iloc[-1].change_share.value == pytest.approx(10)


def test_the_last_number_up_to_a_time_is_found(counted):
    assert latest(counted, PAID).value == 110
    assert latest(counted, PAID, as_of="2023").value == latest(counted, PAID, as_of="2024-06-30").value == 100
    assert len(series(counted, PAID, as_of="2022")) == 1
    with pytest.raises(MissingClaim, match=r"aid\.paid of a time up to 2019"):
        latest(counted, PAID, as_of="2019")
    with pytest.raises(UsageError, match="as_of is 'soon'; allowed: a date"):
        series(counted, PAID, as_of="soon")


def test_years_without_a_number_are_listed(counted):
    assert [str(year) for year in missing_times(counted, PAID)] == ["2021", "2022"]
    assert missing_times(load_case(TINY), "assets.frozen") == []


def test_a_change_is_between_times_or_subjects(counted):
    assert change(counted, PAID, "2020", "2024").value == 30
    assert change_share(counted, PAID, "2020", "2023").value == pytest.approx(25)
    assert change(counted, PAID, "2020", "2024").label == "Aid paid: change from 2020 to 2024"
    assert change(counted, "forces.cap", "plan_high", "plan_low").value == -200_000
    assert change_share(counted, "forces.cap", "plan_high", "plan_low").value == -25
    with pytest.raises(UsageError, match=r"'plan_lo' is neither a date .* it has plan_low, plan_high"):
        change(counted, "forces.cap", "plan_lo", "plan_high")


def test_subjects_that_are_years_are_times(tiny):
    add_rows(tiny, Subject, *({"subject_id": f"y{year}", "name": str(year)} for year in (2022, 2023, 2025)))
    claims = [{"value": value, "subject": f"y{year}"} for year, value in ((2025, 90), (2022, 70), (2023, 75))]
    case = add_claims(tiny, PAID, *claims)
    rows = series(case, PAID)
    assert list_points(rows) == [("2022", 70, "counts"), ("2023", 75, "counts"), ("2025", 90, "counts")]
    assert read(rows.change) == ["", 5, 15]
    assert [str(year) for year in missing_times(case, PAID)] == ["2024"]
    assert change(case, PAID, "2022", "2025").value == 20
    assert list_points(series(case, f"{PAID}@y2023"))[0][1] == 75
    with pytest.raises(CaseError, match="plan_low, plan_high"):
        series(case, "forces.cap")


def test_numbers_of_two_voices_make_no_change(tiny):
    case = add_claims(tiny, PAID, {"value": 80, "as_of": "2020"}, {"value": 30, "as_of": "2021", "source": "article"})
    assert series(case, PAID).change.tolist() == ["", ""]


def test_bases_are_kept_apart(tiny):
    claims = (
        {"value": 10, "as_of": "2020", "base": "grants", "rank": "preferred"},
        {"value": 70, "as_of": "2020", "base": "grants and loans"},
        {"value": 12, "as_of": "2021", "base": "grants"},
        {"value": 75, "as_of": "2021", "base": "grants and loans"},
    )
    case = add_claims(tiny, PAID, *claims)
    rows = series(case, PAID)
    assert set(rows.standing) == {"counts"}
    assert read(rows.change) == ["", "", 2, 5]
    assert latest(case, PAID).value == 12


def test_shares_change_by_points(tiny):
    claims = ({"value": 40, "as_of": "2020"}, {"value": 36, "as_of": "2021"})
    rows = series(add_claims(tiny, "poll.yes", *claims, unit="percent"), "poll.yes")
    assert read(rows.change) == ["", pytest.approx(-4)]
    assert (rows.change[1].unit, rows.change_share[1]) == ("percentage_point", "")


def test_the_articles_number_counts_on_its_basis():
    assert list_points(series(load_case(TINY), "reconstruction.need")) == [
        ("June 2025", 588, "counts"),
        ("December 2025", 800, "counts"),
    ]


@settings(max_examples=15)
@given(values=st.lists(st.floats(1, 1e6), min_size=2, max_size=6))
def test_the_changes_of_one_voice_add_up(values, tmp_path_factory):
    folder = shutil.copytree(TINY, tmp_path_factory.mktemp("series") / "tiny")
    claims = [{"value": value, "as_of": str(2000 + year)} for year, value in enumerate(values)]
    rows = series(add_claims(folder, PAID, *claims), PAID)
    first, *changes = read(rows.change)
    assert first == ""
    assert sum(changes) == pytest.approx(values[-1] - values[0], abs=1e-3)
