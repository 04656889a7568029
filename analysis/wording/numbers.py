"""How a value, its interval, its qualifier and its unit are written: the one place where numbers become text.

The rules, which the script of the sliders (`analysis/style/theme/compute.js`) follows to the letter:

- A figure as claimed has all the digits that its source gave. Zeros at the end of a decimal are not known: 12.50 in the
  ledger is the number 12.5.
- A computed number is rounded: in decimal, half to even, after the twelfth significant digit has been rounded in the
  same way, since what is beyond it is left over from binary arithmetic.
- Behind "about", a computed number has two digits, or so many more that it stays within its interval; its note has all
  of them.
- Two digits are enough for a sentence that needs no more, unless a bound would not hold with them: at most 62.5 is not
  at most 62.
- A range of which no value is known is printed as a range, from end to end, and never as its middle.
- Nothing is printed as 0 that is not 0, nor as 100 % that is not 100 %: a number near these has as many decimals as it
  takes to tell them apart. A difference that is nothing but rounding error is 0 before it comes here
  (`analysis.estimates.evaluate`).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Context, Decimal
from os.path import commonprefix

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
    "less_than": "less than ",
    "between": "",
}
QUALIFIER_SIGNS: dict[Qualifier, str] = {
    "exact": "",
    "about": "≈ ",
    "nearly": "≲ ",
    "at_least": "≥ ",
    "at_most": "≤ ",
    "over": "> ",
    "less_than": "< ",
    "between": "",
}
_TO = " to "
SPECS = ("bare", "signed", "range", "size", "sign", "round", "words")
_SMALL = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_SMALL_COUNT = re.compile(r"^[1-9]\d?(?= [a-z]|$)")


def format_number(
    value: float,
    low: float,
    high: float,
    unit: str,
    qualifier: Qualifier,
    *,
    spec: str = "",
    decimals: int | None = None,
    exact: bool = False,
    full: bool = False,
) -> str:
    """Returns a number in words fit for a sentence: `at least $700 billion`, `12.5%`.

    value, low, high: in `unit`; an end of the interval may be infinite: about so much is then at least, or at most, the
    other end.
    spec: comma-separated. bare: without the qualifier, of a share as of any number, so that "about" stays only where
        this is not asked for, though the interval of `range` may still show it; sign: the qualifier as a
        sign, for tables;
        signed: with + or −; size: the magnitude, for "a cut of"; range: with the interval behind it;
        round: two digits of it, for a sentence that needs no more; more where a bound would not hold with two;
        words: a whole number up to twelve as a word, for a title that begins with it.
    decimals: of a share or a ratio, where it is one of several under one another.
    exact: with all its digits, as for a figure as it is claimed.
    full: with more than two digits behind "about" too, as in the note of a calculation.
    Raises: UsageError for an unknown spec; UnitError.

    >>> format_number(700, 700, 800, "billion USD", "at_least", spec="range")
    'at least $700 billion ($700 billion to $800 billion)'
    >>> [format_number(count, count, count, "item", "exact", spec="words") for count in (2, 2.5)]
    ['two', '2.5']
    """
    wanted = [word.strip() for word in spec.split(",") if word.strip()]
    for word in wanted:
        if word not in SPECS:
            raise UsageError(f"no number format {word!r}{format_nearest(word, SPECS)}; there are {', '.join(SPECS)}")
    if "size" in wanted and low < 0:
        value, low, high = abs(value), (0.0 if high > 0 else -high), max(-low, high)
        if qualifier != "between":
            qualifier = find_qualifier(value, low, high)  # at least −5, seen as a size, is at most 5
    if qualifier == "about" and "bare" not in wanted and math.isfinite(low) != math.isfinite(high):
        value, qualifier = (low, "at_least") if math.isfinite(low) else (high, "at_most")  # all that is known of it
        low = high = value
    if "round" in wanted:
        if not _breaks_bound(_round_roughly(value, unit), value, qualifier):
            value, low, high = (_round_roughly(number, unit) for number in (value, low, high))
        decimals, exact = None, False
    elif qualifier == "about" and "bare" not in wanted and not (exact or full):
        value, decimals = _round_about(value, low, high, unit), None
    text, is_range = format_magnitude(value, unit, decimals, exact=exact), False
    if qualifier == "between":
        text, is_range = _format_range(low, high, unit, exact)
        qualifier = "between" if is_range else "about"
    if "words" in wanted and not is_range:
        text = _SMALL_COUNT.sub(_spell_count, text)
    if "signed" in wanted:
        text = _add_signs(text, low if is_range else value)
    if "bare" not in wanted:
        text = (QUALIFIER_SIGNS if "sign" in wanted else QUALIFIER_WORDS)[qualifier] + text
    return join_interval(text, format_interval(low, high, unit)) if "range" in wanted and not is_range else text


def _spell_count(digits: re.Match[str]) -> str:
    """Returns a whole number up to twelve as a word, a larger one as it is."""
    return _SMALL[int(digits[0]) - 1] if int(digits[0]) <= len(_SMALL) else digits[0]


def _format_range(low: float, high: float, unit: str, exact: bool) -> tuple[str, bool]:
    """Returns a range without a value in words, and whether it is one still: of ends that read alike it is a number."""
    least, most = (format_magnitude(end, unit, exact=exact) for end in (low, high))
    return (least, False) if least == most else (format_interval(low, high, unit, exact=exact), True)


def _add_signs(text: str, least: float) -> str:
    """Returns a number or a range with + before what is more than 0. least: the number, or the lower end."""
    first, *last = text.split(_TO)
    ends = [(first, least > 0), *((end, not end.startswith("−")) for end in last)]
    return _TO.join(f"+{end}" if is_more and _is_nonzero(end) else end for end, is_more in ends)


def format_interval(low: float, high: float, unit: str, *, exact: bool = False) -> str:
    """Returns an interval in words, its unit once where it can be: `−27 to 3 days`. '' where it is a point.

    low, high: in `unit`; infinite where the interval has no end. exact: with all their digits.

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
    form, least = find_unit_form(unit), format_magnitude(low, unit, exact=exact)
    least = least.removesuffix(form.per)
    if form.suffix.startswith(" "):
        least = least.removesuffix(form.suffix + form.plural).removesuffix(form.suffix + form.singular)
    return f"{least}{_TO}{format_magnitude(high, unit, exact=exact)}"


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


