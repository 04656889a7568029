"""Dates of bibliographies: as precise as written, and nothing where they may mean two days."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import dates
from analysis.bibliography.dates import join_date, read_date, read_dates, read_years

YEARS = st.integers(1000, 9999).map(str)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("2019", "", "2019"),
        ("2019/03", "", "2019-03"),
        ("2019.3.5", "", "2019-03-05"),
        ("1939/10/30/", "", "1939-10-30"),
        ("2019///", "", "2019"),
        ("2019///Spring", "", "2019-21"),
        ("2017/01/02/06:18:49", "", "2017-01-02"),
        ("2021-03-15T10:00:00Z", "", "2021-03-15"),
        ("15 March 2021", "", "2021-03-15"),
        ("Mar 15, 2021", "", "2021-03-15"),
        ("Jan-Feb 2019", "", "2019-01/2019-02"),
        ("15 березня 2021", "uk", "2021-03-15"),
        ("1er janvier 2020", "fr-CA", "2020-01-01"),
        ("ca. March 2020", "", "2020-03~"),
        ("2020-01-05/2020-02-01", "", "2020-01-05/2020-02-01"),
        ("202X", "", "202X"),
    ],
)
def test_what_is_certain_is_read(text, language, expected):
    assert read_date(text, language) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "n.d.",
        "in press",
        "03/04/2021",
        "2019-21",
        "2021-02-30",
        "2019/13/01",
        "Mar 15",
        "99",
        "May",
        "0000",
        "2021!",
    ],
)
def test_what_may_mean_another_day_or_none_is_not_read(text):
    assert read_date(text) == ""


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("2021", "jan"), "2021-01"),
        (("2021", "jan~15"), ""),
        (("2021", "jan 15"), "2021-01-15"),
        (("2021", "3", "5"), "2021-03-05"),
        (("2021", "Spring"), "2021-21"),
        (("2021", "21"), ""),
        (("2021", "märz", "", "de"), "2021-03"),
        (("in press", "jan"), ""),
        (("2019--20",), "2019/2020"),
    ],
)
def test_parts_are_joined_where_they_fit(parts, expected):
    assert join_date(*parts) == expected


@given(st.dates(date(1000, 1, 1)))
def test_a_day_is_read_however_its_numbers_are_parted(day):
    for sign in "-/.":
        assert read_date(sign.join((f"{day.year:04}", f"{day.month:02}", f"{day.day:02}"))) == day.isoformat()
    assert join_date(f"{day.year:04}", str(day.month), str(day.day)) == day.isoformat()


@given(st.text(max_size=20), YEARS)
def test_whatever_is_read_is_edtf(text, year):
    found = [read_date(text), read_years(text), join_date(year, text), read_dates([year, text])[0]]
    assert all(one == "" or dates.is_valid(one) for one in found)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (["2019", "", "2019/03/15/"], ("2019-03-15", [])),
        (["2019", "", "Mar 15"], ("2019-03-15", [])),
        (["2019", "", "n.d."], ("2019", ["date 'n.d.'"])),
        (["", "", "///"], ("", [])),
        (["2018", "", "2019/03/01"], ("", ["dates '2018' and '2019/03/01', which differ"])),
    ],
)
def test_of_several_dates_the_most_precise_counts_unless_they_differ(written, expected):
    assert read_dates(written) == expected
