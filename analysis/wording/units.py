"""Units by name: converts and checks them with pint. To add a unit, add a line to `units.txt` beside this file.

A case may add units of its own (`analysis.wording.own_units`). They count for the whole process, as a number knows its
unit by name only; none changes what a name means that is known already.

Estimates keep units as text and magnitudes in base units; pint is asked once for each new unit. How values of a unit
are printed (`$`, `%`, plural, digits) is decided elsewhere: `find_unit_form` in `analysis/wording/unit_form.py` for all
text, and `_UNIT_WORDS` in `analysis/show/charts/bars.py` for the axis title of bars whose labels do not show the unit.
A unit that neither of them names is printed after the value, by its own name. The script of the
sliders (`analysis/style/theme`) writes numbers by the form that `find_unit_form` gives it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from analysis.deferred_imports import defer_imports
from analysis.errors import UnitError, format_nearest

if TYPE_CHECKING:
    import pint


def build_registry() -> pint.UnitRegistry[Any]:
    """Returns a new registry of the shipped units alone."""
    with defer_imports(["dask.base"]):
        import pint  # takes a quarter of a second, which commands that compute nothing should not wait for

    return pint.UnitRegistry(str(Path(__file__).with_name("units.txt")), on_redefinition="raise")


@cache
def load_registry() -> pint.UnitRegistry[Any]:
    """Returns pint's registry of this process: the units in units.txt, and those that cases have added."""
    return build_registry()


_added: dict[str, str] = {}  # each name of a unit that a case has added -> its definition
_words: dict[tuple[str, str], Mapping[str, str]] = {}  # name, language -> what it is called, by plural category
_changes: list[None] = []  # one for each change of the two


def add_unit(names: Sequence[str], definition: str) -> None:
    """Makes a unit of a case known to this process. Raises UnitError if a name of it means something else here.

    names: its own and its further ones. definition: as `analysis.wording.own_units` has checked it.
    """
    if other := next((_added[name] for name in names if _added.get(name, definition) != definition), None):
        raise UnitError(f"{names[0]} is another unit in a case that is open already, {other!r}")
    if names[0] not in _added:
        load_registry().define(definition)
        _added.update(dict.fromkeys(names, definition))
        _changes.append(None)


# Forms of a unit's name: the plural categories of CLDR, and what a rate is per.
UNIT_FORMS = ("zero", "one", "two", "few", "many", "other", "per")


def add_unit_words(name: str, language: str, words: Mapping[str, str]) -> None:
    """Makes known to this process what a unit of a case is called in a language.

    name: its own. language: the tag of a catalogue. words: form, of `UNIT_FORMS` -> its name behind a number of that
    plural category, or, for `per`, as what a rate is per. `other` stands for each category that is not given.
    """
    if _words.get((name, language)) != words:
        _words[name, language] = dict(words)
        _changes.append(None)


def get_unit_words(name: str, language: str) -> Mapping[str, str]:
    """Returns what a case calls a unit in a language, as `add_unit_words` was given it; {} for nothing.

    >>> get_unit_words("truck", "uk")
    {}
    """
    return _words.get((name, language), {})


def list_unit_words() -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """Yields the units of cases with each language in which they have a name, and their names there."""
    yield from ((name, language, words) for (name, language), words in _words.items())


def count_changes() -> int:
    """Returns how often cases have changed which units there are and what they are called."""
    return len(_changes)


def list_definitions() -> list[str]:
    """Returns the definitions of the units that cases have added to this process, in their order."""
    return list(dict.fromkeys(_added.values()))


def forget_added() -> None:
    """Forgets the units that cases have added, for a process in which no number of those cases is left."""
    if not _added:
        return
    _added.clear()
    _words.clear()
    _changes.append(None)
    for function in (load_registry, _resolve_unit, combine_units):
        function.cache_clear()


def find_added(unit: str) -> list[str]:
    """Returns the names in a unit that a case has added, each as its definition begins.

    >>> find_added("billion USD / person")
    []
    """
    names = re.findall(r"[A-Za-z_]+", unit) if _added else []
    return [name for name in map(find_singular, names) if name in _added]


# Names, each perhaps to a power of one digit, multiplied or divided: 'billion USD', 'USD / MWh', 'km**2'. A power of a
# power is none: its size has no bound. Of names only those of money in the prices of a year end in digits: USD_2023.
_NAME = r"(?:[A-Z]{3}_[12]\d{3}|[A-Za-z_]+)(?: *\*\* *\d)?"
UNIT = rf"(?:1 */ *)?{_NAME}(?:(?: +| *[*/] *){_NAME})*"
_UNIT_PATTERN = re.compile(UNIT)


