"""High charts in print: every bar and every name on a page, whole, clear of header and footer."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from analysis import bars, cover, load_case, said_by, say
from analysis.report.document import reader
from analysis.report.formats.pdf.document import write_pdf
from tests.conftest import TINY
from tests.notebooks_in_memory import make_executed_notebook
from tests.sheets import Sheet, find_faults, list_lines, read_sheets

LONG = " with all that lies around it up to the line of contact, as far as it is known"


def make_high(rows: int, more: str = "", notes: int = 0) -> reader.Document:
    """A report of one bar chart. more: after every tenth name. notes: lines below the chart."""
    case = load_case(TINY)
    need, usable = case["reconstruction.need"], case["assets.usable"]
    frame = pd.DataFrame(
        [
            {
                "Who": f"{chr(65 + at // 26)}{chr(97 + at % 26)} oblast{more if at % 10 == 0 else ''}",
                "n": need * (1 + at),
            }
            for at in range(rows)
        ],
        dtype=object,
    )
    chart = bars(frame, "All of {need} is here", key="high", label="Who", value="n", need=need)
    for _ in range(notes):
        chart = chart.note("A note of one line below the chart, which says what the reader has to know about it.")
    return reader.read_document(
        make_executed_notebook(
            cover("High", "How high is it?", case.about),
            say("{one} is usable, says {who}.", role="answer", one=usable, who=said_by(usable)),
            "## A heading",
            chart,
        )
    )


def read_figure_pages(document: reader.Document) -> list[Sheet]:
    """The pages up to that on which the notes begin."""
    sheets = read_sheets(write_pdf(document))
    last = next(at for at, sheet in enumerate(sheets) if "Wherethenumberscomefrom" in list_lines(sheet))
    return sheets[: last + 1]


@pytest.mark.parametrize(("rows", "more"), [(26, ""), (28, ""), (40, ""), (100, LONG), (200, "")])
def test_every_bar_and_name_is_on_a_page(rows, more):
    document = make_high(rows, more)
    sheets = read_figure_pages(document)
    assert [fault for sheet in sheets for fault in find_faults(sheet)] == []
    lines = [line for sheet in sheets for line in list_lines(sheet)]
    names = [f"{chr(65 + at // 26)}{chr(97 + at % 26)}oblast" for at in range(rows)]
    assert all(sum(line.startswith(name) for line in lines) == 1 for name in names)
    for number in document.numbers[1:]:
        assert any(re.sub(r"\s", "", number.text) in line for line in lines), number.text
    sizes = {char["size"] for sheet in sheets[:-1] for char in sheet.chars if char["text"] == "b"}  # of `oblast`
    assert min(sizes, default=9) >= 7.5


def test_parts_have_captions_of_their_own_and_the_page_before_is_not_empty():
    sheets = read_figure_pages(make_high(60))
    captions = [line for sheet in sheets for line in list_lines(sheet) if "ishere" in line]
    assert [line.partition("All")[0] for line in captions] == ["Figure1", "Figure1,continued", "Figure1,continued"]
    assert all(list_lines(sheet)[1:-1] for sheet in sheets)


def test_many_notes_below_a_high_chart_go_on_to_the_next_page():
    sheets = read_figure_pages(make_high(22, notes=14))
    assert [fault for sheet in sheets for fault in find_faults(sheet)] == []
    lines = [line for sheet in sheets for line in list_lines(sheet)]
    assert sum("Anoteofonelinebelowthechart" in line for line in lines) == 14
    assert all("communiqué" not in line.lower() or "note" not in line for line in lines)  # clear of the footer
