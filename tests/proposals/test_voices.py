"""Whom a sentence cites, only where it is plain, and in what sense it gives a number."""

from __future__ import annotations

import pytest

from analysis.proposals.voices import find_status, find_voice


@pytest.mark.parametrize(
    ("language", "sentence", "voice"),
    [
        ("en", "The need is 588 billion, according to the World Bank.", "World Bank"),
        ("en", "It is 5, the World Bank and the European Commission said.", "World Bank and the European Commission"),
        ("en", "“It is 5 billion,” said Volodymyr Zelensky.", "Volodymyr Zelensky"),
        ("en", "In the report, the Kyiv School of Economics estimates 5 billion.", "Kyiv School of Economics"),
        ("de", "Laut Weltbank sind es 588 Milliarden.", "Weltbank"),
        ("de", "Nach Angaben des Auswärtigen Amts sind es 5.", "Auswärtigen Amts"),
        ("fr", "Selon la Banque mondiale, il faut 588 milliards.", "Banque mondiale"),
        ("es", "Según el Banco Mundial, son 588.000 millones.", "Banco Mundial"),
        ("uk", "За даними Світового банку, потреби сягають 588 млрд.", "Світового банку"),
        ("ru", "По данным Всемирного банка, нужно 588 млрд.", "Всемирного банка"),
    ],
)
def test_who_is_plainly_cited_is_found(language, sentence, voice):
    assert find_voice(sentence, language) == voice


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "He said that the need is 588 billion."),
        ("en", "According to the U.S. Treasury, it took 5 billion; Moody's estimates 6 billion."),
        ("en", "According to a report it took 5 billion."),
        ("en", "The draft would cap it at 600,000."),
        ("de", "Er sagte, es seien 5."),
        ("it", "Secondo la Banca Mondiale, sono 588."),
        ("en", ""),
    ],
)
def test_what_is_not_plain_is_left_empty(language, sentence):
    assert find_voice(sentence, language) == ""


def test_who_is_cited_beyond_a_turn_is_not_cited_for_the_number():
    sentence = "Talks go on in January 2026, while Germany stated that aid depends on them."
    assert find_voice(sentence, "en", sentence.index("January")) == ""
    assert find_voice(sentence, "en", sentence.index("aid")) == "Germany"


@pytest.mark.parametrize(
    ("language", "words", "status"),
    [
        ("en", "Donors pledged 5 billion", "committed"),
        ("en", "is now estimated at nearly", "estimated"),
        ("en", "The plan proposes a cap of 600,000", "proposed"),
        ("en", "It cost 5 billion", "reported"),
        ("de", "zugesagt wurden 5 Milliarden", "committed"),
        ("uk", "оцінюються у 588 млрд", "estimated"),
        ("xx", "pledged 5", "reported"),
    ],
)
def test_the_sense_is_that_of_the_words_around_the_number(language, words, status):
    assert find_status(words, language) == status
