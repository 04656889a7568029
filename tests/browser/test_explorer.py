"""The explorer in JupyterLab itself: it is drawn, a setting changes the answer, and nothing complains."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, TINY, write_notebook

pytestmark = [pytest.mark.browser, pytest.mark.slow]

_TOKEN = "of-this-test"
_OWN = f"""
from analysis import explorer
def ask(case):
    need = case["reconstruction.need"]
    return need if need.value < 1000 else need / 0
explorer({str(TINY)!r}, compare=ask)
"""


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[str]:
    """The address of a JupyterLab that serves a folder with two notebooks."""
    write_notebook(tmp_path / "first.ipynb", f"from analysis import explorer\nexplorer({str(TINY)!r})", _OWN.strip())
    log = tmp_path / "lab.log"
    options = [
        "--no-browser",
        "--allow-root",
        f"--IdentityProvider.token={_TOKEN}",
        "--port=0",
        f"--ServerApp.root_dir={tmp_path}",
    ]
    own = {"PYTHONPATH": str(ROOT), "JUPYTER_CONFIG_DIR": str(tmp_path / "config"), "HOME": str(tmp_path)}
    with log.open("w") as file:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options], stdout=file, stderr=file, env={**os.environ, **own}
        )
    try:
        yield _find_address(server, log)
    finally:
        server.terminate()
        server.wait(30)


def _find_address(server: Any, log: Path) -> str:
    for _ in range(600):
        if found := re.search(r"http://(?:localhost|127\.0\.0\.1):\d+/", log.read_text()):
            return found[0]
        assert server.poll() is None, log.read_text()
        time.sleep(0.1)
    raise AssertionError(f"JupyterLab did not start: {log.read_text()}")


def test_a_setting_changes_the_answer_and_an_error_is_said(chromium: Any, lab: str) -> None:
    context = chromium.new_context(viewport={"width": 700, "height": 1600})
    context.set_default_timeout(60_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{lab}doc/tree/first.ipynb?token={_TOKEN}")
    page.locator(".jp-Notebook .jp-CodeCell .cm-content").first.click()
    page.keyboard.press("Shift+Enter")
    panel = page.locator(".communique-explorer").first
    panel.get_by_text("Funding gap: at least $700 billion").wait_for()
    field = panel.get_by_label("in billion USD").first
    field.fill("600")
    field.press("Enter")
    panel.get_by_text("Your own number: reconstruction need is $600 billion, in place of $800 billion.").wait_for()
    panel.get_by_role("button", name="Copy as code").press("Enter")  # by keyboard
    panel.get_by_text("override={'reconstruction.need': 600.0}").wait_for()
    room = panel.bounding_box()["width"]
    assert [box for box in panel.locator("select, input").all() if box.bounding_box()["width"] > room] == []

    page.locator(".jp-Notebook .jp-CodeCell .cm-content").nth(1).click()
    page.keyboard.press("Shift+Enter")
    own = page.locator(".communique-explorer").nth(1)
    own.get_by_text("Reconstruction need: $800 billion").wait_for()
    own.get_by_label("in billion USD").first.fill("2000")
    own.get_by_label("in billion USD").first.press("Enter")
    own.get_by_role("alert").get_by_text("ask stopped at line 4").wait_for()
    assert complaints == []
    context.close()
