"""The line of sources beneath a figure: whose numbers are drawn, each named once, and what of them is our own."""

from __future__ import annotations

import pytest

from analysis import bars, compare, load_case
from analysis.contract import ClaimCard, LabelPart, SourceCard
from analysis.estimates.constructors import make_leaf, number
from analysis.label import Label
from analysis.show.bundle import format_text
from analysis.show.charts.source_line import build_source_line
from tests.conftest import TINY


def make_number(
    source_id: str,
    title: str,
    publisher: str | None = None,
    date_text: str | None = None,
    *,
    kind: str = "claim",
    id: str = "",
):
    source = SourceCard(source_id, title, publisher=publisher, date_text=date_text)
    name = id or f"{kind}:{source_id}"
    return make_leaf(name, 1, "one", kind=kind, origin=ClaimCard(name, kind, "share", "one", value=1, source=source))


ARTICLE = make_number("article", "A Difficult Game", date_text="1 January 2026")
BANK = make_number("bank", "Needs in 2025", "World Bank", "23 February 2026")
ASSUMED = make_leaf("assumed", 1, "one", kind="assumption", origin=ClaimCard("assumed", "assumption", "share", "one"))
CODED = make_number("article", "A Difficult Game", date_text="1 January 2026", kind="assumption")
SET = make_leaf("parameter:x", 1, "one", kind="parameter")


def make_count(*sources: SourceCard):
    card = ClaimCard("count:x", "count", "number of rows", "item", value=3, sources=sources)
    return make_leaf("count:x", 3, "item", kind="count", origin=card)


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ([BANK], "Source: World Bank."),
        ([ARTICLE], "Source: “A Difficult Game” (1\u00a0January\u00a02026)."),
        ([BANK + ARTICLE], "Sources: World Bank; “A Difficult Game” (1\u00a0January\u00a02026)."),
        ([ASSUMED, BANK], "Sources: World Bank; our assumptions."),
        ([CODED], "Sources: “A Difficult Game” (1\u00a0January\u00a02026); our coding."),
        ([SET], "Source: figures set for this report."),
        ([make_count(SourceCard("a", "A text", publisher="An agency"))], "Sources: An agency; our counts."),
        (
            [make_number("a", "One", "Kyiv Independent"), make_number("b", "Two", "Kyiv Independent")],
            "Source: Kyiv Independent.",
        ),
        ([make_number(name, name, name) for name in "ABCD"], "Sources: A; B; C; D."),
        ([make_number(name, name, name) for name in "ABCDE"], "Sources: A; B; C; D and others."),
        (
            [make_number(name, name, name) for name in "EABCD"] + [ASSUMED],
            "Sources: E; A; B; C and others; our assumptions.",
        ),
        ([number(3)], ""),
        ([], ""),
    ],
)
def test_the_line_names_each_source_once_in_order_of_use(numbers, said):
    assert format_text(build_source_line(numbers)) == said


def test_what_is_drawn_without_numbers_has_its_sources_too():
    assert format_text(build_source_line([BANK], [Label("A Difficult Game", "sources/article")])) == (
        "Sources: “A Difficult Game”; World Bank."
    )


def test_digits_in_it_lead_to_the_source():
    labels = [item for item in build_source_line([ARTICLE + BANK]) if isinstance(item, LabelPart)]
    assert [item.ref for item in labels] == ["sources/article", "sources/bank"]
    assert not any(sign.isdigit() for item in build_source_line([ARTICLE]) if isinstance(item, str) for sign in item)


def test_every_chart_ends_in_its_sources():
    case = load_case(TINY)
    made = bars(compare.forces.levels(case), "Compared", key="k", label="level", value="amount").note("A note.")
    notes = made.build_block().notes
    assert format_text(notes[0]) == "A note."
    assert format_text(notes[-1]) == (
        "Dashed line: a range of ours, from the width that we give to a word such as “about”, our codes or our "
        "weights. Source: The Daily Test."
    )
    assert len(notes) == 2
