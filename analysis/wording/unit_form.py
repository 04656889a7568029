"""How values of a unit are written in the language of the reader: decimals, signs, names and what a rate is per."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from analysis.messages import cache_by_language, gettext, pgettext
from analysis.wording import units
from analysis.wording.number_format import find_plural_category, load_number_format
from analysis.wording.unit_names import list_unit_names, name_currency_per, name_per, name_scale_per

ALIGNED_STYLES = ("fraction",)  # one precision for all in a column, so that they compare
_CURRENCIES = {"USD": "$", "EUR": "€", "GBP": "£", "UAH": "₴"}
_SIGN = "¤"


@dataclass(frozen=True)
class UnitForm:
    """How values of one unit are written; a page that writes numbers of its own is given this.

    style: `scale`, in millions or billions where it is large; `fraction`, `trimmed` or `fixed`, with so many places;
    `whole`, with none from 10 on; `year`, without separators. places: decimals, at most; in a `fixed` style always.
    factor: what the value is multiplied by first. prefix: the text before it. suffixes: the text behind it, by the
    plural category of the number (CLDR), `other` for each that is not named: ` ferry`, ` ferries`. per: what follows
    that, as ` a day`. whole: what all of it is (100 percent), and nothing else may read as.
    """

    style: str
    places: int = 1
    factor: float = 1
    prefix: str = ""
    suffixes: Mapping[str, str] = field(default_factory=lambda: {"other": ""}, hash=False)
    per: str = ""
    whole: int = 0

    def get_suffix(self, category: str) -> str:
        """Returns the text behind a number of a plural category."""
        return self.suffixes.get(category, self.suffixes["other"])


def find_unit_form(unit: str) -> UnitForm:
    """Returns how values of a unit are written. Raises UnitError.

    Four currencies have a sign that is theirs alone here; every other one, and so every other dollar, its code.

    >>> find_unit_form("billion GBP").prefix, find_unit_form("CAD").prefix, find_unit_form("UAH / USD").per
    ('£', 'CAD ', ' per dollar')
    >>> find_unit_form("tonnes / day").suffixes, find_unit_form("tonnes / day").per
    ({'one': ' tonne', 'other': ' tonnes'}, ' a day')
    """
    return _build_form(unit, units.count_changes())


@cache_by_language
def _build_form(unit: str, changes: int) -> UnitForm:
    """Returns the form of a unit. changes: how often units of cases have changed, since that may change it."""
    if unit == "percent":
        before, behind = load_number_format().percent
        return UnitForm("fraction", prefix=before, suffixes={"other": behind}, whole=100)
    if unit in _STYLES:
        return replace(_STYLES[unit], suffixes=_list_suffixes(unit) if unit in _NAMED_STYLES else {"other": ""})
    base = units.get_base_unit(unit)
    money, _, per = (part.strip() for part in unit.partition("/"))
    currency = "" if money == "1" else units.get_base_unit(money)
    if units.is_currency(currency):
        return _find_money_form(money, currency, per)
    if base == "person":
        return UnitForm("scale", factor=units.get_factor(unit))
    if base == "item":
        return UnitForm("trimmed", factor=units.get_factor(unit))
    if base == "one":
        return UnitForm("fraction", 2, units.get_factor(unit), whole=1)
    what, _, each = (part.strip() for part in unit.partition("/"))
    if each and what != "1" and "/" not in each and "*" not in each.replace("**", ""):
        form = find_unit_form(what)
        if units.get_base_unit(what) == "person":  # whom a number alone does not name, but a rate does
            form = replace(form, suffixes=_list_suffixes("person"))
        return replace(form, per=f" {_describe_each(each)}")
    factor, name = units.split_scale(unit)
    return UnitForm("scale", factor=factor, suffixes=_list_suffixes(name))


def _find_money_form(money: str, currency: str, per: str) -> UnitForm:
    """Returns how an amount of money is written: per what is said in the unit given, not in base units."""
    (code, year), factor = units.split_price_year(currency), units.get_factor(money)
    before, behind = load_number_format().money
    sign = _CURRENCIES.get(code, code)
    # a code needs a space where a sign has none
    prefix = before.replace(_SIGN, sign + " " * (len(sign) > 1 and before.endswith(_SIGN)))
    suffixes = {"other": behind.replace(_SIGN, sign)}
    prices = gettext("in {year} prices", year=year) if year else ""
    if units.is_currency(per):  # a rate: in cents, which a reader multiplies with
        rate = pgettext("rate", "per {unit}", unit=name_currency_per(per))
        return UnitForm("fixed", 2, factor, prefix, suffixes, _put_behind(rate, prices))
    rate = pgettext("rate", "per {unit}", unit=_join_units(per)) if per else ""
    return UnitForm("scale", factor=factor, prefix=prefix, suffixes=suffixes, per=_put_behind(rate, prices))


def _put_behind(*texts: str) -> str:
    return "".join(f" {text}" for text in texts if text)


def _list_suffixes(name: str) -> dict[str, str]:
    space = load_number_format().space
    return {category: f"{space}{word}" for category, word in list_unit_names(name).items()}


def _join_units(per: str) -> str:
    """Returns the units that money is per, as `person` and `person and year`."""
    first, *others = (_name_one_of(each.strip()) for each in per.split("/"))
    for other in others:
        # translators: money per person and year
        first = pgettext("rate", "{unit} and {other}", unit=first, other=other)
    return first


def _describe_each(unit: str) -> str:
    """Returns in words what a rate is per: `a day`, `an hour`, `per hectare`, `per million people`."""
    if unit.isidentifier() and units.get_base_unit(unit) == "day":
        if units.find_singular(unit) == "hour":
            return pgettext("rate", "an {unit}", unit=name_per(unit))
        return pgettext("rate", "a {unit}", unit=name_per(unit))
    return pgettext("rate", "per {unit}", unit=_name_one_of(unit))


def _name_one_of(unit: str) -> str:
    """Returns what a rate is per, where that is one of a unit or a thousand or a million of it."""
    factor, name = units.split_scale(unit)
    if factor == 1:
        return name_per(unit.replace(" ", "") if "**" in unit else unit)
    words = list_unit_names(name)
    several = words.get(find_plural_category(Decimal(factor)), words["other"])
    scale = " ".join(map(name_scale_per, unit.removesuffix(name).split()))
    # translators: a rate per million people; the scale has the form that it takes behind "per"
    return pgettext("rate", "{scale} {units}", scale=scale, units=several)


_STYLES = {
    "percentage_point": UnitForm("fraction"),
    "per_thousand": UnitForm("trimmed", whole=1000),
    "km**2": UnitForm("whole"),
    "calendar_year": UnitForm("year", 0),
    "MW": UnitForm("whole"),
}
_NAMED_STYLES = ("percentage_point", "km**2", "MW")