def format_magnitude(value: float, unit: str, decimals: int | None = None, *, exact: bool = False) -> str:
    """Returns a bare value in its unit as text: `$700 billion`, `12.5%`, `200,000`, `15 years`.

    decimals: of a share or a ratio; as many as it needs if None. exact: with all its digits. Raises UnitError.

    >>> format_magnitude(-0.25, "one"), format_magnitude(700, "billion USD")
    ('−0.25', '$700 billion')
    >>> format_magnitude(1_234_567, "USD"), format_magnitude(1_234_567, "USD", exact=True)
    ('$1.2 million', '$1,234,567')
    """
    form = find_unit_form(unit)
    digits = _format_digits(abs(value) * form.factor, form, decimals, exact)
    text = f"{form.prefix}{digits}{form.suffix}{form.singular if digits == '1' else form.plural}{form.per}"
    return "−" + text if value < 0 and _is_nonzero(text) else text


def _format_digits(size: float, form: UnitForm, wanted: int | None, exact: bool) -> str:
    """Returns a positive number as digits, with separators and the word of its scale."""
    rounded, word = _round_size(size, form, wanted, exact)
    return (f"{rounded:f}" if form.style == "year" else f"{rounded:,f}") + word


def round_as_printed(value: float, unit: str, *, exact: bool = False) -> float:
    """Returns the number that a reader reads where a value is printed, in base units. Raises UnitError.

    >>> round_as_printed(36.3217, "billion USD"), round_as_printed(36.3217, "billion USD", exact=True)
    (36300000000.0, 36321700000.0)
    """
    form = find_unit_form(unit)
    rounded, word = _round_size(abs(value) * form.factor, form, None, exact)
    power = next((power for _, power, name in SCALES if name == word.strip()), 0)
    return math.copysign(float(rounded.scaleb(power, _CONTEXT)) / form.factor * units.get_factor(unit), value)


def _round_size(size: float, form: UnitForm, wanted: int | None, exact: bool) -> tuple[Decimal, str]:
    """Returns a positive number as it is printed, with its decimals, and the word of its scale."""
    value, word = _round_digits(size, _KNOWN_DIGITS if exact else _SURE_DIGITS), ""
    if form.style == "scale":
        value, word = _scale(value, form.factor if exact else None)
    places = _choose_places(value, form, word)
    least = form.places if form.style == "fixed" else 0
    if wanted is not None and form.style in ALIGNED_STYLES:
        places = least = wanted
    if exact:
        places = max(_count_decimals(value), least)
    for border in (0, form.whole):
        away = abs(value - border)
        if away and _round(value, places) == border:
            places = -away.adjusted()
    return _drop_zeros(_round(value, places), least), word


