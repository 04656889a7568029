"""Words as stems: endings of six languages, names in each, years."""

from __future__ import annotations

import pytest

from analysis.matching.stems import split_stems


def stem(text: str, language: str) -> list[str]:
    return [one.stem for one in split_stems(text, language)]


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "frozen assets", "Frozen asset"),
        ("uk", "військових активів", "військові активи"),
        ("uk", "війни армій", "війна армії"),
        ("ru", "замороженные активы", "замороженных активов"),
        ("de", "Kosten", "kosten"),
        ("fr", "les besoins", "le besoin"),
        ("es", "los activos congelados", "activo congelado"),
    ],
)
def test_forms_of_a_word_have_one_stem(language, one, other):
    assert set(stem(one, language)) & set(stem(other, language)) >= set(stem(one.lower(), language))


def test_frequent_words_and_numbers_are_left_out_and_years_kept():
    assert stem("the need of 1,588 in 2030 and 20301", "en") == ["need", "2030"]


def test_a_name_is_also_stemmed_as_in_english():
    assert "ukrain" in stem("Hilfe für die Ukraine", "de")


def test_a_language_without_a_stemmer_keeps_its_words():
    assert stem("Pagalba Ukrainai", "xx-YY")[0] == "pagalba"
    assert split_stems("ab cd", "xx") == []


def test_places_are_those_of_the_words():
    text = "Need’s frozen assets"
    assert [text[one.start : one.end] for one in split_stems(text)] == ["Need", "frozen", "assets"]
