"""Each format says the language and the direction of words that are in another one, and of nothing else."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import docx
import page as checker
import pikepdf
import pytest
from bs4 import BeautifulSoup
from docx.oxml.ns import qn

from analysis.report.document.text_cells import Link
from analysis.report.formats import load_writer, markdown_text
from analysis.report.formats.html import text as html
from analysis.report.formats.pdf import text as pdf
from analysis.style.scripts import list_font_folders
from tests.many_scripts import read_report
from tests.sheets import Sheet, list_from_right, read_sheets

LANGUAGES = {"ar", "he", "ka", "hy", "hi", "zh-Hans", "ja", "ko", "uk", "el", "sr-Latn", "es-419"}


def find_title(language: str) -> str:
    """The title of the source in a language."""
    return next(source.title for source in read_report().sources if source.language == language)


@cache
def write(name: str) -> bytes:
    """The report with sources in many scripts, written in a format."""
    return load_writer(name)(read_report(), {})


@cache
def parse_page() -> BeautifulSoup:
    """The page of it."""
    return BeautifulSoup(write("html").decode(), "html.parser")


def test_a_page_says_the_language_of_each_title_wherever_it_stands():
    page = parse_page()
    assert {element["lang"] for element in page.find_all(lang=True)} == {*LANGUAGES, "en"}
    bare = [
        (language, text[:60])
        for language in LANGUAGES
        for text in page.find("body").find_all(string=re.compile(re.escape(find_title(language))))
        if text.find_parent(lang=True)["lang"] != language and text.find_parent("script") is None
    ]
    assert bare == []


def test_what_is_read_from_right_to_left_is_set_apart_and_nothing_else_is():
    page = parse_page()
    apart = {(element.name, element["dir"], element["lang"]) for element in page.find_all("bdi")}
    assert apart == {("bdi", "rtl", "ar"), ("bdi", "rtl", "he")}
    assert all(element.name == "bdi" for element in page.find_all(dir="rtl"))


def test_a_page_has_translations_beside_titles():
    rows = [" ".join(row.get_text().split()) for row in parse_page().select(".sources li")]
    assert any(row.startswith("Оцінка потреб відбудови [Assessment of recovery needs], Інститут") for row in rows)
    assert parse_page().select_one(".fact-source cite").get_text().endswith("[Assessment of reconstruction needs 2026]")


def list_runs() -> Iterable[Any]:
    word = docx.Document(io.BytesIO(write("docx")))
    return word.element.iter(qn("w:r"))


def get_text(run: Any) -> str:
    return "".join(part.text or "" for part in run.iter(qn("w:t")))


@pytest.mark.parametrize(
    ("language", "attribute"),
    [
        ("ar", "bidi"),
        ("he", "bidi"),
        ("hi", "bidi"),
        ("zh-Hans", "eastAsia"),
        ("ja", "eastAsia"),
        ("ko", "eastAsia"),
        ("uk", "val"),
        ("el", "val"),
        ("ka", "val"),
        ("hy", "val"),
        ("sr-Latn", "val"),
        ("es-419", "val"),
    ],
)
def test_word_has_the_language_of_a_title_in_the_place_for_its_script(language, attribute):
    runs = [run for run in list_runs() if get_text(run) == find_title(language)]
    tags = {tuple(run.rPr.find(qn("w:lang")).attrib.items()) for run in runs}
    assert tags == {((qn(f"w:{attribute}"), language),)}
    assert {run.rPr.find(qn("w:rtl")) is not None for run in runs} == {language in ("ar", "he")}


def test_word_keeps_title_date_and_place_in_order():
    document = docx.Document(io.BytesIO(write("docx")))
    (entry,) = [
        paragraph._p
        for paragraph in document.paragraphs
        if paragraph.text.startswith(find_title("ar")) and "Reliability" in paragraph.text
    ]
    runs = [run for run in entry.iter(qn("w:r")) if get_text(run)]
    plain = "".join(get_text(run) for run in runs if run.rPr is None or run.rPr.find(qn("w:rtl")) is None)
    assert plain.startswith(" [Assessment of reconstruction needs 2026]. , 10 January 2026. Reliability B: ")
    assert plain.endswith(" example.org/ar")


def test_markdown_isolates_titles_that_are_read_from_right_to_left():
    text = write("md").decode()
    assert f"**\u2067{find_title('ar')}\u2069** \\[Assessment of reconstruction needs 2026\\]. \u2067معهد" in text
    assert "\u2067معهد الاختبار\u2069, 10 January 2026" in text
    assert f"\u2067{find_title('he')}\u2069" in text


def list_languages(made: bytes) -> set[str]:
    """The languages that the tags and the text of a PDF say."""
    found = set()
    with pikepdf.open(io.BytesIO(made)) as opened:
        for item in opened.objects:
            if isinstance(item, pikepdf.Dictionary) and "/Lang" in item:
                found.add(str(item.Lang))
        for page in opened.pages:
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "BDC" and "/Lang" in operands[1]:
                    found.add(str(operands[1].Lang))
    return found


def test_a_pdf_says_the_language_of_each_title_and_is_accessible():
    made = write("pdf")
    said = {language.partition("-")[0] for language in list_languages(made)}
    assert said >= {language.partition("-")[0] for language in LANGUAGES}
    assert checker.validate_pdf_bytes(made, profile="ua1").is_compliant


@pytest.mark.parametrize(("language", "day"), [("ar", "10 January 2026"), ("he", "11 January 2026")])
def test_a_printed_entry_reads_title_date_and_place_from_left_to_right(language, day):
    sheet, at = next(_find_words(f"{day}. Rel"))
    first, last = sheet.chars[at], sheet.chars[at + len(f"{day}. Rel") - 1]
    before = list_from_right(sheet, first)
    assert len(before) > 5
    assert max(char["x1"] for char in before) <= first["x0"] < last["x0"]


def _find_words(words: str) -> Iterator[tuple[Sheet, int]]:
    """Yields the pages of the PDF that have some words, and the position of their first character."""
    for sheet in read_sheets(write("pdf")):
        text = "".join(char["text"] for char in sheet.chars)
        at = text.find(words)
        if at >= 0:
            yield sheet, at


@pytest.mark.skipif(len(list_font_folders()) < 2, reason="needs the extras scripts and east-asian")
def test_print_takes_the_form_of_a_chinese_character_that_its_language_has():
    with pikepdf.open(io.BytesIO(write("pdf"))) as opened:
        fonts = {
            str(item.BaseFont)
            for item in opened.objects
            if isinstance(item, pikepdf.Dictionary) and "/BaseFont" in item
        }
    names = " ".join(fonts)
    families = ("CJKsc", "CJKjp", "CJKkr", "Arabic", "Hebrew", "Georgian", "Armenian", "Devanagari")
    assert [family for family in families if f"NotoSans{family}-" not in names] == []
    assert "□" not in "".join(char["text"] for sheet in read_sheets(write("pdf")) for char in sheet.chars)


def test_an_address_with_words_that_are_read_from_right_to_left_keeps_the_order_of_its_parts():
    link = (Link("example.org/الأخبار/2026/12", "https://example.org/2026"),)
    assert str(html.render_text(link)).endswith('>example.org/<bdi dir="rtl">الأخبار</bdi>/2026/12</a>')
    assert "[example.org/\u2067الأخبار\u2069/2026/12]" in markdown_text.render_text(link)
    assert "example.org/\u2067الأخبار\u2069/2026/12" in pdf.render_text(link)
