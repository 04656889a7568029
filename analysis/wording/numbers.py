"""How a value, its interval, its qualifier and its unit are written: the one place where numbers become text."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from analysis.contract import Qualifier
from analysis.errors import UsageError, format_nearest
from analysis.wording import units
from analysis.wording.qualifiers import find_qualifier

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


def format_number(
    value: float,
    low: float,
    high: float,
    unit: str,
    qualifier: Qualifier,
    *,
    spec: str = "",
    decimals: int | None = None,
) -> str:
    """Returns a number in words fit for a sentence: `at least $700 billion`, `12.5%`.

    value, low, high: in `unit`; an end of the interval may be infinite.
    spec: comma-separated. bare: without the qualifier; sign: the qualifier as a sign, for tables;
        signed: with + or −; size: the magnitude, for "a cut of"; range: with the interval behind it;
        round: two digits of it, for a sentence that needs no more.
    decimals: of a share or a ratio, where it is one of several under one another.
    Raises: UsageError for an unknown spec; UnitError.

    >>> format_number(700, 700, 800, "billion USD", "at_least", spec="range")
    'at least $700 billion ($700 billion to $800 billion)'
    """
    wanted = [word.strip() for word in spec.split(",") if word.strip()]
    for word in wanted:
        if word not in SPECS:
            raise UsageError(f"no number format {word!r}{format_nearest(word, SPECS)}; there are {', '.join(SPECS)}")
    if "size" in wanted and low < 0:
        value, low, high = abs(value), (0.0 if high > 0 else -high), max(-low, high)
        qualifier = find_qualifier(value, low, high)  # at least −5, seen as a size, is at most 5
    if "round" in wanted:
        value, low, high = (float(f"{number:.2g}") for number in (value, low, high))
        decimals = None
    text = format_magnitude(value, unit, decimals)
    if "signed" in wanted and value > 0 and _is_nonzero(text):
        text = "+" + text
    if "bare" not in wanted:
        text = (QUALIFIER_SIGNS if "sign" in wanted else QUALIFIER_WORDS)[qualifier] + text
    return join_interval(text, format_interval(low, high, unit)) if "range" in wanted else text


def format_interval(low: float, high: float, unit: str) -> str:
    """Returns an interval in words, its unit once where it can be: `−27 to 3 days`. '' where it is a point.

    low, high: in `unit`; infinite where the interval has no end.

    >>> format_interval(0, math.inf, "USD"), format_interval(24_242, 29_630, "USD/person")
    ('at least $0', '$24,242 to $29,630 per person')
    """
    if not low < high:
        return ""
    if math.isinf(low) and math.isinf(high):
        return "any value"
    if math.isinf(low):
        return QUALIFIER_WORDS["at_most"] + format_magnitude(high, unit)
    if math.isinf(high):
        return QUALIFIER_WORDS["at_least"] + format_magnitude(low, unit)
    form, least = find_unit_form(unit), format_magnitude(low, unit)
    if form.suffix.startswith(" "):
        least = least.removesuffix(form.plural).removesuffix(form.suffix)
    return f"{least} to {format_magnitude(high, unit)}"


def join_interval(text: str, interval: str) -> str:
    """Returns a number with its interval in brackets behind it, unless it says no more than the number.

    >>> join_interval("about 5%", "4% to 6%"), join_interval("at least $0", "at least $0")
    ('about 5% (4% to 6%)', 'at least $0')
    """
    return f"{text} ({interval})" if interval and interval != text else text


def split_qualifier(text: str) -> tuple[str, str]:
    """Returns a printed number as its qualifier, '' for none, and the rest.

    >>> split_qualifier("at least $700 billion")
    ('at least', '$700 billion')
    """
    word = next((word for word in QUALIFIER_WORDS.values() if word and text.startswith(word)), "")
    return word.strip(), text.removeprefix(word)


def format_magnitude(value: float, unit: str, decimals: int | None = None) -> str:
    """Returns a bare value in its unit as text: `$700 billion`, `12.5%`, `200,000`, `15 years`.

    decimals: of a share or a ratio; as many as it needs if None. Raises UnitError.

    >>> format_magnitude(-0.25, "one"), format_magnitude(700, "billion USD")
    ('−0.25', '$700 billion')
    """
    form = find_unit_form(unit)
    style, wanted = form.style, form.places
    if decimals is not None and style in ALIGNED_STYLES:
        style, wanted = "fixed", decimals
    digits = STYLES[style](abs(value) * form.factor, wanted)
    text = f"{form.prefix}{digits}{form.suffix}{form.plural if digits != '1' else ''}"
    return "−" + text if value < 0 and _is_nonzero(text) else text


def _is_nonzero(text: str) -> bool:
    """Whether a digit other than 0 is left: what rounds to nothing has no sign."""
    return any(digit in text.partition(" per ")[0] for digit in "123456789")


@dataclass(frozen=True)
class UnitForm:
    """How values of one unit are written; a page that writes numbers of its own is given this.

    style: a key of STYLES. places: decimals, at most. factor: what the value is multiplied by first. prefix, suffix:
    the text before and after it. plural: what follows the suffix unless the number reads 1.
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
    sign = "" if money == "1" else _CURRENCIES.get(units.get_base_unit(money), "")
    if sign:  # per what is said in the unit given, not in base units
        factor = units.get_factor(money)
        if per in _PER_CURRENCY:  # a rate: in cents, which a reader multiplies with
            return UnitForm("fixed", 2, factor, sign, f" per {_PER_CURRENCY[per]}")
        return UnitForm("scale", factor=factor, prefix=sign, suffix=f" per {per}" if per else "")
    if base == "person":
        return UnitForm("scale", factor=units.get_factor(unit))
    if base == "item":
        return UnitForm("trimmed", factor=units.get_factor(unit))
    if base == "one":
        return UnitForm("fraction", 2, units.get_factor(unit))
    return UnitForm("scale", suffix=f" {unit}", plural="s" if unit in _TIME_UNITS else "")


