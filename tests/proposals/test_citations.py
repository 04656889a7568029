"""What a case quotes of a source, and which numbers that accounts for."""

from __future__ import annotations

import pytest

from analysis import load_case
from analysis.documents import Places, read_document
from analysis.errors import UsageError
from analysis.proposals.citations import Coverage, find_claimable, find_numerals, find_source, list_citations

TEXT = "The meeting\nToday\nI. Money\nRebuilding takes 800 billion dollars, of which 300 billion is there.\n"


def test_every_row_that_quotes_the_source_is_listed(tiny):
    (tiny / "waivers.csv").write_text("waiver_id,source,locator,phrase,reason\nw,article,I p1,two sides,Idiom\n")
    rows = {row for row, _, _ in list_citations(load_case(tiny), "article")}
    assert "waivers/w" in rows
    assert any(row.startswith("claims/") for row in rows)
    assert [*list_citations(load_case(tiny), "nobody")] == []


def test_a_number_is_covered_by_the_row_whose_phrase_holds_it(tiny):
    claims = tiny / "claims.csv"
    header, *rows = claims.read_text().splitlines()
    claims.write_text("\n".join([header, rows[0]]) + "\n")
    for name in ("corrections", "events", "provisions", "waivers"):
        if (table := tiny / f"{name}.csv").exists():
            table.write_text(table.read_text().splitlines()[0] + "\n")
    case = load_case(tiny)
    phrase = next(iter(list_citations(case, "article")))[2]
    text = f"The meeting\nToday\nI. Money\nIt is {phrase} and 7 trucks more.\n"
    places = Places(read_document(text.encode()).paragraphs)
    locator = next(iter(list_citations(case, "article")))[1]
    at = min(places.find(locator), default=3)
    numbers = [find_numerals(mention) for mention in find_claimable(places.paragraphs[3].text, "en")]
    assert at == 3
    assert [bool(row) for row in Coverage(case, places, "article").find_rows(3, numbers)] == [True, False]


def test_an_unknown_source_is_named_with_the_nearest(tiny):
    with pytest.raises(UsageError, match=r"no source 'artikel' \(nearest: article\)"):
        find_source(load_case(tiny), "artikel")


def test_what_counts_nothing_is_not_claimable():
    found = find_claimable("By Article 5 of the 28-point plan, tens of thousands left on 3 May.", "en-GB")
    assert [mention.role for mention in found] == ["vague", "date"]
