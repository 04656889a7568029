"""How an Estimate is written: the one place where numbers become text."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from analysis.errors import UsageError, format_nearest
from analysis.estimates import units
from analysis.estimates.estimate import Estimate
from analysis.estimates.qualifiers import Qualifier, find_qualifier

QUALIFIER_WORDS: dict[Qualifier, str] = {
    "exact": "",
    "about": "about ",
    "nearly": "nearly ",
    "at_least": "at least ",
    "at_most": "at most ",
    "over": "over ",
}
QUALIFIER_SIGNS: dict[Qualifier, str] = {
    "exact": "",
    "about": "≈ ",
    "nearly": "≲ ",
    "at_least": "≥ ",
    "at_most": "≤ ",
    "over": "> ",
}
SPECS = ("bare", "signed", "range", "size", "sign", "round")


def format_estimate(estimate: Estimate, spec: str = "", places: int | None = None) -> str:
    """Returns the number in words fit for a sentence: `at least $700 billion`, `12.5%`.

    spec: comma-separated. bare: without the qualifier; sign: the qualifier as a sign, for tables;
        signed: with + or −; size: the magnitude, for "a cut of"; range: with the interval behind it;
        round: two digits of it, for a sentence that needs no more.
    places: decimals, where the number is one of several under one another (see `places_alike`).
    """
    wanted = [word.strip() for word in spec.split(",") if word.strip()]
    for word in wanted:
        if word not in SPECS:
            raise UsageError(f"no number format {word!r}{format_nearest(word, SPECS)}; there are {', '.join(SPECS)}")
    value, (low, high) = estimate.value, (estimate.low, estimate.high)
    word = estimate.qualifier
    if "size" in wanted and low < 0:
        value, (low, high) = abs(value), _compute_size_interval(low, high)
        word = find_qualifier(value, low, high)  # at least −5, seen as a size, is at most 5
    if "round" in wanted:
        value, low, high = (float(f"{number:.2g}") for number in (value, low, high))
        places = None
    text = format_magnitude(value, estimate.unit, None if _is_claim(estimate) else places)
    if "signed" in wanted and value > 0 and _is_nonzero(text):
        text = "+" + text
    if "bare" not in wanted:
        text = (QUALIFIER_SIGNS if "sign" in wanted else QUALIFIER_WORDS)[word] + text
    if "range" in wanted and low < high:
        text += f" ({_format_interval(low, high, estimate.unit)})"
    return text


def _compute_size_interval(low: float, high: float) -> tuple[float, float]:
    return (0.0 if high > 0 else -high), max(-low, high)


def _format_interval(low: float, high: float, unit: str) -> str:
    if math.isinf(low) and math.isinf(high):
        return "anything at all"
    if math.isinf(low) or math.isinf(high):
        return (
            f"{format_magnitude(high, unit)} or less" if math.isinf(low) else f"{format_magnitude(low, unit)} or more"
        )
    how = find_unit_form(unit)
    least = format_magnitude(low, unit)
    if how.plural or how.suffix.startswith(" per "):  # −27 to 3 days, $1.14 to $1.20 per euro
        least = least.removesuffix(how.plural).removesuffix(how.suffix)
    return f"{least} to {format_magnitude(high, unit)}"


def find_common_decimals(estimates: Iterable[Estimate]) -> int | None:
    """Returns the decimals with which shares and ratios under one another are all written; None for anything else.

    What a source words keeps the source's decimals; so does each where shares and ratios are mixed.
    """
    found = [e for e in estimates if find_unit_form(e.unit).style in _ALIGNED_STYLES and not _is_claim(e)]
    if len({e.unit for e in found}) > 1:
        return None
    decimals = (re.search(r"\.(\d+)", format_magnitude(e.value, e.unit)) for e in found)
    return max((len(digits[1]) if digits else 0 for digits in decimals), default=None)


def _is_claim(estimate: Estimate) -> bool:
    return estimate.leaf is not None and estimate.leaf.kind == "claim"


def format_magnitude(value: float, unit: str, places: int | None = None) -> str:
    """Returns a bare value in its unit as text: `$700 billion`, `12.5%`, `200,000`, `15 years`.

    places: decimals of a share or a ratio; as many as it needs if None.
    """
    text = _format_unsigned(abs(value), unit, places)
    return "−" + text if value < 0 and _is_nonzero(text) else text


def _is_nonzero(text: str) -> bool:
    """Whether a digit other than 0 is left: what rounds to nothing has no sign."""
    return any(digit in text.partition(" per ")[0] for digit in "123456789")


@dataclass(frozen=True)
class UnitForm:
    """How values of one unit are written; a page that writes numbers of its own is given this.

    style: a key of STYLES. factor: what the value is multiplied by first. prefix, suffix: what stands about it.
    plural: what follows the suffix unless the number reads 1.
    """

    style: str
    places: int = 1
    factor: float = 1
    prefix: str = ""
    suffix: str = ""
    plural: str = ""


def find_unit_form(unit: str) -> UnitForm:
    """Returns how values of a unit are written. Raises UnitError."""
    if unit in _UNIT_FORMS:
        return _UNIT_FORMS[unit]
    base = units.get_base_unit(unit)
    money, _, per = (part.strip() for part in unit.partition("/"))
    if (
        money != "1" and units.get_base_unit(money) in _CURRENCIES
    ):  # per what is said in the unit given, not in base units
        if per in _PER_CURRENCY:  # a rate: in cents, which a reader multiplies with
            return UnitForm(
                "fixed",
                2,
                units.get_factor(money),
                _CURRENCIES[units.get_base_unit(money)],
                f" per {_PER_CURRENCY[per]}",
            )
        return UnitForm(
            "scale",
            factor=units.get_factor(money),
            prefix=_CURRENCIES[units.get_base_unit(money)],
            suffix=f" per {per}" if per else "",
        )
    if base == "person":
        return UnitForm("scale", factor=units.get_factor(unit))
    if base == "item":
        return UnitForm("trimmed", factor=units.get_factor(unit))
    if base == "one":
        return UnitForm("fraction", 2, units.get_factor(unit))
    return UnitForm("scale", suffix=f" {unit}", plural="s" if unit in _TIME_UNITS else "")


def _format_unsigned(value: float, unit: str, places: int | None = None) -> str:
    how = find_unit_form(unit)
    style, places = (how.style, how.places) if places is None or how.style not in _ALIGNED_STYLES else ("fixed", places)
    text = STYLES[style](value * how.factor, places)
    return f"{how.prefix}{text}{how.suffix}{how.plural if text != '1' else ''}"


def format_scaled(value: float) -> str:
    """Returns a positive count with thousands separators, or in millions, billions or trillions."""
    for least, size, word in SCALES:
        if value >= least:
            return format_trimmed(value / size) + word
    return format_trimmed(value, 0 if value >= 100 else 1)


def format_trimmed(value: float, places: int = 1) -> str:
    """Returns a positive number with at most `places` decimals and none that say nothing."""
    text = f"{value:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def format_fraction(value: float, places: int = 1) -> str:
    """Returns a positive share with at most `places` decimals; a smaller one keeps its first digit: 0.04."""
    text = format_trimmed(value, places)
    return format_trimmed(value, -math.floor(math.log10(value))) if text == "0" and value > _NEGLIGIBLE else text


# From where on a number is written in millions: a little less than one, or it would read 1,000 thousand.
SCALES = ((999.95e9, 1e12, " trillion"), (999.95e6, 1e9, " billion"), (999_999.5, 1e6, " million"))
_ALIGNED_STYLES = ("fraction",)  # one precision for all in a column, so that they compare
_NEGLIGIBLE = 1e-9  # what is left when equal numbers are subtracted
_CURRENCIES = {"USD": "$", "EUR": "€"}
_PER_CURRENCY = {"USD": "dollar", "EUR": "euro"}
_TIME_UNITS = ("year", "month", "day", "hour", "minute")
STYLES: dict[str, Callable[[float, int], str]] = {
    "scale": lambda value, places: format_scaled(value),
    "trimmed": format_trimmed,
    "fraction": format_fraction,
    "whole": lambda value, places: format_trimmed(value, 0 if value >= 10 else places),
    "fixed": lambda value, places: f"{value:,.{places}f}",  # 20.0 against 26.7: one precision, so that they compare
    "year": lambda value, places: f"{value:.{places}f}",  # 2026, not 2,026
}
_UNIT_FORMS = {
    "percent": UnitForm("fraction", suffix="%"),
    "percentage_point": UnitForm("fraction", suffix=" point", plural="s"),
    "per_thousand": UnitForm("fixed"),
    "km**2": UnitForm("whole", suffix=" km²"),
    "calendar_year": UnitForm("year", 0),
    "MW": UnitForm("whole", suffix=" MW"),
}
