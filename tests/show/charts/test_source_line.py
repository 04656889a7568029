"""The line of sources beneath a figure: whose numbers are drawn, each named once, and what of them is our own."""

from __future__ import annotations

from typing import Any

import pytest

from analysis import bars, compare, load_case
from analysis.estimates.estimate import leaf, number
from analysis.label import Label
from analysis.show.bundle import MIME, as_text
from analysis.show.charts.source_line import credits
from tests.conftest import TINY


def of(
    source_id: str,
    title: str,
    publisher: str | None = None,
    date_text: str | None = None,
    *,
    kind: str = "claim",
    id: str = "",
):
    card = {"source_id": source_id, "title": title, "publisher": publisher, "date_text": date_text}
    return leaf(id or f"{kind}:{source_id}", 1, "one", kind=kind, origin={"source": card})


ARTICLE = of("article", "A Difficult Game", date_text="1 January 2026")
BANK = of("bank", "Needs in 2025", "World Bank", "23 February 2026")
ASSUMED = leaf("assumed", 1, "one", kind="assumption", origin={"statement": "We think so."})
CODED = of("article", "A Difficult Game", date_text="1 January 2026", kind="assumption")
SET = leaf("parameter:x", 1, "one", kind="parameter")


def count(*sources: dict[str, Any]):
    return leaf("count:x", 3, "item", kind="count", origin={"sources": list(sources)})


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ([BANK], "Source: World Bank."),
        ([ARTICLE], "Source: “A Difficult Game” (1\u00a0January\u00a02026)."),
        ([BANK + ARTICLE], "Sources: World Bank; “A Difficult Game” (1\u00a0January\u00a02026)."),
        ([ASSUMED, BANK], "Sources: World Bank; our assumptions."),
        ([CODED], "Sources: “A Difficult Game” (1\u00a0January\u00a02026); our coding."),
        ([SET], "Source: figures set for this report."),
        ([count({"source_id": "a", "title": "A text", "publisher": "An agency"})], "Sources: An agency; our counts."),
        ([of("a", "One", "Kyiv Independent"), of("b", "Two", "Kyiv Independent")], "Source: Kyiv Independent."),
        ([of(name, name, name) for name in "ABCD"], "Sources: A; B; C; D."),
        ([of(name, name, name) for name in "ABCDE"], "Sources: A; B; C; D and others."),
        ([of(name, name, name) for name in "EABCD"] + [ASSUMED], "Sources: E; A; B; C and others; our assumptions."),
        ([number(3)], ""),
        ([], ""),
    ],
)
def test_the_line_names_each_source_once_in_order_of_use(numbers, said):
    assert as_text(credits(numbers)) == said


def test_what_is_drawn_without_numbers_has_its_sources_too():
    assert as_text(credits([BANK], [Label("A Difficult Game", "sources/article")])) == (
        "Sources: “A Difficult Game”; World Bank."
    )


def test_digits_in_it_lead_to_the_source():
    labels = [item for item in credits([ARTICLE + BANK]) if isinstance(item, dict)]
    assert [item["ref"] for item in labels] == ["sources/article", "sources/bank"]
    assert not any(sign.isdigit() for item in credits([ARTICLE]) if isinstance(item, str) for sign in item)


def test_every_chart_ends_in_its_sources():
    case = load_case(TINY)
    made = bars(compare.forces.levels(case), "Compared", key="k", label="level", value="troops").note("A note.")
    notes = made._repr_mimebundle_()[MIME]["notes"]
    assert as_text(notes[0]) == "A note."
    assert as_text(notes[-1]) == (
        "Thin lines: from the lowest to the highest value the claims allow. Source: The Daily Test."
    )
    assert len(notes) == 2
