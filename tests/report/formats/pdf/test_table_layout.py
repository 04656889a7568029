"""Long and wide tables in print: nothing over anything else, no number broken, each number a link to its note."""

from __future__ import annotations

import io
import re
from itertools import cycle, islice, pairwise
from string import ascii_uppercase

import pandas as pd
import pdfplumber
import pikepdf
import pytest

from analysis import cover, load_case, said_by, say, table
from analysis.errors import ReportError
from analysis.label import Label
from analysis.report.document import reader
from analysis.report.document.model import Column, Table
from analysis.report.formats.pdf import table_layout
from analysis.report.formats.pdf.document import write_pdf
from analysis.report.formats.pdf.tables import _choose_widths
from analysis.report.formats.pdf.typst_source import render_typst
from analysis.report.formats.table_fit import Fit
from analysis.style.house import get_shipped_house
from tests.conftest import TINY
from tests.notebooks_in_memory import make_executed_notebook
from tests.sheets import find_faults, list_lines, read_sheets

ROWS = 620
LONG = "a place told of at such length that it can never fit on one line of a column of a table on paper of any size"


def make_document(rows: int, place: str = "") -> reader.Document:
    """A report of one table, every row of which shows the value of a claim."""
    case = load_case(TINY)
    usable = case["assets.usable"]
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
            say("{one} is usable, says {who}.", role="answer", one=usable, who=said_by(usable)),
            table(frame, "Many claims", key="many"),
        )
    )


def find_layout(document: reader.Document) -> table_layout.Layout:
    """How the table of such a report is printed."""
    grid = next(block for block in document.blocks if isinstance(block, Table))
    return table_layout.compute_layout(grid, _choose_widths(grid), get_shipped_house(), fixed=len(grid.rows) > 500)


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
    assert find_layout(long).single == ((True,) * ROWS,)
    with pdfplumber.open(io.BytesIO(write_pdf(long))) as opened:
        first = [word for word in opened.pages[1].extract_words() if word["x0"] < 75]  # of the first column
    steps = {round(b["top"] - a["top"], 1) for a, b in pairwise(first[2:-1])}
    assert len(steps) == 1  # all of one height


def test_a_row_of_several_lines_is_left_to_be_measured():
    document = make_document(ROWS, LONG)
    assert find_layout(document).single == ((False,) * ROWS,)
    with pdfplumber.open(io.BytesIO(write_pdf(document))) as opened:
        text = " ".join(opened.pages[1].extract_text().split())
    assert "told of at such length" in text
    assert "of any size" in text


def test_columns_without_room_for_their_words_get_what_they_need(long):
    grid = next(block for block in long.blocks if isinstance(block, Table))
    narrow = table_layout.compute_layout(grid, ["0.1fr", "9fr", "auto"], get_shipped_house(), fixed=True)
    (first, second, _), usual = narrow.widths[0], find_layout(long).widths[0]
    assert narrow.fit == find_layout(long).fit == Fit(8.5, False, ((0, 1, 2),))
    assert float(first.removesuffix("pt")) > 60  # `means_article` in type of 8.5 points
    assert float(second.removesuffix("pt")) < 0.9 * float(usual[1].removesuffix("pt"))


def test_every_mark_stands_in_brackets_or_after_a_figure_it_would_read_as_a_power(long):
    with pdfplumber.open(io.BytesIO(write_pdf(long))) as opened:
        text = opened.pages[1].extract_text().replace("\xa0", " ")
    assert re.search(r"800,000 ?\[\d+\]", text)
    assert re.search(r"\$800 billion ?\[\d+\]\n", text)


def test_a_short_table_is_not_measured():
    assert "one-line, " not in render_typst(make_document(20))
    assert "one-line, " in render_typst(make_document(ROWS))


TEXT = "What is to be said about this row takes a sentence of some length. " * 3


