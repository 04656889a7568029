"""The days a date may mean, how far its doubt reaches, and the order of dates."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.dates import spans
from tests.dates.samples import edtf_texts


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", (2025, 1, 1), (2025, 12, 31)),
        ("2024-02", (2024, 2, 1), (2024, 2, 29)),
        ("2025-12-28", (2025, 12, 28), (2025, 12, 28)),
        ("2026-01~", (2026, 1, 1), (2026, 1, 31)),
        ("2025-12-28/2026-01", (2025, 12, 28), (2026, 1, 31)),
        ("198X", (1980, 1, 1), (1989, 12, 31)),
        ("20XX", (2000, 1, 1), (2099, 12, 31)),
        ("19X5", (1905, 1, 1), (1995, 12, 31)),
        ("XXXX", (1, 1, 1), (9999, 12, 31)),
        ("2025-1X", (2025, 10, 1), (2025, 12, 31)),
        ("2025-0X", (2025, 1, 1), (2025, 9, 30)),
        ("2025-12-2X", (2025, 12, 20), (2025, 12, 29)),
        ("2023-02-2X", (2023, 2, 20), (2023, 2, 28)),
        ("2025-XX-31", (2025, 1, 31), (2025, 12, 31)),
        ("202X-02-29", (2020, 2, 29), (2028, 2, 29)),
        ("156X-12-25", (1560, 12, 25), (1569, 12, 25)),
        ("2025-21", (2025, 3, 1), (2025, 5, 31)),
        ("2025-24", (2025, 12, 1), (2026, 2, 28)),
        ("2023-28", (2023, 12, 1), (2024, 2, 29)),
        ("2025-29", (2025, 9, 1), (2025, 11, 30)),
        ("2025-30", (2025, 12, 1), (2026, 2, 28)),
        ("2025-31", (2025, 3, 1), (2025, 5, 31)),
        ("2025-32", (2025, 6, 1), (2025, 8, 31)),
        ("2025-33", (2025, 1, 1), (2025, 3, 31)),
        ("2025-36", (2025, 10, 1), (2025, 12, 31)),
        ("2025-38", (2025, 5, 1), (2025, 8, 31)),
        ("2025-39", (2025, 9, 1), (2025, 12, 31)),
        ("2025-40", (2025, 1, 1), (2025, 6, 30)),
        ("2025-41", (2025, 7, 1), (2025, 12, 31)),
        ("9999-24", (9999, 12, 1), (9999, 12, 31)),
        ("../2025", (1, 1, 1), (2025, 12, 31)),
        ("2025/..", (2025, 1, 1), (9999, 12, 31)),
        ("2025/", (2025, 1, 1), (9999, 12, 31)),
        ("[2027,2025-03..2025-06]", (2025, 3, 1), (2027, 12, 31)),
        ("{..1984}", (1, 1, 1), (1984, 12, 31)),
        ("1950S2", (1900, 1, 1), (1999, 12, 31)),
        ("1954S3", (1950, 1, 1), (1959, 12, 31)),
        ("2026-01-01T23:30:00-05:00", (2026, 1, 1), (2026, 1, 1)),
    ],
)
def test_the_days_a_date_may_mean(text, first, last):
    assert spans.compute_span(text) == (date(*first), date(*last))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025-12~", (2025, 11, 1), (2026, 1, 31)),
        ("2026-01?", (2025, 12, 1), (2026, 2, 28)),
        ("2025-02%", (2024, 12, 1), (2025, 4, 30)),
        ("2024-01~", (2023, 12, 1), (2024, 2, 29)),
        ("2025~", (2024, 1, 1), (2026, 12, 31)),
        ("2025-12-31~", (2025, 12, 30), (2026, 1, 1)),
        ("2025-21~", (2024, 12, 1), (2025, 8, 31)),
        ("2025-40?", (2024, 7, 1), (2025, 12, 31)),
        ("2004-06~-30", (2004, 5, 30), (2004, 7, 30)),
        ("2004?-02-29", (2003, 2, 28), (2005, 2, 28)),
        ("2025-11~/2026-01", (2025, 10, 1), (2026, 1, 31)),
        ("2025-12~/..", (2025, 11, 1), (9999, 12, 31)),
        ("0001~", (1, 1, 1), (2, 12, 31)),
        ("9999-12-31~", (9999, 12, 30), (9999, 12, 31)),
        ("2025-12", (2025, 12, 1), (2025, 12, 31)),
    ],
)
def test_doubt_reaches_whole_units_of_what_is_doubtful(text, first, last):
    assert spans.compute_reach(text) == (date(*first), date(*last))


@given(edtf_texts())
def test_doubt_never_takes_days_away(text):
    (first, last), (from_day, to_day) = spans.compute_span(text), spans.compute_reach(text)
    assert from_day <= first <= last <= to_day


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_full_date_means_its_day(day):
    assert spans.compute_span(day.isoformat()) == (day, day)


def test_times_are_ordered_by_the_moment_and_not_by_the_clock():
    late, early, none = "2026-01-01T23:30:00-05:00", "2026-01-02T01:00:00Z", "2026-01-02T04:30:00"
    assert spans.compute_moments(late)[0] == datetime(2026, 1, 2, 4, 30) == spans.compute_moments(none)[1]
    assert spans.compute_moments(early) < spans.compute_moments(late)
    assert spans.compute_moments("2016-12-31T23:59:60Z")[0] == datetime(2016, 12, 31, 23, 59, 59)
    assert spans.compute_moments("0001-01-01T00:00:00+05:00")[0] == datetime.min
    assert spans.make_sort_key(late) > spans.make_sort_key(early)


@given(st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1)), st.integers(-13 * 60, 13 * 60))
def test_a_moment_is_the_same_in_every_zone(moment, minutes):
    moment = moment.replace(microsecond=0)
    local = moment + timedelta(minutes=minutes)
    zone = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}" if minutes else "Z"
    assert spans.compute_moments(f"{local.isoformat()}{zone}") == (moment, moment)


@pytest.mark.parametrize(
    "ordered",
    [
        ["2024-12-31", "2025", "2025-01", "2025-01-01", "2025-02", "2025-1X", "2026"],
        ["../2025-06", "2025-06-01/..", "[2025-07,2026]"],
        ["2025-XX", "2025-12-XX", "2025-12-05"],
    ],
)
def test_the_column_of_a_table_is_sorted_by_the_first_day_and_the_longer_first(ordered):
    keys = [float(spans.make_sort_key(text)) for text in ordered]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


@given(edtf_texts())
def test_each_date_has_moments_and_a_key_that_is_a_number(text):
    first, last = spans.compute_moments(text)
    assert first <= last
    assert float(spans.make_sort_key(text)) >= 0
