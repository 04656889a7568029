"""Every text in a page, read back as a browser reads it: letter for letter, but for the shape of apostrophes."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import Phase, given, settings

from analysis.report.document.typography import curl_apostrophes
from analysis.report.formats.html.page import write_html
from tests.report.formats import texts_everywhere


def find_texts(page: Tag) -> dict[str, Any]:
    """The text at each place of `texts_everywhere`."""
    for mark in page.select("sup, a.here"):
        mark.extract()
    note = page.select_one(".notes li")
    facts = {row.dt.get_text(): row.dd for row in note.select("dl.card > div")}
    first, second = page.select("table")
    card = page.select_one("dl.cards")
    return {
        "house name": page.select_one("header.house .name").get_text(),
        "house classification": page.select_one("header.house .classification").get_text(),
        "title": page.h1.get_text(),
        "question": page.select_one("header.title .question").get_text(),
        "case title": page.select_one("header.title .kicker").get_text(),
        "basis": page.select_one("header.title .facts span").get_text(),
        "answer": page.select_one("p.answer").get_text(),
        "heading": page.select_one("#h").get_text()[:-1],
        "prose": page.select_one("p.body").get_text(),
        "remark": page.select_one("#h ~ p.note").get_text(),
        "point": page.select_one("#h ~ ul li").get_text(),
        "ordered point": page.select_one("#h ~ ol li").get_text(),
        "card label": card.dt.get_text(),
        "card note": card.dd.p.get_text(),
        "table caption": page.select_one("#table-shown .finding").get_text(),
        "table heading": first.th.get_text(),
        "table cell": first.select_one("tbody th").get_text(),
        "table note": page.select_one("#table-shown p.note").get_text(),
        "figure title": page.select_one("figcaption .finding").get_text(),
        "figure alt": page.select_one("[role=img]")["aria-label"],
        "data cell": second.select_one("tbody th").get_text(),
        "claim statement": facts["Statement"].get_text(),
        "claim phrase": facts["In its words"].get_text()[1:-1],
        "claim speaker": facts["Said by"].get_text(),
        "claim meaning": facts["Measures"].get_text(),
        "claim note": facts["Note"].get_text(),
        "source title": page.select_one(".sources cite").get_text(),
        "parameter label": page.select_one(".about .changed dt").get_text(),
        "parameter text": page.select_one(".about .changed dd").get_text(),
    }


def check_page(html: str, expected: dict[str, str]) -> None:
    page = BeautifulSoup(html, "html.parser")
    assert len(page.select("script")) == 1
    assert {a["href"].partition(":")[0] for a in page.select("a[href]")} <= {"https"} | {
        a["href"] for a in page.select("a[href^='#']")
    }
    found = {place: curl_apostrophes(text) for place, text in find_texts(page).items()}
    label = found.pop("parameter label")  # begins a row, where a word begins with a capital
    assert label.casefold() == curl_apostrophes(expected["parameter label"]).casefold()
    assert found == {place: curl_apostrophes(expected[place]) for place in found}


@pytest.mark.parametrize("text", texts_everywhere.NASTY)
def test_every_text_is_read_back_letter_for_letter(text):
    texts: dict[str, str] = {}
    document = texts_everywhere.build_document(lambda place: texts.setdefault(place, text))
    check_page(write_html(document), texts)


@given(given_texts=texts_everywhere.documents())
@settings(max_examples=10, phases=[Phase.generate])
def test_any_text_is_read_back_letter_for_letter(given_texts):
    document, texts = given_texts
    check_page(write_html(document), texts)
