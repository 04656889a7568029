"""Arithmetic between the numbers of a paragraph, worked by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.mentions import read_mentions
from analysis.proposals.relations import find_relations


def relate(text: str) -> list[str]:
    found = find_relations(read_mentions(text, "en"))
    return [relation for at in sorted(found) for relation in found[at]]


def test_a_share_is_that_of_an_amount_in_its_paragraph():
    text = "Donors pledged $5.2 billion. Of this, one-quarter, or $1.3 billion, has been paid."
    assert relate(text) == ["0.25 × 5.2 billion USD = 1.3 billion USD: is it this share?"]


def test_a_share_of_an_amount_beside_it_is_computed_and_left_to_be_compared():
    assert relate("One-eighth of $588 billion is there.") == [
        "0.125 × 588 billion USD = 73.5 billion USD: does the text say so?"
    ]


def test_growth_in_per_cent_leads_from_one_amount_to_the_other():
    assert relate("Needs rose by 12% from $524 billion; now they are $588 billion.") == [
        "524 billion USD + 0.12 of it = 586.88 billion USD: is it this growth?"
    ]


def test_a_total_is_the_sum_of_the_parts_beside_it():
    assert relate("Housing takes 90 million euros, transport 96 million euros, together 186 million euros.") == [
        "90 million EUR + 96 million EUR = 186 million EUR: is it this sum?"
    ]


def test_a_conversion_says_the_rate_that_both_give():
    assert relate("The loan is €150 billion ($165 billion).") == [
        "150 billion EUR in another unit: 1 EUR = 1.1 USD, by these two"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "It has 20 ports and 7 bridges.",
        "Housing takes 90 million euros, transport 96 million dollars, together 186 million euros.",
        "Half of them left.",
        "Needs were $524 billion, a loss of 70%, and later $588 billion.",
        "",
    ],
)
def test_what_does_not_fit_is_not_asked(text):
    assert relate(text) == []


def test_a_share_of_a_count_is_exact():
    assert relate("Of 40 plants 20 plants were hit, 50 percent.") == ["0.5 × 40 items = 20 items: is it this share?"]
    assert relate("Of 40 plants 21 plants were hit, 50 percent.") == []


@given(st.lists(st.integers(1, 10**6), min_size=2, max_size=40))
def test_every_question_is_about_a_number_of_the_paragraph(numbers):
    mentions = read_mentions(", ".join(f"${number:,}" for number in numbers), "en")
    assert set(find_relations(mentions)) <= set(range(len(mentions)))