def format_scaled(value: float) -> str:
    """Returns a positive count with thousands separators, or in millions, billions or trillions."""
    for least, size, word in SCALES:
        if value >= least:
            return format_trimmed(value / size) + word
    return format_trimmed(value, 0 if value >= 100 else 1)


def format_trimmed(value: float, decimals: int = 1) -> str:
    """Returns a positive number with at most so many decimals, and no zeros at their end."""
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def format_fraction(value: float, decimals: int = 1) -> str:
    """Returns a positive share with at most so many decimals; a smaller one keeps its first digit: 0.04."""
    text = format_trimmed(value, decimals)
    return format_trimmed(value, -math.floor(math.log10(value))) if text == "0" and value > _NEGLIGIBLE else text


# From where on a number is written in millions: a little less than one, or it would read 1,000 thousand.
SCALES = ((999.95e9, 1e12, " trillion"), (999.95e6, 1e9, " billion"), (999_999.5, 1e6, " million"))
ALIGNED_STYLES = ("fraction",)  # one precision for all in a column, so that they compare
_NEGLIGIBLE = 1e-9  # what is left when equal numbers are subtracted
_CURRENCIES = {"USD": "$", "EUR": "€"}
_PER_CURRENCY = {"USD": "dollar", "EUR": "euro"}
_TIME_UNITS = ("year", "month", "day", "hour", "minute")
STYLES: dict[str, Callable[[float, int], str]] = {
    "scale": lambda value, decimals: format_scaled(value),
    "trimmed": format_trimmed,
    "fraction": format_fraction,
    "whole": lambda value, decimals: format_trimmed(value, 0 if value >= 10 else decimals),
    "fixed": lambda value, decimals: f"{value:,.{decimals}f}",  # 20.0 against 26.7: one precision, so that they compare
    "year": lambda value, decimals: f"{value:.{decimals}f}",  # 2026, not 2,026
}
_UNIT_FORMS = {
    "percent": UnitForm("fraction", suffix="%"),
    "percentage_point": UnitForm("fraction", suffix=" point", plural="s"),
    "per_thousand": UnitForm("fixed"),
    "km**2": UnitForm("whole", suffix=" km²"),
    "calendar_year": UnitForm("year", 0),
    "MW": UnitForm("whole", suffix=" MW"),
}
