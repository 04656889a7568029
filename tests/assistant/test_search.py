"""Claims are found by their words, in several languages, by their figures and by their ids."""

from __future__ import annotations

import pytest

from analysis import load_case
from analysis.assistant.search import ClaimSearch
from analysis.case.schema import Claim


@pytest.fixture(scope="module")
def search():
    return ClaimSearch(load_case())


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("How many soldiers may Ukraine keep?", "forces"),
        ("frozen Russian assets", "assets"),
        ("588 billion", "reconstruction.need"),
        ("what would rebuilding Ukraine cost", "reconstruction.need"),
        ("population", "population"),
    ],
)
def test_the_first_three_are_about_what_is_asked(search, text, quantity):
    claims = load_case().ledger.get_table(Claim)
    assert any(claims[id].quantity.startswith(quantity) for id in search.find(text)[:3])


def test_figures_are_found_however_their_digits_are_grouped(tiny):
    search = ClaimSearch(load_case(tiny))
    assert {tuple(search.find(text)) for text in ("600,000", "600 000", "600000")} == {tuple(search.find("600,000"))}
    assert search.find("600,000")


def test_an_id_is_found_first_and_what_shares_nothing_is_not_found(search):
    assert search.find("need_rdna4")[0] == "need_rdna4"
    assert search.find("xylophone") == []
    assert search.find("…") == []
