"""Whether a number of a text can be a value of a quantity: by what its unit measures, and by the factor between both.

Nothing is converted that measures another thing: no currency to another, no share to a count.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from analysis.errors import UnitError
from analysis.mentions import Mention
from analysis.mentions.pairs import NOT_WRITTEN
from analysis.wording import units

_SHARES = ("one", "percent", "percentage_point")
_COUNTED = ("item", "person")  # what a noun names may be either: "800 missiles", "5,000 guards"
_ALIKE = 150  # times: a span in hours is hardly one that is measured in years
_NO_PEOPLE = 0.5  # how surely "72 countries" may be people


class Fit(NamedTuple):
    """How the unit of a number goes with that of a quantity.

    factor: what the number as written, in its own scale, is multiplied by to be in the quantity's unit; 1 for a date.
    sureness: 1 where both units say the same, less where one of them leaves something open. reason: what it leaves
    open, '' where nothing.
    """

    factor: float
    sureness: float
    reason: str = ""


def is_bare(mention: Mention) -> bool:
    """Returns whether the text has neither a unit nor a counted noun beside a number.

    >>> from analysis.mentions import read_mentions
    >>> [is_bare(mention) for mention in read_mentions("Of 20 ports, 7 were hit.", "en")]
    [False, False]
    """
    return mention.counts and (not mention.unit or NOT_WRITTEN in mention.why)


def fit_unit(mention: Mention, unit: str) -> Fit | None:
    """Returns how a number goes with a quantity's unit; None where it measures another thing.

    >>> from analysis.mentions import read_mentions
    >>> (sum, share) = read_mentions("It took $800 million, a quarter of it.", "en")
    >>> fit_unit(sum, "billion USD"), fit_unit(share, "percent"), fit_unit(sum, "billion EUR")
    (Fit(factor=0.001, sureness=1.0, reason=''), Fit(factor=100.0, sureness=1.0, reason=''), None)
    """
    if mention.role == "date":
        if unit == "date":
            return Fit(1.0, 1.0)
        return Fit(1.0, 1.0) if unit == "calendar_year" and mention.date.isdigit() else None
    if unit in ("date", "text", "calendar_year") or not mention.counts:
        return None
    found = _fit(mention.ledger_unit, mention.unit, unit) if mention.unit else None
    found = found or _fit_bare(mention, unit)
    if found and (mention.unit, mention.grade) == ("items", "A") and units.get_base_unit(unit) == "person":
        return found._replace(sureness=_NO_PEOPLE)  # its noun is none of the many that name people
    return found


@cache
def _fit(written: str, bare: str, unit: str) -> Fit | None:
    try:
        one, other = units.get_base_unit(written), units.get_base_unit(unit)
        factor = units.get_factor(written) / units.get_factor(unit)
    except UnitError:
        return None
    if one == other:
        if (bare == "percentage_point") != (unit == "percentage_point") and bare in _SHARES:
            return Fit(factor, 0.6, "one is in percentage points")
        if one == "one" and unit == "one" and bare == "percent":
            return Fit(factor, 0.8)
        if not 1 / _ALIKE <= _measure_size(written) / _measure_size(unit) <= _ALIKE:
            return Fit(factor, 0.6, f"the text has it in {bare}")
        return Fit(factor, 1.0)
    if bare == "items" and (other in (*_COUNTED, "one") or _is_own_count(other)):
        return Fit(factor, 0.8 if other in _COUNTED else 0.6)
    if one in _COUNTED and (other in _COUNTED or (other == "one" and unit == "one")):
        return Fit(factor, 0.7)
    return _fit_rate(one, other, written, unit)


def _measure_size(unit: str) -> float:
    """Returns how many base units a unit is without its thousands, millions or billions."""
    return units.get_factor(units.split_scale(unit)[1])


def _fit_bare(mention: Mention, unit: str) -> Fit | None:
    """Fits a number that has no unit beside it, as in a table or a list of sums, to whatever is not a share of one."""
    if not is_bare(mention) or units.get_base_unit(unit) == "one":
        return None
    scale, bare = units.split_scale(unit)
    likely = 0.6 if mention.scale > 1 and units.names_currency(bare) else 0.3
    return Fit(mention.scale / scale, likely, "the text has no unit beside it")


def _is_own_count(base: str) -> bool:
    """Whether a base unit is a thing that the case itself counts, such as trucks."""
    return base in units.find_added(base)


def _fit_rate(one: str, other: str, written: str, unit: str) -> Fit | None:
    """Fits a sum a year to a sum, and the other way round: texts often leave the time out, or add it."""
    with_time, without = (one, other) if one.count("/") > other.count("/") else (other, one)
    if with_time.replace(" ", "") != f"{without.replace(' ', '')}/day":
        return None
    if with_time == one:  # the text gives a rate, the quantity has none
        per = written.rpartition("/")[0].strip()
        return Fit(units.get_factor(per) / units.get_factor(unit), 0.5, "the text gives it per time, the quantity not")
    per, _, _ = unit.rpartition("/")
    return Fit(units.get_factor(written) / units.get_factor(per.strip()), 0.7, "the text may not say per which time")
