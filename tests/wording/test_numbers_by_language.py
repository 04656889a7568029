"""Numbers in Ukrainian, German and French, by hand: signs, scales, plural forms, ranges and qualifiers."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.messages import Word, list_languages, use_language
from analysis.wording import units
from analysis.wording.number_format import find_plural_category, list_plural_categories
from analysis.wording.numbers import (
    QUALIFIER_SIGNS,
    add_qualifier,
    count_printed_decimals,
    describe_number_format,
    describe_qualifier,
    format_interval,
    format_magnitude,
    format_number,
    split_qualifier,
)
from analysis.wording.unit_form import find_unit_form
from analysis.wording.unit_names import _NOUNS, _SYMBOLS, list_unit_names

LANGUAGES = st.sampled_from(sorted(list_languages()))


def plain(text: str) -> str:
    """A text with usual spaces in place of no-break ones."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (700, "billion USD", "700 млрд $"),
        (-0.03, "USD", "−0,03 $"),
        (1_234_567, "USD", "1,2 млн $"),
        (24_242, "USD / person", "24 242 $ на особу"),
        (588, "billion USD_2023", "588 млрд $ у цінах 2023 року"),
        (41.456, "UAH / USD", "41,46 ₴ на долар"),
        (1, "billion UAH", "1 млрд ₴"),
        (-41, "billion CAD", "−41 млрд CAD"),
        (12.5, "percent", "12,5%"),
        (2, "percentage_point", "2 в. п."),
        (1, "day", "1 день"),
        (3, "day", "3 дні"),
        (11, "day", "11 днів"),
        (21, "day", "21 день"),
        (22, "day", "22 дні"),
        (1.5, "day", "1,5 дня"),
        (0, "year", "0 років"),
        (1.5, "year", "1,5 року"),
        (1_002, "barrel", "1 002 барелі"),
        (41, "million tonnes", "41 млн тонн"),
        (2.5, "million tonnes", "2,5 млн тонн"),
        (52, "GWh", "52 ГВт·год"),
        (7, "km**2", "7 км²"),
        (600, "people / week", "600 осіб на тиждень"),
        (22, "person / km**2", "22 особи на км²"),
        (600, "item / day", "600 на день"),
        (5, "item / million person", "5 на мільйон осіб"),
        (3, "USD / MWh / year", "3 $ на МВт·год на рік"),
        (2026, "calendar_year", "2026"),
    ],
)
def test_a_number_in_ukrainian(value, unit, text):
    with use_language("uk"):
        assert plain(format_magnitude(value, unit)) == text


@pytest.mark.parametrize(
    ("low", "high", "unit", "text"),
    [
        (24_242, 29_630, "USD/person", "24 242–29 630 $ на особу"),
        (700, 800, "billion USD", "700–800 млрд $"),
        (0.9, 1.2, "billion USD", "900 млн – 1,2 млрд $"),
        (0, 7e9, "USD", "0–7 млрд $"),
        (5, 7e9, "USD", "5 $ – 7 млрд $"),
        (3, 5e7, "tonne", "3 тонни – 50 млн тонн"),
        (4, 6, "percent", "4–6%"),
        (1, 2, "year", "1–2 роки"),
        (1, 1.5, "year", "1–1,5 року"),
        (-27, 3, "day", "від −27 до 3 днів"),
        (-3, 1, "day", "від −3 до 1 дня"),
        (-5e9, 3e9, "USD", "від −5 до 3 млрд $"),
        (0, math.inf, "USD", "щонайменше 0 $"),
        (-math.inf, 3, "percentage_point", "щонайбільше 3 в. п."),
        (-math.inf, math.inf, "USD", "будь-яке значення"),
    ],
)
def test_a_range_in_ukrainian(low, high, unit, text):
    with use_language("uk"):
        assert plain(format_interval(low, high, unit)) == text


@pytest.mark.parametrize(
    ("number", "spec", "text"),
    [
        ((700, 700, 800, "billion USD", "at_least"), "range", "щонайменше 700 млрд $ (700–800 млрд $)"),
        ((700, 700, 800, "billion USD", "at_least"), "sign", "≥ 700 млрд $"),
        ((500, 475, 500, "day", "nearly"), "", "майже 500 днів"),
        ((5.25, 4, 6, "year", "about"), "", "приблизно 5,2 року"),
        ((5, 4.75, 5, "year", "less_than"), "", "менш ніж 5 років"),
        ((21, 21, 22, "year", "over"), "genitive", "понад 21 року"),
        ((2, 2, 2, "year", "exact"), "genitive", "2 років"),
        ((1.5, 1.5, 1.5, "year", "exact"), "genitive", "1,5 року"),
        ((2, 1, 3, "percent", "between"), "signed", "від +1 до +3%"),
        ((12, 12, 12, "percent", "exact"), "signed", "+12%"),
        ((2, 2, 2, "day", "exact"), "words", "2 дні"),
        ((3, 3, 3, "day", "exact"), "words", "три дні"),
        ((12, 12, 12, "item", "exact"), "words", "дванадцять"),
        ((3, 3, 3, "percent", "exact"), "words", "3%"),
    ],
)
def test_a_number_in_a_sentence_of_ukrainian(number, spec, text):
    with use_language("uk"):
        assert plain(format_number(*number, spec=spec)) == text