def _choose_places(value: Decimal, form: UnitForm, word: str) -> int:
    """Returns how many decimals a computed number has, at most."""
    if form.style == "scale":
        return 1 if word or value < 100 else 0
    if form.style == "whole" and value >= 10:
        return 0
    if form.per.startswith(" per ") and form.style == "fixed" and 0 < value < Decimal("0.1"):
        return 2 - value.adjusted()  # a rate that is multiplied with: three digits
    return form.places


def _scale(value: Decimal, own: float | None) -> tuple[Decimal, str]:
    """Returns a number in millions, billions or trillions and the word for it, where it is large enough.

    own: for all its digits, the size of the unit in which it is claimed; a larger one is taken only where that needs
    no more than three decimals: 1.045 billion, but 1,234,567.
    """
    for least, power, word in SCALES:
        scaled = value.scaleb(-power, _CONTEXT)
        if own is None:
            fits = value >= Decimal(least)
        else:
            fits = value >= 10**power and (_count_decimals(scaled) <= _FEW_DECIMALS or own >= 10**power)
        if fits:
            return scaled, f" {word}"
    return value, ""


def _round_digits(value: float, digits: int) -> Decimal:
    """Returns a number rounded to so many significant digits, half to even."""
    return Decimal(f"{value:.{digits}g}")


def _round_roughly(value: float, unit: str) -> float:
    """Returns a number with two digits, unless it would then read as all of something that it is not all of."""
    form, rounded = find_unit_form(unit), float(_round_digits(value, 2))
    return value if form.whole and abs(rounded * form.factor) == form.whole else rounded


def _round_about(value: float, low: float, high: float, unit: str) -> float:
    """Returns a number with two digits, or so many more that it stays in its interval and is not all of something."""
    form = find_unit_form(unit)
    for digits in range(2, _SURE_DIGITS):
        rounded = float(_round_digits(value, digits))
        if low <= rounded <= high and not (form.whole and abs(rounded * form.factor) == form.whole):
            return value if form.style == "year" else rounded
    return value


def _breaks_bound(rounded: float, value: float, qualifier: Qualifier) -> bool:
    """Returns whether what a rounded bound says is more than what is known: at most 62, of at most 62.5."""
    if qualifier in ("at_most", "less_than"):
        return rounded < value
    return rounded > value and qualifier in ("at_least", "over")


def _round(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN, _CONTEXT)


def _drop_zeros(value: Decimal, least: int) -> Decimal:
    """Returns a number without zeros at its end, but with at least so many decimals."""
    return _round(value, max(_count_decimals(value), least))


def _count_decimals(value: Decimal) -> int:
    return max(0, -int(value.normalize(_CONTEXT).as_tuple().exponent))


def _is_nonzero(text: str) -> bool:
    """Whether a digit other than 0 is left: what rounds to nothing has no sign."""
    return any(digit in _AFTER_NUMBER.split(text)[0] for digit in "123456789")


@dataclass(frozen=True)
class UnitForm:
    """How values of one unit are written; a page that writes numbers of its own is given this.

    style: `scale`, in millions or billions where it is large; `fraction`, `trimmed` or `fixed`, with so many places;
    `whole`, with none from 10 on; `year`, without separators. places: decimals, at most; in a `fixed` style always.
    factor: what the value is multiplied by first. prefix, suffix: the text before and after it. plural: what follows
    the suffix unless the number reads 1; singular: what follows it then, as in `ferries` and `ferry`. per: what follows
    that, as ` a day`. whole: what all of it is (100 percent), and nothing else may read as.
    """

    style: str
    places: int = 1
    factor: float = 1
    prefix: str = ""
    suffix: str = ""
    plural: str = ""
    singular: str = ""
    per: str = ""
    whole: int = 0


