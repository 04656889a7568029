"""The library's own words of columns: all of them have one, in English as the tables have them."""

from __future__ import annotations

from analysis.case.vocabulary import list_widened
from analysis.messages import use_language
from analysis.wording.vocabulary import WORDS, name_word


def test_every_word_of_a_column_that_a_case_may_widen_is_there_and_is_its_own_english():
    assert {column: tuple(WORDS[column]) for column in list_widened()} == dict(list_widened())
    assert all(word == code.replace("_", " ") for words in WORDS.values() for code, word in words.items())


def test_words_are_printed_in_ukrainian_and_a_word_of_a_case_alone_as_it_is():
    with use_language("uk"):
        assert name_word("claims/status", "in_force") == "чинне"
        assert name_word("sources/kind", "think_tank") == "аналітичний центр"
        assert name_word("region_status/status", "contact_line") == "лінія зіткнення"
        assert name_word("events/kind", "adoption_of_text") == "adoption of text"
        assert f"{WORDS['funds/purpose']['defence']}" == "оборона"
    assert name_word("region_status/status", "contact_line") == "contact line"
