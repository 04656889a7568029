"""Units by name: what a ledger may use, and what goes with what."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import UnitError
from analysis.wording import units


@pytest.mark.parametrize(
    ("unit", "factor", "base"),
    [
        ("USD", 1, "USD"),
        ("billion USD", 1e9, "USD"),
        ("trillion USD", 1e12, "USD"),
        ("million person", 1e6, "person"),
        ("percent", 0.01, "one"),
        ("per_thousand", 0.001, "one"),
        ("one", 1, "one"),
        ("year", 365.25, "day"),
        ("MWh", 1 / 24, "MW * day"),
        ("USD / person", 1, "USD / person"),
        ("km**2", 1, "km ** 2"),
        ("USD / USD", 1, "one"),
        ("people", 1, "person"),
        ("billion UAH", 1e9, "UAH"),
        ("million tonnes", 1e6, "tonne"),
        ("kg", 0.001, "tonne"),
        ("hectare", 0.01, "km ** 2"),
        ("UAH / USD", 1, "UAH / USD"),
        ("barrel", 158.987294928e-12, "km ** 3"),
        ("GWh", 1000 / 24, "MW * day"),
    ],
)
def test_a_unit_and_what_it_comes_to(unit, factor, base):
    assert (units.get_factor(unit), units.get_base_unit(unit)) == (pytest.approx(factor), base)


@pytest.mark.parametrize(
    ("a", "b", "op", "unit"),
    [
        ("billion USD", "billion USD", "/", "one"),
        ("USD", "million person", "/", "USD / person"),
        ("percent", "billion USD", "*", "USD"),
        ("USD / person", "person", "*", "USD"),
        ("one", "percent", "*", "one"),
        ("EUR", "USD / EUR", "*", "USD"),
        ("one", "USD", "/", "1 / USD"),
    ],
)
def test_products(a, b, op, unit):
    assert units.combine_units(a, b, op) == unit
    assert units.get_base_unit(unit) == unit  # a product is a unit again


@pytest.mark.parametrize(
    ("unit", "nearest"),
    [
        ("bilion USD", "billion"),
        ("persn", "person"),
        ("percnt", "percent"),
        ("Year", "year"),
        ("usd", "USD"),
        ("hryvnias", "UAH"),
        ("pounds", "GBP"),
        ("tonns", "tonnes"),
        ("billion EURO", "EUR"),
        ("kilometres", "km"),
        ("ha", "hectare"),
        ("t", "tonne"),
        ("million m3 / year", "million cubic_metre / year"),
        ("m³", "cubic_metre"),
        ("m^3", "cubic_metre"),
        ("km2", r"km\*\*2"),
        ("sq. km", r"km\*\*2"),
        ("cubic kilometers", r"km\*\*3"),
    ],
)
def test_a_misspelt_unit_names_the_nearest(unit, nearest):
    with pytest.raises(UnitError, match=rf"unit '{re.escape(unit)}' is not known \(nearest: {nearest}\)"):
        units.get_factor(unit)


@pytest.mark.parametrize(
    "unit",
    [
        "",
        " ",
        "5 USD",
        "USD(",
        "((",
        "USD / 0",
        "USD;",
        "USD**",
        "'",
        "\\",
        "%",
        "import os",
        "USD + EUR",
        "year - day",
        "USD**1e400",
        "USD\n",
        "m",
    ],
)
def test_what_is_no_unit_is_one_clear_error(unit):
    with pytest.raises(UnitError, match="is not known"):
        units.get_factor(unit)


def test_two_currencies_are_two_dimensions_and_a_rate_leads_from_one_to_the_other():
    with pytest.raises(UnitError, match=r"^UAH cannot be added to GBP: they measure different things$"):
        units.check_same_dimension("GBP", "UAH", "added to")
    assert units.combine_units("UAH", "USD / UAH", "*") == "USD"
    assert all(units.is_currency(code) for code in ("UAH", "CAD", "JPY", "XAU"))
    assert not any(units.is_currency(code) for code in ("XXX", "XTS", "MWh", "ABC", "uah"))


@given(st.text(max_size=12))
def test_no_text_makes_it_stumble(text):
    said = ""
    try:
        factor = units.get_factor(text)
    except UnitError as refused:
        factor, said = 0, str(refused)
    assert factor > 0 or f"unit {text!r} is not known" in said


def test_unlike_things_are_named():
    units.check_same_dimension("billion USD", "USD", "added to")
    with pytest.raises(UnitError, match=r"^person cannot be added to USD: they measure different things$"):
        units.check_same_dimension("USD", "person", "added to")
    with pytest.raises(UnitError, match=r"^a plain number cannot be added to USD"):
        units.check_same_dimension("USD", "one", "added to")


def test_money_in_the_prices_of_a_year_is_a_dimension_of_its_own():
    assert units.get_base_unit("billion USD_2023") == "USD_2023"
    assert units.get_factor("billion USD_2023") == 1e9
    assert units.names_currency("USD_2023 / person")
    assert units.combine_units("USD_2023", "USD_2023", "/") == "one"
    with pytest.raises(UnitError, match="USD cannot be added to USD_2023"):
        units.check_same_dimension("USD_2023", "USD", "added to")


@pytest.mark.parametrize("unit", ["USD_23", "USD_3023", "XYZ_2023", "usd_2023", "tonne_2023", "USD_2023_1"])
def test_other_names_with_digits_are_no_units(unit):
    with pytest.raises(UnitError, match="is not known"):
        units.get_factor(unit)
