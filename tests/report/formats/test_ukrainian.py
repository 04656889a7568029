"""A report in Ukrainian in print, in Word and in Markdown, read back."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from functools import cache
from string import Formatter

import docx
import page as checker
import pikepdf
import pytest
from docx.oxml.ns import qn
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis import cite, cover, dates, load_case, say
from analysis.messages import set_language, use_language
from analysis.report.document.draft.reader import read_draft
from analysis.report.document.model import Column, Document, DraftCount, Heading, Label, Number, Table
from analysis.report.document.reader import read_document
from analysis.report.document.typography import bind_words
from analysis.report.formats import load_writer, ro_crate
from analysis.report.formats.docx.tables import compute_widths
from analysis.report.formats.pdf.tables import render_table
from analysis.style.house import get_shipped_house
from tests import catalogues
from tests.conftest import TINY
from tests.many_scripts import read_report
from tests.notebooks_in_memory import make_executed_notebook
from tests.sheets import Sheet, find_faults, list_from_right, read_sheets

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
    """The words of the report in a format."""
    return read_words(name, write(name))


def read_words(name: str, made: bytes) -> str:
    """The words of a file, with a space for whatever is between them."""
    if name == "md":
        return made.decode()
    if name == "pdf":
        pages = ("".join(char["text"] for char in sheet.chars) for sheet in read_sheets(made))
        return " ".join(" ".join(pages).split())
    word = docx.Document(io.BytesIO(made)).element
    paragraphs = ("".join(text.text or "" for text in one.iter(qn("w:t"))) for one in word.iter(qn("w:p")))
    return "\n".join(paragraphs)


@cache
def list_english() -> tuple[str, ...]:
    """The words of the messages that print, Word and Markdown have of their own, in English."""
    printed = (
        text
        for message in catalogues.collect_messages()
        if any(file.startswith(ROOMS) or file in MODULES for file, _ in message.locations)
        for text in (message.id if isinstance(message.id, tuple) else (message.id,))
    )
    return tuple(words.strip(" .,:;–()") for text in printed for words, *_ in Formatter().parse(text))


@pytest.mark.parametrize("name", ["pdf", "docx", "md"])
def test_no_message_of_the_formats_is_printed_in_english(name):
    messages = {words for words in list_english() if len(words) > 4}
    text = read_text(name).replace("\u00a0", " ")
    assert len(messages) > 60
    assert [words for words in messages if re.search(rf"(?<!\w){re.escape(words)}(?![\w:])", text)] == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("pdf", ["Звідки взято числа", "Де використано: рис. 1, табл. 1", "Джерела", "Достовірність "]),
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
    pages = [(sheet, "".join(char["text"] for char in sheet.chars)) for sheet in read_sheets(write("pdf"))]
    found = [(sheet, text.replace("\u00a0", " ").find(words)) for sheet, text in pages]
    sheet, at = next((sheet, at) for sheet, at in found if at >= 0)
    first, last = sheet.chars[at], sheet.chars[at + len(words) - 1]
    before = list_from_right(sheet, first)
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


def make_crate() -> dict[str, dict[str, object]]:
    """The entities of the report's RO-Crate, by id."""
    made = ro_crate.build_metadata(read_ukrainian(), "r", {"notebook.ipynb": b"{}"}, {"python": "3", "communique": "1"})
    return {entity["@id"]: entity for entity in json.loads(made)["@graph"]}


def test_a_crate_says_the_language_of_the_report_and_of_each_source():
    crate = make_crate()
    assert crate["./"]["inLanguage"] == "uk"
    said = {str(entity.get("inLanguage")) for id, entity in crate.items() if id.startswith("#source-")}
    assert said >= {"ar", "zh-Hans", "es-419", "sr-Latn"}


WORK = {
    "id": "a",
    "type": "book",
    "title": "Книга",
    "author": [{"family": "Франко", "given": "Іван"}],
    "issued": {"date-parts": [[1905]]},
}
HEADINGS = "# Загальна оцінка: що відомо?\n\n## Є й ґанок\n\n### 乌克兰 и Україна"


