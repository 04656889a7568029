"""How soon a page opens on a slow telephone, against the same page with nothing put off."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Any

from tests.benchmarks.cases import shipped
from tests.benchmarks.measure import communique
from tests.benchmarks.results import Part, Row

_REPORTS = ("brief", "sources")
_TIMES = 7
_SLOWED = 4  # times slower than this machine's processor
_AIM, _LONGEST = 0.25, 200  # of the whole page's time; milliseconds of one task
_WATCH = """window.tasks = [];
new PerformanceObserver((found) => tasks.push(...found.getEntries().map((task) => task.duration)))
  .observe({ type: "longtask", buffered: true });"""
_READ = "[performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd, Math.max(0, ...tasks)]"
_DEFERRED = re.compile(r"</?noscript>")
_SKIPPED = re.compile(r"content-visibility: auto;")
_AT_ONCE = (
    '<script>document.addEventListener("DOMContentLoaded", '
    '() => document.querySelectorAll(".frame").forEach(setUpTable));</script>'
)


def measure(quick: bool = False) -> Part:
    """Returns how long two pages take to open, 390 pixels wide and with the processor slowed four times."""
    from playwright.sync_api import sync_playwright

    names = _REPORTS[:1] if quick else _REPORTS
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        case = shipped(place / "data")
        (place / "run").mkdir()
        communique(
            *("render", *names, "--case", str(case), "--out", str(place / "out"), "--format", "html"),
            cache=place / "cache",
            runtime=place / "run",
        )
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
            rows = [_compare(browser, next((place / "out").glob(f"*/{name}/{name}.html")), quick) for name in names]
            browser.close()
    return Part(rows)


def _compare(browser: Any, page: Path, quick: bool) -> Row:
    """Opens a page and its whole twin in turns; the least of each is what the machine itself allows."""
    whole = page.with_name(f"{page.stem}-whole.html")
    whole.write_text(put_off_nothing(page.read_text(encoding="utf-8")), encoding="utf-8")
    took = [(_open(browser, page), _open(browser, whole)) for _ in range(1 if quick else _TIMES)]
    ours, theirs = (min(one[side][0] for one in took) for side in (0, 1))
    longest = min(one[0][1] for one in took)
    return Row(
        f"`{page.stem}` opens, DOMContentLoaded",
        f"{ours:.0f} ms; longest task {longest:.0f} ms",
        f"with nothing put off: {theirs:.0f} ms",
        ours / theirs,
        f"{_AIM}, and {_LONGEST} ms",
        ours <= _AIM * theirs and longest <= _LONGEST,
    )


def put_off_nothing(page: str) -> str:
    """Returns a page whose notes, tables and typefaces are built and laid out as it is read."""
    page = _SKIPPED.sub("", _DEFERRED.sub("", page))
    page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)  # it allows the one script only
    return page.replace("</head>", f"{_AT_ONCE}</head>", 1)


def _open(browser: Any, page: Path) -> tuple[float, float]:
    """Returns when the page was ready and how long its longest task took, in milliseconds."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    tab = context.new_page()
    context.new_cdp_session(tab).send("Emulation.setCPUThrottlingRate", {"rate": _SLOWED})
    tab.add_init_script(_WATCH)
    tab.goto(page.as_uri())
    tab.wait_for_timeout(2000)
    ready, longest = tab.evaluate(_READ)
    context.close()
    return ready, longest
