"""A page in Ukrainian, as a reader uses it: cards, tables, sliders and search are in Ukrainian, and all of it fits."""

from __future__ import annotations

import os
import re
from contextlib import ExitStack
from pathlib import Path

import pytest

from analysis.messages import ngettext, use_language
from analysis.report.formats.html.index_page import IndexEntry, render_index
from analysis.report.formats.html.index_search import list_claims
from analysis.report.formats.html.page import write_html
from analysis.report.formats.side_files import build_results
from tests import ukrainian
from tests.browser import axe, pictures
from tests.browser.conftest import ON_PHONE, loaded

pytestmark = pytest.mark.browser

_LATIN = re.compile(r"[A-Za-z]{2,}")
# Buttons, summaries and cards whose words are wider than they are, or run over their neighbours.
_LIST_CUT = """() => {
  const boxes = document.querySelectorAll("button, summary, .cards > div, .cards dd, .facts, .files, nav, label");
  const isCut = (box) => box.checkVisibility() && !box.closest(".scroll") && getComputedStyle(box).display !== "inline"
    && box.scrollWidth > box.clientWidth + 1;
  return [...boxes].filter(isCut).map((box) => box.textContent.trim());
}"""
_NAMES = {"CSV", "PDF", "Communiqu", "max", "min"}  # the same in every language


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A folder with a report, the same on both bases, and the index, all in Ukrainian."""
    folder = tmp_path_factory.mktemp("ukrainian")
    case = ukrainian.make_case(folder / "case")
    report, other = ukrainian.read_report(case), ukrainian.read_report(case, "all")
    (folder / "report.html").write_text(write_html(report), encoding="utf-8")
    (folder / "both.html").write_text(write_html(report, {}, other), encoding="utf-8")
    with use_language("uk"):
        claims = list_claims(build_results(report)["claims"])
    entries = [
        IndexEntry(
            "report", "Гроші", "Висновок", "Питання?", "", "", {"HTML": "report.html"}, claims=claims, language="uk"
        ),
        IndexEntry("both", "Обидві основи", "Другий", "Чому?", "", "", {"HTML": "both.html"}, language="uk"),
    ]
    (folder / "index.html").write_text(render_index("Зустріч", entries, language="uk"), encoding="utf-8")
    return folder


@pytest.fixture
def visit(chromium, folder):
    """Opens a page; at the end of the test, nothing may have been complained of or asked for from outside."""
    with ExitStack() as opened:
        yield lambda name="report", **options: opened.enter_context(
            loaded(chromium, folder / f"{name}.html", **options)
        )


def find_foreign(text: str) -> set[str]:
    return {*_LATIN.findall(text)} - _NAMES


def test_a_card_of_a_claim_is_in_ukrainian(visit):
    page = visit()
    page.locator("p.answer a.n").first.click()
    card = page.locator("#_card")
    assert card.locator(".value").inner_text() == "800\u00a0млрд\u00a0$"
    assert card.locator(".copy").inner_text() == "Копіювати посилання"
    assert card.locator(".way a").inner_text() == "Примітка 3 та інші місця, де її використано"
    assert card.get_by_role("button", name="Закрити").count() == 1
    assert "Докладніше про це твердження" in card.locator("summary").all_inner_texts()


def test_a_card_of_a_calculation_is_in_ukrainian(visit):
    page = visit()
    page.locator("h1 a.n").first.click()
    summaries = page.locator("#_card summary").all_inner_texts()
    assert "Як це обчислено: усі складники (2)" in summaries
    assert page.locator("#_card .whose").first.inner_text().startswith("Наш розрахунок; головний чинник")
    assert any(one.startswith("Докладніше: ") or one.startswith("Що кажуть інші: ") for one in summaries)


def test_a_sign_of_a_table_is_spelled_out(visit):
    page = visit()
    assert [page.evaluate("text => spellOut(text)", f"{sign} 5") for sign in "≈≲≥≤><"] == [
        "приблизно 5",
        "майже 5",
        "щонайменше 5",
        "щонайбільше 5",
        "понад 5",
        "менш ніж 5",
    ]
    assert page.evaluate("spellOut('12,5%')") == "12,5%"


def test_the_tools_of_a_table_are_in_ukrainian(visit):
    page = visit()
    page.locator("#table-many").scroll_into_view_if_needed()
    chips = page.locator("#table-many .chips")
    assert chips.get_attribute("aria-label") == "Лише рядки за стовпцем «Голосна»"
    chips.locator("button").last.click()
    assert page.locator("#table-many [role=status]").inner_text() == "14 з 29 рядків"
    head = page.locator("#table-sizes th[data-sorts] button").first
    head.scroll_into_view_if_needed()
    head.click()
    names = page.locator("#table-sizes tbody th").all_inner_texts()
    assert names == ["а", "б", "в", "г", "ґ", "д"]


def test_a_table_too_wide_and_too_tall_says_so_in_ukrainian(visit):
    page = visit()
    assert [page.evaluate("(count) => nameRows(count)", count) for count in (1, 3, 5, 21)] == [
        "1 рядок; гортайте ↓",
        "3 рядки; гортайте ↓",
        "5 рядків; гортайте ↓",
        "21 рядок; гортайте ↓",
    ]


def test_plurals_of_the_page_are_those_of_the_library(visit):
    page = visit()
    counts = [*range(130), 1000, 1001, 1011, 1022, 100_000]
    said = page.evaluate(
        """(counts) => counts.map((count) =>
          ngettext('{left} of {count} row', '{left} of {count} rows', count, { left: 0 }))""",
        counts,
    )
    with use_language("uk"):
        assert said == [ngettext("{left} of {count} row", "{left} of {count} rows", count, left=0) for count in counts]
    assert said[1] == "0 з 1 рядка"


def test_sliders_say_what_is_set_in_ukrainian(visit):
    page = visit()
    section = page.locator(".what-if")
    section.scroll_into_view_if_needed()
    slider = section.locator("input").first
    assert slider.get_attribute("aria-valuetext") == "800\u00a0млрд\u00a0$, як у цьому звіті"
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert slider.get_attribute("aria-valuetext").endswith(", ваше значення")
    assert section.locator("output").first.inner_text().startswith("ваше значення ")
    page.wait_for_function("() => document.querySelector('.what-if [role=status]').textContent")
    assert section.locator("[role=status]").inner_text().startswith("За вашими значеннями: ")
    section.get_by_role("button", name="Повернути значення звіту").click()
    assert section.locator("output").first.is_hidden()


def test_notes_open_and_close_in_ukrainian(visit):
    page = visit()
    button = page.locator(".open-all")
    button.click()
    assert button.inner_text() == "Закрити всі примітки"
    button.click()
    assert button.inner_text() == "Відкрити всі примітки"
    theme = page.locator("button.dark")
    theme.click()
    assert theme.inner_text() == "Світла сторінка"


def test_the_search_finds_words_in_any_case_and_with_any_apostrophe(visit):
    page = visit("index")
    box, status = page.locator("#_search"), page.locator("search [role=status]")
    box.fill("ВІДБУДОВА")
    assert status.inner_text() == "Знайдено: 1"
    box.fill("немає такого")
    assert status.inner_text() == "Нічого не знайдено"
    assert page.evaluate("foldText('зв’язок') === foldText(\"зв'язок\")")


def test_the_other_basis_is_in_ukrainian_too(visit):
    page = visit("both")
    page.locator("nav.switch a:not([aria-current])").click()
    page.wait_for_selector("html.settled")
    assert page.locator("nav.switch > span").inner_text() == "Основа чисел:"
    assert page.locator("button.dark").inner_text() in ("Темна сторінка", "Світла сторінка")


@pytest.mark.parametrize("options", [{}, ON_PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("name", ["report", "index"])
def test_nothing_is_cut_and_axe_objects_to_nothing(visit, name, options):
    page = visit(name, **options)
    page.add_style_tag(content="main > * { content-visibility: visible !important; }")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert page.evaluate(_LIST_CUT) == []
    assert axe.everything(page) == []


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_looks_as_it_did(visit, width, tmp_path):
    page = visit(viewport={"width": width, "height": 900}, color_scheme="light")
    page.add_style_tag(content="main > * { content-visibility: visible !important; }")
    page.evaluate("() => document.querySelectorAll('.frame').forEach(setUpOnce)")
    picture = pictures.taken(page)
    if os.environ.get("RENEW"):
        pictures.keep(picture, f"uk-{width}")
    said = pictures.differences(picture, pictures.kept(f"uk-{width}"))
    if said:
        picture.save(tmp_path / f"uk-{width}.png")
    assert said == "", f"see {tmp_path / f'uk-{width}.png'}, and kept/README.md if it is meant"


def test_no_english_word_is_left_in_a_card(visit):
    page = visit()
    page.locator("h1 a.n").first.click()
    page.evaluate("() => document.querySelectorAll('#_card details').forEach((fold) => { fold.open = true; })")
    assert find_foreign(page.locator("#_card").inner_text()) == set()
