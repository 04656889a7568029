"""How the language of the reader writes numbers: decimal sign, groups of digits, scales, the places of signs, plurals.

All of it is CLDR's, read by Babel; English, which needs no more than a few constants, does not load Babel.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from analysis.messages import cache_by_language, get_language, list_languages

if TYPE_CHECKING:
    from babel import Locale

# From where on a number is written in millions: a little less than one, or it would read 1,000 thousand.
_SCALES = ((999.95e9, 12, "trillion"), (999.95e6, 9, "billion"), (999_999.5, 6, "million"))
_SIGN = "¤"  # where a pattern of CLDR has the sign of a currency


@dataclass(frozen=True)
class Scale:
    """A scale by which large numbers are written.

    least: the number from which on it is used. power: of ten. words: what follows the digits, by plural category.
    """

    least: float
    power: int
    words: Mapping[str, str]


@dataclass(frozen=True)
class NumberFormat:
    """How a language writes numbers; a page that writes numbers of its own is given this.

    decimal, group: the signs between the digits. percent, money: what stands before and behind the digits, with `¤`
    in place of a currency. space: between a number and the name of its unit. is_unit_shared: whether a range has its
    unit and its scale once also where they are signs. genitive: plural category -> the one whose form a number takes
    behind a word that asks for the genitive, where the language has such a case.
    """

    decimal: str = "."
    group: str = ","
    percent: tuple[str, str] = ("", "%")
    money: tuple[str, str] = (_SIGN, "")
    scales: tuple[Scale, ...] = tuple(Scale(least, power, {"other": f" {word}"}) for least, power, word in _SCALES)
    space: str = " "
    is_unit_shared: bool = False
    genitive: Mapping[str, str] = field(default_factory=dict)


ENGLISH = NumberFormat()


@cache_by_language
def load_number_format() -> NumberFormat:
    """Returns how the language of the reader writes numbers.

    >>> load_number_format().decimal, load_number_format().group
    ('.', ',')
    """
    if get_language() == "en":
        return ENGLISH
    locale, language = _load_locale(), list_languages()[get_language()]
    symbols = locale.number_symbols[locale.default_numbering_system]
    money: Any = locale.currency_formats["standard"]
    percent: Any = locale.percent_formats[None]
    return NumberFormat(
        symbols["decimal"],
        symbols["group"],
        (percent.prefix[0], percent.suffix[0]),
        (money.prefix[0], money.suffix[0]),
        tuple(_read_scale(locale, least, power, language.money) for least, power, _ in _SCALES),
        "\N{NO-BREAK SPACE}",
        True,
        dict(language.genitive),
    )


def write_separators(digits: str) -> str:
    """Returns a number that Python has written, as `1,234.5`, with the separators of the language.

    >>> write_separators("1,234.5")
    '1,234.5'
    """
    signs = load_number_format()
    return digits.translate({ord(","): signs.group, ord("."): signs.decimal})


def _load_locale() -> Locale:
    from babel import Locale  # takes 30 ms, which a report in English should not wait for

    return Locale.parse(get_language(), sep="-")


def _read_scale(locale: Locale, least: float, power: int, length: str) -> Scale:
    patterns: Any = locale.compact_decimal_formats[length]
    found = {str(category): by_size[str(10**power)] for category, by_size in patterns.items() if by_size}
    words = {category: pattern.suffix[0].replace("'", "") for category, pattern in found.items()}
    return Scale(least, power, {category: f"\N{NO-BREAK SPACE}{word.strip()}" for category, word in words.items()})


def find_plural_category(number: Decimal, power: int = 0) -> str:
    """Returns the plural category of a number as it is printed, by CLDR: `one`, `few`, `many`, `other` and the like.

    number: with the decimals that are printed. power: of the scale whose word is behind it: 1.2 million is 1,200,000.

    >>> find_plural_category(Decimal(1)), find_plural_category(Decimal("1.0")), find_plural_category(Decimal(1), 6)
    ('one', 'other', 'other')
    """
    whole = Decimal(int(number.scaleb(power))) if power else number
    if get_language() == "en":
        return "one" if str(whole) == "1" else "other"
    return _choose_category(str(whole))


@cache_by_language
def _choose_category(digits: str) -> str:
    """Returns the category of a number by its digits: that of 1 and of 1.0, which are equal as numbers, differs."""
    return str(_load_plural_rule()(Decimal(digits)))


@cache_by_language
def _load_plural_rule() -> Any:
    return _load_locale().plural_form


@cache_by_language
def list_plural_categories() -> Mapping[str, int | None]:
    """Returns the plural categories of the language, each with a whole number that is in it; None for fractions only.

    >>> dict(list_plural_categories())
    {'one': 1, 'other': 0}
    """
    if get_language() == "en":
        return MappingProxyType({"one": 1, "other": 0})
    rule = _load_plural_rule()
    samples = {rule(Decimal(count)): count for count in (1_000_000, *range(101, -1, -1))}
    return MappingProxyType({category: samples.get(category) for category in (*sorted(rule.tags), "other")})
