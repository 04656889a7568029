"""Ids of sources: ASCII, short, free, and the same each time."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.bibliography.entry import Entry
from analysis.bibliography.ids import propose_id


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (Entry("e", "Müller:2021-Ukraine"), "muller_2021_ukraine"),
        (Entry("e", "worldbankNeeds2025"), "worldbank_needs2025"),
        (Entry("e", "", author="A. Lee Jr.; B. Cox", date="2019"), "lee_2019"),
        (Entry("e", "", author="Іван Франко", date="2019-05"), "source_2019"),
        (Entry("e", "http://zotero.org/users/1/items/AB", author="Anna Straße; B", date="2021-03~"), "strasse_2021"),
        (Entry("e", "ITEM-2", publisher="World Bank Group", date="2021"), "world_bank_2021"),
        (Entry("e", "7F8K2LQ9", url="https://www.example.org/x", title="The x"), "example_org"),
        (Entry("e", "RN123", title="The lakes of the north"), "lakes"),
        (
            Entry("e", "", author="Іван Франко", publisher="Правда", url="https://pravda.com.ua/a", date="2024"),
            "pravda_com_ua_2024",
        ),
        (Entry("e", "2021", title="北京"), "source"),
        (Entry("e", "x" * 90), "x" * 40),
    ],
)
def test_an_id_says_whose_and_when(entry, expected):
    assert propose_id(entry, ()) == expected


def test_a_taken_id_gets_a_word_of_the_title_and_then_a_number():
    entry, taken = Entry("e", "", author="Anna Berg", date="2021", title="On the lakes"), set[str]()
    for expected in ("berg_2021", "berg_2021_lakes", "berg_2021_2", "berg_2021_3"):
        found = propose_id(entry, taken)
        taken.add(found)
        assert found == expected


@given(
    st.builds(
        Entry,
        st.just("e"),
        key=st.text(),
        title=st.text(),
        author=st.text(),
        publisher=st.text(),
        date=st.sampled_from(["", "2021", "XXXX-12"]),
    ),
    st.integers(0, 5),
)
def test_every_id_is_one_and_is_free(entry, times):
    taken: set[str] = set()
    for _ in range(times + 1):
        found = propose_id(entry, taken)
        assert re.fullmatch(r"[a-z][a-z0-9_]*", found)
        assert found not in taken
        taken.add(found)
    assert len(taken) == times + 1
