"""The open page of `communique watch`: reloads itself, shows what is wrong, and keeps its own rules otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analysis.report.build.live_server import LiveServer
from analysis.report.formats.html.index_page import render_index
from analysis.report.formats.html.page import write_html
from tests import notebooks_in_memory
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
def live(tmp_path: Path) -> Iterator[LiveServer]:
    """A served folder with a report and its index."""
    (tmp_path / "forces").mkdir()
    write(tmp_path, "How far apart?")
    (tmp_path / "index.html").write_text(render_index("The lake meeting", []), encoding="utf-8")
    live = LiveServer(tmp_path)
    yield live
    live.close()


def write(root: Path, asks: str) -> None:
    """Leaves the report as another rendering would, asking something."""
    making = root / ".making"
    making.write_text(write_html(replace(notebooks_in_memory.read_forces(), question=(asks,))), encoding="utf-8")
    making.replace(root / "forces" / "forces.html")


@pytest.fixture
def opened(chromium: Any, live: LiveServer) -> Iterator[Any]:
    """The report in a browser; at the end, nothing may have been complained of or asked for from elsewhere."""
    complaints: list[str] = []
    context = chromium.new_context(viewport=PHONE)
    page = context.new_page()
    page.on(
        "console",
        lambda said: (
            None
            if "ERR_CONNECTION" in said.text  # while there is no server
            else complaints.append(f"{said.type}: {said.text}")
        ),
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda asked: (
            None if asked.url.startswith((live.url, "data:", "blob:")) else complaints.append(f"asked for {asked.url}")
        ),
    )
    page.goto(f"{live.url}forces/forces.html")
    yield page
    context.close()
    assert complaints == []


def test_the_page_loads_itself_anew_when_its_file_has_changed_and_only_then(live, opened, tmp_path):
    opened.evaluate("window.kept = true")
    live.show_errors({})
    (tmp_path / "index.html").write_text(render_index("Another title", []), encoding="utf-8")
    live.show_errors({})
    opened.wait_for_timeout(300)
    assert opened.evaluate("window.kept") is True
    opened.evaluate("scrollTo(0, 700)")
    with opened.expect_navigation():
        write(tmp_path, "How close?")
        live.show_errors({})
    opened.get_by_text("How close?").wait_for()
    assert opened.evaluate("window.kept") is None
    for _ in range(100):
        if opened.evaluate("scrollY") > 600:  # where the reader was
            break
        opened.wait_for_timeout(50)
    assert opened.evaluate("scrollY") > 600


def test_renewed_it_is_as_dark_as_before_and_opened_data_stay_open(live, opened, tmp_path):
    opened.get_by_role("button", name="Dark page").click()
    data = opened.locator("details.data")
    data.first.locator("summary").click()
    states = "folds => folds.map(fold => fold.open)"
    before = opened.locator("details").evaluate_all(states)
    assert before.count(True) == 1
    with opened.expect_navigation():
        write(tmp_path, "How close?")
        live.show_errors({})
    opened.get_by_text("How close?").wait_for()
    assert opened.evaluate("document.documentElement.dataset.theme") == "dark"
    assert opened.locator("details").evaluate_all(states) == before
    opened.reload()  # the reader's own reload is the browser's matter
    assert opened.evaluate("sessionStorage.length") == 0


def test_an_error_is_shown_over_the_last_good_state_until_it_is_mended(live, opened):
    banner = opened.locator("#_watch")
    live.show_errors({"forces": "forces, cell 3: <b>KeyError</b>: 'missing'", "plans": "plans, cell 1: other"})
    banner.wait_for()
    assert banner.inner_text() == (
        "Update failed; showing the last good version.\nforces, cell 3: <b>KeyError</b>: 'missing'"
    )
    assert banner.get_attribute("role") == "alert"
    box = banner.bounding_box()
    assert box["x"] == 0
    assert box["y"] + box["height"] == PHONE["height"]  # within the window, at its foot
    assert opened.locator("main .question").inner_text() == "How far apart?"
    live.show_errors({})
    banner.wait_for(state="detached")


def test_an_error_that_was_there_before_the_page_is_shown_too(live, opened):
    live.show_errors({"": "claims.csv:6:value: found 'x'"})
    opened.reload()
    opened.locator("#_watch").wait_for()
    opened.goto(live.url)
    opened.locator("#_watch").wait_for()
    assert "found 'x'" in opened.locator("#_watch").inner_text()


def test_the_page_still_does_what_it_does_from_a_file(live, opened):
    opened.locator("a.n").first.click()
    assert opened.locator("#_card").is_visible()
    opened.keyboard.press("Escape")
    opened.get_by_role("button", name="Dark page").click()
    assert opened.evaluate("document.documentElement.dataset.theme") == "dark"


def test_a_page_that_lost_its_server_takes_up_with_the_next_one_at_the_same_place(live, opened, tmp_path):
    port = live.port
    live.close()
    write(tmp_path, "How close?")
    again = LiveServer(tmp_path, port)
    try:
        opened.get_by_text("How close?").wait_for(timeout=30_000)
        assert opened.get_by_text("How far apart?").count() == 0
    finally:
        again.close()
