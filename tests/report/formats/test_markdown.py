"""The Markdown, parsed: every number is a footnote that is there, and no text turns into markup."""

from __future__ import annotations

import re
from functools import cache
from typing import get_args
from urllib.parse import unquote

import mistune
import pandas as pd
import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given, settings
from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from analysis import bars, card, cards, cover, load_case, say
from analysis import table as show_table
from analysis.report.document import model, reader
from analysis.report.document.model import Column, Figure, Heading, Label, Prose, Reference, Table, get_plain_text
from analysis.report.document.text_cells import Code, Emphasis, Link
from analysis.report.document.without_sliders import remove_sliders
from analysis.report.formats import markdown, markdown_text
from analysis.report.formats import markdown_foreign as markdown_foreign  # what a draft may hold
from analysis.report.formats.exporter import CommuniqueMarkdown
from analysis.report.formats.side_files import build_piece_files
from tests import notebooks_in_memory
from tests.conftest import TINY
from tests.report.formats import texts_everywhere

REPORTS = {"reconstruction": notebooks_in_memory.read_reconstruction, "forces": notebooks_in_memory.read_forces}
ISOLATES = (0x2067, 0x2069)  # the marks around what is read from right to left
NASTY = "a|b *c* _d_ [e](f) `g` <h> &amp; \\ $1$ [^1] ~~i~~ @j"


@cache
def make_markdown(name: str) -> str:
    return markdown.write_markdown(REPORTS[name]())


def parse_as_html(text: str) -> Tag:
    html = mistune.create_markdown(escape=False, plugins=["footnotes", "table", "strikethrough"])(text)
    return BeautifulSoup(html, "html.parser")


@pytest.fixture(params=REPORTS)
def name(request) -> str:
    return request.param


@pytest.mark.parametrize("kind", [kind for kind in get_args(model.Block) if kind is not model.WhatIf])
def test_every_block_has_a_writer(kind):
    assert markdown.render_block.dispatch(kind) is not markdown.render_block.dispatch(object)


@pytest.mark.parametrize("kind", get_args(model.Inline))
def test_every_part_has_a_writer(kind):
    assert markdown_text.render_inline.dispatch(kind) is not markdown_text.render_inline.dispatch(object)


# Numbers and notes


def test_every_number_is_a_footnote(name):
    document = remove_sliders(REPORTS[name]())
    text, _, rest = make_markdown(name).partition("\n## Sources\n")
    found = [int(number) for number in re.findall(r"\[\^(\d+)\]", text)]
    assert sorted(found) == sorted(number.note for number in document.numbers)
    for number in document.numbers:
        assert f"{markdown_text.escape_markdown(number.text)}[^{number.note}]" in text
    assert rest


def test_every_footnote_is_there_and_led_to(name):
    tree = parse_as_html(make_markdown(name))
    notes = {li["id"] for li in tree.select(".footnotes li")}
    assert len(notes) == len(REPORTS[name]().notes)
    assert {a["href"][1:] for a in tree.select("sup a")} == notes
    assert "[^" not in tree.get_text()


def test_footnotes_stand_in_one_another_nowhere(name):
    notes = re.findall(r"(?ms)^\[\^\d+\]: (.*?)(?=^\[\^|\Z)", make_markdown(name))
    assert len(notes) > 1
    for note in notes:
        assert "[^" not in note


def test_a_claims_note_tells_its_story():
    note = next(
        li.get_text()
        for li in parse_as_html(make_markdown("reconstruction")).select(".footnotes li")
        if "Rebuilding takes this much" in li.get_text()
    )
    for fact in (
        "Reconstruction need: $800 billion",
        "“800 billion”",
        "The meeting by the lake",
        "section I, paragraph 1",
        "Elsewhere: about $588 billion (Needs survey)",
    ):
        assert fact in " ".join(note.split())


def test_a_calculations_note_gives_its_formula_and_names_its_claims():
    notes = [
        " ".join(li.get_text().split()) for li in parse_as_html(make_markdown("reconstruction")).select(".footnotes li")
    ]
    assert any(
        note.startswith(
            "Need covered: at most 12.5% (0% to 12.5%) = usable frozen assets / reconstruction need "
            "From notes “Usable frozen assets: at most $100 billion”, "
            "“Reconstruction need: $800 billion”."
        )
        for note in notes
    )


