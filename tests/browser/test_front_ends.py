"""Notebooks in JupyterLab and Notebook: each runs whole, its figures are whole, and its sliders move."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import nbformat
import pytest

from analysis import compare, load_case
from analysis.show.number import format_estimate
from tests.browser import front_ends, pictures
from tests.conftest import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDE, HALF = {"width": 1600, "height": 1000}, {"width": 800, "height": 1000}
AT_ONCE = 3  # notebooks that run at the same time
THEMES = {  # and the colour of words in them, the ink of house.toml
    "light": ("JupyterLab Light", "rgb(27, 31, 39)"),
    "dark": (front_ends.DARK, "rgb(232, 234, 238)"),
}
# Of the shipped ones, those with sliders, a map, squares, a timeline and the explorer: what else they are made of is in
# these too, and each takes ten seconds. All are run without a browser elsewhere.
LOOKED_AT = ("brief", "explore", "reconstruction", "territory", "timeline")
CELLS = """\
from analysis import bars, compare, load_case, what_if
case = load_case()
r = compare.reconstruction
bars(compare.forces.levels(case), "Caps", key="levels", label="level", value="amount")
---
need, frozen, usable = case["reconstruction.need"], case["assets.frozen"], case["assets.usable"]
what_if("The sums", [need, frozen, usable], [r.gap(case), r.shortfall(case)], within=[(usable, frozen)])
"""


@pytest.fixture(scope="module")
def browser(chromium: Any) -> Iterator[Any]:
    """Windows of one reader, who loads the front ends once."""
    context = chromium.new_context(viewport=WIDE, reduced_motion="reduce")
    context.set_default_timeout(60_000)
    yield context
    context.close()


@contextmanager
def window(browser: Any) -> Iterator[Any]:
    """A window; nothing of ours that runs in it may fail, nor may anything be asked for from outside."""
    complaints: list[str] = []
    page = browser.new_page()
    page.on("pageerror", lambda error: None if _is_theirs(error) else complaints.append(f"{error}\n{error.stack}"))
    page.on("request", lambda asked: None if _is_near(asked.url) else complaints.append(f"asked for {asked.url}"))
    yield page
    page.close()
    assert complaints == []


def _is_theirs(error: Any) -> bool:
    """Whether an error is of the front end itself, whose scripts are files; those of outputs are not."""
    return "/static/" in (error.stack or "")


def _is_near(address: str) -> bool:
    return address.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:"))


@pytest.fixture
def opened(browser: Any, server: front_ends.Server) -> Iterator[Callable[[str, str], Any]]:
    """Opens a notebook in a front end."""
    with ExitStack() as windows:

        def open_one(front_end: str, name: str) -> Any:
            page = windows.enter_context(window(browser))
            front_ends.open_notebook(page, server, front_end, name)
            return page

        yield open_one


@pytest.fixture(scope="module")
def small(server: front_ends.Server) -> str:
    """A notebook with a figure and sliders, and its kernel."""
    cells = [nbformat.v4.new_code_cell(cell.strip()) for cell in CELLS.split("---")]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), server.folder / "small.ipynb")
    return "small.ipynb"


@pytest.fixture(scope="module")
def saved(browser: Any, server: front_ends.Server, small: str) -> str:
    """The same notebook, run in JupyterLab and saved."""
    with window(browser) as page:
        front_ends.open_notebook(page, server, "lab", small)
        front_ends.run_all(page)
        assert front_ends.wait_until_run(page) == []
        front_ends.give(page, "docmanager:save")
        front_ends.shut_down(page)
    return small


@pytest.mark.parametrize("at", range(0, len(LOOKED_AT), AT_ONCE))
def test_a_shipped_notebook_runs_whole_and_no_label_is_cut(opened, server, at):
    names = front_ends.put(server, [ROOT / "notebooks" / f"{name}.ipynb" for name in LOOKED_AT[at : at + AT_ONCE]])
    pages = [opened("lab", name) for name in names]
    for page in pages:
        front_ends.run_all(page)
    assert [front_ends.wait_until_run(page) for page in pages] == [[] for _ in pages]
    for page in pages:
        for size in (WIDE, HALF):
            page.set_viewport_size(size)
            page.wait_for_timeout(300)
            assert page.evaluate(front_ends.FAULTS) == []
        front_ends.shut_down(page)


@pytest.mark.parametrize("front_end", front_ends.ADDRESS)
def test_sliders_move_by_mouse_and_keys_and_say_what_the_library_says(opened, server, small, front_end):
    page = opened(front_end, small)
    front_ends.run_all(page)
    assert front_ends.wait_until_run(page) == []
    slider = page.locator(".what-if input").first
    slider.scroll_into_view_if_needed()
    for key in ("ArrowRight", "ArrowUp"):
        slider.press(key)
    assert slider.input_value() == "810"
    case = load_case(override={"reconstruction.need": 810})
    results = compare.reconstruction.gap(case), compare.reconstruction.shortfall(case)
    assert page.locator(".what-if td.yours").all_inner_texts() == [format_estimate(one) for one in results]
    assert page.locator(".what-if td.yours").first.evaluate("cell => getComputedStyle(cell).textAlign") == "right"
    page.wait_for_function("() => /810/.test(document.querySelector('.python code').textContent)")
    box = slider.bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.9, box["y"] + box["height"] / 2)
    assert float(slider.input_value()) > 1000
    page.locator(".what-if .reset").click()
    assert slider.input_value() == "800"
    front_ends.shut_down(page)


def test_reopened_it_is_live_where_it_is_trusted_and_still_where_it_is_not(opened, server, saved):
    again = opened("lab", saved)
    again.wait_for_selector(".what-if input")
    assert again.locator(".communique-figure .drawing").count() == 1
    assert again.evaluate("() => Object.keys(window).filter((name) => name.startsWith('communique_')).length") == 2
    stranger = server.folder / "stranger.ipynb"
    notebook = nbformat.read(server.folder / saved, as_version=4)
    notebook.cells[0].outputs[-1].data["text/plain"] += " "  # no longer what was signed
    nbformat.write(notebook, stranger)
    still = opened("lab", stranger.name)
    still.wait_for_selector(".communique-figure img")
    assert still.evaluate("() => document.querySelector('.communique-figure img').clientWidth") > 400
    assert still.locator(".what-if, .communique-figure svg").count() == 0
    assert still.locator(".communique-what_if code").inner_text().startswith("load_case(case.folder")
    assert "$1.2 trillion" in still.locator(".communique-what_if table").first.inner_text()
    for shown in (again, still):
        front_ends.shut_down(shown)


def test_a_figure_looks_as_it_did_in_a_light_and_a_dark_theme(opened, saved, tmp_path):
    page = opened("lab", saved)
    figure = page.locator(".communique-figure")
    for name, (theme, ink) in THEMES.items():
        front_ends.give(page, "apputils:change-theme", theme=theme)
        page.wait_for_selector(f".communique-figure.{name}")
        words = figure.locator(".wide text.ink-fill").first
        assert words.evaluate("text => getComputedStyle(text).fill") == ink
        picture = pictures.taken(page, figure)
        if os.environ.get("RENEW"):
            pictures.keep(picture, f"lab-{name}")
        if said := pictures.differences(picture, pictures.kept(f"lab-{name}")):
            picture.save(tmp_path / f"{name}.png")
        assert said == "", f"see {tmp_path / f'{name}.png'}, and kept/README.md if it is meant"
    front_ends.give(page, "apputils:change-theme", theme="JupyterLab Light")
    front_ends.shut_down(page)
