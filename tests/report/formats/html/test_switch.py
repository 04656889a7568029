"""Both bases in one page: what is kept of the other, what the control says, and that nothing else changes."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from analysis.report.document.model import Figure
from analysis.report.document.without_sliders import remove_sliders
from analysis.report.formats.html.page import write_html
from tests import notebooks_in_memory
from tests.other_page import unpack_other
from tests.report.formats import texts_everywhere

LINKS = {"PDF": "gap.pdf", "All reports": "../index.html"}


@pytest.fixture(scope="module")
def documents():
    return tuple(map(notebooks_in_memory.read_reconstruction, ("article", "all")))


def parse(text):
    return BeautifulSoup(text, "lxml")


def unpack(page):
    """The body and the title of the page that is kept."""
    return parse(unpack_other(str(page))), page.select_one("#_other")["data-title"]


def list_choices(page):
    return [(one["href"], one.get_text(), one.get("aria-current")) for one in page.select("header.title nav.switch a")]


def test_a_document_alone_makes_a_page_without_the_switch(documents):
    page = parse(write_html(documents[0], LINKS))
    assert page.select("nav.switch, #_other, .unscripted") == []
    assert page.html.get("data-basis") is None


@pytest.mark.parametrize("at", [0, 1])
def test_the_other_page_is_kept_whole_and_the_control_leads_to_each(documents, at):
    document, other = documents[at], documents[1 - at]
    page = parse(write_html(document, LINKS, other))
    assert page.html["data-basis"] == document.basis == ("article", "all")[at]
    assert page.select_one("#_other")["data-basis"] == other.basis
    body, title = unpack(page)
    sides = [("?basis=article", "the article"), ("?basis=all", "all sources")]
    assert list_choices(page) == [(*side, "page" if where == at else None) for where, side in enumerate(sides)]
    assert list_choices(body) == [(*side, "page" if where == 1 - at else None) for where, side in enumerate(sides)]
    alone = parse(write_html(other, LINKS))
    assert body.h1.get_text() == alone.h1.get_text()
    assert title == alone.title.get_text()
    for place in ("section.notes li", "figure svg", "[data-csv]", ".what-if", "section.sources li"):
        assert list(map(str, body.select(place))) == list(map(str, alone.select(place))) != [], place


def test_files_of_the_basis_asked_for_are_called_that_on_the_other_page(documents):
    page = parse(write_html(documents[0], LINKS, documents[1]))
    links = [[link.get_text() for link in one.select("p.facts a")] for one in (page, unpack(page)[0])]
    assert links == [["PDF", "All reports"], ["PDF by the article", "All reports"]]


def test_a_pooled_page_turns_to_the_article(documents):
    given = tuple(replace(one, value="pooled") if one.name == "basis" else one for one in documents[1].parameters)
    pooled = replace(documents[1], parameters=given)
    assert pooled.other_basis == "article"
    page = parse(write_html(pooled, LINKS, documents[0]))
    assert list_choices(page) == [("?basis=pooled", "pooling", "page"), ("?basis=article", "the article", None)]


def test_a_colour_drawn_only_on_the_other_page_is_lightened_on_a_dark_one_too(documents):
    document, other = documents
    drawn = tuple(
        replace(one, svg=re.sub(r"fill: #\w{6}", "fill: #7b2d43", one.svg)) if isinstance(one, Figure) else one
        for one in other.blocks
    )
    rule = 'svg [style*="fill: #7b2d43"]'
    assert rule not in write_html(document, LINKS, other)
    assert rule in write_html(document, LINKS, replace(other, blocks=drawn))


def test_scripts_that_one_of_the_two_needs_are_there_for_both(documents):
    still = remove_sliders(documents[0])
    [plain, both] = (
        [*map(str, parse(write_html(still, {}, other)).head.select("script"))] for other in (None, documents[1])
    )
    assert "setUpWhatIf" not in plain[0]
    assert "setUpWhatIf" in both[0]
    assert len(both) == 1


def test_a_case_that_analyses_no_text_has_one_basis(documents):
    assert documents[0].other_basis == "all"
    assert replace(documents[0], bases={}).other_basis == ""
    assert replace(documents[0], parameters=()).other_basis == ""


@pytest.mark.parametrize("text", texts_everywhere.NASTY)
def test_any_text_of_the_other_page_is_kept_letter_for_letter(text):
    document = texts_everywhere.build_document(lambda place: text)
    other = replace(document, about={**document.about, "title": f"Other {text}"})
    page = parse(write_html(document, {}, other))
    body, title = unpack(page)
    alone = parse(write_html(other))
    assert body.h1.get_text() == alone.h1.get_text()
    assert title == alone.title.get_text()
    assert len(page.select("body script")) == 1


def test_the_same_documents_make_the_same_bytes(documents):
    assert write_html(*documents[:1], LINKS, documents[1]) == write_html(documents[0], LINKS, documents[1])