def make_report_with_headings() -> Document:
    """A report with Ukrainian headings, and a work cited."""
    try:
        case = load_case(TINY, language="uk")
        cell = new_markdown_cell(HEADINGS)
        said = say("Так пишуть {work}, і це {need}.", work=cite(WORK), need=case["reconstruction.need"])
        notebook = make_executed_notebook(cover("Про потребу", "Скільки?", case.about), said)
        notebook.cells.insert(1, cell)
        return read_document(notebook)
    finally:
        set_language("en")


def list_places(opened: pikepdf.Pdf) -> dict[str, set[bytes]]:
    """The places that a PDF names, and those that its links lead to."""
    named = opened.Root.Names.Dests.Names
    links = [link for one in opened.pages for link in one.get("/Annots", ())]
    leads = [link.get("/Dest", link.get("/A", {}).get("/D")) for link in links]
    return {
        "named": {bytes(name) for name in list(named)[::2]},
        "led to": {bytes(place) for place in leads if isinstance(place, pikepdf.String)},
    }


def test_headings_have_the_same_readable_places_in_every_format():
    report = make_report_with_headings()
    anchors = [item.anchor for item in report.blocks if isinstance(item, Heading)]
    assert anchors == ["загальна-оцінка-що-відомо", "є-й-ґанок", "乌克兰-и-україна", "література"]
    page = load_writer("html")(report, {}).decode()
    assert [anchor for anchor in anchors if f'id="{anchor}"' not in page] == []
    assert 'href="#література"' in page
    with pikepdf.open(io.BytesIO(load_writer("pdf")(report, {}))) as opened:
        titles = {str(item.title) for item in opened.open_outline().root}
        places = list_places(opened)
    assert {"Загальна оцінка: що відомо?", "Література"} <= titles
    assert {anchor.encode() for anchor in anchors} <= places["named"]
    assert "література".encode() in places["led to"]
    word = docx.Document(io.BytesIO(load_writer("docx")(report, {}))).element
    names = {start.get(qn("w:name")) for start in word.iter(qn("w:bookmarkStart"))}
    assert {"_загальна_оцінка_що_відомо", "_література"} <= names
    assert "_література" in {link.get(qn("w:anchor")) for link in word.iter(qn("w:hyperlink"))}
    text = load_writer("md")(report, {}).decode()
    assert "[(Франко, 1905)](#література)" in text
    assert "\n## Література\n" in text  # GitHub and Pandoc give the heading this place


DRAFT = """<iframe src="https://example.org/x"></iframe><img src="lost.png" alt="Карта">

Разом 12 з 1200."""


def make_draft() -> dict[str, str]:
    """The words of a draft of another's notebook, in print, Word and Markdown, in Ukrainian."""
    output = new_output("display_data", {"application/vnd.plotly.v1+json": {}})
    cells = [new_markdown_cell(DRAFT), new_code_cell("x", outputs=[output, new_output("stream", text="7\n" * 5)])]
    with use_language("uk"):
        draft = replace(read_draft(new_notebook(cells=cells), "чернетка"), language="uk")
    return {name: read_words(name, load_writer(name)(draft, {})) for name in ("pdf", "docx", "md")}


def test_a_draft_says_in_ukrainian_what_it_is_and_what_it_lacks(monkeypatch):
    monkeypatch.setattr("analysis.report.document.draft.reader.find_page_language", lambda notebook: "uk")
    for name, made in make_draft().items():
        text = made.replace("\u00a0", " ")
        assert "ЧЕРНЕТКА" in text, name
        assert "Цей блокнот ще не звіт: 7 чисел, простежено 0. Підкреслене число не пов’язане" in text
        assert "Стороння сторінка чи об’єкт: чернетка їх не завантажує" in text
        assert "Зображення «Карта», якого немає в блокноті: lost.png" in text
        assert "У блокноті тут діаграма Plotly, яка працює лише там." in text
    assert "*5 непростежених чисел:*" in make_draft()["md"]


@pytest.mark.parametrize(
    ("count", "said"), [(1, "1 число, простежено 0"), (23, "23 числа, простежено 0"), (11, "11 чисел, простежено 0")]
)
def test_counts_of_a_draft_have_three_forms(count, said):
    with use_language("uk"):
        assert str(DraftCount(count, 0)) == said
