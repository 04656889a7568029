"""EDTF dates: checked, ordered, and read out without gaining precision."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import dates


@pytest.mark.parametrize(
    "text",
    [
        "2025",
        "2025-10",
        "2025-12-28",
        "2026-01~",
        "2025?",
        "2024-02-29",
        "198X",
        "2025-21",
        "2025-12/2026-01",
        "2025/..",
        "../2025",
        "2025/",
        "2025-12-XX",
        "[2025,2026]",
    ],
)
def test_a_date(text):
    assert dates.is_valid(text)
    first, last = dates.compute_span(text)
    assert first <= last
    assert dates.format_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2025-13",
        "2025-00",
        "2025-02-30",
        "2023-02-29",
        "28.12.2025",
        "12/28/2025",
        "2025-12-28/2025-12-01",
        "-0500",
        "y170000002",
        "/",
        "../..",
        "2025-1-2",
        "2025 ",
        "2025-12-28 10:00",
        "0000",
    ],
)
def test_no_date(text):
    assert not dates.is_valid(text)


@pytest.mark.parametrize(
    "text",
    [
        "2025",
        "2025-10",
        "2025-12-28",
        "2026-01~",
        "2025?",
        "2025-12%",
        "2025-21",
        "2025-12-28/2026-01",
        "2025-03-01~/2026",
        "2025/..",
        "../2025-12-04",
    ],
)
def test_what_is_read_out_as_words_is_written_as_the_date_it_was(text):
    assert dates.parse_date(dates.format_date(text)) == text
    assert dates.parse_date(dates.format_date(text).capitalize()) == text


@pytest.mark.parametrize(
    "words",
    [
        "",
        "soon",
        "in 2025",
        "30 February 2025",
        "2025 to 2024",
        "May",
        "no. 4 of 2025",
        "from 2025",
        "28 December 2025, at noon",
        "a to b to c",
        "1.5",
        "700",
        " 2025",
    ],
)
def test_other_words_are_no_date(words):
    assert dates.parse_date(words) == ""


@given(st.text(max_size=14))
def test_no_text_makes_it_stumble(text):
    assert dates.is_valid(text) in (True, False)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", (2025, 1, 1), (2025, 12, 31)),
        ("2024-02", (2024, 2, 1), (2024, 2, 29)),
        ("2025-12-28", (2025, 12, 28), (2025, 12, 28)),
        ("2026-01~", (2026, 1, 1), (2026, 1, 31)),
        ("2025-12-28/2026-01", (2025, 12, 28), (2026, 1, 31)),
        ("2025-21", (2025, 3, 1), (2025, 5, 31)),
        ("198X", (1980, 1, 1), (1989, 12, 31)),
        ("../2025", (1, 1, 1), (2025, 12, 31)),
        ("2025/..", (2025, 1, 1), (9999, 12, 31)),
        ("2025/", (2025, 1, 1), (9999, 12, 31)),
    ],
)
def test_the_days_a_date_may_mean(text, first, last):
    assert dates.compute_span(text) == (date(*first), date(*last))


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_full_date_means_its_day(day):
    assert dates.compute_span(day.isoformat()) == (day, day)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2025", "2025"),
        ("2025-10", "October 2025"),
        ("2025-12-08", "8 December 2025"),
        ("2026-01~", "about January 2026"),
        ("2025?", "perhaps 2025"),
        ("2025-12%", "perhaps about December 2025"),
        ("2025-21", "spring 2025"),
        ("2025-12-28/2026-01", "28 December 2025 to January 2026"),
        ("2025-12/..", "from December 2025 on"),
        ("../2025", "until 2025"),
        ("198X", "198X"),
    ],
)
def test_in_words_as_precise_as_given(text, words):
    assert dates.format_date(text) == words
