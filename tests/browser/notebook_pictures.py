"""`python -m tests.browser.notebook_pictures FOLDER [NAME ...]`: the shipped notebooks in a front end, to look at.

Each is run in JupyterLab, or in Notebook, and taken whole: as wide as a screen and as half of one, light and dark.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.browser import front_ends
from tests.browser.conftest import QUIET
from tests.conftest import ROOT

_WIDTHS = {"wide": 1600, "half": 800}  # pixels
_THEMES = {"light": "JupyterLab Light", "dark": front_ends.DARK}


def main(given: Sequence[str] | None = None) -> int:
    """Takes the pictures, and prints what is wrong with the drawings in them; returns how many faults there are."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(prog="python -m tests.browser.notebook_pictures", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("names", nargs="*", metavar="NAME", help="of notebooks, such as brief; all if none is named")
    parser.add_argument("--front-end", choices=front_ends.ADDRESS, default="lab")
    asked = parser.parse_args(given)
    shipped = {path.stem: path for path in sorted((ROOT / "notebooks").glob("*.ipynb"))}
    if unknown := set(asked.names) - set(shipped):
        parser.error(f"no notebook {', '.join(sorted(unknown))}; there are {', '.join(shipped)}")
    asked.folder.mkdir(parents=True, exist_ok=True)
    faults = 0
    with tempfile.TemporaryDirectory() as folder, front_ends.started(Path(folder)) as server, sync_playwright() as web:
        browser = web.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        window = browser.new_context(reduced_motion="reduce")
        window.set_default_timeout(60_000)
        for name in asked.names or shipped:
            front_ends.put(server, [shipped[name]])
            page = window.new_page()
            front_ends.open_notebook(page, server, asked.front_end, f"{name}.ipynb")
            front_ends.run_all(page)
            said = [f"{name}: {error}" for error in front_ends.wait_until_run(page)]
            said += [f"{name}, {one}" for one in _take(page, asked.folder / name)]
            front_ends.shut_down(page)
            page.close()
            faults += len(said)
            print("\n".join(said or [f"{name}: whole"]), flush=True)
        browser.close()
    return faults


def _take(page: Any, path: Path) -> list[str]:
    """Takes the four pictures of a notebook that has run; returns what is wrong with its drawings. path: theirs,
    without its end."""
    faults = []
    for theme, name in _THEMES.items():
        front_ends.give(page, "apputils:change-theme", theme=name)
        for width, pixels in _WIDTHS.items():
            page.set_viewport_size({"width": pixels, "height": 1000})
            page.wait_for_timeout(300)
            front_ends.show_everything(page, pixels)
            page.locator(".jp-Notebook").screenshot(path=f"{path}-{width}-{theme}.png", animations="disabled")
            faults += [f"{width}, {theme}: {fault}" for fault in page.evaluate(front_ends.FAULTS)]
    return faults


if __name__ == "__main__":
    raise SystemExit(min(1, main()))
