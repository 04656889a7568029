"""The order of names by the language of the reader."""

import random

import pytest

from analysis.messages import use_language
from analysis.wording.sorting import build_sort_key


def test_names_are_in_the_order_of_the_ukrainian_alphabet():
    # as Intl.Collator("uk") of Node, which is made of ICU, sorts them
    words = ["гора", "ґанок", "дім", "екран", "ера", "єнот", "жито", "ирій", "іній", "їжак", "йод", "apple", "Zoo"]
    mixed = random.Random(1).sample(words, len(words))
    with use_language("uk"):
        assert sorted(mixed, key=build_sort_key) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("uk", ["2 роки", "Крим", "крила", "Ґрунт"]),
        ("de", ["Äpfel", "Apfelsaft", "Zoo"]),
        ("fr", ["cote", "été", "zone"]),
    ],
)
def test_capitals_and_accents_do_not_part_names(language, words):
    with use_language(language):
        ordered = sorted(words, key=build_sort_key)
    assert (
        ordered
        == {
            "uk": ["2 роки", "Ґрунт", "крила", "Крим"],
            "de": ["Äpfel", "Apfelsaft", "Zoo"],
            "fr": ["cote", "été", "zone"],
        }[language]
    )


def test_an_apostrophe_does_not_count():
    with use_language("uk"):
        assert sorted(["п’ять", "пять", "пюре", "паз"], key=build_sort_key) == ["паз", "пюре", "пять", "п’ять"]


def test_english_is_sorted_as_it_was():
    words = ["apple", "Zoo", "Äpfel", "1 day"]
    assert sorted(words, key=build_sort_key) == sorted(words)
