"""The tables of words: every meaning is one that the grammar and the ledger know."""

from __future__ import annotations

from typing import get_args

import pytest

from analysis.contract import ClaimQualifier
from analysis.errors import UnitError
from analysis.mentions import LANGUAGES
from analysis.mentions.lexicon import Lexicon, load_lexicon
from analysis.mentions.measures import UNKNOWN
from analysis.mentions.mention import SCALES
from analysis.mentions.tokens import split_tokens
from analysis.wording.units import get_base_unit, is_currency


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_unit_is_one_of_the_ledger_or_said_to_be_none(language):
    words = load_lexicon(language).words
    meant = (
        {meaning.split(" ", 1)[1] for meaning in words["scaled_unit"].values()}
        | set(words["unit"].values())
        | set(words.get("suffix", {}).values())
        | set(words["per"].values())
    )
    unknown = set()
    for unit in meant:
        try:
            get_base_unit(unit)
        except UnitError:
            unknown.add(unit)
    assert unknown <= UNKNOWN.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_currency_scale_and_hedge_is_known(language):
    words = load_lexicon(language).words
    money = {*words["money"].values(), *words["before_money"].values(), *words["hundredth"].values()}
    shared = {"", "percentage_point"}
    assert {code for code in money - shared if not is_currency(code)} <= {"SDR"}  # XDR, by ISO 4217, in texts SDR
    assert {float(scale) for scale in words["scale"].values()} >= set(SCALES)
    assert {float(meaning.split(" ", 1)[0]) for meaning in words["scaled_unit"].values()} <= set(SCALES)
    assert {*words["before"].values(), *words["after"].values()} <= set(get_args(ClaimQualifier))
    assert all(float(value) >= 0 for value in words["cardinal"].values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_words_that_the_grammar_asks_for(language):
    words = load_lexicon(language).words
    kinds = "cardinal one scale fraction ordinal multiple vague idiom before after change people month stop from to and"
    assert set(kinds.split()) - words.keys() == set()
    assert len(set(words["month"].values())) == 12


def test_the_longest_phrase_of_a_kind_counts_and_stems_stand_for_every_ending():
    lexicon = Lexicon([{"before": {"over": "more than", "at_most": "no more than"}, "unit": {"km": "kilomet*"}}])
    tokens = split_tokens("no more than kilometres")
    assert lexicon.match(tokens, 0) == {"before": ("at_most", 3)}
    assert lexicon.match(tokens, 3) == {"unit": ("km", 4)}


def test_what_a_phrase_joins_is_joined_in_the_text():
    lexicon = Lexicon([{"before_money": {"AUD": "a$"}}])
    assert lexicon.match(split_tokens("a $5"), 0) == {}
    assert lexicon.match(split_tokens("A$5"), 0) == {"before_money": ("AUD", 2)}
