"""The explorer in JupyterLab itself: it is drawn, a setting changes the answer, and an error is said."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.front_ends import FAULTS, Server, open_notebook, run_all, wait_until_run
from tests.conftest import TINY, write_notebook

pytestmark = [pytest.mark.browser, pytest.mark.slow]

_OWN = f"""
from analysis import explorer
def ask(case):
    need = case["reconstruction.need"]
    return need if need.value < 1000 else 1 / 0
explorer({str(TINY)!r}, compare=ask)
"""


def test_a_setting_changes_the_answer_and_an_error_is_said(chromium: Any, server: Server) -> None:
    first = f"from analysis import explorer\nexplorer({str(TINY)!r})"
    write_notebook(server.folder / "panel.ipynb", first, _OWN.strip())
    context = chromium.new_context(viewport={"width": 700, "height": 2600})
    context.set_default_timeout(60_000)  # a front end loads what draws controls while other tests run
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    open_notebook(page, server, "lab", "panel.ipynb")
    run_all(page)
    assert wait_until_run(page) == []

    panel = page.locator(".communique-explorer").first
    panel.get_by_text("Funding gap: at least $700 billion").first.wait_for()
    field = panel.get_by_label("in billion USD").first
    field.fill("600")
    field.press("Enter")
    panel.get_by_text("Your own number: reconstruction need is $600 billion, in place of $800 billion.").wait_for()
    panel.get_by_role("button", name="Copy as code").press("Enter")  # by keyboard
    panel.get_by_text("override={'reconstruction.need': 600.0}").wait_for()
    assert page.evaluate(FAULTS) == []
    right = panel.bounding_box()["x"] + panel.bounding_box()["width"] + 1
    boxes = [one.bounding_box() for one in panel.locator("select, input, button").all() if one.is_visible()]
    assert len(boxes) > 10
    assert [box for box in boxes if box["x"] + box["width"] > right] == []

    own = page.locator(".communique-explorer").nth(1)
    own.get_by_text("Reconstruction need: $800 billion").first.wait_for()
    own.get_by_label("in billion USD").first.fill("2000")
    own.get_by_label("in billion USD").first.press("Enter")
    own.get_by_role("alert").get_by_text("ask stopped at line 4").wait_for()
    assert complaints == []
    context.close()
