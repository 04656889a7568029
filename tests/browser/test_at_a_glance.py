"""Every page of the shipped case at first sight: what is above the fold, the cards of its title, how it prints."""

from __future__ import annotations

import io

import pypdf
import pytest

from tests.browser.conftest import WIDE, lay_out_everything, loaded
from tests.browser.test_cards import find_card_faults
from tests.conftest import REPORTS, read_json

pytestmark = pytest.mark.browser

FOLD, LONGEST_INDEX, LONGEST_BRIEF = 900, 2600, 9000  # pixels, at a width of 1280
TOPS = """asked => [...document.querySelectorAll(asked)].slice(0, 1)
  .map((it) => it.getBoundingClientRect().top + scrollY)"""


@pytest.fixture(scope="module", params=REPORTS)
def opened(request, rendered, chromium):
    with loaded(chromium, rendered / request.param / f"{request.param}.html") as page:
        yield request.param, page


def test_the_first_figure_and_both_bases_are_above_the_fold(opened):
    name, page = opened
    (figure,), strip = page.evaluate(TOPS, "main figure"), page.evaluate(TOPS, "main > section.strip")
    assert figure < FOLD
    assert all(top < figure for top in strip), name


def test_the_titles_cards_lead_to_a_source_and_to_every_rival_there_is(opened):
    assert find_card_faults(opened[1]) == []


@pytest.mark.parametrize("name", ["brief", "timeline", "reconstruction"])  # shortest, tallest figure, most figures
def test_a_browser_prints_few_more_pages_than_the_pdf_has_and_none_nearly_blank(rendered, chromium, name):
    with loaded(chromium, rendered / name / f"{name}.html") as page:
        printed = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert len(printed) <= 1.5 * len(pypdf.PdfReader(rendered / name / f"{name}.pdf").pages)
    assert len(printed[-1].extract_text().split()) > 20


def test_the_brief_is_short(rendered, chromium):
    with loaded(chromium, rendered / "brief" / "brief.html") as page:
        lay_out_everything(page)
        assert page.evaluate("document.documentElement.scrollHeight") <= LONGEST_BRIEF


def test_the_index_is_short_and_finds_a_source_in_every_report_that_uses_it(rendered, chromium):
    with loaded(chromium, rendered / "index.html", viewport=WIDE) as page:
        assert page.evaluate("document.documentElement.scrollHeight") <= LONGEST_INDEX
        page.fill("#_search", "Euroclear")
        page.locator("#_found a").first.wait_for()
        links = page.locator("#_found a").evaluate_all("links => links.map((link) => link.getAttribute('href'))")
        using = {
            name
            for name in REPORTS
            if any(
                "Euroclear" in claim["statement"]
                for claim in read_json(rendered / name / "results.json")["claims"].values()
            )
        }
        assert using
        assert using <= {link.partition("/")[0] for link in links}
        page.fill("#_search", "")
        page.locator(".reports .finding a.n").first.click()
        page.locator("#_card").wait_for(state="visible")
