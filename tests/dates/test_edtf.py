"""EDTF dates, read by the examples of the standard, by hand, and against another reader where that is right."""

from __future__ import annotations

import io
from contextlib import redirect_stdout

import edtf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import dates
from analysis.dates.edtf import Date, read_edtf
from tests.dates.samples import edtf_texts

_EXAMPLES = """
1985-04-12 1985-04 1985 1985-04-12T23:20:30 1985-04-12T23:20:30Z 1985-04-12T23:20:30-04 1985-04-12T23:20:30+04:30
1964/2008 2004-06/2006-08 2004-02-01/2005-02-08 2004-02-01/2005-02 2004-02-01/2005 2005/2006-02
2001-21 1984? 2004-06~ 2004-06-11% 201X 20XX 2004-XX 1985-04-XX 1985-XX-XX
1985-04-12/.. 1985-04/.. 1985/.. ../1985-04-12 ../1985-04 ../1985 1985-04-12/ 1985-04/ 1985/ /1985-04-12 /1985-04 /1985
1984~/2004-06 1984/2004-06~ 1984~/2004~ 1984?/2004% 1984?/2004-06-11~ 1950S2 2001-34
[1667,1668,1670..1672] [..1760-12-03] [1760-12..] [1760-01,1760-02,1760-12..] [1667,1760-12] [..1984]
{1667,1668,1670..1672} {1960,1961-12} {..1984} 2004-06-11% 2004-06~-11 2004?-06-11 ?2004-06-~11 2004-%06-11
156X-12-25 15XX-12-25 XXXX-12-XX 1XXX-XX 1XXX-12 1984-1X 2004-06-~01/2004-06-~20 2004-06-XX/2004-07-03
"""
OF_THE_STANDARD = _EXAMPLES.split()


@pytest.mark.parametrize(
    "text", [*OF_THE_STANDARD, "2025-33", "2025-24?", "2025-12-2X", "202X", "Y2E3", "0001", "9999-12-31"]
)
def test_the_examples_of_the_standard_are_read(text):
    assert dates.is_valid(text)
    first, last = dates.compute_span(text)
    assert first <= last
    assert dates.format_date(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "year first"),
        ("soon", "year first"),
        ("28.12.2025", "year first"),
        ("2025-1-2", "year first"),
        ("2025 ", "year first"),
        ("2025-12-28 10:00", "year first"),
        ("20251228", "year first"),
        ("2025-12-28~~", "year first"),
        ("12/28/2025", "year first"),
        ("2025-13", "no month or part of a year is 13"),
        ("2025-00", "no month"),
        ("2025-20", "no month"),
        ("2025-42", "no month"),
        ("2025-2X", "no month"),
        ("2025-02-30", "there is no day 2025-02-30"),
        ("2023-02-29", "there is no day"),
        ("2025-02-3X", "there is no day"),
        ("1900-02-29", "there is no day"),
        ("2025-21-05", "has no days"),
        ("0000", "0001 to 9999"),
        ("-0500", "0001 to 9999"),
        ("Y170000002", "0001 to 9999"),
        ("Y-17E7", "0001 to 9999"),
        ("Y3388E2S3", "0001 to 9999"),
        ("Y1E99", "0001 to 9999"),
        ("Y2025", "more than four digits"),
        ("1950S5", "1 to 4 significant"),
        ("2025-12-28/2025-12-01", "ends before it begins"),
        ("2026/2025", "ends before it begins"),
        ("[2026..2025]", "ends before it begins"),
        ("/", "needs a date at one end"),
        ("../..", "needs a date at one end"),
        ("../", "needs a date at one end"),
        ("2025-01-01T10:00:00/2026", "not times"),
        ("2025-01-01T10", "a time is written as"),
        ("2025-01-01T10:60", "times are"),
        ("2025-01-01T24:00", "times are"),
        ("2025-01T10:00:00", "a time is written as"),
        ("2025-01-01T24:00:00", "times are"),
        ("2025-01-01T10:60:00", "times are"),
        ("2025-01-01T10:00:60", "times are"),
        ("2025-01-01T10:00:00+15:00", "zones are"),
        ("2025-01-01T10:00:00-00:00", "zones are"),
        ("2025-02-30T10:00:00", "there is no day"),
        ("[2025", "a set is written as"),
        ("[]", "a set is written as"),
        ("[2025,]", "a set is written as"),
        ("{2025]", "a set is written as"),
        ("[2025,..2026]", "in a set"),
        ("[..]", "in a set"),
        ("[" + ",".join(["2025"] * 101) + "]", "at most 100"),
        ("２０２５", "only digits"),
    ],
)
def test_what_is_no_date_is_refused_with_its_reason(text, why):
    with pytest.raises(ValueError, match=why):
        read_edtf(text)
    assert not dates.is_valid(text)


@given(st.text(max_size=14) | st.text("0123456789X-/.?~%TZ:,[]{}YES", max_size=24))
def test_no_text_makes_it_stumble(text):
    assert dates.is_valid(text) in (True, False)


@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        ("2004-06-11%", ("%", "%", "%")),
        ("2004-06~-11", ("~", "~", "")),
        ("2004?-06-11", ("?", "", "")),
        ("?2004-06-~11", ("?", "", "~")),
        ("2004-%06-11", ("", "%", "")),
        ("2004?-06~", ("%", "~", "")),
        ("2004-06", ("", "", "")),
    ],
)
def test_a_mark_behind_a_part_is_for_all_before_it_and_one_in_front_for_its_own(text, doubts):
    found = read_edtf(text)
    assert isinstance(found, Date)
    assert found.doubts == doubts


@given(edtf_texts())
def test_what_is_read_is_written_as_a_date_that_reads_the_same(text):
    found = read_edtf(text)
    assert read_edtf(str(found)) == found


def read_elsewhere(text: str) -> tuple[tuple[int, ...], ...]:
    with redirect_stdout(io.StringIO()):  # it prints the texts it cannot read
        found = edtf.parse_edtf(text)
    return tuple(tuple(end[:3]) for end in (found.lower_strict(), found.upper_strict()))


@pytest.mark.parametrize("text", [text for text in OF_THE_STANDARD if "T" not in text and not set(text) & set("/S[{X")])
def test_another_reader_finds_the_same_days(text):
    assert tuple(day.timetuple()[:3] for day in dates.compute_span(text)) == read_elsewhere(text)


@given(st.dates().map(str), st.sampled_from(["", "~", "?", "%"]), st.sampled_from([4, 7, 10]))
def test_another_reader_finds_the_same_days_of_any_plain_date(text, doubt, length):
    text = text[:length] + doubt
    assert tuple(day.timetuple()[:3] for day in dates.compute_span(text)) == read_elsewhere(text)


@pytest.mark.parametrize("zone", ["", "Z", "+02:00", "-05"])
def test_a_time_to_the_minute_is_the_same_as_with_no_seconds(zone):
    short, long = (f"2025-12-28T13:{clock}{zone}" for clock in ("05", "05:00"))
    assert read_edtf(short) == read_edtf(long)
    assert dates.format_date(short) == dates.format_date(long)
    assert dates.compute_moments(short) == dates.compute_moments(long)
    assert dates.make_sort_key(short) == dates.make_sort_key(long)