def test_a_number_does_not_part_from_its_scale_and_its_unit():
    with use_language("uk"):
        assert format_magnitude(41, "million tonnes / day") == "41\u00a0млн\u00a0тонн на день"
        assert format_magnitude(1_200, "USD") == "1\u00a0200\u00a0$"


def test_signs_and_scales_are_those_of_the_language():
    with use_language("de"):
        assert plain(format_magnitude(700, "billion USD")) == "700 Mrd. $"
        assert format_magnitude(1_234.5, "EUR", exact=True) == "1.234,5\u00a0€"
        assert format_magnitude(12.5, "percent") == "12,5\u00a0%"
    with use_language("fr"):
        assert format_magnitude(12_345.5, "EUR", exact=True) == "12\u202f345,5\u00a0€"


def test_english_says_a_genitive_as_any_number():
    assert format_number(2, 2, 2, "year", "exact", spec="genitive") == "2 years"


def test_a_category_is_that_of_what_is_printed():
    with use_language("uk"):
        printed = [Decimal("1"), Decimal("1.0"), Decimal("2"), Decimal("5"), Decimal("12"), Decimal("0.5")]
        assert [find_plural_category(one) for one in printed] == ["one", "other", "few", "many", "many", "other"]
        assert find_plural_category(Decimal("1.2"), 6) == "many"
        assert dict(list_plural_categories()) == {"few": 2, "many": 0, "one": 1, "other": None}


def test_every_shipped_unit_has_names_in_every_language():
    named = {name for name in units.build_registry() if name == units.find_singular(name)}
    unnamed = {"item", "calendar_year", "one", "percent", "per_thousand", *units._SCALES, "USD", "EUR"}
    assert named - unnamed <= {*_NOUNS, *_SYMBOLS}
    with use_language("uk"):
        assert [
            name
            for name in named - unnamed
            if set("".join(list_unit_names(name).values())) & set("abcdefhjlmnpqrstuvwyz")
        ] == []


def test_a_unit_of_a_case_is_called_as_the_case_calls_it():
    definition = "ferry_boat = [ferry_boat] = ferry_boats"
    units.add_unit(("ferry_boat", "ferry_boats"), definition)
    words = {"one": "пором", "few": "пороми", "many": "поромів", "other": "порома", "per": "пором"}
    units.add_unit_words("ferry_boat", "uk", words)
    try:
        assert format_magnitude(2, "ferry_boat") == "2 ferry boats"
        with use_language("uk"):
            said = [plain(format_magnitude(count, "ferry_boats")) for count in (1, 2, 5, 1.5)]
            assert said == ["1 пором", "2 пороми", "5 поромів", "1,5 порома"]
            assert plain(format_magnitude(80, "USD / ferry_boat")) == "80 $ на пором"
        with use_language("de"):
            assert plain(format_magnitude(2, "ferry_boat")) == "2 ferry boats"
    finally:
        units.forget_added()
    assert units.get_unit_words("ferry_boat", "uk") == {}


@given(LANGUAGES, st.sampled_from(sorted(QUALIFIER_SIGNS)), st.integers(-(10**7), 10**7))
def test_a_qualifier_is_split_off_as_it_was_put_there(language, qualifier, value):
    with use_language(language):
        bare = format_magnitude(value, "USD")
        assert split_qualifier(add_qualifier(bare, qualifier)) == (describe_qualifier(qualifier), bare)


@given(LANGUAGES, st.floats(-1e12, 1e12, allow_subnormal=False))
def test_printed_decimals_are_counted_in_every_language(language, value):
    with use_language(language):
        sign = describe_number_format()["decimal"]
        assert count_printed_decimals(value, "percent") == len(
            format_magnitude(value, "percent").strip("%\u00a0").partition(sign)[2]
        )


def test_a_page_gets_the_words_of_its_language():
    with use_language("uk"):
        found = describe_number_format()
        form = find_unit_form("year")
    assert (found["language"], found["decimal"], found["words"]["over"]) == ("uk", ",", "понад {number}")
    assert form.suffixes == {"one": "\u00a0рік", "few": "\u00a0роки", "many": "\u00a0років", "other": "\u00a0року"}
    assert not any(isinstance(text, Word) for text in form.suffixes.values())