# Blocks


def test_headings_lists_emphasis_and_links_are_read_back():
    tree = parse_as_html(make_markdown("reconstruction"))
    assert tree.h1.get_text().startswith("Frozen assets cover at most 12.5%")
    assert [h.get_text() for h in tree.select("h2")] == [
        "Where it could come from",
        "What is uncertain",
        "Sources",
        "About this report",
        "Where the numbers come from",
    ]
    assert tree.find("em", string="stress")
    assert tree.find("strong", string="weight")
    assert tree.find("code", string="code")
    assert tree.find("a", href="https://example.org/").get_text() == "a link"
    assert [li.get_text() for li in tree.ol.select("li")] == ["first one thing", "then another"]
    assert tree.blockquote.get_text().strip().startswith("The plan asks for $800 billion")


def test_tables_have_their_rows_columns_and_alignment(name):
    tables = parse_as_html(make_markdown(name)).select("table")
    expected = [
        block if isinstance(block, Table) else block.data
        for block in REPORTS[name]().blocks
        if isinstance(block, Table | Figure)
    ]
    assert len(tables) == len(expected)
    for found, table in zip(tables, expected, strict=True):
        assert len(found.select("tbody tr")) == len(table.rows)
        for cell, column in zip(found.select("th"), table.columns, strict=True):
            assert ("right" in str(cell.attrs)) == (column.align == "right")
        for mark in found.select("sup"):
            mark.extract()
        words = [[td.get_text() for td in tr.select("td")] for tr in found.select("tbody tr")]
        assert words == [[get_plain_text(cell) for cell in row] for row in table.rows]


def test_figures_are_the_files_beside_the_report(name):
    document = remove_sliders(REPORTS[name]())
    tree, files = parse_as_html(make_markdown(name)), build_piece_files(document)
    figures = [block for block in document.blocks if isinstance(block, Figure)]
    assert [(image["alt"], image["src"]) for image in tree.select("img")] == [
        (figure.alt, f"figures/{figure.key}.svg") for figure in figures
    ]
    for link in [image["src"] for image in tree.select("img")] + [a["href"] for a in tree.select("a[href$='.csv']")]:
        assert link in files


def test_cross_references_lead_to_an_anchor(name):
    tree = parse_as_html(make_markdown(name))
    anchors = {a["id"] for a in tree.select("a[id]")}
    assert {a["href"][1:] for a in tree.select("a[href^='#table'], a[href^='#figure']")} <= anchors
    assert {block.anchor for block in REPORTS[name]().blocks if isinstance(block, Table | Figure)} == anchors


def test_sources_and_parameters_are_listed():
    tree = parse_as_html(make_markdown("reconstruction"))
    listed = tree.find("h2", string="Sources").find_next("ul")
    assert len(listed.select("li")) == len(notebooks_in_memory.read_reconstruction().sources)
    about = tree.find("h2", string="About this report").find_next("ul").get_text()
    assert "Whose claims are the baseline: article" in about
    assert "Fingerprint of the data read: " in about


# Escaping


def test_no_text_becomes_markup():
    table = Table("k", "a", 1, (NASTY,), (Column("x", (NASTY,), "left"),), (((NASTY,),), ((Label(NASTY, "r"),),)), ())
    tree = parse_as_html(
        "\n\n".join(
            [
                markdown.render_block(Heading(1, (NASTY,), "h")),
                markdown.render_block(Prose((NASTY,))),
                markdown.render_block(table),
            ]
        )
    )
    assert tree.h2.get_text() == tree.select("p")[0].get_text() == NASTY
    assert [cell.get_text() for cell in tree.select("th, td")] == [NASTY] * 3


@pytest.mark.parametrize(
    "text", ["# no heading", "- no list", "+ none", "2025. A year", "> no quote", "3) none", "= no line"]
)
def test_what_begins_a_paragraph_is_no_markup(text):
    assert [p.get_text() for p in parse_as_html(markdown.render_block(Prose((text,)))).select("p")] == [text]


@pytest.mark.parametrize(
    ("part", "written"),
    [
        (Code("a`b"), "``a`b``"),
        (Code("`"), "`` ` ``"),
        (Emphasis("Gap: ", bold=True), "**Gap:** "),
        (Emphasis("", bold=True), ""),
        (Link("here", "https://example.org/a(b)"), "[here](https://example.org/a%28b%29)"),
        (Link("here", "javascript:x"), "here"),
    ],
)
def test_parts_that_need_care(part, written):
    assert markdown_text.render_inline(part) == written


