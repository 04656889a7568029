"""Reconstruction: how much of a need is in reach, what is missing, and what to compare it with?

All sums are in the currency the case claims them in. Need and means are stocks; nothing is discounted. The quantities
are those that play the roles `need`, `means` (usable), `stock` (frozen; the means are a part of it), `stock_by_holder`,
`debt`, `population_now` and `exchange_rate` in the case, unless the call names others.
"""

from analysis.compare.reconstruction.needs import per_head, promise, published, purpose, share_of_debt, standing, years
from analysis.compare.reconstruction.ranges import swings, width
from analysis.compare.reconstruction.rivals import by_source, by_usable, dispute
from analysis.compare.reconstruction.stock import by_currency, by_holder
from analysis.compare.reconstruction.sums import (
    break_even,
    ceiling,
    coverage,
    funding,
    gap,
    means,
    means_name,
    shortfall,
    usable_share,
)

__all__ = [
    "break_even",
    "by_currency",
    "by_holder",
    "by_source",
    "by_usable",
    "ceiling",
    "coverage",
    "dispute",
    "funding",
    "gap",
    "means",
    "means_name",
    "per_head",
    "promise",
    "published",
    "purpose",
    "share_of_debt",
    "shortfall",
    "standing",
    "swings",
    "usable_share",
    "width",
    "years",
]
