"""What a notebook shows of a case, a number, claims, rows, a trace, swings and a frame; and what a terminal prints."""

from __future__ import annotations

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from IPython.core.completer import match_dict_keys

from analysis import load_case
from analysis.display import render_html
from analysis.display.views import build_view
from tests.conftest import TINY

CASE = load_case(TINY)
NEED, USABLE = CASE["reconstruction.need"], CASE["assets.usable"]
GAP = (NEED - USABLE).named("gap", "Funding gap")


def parse(shown: object) -> BeautifulSoup:
    page = BeautifulSoup(render_html(shown), "html.parser")
    for item in page.select("style, script"):
        item.decompose()
    return page


def read_rows(page: BeautifulSoup) -> list[list[str]]:
    return [[cell.text for cell in row.select("td")] for row in page.select("tbody tr")]


def test_an_estimate():
    first, second = parse(GAP).select("p")[:2]
    assert first.text == "Funding gap: at least $700 billion ($700 billion to $800 billion)"
    assert second.text == "= reconstruction need − usable frozen assets"
    whose = parse(NEED).select("p")[1].text
    assert whose.startswith("Given by “")
    assert repr(GAP) == "<Funding gap: 700 (700 to 800) billion USD>"


def test_a_trace_shows_its_notes_unfolded_and_prints_as_text():
    trace = GAP.trace()
    assert parse(trace).select_one("details.notes").has_attr("open")
    assert not parse(GAP).select_one("details.notes").has_attr("open")
    assert repr(trace) == str(trace)
    assert trace.splitlines()[1] == "= reconstruction need − usable frozen assets"


def test_swings_are_a_table_with_the_widest_first():
    swings = GAP.swings()
    assert swings == {"need_article": (700, 700), "usable_article": (800, 700)}
    assert read_rows(parse(swings)) == [
        ["Usable frozen assets", "$800 billion", "$700 billion"],
        ["Reconstruction need", "at least $700 billion", "at least $700 billion"],
    ]


def test_claims_are_a_table_in_which_each_opens():
    page = parse(CASE.claims("reconstruction.need"))
    rows = read_rows(page)
    assert [row[:2] for row in rows] == [["need_article", "$800 billion"], ["need_survey", "about $588 billion"]]
    assert [row[2] for row in rows] == ["December 2025", "June 2025"]
    assert len(page.select("td a.n")) == 2
    assert CASE.claims("reconstruction.need") == tuple(CASE.claims("reconstruction.need"))


def test_claims_in_words_and_dates_and_no_claims_at_all():
    units = {"date", "text"}
    for row in CASE.ledger.tables["quantities"].values():
        if row.unit in units:
            assert len(read_rows(parse(CASE.claims(row.id)))) == len(CASE.claims(row.id))
    assert parse(CASE.claims("nothing")).caption.text == "0 claims"


def test_a_row_is_what_is_filled_of_it():
    claim = CASE.claims("reconstruction.need")[1]
    facts = [tuple(fact.text.split(": ", 1)) for fact in parse(claim).select("li")]
    assert facts[:3] == [("claim id", "need_survey"), ("quantity", "reconstruction.need"), ("source", "survey")]
    assert ("value", "588.0") in facts
    assert not [fact for _, fact in facts if fact in ("", "None")]
    assert "None" not in repr(claim)
    assert repr(claim).startswith("Claim(claim_id='need_survey', quantity='reconstruction.need', source='survey'")


def test_a_case_says_what_it_holds_and_how_its_numbers_are_asked_for():
    claims, quantities, sources = (len(CASE.ledger.tables[name]) for name in ("claims", "quantities", "sources"))
    held = f"{claims} claims, {quantities} quantities, {sources} sources"
    assert repr(CASE) == f"<Case tiny: {held}; basis article>"
    page = parse(CASE)
    assert held in page.text
    assert len(page.select("li code")) == quantities
    assert 'case["reconstruction.need"]' in page.text


def test_a_frame_opens_with_its_index_and_columns_as_pandas_writes_them():
    frame = pd.DataFrame({("a", "x"): [NEED, GAP], ("a", "y"): [1, None]}, index=["<r>", "s"])
    page = parse(frame)
    assert [link.text for link in page.select("td a.n")] == ["$800 billion", "≥ $700 billion"]
    assert [head.text for head in page.select("tbody th")] == ["<r>", "s"]
    assert page.select_one("thead th[colspan]").text == "a"


def test_a_long_frame_keeps_only_the_notes_of_what_is_seen():
    frame = pd.DataFrame({"a": [NEED, *[GAP] * 98, USABLE]})
    with pd.option_context("display.max_rows", 4, "display.min_rows", 2):
        page = parse(frame)
    assert [link.text for link in page.select("td a.n")] == ["$800 billion", "≤ $100 billion"]
    assert len(page.select(".notes > ol > li")) == 2


def test_what_nothing_describes_is_an_error():
    with pytest.raises(TypeError, match="how a list is displayed"):
        build_view([])


def test_ids_complete():
    keys = CASE._ipython_key_completions_()
    assert "reconstruction.need" in keys
    assert all(CASE[key] is not None for key in keys if isinstance(key, tuple))
    _, _, found = match_dict_keys(keys, "'rec", " '\"")
    assert "reconstruction.need" in found
