"""The card of a number in real JupyterLab: by mouse and key, in a notebook that is run, reopened or not trusted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import nbformat
import pytest

from analysis.style.colour import compute_contrast
from tests.browser import front_ends
from tests.browser.conftest import WIDE
from tests.conftest import TINY

pytestmark = pytest.mark.browser

CELLS = (
    "import pandas as pd\nfrom analysis import bars, load_case, say\nfrom analysis.label import Label\n"
    f"case = load_case({str(TINY)!r})\n"
    "need, usable = case['reconstruction.need'], case['assets.usable']\ngap = (need - usable).named('gap', 'Gap')",
    "say('The gap is {gap}, of {need}.', gap=gap, need=need)",
    "say('It rose {rise}.', rise=Label('from $902 billion to $977 billion', 'claims/need'))",
    "bars(pd.DataFrame({'item': ['Need', 'Means'], 'sum': [need, usable]}), 'Needs and means', key='needs',"
    " label='item', value='sum')",
    "pd.DataFrame({'n': [need]})",
)
GAP, CARD = ".communique p a.n >> nth=0", "#_card"
COLOURS = """element => { const mix = document.createElement("canvas").getContext("2d");
  const hex = (name) => { mix.fillStyle = getComputedStyle(element)[name]; return mix.fillStyle; };
  return [hex("color"), hex("backgroundColor")]; }"""


@pytest.fixture(scope="module")
def lab(chromium: Any, server: front_ends.Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A page of JupyterLab with a notebook whose cells have run, and which is saved."""
    folder = tmp_path_factory.mktemp("lab")
    notebook = nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_code_cell, CELLS)))
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python", "language": "python"}
    path = folder / "cards.ipynb"
    nbformat.write(notebook, path)
    (name,) = front_ends.put(server, [path])
    context = chromium.new_context(viewport=WIDE, reduced_motion="reduce")
    page = context.new_page()
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    front_ends.open_notebook(page, server, "lab", name)
    front_ends.run_all(page)
    assert front_ends.wait_until_run(page) == []
    front_ends.give(page, "docmanager:save")
    page.server = server
    yield page
    assert page.problems == []
    context.close()


@pytest.fixture(autouse=True)
def _closed(lab: Any) -> None:
    lab.keyboard.press("Escape")


def read_card(page: Any) -> str:
    """Returns the words of the card that is open."""
    page.wait_for_selector(f"{CARD}:popover-open", timeout=5000)
    words: str = page.inner_text(CARD)
    return words


def check_card(words: str) -> None:
    """Holds the card of the gap to what is known of it: 800 less at most 100, and who disputes the 800."""
    for known in ("Gap", "at least $700 billion", "Interval: $700 billion to $800 billion", "Our arithmetic"):
        assert known in words


def test_a_press_opens_the_card_within_the_window_and_another_closes_it(lab):
    lab.click(GAP)
    check_card(read_card(lab))
    box = lab.locator(CARD).bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= WIDE["width"]
    assert box["y"] + box["height"] <= WIDE["height"]
    lab.click(GAP)
    assert not lab.is_visible(CARD)
    lab.click(".communique .dataframe td a.n")  # of a frame: 800, and the survey's 588 beside it
    assert "about $588 billion" in read_card(lab)


def test_enter_opens_escape_closes_and_the_focus_returns(lab):
    lab.focus(GAP)
    lab.keyboard.press("Enter")
    check_card(read_card(lab))
    assert lab.evaluate("document.activeElement.id") == "_card"
    lab.keyboard.press("Escape")
    assert not lab.is_visible(CARD)
    assert lab.evaluate("document.activeElement.textContent") == "at least $700 billion"
    assert lab.locator(".jp-Cell.jp-mod-selected .cm-focused").count() == 0  # the cell is not edited instead


def test_what_stands_between_two_dollar_signs_is_no_formula(lab):
    assert lab.locator("mjx-container").count() == 0
    assert lab.locator("p", has_text=re.compile(r"^It rose from \$902 billion to \$977 billion\.$")).count() == 1
    assert lab.inner_text(".communique p >> nth=0") == "The gap is at least $700 billion, of $800 billion."


def test_a_number_in_a_drawing_opens_its_card(lab):
    lab.click(".communique g.mark >> nth=0")
    assert "Reconstruction need" in read_card(lab)


def test_its_note_unfolds_below_the_output(lab):
    lab.click(GAP)
    lab.click(f"{CARD} .way a")
    assert not lab.is_visible(CARD)
    assert lab.locator(".communique details.notes[open] li >> nth=0").is_visible()


def test_in_a_dark_theme_all_of_it_can_be_read(lab):
    front_ends.give(lab, "apputils:change-theme", theme=front_ends.DARK)
    lab.wait_for_selector("body[data-jp-theme-light='false']", state="attached")
    try:
        lab.click(GAP)
        words, ground = lab.eval_on_selector(CARD, COLOURS)
        assert compute_contrast(ground, "#000000") < 2  # dark it is
        for part in (".value", ".label", "a"):
            colour, _ = lab.eval_on_selector(f"{CARD} {part}", COLOURS)
            assert compute_contrast(colour, ground) >= 4.5, part
        assert words != ground
    finally:
        lab.keyboard.press("Escape")
        front_ends.give(lab, "apputils:change-theme", theme="JupyterLab Light")
        lab.wait_for_selector("body[data-jp-theme-light='true']", state="attached")


def test_reopened_from_disk_it_opens_and_what_is_not_trusted_unfolds(lab):
    server = lab.server
    text = (server.folder / "cards.ipynb").read_text(encoding="utf-8")
    assert "communiqueCards" in text
    front_ends.open_notebook(lab, server, "lab", "cards.ipynb")  # who has run it trusts it
    lab.click(GAP)
    check_card(read_card(lab))
    (server.folder / "foreign.ipynb").write_text(re.sub("Needs and means", "Means and needs", text), encoding="utf-8")
    front_ends.open_notebook(lab, server, "lab", "foreign.ipynb")
    assert lab.locator(".communique script, .communique style").count() == 0
    assert lab.locator(CARD).count() == 0
    lab.click(".communique summary >> nth=0")
    shown = lab.inner_text(".communique details[open] >> nth=0")
    assert "reconstruction need − usable frozen assets" in shown
    first = lab.locator(".communique details[open] li >> nth=0")
    assert first.evaluate("item => [item.value, getComputedStyle(item).listStyleType]") == [1, "decimal"]
    assert first.inner_text().startswith("Gap: ")
    assert "Rebuilding takes this much." in shown
