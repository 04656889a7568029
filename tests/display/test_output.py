"""The HTML of an output: every number leads to its note, each note stands once, and it reads well without scripts."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from analysis import card, cards, cover, load_case, number, ours, points, said_by, say, table, what_if
from analysis.contract import ProseBlock
from analysis.display import render_html
from analysis.display.output import View, write_output
from analysis.messages import use_language
from analysis.report.formats.html.page import write_html
from analysis.show.bundle import build_number, format_link
from tests import notebooks_in_memory
from tests.conftest import TINY, merge_folders

CASE = load_case(TINY)
NEED, USABLE, FROZEN = CASE["reconstruction.need"], CASE["assets.usable"], CASE["assets.frozen"]
GAP = (NEED - USABLE).named("gap", "Funding gap")
NUMBERS = (NEED, USABLE, FROZEN, GAP, USABLE / NEED)


def parse(shown: object) -> BeautifulSoup:
    """Returns an output as a front end has it."""
    return BeautifulSoup(render_html(shown), "html.parser")


def list_ids(page: BeautifulSoup) -> list[str]:
    return [str(item["id"]) for item in page.select("[id]")]


def list_targets(page: BeautifulSoup) -> list[str]:
    return [str(item["href"]) for item in page.select("a[href^='#']")]


def test_a_number_leads_to_the_note_of_its_claim_which_stands_once():
    page = parse(say("{a}, {b:sign} and {a}, less {b}.", a=NEED, b=USABLE))
    assert [link.text for link in page.select("a.n")] == [
        "$800 billion",
        "≤ $100 billion",
        "$800 billion",
        "at most $100 billion",
    ]
    first, other, again, last = list_targets(page)[:4]
    assert (first, other) == (again, last)
    assert first != last
    note = page.find(id=first[1:])
    assert note["data-name"] == "Reconstruction need"
    assert "“800 billion”" in note.text
    assert "about $588 billion" in note.select_one(".rivals").text  # by the survey: 588, about
    assert page.text.count("Rebuilding takes this much.") == 1
    assert page.summary.text == "Where these 2 numbers come from"


def test_a_result_has_its_formula_and_the_notes_of_its_claims():
    page = parse(GAP)
    note = page.find(id=list_targets(page)[0][1:])
    assert note.select_one(".what").text.endswith("at least $700 billion ($700 billion to $800 billion)")
    assert note.select_one(".formula").text == "reconstruction need − usable frozen assets"
    assert [item.select_one("b").text for item in note.select(":scope li .what")] == [
        "$800 billion",
        "at most $100 billion",
    ]
    assert page.summary.text == "Where this number comes from"


def test_what_an_output_says_of_a_claim_is_what_the_page_says():
    page = BeautifulSoup(
        write_html(notebooks_in_memory.read_reconstruction()).replace("noscript", "div"), "html.parser"
    )
    theirs = next(item for item in page.select("li[data-name='Reconstruction need']"))
    ours_ = parse(NEED).select_one("li[data-name='Reconstruction need']")
    for part in (".whose", ".card", ".what b"):
        assert ours_.select_one(f":scope > {part}").decode() == theirs.select_one(f":scope > {part}").decode()


@given(st.lists(st.sampled_from(NUMBERS), min_size=1, max_size=6))
def test_every_number_leads_to_a_note_and_no_id_stands_twice(found):
    places = {f"n{'_' * at}": one for at, one in enumerate(found)}
    page = parse(say(" ".join(f"{{{name}}}" for name in places), **places))
    ids = list_ids(page)
    assert len(ids) == len({*ids})
    assert {target[1:] for target in list_targets(page)} <= {*ids}
    assert len(page.select("a.n")) == len(found)
    claims = {claim for one in found for claim in one.claims}
    assert len(page.select(".notes dl.card")) == len(claims)
    results = {one.how for one in found if one.leaf is None}
    assert len(page.select(".notes .formula")) == len(results)
    for note in page.select(".notes li[id]"):  # the list itself prints its number, once
        assert note["id"].endswith(f"note-{note['value']}")
        assert note.select_one(".what").text.startswith(note["data-name"])


def test_everything_shown_opens():
    shown = [
        say("It is {gap}.", gap=GAP),
        points(say("One {gap}.", gap=GAP), say("Two.")),
        cards(card(GAP, say("of {need}, by {who}", need=NEED, who=said_by(GAP)))),
        cover("{gap} is missing, by {by}", "How much?", CASE.about, gap=GAP, by=ours(GAP)),
        table(pd.DataFrame({"item": ["Need"], "amount": [GAP]}), "Needs", key="needs"),
        what_if("Set it", [NEED], [GAP]),
    ]
    pages = [parse(one) for one in shown]
    assert all(page.select("a.n") for page in pages)
    for one, page in zip(shown, pages, strict=True):
        assert not page.select(".untraced, .refused"), one
        assert {target[1:] for target in list_targets(page)} <= {*list_ids(page)}


def test_without_script_style_and_ids_the_same_is_there_to_unfold():
    page = parse(GAP)
    for item in page.select("style, script"):
        item.decompose()
    for item in page.select("[id]"):
        del item["id"]
    assert page.details.text.count("A survey") + page.details.text.count("survey") > 0
    assert {item.name for item in page.select("*")} <= {
        *("div", "p", "b", "i", "a", "details", "summary", "ol", "ul", "li", "span", "dl", "dt", "dd", "cite")
    }  # all of them kept by JupyterLab and by code hosts


def test_an_output_without_numbers_has_no_notes_and_no_script():
    page = parse(say("Nothing is known."))
    assert str(page) == '<div class="communique mathjax_ignore tex2jax_ignore"><p>Nothing is known.</p></div>'


def test_a_number_that_leads_to_no_claim_is_marked_and_the_others_open():
    page = parse(say("{a} and {b}", a=number(3, "person"), b=NEED))
    assert page.select_one(".untraced").text == "3"
    assert "'3' leads to no claim" in page.select_one(".refused").text
    assert [link.text for link in page.select("a.n")] == ["$800 billion"]
    assert page.find(id=page.select_one("a.n")["href"][1:])


def test_nothing_is_fetched_and_words_are_escaped():
    one = View(f"<p>{format_link(build_number(NEED))}</p>", ProseBlock("body", (build_number(NEED),)))
    html = write_output(one)  # no card is known: nothing to open
    assert "untraced" in html
    for shown in (GAP, table(pd.DataFrame({"<b>": ["<script>"], "n": [GAP]}), "A & B", key="t")):
        found = render_html(shown)
        assert not re.search(r"@import|url\(|\ssrc=|<link", found)
        assert found.count("<script>") == 1


def test_a_long_table_stays_small():
    case = load_case()
    quantities = case.ledger.tables["quantities"].values()
    known = [claim for one in quantities if one.unit not in ("date", "text") for claim in case.claims(one.id)]
    claims = [case.estimate(claim) for claim in known]
    cells = [*claims, *(2 * claim for claim in claims)][:300]
    rows = pd.DataFrame({"name": ["x"] * 100, "a": cells[:100], "b": cells[100:200], "c": cells[200:]})
    assert len(render_html(table(rows, "All", key="all")).encode()) < 600_000


@pytest.mark.parametrize("shown", [GAP, NEED])
def test_the_same_is_written_each_time(shown):
    assert render_html(shown) == render_html(shown)


def test_columns_of_numbers_stand_to_the_right_and_key_numbers_below_one_another():
    page = parse(table(pd.DataFrame({"item": ["Need"], "amount": [GAP]}), "Needs", key="needs"))
    assert [cell.get("class") for cell in page.select("th, td")] == [None, ["right"]] * 2
    words = parse(table(pd.DataFrame({"item": ["Need"]}), "Needs", key="needs"))
    assert ".right{text-align: right" in words.style.text.replace(" {", "{").replace("{ ", "{")
    assert words.script is None
    shown = cards(*(card(one, say("by {who}", who=said_by(one))) for one in (GAP, NEED)))
    rows = [" ".join(row.text.split()) for row in parse(shown).select("ul:not(.notes ul) > li")]
    assert rows == [
        f"Funding gap: at least $700 billion by {said_by(GAP)}",
        f"reconstruction need: $800 billion by {said_by(NEED)}",
    ]


def test_what_is_in_another_language_is_said_to_be_and_what_reads_from_right_to_left_is_set_apart(tmp_path):
    case = load_case(merge_folders(TINY, TINY.parent / "scripts", into=tmp_path / "scripts"))
    claim = next(claim for claim in case.claims("reconstruction.need") if claim.source == "ar_survey")
    page = parse(say("{title} has {need}.", title=case.source("ar_survey"), need=case.estimate(claim)))
    assert page.find("bdi").get_text() == case.source("ar_survey").text
    assert {element["lang"] for element in page.select(".card [lang]")} >= {"ar", "he", "uk", "zh-Hans"}


def test_an_output_in_ukrainian_says_so_and_brings_its_words_to_its_script():
    with use_language("uk"):
        page = parse(say("{a} і {b}", a=NEED, b=USABLE))
    assert page.select_one(".communique")["lang"] == "uk"
    assert page.summary.text == "Звідки взято 2 числа"
    script = page.script.string
    assert '"Note {number}, below the output":"Примітка {number} під результатом"' in script
    assert "lang" not in parse(say("{a}", a=NEED)).select_one(".communique").attrs
    assert "const MESSAGES = {};" in parse(say("{a}", a=NEED)).script.string