def test_ukrainian_stays_as_it_is():
    document = reader.read_document(
        notebooks_in_memory.make_executed_notebook(
            cover("Title", "Why?", load_case(str(TINY)).about), say("Про мир домовлено: Україна, ґанок, їжа.")
        )
    )
    assert "Про мир домовлено: Україна, ґанок, їжа." in markdown.write_markdown(document)


# The exporter


def test_it_is_stable_and_ends_in_one_line(name):
    assert markdown.write_markdown(REPORTS[name]()) == make_markdown(name)
    assert make_markdown(name).endswith("\n")
    assert not make_markdown(name).endswith("\n\n")


def test_nbconvert_finds_the_exporter_and_is_given_the_files_beside():
    output, resources = CommuniqueMarkdown().from_notebook_node(notebooks_in_memory.make_reconstruction_notebook())
    assert output == make_markdown("reconstruction")
    assert resources["output_extension"] == ".md"
    assert resources["outputs"]["figures/ladder.svg"].startswith(b"<svg")
    assert "tables/funding.csv" in resources["outputs"]


@pytest.mark.parametrize("names", [("alpha", "gamma"), ("a report (1)", "a_report_1"), ("ü", "u")])
def test_notebooks_exported_to_one_folder_keep_their_files_apart(names):
    written = {}
    for name in names:
        notebook = notebooks_in_memory.make_reconstruction_notebook()
        output, resources = CommuniqueMarkdown().from_notebook_node(notebook, {"output_files_dir": f"{name}_files"})
        links = [unquote(link) for link in re.findall(r"\]\(([^)#]*(?:figures|tables)/[^)]*)\)", output)]
        assert links
        assert set(links) <= set(resources["outputs"])
        assert not set(written) & set(resources["outputs"])
        assert all(path.startswith(f"{name}_files/") for path in resources["outputs"])
        written |= resources["outputs"]
    assert {path.partition("_files/")[0] for path in written} == set(names)


def test_struck_text_lines_and_lists_within_lists():
    page = parse_as_html(markdown.write_markdown(notebooks_in_memory.read_texts()))
    paragraph = next(one for one in page.find_all("p") if "The plan" in one.text)
    assert paragraph.find("del").text == "agreed"
    assert len(paragraph.find_all("br")) == 2
    assert "\n# second — bold\nlines" in paragraph.text
    first, second = page.find("ol").find_all("li", recursive=False)
    assert [one.find(string=True).strip() for one in first.find("ul").find_all("li", recursive=False)] == ["a", "b"]
    assert [one.text for one in first.find("ul").find("ol").find_all("li")] == ["deep", "deeper"]
    assert second.text.strip() == "two"


# Every text, read back by two readers


def read_with_mistune(text: str) -> Tag:
    plugins = ["footnotes", "table", "strikethrough", "url", "task_lists", "def_list"]
    return BeautifulSoup(mistune.create_markdown(escape=False, plugins=plugins)(text), "html.parser")


def read_with_markdown_it(text: str) -> Tag:
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return BeautifulSoup(reader.use(footnote_plugin).use(deflist_plugin).render(text), "html.parser")


READERS = [read_with_mistune, read_with_markdown_it]


