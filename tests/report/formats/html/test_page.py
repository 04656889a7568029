"""The page: every number leads to a note and back, nothing is loaded, nothing is left unescaped."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import get_args
from urllib.parse import urlsplit

import nbformat
import pytest
from bs4 import BeautifulSoup, Tag

from analysis import dates
from analysis.contract import ClaimCard, CorrectionCard, RivalCard, SourceCard
from analysis.errors import ReportError
from analysis.report.document import model
from analysis.report.document.text_cells import Code, Emphasis, Link
from analysis.report.formats import load_writer
from analysis.report.formats.exporter import CommuniqueHTML
from analysis.report.formats.html import blocks as html_blocks
from analysis.report.formats.html import index_page as html_index
from analysis.report.formats.html import notes as html_notes
from analysis.report.formats.html import page
from analysis.report.formats.html import svg as html_svg
from analysis.report.formats.html import tables as html_tables
from analysis.report.formats.html import text as html_text
from analysis.report.formats.html.index_search import FoundClaim
from analysis.report.formats.table_csv import format_csv
from analysis.style import css
from analysis.style.colour import compute_contrast
from analysis.style.house import get_shipped_house
from tests import notebooks_in_memory

REPORTS = {"reconstruction": notebooks_in_memory.read_reconstruction, "forces": notebooks_in_memory.read_forces}
EVIL = "<script>alert(1)</script> & \"quoted\" 'too' </style>"


@cache
def parse_page(name: str) -> Tag:
    return parse_html(page.write_html(REPORTS[name]()))


def parse_html(written: str) -> Tag:
    return BeautifulSoup(written, "html.parser").html


@pytest.fixture(params=REPORTS)
def tree(request):
    return parse_page(request.param)


def get_words(element: Tag) -> str:
    return " ".join(element.get_text().split())


# What is written


@pytest.mark.parametrize("kind", get_args(model.Block), ids=lambda kind: kind.__name__)
def test_every_block_class_has_a_writer(kind):
    assert html_blocks.render_block.dispatch(kind) is not html_blocks.render_block.dispatch(object)


@pytest.mark.parametrize("kind", get_args(model.Inline), ids=lambda kind: kind.__name__)
def test_every_part_class_has_a_writer(kind):
    assert html_text.render_inline.dispatch(kind) is not html_text.render_inline.dispatch(object)


def test_what_has_no_writer_is_refused_and_named():
    with pytest.raises(TypeError, match="no HTML for the block int"):
        html_blocks.render_block(1)
    with pytest.raises(TypeError, match="no HTML for the part int"):
        html_text.render_inline(1)


def test_the_report_used_here_holds_every_block_and_part():
    document = notebooks_in_memory.read_reconstruction()
    of_drafts = {model.Grid, model.Picture, model.Verbatim}
    assert {type(item) for item in document.blocks} == set(get_args(model.Block)) - of_drafts
    written = page.write_html(document)
    for tag in (
        "<em>stress</em>",
        "<strong>weight</strong>",
        "<code>code</code>",
        "<ol>\n<li>first one thing</li>",
        '<a class="one" href="#figure-ladder">Figure 1</a>',
        '<a href="https://example.org/" rel="noreferrer">a link</a>',
        '<a class="one" href="#table-funding">Table 1</a>',
        '<p class="note">A remark in small.</p>',
    ):
        assert tag in written


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("the 28-point plan at Mar-a-Lago", ["28-point", "Mar-a-Lago"]),
        ("$2.2 billion or 15 years", ["$2.2 billion", "15 years"]),
        ("from −$157.8 million to −$3", ["−$157.8 million", "−$3"]),
        ("II.1 p2; V p3", ["II.1 p2", "V p3"]),
        ("no more", []),
    ],
)
def test_what_belongs_together_stays_on_one_line(text, kept):
    assert [
        get_words(one) for one in parse_html(f"<html>{html_text.typeset_unbroken(text)}</html>").select(".one")
    ] == kept


@pytest.mark.parametrize(
    ("text", "unbroken"), [("Figure 12", True), ("(Clemen and Winkler, 1999; Stone, 1961)", False)]
)
def test_a_reference_stays_on_one_line_and_a_citation_of_many_works_has_room_to_break(text, unbroken):
    link = parse_html(f"<html>{html_text.render_inline(model.Reference(text, 'a'))}</html>").a
    assert get_words(link) == text
    assert link.get("class") == (["one"] if unbroken else None)


def test_a_hedge_stays_with_its_number():
    assert "at least $700 billion" in {
        get_words(said) for said in parse_page("reconstruction").select("p.answer .said")
    }


# Numbers and notes


def test_every_number_is_a_control_that_leads_to_its_note(tree):
    numbers = tree.select("a.n")
    assert len(numbers) >= 20
    for number in numbers:
        note = tree.find(id=number["href"].removeprefix("#"))
        name, _, label = number["aria-label"].rpartition(", note ")
        assert number.sup.get_text() == label == note["id"].removeprefix("note-")
        seen = "".join(text for text in number.strings if text.parent.name != "sup")
        assert re.sub(r"\W", "", seen) == re.sub(r"\W", "", name)


def test_every_number_of_the_document_is_on_the_page():
    for name, made in REPORTS.items():
        written = {number["id"]: number["href"] for number in parse_page(name).select("a.n")}
        assert written == {number.anchor: f"#note-{number.note}" for number in made().numbers}


def test_every_note_leads_back_to_each_place_of_use(tree):
    uses = {}
    for number in tree.select("a.n"):
        uses.setdefault(number.get("href")[1:], []).append("#" + number.get("id"))
    notes = tree.select(".notes ol > li")
    assert len(notes) >= len(uses) > 0
    for note in notes:
        back = [link["href"] for link in note.select(":scope > .uses a")]
        assert back or note.find_parent("li"), "a note nothing leads to"
        assert sorted(there for there in back if not there.startswith("#note-")) == sorted(uses.get(note["id"], []))


def test_places_of_use_are_named():
    said = {get_words(p) for p in parse_page("reconstruction").select(".uses")}
    assert any("the title" in text and "the answer" in text and "the key numbers" in text for text in said)
    assert any("Figure 1" in text and "Table 1" in text for text in said)


def test_a_claims_note_tells_its_whole_story():
    note = next(
        get_words(li)
        for li in parse_page("reconstruction").select(".notes ol > li")
        if "Rebuilding takes this much" in get_words(li)
    )
    for fact in (
        "Reconstruction need: $800 billion",
        "“800 billion”",
        "The meeting by the lake",
        "The Daily Test",
        "1 January 2026",
        "section I, paragraph 1",
        "estimated, as of December 2025",
        "What rebuilding would cost",
        "about $588 billion",
        "Needs survey, Test Bank, June 2025, page 3",
    ):
        assert fact in note


def test_a_calculations_note_gives_its_formula_interval_and_the_claims_beneath():
    note = parse_page("reconstruction").select_one(".notes ol > li:has(> .formula)")
    assert get_words(note.select(".what")[0]) == "1 Need covered: at most 12.5% (0% to 12.5%)"
    assert get_words(note.select(".formula")[0]) == "usable frozen assets / reconstruction need"
    assert [get_words(link) for link in note.select(".of a")] == [
        "Usable frozen assets: at most $100 billion",
        "Reconstruction need: $800 billion",
    ]
    assert [link.get("href") for link in note.select(".of a")] == ["#note-4", "#note-3"]  # both are shown later


def test_notes_are_in_the_section_that_uses_them_first_and_inputs_within_the_only_note_that_uses_them():
    tree = parse_page("reconstruction")
    groups = tree.select(".notes > .group")
    assert get_words(groups[0].summary).startswith("The opening ")
    for group in groups:
        assert int(group.select_one("summary .count").string.split()[0]) == len(group.select("ol > li"))
    for note in tree.select(".notes .inner li"):
        above = note.find_parent("li")
        assert not note.select(":scope > .uses a[href^='#n']:not([href^='#note-'])")  # no number on the page leads here
        assert f"#{note['id']}" in {link["href"] for link in above.select(".of a")}


def test_lists_of_notes_have_names_instead_of_numbers(tree):
    links = tree.select(".of a, .uses a[href^='#note-'], .matter a")
    assert links
    for link in links:
        assert re.search(r"[^\W\d]{3}", get_words(link)), link


def test_a_calculations_note_names_its_weakest_claim_and_those_that_others_dispute():
    note = parse_page("reconstruction").select_one(".notes li:has(> .formula)")
    assert note["data-weakest"] == "note-4"  # both are of one source: the one that matters most
    assert note["data-disputed"] == "3"  # the survey has another need


def test_ends_for_a_drawing_need_a_number():
    card = ClaimCard("a", "claim", "size", "person", value=5, low=4)
    assert html_notes._format_ends(card) == "4 5 5"
    assert html_notes._format_ends(replace(card, value=None, low=4, high=8)) == "4 6 8"
    assert html_notes._format_ends(replace(card, unit="text")) == ""
    assert html_notes._format_ends(replace(card, value=None, low=None)) == ""


def test_corrections_stand_in_the_note():
    document = notebooks_in_memory.read_reconstruction()
    fixed = CorrectionCard("6OO", "600", "letters for zeros")
    note = next(note for note in document.notes if note.card)
    changed = replace(note, card=replace(note.card, corrections=(fixed,)))
    notes = tuple(changed if other is note else other for other in document.notes)
    tree = parse_html(page.write_html(replace(document, notes=notes)))
    assert "“6OO” to “600”: letters for zeros" in get_words(tree)


# Frame


def test_all_links_within_the_page_lead_somewhere_and_ids_are_unique(tree):
    ids = [element["id"] for element in tree.find_all(id=True)]
    assert len(ids) == len(set(ids))
    for link in tree.select("a[href^='#']"):
        assert link.get("href")[1:] in ids


def test_language_landmarks_and_headings(tree):
    assert tree.get("lang") == "en"
    assert [len(tree.select(one)) for one in ("main", "h1", "body > header", "body > footer")] == [1, 1, 1, 1]
    assert tree.select("a.skip")[0].get("href") == "#_main"
    assert all(nav.get("aria-label") for nav in tree.select("nav"))
    levels = [int(heading.name[1]) for heading in tree.select("h1, h2, h3, h4")]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_title_block_says_case_date_basis_and_question():
    head = get_words(parse_page("reconstruction").select("header.title")[0])
    for text in (
        "The lake meeting",
        "How much of the money is in reach?",
        "Claims of “The meeting by the lake” (reliability C: fairly reliable), of 1 January 2026; checked against",
    ):
        assert text in head


def test_parameters_are_said_in_words_and_a_changed_one_in_the_title_block():
    document = notebooks_in_memory.read_reconstruction()
    about = get_words(parse_page("reconstruction").select("section.about")[0])
    assert "Need in billions the claim" in about
    assert "Whose claims are the baseline article" in about
    changed = tuple(
        replace(given, value=900.0, text="900", changed=True) if given.name == "need_usd_bn" else given
        for given in document.parameters
    )
    tree = parse_html(page.write_html(replace(document, parameters=changed)))
    assert "Set for this report: need in billions – 900" in get_words(tree.select("header.title")[0])


def test_the_place_on_the_rendering_machine_is_not_told():
    document = notebooks_in_memory.read_reconstruction()
    given = (model.ParameterValue("case_dir", "/home/someone/case", "a case folder", True),)
    assert "/home/someone" not in page.write_html(replace(document, parameters=given))


def test_contents_list_names_every_section(tree):
    heads = [get_words(heading).removesuffix(" #") for heading in tree.select("main h2:not(.finding)")]
    assert len(tree.select("nav")) == 2
    for nav in tree.select("nav"):
        assert [get_words(link) for link in nav.select("a")] == heads


# Figures and tables


def test_every_figure_has_its_alternative_text_both_drawings_and_its_data(tree):
    figures = tree.select("figure")
    assert figures
    for figure in figures:
        drawing = figure.select("[role='img']")[0]
        assert drawing.get("aria-label").startswith("Bar chart. ")
        assert get_words(figure.select_one("figcaption .finding")) not in drawing.get("aria-label")
        assert [text for text in figure.select(".drawing svg text") if text.get("aria-hidden") != "true"] == []
        assert all(mark.get("aria-label") for mark in figure.select(".drawing a.mark"))
        assert figure.select("details table tbody tr")
        assert figure.select("figcaption .here")[0].get("href") == f"#{figure.get('id')}"


def test_every_table_has_caption_heads_a_named_box_and_its_csv(tree):
    frames = tree.select(".frame")
    assert frames
    for frame in frames:
        box = frame.select_one(".scroll")
        assert box.get("role") == "region"
        assert box.get("tabindex") == "0"
        caption = frame.find_previous(class_="caption")
        assert get_words(caption.select_one(".finding"))
        assert re.fullmatch(r"(Data behind Figure|Table) \d+", box.get("aria-label"))  # the title is heard as a heading
        assert box.table.get("aria-label") == box.get("aria-label")
        assert all(head.get("scope") == "col" for head in box.select("thead th"))
        button = frame.find_next_sibling("p", class_="tools").button
        assert len(button.get("data-csv").splitlines()) == len(box.select("tbody tr")) + 1
        assert button.get("data-file").endswith(".csv")


def test_a_table_of_few_columns_is_to_fit_a_telephone_without_scrolling(tree):
    frames = tree.select(".frame")
    assert frames
    for frame in frames:
        assert ("few" in frame["class"]) == (len(frame.select("thead th")) <= 3)


def test_of_a_key_number_the_figures_are_large_and_its_words_small_beside_them():
    card = parse_page("reconstruction").select_one(".cards > div")
    small, large, unit = card.select_one("a.n").find_all(["small", "span"])
    assert [(it.name, get_words(it)) for it in (small, large, unit)] == [
        ("small", "at least"),
        ("span", "$700"),
        ("small", "billion"),
    ]
    assert [element.name for element in card.find_all(recursive=False)] == ["dt", "dd"]
    bare = replace(notebooks_in_memory.read_reconstruction().numbers[0], text="90%")
    written = html_blocks._render_key_number(bare)
    assert "<span>90%</span><sup" in written
    assert "<small>" not in written


def test_cells_sort_by_value_in_one_unit_whatever_is_printed():
    rows = parse_page("forces").select("#table-sizes tbody tr")
    values = {get_words(row.th): float(row.td["data-sort"]) for row in rows}
    assert values == {
        "low cap": 600_000,
        "people now": 30e6,
        "people before": 40e6,
        "strength": 800_000,
        "half the cap": 300_000,
        "twice as strong": 1_600_000,
    }


@pytest.mark.parametrize(
    ("units", "marks"),
    [(["USD"] * 5, 0), (["USD"] * 6, 2), (["USD", "billion USD"] * 3, 2), (["USD", "percent", "USD"] * 2, 1)],
)
def test_a_column_sorts_where_it_has_one_unit_and_six_rows(units, marks):
    number = replace(notebooks_in_memory.read_reconstruction().numbers[0], text="5")
    rows = tuple((("a row",), (replace(number, unit=unit),)) for unit in units)
    columns = model.Column("what", ("What",), "left"), model.Column("sum", ("Sum",), "right")
    page = str(html_tables.render_table(model.Table("t", "t", 1, ("T",), columns, rows, ()), "Table 1"))
    assert page.count("data-sorts") == marks


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("28 February 2025", "20250228"),
        ("about January 2026", "20260100"),
        ("About 2026", "20260000"),
        ("until march 2022", "20220300"),
        ("March 2022 to 4 May 2023", "20220300"),
        ("from 20 November 2025 on", "20251120"),
        ("in 2025", ""),
    ],
)
def test_dates_sort_by_time(text, by):
    date = dates.parse_date(text)
    assert (dates.make_sort_key(date) if date else "") == by


def test_a_downloaded_table_has_dates_as_a_case_has_them_and_no_infinite_end():
    sum_ = model.Number("at least $20", 20, "USD", 20, float("inf"), "at_least", ("a", "b"), "", False, "", "", "n")
    columns = [model.Column(key, (key,), "left") for key in ("day", "said", "sum")]
    rows = (
        ((("28 February 2025",), ("May 2025",), (sum_,))),
        (("About May 2026",), ("never",), ("",)),
        (("",), ("",), (replace(sum_, low=float("-inf"), high=20),)),
    )
    assert format_csv(model.Table("t", "t", 1, ("T",), tuple(columns), rows, ())).splitlines() == [
        "day,said,sum,sum_low,sum_high,sum_unit,sum_qualifier,sum_claims",
        "2025-02-28,May 2025,20,20,,USD,at_least,a b",
        "2026-05~,never,,,,,,",
        ",,20,,20,USD,at_least,a b",
    ]


def test_a_column_sorts_by_time_only_if_it_holds_nothing_but_dates():
    assert html_tables._is_date_column(["March 2022", "", "1 January 2026"])
    assert not html_tables._is_date_column(["March 2022", "no date"])
    assert not html_tables._is_date_column(["", ""])


def make_table_of_words(*cells: str) -> model.Table:
    columns = tuple(model.Column(f"c{at}", (f"Column {at}",), "left") for at in range(len(cells)))
    return model.Table("t", "t", 1, ("T",), columns, (tuple((cell,) for cell in cells),), ())


@pytest.mark.parametrize(
    ("cells", "is_stacked"),
    [
        (("a", "b" * 61, "c" * 61), True),
        (("a" * 61, "b" * 61, "c"), False),
        (("a", "b" * 60, "c" * 61), False),
        (("a", "b", "c", "d" * 61), True),
        (("a", "b", "c", "d" * 60), False),
    ],
)
def test_rows_with_two_columns_of_sentences_or_one_of_many_are_cards_on_a_telephone(cells, is_stacked):
    tree = parse_html(f"<html>{html_tables.render_table(make_table_of_words(*cells), 'Table 1')}</html>")
    assert ("stacked" in tree.select_one(".frame")["class"]) is is_stacked
    heads = [f"Column {at}" for at in range(1, len(cells))]
    assert [cell["data-head"] for cell in tree.select("[data-head]")] == heads * is_stacked


@pytest.mark.parametrize(
    ("words", "count", "is_filtered"),
    [
        (["A", "B"], 25, True),
        (["A", "B"], 24, False),
        (["A"], 25, False),
        (list("ABCDEFGHIJKLM"), 26, False),
        (["A", "b" * 25], 26, False),
    ],
)
def test_a_long_table_is_filtered_by_a_column_of_few_short_words(words, count, is_filtered):
    columns = (model.Column("name", ("Name",), "left"), model.Column("kind", ("Kind",), "left"))
    rows = tuple(((f"Row {at}",), (words[at % len(words)],)) for at in range(count))
    page = str(html_tables.render_table(model.Table("t", "t", 1, ("T",), columns, rows, ()), "Table 1"))
    assert page.count("data-filters") == is_filtered
    assert ("data-filters>Kind" in page) is is_filtered


def test_sentences_have_no_order_to_sort_by():
    rows = tuple(((f"Name {at}",), ("A sentence that says what was said, " * 3,)) for at in range(6))
    columns = (model.Column("name", ("Name",), "left"), model.Column("said", ("Said",), "left"))
    tree = parse_html(
        f"<html>{html_tables.render_table(model.Table('t', 't', 1, ('T',), columns, rows, ()), 'Table 1')}</html>"
    )
    assert [head.get_text() for head in tree.select("th[data-sorts]")] == ["Name"]


def test_a_claim_is_linked_to_by_its_own_name_which_stays():
    link = parse_page("reconstruction").find(id="claim-need_article")
    assert link["href"] == "#claim-need_article"
    assert "Reconstruction need" in get_words(link.find_parent("li").select_one(".what"))
    assert not parse_page("reconstruction").select(".notes li:has(> .formula) > .here")


# Safety


def test_nothing_is_loaded_from_anywhere(tree):
    for element in tree.find_all(True):
        for name, value in element.attrs.items():
            if name in ("src", "srcset", "poster", "action", "data", "background") or name.endswith("href"):
                scheme = urlsplit(value).scheme
                if element.get("rel") == ["icon"]:
                    assert value.startswith("data:image/svg+xml;base64,")
                    continue
                assert element.name == "a" or value.startswith("#"), (element.name, name, value)
                assert scheme in ("", "http", "https", "mailto")
    assert not tree.select("link:not([rel=icon], [rel=expect]), img, iframe, object, embed, video, audio, base, form")
    style = "".join(style.string for style in tree.select("style")) + "".join(
        element["style"] for element in tree.find_all(style=True)
    )
    assert "@import" not in style
    assert set(re.findall(r"url\(\"?([^:,)]{1,5})", style)) <= {"data"}


def test_the_policy_allows_only_the_pages_own_script(tree):
    policy = tree.select("meta[http-equiv='Content-Security-Policy']")[0].get("content")
    assert policy.startswith("default-src 'none'; ")
    scripts = tree.select("script")
    assert len(scripts) == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0].string.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy
    assert not any(name.startswith("on") for element in tree.find_all(True) for name in element.attrs)


def evil_document() -> model.Document:
    """A report whose every text tries to break out of its place."""
    document = notebooks_in_memory.read_reconstruction()
    number = replace(document.numbers[0], text=EVIL, label=EVIL, how=EVIL)
    source = SourceCard("x", EVIL, publisher=EVIL, url="javascript:alert(1)")
    card = ClaimCard(
        id="x",
        kind="claim",
        quantity=EVIL,
        unit="person",
        value=1,
        statement=EVIL,
        phrase=EVIL,
        attributed_to=EVIL,
        locator=EVIL,
        note=EVIL,
        source=source,
        corrections=(CorrectionCard(EVIL, EVIL, EVIL),),
        rivals=(RivalCard("y", "person", 2, None, None, "about", "normal", EVIL, EVIL, source),),
    )
    text = (
        EVIL,
        number,
        model.Label(EVIL, "x"),
        model.Reference(EVIL, "a"),
        Emphasis(EVIL, bold=True),
        Emphasis(EVIL, bold=False),
        Code(EVIL),
        Link(EVIL, "javascript:alert(1)"),
    )
    table = model.Table(EVIL, "a", 1, text, (model.Column(EVIL, text, "left"),), ((text,),), (text,))
    svg = '<svg xmlns="http://www.w3.org/2000/svg"></svg>'
    return replace(
        document,
        title=text,
        question=text,
        about=dict.fromkeys(document.about, EVIL) | {"introduction": [(EVIL, EVIL)]},
        claims={"x": card},
        blocks=(
            model.Heading(1, text, "b"),
            model.Prose(text),
            model.Points((text,)),
            model.KeyNumbers((model.KeyNumber(text, number, text),)),
            table,
            model.Figure(EVIL, "c", 1, text, svg, svg, EVIL, replace(table, anchor="d"), (text,)),
            model.WhatIf(
                "e",
                text,
                (model.Slider(text, number, "0", "2", "1", "1", ("1",)),),
                (model.Result(text, number),),
                {"words": EVIL},
            ),
        ),
        notes=(
            model.Note(1, "note-1", None, EVIL, EVIL, (2,), (number.anchor,), EVIL),
            model.Note(2, "note-2", card, "", "", (), ()),
        ),
        sources=(source,),
        parameters=(model.ParameterValue(EVIL, EVIL, EVIL, True, EVIL, EVIL),),
        numbers=(number,),
    )


def test_no_text_breaks_out_of_its_place():
    written = page.write_html(evil_document())
    tree = parse_html(written)
    assert len(tree.select("script")) == 1
    assert len(tree.select("style")) == 2  # the typefaces are apart, for pages without script
    assert written.count("<noscript>") == written.count("</noscript>") == len(tree.select("noscript"))
    assert "alert(1)" not in tree.script.string
    assert "javascript:" not in written
    assert not any(name.startswith("on") for element in tree.find_all(True) for name in element.attrs)
    assert tree.select_one("[role='img']")["aria-label"] == EVIL
    assert tree.select_one("a.n")["data-label"] == EVIL
    assert EVIL in tree.select_one("p.body").get_text()


def test_rivals_left_out_are_counted():
    document = evil_document()
    first, second = document.notes
    cut = replace(second, card=replace(second.card, more=189))
    told = parse_html(page.write_html(replace(document, notes=(first, cut)))).select(".rivals li")
    assert [get_words(item) for item in told[1:]] == ["and 189 others in claims.csv"]


def test_only_a_key_number_with_an_endless_word_may_be_broken_anywhere():
    number = notebooks_in_memory.read_reconstruction().numbers[0]
    cards = model.KeyNumbers(
        tuple(
            model.KeyNumber((label,), number, (note,))
            for label, note in (("x" * 41, ""), ("short", "x" * 41), ("x" * 30, "y" * 30))
        )
    )
    found = parse_html(f"<html>{html_blocks.render_block(cards)}</html>").select(".cards > div")
    assert [card.get("class") for card in found] == [["endless"], ["endless"], None]


def test_only_a_column_with_an_endless_word_may_be_broken_anywhere():
    long = model.Column("a", ("Name",), "left"), model.Column("b", ("Number",), "left")
    rows = ((("x" * 41,), ("b" * 40,)), (("short",), ("twenty-five-letters-and-more/" * 3,)))
    table = parse_html(
        f"<html>{html_blocks.render_block(model.Table('t', 'table-t', 1, ('All',), long, rows, ()))}</html>"
    )
    assert [["endless" in cell["class"] for cell in row.select("th, td")] for row in table.select("tr")] == [
        [True, False]
    ] * 3


@pytest.mark.parametrize(
    "drawing",
    [
        "<svg><script>x</script></svg>",
        '<svg onload="x"/>',
        '<svg><image href="https://example.org/x.png"/></svg>',
        '<svg><rect style="fill: url(https://example.org/#a)"/></svg>',
        "<svg><style>@import 'x';</style></svg>",
        '<svg><a href="javascript:x"/></svg>',
        "<svg></svg><p>more</p>",
        "<p>none</p>",
        "<svg>",
    ],
)
def test_a_drawing_that_brings_something_is_refused(drawing):
    with pytest.raises(ReportError, match="the drawing 'key'"):
        html_svg.embed_svg(drawing, "key")


def test_ids_of_drawings_do_not_clash():
    drawing = '<svg><clipPath id="a"/><g clip-path="url(#a)"/><use href="#a"/></svg>'
    assert html_svg.embed_svg(drawing, "k") == (
        '<svg aria-hidden="true" focusable="false"><clipPath id="k-a"/>'
        '<g clip-path="url(#k-a)"/><use href="#k-a"/></svg>'
    )


def test_a_long_outline_is_walked_in_tenths_and_ends_where_it_ended():
    points = [(10 + step * 0.25, 20.04 - step * 0.5) for step in range(30)]
    path = "M 10 20.04 \n" + "".join(f"L {x} {y} \n" for x, y in points[1:]) + "z\n"
    written = html_svg.embed_svg(f'<svg><path d="{path}"/></svg>', "k")
    walk = re.search(r'd="M10 20l([^z"]*)z"', written)[1]
    steps = [float(number) for number in re.findall(r"-?\d*\.?\d+", walk)]
    assert (steps[:4], len(steps)) == ([0.2, -0.5, 0.3, -0.5], 58)
    assert [sum(steps[::2]), sum(steps[1::2])] == pytest.approx([7.2, -14.5], abs=0.06)
    assert len(walk) < len(path) / 2


@pytest.mark.parametrize("colour", ["ink", "quiet", "accent"])
def test_text_colours_reach_wcag_aa_on_page_and_tint(colour):
    for palette in (get_shipped_house().colour, get_shipped_house().colour_dark):
        assert compute_contrast(palette[colour], palette["paper"]) >= 4.5
        assert compute_contrast(palette[colour], palette["tint"]) >= 4.5


@pytest.mark.parametrize(("element", "least"), [("", 3.3), ("text", 4.5)])
def test_bars_and_words_stand_out_on_a_dark_page(element, least):
    house = get_shipped_house()
    rules = css.build_dark_rules(house.colour["series"], house.colour_dark["paper"])
    seen = dict(re.findall(rf"svg {element}\[[^]]*\]{{fill:light-dark\((#\w+),(#\w+)\)", rules))
    assert seen
    for colour in house.colour["series"]:
        assert compute_contrast(seen.get(colour, colour), house.colour_dark["paper"]) >= least


def test_every_colour_of_a_drawing_is_lightened_on_a_dark_page_but_ink_and_what_stands_on_a_bar():
    house = get_shipped_house()
    drawn = '<svg><path style="fill: #7b2d43"/><path style="stroke: #101318"/><path style="fill: #1b1f27"/></svg>'
    assert css.list_drawn_colours(drawn, house) == ["#7b2d43"]
    written = page.write_html(REPORTS["reconstruction"]())
    rules = re.findall(r'svg \[style\*="fill: (#\w{6})"\]', written)
    assert get_shipped_house().colour["series"][0] in rules
    assert "colours of the drawings" not in written


# Whole


@pytest.mark.parametrize("name", REPORTS)
def test_same_document_same_bytes_under_a_megabyte(name):
    written = page.write_html(REPORTS[name]())
    assert written == page.write_html(REPORTS[name]())
    assert len(written.encode()) < 1_000_000


def test_the_exporter_gives_the_same_page():
    notebook = notebooks_in_memory.make_reconstruction_notebook()
    output, _ = CommuniqueHTML().from_notebook_node(notebook)
    assert output == page.write_html(notebooks_in_memory.read_reconstruction())
    assert CommuniqueHTML().file_extension == ".html"


@pytest.mark.slow
def test_nbconvert_finds_the_exporter(tmp_path):
    path = tmp_path / "executed.ipynb"
    nbformat.write(notebooks_in_memory.make_reconstruction_notebook(), path)
    subprocess.run(
        [sys.executable, "-m", "nbconvert", "--to", "communique-html", str(path)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    written = path.with_suffix(".html").read_text(encoding="utf-8")
    assert written == page.write_html(notebooks_in_memory.read_reconstruction())


def test_the_page_leads_to_the_files_made_with_it_and_alone_to_none():
    document, links = notebooks_in_memory.read_reconstruction(), {"PDF": "gap.pdf", "All reports": "../index.html"}
    assert not parse_page("reconstruction").select("header.title .facts a:not(.n)")
    tree = parse_html(page.write_html(document, links))
    assert {get_words(link): link["href"] for link in tree.select("header.title .facts a")} == links
    assert load_writer("html")(document, links) == page.write_html(document, links).encode()


# The index


def make_entry(**changes) -> html_index.IndexEntry:
    return html_index.IndexEntry(
        **{
            "report_id": "gap",
            "title": "The gap",
            "headline": "Much is missing",
            "question": "How much?",
            "date_text": "1 January 2026",
            "parameters": "basis = all",
            "basis": "all claims",
            "description": "Of a gap.",
            "answer": "Less than half is there.",
            "raw": frozenset({"results"}),
            "files": {"HTML": "gap/gap.html", "PDF": "gap/gap.pdf", "results": "gap/results.json"},
            **changes,
        }
    )


def make_drawing(words: str, height: float = 50) -> html_index.Drawing:
    """A drawing 100 wide that says some words; the narrow one says nothing."""
    text = f'<text id="a">{words}</text>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 {height}">'
    return html_index.Drawing(f"{svg}{text}</svg>", f"{svg}</svg>")


def parse_index(*entries: html_index.IndexEntry) -> Tag:
    return parse_html(html_index.render_index("A case", entries))


def test_the_index_leads_to_every_report_and_file():
    tree = parse_index(make_entry(), make_entry(folder="b"))
    assert get_words(tree.select("h1")[0]) == "A case"
    assert [link.get("href") for link in tree.select(".reports .kicker a")] == ["gap/gap.html"] * 2
    assert [get_words(link) for link in tree.select(".files a")][:2] == ["PDF", "results"]
    assert [get_words(link) for link in tree.select(".files details .raw a")] == ["results"] * 2
    for text in ("2 reports", "How much?", "basis = all", "1 January 2026"):
        assert text in get_words(tree)


def test_what_all_reports_say_alike_stands_once_at_the_head_of_the_index():
    tree = parse_index(make_entry(), make_entry(folder="b"))
    head = get_words(tree.select_one("header.title"))
    for text in ("Of a gap.", "As of 1 January 2026", "Based on all claims"):
        assert head.count(text) == 1
    assert not any(
        "2026" in get_words(facts) or "Based" in get_words(facts) for facts in tree.select(".reports .facts")
    )
    assert all(
        "1 January 2026" in get_words(kicker.select_one(".unseen")) for kicker in tree.select(".reports .kicker")
    )
    assert "Of a gap." in tree.select_one("meta[name=description]")["content"]


def test_where_dates_differ_each_report_on_the_index_says_its_own():
    tree = parse_index(make_entry(), make_entry(folder="b", date_text="5 March 2026", basis="one claim"))
    assert "As of" not in get_words(tree.select_one("header.title"))
    assert ["As of 5 March 2026" in get_words(facts) for facts in tree.select(".reports .facts")] == [False, True]
    assert ["Based on all claims" in get_words(facts) for facts in tree.select(".reports .facts")] == [True, False]
    assert not tree.select(".unseen")


def test_the_first_report_leads_with_its_answer_if_it_has_a_picture_and_is_not_alone():
    lead = make_entry(pictures=[make_drawing("one")])
    [gist] = parse_index(lead, make_entry(folder="b")).select(".lead .gist")
    assert get_words(gist) == "Less than half is there."
    for entries in (
        (lead,),
        (make_entry(), make_entry(folder="b")),
        (make_entry(pictures=[make_drawing("one")], answer=""), make_entry()),
    ):
        assert not parse_index(*entries).select(".lead, .gist")


def test_the_lead_and_the_first_of_each_section_have_pictures_and_each_its_own_while_there_are_others():
    ladder, levels, density = make_drawing("ladder"), make_drawing("levels"), make_drawing("density")
    high = make_drawing("high", 51)  # more than 0.5 of its width
    tree = parse_index(
        make_entry(pictures=[ladder, levels]),
        make_entry(folder="b", pictures=[high, ladder, levels], section="What is there?"),
        make_entry(folder="c", pictures=[density], section="What is there?"),
        make_entry(folder="d", pictures=[ladder], section="What is missing?"),
        make_entry(folder="e", pictures=[high]),
    )
    assert [
        get_words(item.select_one(".picture")) if item.select_one(".picture") else ""
        for item in tree.select(".reports > li")
    ] == ["ladder", "levels", "", "ladder", ""]


@pytest.mark.parametrize(
    ("answer", "gist"),
    [
        ("One. Two. Three.", "One. Two. Three."),
        (f"Of 1.5 in the U.S. only {'x' * 280}. And more.", f"Of 1.5 in the U.S. only {'x' * 280}."),
        (f"One. {'x' * 280}", f"One. {'x' * 280}"),
        (f"One! Two? A{'x' * 280}", "One! Two?"),
    ],
)
def test_the_lead_gives_as_many_first_sentences_as_fit(answer, gist):
    lead = make_entry(pictures=[make_drawing("one")], answer=answer)
    assert get_words(parse_index(lead, make_entry(folder="b")).select_one(".gist")) == gist


def test_reports_are_in_sections_in_the_order_in_which_these_begin():
    entries = [
        make_entry(folder=name, title=name, section=section) for name, section in zip("abcd", "YXY ", strict=True)
    ]
    tree = parse_index(*(replace(entry, section=entry.section.strip()) for entry in entries))
    assert [get_words(head) for head in tree.select("section.theme > h2")] == ["Y", "X"]
    found = [[get_words(it)[:1] for it in each.select(".kicker")] for each in tree.select("section.theme")]
    assert found == [["a", "c"], ["b"], ["d"]]
    assert [get_words(head) for head in parse_index(make_entry()).select("section.theme > h2")] == []


def test_numbers_in_titles_and_the_strip_of_the_lead_open_their_reports_card():
    parts = (("Missing: ", ""), ("$700 billion", "n1"), (" or more", ""))
    strip = [[[("", "")], [("By the text", "")]], [[("Gap", "")], [("$700 billion", "n2")]]]
    lead = make_entry(headline_parts=parts, pictures=[make_drawing("one")], strip=strip)
    tree = parse_index(lead, make_entry(folder="b"))
    assert [(a["href"], get_words(a)) for a in tree.select(".lead a.n")] == [
        ("gap/gap.html#n1", "$700 billion"),
        ("gap/gap.html#n2", "$700 billion"),
    ]
    assert get_words(tree.select_one(".lead h2")) == "Missing: $700 billion or more"
    without_page = make_entry(headline_parts=parts, files={"PDF": "gap/gap.pdf"})
    assert not parse_index(without_page).select("a.n")


def test_the_index_says_what_has_changed_since_the_last_version():
    numbers = [["Gap", "$700 billion", "$600 billion"], ["Share", "", "10%"], ["Debt", "5%", ""]]
    since = {"date": "1 January 2026", "data": "a", "title": "", "count": 5, "claims": 1, "numbers": numbers}
    tree = parse_index(make_entry(since=since), make_entry(folder="b"))
    said = get_words(tree.select_one(".since"))
    assert "Since the last version: 1 report has changed" in said
    assert "Gap, $700 billion, now $600 billion; Share, 10% is new; Debt, 5% is gone; 2 more" in said
    assert not parse_index(make_entry()).select(".since")


def test_the_index_is_searched_where_reports_have_pages_and_claims():
    claim = FoundClaim("need", "It takes this </script>.", "$1 billion", "A source")
    tree = parse_index(make_entry(claims=[claim]), make_entry(folder="b", claims=[claim], files={"PDF": "b/b.pdf"}))
    data = json.loads(tree.select_one("#_searched").string)
    assert data["claims"] == [["need", "It takes this </script>.", "$1 billion", 0, [0]]]
    assert data["reports"] == [["The gap", "Much is missing", "gap/gap.html"]]
    assert not parse_index(make_entry()).select("search")


def test_the_index_says_what_failed_and_keeps_pictures_apart():
    failed = make_entry(failed="gap, cell 3: <b>no claim</b>", pictures=[make_drawing("x")], folder="b")
    tree = parse_index(make_entry(pictures=[make_drawing("x")]), failed)
    assert "gap, cell 3: <b>no claim</b>" in tree.select(".failed .failure")[0].get_text()
    assert sorted(element.get("id") for element in tree.select(".picture text")) == ["r0-a", "r1-a"]
    assert not tree.select(".failure b")


def test_an_index_of_nothing_is_a_page():
    assert "0 reports" in html_index.render_index("A case", [])


def test_struck_text_lines_lists_within_lists_and_headings_of_any_script():
    tree = parse_html(page.write_html(notebooks_in_memory.read_texts()))
    paragraph = next(one for one in tree.select("p.body") if "The plan" in one.text)
    assert paragraph.s.text == "agreed"
    assert len(paragraph.find_all("br")) == 2
    assert [one.find(string=True) for one in tree.select("main > ol > li")] == ["one", "two"]
    assert [one.find(string=True) for one in tree.select("main > ol > li > ul > li")] == ["a", "b"]
    assert [one.text for one in tree.select("main > ol > li > ul > li > ol > li")] == ["deep", "deeper"]
    assert {"потреба-у-відбудові", "საქართველო"} <= {one["id"] for one in tree.select("h2[id]")}
    assert "#потреба-у-відбудові" in {one.get("href") for one in tree.select("a")}
