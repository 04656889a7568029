"""How an Estimate is written: the one place where numbers become text."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from analysis.errors import UsageError, nearest
from analysis.estimates import units
from analysis.estimates.estimate import Estimate
from analysis.estimates.qualifiers import Qualifier, reading

WORDS: dict[Qualifier, str] = {
    "exact": "",
    "about": "about ",
    "nearly": "nearly ",
    "at_least": "at least ",
    "at_most": "at most ",
    "over": "over ",
}
SIGNS: dict[Qualifier, str] = {
    "exact": "",
    "about": "≈ ",
    "nearly": "≲ ",
    "at_least": "≥ ",
    "at_most": "≤ ",
    "over": "> ",
}
SPECS = ("bare", "signed", "range", "size", "sign", "round")


def written(estimate: Estimate, spec: str = "", places: int | None = None) -> str:
    """Returns the number in words fit for a sentence: `at least $700 billion`, `12.5%`.

    spec: comma-separated. bare: without the qualifier; sign: the qualifier as a sign, for tables;
        signed: with + or −; size: the magnitude, for "a cut of"; range: with the interval behind it;
        round: two digits of it, for a sentence that needs no more.
    places: decimals, where the number is one of several under one another (see `places_alike`).
    """
    wanted = [word.strip() for word in spec.split(",") if word.strip()]
    for word in wanted:
        if word not in SPECS:
            raise UsageError(f"no number format {word!r}{nearest(word, SPECS)}; there are {', '.join(SPECS)}")
    value, (low, high) = estimate.value, (estimate.low, estimate.high)
    word = estimate.qualifier
    if "size" in wanted and low < 0:
        value, (low, high) = abs(value), _sizes(low, high)
        word = reading(value, low, high)  # at least −5, seen as a size, is at most 5
    if "round" in wanted:
        value, low, high = (float(f"{number:.2g}") for number in (value, low, high))
        places = None
    text = magnitude(value, estimate.unit, None if _worded(estimate) else places)
    if "signed" in wanted and value > 0 and _says_something(text):
        text = "+" + text
    if "bare" not in wanted:
        text = (SIGNS if "sign" in wanted else WORDS)[word] + text
    if "range" in wanted and low < high:
        text += f" ({_reach(low, high, estimate.unit)})"
    return text


def _sizes(low: float, high: float) -> tuple[float, float]:
    return (0.0 if high > 0 else -high), max(-low, high)


def _reach(low: float, high: float, unit: str) -> str:
    if math.isinf(low) and math.isinf(high):
        return "anything at all"
    if math.isinf(low) or math.isinf(high):
        return f"{magnitude(high, unit)} or less" if math.isinf(low) else f"{magnitude(low, unit)} or more"
    how = form(unit)
    least = magnitude(low, unit)
    if how.plural or how.suffix.startswith(" per "):  # −27 to 3 days, $1.14 to $1.20 per euro
        least = least.removesuffix(how.plural).removesuffix(how.suffix)
    return f"{least} to {magnitude(high, unit)}"


def places_alike(estimates: Iterable[Estimate]) -> int | None:
    """Returns the decimals with which shares and ratios under one another are all written; None for anything else.

    What a source words keeps the source's decimals; so does each where shares and ratios are mixed.
    """
    found = [e for e in estimates if form(e.unit).style in _PADDED and not _worded(e)]
    if len({e.unit for e in found}) > 1:
        return None
    decimals = (re.search(r"\.(\d+)", magnitude(e.value, e.unit)) for e in found)
    return max((len(digits[1]) if digits else 0 for digits in decimals), default=None)


def _worded(estimate: Estimate) -> bool:
    return estimate.leaf is not None and estimate.leaf.kind == "claim"


def magnitude(value: float, unit: str, places: int | None = None) -> str:
    """Returns a bare value in its unit as text: `$700 billion`, `12.5%`, `200,000`, `15 years`.

    places: decimals of a share or a ratio; as many as it needs if None.
    """
    text = _unsigned(abs(value), unit, places)
    return "−" + text if value < 0 and _says_something(text) else text


def _says_something(text: str) -> bool:
    """Whether a digit other than 0 is left: what rounds to nothing has no sign."""
    return any(digit in text.partition(" per ")[0] for digit in "123456789")


@dataclass(frozen=True)
class Form:
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


def form(unit: str) -> Form:
    """Returns how values of a unit are written. Raises UnitError."""
    if unit in _FORMS:
        return _FORMS[unit]
    base = units.base(unit)
    money, _, per = (part.strip() for part in unit.partition("/"))
    if money != "1" and units.base(money) in _CURRENCIES:  # per what is said in the unit given, not in base units
        if per in _EACH:  # a rate: in cents, which a reader multiplies with
            return Form("fixed", 2, units.factor(money), _CURRENCIES[units.base(money)], f" per {_EACH[per]}")
        return Form(
            "scale",
            factor=units.factor(money),
            prefix=_CURRENCIES[units.base(money)],
            suffix=f" per {per}" if per else "",
        )
    if base == "person":
        return Form("scale", factor=units.factor(unit))
    if base == "item":
        return Form("trimmed", factor=units.factor(unit))
    if base == "one":
        return Form("fraction", 2, units.factor(unit))
    return Form("scale", suffix=f" {unit}", plural="s" if unit in _TIMES else "")


def _unsigned(value: float, unit: str, places: int | None = None) -> str:
    how = form(unit)
    style, places = (how.style, how.places) if places is None or how.style not in _PADDED else ("fixed", places)
    text = STYLES[style](value * how.factor, places)
    return f"{how.prefix}{text}{how.suffix}{how.plural if text != '1' else ''}"


def scale(value: float) -> str:
    """Returns a positive count with thousands separators, or in millions, billions or trillions."""
    for least, size, word in SCALES:
        if value >= least:
            return trimmed(value / size) + word
    return trimmed(value, 0 if value >= 100 else 1)


def trimmed(value: float, places: int = 1) -> str:
    """Returns a positive number with at most `places` decimals and none that say nothing."""
    text = f"{value:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def fraction(value: float, places: int = 1) -> str:
    """Returns a positive share with at most `places` decimals; a smaller one keeps its first digit: 0.04."""
    text = trimmed(value, places)
    return trimmed(value, -math.floor(math.log10(value))) if text == "0" and value > _NOTHING else text


# From where on a number is written in millions: a little less than one, or it would read 1,000 thousand.
SCALES = ((999.95e9, 1e12, " trillion"), (999.95e6, 1e9, " billion"), (999_999.5, 1e6, " million"))
_PADDED = ("fraction",)  # one precision for all in a column, so that they compare
_NOTHING = 1e-9  # what is left when equal numbers are subtracted
_CURRENCIES = {"USD": "$", "EUR": "€"}
_EACH = {"USD": "dollar", "EUR": "euro"}
_TIMES = ("year", "month", "day", "hour", "minute")
STYLES: dict[str, Callable[[float, int], str]] = {
    "scale": lambda value, places: scale(value),
    "trimmed": trimmed,
    "fraction": fraction,
    "whole": lambda value, places: trimmed(value, 0 if value >= 10 else places),
    "fixed": lambda value, places: f"{value:,.{places}f}",  # 20.0 against 26.7: one precision, so that they compare
    "year": lambda value, places: f"{value:.{places}f}",  # 2026, not 2,026
}
_FORMS = {
    "percent": Form("fraction", suffix="%"),
    "percentage_point": Form("fraction", suffix=" point", plural="s"),
    "per_thousand": Form("fixed"),
    "km**2": Form("whole", suffix=" km²"),
    "calendar_year": Form("year", 0),
    "MW": Form("whole", suffix=" MW"),
}
