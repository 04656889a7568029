"""CSL-JSON, as Zotero and others write it."""

from __future__ import annotations

import json

import pytest

from analysis import load_case
from analysis.bibliography.csl import read_csl, read_csl_date
from analysis.case.schema import Source
from analysis.errors import UsageError
from analysis.report.formats.bibliography import build_csl


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"date-parts": [[2019]]}, "2019"),
        ({"date-parts": [["2019", "3"]]}, "2019-03"),
        ({"date-parts": [[2019, 3, 15]]}, "2019-03-15"),
        ({"date-parts": [[2019, 3], [2019, 5, 1]]}, "2019-03/2019-05-01"),
        ({"date-parts": [[2019], [0]]}, "2019/.."),
        ({"date-parts": [[2019]], "season": "2"}, "2019-22"),
        ({"date-parts": [[2019]], "season": "Fall"}, "2019-23"),
        ({"date-parts": [[2019, 14]]}, "2019-22"),
        ({"date-parts": [[2019, 3]], "circa": True}, "2019-03~"),
        ({"date-parts": [[2019, 3]], "circa": "false"}, "2019-03"),
        ({"date-parts": [[2019], [2020]], "circa": 1}, "2019~/2020~"),
        ({"raw": "15 March 2019"}, "2019-03-15"),
        ({"literal": "March 2019", "circa": True}, "2019-03~"),
        ("2019-03", "2019-03"),
        ({"raw": "n.d."}, ""),
        ({"date-parts": [[]]}, ""),
        ({"date-parts": [[0]]}, ""),
        ({"date-parts": [[2019, 13, 40]]}, ""),
        ({"date-parts": [[2020], [2019]]}, ""),
        ({"date-parts": "2019"}, ""),
        ({"date-parts": [[2019], [2020], [2021]]}, ""),
        (7, ""),
    ],
)
def test_dates_are_as_precise_as_given(value, expected):
    assert read_csl_date(value) == expected


def test_a_work_gives_what_a_source_has():
    work = {
        "id": "http://zotero.org/users/1/items/AB",
        "type": "article-newspaper",
        "title": "On <i>lakes</i>\u00a0and  <span class='nocase'>iPhones</span>",
        "container-title": "The Daily Test",
        "publisher": "Test Group",
        "author": [
            {"family": "Humboldt", "given": "Alexander", "non-dropping-particle": "von"},
            {"literal": "World Bank"},
            {"family": "King", "given": "Martin Luther", "suffix": "Jr."},
            "nonsense",
        ],
        "issued": {"raw": "soon"},
        "accessed": {"date-parts": [[2020, 1, 2]]},
        "URL": "www.example.org",
        "DOI": "https://doi.org/10.1000/ABC",
        "language": "en-GB",
    }
    (entry,) = read_csl(json.dumps([work]), "works.json")
    assert entry.title == "On lakes and iPhones"
    assert entry.author == "Alexander von Humboldt; World Bank; Martin Luther King Jr."
    assert (entry.publisher, entry.date, entry.accessed) == ("The Daily Test", "", "2020-01-02")
    assert entry.unread == ("issued 'soon'", "address 'www.example.org'")
    assert entry.address == "https://doi.org/10.1000/abc"


def test_every_source_we_export_comes_back_as_it_was():
    case = load_case()
    cards = [case.cards.build_source(id) for id in case.ledger.get_table(Source)]
    entries = read_csl(json.dumps(build_csl(cards)), "x")
    kept = ("title", "publisher", "author", "date", "language", "url")
    expected = [tuple(getattr(card, name) or "" for name in kept) for card in cards]
    assert [tuple(getattr(entry, name) for name in kept) for entry in entries] == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[{"type": "book"', r"works\.json:1: this is no JSON"),
        ('[{"title": "x"}]', "no CSL-JSON: a list of works, each with a type"),
        ("[1]", "no CSL-JSON"),
        ('{"a": {"type": "book"}}', "no CSL-JSON"),
    ],
)
def test_other_json_is_refused(text, message):
    with pytest.raises(UsageError, match=message):
        read_csl(text, "works.json")
