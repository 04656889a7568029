"""How soon the card of a number opens in JupyterLab: the first of a notebook just opened, and the next."""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from tests.benchmarks.measure import ROOT
from tests.benchmarks.results import Part, Row
from tests.browser import front_ends

_NOTEBOOKS = ("brief", "sources")
_TIMES = 7
_AIM = 100  # milliseconds from the press, let go, to the painted card
_SETTLED = 2000  # milliseconds until JupyterLab has done what it does when a notebook is opened
# When the button goes down, JupyterLab makes its cell the current one; when it goes up, the card opens.
_FIND = """() => {
  const number = [...document.querySelectorAll(".communique p a.n")].find((one) => one.getClientRects().length);
  number.scrollIntoView({ block: "center" });
  const at = {}, keep = (event) => { at[event.type] ??= event.timeStamp; };
  for (const name of ["pointerdown", "pointerup"]) window.addEventListener(name, keep, { capture: true, once: true });
  window.opened = new Promise((done) => {
    document.getElementById("_card").addEventListener("toggle", () => requestAnimationFrame(() => {
      const painted = new MessageChannel();
      painted.port1.onmessage = () => done([performance.now() - at.pointerup, performance.now() - at.pointerdown]);
      painted.port2.postMessage(0);
    }), { once: true });
  });
  const box = number.getClientRects()[0];
  return [box.left + box.width / 2, box.top + box.height / 2];
}"""


def measure(quick: bool = False) -> Part:
    """Returns how long a number takes to open in two shipped notebooks, run, saved and opened again."""
    from playwright.sync_api import sync_playwright

    names = _NOTEBOOKS[:1] if quick else _NOTEBOOKS
    with tempfile.TemporaryDirectory() as folder, front_ends.started(Path(folder)) as server, sync_playwright() as web:
        browser = web.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        window = browser.new_context(viewport={"width": 1600, "height": 1000})
        window.set_default_timeout(60_000)
        front_ends.put(server, [ROOT / "notebooks" / f"{name}.ipynb" for name in names])
        rows = [_measure(window, server, f"{name}.ipynb", 1 if quick else _TIMES) for name in names]
        browser.close()
    return Part(rows)


def _measure(window: Any, server: front_ends.Server, name: str, times: int) -> Row:
    page = window.new_page()
    front_ends.open_notebook(page, server, "lab", name)
    front_ends.run_all(page)
    if errors := front_ends.wait_until_run(page):
        raise RuntimeError(f"{name} does not run: {errors}")
    front_ends.give(page, "docmanager:save")
    front_ends.shut_down(page)
    page.close()
    took = [_open(window, server, name) for _ in range(times)]
    first, pressed, second = ([one[of] for one in took] for of in range(3))
    return Row(
        f"the first card of `{name}` in JupyterLab",
        f"{min(first):.0f} ms, median {median(first):.0f} ms",
        f"with JupyterLab's own work since the button went down {min(pressed):.0f} ms, median {median(pressed):.0f} ms;"
        f" the next card {min(second):.0f} ms",
        aim=f"{_AIM} ms",
        met=median(first) <= _AIM,
    )


def _open(window: Any, server: front_ends.Server, name: str) -> tuple[float, float, float]:
    """Returns, in milliseconds: the first card since the button went up, and since it went down; the same later."""
    page = window.new_page()
    front_ends.open_notebook(page, server, "lab", name)
    page.wait_for_selector(".communique p a.n")
    page.wait_for_timeout(_SETTLED)
    first, pressed = _press(page)
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)
    second, _ = _press(page)
    front_ends.shut_down(page)
    page.close()
    return first, pressed, second


def _press(page: Any) -> tuple[float, float]:
    left, top = page.evaluate(_FIND)
    page.wait_for_timeout(1000)
    page.mouse.move(left, top)
    page.wait_for_timeout(500)
    page.mouse.down()
    page.mouse.up()
    first, pressed = page.evaluate("window.opened")
    return first, pressed
