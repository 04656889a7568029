"""A report in Ukrainian in print, in Word and in Markdown, read back."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from string import Formatter

import docx
import page as checker
import pikepdf
import pytest
from docx.oxml.ns import qn

from analysis import dates
from analysis.messages import use_language
from analysis.report.document.model import Column, Document, Label, Number, Table
from analysis.report.document.typography import bind_words
from analysis.report.formats import load_writer
from analysis.report.formats.docx.tables import compute_widths
from analysis.report.formats.pdf.tables import render_table
from analysis.style.house import get_shipped_house
from tests import catalogues
from tests.many_scripts import read_report
from tests.sheets import Sheet, find_faults, read_sheets

ROOMS = ("analysis/report/document", "analysis/report/formats/docx", "analysis/report/formats/pdf")
MODULES = ("analysis/report/formats/markdown.py", "analysis/report/formats/pictures.py")


def read_ukrainian() -> Document:
    """The report with sources in many scripts, in Ukrainian."""
    return read_report("uk")


@cache
def write(name: str) -> bytes:
    """The report in a format."""
    return load_writer(name)(read_ukrainian(), {})


@cache
def read_text(name: str) -> str:
    """The words of the report in a format, with a space for whatever is between them."""
    if name == "md":
        return write("md").decode()
    if name == "pdf":
        pages = ("".join(char["text"] for char in sheet.chars) for sheet in read_sheets(write("pdf")))
        return " ".join(" ".join(pages).split())
    word = docx.Document(io.BytesIO(write("docx"))).element
    paragraphs = ("".join(text.text or "" for text in one.iter(qn("w:t"))) for one in word.iter(qn("w:p")))
    return "\n".join(paragraphs)


def list_english() -> Iterator[str]:
    """The words of the messages that print, Word and Markdown have of their own, in English."""
    for message in catalogues.collect_messages():
        if any(file.startswith(ROOMS) or file in MODULES for file, _ in message.locations):
            for text in message.id if isinstance(message.id, tuple) else (message.id,):
                yield from (words.strip(" .,:;–()") for words, *_ in Formatter().parse(text))


@pytest.mark.parametrize("name", ["pdf", "docx", "md"])
def test_no_message_of_the_formats_is_printed_in_english(name):
    messages = {words for words in list_english() if len(words) > 4}
    text = read_text(name).replace("\u00a0", " ")
    assert len(messages) > 60
    assert [words for words in messages if re.search(rf"(?<!\w){re.escape(words)}(?![\w:])", text)] == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("pdf", ["Звідки взято числа", "Де використано: рис. 1, табл. 1", "Джерела", "Достовірність: "]),
        ("pdf", ["Рис. 1", "Табл. 1", "Числа на рисунку: примітки 1", "див. табл. 1 та рис. 1. Табл. 1 називає"]),
        ("docx", ["Звідки взято числа", "Дані до рисунків", "Дані до рис. 1", "Дрібні цифри після числа"]),
        ("docx", ["Рис. 1", "Табл. 1", "див. табл. 1 та рис. 1. Табл. 1 називає", "Де використано: "]),
        ("md", ["**Рис. 1.** Дванадцять", "## Звідки взято числа", "Дані до цього рисунка", "За примітками «"]),
        ("md", ["див. [табл. 1](#table-titles) та [рис. 1](#figure-surveys). [Табл. 1](#table-titles) називає"]),
    ],
)
def test_furniture_is_ukrainian(name, words):
    text = read_text(name).replace("\u00a0", " ")
    assert [one for one in words if one not in text] == []


def test_a_pdf_says_that_it_is_ukrainian_and_is_accessible():
    with pikepdf.open(io.BytesIO(write("pdf"))) as opened:
        assert str(opened.Root.Lang) == "uk"
        said = {str(link.Contents) for page in opened.pages for link in page.get("/Annots", ()) if "/Contents" in link}
    assert any(re.fullmatch(r"Примітка.1", one) for one in said)
    assert any(re.match(r"Рис\..1", one) for one in said)
    assert [one for one in said if re.match("Note|Figure|Table", one)] == []
    assert checker.validate_pdf_bytes(write("pdf"), profile="ua1").is_compliant


@pytest.mark.parametrize("language", ["ar", "he"])
def test_a_printed_entry_reads_title_date_and_place_from_left_to_right(language):
    day = next(source.date for source in read_ukrainian().sources if source.language == language)
    with use_language("uk"):
        words = bind_words(f"{dates.format_date(day)}. Достов").replace("\u00a0", " ")
    pages = ((sheet, "".join(char["text"] for char in sheet.chars)) for sheet in read_sheets(write("pdf")))
    sheet, at = next((sheet, text.replace("\u00a0", " ").find(words)) for sheet, text in pages if "Джерела" in text)
    first, last = sheet.chars[at], sheet.chars[at + len(words) - 1]
    middle, left = (first["top"] + first["bottom"]) / 2, 0 if first["x0"] < sheet.width / 2 else sheet.width / 2
    before = [
        char
        for char in sheet.chars
        if char["top"] < middle < char["bottom"] and left <= char["x0"] and "\u0590" <= char["text"] <= "\u06ff"
    ]
    assert at >= 0
    assert len(before) > 5
    assert max(char["x1"] for char in before) <= first["x0"] < last["x0"]


def list_faults(sheets: list[Sheet]) -> list[str]:
    """What stands in a wrong place of Cyrillic letters and digits; other scripts set marks over letters."""
    ours = ([char for char in sheet.chars if re.match(r"[\u0400-\u052f\d]", char["text"])] for sheet in sheets)
    return [
        fault for sheet, chars in zip(sheets, ours, strict=True) for fault in find_faults(replace(sheet, chars=chars))
    ]


def test_nothing_is_cut_or_printed_over_something_else():
    sheets = read_sheets(write("pdf"))
    assert list_faults(sheets) == []


def test_word_checks_ukrainian_and_computes_with_a_comma():
    word = docx.Document(io.BytesIO(write("docx")))
    assert [item.get(qn("w:val")) for item in word.settings.element.iter(qn("w:themeFontLang"))] == ["uk-UA"]
    assert [item.get(qn("w:val")) for item in word.settings.element.iter(qn("w:decimalSymbol"))] == [","]
    assert [item.get(qn("w:val")) for item in word.settings.element.iter(qn("w:listSeparator"))] == [";"]
    defaults = word.styles.element.find(qn("w:docDefaults"))
    assert [item.get(qn("w:val")) for item in defaults.iter(qn("w:lang"))] == ["uk-UA"]
    assert word.core_properties.language == "uk"


def test_word_keeps_its_fields_where_a_reference_is_in_small_letters():
    fields = [item.text.strip() for item in docx.Document(io.BytesIO(write("docx"))).element.iter(qn("w:instrText"))]
    assert [field for field in fields if field.startswith("SEQ")] == ["SEQ Figure \\* ARABIC", "SEQ Table \\* ARABIC"]
    assert [field for field in fields if field.startswith("REF")] == [
        "REF _table_titles \\h \\* Lower",
        "REF _figure_surveys \\h \\* Lower",
        "REF _table_titles \\h",
    ]


def test_every_link_of_markdown_leads_to_a_place():
    text = write("md").decode()
    assert {*re.findall(r"\]\(#([^)]+)\)", text)} == {"table-titles", "figure-surveys"}
    assert {*re.findall(r'<a id="([^"]+)">', text)} == {"table-titles", "figure-surveys"}
    marks = {*re.findall(r"(?<!\n)\[\^(\d+)\]", text)}
    assert marks == {*re.findall(r"^\[\^(\d+)\]:", text, re.M)}


WORDS = (
    "щонайменше",
    "широкомасштабного",
    "електроенергетичної інфраструктури",
    "найвідповідальніші постачальники",
    "водопостачання й водовідведення",
    "непідтверджено",
)


def make_wide_table() -> Table:
    """A table whose long Ukrainian words are in eight narrow columns beside a number."""
    number = Number("приблизно 1,25 млрд $", 1.25e9, "USD", 1e9, 2e9, "about", ("c",), "c", False, "", "", "n1", 1)
    names = (*WORDS, WORDS[1])
    columns = (*(Column(f"c{at}", (name,), "left") for at, name in enumerate(names)), Column("n", ("сума",), "right"))
    row = (*((Label(f"{name} {name}", "plans/a"),) for name in names), (number,))
    return Table("wide", "table-wide", 1, ("Довгі слова",), columns, (row,) * 3, ())


def test_long_words_of_a_wide_table_are_not_cut_in_print():
    wide = make_wide_table()
    report = read_ukrainian()
    notes = (replace(report.notes[0], used=("n1",)),)
    made = Document(("Довгі слова",), ("Що?",), report.about, (wide,), notes, (), (), {}, (), {}, language="uk")
    sheets = read_sheets(load_writer("pdf")(made, {}))
    text = "".join(char["text"] for sheet in sheets for char in sheet.chars)
    joined = re.sub(r"[-\u00ad\ufffe\s\x02]", "", text)
    with use_language("uk"):
        assert render_table(wide, get_shipped_house())[1]  # on a turned page
    assert list_faults(sheets) == []
    assert [word for words in WORDS for word in words.split() if joined.count(word) < 6] == []


def test_word_measures_cyrillic_as_wider_than_latin():
    narrow, wide = (
        Table("t", "t", 1, (), (Column("a", (word,), "left"), Column("b", ("b",), "left")), (), ())
        for word in ("x" * 20, "ж" * 20)
    )
    assert compute_widths(wide, 9000)[0] > compute_widths(narrow, 9000)[0] * 1.1
