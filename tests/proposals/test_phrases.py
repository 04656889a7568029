"""The words that a claim quotes: number and hedge always, few others, found once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.mentions import read_mentions
from analysis.proposals.phrases import choose_phrase


def choose(text: str, number: str, **more) -> tuple[str, bool]:
    start = text.index(number)
    others = [(m.start, m.end) for m in read_mentions(text, "en") if m.start != start and m.counts]
    found = choose_phrase(text, (start, start + len(number)), (0, len(text)), others, **more)
    assert text[found.start : found.end] == found.text
    return found.text, found.unique


@pytest.mark.parametrize(
    ("text", "number", "phrase"),
    [
        (
            "Donors pledged nearly $5.2 billion for the fund.",
            "nearly $5.2 billion",
            "Donors pledged nearly $5.2 billion",
        ),
        ("In May, 40 ports worked, and 60 did not.", "40 ports", "40 ports worked, and"),
        ("The EU has frozen €210bn (£184bn).", "€210bn", "EU has frozen €210bn"),
        ("It was (at least 30 people) they said.", "at least 30 people", "at least 30 people"),
    ],
)
def test_a_phrase_is_the_clause_around_the_number(text, number, phrase):
    found, unique = choose(text, number)
    assert unique
    assert number in found
    assert found in text
    assert abs(len(found.split()) - len(phrase.split())) <= 2


def test_a_phrase_grows_until_it_stands_only_once():
    text = "Of the two sides one spoke; of the two sides none left the hall early."
    found = choose_phrase(text, (35, 44), (28, len(text)), [(7, 16)])
    assert found.unique
    assert text.count(found.text) == 1
    assert "two sides" in found.text


def test_what_stands_twice_however_long_is_said_to():
    text = "The cap is 5 million. The cap is 5 million."
    assert choose_phrase(text, (11, 20), (0, 21)) == ("The cap is 5 million", 0, 20, False)


def test_words_of_another_paragraph_at_the_same_place_count_too():
    assert choose("Needs are 40 million now", "40 million")[1]
    assert not choose("40 million", "40 million", same_place=("It has 40 million too",))[1]


def test_a_phrase_keeps_within_what_a_claim_may_quote():
    text = f"{'extraordinarily ' * 6}many, 40 thousand, {'incomprehensible ' * 9}"
    found, _ = choose(text, "40 thousand")
    assert len(found) <= 80


def test_words_are_never_cut_in_two():
    text = "an 800,000-strong army"
    assert choose_phrase(text, (3, 10), (0, len(text))).text == text


@given(
    st.lists(st.sampled_from(["the", "army", "(of", "it)", "5", "7%", "men,", "need.", "“x”", "and"]), min_size=1),
    st.data(),
)
def test_the_number_is_always_quoted_whole(words, data):
    text = " ".join(words)
    at = data.draw(st.sampled_from(range(len(words))))
    start = len(" ".join(words[:at])) + bool(at)
    end = start + len(words[at])
    found = choose_phrase(text, (start, end), (0, len(text)))
    assert found.start <= start < end <= found.end
    assert found.unique == (text.count(found.text) == 1)


def test_the_phrase_of_a_number_in_brackets_leaves_its_neighbours_out():
    assert choose("The EU has frozen €210bn (£184bn, $247bn), the Commission said.", "£184bn") == ("£184bn", True)
