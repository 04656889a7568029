"""What a reader passes on and finds: the link and the code of a figure, the citation, the search of the index."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import unquote

import pytest

from analysis.report.document.published import ListedReport, Published
from analysis.report.formats.html.index_page import IndexEntry, render_index
from analysis.report.formats.html.index_search import list_claims
from analysis.report.formats.html.page import write_html
from analysis.report.formats.share_files import build_share_files
from analysis.report.formats.side_files import build_piece_files, build_results
from tests import notebooks_in_memory
from tests.browser import axe
from tests.browser.conftest import PHONE, loaded

pytestmark = pytest.mark.browser

LISTED = (ListedReport("gap", "The gap", "reconstruction"), ListedReport("forces", "Troop caps", "forces"))


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """A folder with two published reports and their index."""
    root = tmp_path_factory.mktemp("shared")
    documents = (notebooks_in_memory.read_reconstruction(), notebooks_in_memory.read_forces())
    entries = []
    for listed, document in zip(LISTED, documents, strict=True):
        published = Published(listed.report, listed.report, listed.title, LISTED)
        document = replace(document, published=published)
        files = {name: text.encode() for name, text in build_piece_files(document).items()} | build_share_files(
            document
        )
        for name, content in (files | {f"{listed.report}.html": write_html(document).encode()}).items():
            (root / listed.report / name).parent.mkdir(parents=True, exist_ok=True)
            (root / listed.report / name).write_bytes(content)
        page = {"HTML": f"{listed.report}/{listed.report}.html"}
        claims = list_claims(build_results(document)["claims"])
        entries.append(IndexEntry(listed.report, listed.title, "A finding", "Why?", "", "", page, claims=claims))
    (root / "index.html").write_text(render_index("The lake meeting", entries), encoding="utf-8")
    return root


def test_a_figure_is_passed_on_as_a_link_as_code_and_as_a_page(shared, chromium):
    with loaded(chromium, shared / "gap" / "gap.html", permissions=["clipboard-read", "clipboard-write"]) as page:
        fold = page.locator("details.share").first
        fold.locator("summary").click()
        fold.locator("button", has_text="Copy link").click()
        fold.locator("[role=status]", has_text="Copied").wait_for()
        link = page.evaluate("navigator.clipboard.readText()")
        assert link.startswith(page.url + "#")
        assert page.locator(f"[id='{link.partition('#')[2]}']").count() == 1
        fold.locator("button", has_text="Copy code to embed").click()
        code = page.evaluate("navigator.clipboard.readText()")
        assert code.startswith(f'<iframe src="{page.url.rpartition("/")[0]}/figures/')
        assert axe.everything(page, "details.share") == []
        fold.locator("a", has_text="Page of its own").click()
        page.wait_for_url("**/figures/*.html")
        assert page.locator(".wide svg").is_visible()
        assert axe.everything(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_search_finds_a_claim_by_its_source_whatever_the_accents_and_opens_it_in_each_report(shared, chromium):
    with loaded(chromium, shared / "index.html", viewport=PHONE) as page:
        page.fill("#_search", "LÁKE  daily")  # the source is "The meeting by the lake, The Daily Test"
        hits = page.locator("#_found li")
        hits.first.wait_for()
        assert "found" in page.locator(".search [role=status]").inner_text()
        links = page.locator("#_found a").evaluate_all("links => links.map((link) => link.getAttribute('href'))")
        assert len({link.partition("/")[0] for link in links}) == 2
        assert axe.everything(page) == []
        page.fill("#_search", "nothing has this word")
        assert page.locator(".search [role=status]").inner_text() == "Nothing found"
        assert hits.count() == 0
        for link in links[:4]:
            path, _, anchor = link.partition("#")
            page.goto((shared / path).as_uri() + f"#{anchor}")
            there = page.locator(f"[id='{unquote(anchor)}']")
            there.locator("xpath=preceding-sibling::p[@class='what']").wait_for()  # unfolded, for the reader to see
