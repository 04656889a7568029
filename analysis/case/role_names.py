"""The roles that the rows of a case can play in the questions that all cases share, each with its meaning."""

from __future__ import annotations

from collections.abc import Mapping

ROLES: Mapping[str, str] = {
    "need": "what something costs, or the sum asked for",
    "means": "the sum that is there to meet the need, or may be used for it",
    "stock": "the whole sum of which the means are a part",
    "stock_by_holder": "the parts of the stock, one a holder",
    "stock_by_holder_abroad": "the same in another currency",
    "exchange_rate": "what a unit of the other currency costs in the currency of the need",
    "debt": "a sum that gives a sense of the size of the need",
    "population_before": "how many people there were at the time compared with",
    "population_now": "how many people there are now",
}
"""Name of a role -> what plays it, in words. roles.csv accepts no other name."""
