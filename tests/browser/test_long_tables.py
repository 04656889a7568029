"""A table of very many rows in a real browser: all its rows are there, and few are drawn."""

from __future__ import annotations

from functools import cache

import pandas as pd
import pytest

from analysis import cover, load_case, say, table
from analysis.label import Label
from analysis.report.document.reader import read_document
from analysis.report.formats.html.page import write_html
from tests.browser import axe
from tests.browser.conftest import PHONE, WIDE, loaded
from tests.notebooks_in_memory import make_executed_notebook

pytestmark = pytest.mark.browser
ROWS = 1_250
LAST = "of all rows the last"


@cache
def write_page():
    case = load_case()
    claims = [c for c in case.ledger.tables["claims"].values() if case.quantity(c.quantity).unit == "billion USD"]
    chosen = [claims[at % len(claims)] for at in range(ROWS)]
    frame = pd.DataFrame(
        {
            "claim": [Label(c.id, f"claims/{c.id}") for c in chosen[1:]] + [LAST],
            "kind": ["asset" if at % 5 else "need" for at in range(ROWS)],
            "value": [case.estimate(c) for c in chosen],
        }
    )
    return write_html(
        read_document(
            make_executed_notebook(
                cover("Many rows", "How long is a table?", case.about),
                say("All rows are in a table.", role="answer"),
                table(frame, "Many claims", key="many"),
            )
        )
    )


@pytest.fixture(params=[WIDE, PHONE], ids=["wide", "phone"])
def page(request, chromium, tmp_path):
    path = tmp_path / "page.html"
    path.write_text(write_page(), encoding="utf-8")
    with loaded(chromium, path, viewport=request.param) as opened:
        opened.locator(".vast").scroll_into_view_if_needed()
        opened.wait_for_selector(".vast .rows", state="attached")
        yield opened


def test_all_rows_are_there_and_few_are_drawn(page):
    drawn = "rows => rows.filter(row => row.checkVisibility({ contentVisibilityAuto: true })).length"
    assert page.locator(".vast tbody tr").count() == ROWS
    assert 0 < page.locator(".vast tbody tr").evaluate_all(drawn) < ROWS / 2
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_browser_finds_a_word_of_the_last_row_and_goes_there(page):
    assert page.evaluate("words => window.find(words)", LAST)
    assert page.evaluate("getSelection().anchorNode.parentElement.closest('tbody tr').matches(':last-child')")


def test_an_address_leads_to_a_number_deep_in_the_table(page):
    anchor = page.evaluate("[...document.querySelectorAll('.vast tbody a.n')].at(-3).id")
    page.evaluate("id => { location.hash = id; }", anchor)
    page.wait_for_function("id => document.activeElement.id === id", arg=anchor)
    top = page.locator(f"#{anchor}").evaluate("link => link.getBoundingClientRect().top / innerHeight")
    assert 0 <= top <= 1


def test_rows_are_sorted_and_filtered_over_all_slices(page):
    page.locator(".vast thead button", has_text="value").evaluate("button => button.click()")
    keys = page.locator(".vast tbody td[data-sort]").evaluate_all(
        "cells => cells.map(cell => Number(cell.dataset.sort))"
    )
    assert len(keys) == ROWS
    assert keys == sorted(keys)
    page.locator(".chips button", has_text="need").evaluate("button => button.click()")
    left = page.locator(".vast tbody tr:not([hidden])").evaluate_all(
        "rows => rows.map(row => row.cells[1].textContent)"
    )
    assert left == ["need"] * 250
    assert "kind=need" in page.evaluate("location.search")
    assert page.locator(".vast tbody:not([hidden])").count() == 3


def test_the_page_has_no_barrier_that_axe_finds(page):
    assert axe.everything(page) == []


def test_without_script_every_row_is_shown(chromium, tmp_path):
    path = tmp_path / "page.html"
    path.write_text(write_page(), encoding="utf-8")
    with loaded(chromium, path, java_script_enabled=False) as opened:
        assert opened.locator(".vast tbody tr").count() == ROWS


def test_on_paper_every_row_is_printed(page):
    page.emulate_media(media="print")
    heights = page.locator(".vast tbody").evaluate_all(
        "bodies => bodies.map(body => body.getBoundingClientRect().height)"
    )
    assert min(heights) > 400
