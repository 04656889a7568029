"""RIS, as Zotero, EndNote and Mendeley write it."""

from __future__ import annotations

import pytest

from analysis.bibliography.ris import read_ris
from analysis.errors import UsageError

ZOTERO = """TY  - NEWS
TI  - My Day
AU  - Roosevelt, Eleanor
AU  - King, Martin Luther, Jr.
AU  - World Bank
T2  - The Akron Beacon Journal
CY  - Akron, Ohio
DA  - 1939/10/30/
PY  - 1939
LA  - en
UR  - https://example.org/a;b
Y2  - 2017/01/02/06:18:49
ER  -

"""


def read_one(lines: str):
    (entry,) = read_ris(f"TY  - RPRT\n{lines}\nER  - \n", "works.ris")
    return entry


def test_a_record_gives_what_a_source_has():
    (entry,) = read_ris(ZOTERO, "works.ris")
    assert (entry.title, entry.publisher) == ("My Day", "The Akron Beacon Journal")
    assert entry.author == "Eleanor Roosevelt; Martin Luther King Jr.; World Bank"
    assert (entry.date, entry.accessed) == ("1939-10-30", "2017-01-02")
    assert (entry.url, entry.language, entry.type) == ("https://example.org/a;b", "en", "article-newspaper")
    assert entry.unread == ()


def test_records_keep_their_lines_and_none_is_lost_without_an_end():
    found = read_ris("TY  - JOUR\nT1  - One\nTY  - BOOK\nTI  - Two\n  of two\nER  -\n\nTY  - ELEC\nTI  - Three", "x")
    assert [(one.place, one.title) for one in found] == [
        ("line 1", "One"),
        ("line 3", "Two of two"),
        ("line 8", "Three"),
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("PY  - 2019\nDA  - Mar 15", "2019-03-15"),
        ("Y1  - 2019///\nPY  - 2019", "2019"),
        ("PY  - 2019/03//", "2019-03"),
        ("PY  - 2019///Spring", "2019-21"),
        ("PY  - 2019\nDA  - 2020/01/05", ""),
        ("PY  - n.d.", ""),
        ("", ""),
    ],
)
def test_of_several_dates_the_most_precise_counts(lines, expected):
    assert read_one(lines).date == expected


def test_dates_that_differ_are_named_and_none_is_taken():
    found = read_one("PY  - 2019\nDA  - 2020/01/05")
    assert found.unread == ("dates '2019' and '2020/01/05', which differ",)


def test_publishers_and_titles_are_found_under_each_name_they_have():
    assert read_one("T1  - x\nPB  - RAND\nT2  - A series").publisher == "RAND"
    assert read_one("T1  - x\nT2  - A series").publisher == "A series"
    (journal,) = read_ris("TY  - JOUR\nT1  - x\nJF  - Long name\nJO  - Short\nPB  - Press\nER  - \n", "x")
    assert (journal.title, journal.publisher) == ("x", "Long name")


def test_several_addresses_are_tried_in_order():
    found = read_one("UR  - www.example.org\nUR  - https://example.org/2;https://example.org/3\nDO  - doi:10.1000/A")
    assert (found.url, found.doi) == ("https://example.org/2", "10.1000/a")
    assert found.unread == ("address 'www.example.org'",)


@pytest.mark.parametrize("text", ["", "Title: x", "words before\nTY  - BOOK\nER  - \n"])
def test_what_is_no_ris_is_refused(text):
    with pytest.raises(UsageError, match=r"works\.ris is no RIS"):
        read_ris(text, "works.ris")
