"""The names of the shipped units in the language of the reader: in each plural form, and as what a rate is per.

A unit that a case adds has the names that the case gives it (`analysis.wording.units.add_unit_words`), or its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from analysis.messages import Word, cache_by_language, get_language, npgettext
from analysis.wording import units
from analysis.wording.number_format import list_plural_categories

# A whole number takes the forms that the catalogue's plural rule gives it. Where a language has one more for fractions
# alone (1,5 року), that is a message of its own, since the rule of a catalogue counts whole numbers.
_NOUNS: Mapping[str, Callable[[int], str]] = {
    "person": lambda count: npgettext("unit", "person", "people", count),
    "day": lambda count: npgettext("unit", "day", "days", count),
    "week": lambda count: npgettext("unit", "week", "weeks", count),
    "month": lambda count: npgettext("unit", "month", "months", count),
    "year": lambda count: npgettext("unit", "year", "years", count),
    "hour": lambda count: npgettext("unit", "hour", "hours", count),
    "minute": lambda count: npgettext("unit", "minute", "minutes", count),
    "second": lambda count: npgettext("unit", "second", "seconds", count),
    "metre": lambda count: npgettext("unit", "metre", "metres", count),
    "mile": lambda count: npgettext("unit", "mile", "miles", count),
    "nautical_mile": lambda count: npgettext("unit", "nautical mile", "nautical miles", count),
    "hectare": lambda count: npgettext("unit", "hectare", "hectares", count),
    "dunam": lambda count: npgettext("unit", "dunam", "dunams", count),
    "acre": lambda count: npgettext("unit", "acre", "acres", count),
    "litre": lambda count: npgettext("unit", "litre", "litres", count),
    "cubic_metre": lambda count: npgettext("unit", "cubic metre", "cubic metres", count),
    "barrel": lambda count: npgettext("unit", "barrel", "barrels", count),
    "tonne": lambda count: npgettext("unit", "tonne", "tonnes", count),
    "gram": lambda count: npgettext("unit", "gram", "grams", count),
    "percentage_point": lambda count: npgettext("percentage points", "point", "points", count),
}
_BEHIND_FRACTION = {
    "person": Word("people", "unit behind a fraction"),
    "day": Word("days", "unit behind a fraction"),
    "week": Word("weeks", "unit behind a fraction"),
    "month": Word("months", "unit behind a fraction"),
    "year": Word("years", "unit behind a fraction"),
    "hour": Word("hours", "unit behind a fraction"),
    "minute": Word("minutes", "unit behind a fraction"),
    "second": Word("seconds", "unit behind a fraction"),
    "metre": Word("metres", "unit behind a fraction"),
    "mile": Word("miles", "unit behind a fraction"),
    "nautical_mile": Word("nautical miles", "unit behind a fraction"),
    "hectare": Word("hectares", "unit behind a fraction"),
    "dunam": Word("dunams", "unit behind a fraction"),
    "acre": Word("acres", "unit behind a fraction"),
    "litre": Word("litres", "unit behind a fraction"),
    "cubic_metre": Word("cubic metres", "unit behind a fraction"),
    "barrel": Word("barrels", "unit behind a fraction"),
    "tonne": Word("tonnes", "unit behind a fraction"),
    "gram": Word("grams", "unit behind a fraction"),
    "percentage_point": Word("points", "percentage points behind a fraction"),
}
_SYMBOLS = {
    "km": Word("km", "unit"),
    "cm": Word("cm", "unit"),
    "kg": Word("kg", "unit"),
    "kW": Word("kW", "unit"),
    "MW": Word("MW", "unit"),
    "GW": Word("GW", "unit"),
    "kWh": Word("kWh", "unit"),
    "MWh": Word("MWh", "unit"),
    "GWh": Word("GWh", "unit"),
    "TWh": Word("TWh", "unit"),
    "km**2": Word("km²", "unit"),
}
_PER = {
    "item": Word("item", "what a rate is per"),
    "person": Word("person", "what a rate is per"),
    "day": Word("day", "what a rate is per"),
    "week": Word("week", "what a rate is per"),
    "month": Word("month", "what a rate is per"),
    "year": Word("year", "what a rate is per"),
    "hour": Word("hour", "what a rate is per"),
    "minute": Word("minute", "what a rate is per"),
    "second": Word("second", "what a rate is per"),
    "metre": Word("metre", "what a rate is per"),
    "mile": Word("mile", "what a rate is per"),
    "nautical_mile": Word("nautical mile", "what a rate is per"),
    "hectare": Word("hectare", "what a rate is per"),
    "dunam": Word("dunam", "what a rate is per"),
    "acre": Word("acre", "what a rate is per"),
    "litre": Word("litre", "what a rate is per"),
    "cubic_metre": Word("cubic metre", "what a rate is per"),
    "barrel": Word("barrel", "what a rate is per"),
    "tonne": Word("tonne", "what a rate is per"),
    "gram": Word("gram", "what a rate is per"),
    "calendar_year": Word("calendar year", "what a rate is per"),
    "percentage_point": Word("point", "what a rate is per"),
}
_CURRENCIES_PER = {
    "USD": Word("dollar", "what a rate is per"),
    "EUR": Word("euro", "what a rate is per"),
    "GBP": Word("pound", "what a rate is per"),
    "UAH": Word("hryvnia", "what a rate is per"),
}
_SCALES_PER = {
    "thousand": Word("thousand", "what a rate is per"),
    "million": Word("million", "what a rate is per"),
    "billion": Word("billion", "what a rate is per"),
    "trillion": Word("trillion", "what a rate is per"),
}


@cache_by_language
def _list_shipped(name: str) -> Mapping[str, str]:
    """Returns plural category -> the name of a shipped unit; one for all where it is a symbol, {} for another unit."""
    if symbol := _SYMBOLS.get(name):
        return {"other": f"{symbol}"}
    noun = _NOUNS.get(name)
    if not noun:
        return {}
    samples = list_plural_categories()
    return {
        category: f"{_BEHIND_FRACTION[name]}" if count is None else noun(count) for category, count in samples.items()
    }


def list_unit_names(name: str) -> Mapping[str, str]:
    """Returns plural category -> what a unit without a scale is called behind a number. Raises UnitError.

    >>> list_unit_names("tonnes"), list_unit_names("MWh")
    ({'one': 'tonne', 'other': 'tonnes'}, {'other': 'MWh'})
    """
    singular = units.find_singular(name)
    words = {form: word for form, word in units.get_unit_words(singular, get_language()).items() if form != "per"}
    if found := words or _list_shipped(singular):
        return found
    plural = units.find_plural(name)
    return {
        form: word.replace("_", " ") for form, word in (("one", plural and singular), ("other", plural or name)) if word
    }


def name_per(name: str) -> str:
    """Returns what a unit without a scale is called where a rate is per one of it. Raises UnitError.

    >>> name_per("tonnes"), name_per("km**2")
    ('tonne', 'km²')
    """
    singular = units.find_singular(name)
    if found := _PER.get(singular) or _SYMBOLS.get(singular):
        return f"{found}"
    return units.get_unit_words(singular, get_language()).get("per") or singular.replace("_", " ")


def name_currency_per(code: str) -> str:
    """Returns what a currency is called where a rate of exchange is per one of it: a name, or its code.

    >>> name_currency_per("UAH"), name_currency_per("CAD")
    ('hryvnia', 'CAD')
    """
    return f"{_CURRENCIES_PER.get(code, code)}"


def name_scale_per(word: str) -> str:
    """Returns what a scale is called where a rate is per a thousand or a million of something.

    >>> name_scale_per("million")
    'million'
    """
    return f"{_SCALES_PER[word]}"
