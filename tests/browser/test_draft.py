"""The page of a draft: axe-core finds nothing, wide and on a phone, light and dark; what is wide scrolls in its box."""

from __future__ import annotations

import nbformat
import pandas as pd
import pytest

from analysis.report.document.draft.reader import read_draft
from analysis.report.formats.draft import write_draft_files
from tests.browser import axe
from tests.browser.conftest import ON_PHONE, lay_out_everything, loaded
from tests.report.formats.test_draft import make_notebook

pytestmark = pytest.mark.browser

COLOURED = "".join(f"\x1b[{code}m{code} words\x1b[0m, " for code in (*range(30, 38), *range(41, 47), "1;31;42")) + "end"
FITS = """(box) => box.getBoundingClientRect().right <= document.documentElement.clientWidth"""


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    notebook = make_notebook()
    shown = [
        nbformat.v4.new_output("stream", name="stdout", text=COLOURED),
        nbformat.v4.new_output("display_data", data={"text/html": pd.DataFrame([range(1000, 1060)]).to_html()}),
    ]
    notebook.cells.append(nbformat.v4.new_code_cell("show()", outputs=shown))
    page = tmp_path_factory.mktemp("draft") / "x.html"
    page.write_bytes(write_draft_files(read_draft(notebook, "x"), "x", ("html",))["x.html"])
    return page


@pytest.mark.parametrize("options", [{}, ON_PHONE], ids=["wide", "phone"])
def test_a_draft_can_be_read_by_all(path, chromium, options):
    with loaded(chromium, path, **options) as page:
        lay_out_everything(page)
        page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
        page.emulate_media(color_scheme="light")
        assert axe.everything(page) == []
        page.emulate_media(color_scheme="dark")
        assert axe.contrast(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        boxes = page.locator("main :is(pre, .grid)")
        assert all(boxes.nth(at).evaluate(FITS) for at in range(boxes.count()))
        widest = page.locator(".grid").last
        assert widest.evaluate("(box) => box.scrollWidth > box.clientWidth")
        assert widest.evaluate("(box) => getComputedStyle(box).overflowX") == "auto"


def test_the_banner_is_first_and_stays_in_print(path, chromium):
    with loaded(chromium, path) as page:
        page.emulate_media(media="print")
        banner = page.locator("p.draft")
        assert banner.is_visible()
        assert banner.bounding_box()["y"] < page.locator("h1").bounding_box()["y"]
        assert "not yet a report" in banner.inner_text()