def find_texts(tree: Tag) -> dict[str, str]:
    """The text at each place of `texts_everywhere`, as a reader of Markdown gives it."""
    for mark in tree.select("sup"):
        mark.extract()
    first, second, *_ = tree.select("h2")
    classified, question, case_title, basis = (p.get_text() for p in tree.select("p")[:4])
    answer, prose, remark = tree.blockquote.p, *first.find_next_siblings("p")[:2]
    points, cards = first.find_next_siblings("ul")[:2]
    shown, drawn = tree.select("table")
    card, label = cards.li.get_text(), cards.li.strong.get_text()
    captions = [p for p in tree.select("p") if p.find("a", id=True)]
    assert second.get_text() == "Sources"
    return {
        "house classification": classified,
        "title": tree.h1.get_text(),
        "question": question,
        "case title": case_title,
        "basis": basis,
        "answer": answer.get_text(),
        "heading": first.get_text(),
        "prose": prose.get_text(),
        "remark": remark.get_text(),
        "point": points.li.get_text(),
        "ordered point": tree.ol.li.get_text(),
        "card label": label.removesuffix(":"),
        "card note": card.removeprefix(f"{label} 7 people (").removesuffix(")"),
        "table caption": captions[0].get_text().removeprefix("Table 1. "),
        "table heading": shown.th.get_text(),
        "table cell": shown.td.get_text(),
        "table note": shown.find_next("p").get_text(),
        "figure title": captions[1].get_text().removeprefix("Figure 1. "),
        "figure alt": tree.img["alt"],
        "data cell": drawn.td.get_text(),
    }


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("text", texts_everywhere.NASTY)
def test_every_text_is_read_back_letter_for_letter(read, text):
    document = texts_everywhere.build_document(lambda place: text)
    tree = read(markdown.write_markdown(document).translate(dict.fromkeys(ISOLATES)))
    notes = tree.select(".footnotes li")
    assert len(notes) == 3
    for place in ("claim phrase", "claim statement", "rival locator", "source title"):
        assert text.strip() in notes[0].get_text(), place
    found = find_texts(tree)
    basis = f"{text}. Set for this report: {text} – {text}."
    assert found == {place: basis if place == "basis" else text for place in found}


@pytest.mark.parametrize("read", READERS)
@given(given_texts=texts_everywhere.documents())
@settings(max_examples=25)
def test_any_text_is_read_back_letter_for_letter(read, given_texts):
    document, texts = given_texts
    found = find_texts(read(markdown.write_markdown(document)))
    del found["basis"]
    assert drop_isolates(found) == drop_isolates({place: texts[place] for place in found})


def drop_isolates(texts: dict[str, str]) -> dict[str, str]:
    """Texts without the marks around what is read from right to left."""
    return {place: text.translate(dict.fromkeys(ISOLATES)) for place, text in texts.items()}


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    ("parts", "read_as"),
    [
        (("wow!", Reference("Table 1", "table-a")), "wow!Table 1"),
        (("so ", Link("here", "https://example.org/?a&copy;b"), "(then)"), "so here(then)"),
        ((Emphasis("(a)", bold=True), "b"), "(a)b"),
        (("a", Emphasis("“b”", bold=False), "c"), "a“b”c"),
        ((Emphasis("a", bold=True), Emphasis("b", bold=False)), "ab"),
        ((Emphasis("Gap: ", bold=True), "7"), "Gap: 7"),
        ((Code(" a "), " and ", Code("`b"), ", ", Code("c\nd")), " a  and `b, c d"),
        (("a\r\nb\rc",), "a b c"),
    ],
)
def test_what_is_beside_markup_is_read_back_too(read, parts, read_as):
    assert read(markdown.render_block(Prose(parts))).p.get_text() == read_as


def test_a_footnote_is_no_address():
    number = notebooks_in_memory.read_forces().numbers[0]
    assert markdown_text.render_text((number, "(then)")) == f"{number.text}[^{number.note}]\\(then)"


def test_a_range_without_a_value_is_a_range_wherever_it_is_printed(tiny):
    with (tiny / "claims.csv").open("a", encoding="utf-8") as file:
        file.write("cap_range,forces.cap,ukraine,article,p1,,613000,811000,,exact,reported,,,,S,,,,,normal,\n")
    case = load_case(tiny)
    number = case["forces.cap", "ukraine"]
    frame = pd.DataFrame([{"who": case.label("ukraine"), "cap": number}], dtype=object)
    cells = (
        cover("A cap of {cap}", "Which cap?", case.about, cap=number),
        say("The cap is {cap}, or {cap:range}.", role="answer", cap=number),
        cards(card(number.named("cap", "Cap"), say("by the article"))),
        show_table(frame, "Caps", key="caps", columns={"who": "Who", "cap": "Cap"}),
        bars(frame, "Caps drawn", key="drawn", label="who", value="cap"),
    )
    document = reader.read_document(notebooks_in_memory.make_executed_notebook(*cells))
    everything = {
        "markdown": markdown.write_markdown(document),
        "terminal": number.trace(),
        "repr": repr(number),
        **build_piece_files(document),
    }
    for name, text in everything.items():
        assert "712" not in text, f"{name} holds the middle of the range"
    assert everything["markdown"].count("613,000 to 811,000") > 4
