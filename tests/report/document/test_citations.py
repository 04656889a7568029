"""Works cited: what the citation processor sets, in the text and in the list at the end."""

from __future__ import annotations

import pytest
from hypothesis import given

from analysis.errors import ReportError
from analysis.messages import list_languages, use_language
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


WORKS = [
    {
        "id": "a",
        "type": "article-journal",
        "title": "Про прогнози",
        "author": [{"family": "Франко", "given": "Іван"}, {"family": "Косач", "given": "Лариса"}],
        "issued": {"date-parts": [[1905]]},
        "container-title": "Вісник",
        "volume": "7",
        "page": "1-3",
        "URL": "https://example.org/x",
        "accessed": {"date-parts": [[2025, 5, 3]]},
    },
    *(
        {
            "id": f"b{number}",
            "type": "book",
            "title": "Книга",
            "author": [{"family": "Яворницький", "given": "Д."}],
            "issued": {"date-parts": [[1890 + number]]},
            "edition": str(number),
        }
        for number in (1, 2, 3, 4, 7, 12, 23)
    ),
]


def test_works_are_cited_in_ukrainian_with_the_words_of_its_own_folder():
    collected = CitationList()
    collected.add(WORKS[:1])
    collected.add(WORKS)
    with use_language("uk"):
        citations, (heading, entries) = collected.resolve("література")
    assert heading == Heading(1, ("Література",), "література")
    assert next(iter(citations.values())).text == "(Франко і Косач, 1905)"
    texts = [get_plain_text(entry) for entry in entries.items]
    assert texts[0] == (
        "Франко, І. і Косач, Л. (1905) «Про прогнози», Вісник, 7, с. 1–3. Доступно за адресою: https://example.org/x "
        "(Дата звернення: 3 травня 2025 р.)."
    )
    assert [text.partition("Книга. ")[2] for text in texts[1:]] == [
        f"{number} вид." for number in ("1-ше", "2-ге", "3-тє", "4-те", "7-ме", "12-те", "23-тє")
    ]


def test_every_language_with_a_catalogue_has_a_locale_of_csl():
    found = {}
    for tag in list_languages():
        collected = CitationList()
        collected.add(WORKS[:1])
        with use_language(tag):
            found[tag] = get_plain_text(collected.resolve("x")[1][1].items[0])
    assert len({*found.values()}) == len(found) >= 4


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
