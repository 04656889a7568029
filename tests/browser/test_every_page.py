"""Every page of the shipped case, wide and on a phone, light and dark: axe-core finds nothing, drawings are legible."""

from __future__ import annotations

import pytest

from tests.browser import axe, drawings
from tests.browser.conftest import ON_PHONE, lay_out_everything, loaded
from tests.conftest import REPORTS

pytestmark = pytest.mark.browser

# Of one report axe reads everything, wide and light; of the others no more than this of their notes and rows.
WHOLE = "reconstruction"
MORE_OF_THE_SAME = ".notes ol > li:nth-child(n + 5), tbody tr:nth-child(n + 12)"
SHORTEN = "more => document.querySelectorAll(more).forEach((it) => it.remove())"


@pytest.fixture(scope="module", params=["index", *REPORTS])
def path(request, rendered):
    return rendered / "index.html" if request.param == "index" else rendered / request.param / f"{request.param}.html"


@pytest.fixture(scope="module", params=["wide", "phone"])
def page(request, path, chromium):
    with loaded(chromium, path, **(ON_PHONE if request.param == "phone" else {})) as page:
        show_everything(page)
        yield page


def show_everything(page):
    """Opens the notes, and lays out also what is off the screen."""
    lay_out_everything(page)
    page.evaluate("document.querySelector('.open-all')?.click()")


def test_axe_finds_nothing(page, path):
    if page.viewport_size["width"] < 400 or path.stem != WHOLE:
        page.evaluate(SHORTEN, MORE_OF_THE_SAME)
    page.emulate_media(color_scheme="light")
    assert axe.everything(page) == []


def test_all_text_stands_out_from_a_dark_page(page):
    page.evaluate(SHORTEN, MORE_OF_THE_SAME)
    page.emulate_media(color_scheme="dark")
    assert axe.contrast(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_drawings_are_legible(page, theme):
    page.emulate_media(color_scheme=theme)
    assert drawings.faults(page) == []


@pytest.mark.parametrize("options", [{}, ON_PHONE], ids=["wide", "phone"])
def test_axe_finds_nothing_with_a_card_open(rendered, chromium, options):
    with loaded(chromium, rendered / "forces" / "forces.html", **options) as page:
        number = page.locator("main a.n:visible")
        number.nth(
            number.evaluate_all("""numbers => numbers.findIndex((it) =>
            document.querySelector(it.getAttribute("href") + " .of"))""")
        ).click()  # a formula, and claims folded
        page.evaluate("document.querySelectorAll('#_card details').forEach((fold) => { fold.open = true; })")
        assert page.locator("#_card dl:visible").count() > 0
        assert axe.everything(page, "#_card") == []
        page.emulate_media(color_scheme="dark")
        assert axe.contrast(page, "#_card") == []


# A check that cannot fail is none

BREAKS = {
    "image-alt": "main.append(new Image(10, 10))",
    "color-contrast": "document.querySelector('.question').style.color = 'rgb(150 150 150)'",
    "link-in-text-block": "document.querySelector('p.question').innerHTML = 'some words before <a href=\"#x\" "
    'style="text-decoration: none; color: rgb(110 90 90); border: 0">a link</a> and words after it\'',
    "target-size": "document.querySelectorAll('.of a').forEach(a => { a.style.minWidth = a.style.padding = 0 })",
    "nested-interactive": "document.querySelector('.drawing').setAttribute('role', 'img')",
    "label": "main.append(document.createElement('input'))",
    "heading-order": "document.querySelector('h3, h2').outerHTML = '<h4>x</h4>'",
    "html-has-lang": "document.documentElement.removeAttribute('lang')",
    "aria-dialog-name": "card.removeAttribute('aria-labelledby'); card.showPopover()",
}


def test_axe_finds_each_thing_broken_on_purpose(visit):
    page = visit()
    show_everything(page)
    assert axe.everything(page) == []
    page.evaluate(
        f"() => {{ const main = document.querySelector('main'), card = document.getElementById('_card'); "
        f"{'; '.join(BREAKS.values())} }}"
    )
    found = axe.everything(page)
    assert {rule.partition(":")[0] for rule in found} >= {*BREAKS}


SPOILT = {
    "px": "svg.querySelector('text').style.fontSize = '4px'",
    "reaches over the edge": "svg.querySelector('text').setAttribute('transform', 'translate(-30 40)')",
    "lies on": "const [a, b] = svg.querySelectorAll('text'); b.replaceWith(a.cloneNode(true), b)",
    "has contrast": "svg.querySelector('text').style.setProperty('fill', 'rgb(180 180 180)', 'important')",
    "a shape in": "[...svg.querySelectorAll('path[style*=\"fill: #\"]')]"
    ".find((it) => getComputedStyle(it).opacity == 1).style.setProperty('fill', '#e6e6e6', 'important')",
}


def test_each_way_of_spoiling_a_drawing_is_found(visit):
    page = visit()
    show_everything(page)
    assert drawings.faults(page) == []
    given = page.locator(".drawing .wide svg").first.evaluate("svg => svg.innerHTML")
    for fault, how in SPOILT.items():
        page.evaluate(
            f"given => {{ const svg = document.querySelector('.drawing .wide svg'); svg.innerHTML = given; {how} }}",
            given,
        )
        assert any(fault in found for found in drawings.faults(page)), fault