def find_unit_form(unit: str) -> UnitForm:
    """Returns how values of a unit are written. Raises UnitError.

    Four currencies have a sign that is theirs alone here; every other one, and so every other dollar, its code.

    >>> find_unit_form("billion GBP").prefix, find_unit_form("CAD").prefix, find_unit_form("UAH / USD").per
    ('£', 'CAD ', ' per dollar')
    >>> format_magnitude(600, "tonnes / day"), format_magnitude(588, "billion USD_2023")
    ('600 tonnes a day', '$588 billion in 2023 prices')
    """
    if unit in _UNIT_FORMS:
        return _UNIT_FORMS[unit]
    base = units.get_base_unit(unit)
    money, _, per = (part.strip() for part in unit.partition("/"))
    currency = "" if money == "1" else units.get_base_unit(money)
    if units.is_currency(currency):  # per what is said in the unit given, not in base units
        (code, year), factor = units.split_price_year(currency), units.get_factor(money)
        sign, prices = _CURRENCIES.get(code, f"{code} "), f" in {year} prices" if year else ""
        if units.is_currency(per):  # a rate: in cents, which a reader multiplies with
            return UnitForm("fixed", 2, factor, sign, per=f" per {_PER_CURRENCY.get(per, per)}{prices}")
        return UnitForm(
            "scale", factor=factor, prefix=sign, per=(f" per {per.replace(' / ', ' and ')}" if per else "") + prices
        )
    if base == "person":
        return UnitForm("scale", factor=units.get_factor(unit))
    if base == "item":
        return UnitForm("trimmed", factor=units.get_factor(unit))
    if base == "one":
        return UnitForm("fraction", 2, units.get_factor(unit), whole=1)
    what, _, each = (part.strip() for part in unit.partition("/"))
    if each and what != "1" and "/" not in each and "*" not in each.replace("**", ""):
        form = find_unit_form(what)
        return replace(_COUNTED_FORMS.get(units.get_base_unit(what), form), factor=form.factor, per=_name_each(each))
    factor, name = units.split_scale(unit)
    plural, singular = (one.replace("_", " ") for one in (units.find_plural(name), units.find_singular(name)))
    if not plural:
        return UnitForm("scale", factor=factor, suffix=f" {name.replace('_', ' ')}")  # its symbol
    stem = commonprefix((singular, plural))  # noqa: RUF071 (of two words, letter by letter)
    plural, singular = plural.removeprefix(stem), singular.removeprefix(stem)
    return UnitForm("scale", factor=factor, suffix=f" {stem}", plural=plural, singular=singular)


def _name_each(unit: str) -> str:
    """Returns in words what a rate is per: ` a day`, ` an hour`, ` per hectare`, ` per million people`."""
    if units.get_base_unit(unit) == "day" and unit.isidentifier():
        name = units.find_singular(unit).replace("_", " ")
        return f" {'an' if name == 'hour' else 'a'} {name}"
    written = _UNIT_FORMS.get(unit.replace(" ", ""))
    if written and written.suffix.startswith(" "):
        return f" per{written.suffix}"
    factor, name = units.split_scale(unit)
    words = units.find_plural(name) or name if factor > 1 else units.find_singular(name)
    return f" per {unit.removesuffix(name)}{words.replace('_', ' ')}"


# From where on a number is written in millions: a little less than one, or it would read 1,000 thousand.
SCALES = ((999.95e9, 12, "trillion"), (999.95e6, 9, "billion"), (999_999.5, 6, "million"))
ALIGNED_STYLES = ("fraction",)  # one precision for all in a column, so that they compare
_SURE_DIGITS, _KNOWN_DIGITS = 12, 15  # of a computed number, and of one that was typed
_FEW_DECIMALS = 3
_CONTEXT = Context(prec=700)  # room for every number that a computer holds
_CURRENCIES = {"USD": "$", "EUR": "€", "GBP": "£", "UAH": "₴"}
_PER_CURRENCY = {"USD": "dollar", "EUR": "euro", "GBP": "pound", "UAH": "hryvnia"}
_AFTER_NUMBER = re.compile(" (?:per|in) ")  # what a unit says behind a number may have digits of its own
_COUNTED_FORMS = {"person": UnitForm("scale", suffix=" people")}  # what a number alone does not name, but a rate does
_UNIT_FORMS = {
    "percent": UnitForm("fraction", suffix="%", whole=100),
    "percentage_point": UnitForm("fraction", suffix=" point", plural="s"),
    "per_thousand": UnitForm("trimmed", whole=1000),
    "km**2": UnitForm("whole", suffix=" km²"),
    "calendar_year": UnitForm("year", 0),
    "MW": UnitForm("whole", suffix=" MW"),
}
