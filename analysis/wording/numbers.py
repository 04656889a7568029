"""How a value, its interval, its qualifier and its unit are written: the one place where numbers become text.

The rules, which the script of the sliders (`analysis/style/theme/compute.js`) follows to the letter, in every language:

- A figure as claimed has all the digits that its source gave. Zeros at the end of a decimal are not known: 12.50 in the
  ledger is the number 12.5.
- A computed number is rounded: in decimal, half to even, after the twelfth significant digit has been rounded in the
  same way, since what is beyond it is left over from binary arithmetic.
- Behind "about", a computed number has two digits, or so many more that it stays within its interval; its note has all
  of them.
- Two digits are enough for a sentence that needs no more, unless a bound would not hold with them: at most 62.5 is not
  at most 62.
- A range of which no value is known is printed as a range, from end to end, and never as its middle.
- Signs and separators, the place of a currency, the short words of scales and the form of a unit behind a number are
  those of the language (`analysis.wording.number_format`). A range has its unit once where that is a word, and in
  languages in which it is written with a dash also where that is a sign.
- Nothing is printed as 0 that is not 0, nor as 100 % that is not 100 %: a number near these has as many decimals as it
  takes to tell them apart. A difference that is nothing but rounding error is 0 before it comes here
  (`analysis.estimates.evaluate`).
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from analysis.contract import Qualifier
from analysis.errors import UsageError, format_nearest
from analysis.messages import Word, get_language, gettext, pgettext
from analysis.wording import units
from analysis.wording.number_format import Scale, find_plural_category, load_number_format, write_separators
from analysis.wording.qualifiers import find_qualifier
from analysis.wording.rounding import WIDE, breaks_bound, count_decimals, round_about, round_roughly, round_size
from analysis.wording.unit_form import UnitForm, find_unit_form

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
_WORDS: dict[Qualifier, Word] = {
    "about": Word("about {number}", "qualifier"),
    "nearly": Word("nearly {number}", "qualifier"),
    "at_least": Word("at least {number}", "qualifier"),
    "at_most": Word("at most {number}", "qualifier"),
    "over": Word("over {number}", "qualifier"),
    "less_than": Word("less than {number}", "qualifier"),
}
SPECS = ("bare", "signed", "range", "size", "sign", "round", "words", "genitive")
_SMALL = (
    Word("one", "whole number"),
    Word("two", "whole number"),
    Word("three", "whole number"),
    Word("four", "whole number"),
    Word("five", "whole number"),
    Word("six", "whole number"),
    Word("seven", "whole number"),
    Word("eight", "whole number"),
    Word("nine", "whole number"),
    Word("ten", "whole number"),
    Word("eleven", "whole number"),
    Word("twelve", "whole number"),
)


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
        words: a whole number up to twelve as a word, for a title that begins with it; in digits where a language has
        no one word for it, as where that depends on the gender of what is counted;
        genitive: with its unit in the genitive, where the language has one (протягом 2 років).
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
        if not breaks_bound(round_roughly(value, unit), value, qualifier):
            value, low, high = (round_roughly(number, unit) for number in (value, low, high))
        decimals, exact = None, False
    elif qualifier == "about" and "bare" not in wanted and not (exact or full):
        value, decimals = round_about(value, low, high, unit), None
    form, signed = find_unit_form(unit), "signed" in wanted
    amount = most = _measure(value, form, decimals, exact)
    is_range = False
    if qualifier == "between":
        amount, most = (_measure(end, form, None, exact) for end in (low, high))
        is_range = _write(amount) != _write(most)
        qualifier = "between" if is_range else "about"
    if is_range:
        text = _write_range(amount, most, signed=signed)
    else:
        text = _write(amount, signed=signed, genitive="genitive" in wanted, spelled="words" in wanted)
    if "bare" not in wanted:
        text = add_qualifier(text, qualifier, sign="sign" in wanted)
    return join_interval(text, format_interval(low, high, unit)) if "range" in wanted and not is_range else text


def add_qualifier(text: str, qualifier: Qualifier, *, sign: bool = False) -> str:
    """Returns a number or an interval with its qualifier as a word, or as a sign.

    >>> add_qualifier("$5", "at_least"), add_qualifier("$5", "at_least", sign=True), add_qualifier("$5", "exact")
    ('at least $5', '≥ $5', '$5')
    """
    if sign or qualifier not in _WORDS:
        return QUALIFIER_SIGNS[qualifier] + text
    return f"{_WORDS[qualifier]}".format(number=text)


def describe_qualifier(qualifier: Qualifier) -> str:
    """Returns a qualifier in words, '' for none.

    >>> describe_qualifier("at_least"), describe_qualifier("exact")
    ('at least', '')
    """
    return add_qualifier("", qualifier).strip()


def split_qualifier(text: str) -> tuple[str, str]:
    """Returns a number that was printed in the language of the reader as its qualifier, '' for none, and the rest.

    >>> split_qualifier("at least $700 billion")
    ('at least', '$700 billion')
    """
    for word in _WORDS.values():
        before, _, behind = f"{word}".partition("{number}")
        if text.startswith(before) and text.endswith(behind):
            return (before + behind).strip(), text.removeprefix(before).removesuffix(behind)
    return "", text


def format_interval(low: float, high: float, unit: str, *, exact: bool = False) -> str:
    """Returns an interval in words, its unit once where it can be: `−27 to 3 days`. '' where it is a point.

    low, high: in `unit`; infinite where the interval has no end. exact: with all their digits.

    >>> format_interval(0, math.inf, "USD"), format_interval(24_242, 29_630, "USD/person")
    ('at least $0', '$24,242 to $29,630 per person')
    """
    if not low < high:
        return ""
    if math.isinf(low) and math.isinf(high):
        return gettext("any value")
    if math.isinf(low):
        return add_qualifier(format_magnitude(high, unit), "at_most")
    if math.isinf(high):
        return add_qualifier(format_magnitude(low, unit), "at_least")
    form = find_unit_form(unit)
    return _write_range(_measure(low, form, None, exact), _measure(high, form, None, exact))


def join_interval(text: str, interval: str) -> str:
    """Returns a number with its interval in brackets behind it, unless it says no more than the number.

    >>> join_interval("about 5%", "4% to 6%"), join_interval("at least $0", "at least $0")
    ('about 5% (4% to 6%)', 'at least $0')
    """
    return f"{text} ({interval})" if interval and interval != text else text


def format_magnitude(value: float, unit: str, decimals: int | None = None, *, exact: bool = False) -> str:
    """Returns a bare value in its unit as text: `$700 billion`, `12.5%`, `200,000`, `15 years`.

    decimals: of a share or a ratio; as many as it needs if None. exact: with all its digits. Raises UnitError.

    >>> format_magnitude(-0.25, "one"), format_magnitude(700, "billion USD")
    ('−0.25', '$700 billion')
    >>> format_magnitude(1_234_567, "USD"), format_magnitude(1_234_567, "USD", exact=True)
    ('$1.2 million', '$1,234,567')
    """
    return _write(_measure(value, find_unit_form(unit), decimals, exact))


def count_printed_decimals(value: float, unit: str, *, exact: bool = False) -> int:
    """Returns with how many decimals a value in its unit is printed. exact: with all its digits. Raises UnitError.

    >>> count_printed_decimals(12.5, "percent"), count_printed_decimals(1.25, "billion USD", exact=True)
    (1, 2)
    """
    return count_decimals(round_size(abs(value), find_unit_form(unit), None, exact=exact)[0])


@dataclass(frozen=True)
class _Amount:
    """A number as it is printed: positive, rounded, in a scale or none."""

    number: Decimal
    scale: Scale | None
    form: UnitForm
    is_negative: bool

    @property
    def digits(self) -> str:
        """The digits, with the separators of the language."""
        return write_separators(format(self.number, "f" if self.form.style == "year" else ",f"))

    @property
    def scale_word(self) -> str:
        """The word of the scale with what is before it, '' for none."""
        if self.scale is None:
            return ""
        return self.scale.words.get(find_plural_category(self.number), self.scale.words["other"])

    def get_sign(self, signed: bool) -> str:
        """Returns − or, where that is wanted, +; what rounds to nothing has no sign."""
        return "" if not self.number else "−" if self.is_negative else "+" if signed else ""

    def find_suffix(self, genitive: bool) -> str:
        """Returns the name of the unit in the form that the number takes."""
        category = find_plural_category(self.number, self.scale.power if self.scale else 0)
        if genitive:
            category = load_number_format().genitive.get(category, category)
        return self.form.get_suffix(category)


def _measure(value: float, form: UnitForm, decimals: int | None, exact: bool) -> _Amount:
    number, scale = round_size(abs(value), form, decimals, exact=exact)
    return _Amount(number, scale, form, value < 0)


def _write(amount: _Amount, *, signed: bool = False, genitive: bool = False, spelled: bool = False) -> str:
    """Returns an amount in words. spelled: a whole number up to twelve, before a word or alone, as a word."""
    digits, sign = amount.digits, amount.get_sign(signed)
    rest = amount.scale_word + amount.find_suffix(genitive) + amount.form.per
    is_before_word = not rest or (rest[0].isspace() and rest[1:2].islower())
    if spelled and is_before_word and not amount.form.prefix and not amount.is_negative and not genitive:
        digits = f"{_SMALL[int(digits) - 1]}" if digits in _SPELLED else digits
    return f"{sign}{amount.form.prefix}{digits}{rest}"


def _write_range(least: _Amount, most: _Amount, *, signed: bool = False) -> str:
    """Returns a range from end to end, its unit once where it can be."""
    shared, form = load_number_format().is_unit_shared, least.form
    signs = least.get_sign(signed), most.get_sign(signed)
    is_clear = least.scale is not None or most.scale is None or not least.number  # 5 is not read as 5 million
    drops_suffix = is_clear if shared else form.get_suffix("other")[:1].isspace()
    drops_prefix = drops_suffix and shared and not any(signs)
    low = "" if shared and least.scale == most.scale else least.scale_word
    low += "" if drops_suffix else least.find_suffix(genitive=any(signs))
    ends = {
        "low": f"{signs[0]}{form.prefix}{least.digits}{low}",
        "high": f"{signs[1]}{'' if drops_prefix else form.prefix}{most.digits}{most.scale_word}"
        f"{most.find_suffix(genitive=any(signs))}{form.per}",
    }
    if any(signs):
        # translators: a dash would be confused with the minus sign
        return pgettext("range with signs", "{low} to {high}", **ends)
    if low.strip():
        return pgettext("range between words", "{low} to {high}", **ends)
    return pgettext("range", "{low} to {high}", **ends)


def round_as_printed(value: float, unit: str, *, exact: bool = False) -> float:
    """Returns the number that a reader reads where a value is printed, in base units. Raises UnitError.

    >>> round_as_printed(36.3217, "billion USD"), round_as_printed(36.3217, "billion USD", exact=True)
    (36300000000.0, 36321700000.0)
    """
    form = find_unit_form(unit)
    rounded, scale = round_size(abs(value), form, None, exact=exact)
    power = scale.power if scale else 0
    return math.copysign(float(rounded.scaleb(power, WIDE)) / form.factor * units.get_factor(unit), value)


def describe_number_format() -> dict[str, Any]:
    """Returns what a page needs to write numbers as they are written here, in the language of the reader.

    >>> describe_number_format()["words"]["at_least"]
    'at least {number}'
    """
    form = load_number_format()
    return {
        "language": get_language(),
        "decimal": form.decimal,
        "group": form.group,
        "scales": [asdict(scale) for scale in form.scales],
        "shared": form.is_unit_shared,
        "genitive": dict(form.genitive),
        "words": {word: add_qualifier("{number}", word) for word in QUALIFIER_SIGNS},
        "signs": dict(QUALIFIER_SIGNS),
        "small": [f"{word}" for word in _SMALL],
        "range": pgettext("range", "{low} to {high}"),
        "rangeBetweenWords": pgettext("range between words", "{low} to {high}"),
        "rangeWithSigns": pgettext("range with signs", "{low} to {high}"),
        "any": gettext("any value"),
        "none": gettext("no number"),
    }


_SPELLED = tuple(map(str, range(1, len(_SMALL) + 1)))
