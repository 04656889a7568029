"""A table of many pages in print: every number still leads to its note, and a row that is to fill one line does."""

from __future__ import annotations

import io
import re
from itertools import cycle, islice, pairwise

import pandas as pd
import pdfplumber
import pikepdf
import pytest

from analysis import cover, load_case, say, table
from analysis.label import Label
from analysis.report.document import reader
from analysis.report.document.model import Table
from analysis.report.formats.pdf import table_layout
from analysis.report.formats.pdf.document import write_pdf
from analysis.report.formats.pdf.tables import _choose_widths
from analysis.report.formats.pdf.typst_source import render_typst
from analysis.style.house import get_shipped_house
from tests.conftest import TINY
from tests.notebooks_in_memory import make_executed_notebook

ROWS = 620
LONG = "a place told of at such length that it can never fit on one line of a column of a table on paper of any size"


def make_document(rows: int, place: str = "") -> reader.Document:
    """A report of one table, every row of which shows the value of a claim."""
    case = load_case(TINY)
    claims = [
        claim
        for claim in case.ledger.tables["claims"].values()
        if case.quantity(claim.quantity).unit not in ("date", "text")
    ]
    frame = pd.DataFrame(
        [
            {"claim": Label(claim.id, f"claims/{claim.id}"), "place": place or "here", "value": case.estimate(claim)}
            for claim in islice(cycle(claims), rows)
        ],
        dtype=object,
    )
    return reader.read_document(
        make_executed_notebook(
            cover("Many rows", "How long is it?", case.about),
            say("{one} is the first.", role="answer", one=frame["value"][0]),
            table(frame, "Many claims", key="many"),
        )
    )


@pytest.fixture(scope="module")
def long() -> reader.Document:
    return make_document(ROWS)


def test_every_number_of_a_long_table_is_a_link_that_names_its_note(long):
    with pikepdf.open(io.BytesIO(write_pdf(long))) as opened:
        links = [
            str(link.Contents)
            for page in opened.pages
            for link in page.get("/Annots", [])
            if "/URI" not in link.get("/A", {})
        ]
    named = [link for link in links if link.startswith("Note ")]
    assert sorted(named) == sorted(f"Note {number.note}" for number in long.numbers)


def test_a_row_said_to_fill_one_line_does(long):
    grid = next(block for block in long.blocks if isinstance(block, Table))
    _, single = table_layout.compute_layout(grid, _choose_widths(grid), get_shipped_house())
    assert single == [True] * ROWS
    with pdfplumber.open(io.BytesIO(write_pdf(long))) as opened:
        first = [word for word in opened.pages[1].extract_words() if word["x0"] < 75]  # of the first column
    steps = {round(b["top"] - a["top"], 1) for a, b in pairwise(first[2:-1])}
    assert len(steps) == 1  # all of one height


def test_a_row_of_several_lines_is_left_to_be_measured():
    document = make_document(ROWS, LONG)
    grid = next(block for block in document.blocks if isinstance(block, Table))
    _, single = table_layout.compute_layout(grid, _choose_widths(grid), get_shipped_house())
    assert single == [False] * ROWS
    with pdfplumber.open(io.BytesIO(write_pdf(document))) as opened:
        text = " ".join(opened.pages[1].extract_text().split())
    assert "told of at such length" in text
    assert "of any size" in text


def test_columns_without_room_for_their_words_are_left_to_typst(long):
    grid = next(block for block in long.blocks if isinstance(block, Table))
    assert table_layout.compute_layout(grid, ["1fr", "1fr", "auto"], get_shipped_house()) is not None
    assert table_layout.compute_layout(grid, ["0.1fr", "9fr", "auto"], get_shipped_house()) is None


def test_a_mark_after_a_figure_stands_in_brackets_or_it_would_read_as_a_power(long):
    with pdfplumber.open(io.BytesIO(write_pdf(long))) as opened:
        text = opened.pages[1].extract_text().replace("\xa0", " ")
    assert re.search(r"800,000 ?\[\d+\]", text)
    assert re.search(r"\$800 billion ?\d+\n", text)


def test_a_short_table_is_not_measured():
    assert "one-line, " not in render_typst(make_document(20))
    assert "one-line, " in render_typst(make_document(ROWS))
