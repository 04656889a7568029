"""Where the stock is held, and what its currency changes: worked by hand."""

from __future__ import annotations

import pytest

from analysis import load_case
from analysis.compare.reconstruction import stock
from analysis.errors import MissingClaim
from tests.conftest import TINY


def test_a_sum_in_euros_is_set_against_the_need_in_dollars(shipped):
    holders = stock.by_holder(shipped)
    amounts = {row["holder"].id: row["amount"].to("billion USD").value for row in holders.to_dict("records")}
    assert (amounts["euroclear"], amounts["united_states"]) == (pytest.approx(185 * 1.176), 5)
    row = holders.iloc[0]
    assert (row.holder.id, row.quoted.unit, row.amount.unit) == ("g7", "billion EUR", "billion USD")
    assert row.amount.value == pytest.approx(300 * 1.176)
    assert row["share"].value == pytest.approx(100 * 300 * 1.176 / 800)


def test_the_whole_read_in_euros_covers_more_and_leaves_less_missing(shipped):
    frame = stock.by_currency(shipped, "g7")
    assert [ceiling.value for ceiling in frame["ceiling"]] == pytest.approx([37.5, 100 * 352.8 / 800])
    assert [missing.value for missing in frame["shortfall"]] == pytest.approx([500, 800 - 352.8])


def test_a_total_that_nobody_quotes_in_another_currency_is_missing():
    with pytest.raises(MissingClaim, match="has no sum held by g7 in another currency than billion USD"):
        stock.by_currency(load_case(TINY), "g7")
