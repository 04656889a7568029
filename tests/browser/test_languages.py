"""A page whose sources are in twelve languages: axe-core finds nothing, and each line reads title, date, place."""

from __future__ import annotations

import pytest

from analysis.report.formats.html.page import write_html
from tests.browser import axe
from tests.browser.conftest import ON_PHONE, lay_out_everything, loaded
from tests.many_scripts import read_report

pytestmark = pytest.mark.browser

# The boxes of some words in the line of the list of sources that has a title: the title, each word of the date, what
# follows it.
BOXES = """(language) => {
  const entry = [...document.querySelectorAll(".sources li")].find((it) => it.querySelector(`cite [lang=${language}]`));
  const box = (node, start, end) => {
    const range = document.createRange();
    range.setStart(node, start);
    range.setEnd(node, end);
    const found = range.getBoundingClientRect();
    return [Math.round(found.top), found.left, found.right];
  };
  const publisher = entry.querySelector(`:scope > [lang=${language}]`), date = publisher.nextSibling;
  const words = [...date.data.matchAll(/\\w+/g)].map((word) => box(date, word.index, word.index + word[0].length));
  return [box(publisher.firstChild, 0, publisher.textContent.length), ...words];
}"""


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    made = tmp_path_factory.mktemp("languages") / "report.html"
    made.write_text(write_html(read_report()), encoding="utf-8")
    return made


@pytest.fixture(scope="module", params=["wide", "phone"])
def page(request, path, chromium):
    with loaded(chromium, path, **(ON_PHONE if request.param == "phone" else {})) as page:
        lay_out_everything(page)
        page.evaluate("document.querySelector('.open-all')?.click()")
        yield page


def test_axe_finds_nothing(page):
    page.emulate_media(color_scheme="light")
    assert axe.everything(page) == []


def test_all_text_stands_out_from_a_dark_page(page):
    page.emulate_media(color_scheme="dark")
    assert axe.contrast(page) == []


def test_nothing_is_wider_than_the_screen(page):
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("language", ["ar", "he"])
def test_the_date_beside_a_name_that_is_read_from_right_to_left_keeps_its_order(page, language):
    name, day, month, year = page.evaluate(BOXES, language)[:4]
    steps = ((name, day), (day, month), (month, year))
    assert all(before[2] <= after[1] + 1 or before[0] < after[0] for before, after in steps)  # or in the next line


@pytest.mark.parametrize("language", ["ar", "he"])
def test_a_title_with_latin_words_or_digits_is_read_from_its_right_end(page, language):
    first, last = page.evaluate(
        """(language) => {
          const node = document.querySelector(`.sources cite [lang=${language}]`).firstChild;
          return [0, node.data.length - 1].map((start) => {
            const range = document.createRange();
            range.setStart(node, start);
            range.setEnd(node, start + 1);
            return range.getBoundingClientRect().left;
          });
        }""",
        language,
    )
    assert first > last


def test_letters_of_scripts_without_slanted_forms_stand_upright(page):
    slanted = page.evaluate(
        """() => [...document.querySelectorAll("bdi, :lang(zh), :lang(ja), :lang(ko), :lang(hi)")]
          .filter((it) => getComputedStyle(it).fontStyle !== "normal").length"""
    )
    assert slanted == 0