def make_wide(columns: int, rows: int = 3, text: str = "", word: str = "") -> reader.Document:
    """A report of one table with a column of names, one of texts if there is a text, and for the rest of money.

    word: before the name of each column of money.
    """
    case = load_case(TINY)
    need, usable = case["reconstruction.need"], case["assets.usable"]
    names = [f"{word} Measure {letter}".strip() for letter in (*ascii_uppercase, "AA", "BB", "CC", "DD")]
    frame = pd.DataFrame(
        [
            {
                "Oblast": "Zaporizhzhia and around",
                **({"Remark": text} if text else {}),
                **{name: need * (1.37 * at * row) for at, name in enumerate(names[: columns - 1 - bool(text)], 1)},
            }
            for row in range(1, rows + 1)
        ],
        dtype=object,
    )
    return reader.read_document(
        make_executed_notebook(
            cover("Wide", "How wide is it?", case.about),
            say("{one} is usable, says {who}.", role="answer", one=usable, who=said_by(usable)),
            "## A heading",
            table(frame, "Many measures", key="wide"),
        )
    )


WIDE = [
    # columns, text, word before each name: whether turned, number of parts
    (8, "", "", (False, 1)),
    (12, "", "", (True, 1)),
    (18, "", "", (True, 2)),
    (30, "", "", (True, 3)),
    (8, TEXT, "", (False, 1)),
    (12, TEXT, "Interdepartmental", (True, 2)),
]


@pytest.mark.parametrize(("columns", "text", "word", "expected"), WIDE)
def test_a_wide_table_is_smaller_or_turned_or_in_parts_and_no_word_lies_on_another(columns, text, word, expected):
    document = make_wide(columns, text=text, word=word)
    fit = find_layout(document).fit
    assert (fit.turned, len(fit.parts)) == expected
    assert fit.size >= 7
    sheets = read_sheets(write_pdf(document))
    assert [fault for sheet in sheets for fault in find_faults(sheet)] == []
    turned = [sheet for sheet in sheets if sheet.width > sheet.height]
    assert bool(turned) == fit.turned
    shown = turned or sheets[:1]
    lines = [line for sheet in shown for line in list_lines(sheet)]
    for number in document.numbers[1:]:  # whole, on one line
        assert any(re.sub(r"\s", "", number.text) in line for line in lines), number.text
    for part in range(len(fit.parts)):
        said = "Table1,continued" if part else "Table1"
        assert sum(line.startswith(said + "Manymeasures") for line in lines) == (len(fit.parts) - 1 if part else 1)
    assert sum(line.startswith("Zaporizhzhia") for line in lines) == 3 * len(fit.parts)


def test_a_heading_is_on_the_turned_page_of_its_table_and_each_page_repeats_the_names_of_the_columns():
    sheets = read_sheets(write_pdf(make_wide(12, rows=40)))
    turned = [list_lines(sheet) for sheet in sheets if sheet.width > sheet.height]
    assert len(turned) == 2
    assert "Aheading" in turned[0]
    assert all(any("MeasureAMeasureBMeasureC" in line for line in lines) for lines in turned)


def test_a_table_that_no_page_can_hold_is_refused_by_its_name():
    words = "\u00a0".join(["undivided"] * 40)  # no-break spaces: one word of 400 letters
    with pytest.raises(ReportError, match=r"Table 1 \(Many measures\): the column 'Remark' has a word too long for"):
        write_pdf(make_wide(4, text=words))


def test_a_wide_table_with_texts_of_pages_breaks_within_its_rows():
    document = make_wide(12, text=TEXT * 6)
    assert not find_layout(document).whole
    sheets = read_sheets(write_pdf(document))
    assert [fault for sheet in sheets for fault in find_faults(sheet)] == []
    said = sum(line.count("length.") for sheet in sheets if sheet.width > sheet.height for line in list_lines(sheet))
    assert said >= 3 * 18


def test_texts_share_the_width_by_the_root_of_their_usual_length():
    columns = tuple(Column(key, (key,), align) for key, align in (("a", "left"), ("b", "left"), ("n", "right")))
    rows = tuple((("x" * 60,), ("y" * length,), ("1",)) for length in (24, 32))
    grid = Table("k", "table-k", 1, ("T",), columns, rows, ())
    assert _choose_widths(grid) == ["7.75fr", "5.32fr", "auto"]  # √60; √√((24² + 32²) / 2)