_CURRENCY_CODE = re.compile(r"\b[A-Z]{3}(?:_[12]\d{3})?\b")
_SCALES = ("thousand", "million", "billion", "trillion")
# What money is called, where several currencies share a name.
_COMMON_NAMES = {
    "dollar": "USD",
    "pound": "GBP",
    "franc": "CHF",
    "rouble": "RUB",
    "yen": "JPY",
    "euro": "EUR",
    "crown": "CZK",
}
_OTHER_NAMES = {
    "kilometre": "km",
    "kilometer": "km",
    "kilogram": "kg",
    "ha": "hectare",
    "t": "tonne",
    "ton": "tonne",
    "yr": "year",
    "percentage": "percent",
    "pct": "percent",
    "%": "percent",
}
# An area or a volume as it is written elsewhere: m3, m**3, m^3, m³, cubic metres, sq km.
_POWER = re.compile(
    r"(?<![A-Za-z])(?:(?P<word>square|sq|cubic|cu)[ ._]*)?"
    r"(?P<base>kilomet(?:re|er)s?|km|met(?:re|er)s?|m|cm)(?: *(?:\*\*|\^)? *(?P<digit>[23²³]))?(?![A-Za-z])",
    re.IGNORECASE,
)


@cache
def _resolve_unit(unit: str) -> tuple[float, str]:
    return resolve_unit(load_registry(), unit)


def resolve_unit(registry: pint.UnitRegistry[Any], unit: str) -> tuple[float, str]:
    """Returns how many base units one `unit` is in a registry, and the base unit. Raises UnitError."""
    try:
        if not _UNIT_PATTERN.fullmatch(unit):
            raise ValueError(unit)
        _define_currencies(registry, unit)
        scale, base = registry.get_base_units(registry.Unit("" if unit == "dimensionless" else unit))
    except Exception as error:  # of many types, all from pint's parser: a word, a bracket, a division by 0
        raise UnitError(f"unit {unit!r} is not known{_find_nearest(unit)}") from error
    return float(cast(float, scale)), "one" if base.dimensionless else str(base)


def _define_currencies(registry: pint.UnitRegistry[Any], unit: str) -> None:
    """Adds to a registry the currencies that a unit names, each a dimension of its own."""
    for code in _CURRENCY_CODE.findall(unit):
        if code not in list(registry) and is_currency(code):
            registry.define(f"{code} = [{code}]")


@cache
def is_currency(code: str) -> bool:
    """Returns whether a text is the code of a currency, by ISO 4217, perhaps with the year of its prices.

    >>> is_currency("UAH"), is_currency("USD_2023"), is_currency("MWh")
    (True, True, False)
    """
    letters = split_price_year(code)[0]
    return letters in ("USD", "EUR") or (bool(_CURRENCY_CODE.fullmatch(code)) and letters in _load_currencies())


def split_price_year(code: str) -> tuple[str, str]:
    """Returns the code of a currency and the year of its prices, '' where it has none.

    >>> split_price_year("USD_2023"), split_price_year("USD")
    (('USD', '2023'), ('USD', ''))
    """
    letters, _, year = code.partition("_")
    return (letters, year) if year.isdigit() else (code, "")


@cache
def _load_currencies() -> dict[str, str]:
    """Returns code -> name of each currency, also of former ones."""
    from babel import Locale  # takes 60 ms, which cases in dollars and euros should not wait for

    return {code: name for code, name in Locale("en").currencies.items() if code not in ("XTS", "XXX")}


def _find_nearest(unit: str) -> str:
    """Returns the nearest name to the first word of a unit that is none, as ` (nearest: UAH)`.

    Of an area or a volume written otherwise it is the whole unit as it is written here.
    """
    if (written := rewrite_powers(unit)) != unit:
        return f" (nearest: {written})"
    known = list(load_registry())
    unknown = next((word for word in re.findall(r"[^\W\d]+", unit) if word not in known), unit)
    by_name = {name.lower().rpartition(" ")[2]: code for code, name in sorted(_load_currencies().items(), reverse=True)}
    if is_currency(unknown.upper()):
        return f" (nearest: {unknown.upper()})"
    singular = re.sub(r"(?<=.)s$|(?<=.)ies$", "", unknown.lower())
    named = _COMMON_NAMES.get(singular) or _OTHER_NAMES.get(singular) or by_name.get(singular)
    return f" (nearest: {named})" if named else format_nearest(unknown, [*known, *_load_currencies()], 0.6)


def rewrite_powers(unit: str) -> str:
    """Returns a unit with the areas and volumes in it as they are written here; as it is if that makes it no unit.

    >>> rewrite_powers("million m3 / year"), rewrite_powers("sq km"), rewrite_powers("m3 of water")
    ('million cubic_metre / year', 'km**2', 'm3 of water')
    """
    written = _POWER.sub(_write_power, unit)
    return written if written != unit and _is_unit(written) else unit


