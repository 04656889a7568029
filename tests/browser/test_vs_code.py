"""The card of a number in VS Code, whose cells lie above all outputs and whose outputs stand on nothing.

VS Code is no package that a test could install. This page has what its outputs are shown in, as seen in version 1.100:
the attributes of the body, the colours as properties, and cells above the outputs, which follow their height.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from analysis import load_case, say, what_if
from analysis.display import render_html
from tests.browser.conftest import WIDE
from tests.conftest import TINY

pytestmark = pytest.mark.browser

CARD = "#_card"
PAGE = """<!doctype html>
<html lang="en" style="--vscode-editor-background: {colour}">
<style>
  body {{ margin: 0; background: transparent; color: {ink}; }}
  .cell {{ height: 8rem; position: relative; z-index: 1; }}
</style>
<body class="vscode-{theme}" data-vscode-theme-kind="vscode-{theme}">
<div class="cell first"></div><div class="output">{first}</div>
<div class="cell second"></div><div class="output">{second}</div>
</body></html>"""
BOXES = """() => Object.fromEntries(['#_card', '.second', '.output', '.output a.n'].map(
  (selector) => [selector, document.querySelector(selector).getBoundingClientRect().toJSON()]))"""


@pytest.fixture(scope="module", params=["light", "dark"])
def outputs(request: pytest.FixtureRequest, chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A page with the outputs of two cells: a sentence, and sliders."""
    case = load_case(TINY)
    need, usable = case["reconstruction.need"], case["assets.usable"]
    gap = (need - usable).named("gap", "Gap")
    first, second = say("The gap is {gap}.", gap=gap), what_if("What if", move=[need], follow=[gap])
    colour, ink = ("#1f1f1f", "#cccccc") if request.param == "dark" else ("#ffffff", "#333333")
    path = tmp_path_factory.mktemp("vs-code") / "outputs.html"
    shown = {"first": render_html(first), "second": render_html(second)}
    path.write_text(PAGE.format(colour=colour, ink=ink, theme=request.param, **shown), encoding="utf-8")
    context = chromium.new_context(viewport=WIDE, reduced_motion="reduce")
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(path.as_uri())
    page.theme = request.param
    yield page
    assert problems == []
    context.close()


def wait_for_room(page: Any, at_least: float) -> dict[str, Any]:
    """Returns where things are once the output has more height than it had."""
    page.wait_for_function(f"() => document.querySelector('.output').offsetHeight > {at_least}", timeout=5000)
    boxes: dict[str, Any] = page.evaluate(BOXES)
    return boxes


def test_its_output_grows_until_it_holds_the_card_and_shrinks_when_it_is_closed(outputs):
    before = outputs.locator(".output").first.evaluate("output => output.offsetHeight")
    outputs.click(".output a.n")
    boxes = wait_for_room(outputs, before)
    assert boxes[CARD]["top"] >= boxes[".output a.n"]["bottom"]
    assert boxes[CARD]["bottom"] <= boxes[".second"]["top"]
    shut = outputs.locator(".output").first.evaluate("output => output.offsetHeight")
    outputs.click(f"{CARD} .body > details:not([open]) > summary")
    boxes = wait_for_room(outputs, shut)
    assert boxes[CARD]["bottom"] <= boxes[".second"]["top"]
    outputs.keyboard.press("Escape")
    outputs.wait_for_function(f"() => document.querySelector('.output').offsetHeight === {before}")
    assert not outputs.locator(f"{CARD}:popover-open").count()


def test_sliders_follow_the_colour_of_the_editor(outputs):
    sliders = outputs.locator(f".communique-what_if .{outputs.theme}, .communique-what_if.{outputs.theme}")
    sliders.first.wait_for(timeout=5000)
    ink = sliders.first.evaluate("element => getComputedStyle(element).color")
    red = int(ink.partition("(")[2].partition(",")[0])
    assert (red > 128) == (outputs.theme == "dark")
