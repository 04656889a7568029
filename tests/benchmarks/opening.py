"""How soon a page opens on a slow telephone, against the same report as an earlier build wrote it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from tests.benchmarks import earlier
from tests.benchmarks.cases import SHIPPED, shipped
from tests.benchmarks.measure import communique
from tests.benchmarks.results import Part, Row

_REPORTS = ("brief", "sources")
_TIMES = 9
_SLOWED = 4  # times slower than this machine's processor
_AIM, _LONGEST = 0.25, 200  # of the earlier build's time; milliseconds of one task
_WATCH = """window.tasks = [];
new PerformanceObserver((found) => tasks.push(...found.getEntries().map((task) => task.duration)))
  .observe({ type: "longtask", buffered: true });"""
_READ = """[performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd, Math.max(0, ...tasks),
performance.getEntriesByName("first-contentful-paint")[0].startTime]"""


def measure(quick: bool = False) -> Part:
    """Returns how long two pages take to open, 390 pixels wide and with the processor slowed four times."""
    from playwright.sync_api import sync_playwright

    names = _REPORTS[:1] if quick else _REPORTS
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for name in ("run", "earlier"):
            (place / name).mkdir()
        wanted = (*names, "--out")
        options = ("--format", "html", "--case")
        case = str(shipped(place / "data"))
        communique("render", *wanted, str(place / "out"), *options, case, cache=place / "cache", runtime=place / "run")
        build = earlier.install(place / "earlier")
        case = str(build.data / SHIPPED)
        build.communique("render", *wanted, str(place / "out-earlier"), *options, case, runtime=place / "run")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
            rows = [
                _compare(browser, *(_find_page(place / out, name) for out in ("out", "out-earlier")), quick)
                for name in names
            ]
            browser.close()
    return Part(rows)


def _find_page(out: Path, name: str) -> Path:
    return next(out.glob(f"*/{name}/{name}.html"))


def _compare(browser: Any, page: Path, before: Path, quick: bool) -> Row:
    """Opens a page and the earlier one in turns; the least of each is what the machine itself allows."""
    took = [(_open(browser, page), _open(browser, before)) for _ in range(1 if quick else _TIMES)]
    (ours, longest, paint), (theirs, their_longest, their_paint) = (
        [min(one[side][of] for one in took) for of in range(3)] for side in (0, 1)
    )
    return Row(
        f"`{page.stem}` opens, DOMContentLoaded",
        f"{ours:.0f} ms; first text {paint:.0f} ms; longest task {longest:.0f} ms",
        f"commit {earlier.COMMIT}: {theirs:.0f} ms; first text {their_paint:.0f} ms; longest {their_longest:.0f} ms",
        ours / theirs,
        f"{_AIM}, and {_LONGEST} ms",
        ours <= _AIM * theirs and longest <= _LONGEST,
    )


def _open(browser: Any, page: Path) -> tuple[float, float, float]:
    """Returns, in milliseconds: when the page was ready, its longest task, and when the first text was painted."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    tab = context.new_page()
    context.new_cdp_session(tab).send("Emulation.setCPUThrottlingRate", {"rate": _SLOWED})
    tab.add_init_script(_WATCH)
    tab.goto(page.as_uri())
    tab.wait_for_timeout(2000)
    ready, longest, paint = tab.evaluate(_READ)
    context.close()
    return ready, longest, paint
