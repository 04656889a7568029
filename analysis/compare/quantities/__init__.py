"""Quantities: the general comparisons, by the id of a quantity, for any case.

A key names a number of the case: `quantity`, or `quantity@subject` where there are claims on several subjects, as in
formulas and parameters; what takes one number takes `quantity[2025]` too, the one as of a time. Numbers of unlike
units, and money for unlike purposes (funds.csv), are never set against each other; money in another currency is
converted at the rate whose role is `exchange_rate`. Named comparisons ask their questions of these.

>>> from analysis import compare, load_case
>>> compare.quantities.gap(load_case(), "reconstruction.need", ["assets.usable"]).value
700.0
"""

from analysis.compare.quantities.claims import by_source
from analysis.compare.quantities.promises import promised_and_delivered
from analysis.compare.quantities.ratios import per, ratio, share
from analysis.compare.quantities.subjects import between, by_subject, pairs
from analysis.compare.quantities.sums import coverage, gap, ladder
from analysis.compare.quantities.times import change, change_share, latest, missing_times, series

__all__ = [
    "between",
    "by_source",
    "by_subject",
    "change",
    "change_share",
    "coverage",
    "gap",
    "ladder",
    "latest",
    "missing_times",
    "pairs",
    "per",
    "promised_and_delivered",
    "ratio",
    "series",
    "share",
]
