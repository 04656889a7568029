"""A browser for the page's own tests: Debian's Chromium, without a network."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from analysis.report.document.model import Figure
from analysis.report.formats.html.index_page import Drawing, IndexEntry, render_index
from analysis.report.formats.html.page import write_html
from tests import notebooks_in_memory
from tests.browser import front_ends

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
ON_PHONE = {"viewport": PHONE, "has_touch": True, "is_mobile": True}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[front_ends.Server]:
    """A server of JupyterLab and Notebook, for all their tests."""
    with front_ends.started(tmp_path_factory.mktemp("server")) as started:
        yield started


@contextmanager
def loaded(chromium: Any, path: Path, address: str = "", **options: Any) -> Iterator[Any]:
    """Opens one page and closes it; meanwhile, nothing may be complained of or asked for from outside.

    address: what follows the file's own, such as `?basis=all`.
    """
    complaints: list[str] = []
    context = chromium.new_context(**{"viewport": WIDE, "reduced_motion": "reduce", **options})
    context.set_default_timeout(5000)
    page = context.new_page()
    page.on("console", lambda said: complaints.append(f"{said.type}: {said.text}"))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda asked: (
            None if asked.url.startswith(("file:", "data:", "blob:")) else complaints.append(f"asked for {asked.url}")
        ),
    )
    page.goto(path.as_uri() + address)
    if options.get("java_script_enabled", True):
        page.wait_for_selector("html.settled")
        page.wait_for_function("() => !window.listUnbuilt || !listUnbuilt().length")
    yield page
    context.close()
    assert complaints == []


def lay_out_everything(page: Any) -> None:
    """Lays out also what is off the screen, and sets up every table, as a reader who has scrolled past it sees them."""
    page.add_style_tag(content="main > * { content-visibility: visible !important; }")
    page.evaluate("() => window.setUpOnce && document.querySelectorAll('.frame').forEach(setUpOnce)")


def _missing(what: str) -> None:
    """A machine without a browser skips; the build that guards the project may not."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what}; the pages must be tried in a browser here")
    pytest.skip(f"{what}; the pages were not tried in a browser")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's Chromium, started once."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _missing("playwright is not installed (pip install 'communique[test]')")
    found = next(filter(None, map(shutil.which, ("/usr/bin/chromium", "chromium"))), None)
    if found is None:
        _missing("no chromium at /usr/bin/chromium or on PATH (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two reports and their index."""
    folder = tmp_path_factory.mktemp("site")
    reports = {"reconstruction": notebooks_in_memory.read_reconstruction(), "forces": notebooks_in_memory.read_forces()}
    for name, document in reports.items():
        (folder / f"{name}.html").write_text(write_html(document), encoding="utf-8")
    both = map(notebooks_in_memory.read_reconstruction, ("article", "all"))
    (folder / "both.html").write_text(write_html(next(both), {}, next(both)), encoding="utf-8")
    pictures = {
        name: next(Drawing(block.svg, block.narrow) for block in document.blocks if isinstance(block, Figure))
        for name, document in reports.items()
    }
    entries = [
        IndexEntry(
            name,
            name.capitalize(),
            "A finding",
            "A question?",
            "1 January 2026",
            "",
            {"HTML": f"{name}.html"},
            pictures=[picture],
        )
        for name, picture in pictures.items()
    ]
    (folder / "index.html").write_text(render_index("The lake meeting", entries), encoding="utf-8")
    return folder


@pytest.fixture
def visit(chromium: Any, site: Path) -> Iterator[Callable[..., Any]]:
    """Opens a page; at the end of the test, nothing may have been complained of or asked for from outside."""
    with ExitStack() as opened:
        yield lambda name="reconstruction", **options: opened.enter_context(
            loaded(chromium, site / f"{name}.html", **{"reduced_motion": "no-preference", **options})
        )
