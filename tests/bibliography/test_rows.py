"""Entries as rows of sources.csv: what they say, what is there already, what they lack."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis import load_case
from analysis.bibliography.entry import Entry
from analysis.bibliography.rows import build_source_rows

NEWS = Entry(
    "line 1", "fox", "article-newspaper", "NEWS", "On lakes", "Daily", "A. Fox", "2021", "en", "https://e.org/a"
)


@pytest.fixture
def ledger(tiny: Path):
    return load_case(tiny).ledger


def test_an_entry_that_says_all_becomes_a_row(ledger):
    found = build_source_rows(ledger, [NEWS])
    assert found.rows == (
        {
            "source_id": "fox",
            "title": "On lakes",
            "publisher": "Daily",
            "author": "A. Fox",
            "date": "2021",
            "kind": "press",
            "role": "second",
            "language": "en",
            "url": "https://e.org/a",
            "accessed": "",
            "reliability": "F",
        },
    )
    assert found.added == ("fox: added from fox (line 1); it has no accessed",)


@pytest.mark.parametrize(
    ("entry", "same"),
    [
        (Entry("e", title="x", url="http://www.example.org/survey/#top"), "survey has the same address"),
        (Entry("e", title="NEEDS – survey", date="2025-06"), "survey has the same title and date"),
        (Entry("e", title="The meeting by the lake", date="2026-01-01"), "article has the same title and date"),
    ],
)
def test_what_the_case_has_already_is_named(ledger, entry, same):
    found = build_source_rows(ledger, [entry])
    assert (found.rows, found.refused) == ((), ())
    assert found.known == (f"“{entry.title}” (e): not added; {same}",)


def test_of_two_works_with_one_doi_the_first_is_added(ledger):
    one = Entry("line 1", "a", "dataset", title="x", language="en", url="https://e.org/a", doi="10.1000/x")
    two = Entry("line 9", "b", "dataset", title="y", language="en", url="https://doi.org/10.1000/X")
    found = build_source_rows(ledger, [one, two])
    assert [row["source_id"] for row in found.rows] == ["a"]
    assert found.known == ("b (line 9): not added; a has the same DOI",)


def test_another_date_or_publisher_makes_another_source(ledger):
    entries = [
        Entry("e", "a", "dataset", title="Index", date="2021", language="en"),
        Entry("e", "b", "dataset", title="Index", date="2022", language="en"),
        Entry("e", "c", "dataset", title="Index", publisher="P", language="en"),
        Entry("e", "d", "dataset", title="Index", publisher="Q", language="en"),
        Entry("e", "e", "dataset", title="Index", publisher="Q", language="en"),
    ]
    assert [row["source_id"] for row in build_source_rows(ledger, entries).rows] == ["a", "b", "c", "d"]


def test_what_must_be_known_and_is_not_said_stops_an_entry(ledger):
    entries = [
        Entry("line 1", "a", "webpage", "@online", title="x", language="en"),
        Entry("line 2", "b", "dataset", "DATA", title="y"),
        Entry("line 3", "c", "dataset", "DATA", title="z", language="Klingonese"),
        Entry("line 4", "d", "dataset", "DATA", language="en"),
    ]
    assert build_source_rows(ledger, entries).refused == (
        "a (line 1): not added; its type @online does not say the kind of source",
        "b (line 2): not added; it names no language",
        "c (line 3): not added; its language 'Klingonese' is no language tag or name",
        "d (line 4): not added; it has no title that can be taken",
    )
    found = build_source_rows(ledger, entries[:3], kind="official", language="uk")
    assert [(row["kind"], row["language"]) for row in found.rows] == [
        ("official", "en"),
        ("dataset", "uk"),
        ("dataset", "uk"),
    ]


def test_names_of_languages_become_tags_and_a_word_of_the_case_is_a_kind(tiny: Path):
    with (tiny / "vocabulary.csv").open("a") as file:
        file.write("book,sources/kind,book,book,A book\n")
    entry = Entry("e", "a", "book", "BOOK", title="x", language="ngerman")
    (row,) = build_source_rows(load_case(tiny).ledger, [entry]).rows
    assert (row["kind"], row["language"]) == ("book", "de")


def test_what_a_column_cannot_hold_is_left_out_and_said(ledger):
    entry = Entry("e", "a", "dataset", title="x", publisher="p" * 10_001, language="en", unread=("issued 'soon'",))
    found = build_source_rows(ledger, [entry])
    assert found.rows[0]["publisher"] == ""
    assert "it has no publisher, no author, no date, no url" in found.added[0]
    assert "not taken: issued 'soon', publisher" in found.added[0]
    assert build_source_rows(ledger, [Entry("e", "a", "dataset", title="x" * 10_001, language="en")]).refused
