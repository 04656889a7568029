"""The fold under a figure, the page of its own, how to cite, and the bar between reports."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from analysis.report.document.model import Figure
from analysis.report.document.published import ListedReport, Published
from analysis.report.formats.html import sharing
from analysis.report.formats.html.page import write_html
from analysis.report.formats.share_files import build_share_files
from analysis.report.formats.side_files import build_piece_files
from tests import notebooks_in_memory

LISTED = (ListedReport("brief", "The brief", "brief"), ListedReport("forces", "Troop caps", "forces"))
PUBLISHED = Published("forces", "forces", "Troop caps", LISTED)


@pytest.fixture(scope="module")
def document():
    return replace(notebooks_in_memory.read_forces(), published=PUBLISHED)


@pytest.fixture(scope="module")
def tree(document):
    return BeautifulSoup(write_html(document), "html.parser")


def test_every_file_and_page_that_a_figure_leads_to_is_made(document, tree):
    made = {**build_piece_files(document), **build_share_files(document)}
    figures = [item for item in document.blocks if isinstance(item, Figure)]
    assert len(tree.select("details.share > p")) == len(figures) > 0
    found = [link["href"] for link in tree.select("details.share > p a") if not link["href"].startswith("#")]
    assert {path.rpartition(".")[2] for path in found} == {"png", "svg", "csv", "html"}
    assert [path for path in found if path not in made] == []
    anchors = {it["id"] for it in tree.select("[id]")}
    for link in tree.select('details.share a[href^="#"]'):
        assert link["href"][1:] in anchors


def test_on_the_page_turned_to_the_other_basis_a_figure_has_its_link_and_no_files(document):
    turned = replace(document, published=replace(PUBLISHED, drawn=False))
    folds = BeautifulSoup(write_html(turned), "html.parser").select("details.share > p")
    figures = [item for item in document.blocks if isinstance(item, Figure)]
    assert [link["href"] for fold in folds for link in fold.select("a")] == [f"#{one.anchor}" for one in figures]
    assert [one["data-copy"] for fold in folds for one in fold.select("button")] == [
        f"#{one.anchor}" for one in figures
    ]


def test_the_page_of_a_figure_needs_no_script_and_nothing_from_outside(document):
    pages = sharing.build_figure_pages(document, PUBLISHED)
    figures = {f"figures/{item.key}.html": item for item in document.blocks if isinstance(item, Figure)}
    assert set(pages) == set(figures)
    for name, page in pages.items():
        tree = BeautifulSoup(page, "html.parser")
        assert not tree.select("script, link, img[src], iframe")
        assert "url(http" not in page
        assert tree.select_one('[role="img"]')["aria-label"] == figures[name].alt
        assert len(tree.select("svg")) == 2
        [back] = tree.select("a")
        assert back["href"] == f"../forces.html#{figures[name].anchor}"
        assert len(page) < 100_000


def test_the_report_is_cited_in_three_forms(document, tree):
    cited = sharing.build_cite_rows(document)
    bibtex, csl = tree.select(".cite pre")
    assert bibtex.get_text() == cited["bibtex"]
    [item] = json.loads(csl.get_text())
    assert item["title"] in cited["text"]
    assert tree.select_one(".cite .text").get_text().replace("’", "'") == cited["text"]


def test_the_bar_leads_to_the_reports_beside_it(tree, document):
    assert [link["href"] for link in tree.select(".beside-reports a")] == ["../brief/brief.html", "../index.html"]
    first = replace(document, published=replace(PUBLISHED, report="brief", folder="brief"))
    links = BeautifulSoup(write_html(first), "html.parser").select(".beside-reports a")
    assert [link["href"] for link in links] == ["../index.html", "../forces/forces.html"]
