"""EDTF dates in words without gaining precision, and read back from them."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import dates
from analysis.dates.words import format_date, parse_date
from analysis.label import Label
from analysis.messages import use_language
from tests.dates.samples import edtf_texts


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
    assert parse_date(format_date(text)) == text
    assert parse_date(format_date(text).capitalize()) == text


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
    assert parse_date(words) == ""


@given(edtf_texts(), st.sampled_from(["en", "uk"]))
def test_words_are_read_back_as_a_date_of_the_same_days_and_words(text, language):
    with use_language(language):
        words = format_date(text)
        found = parse_date(words)
        assert format_date(found) == words
        assert dates.compute_span(found) == dates.compute_span(text)
        assert dates.compute_moments(found) == dates.compute_moments(text)
        assert parse_date(words.capitalize().replace("\N{NO-BREAK SPACE}", " ")) == found


@pytest.mark.parametrize(
    ("text", "words", "genitive"),
    [
        ("2025", "2025", "2025 року"),
        ("2025-12", "грудень 2025 року", "грудня 2025 року"),
        ("2025-12-28", "28 грудня 2025 року", "28 грудня 2025 року"),
        ("2026-01~", "приблизно січень 2026 року", "приблизно січня 2026 року"),
        ("2025-05?", "імовірно травень 2025 року", "імовірно травня 2025 року"),
        ("2025-24", "зима 2025 року", "зими 2025 року"),
        ("2025-35", "третій квартал 2025 року", "третього кварталу 2025 року"),
        ("2025-41", "друге півріччя 2025 року", "другого півріччя 2025 року"),
        ("198X", "1980-ті роки", "1980-х років"),
        ("156X-12-25", "25 грудня 1560-х років", "25 грудня 1560-х років"),
        ("2025-12-2X", "один із днів 20–29 грудня 2025 року", "один із днів 20–29 грудня 2025 року"),
        ("2014/2022", "2014–2022", "2014–2022"),
        ("2025-12-28/2026-01", "28 грудня 2025 року – січень 2026 року", "28 грудня 2025 року – січня 2026 року"),
        ("2025-12/..", "від грудня 2025 року й надалі", "від грудня 2025 року й надалі"),
        ("../2025-06", "до червня 2025 року", "до червня 2025 року"),
        ("[2025-01,2026-02]", "січень 2025 року або лютий 2026 року", "січня 2025 року або лютого 2026 року"),
        ("{1960,1961-12}", "1960 і грудень 1961 року", "1960 року і грудня 1961 року"),
        ("2004-06~-11", "11 червня 2004 року (рік приблизно; місяць приблизно)", None),
        ("2026-01-01T23:30:00-05:00", "1 січня 2026 року, 23:30 UTC−05:00", None),
    ],
)
def test_in_words_of_ukrainian(text, words, genitive):
    with use_language("uk"):
        found = format_date(text)
        assert found.replace("\N{NO-BREAK SPACE}", " ") == words
        assert f"{found:genitive}".replace("\N{NO-BREAK SPACE}", " ") == (genitive or words)
        assert parse_date(words) == str(dates.read_edtf(text))


def test_a_date_keeps_its_genitive_where_it_is_kept():
    with use_language("uk"):
        found = pickle.loads(pickle.dumps(format_date("2025-12")))
    assert f"до {found:genitive}" == "до грудня 2025\N{NO-BREAK SPACE}року"
    assert f"{found}" == "грудень 2025\N{NO-BREAK SPACE}року"


def test_a_date_is_read_in_the_language_of_the_reader_only():
    assert parse_date("28 грудня 2025 року") == ""
    with use_language("uk"):
        assert parse_date("28 December 2025") == ""


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
        ("198X", "the 1980s"),
        ("20XX", "some year from 2000 to 2099"),
        ("19X5", "some year of the form 19X5"),
        ("XXXX-12-XX", "some day of December of an unknown year"),
        ("156X-12-25", "25 December of the 1560s"),
        ("2025-1X", "some month from October to December 2025"),
        ("2025-X2", "February/December 2025"),
        ("2025-XX", "some month of 2025"),
        ("2025-XX-XX", "some day of 2025"),
        ("2025-XX-05", "day 5 of some month of 2025"),
        ("2025-12-XX", "some day of December 2025"),
        ("2025-12-2X", "some day from 20 to 29 December 2025"),
        ("2025-24?", "perhaps winter 2025"),
        ("2025-26", "northern summer 2025"),
        ("2025-30", "southern summer 2025"),
        ("2025-33", "first quarter of 2025"),
        ("2025-33/2025-35", "first quarter of 2025 to third quarter of 2025"),
        ("2025-38", "second four-month period of 2025"),
        ("2025-40~", "about first half of 2025"),
        ("2004-06~-11", "11 June 2004 (year approximate; month approximate)"),
        ("2004-?21", "spring 2004 (part of the year uncertain)"),
        ("1950S2", "about 1950 (from 1900 to 1999)"),
        ("2025/", "from 2025, end unknown"),
        ("/2025", "until 2025, start unknown"),
        ("[1667,1668,1670..1672]", "1667, 1668 or 1670 to 1672"),
        ("{1960,1961-12}", "1960 and December 1961"),
        ("[..1760-12-03]", "3 December 1760 or earlier"),
        ("{1984..}", "1984 and later"),
        ("[2025-01,2025-06..]", "January 2025 or June 2025 onwards"),
        ("{1670..1672}", "all of 1670 to 1672"),
        ("2026-01-01T23:30:00-05:00", "1 January 2026, 23:30 UTC−05:00"),
        ("2026-01-01T23:30:15Z", "1 January 2026, 23:30:15 UTC"),
        ("2026-01-01T00:00:00", "1 January 2026, 00:00"),
    ],
)
def test_in_words_as_precise_as_given(text, words):
    assert format_date(text) == words
    assert parse_date(words) == str(dates.read_edtf(text))


def test_a_label_of_a_date_has_its_genitive():
    with use_language("uk"):
        label = Label(format_date("2025-12"), "events/meeting")
        assert (
            f"до {label:genitive}, {label:dative}"
            == "до грудня 2025\N{NO-BREAK SPACE}року, грудень 2025\N{NO-BREAK SPACE}року"
        )