def _write_power(found: re.Match[str]) -> str:
    """Returns an area or a volume as this list writes it; a length as it is."""
    power = {"2": 2, "²": 2, "3": 3, "³": 3, "s": 2, "c": 3}.get((found["digit"] or found["word"] or "")[:1].lower())
    base = {"k": "km", "c": "cm", "m": "metre"}[found["base"][0].lower()]
    return found[0] if power is None else "cubic_metre" if (base, power) == ("metre", 3) else f"{base}**{power}"


def _is_unit(text: str) -> bool:
    """Whether a text is a unit."""
    try:
        get_factor(text)
    except UnitError:
        return False
    return True


@cache
def names_currency(unit: str) -> bool:
    """Returns whether a unit has money in it; a date and a text, which stand where a unit does, have none.

    >>> names_currency("billion USD"), names_currency("USD / person"), names_currency("MWh"), names_currency("date")
    (True, True, False, False)
    """
    return unit not in ("date", "text") and any(
        is_currency(code) for code in _CURRENCY_CODE.findall(get_base_unit(unit))
    )


@cache
def describe_units() -> str:
    """Returns in words what a unit may be: the shipped names, and how they go together."""
    names = [name for name in build_registry() if name == find_singular(name) and name not in _SCALES]
    return (
        f"{', '.join(names)}, or a currency by its code such as GBP, or in the prices of a year as USD_2023; after "
        "thousand, million or billion, multiplied with * or divided with /; or a unit that the case adds in a file "
        "units.txt beside its tables, by a line such as truck = [truck] = trucks"
    )


@cache
def find_kind(unit: str) -> str:
    """Returns what a unit measures, with all currencies as one: its base unit with `money` in their place.

    Raises UnitError.

    >>> find_kind("billion USD"), find_kind("million EUR / year"), find_kind("MWh") == find_kind("GWh")
    ('money', 'money / day', True)
    """
    return _CURRENCY_CODE.sub(lambda code: "money" if is_currency(code[0]) else code[0], get_base_unit(unit))


def get_factor(unit: str) -> float:
    """Returns how many base units one `unit` is. Raises UnitError.

    >>> get_factor("billion USD")
    1000000000.0
    """
    return _resolve_unit(unit)[0]


def get_base_unit(unit: str) -> str:
    """Returns the base unit of `unit`, as text; 'one' for shares. Raises UnitError.

    >>> get_base_unit("billion USD"), get_base_unit("percent")
    ('USD', 'one')
    """
    return _resolve_unit(unit)[1]


def split_scale(unit: str) -> tuple[float, str]:
    """Returns a unit's thousands, millions or billions as a factor, and the unit without them. Raises UnitError.

    >>> split_scale("million tonnes"), split_scale("MWh")
    ((1000000.0, 'tonnes'), (1.0, 'MWh'))
    """
    get_factor(unit)
    factor, words = 1.0, unit.split(" ")
    while len(words) > 1 and words[0] in _SCALES:
        factor *= get_factor(words.pop(0))
    return factor, " ".join(words)


def find_plural(name: str) -> str:
    """Returns the plural of a unit, the name that units.txt gives it first besides its own; '' if there is none.

    >>> find_plural("barrel"), find_plural("tonnes"), find_plural("MW")
    ('barrels', 'tonnes', '')
    """
    found = load_registry()._units.get(find_singular(name))
    return found.defined_symbol or "" if found else ""


def find_singular(name: str) -> str:
    """Returns the name of a unit as units.txt has it, a compound one as it is.

    >>> find_singular("tonnes"), find_singular("tonne / hectare")
    ('tonne', 'tonne / hectare')
    """
    get_factor(name)
    return load_registry().get_name(name) if name.isidentifier() else name


def check_same_dimension(a: str, b: str, verb: str) -> None:
    """Raises UnitError, naming both, unless a and b measure the same thing.

    verb: what b cannot be to a, such as "added to".
    """
    if get_base_unit(a) != get_base_unit(b):
        one, other = ("a plain number" if unit == "one" else unit for unit in (b, a))
        raise UnitError(f"{one} cannot be {verb} {other}: they measure different things")


@cache
def combine_units(a: str, b: str, op: str) -> str:
    """Returns the base unit of a * b or a / b, as text ('one' where nothing is left)."""
    left, right = (load_registry().Unit("" if get_base_unit(unit) == "one" else get_base_unit(unit)) for unit in (a, b))
    return get_base_unit(str(left * right if op == "*" else left / right) or "one")
