"""Works on method as BibTeX, read back by another library."""

from __future__ import annotations

import bibtexparser

from analysis.report.formats.works_bibtex import format_works
from analysis.show.citation import list_works


def read_back(works):
    library = bibtexparser.parse_string(format_works(works))
    assert not library.failed_blocks
    return {
        entry.key: {"type": entry.entry_type, **{f.key: f.value for f in entry.fields}} for entry in library.entries
    }


def test_every_work_of_ours_is_read_back_with_its_fields():
    found = read_back(list_works().values())
    assert list(found) == list(list_works())
    assert found["brier1950"] == {
        "type": "article",
        "title": "Verification of forecasts expressed in terms of probability",
        "author": "Brier, Glenn W.",
        "year": "1950",
        "journal": "Monthly Weather Review",
        "volume": "78",
        "number": "1",
        "pages": "1--3",
    }
    assert found["ajp21"]["author"] == "{NATO}"
    assert found["ajp21"]["institution"] == "NATO Standardization Office"


def test_an_unusual_work_keeps_its_text_and_no_unsafe_address():
    found = read_back([{"id": "a b", "type": "song", "title": "50% & {x}", "page": "12, 14-20", "URL": "javascript:x"}])
    assert found["a_b"]["type"] == "misc"
    assert found["a_b"]["title"].startswith(r"50\% \& ")
    assert found["a_b"]["pages"] == "12, 14-20"
    assert "url" not in found["a_b"]
