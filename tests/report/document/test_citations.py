"""Works cited: what the citation processor sets, in the text and in the list at the end."""

from __future__ import annotations

import pytest
from hypothesis import given

from analysis.errors import ReportError
from analysis.report.document.citations import CitationList
from analysis.report.document.model import Heading, Points, get_plain_text
from analysis.report.document.text_cells import Emphasis, Link
from analysis.show.citation import list_works
from tests.report.formats import texts_everywhere


def set_citations(*cited):
    """Returns the citations in words, and the entries of the list."""
    collected = CitationList()
    places = [collected.add(works).anchor for works in cited]
    citations, reference_list = collected.resolve("references")
    heading, entries = reference_list
    assert heading == Heading(1, ("References",), "references")
    assert isinstance(entries, Points)
    assert {citation.anchor for citation in citations.values()} == {"references"}
    return [citations[place].text for place in places], entries.items


def test_a_citation_has_authors_and_year_and_the_list_is_in_order_of_authors():
    works = list_works()
    texts, entries = set_citations([works["ferson2015"]], [works["krippendorff2004"], works["brier1950"]])
    assert texts == ["(Ferson et al., 2015)", "(Brier, 1950; Krippendorff, 2004)"]
    assert entries[0] == (
        "Brier, G.W. (1950) ‘Verification of forecasts expressed in terms of probability’, ",
        Emphasis("Monthly Weather Review", bold=False),
        ", 78(1), pp. 1–3.",
    )
    assert entries[1][-2] == Link(
        "https://doi.org/10.1016/j.ijar.2014.11.003", "https://doi.org/10.1016/j.ijar.2014.11.003"
    )
    assert len(entries) == 3


def test_two_works_of_one_author_and_year_are_told_apart():
    one, other = ({**list_works()["brier1950"], "id": id, "title": title} for id, title in (("a", "One"), ("b", "Two")))
    texts, entries = set_citations([one], [other])
    assert texts == ["(Brier, 1950a)", "(Brier, 1950b)"]
    assert [entry[0] for entry in entries] == ["Brier, G.W. (1950a) ‘One’, ", "Brier, G.W. (1950b) ‘Two’, "]


def test_nothing_cited_gives_no_list():
    assert CitationList().resolve("references") == ({}, ())


def test_two_works_under_one_id_are_refused():
    collected = CitationList()
    collected.add([{"id": "a", "type": "book", "title": "One"}])
    with pytest.raises(ReportError, match="cites two different works under the id 'a'"):
        collected.add([{"id": "a", "type": "book", "title": "Another"}])


@pytest.mark.parametrize("wrong", [{"author": "Smith"}, {"issued": "2004"}])
def test_what_the_processor_cannot_read_is_refused_by_name(wrong):
    with pytest.raises(ReportError, match="cites a work that is not as CSL-JSON has it, one of a: "):
        set_citations([{"id": "a", "type": "book", "title": "T", **wrong}])


@given(text=texts_everywhere.TEXTS)
def test_a_title_prints_letter_for_letter(text):
    title = " ".join(text.split())
    _, (entry,) = set_citations([{"id": "a", "type": "book", "title": f"Q{title}Q"}])
    assert f"Q{title}Q" in get_plain_text(entry)
