"""Number words and digits read into values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.mentions.digits import parse_digits
from analysis.mentions.reader import prepare_texts
from analysis.mentions.words import read_words

NAMES = {
    "en": {
        7: "seven",
        21: "twenty-one",
        105: "one hundred and five",
        99: "ninety-nine",
        3_042: "three thousand forty-two",
    },
    "uk": {7: "сім", 21: "двадцять один", 347: "триста сорок сім", 12_500: "дванадцять тисяч п'ятсот"},
    "de": {7: "sieben", 21: "einundzwanzig", 347: "dreihundertsiebenundvierzig", 12_500: "zwölftausendfünfhundert"},
    "fr": {77: "soixante-dix-sept", 71: "soixante et onze", 95: "quatre-vingt-quinze", 347: "trois cent quarante-sept"},
    "ru": {7: "семь", 21: "двадцать один", 347: "триста сорок семь", 12_500: "двенадцать тысяч пятьсот"},
    "es": {21: "veintiuno", 37: "treinta y siete", 547: "quinientos cuarenta y siete", 1_500: "mil quinientos"},
}


@pytest.mark.parametrize(
    ("language", "value", "words"), [(a, v, w) for a, names in NAMES.items() for v, w in names.items()]
)
def test_number_words_are_read(language, value, words):
    ((_, text),) = prepare_texts(words, language)
    numeral = read_words(text, 0)
    assert numeral is not None
    assert (numeral.value * numeral.scale, numeral.last) == (value, len(text.tokens))


def test_words_that_do_not_add_up_are_two_numbers():
    ((_, text),) = prepare_texts("twelve three", "en")
    numeral = read_words(text, 0)
    assert numeral is not None
    assert (numeral.value, numeral.last) == (12, 1)


@given(
    st.integers(0, 10**12),
    st.sampled_from([("en", ",", "."), ("de", ".", ","), ("fr", "\u202f", ","), ("uk", " ", ",")]),
)
def test_printed_numbers_are_read_back(number, style):
    _, group, decimal = style
    printed = f"{number:,}".replace(",", group)
    assert parse_digits(printed, decimal) == (number, [])
    read = parse_digits(f"{printed}{decimal}25", decimal)
    assert read is not None
    assert read[0] == number + 0.25


@pytest.mark.parametrize("text", ["1.2.3", "007", "1,23,4", "11.12.2014", "1.234.5", "12'34"])
def test_what_is_no_number_has_no_value(text):
    assert parse_digits(text, ".") is None
