"""Words that name another report lead there on a page that is published beside it, and nowhere else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from analysis import cover, say, see_report
from analysis.report.document import reader
from analysis.report.document.published import ListedReport, Published
from analysis.report.formats.html.page import write_html
from analysis.report.formats.markdown import write_markdown
from tests import notebooks_in_memory

WORDS = "the report on positions"


@pytest.fixture(scope="module")
def document():
    more = see_report("positions", WORDS)
    return reader.read_document(
        notebooks_in_memory.make_executed_notebook(
            cover("A title", "Why?", {"title": "A case"}),
            say("More is in {more}.", more=more),
            say("It is in {more} too.", more=more),
        )
    )


def find_links(document, *listed):
    published = Published("brief", "brief", "The brief", listed)
    tree = BeautifulSoup(write_html(replace(document, published=published)), "html.parser")
    return [link["href"] for link in tree.select("main a") if link.get_text() == WORDS]


def test_each_place_leads_to_the_report_that_the_notebook_makes(document):
    assert find_links(document, ListedReport("stands", "Stands", "positions")) == ["../stands/stands.html"] * 2


def test_where_there_is_no_such_report_and_in_other_formats_they_are_words(document):
    assert find_links(document, ListedReport("plans", "Plans", "plans")) == []
    for text in (write_html(document), write_markdown(document)):
        assert WORDS in text
        assert "positions.html" not in text
