"""How a report is cited, by hand: in words, as CSL-JSON and as BibTeX."""

from __future__ import annotations

from dataclasses import replace

import bibtexparser
import pytest

from analysis.messages import use_language
from analysis.report.document.published import Published
from analysis.report.formats import report_citation
from analysis.style.house import get_shipped_house
from tests import notebooks_in_memory

PUBLISHED = Published("gap", "gap", "The gap")
ABOUT = {"id": "lake", "title": "The lake meeting", "date": "2026-01-01", "date_text": "1 January 2026", "data": "c4ec"}


@pytest.fixture
def document():
    house = replace(
        get_shipped_house(),
        header={"name": "The institute", "classification": ""},
        share={"site": "https://example.org/lake", "author": "A. Author"},
    )
    return replace(notebooks_in_memory.read_forces(), title=("50% is missing",), about=ABOUT, house=house)


def test_all_that_is_known(document):
    assert report_citation.build_report_csl(document, PUBLISHED) == {
        "id": "lake-gap",
        "type": "report",
        "title": "50% is missing",
        "author": [{"literal": "A. Author"}],
        "publisher": "The institute",
        "collection-title": "The lake meeting",
        "issued": {"date-parts": [[2026, 1, 1]]},
        "version": "c4ec",
        "URL": "https://example.org/lake/gap/gap.html",
        "language": "en",
    }
    assert report_citation.format_report_citation(document, PUBLISHED) == (
        "A. Author (1 January 2026). 50% is missing. The lake meeting. The institute. Version c4ec. "
        "https://example.org/lake/gap/gap.html"
    )


def test_bibtex_is_read_back(document):
    [entry] = bibtexparser.parse_string(report_citation.format_report_bibtex(document, PUBLISHED)).entries
    fields = {field.key: field.value for field in entry.fields}
    assert (entry.key, entry.entry_type) == ("lake-gap", "techreport")
    assert fields["title"] == r"50\% is missing"
    assert fields["institution"] == "The institute"
    assert fields["year"] == "2026"
    assert fields["type"] == "Version c4ec"
    assert fields["url"] == "https://example.org/lake/gap/gap.html"


def test_what_is_not_known_is_left_out(document):
    bare = replace(document, about={}, house=get_shipped_house(), title=("Who pays?",))
    name = get_shipped_house().header["name"]
    assert report_citation.format_report_citation(bare, PUBLISHED) == f"{name}. Who pays?"
    assert not {"issued", "URL", "version"} & set(report_citation.build_report_csl(bare, PUBLISHED))


def test_a_ukrainian_report_is_cited_with_its_version_in_ukrainian(document):
    with use_language("uk"):
        assert " Версія c4ec. https://" in report_citation.format_report_citation(document, PUBLISHED)
        assert "{Версія c4ec}" in report_citation.format_report_bibtex(document, PUBLISHED)
