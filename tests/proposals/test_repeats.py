"""What is said twice in one sense, and what only has the same value."""

from __future__ import annotations

from analysis import load_case
from analysis.documents import read_document
from analysis.proposals.numbers import find_document_numbers
from analysis.proposals.repeats import find_repeats


def repeat(tiny, *paragraphs: str) -> dict[int, int]:
    document = read_document("\n".join(("News", "Today", *paragraphs)).encode(), "text")
    return find_repeats(list(find_document_numbers(load_case(tiny), document, "survey", "en")))


def test_the_same_sum_in_sentences_that_share_their_words_is_one(tiny):
    assert repeat(tiny, "The fund for ports holds $40 million.", "The ports fund still holds 40 million dollars.") == {
        1: 0
    }


def test_the_same_sum_for_other_things_is_another(tiny):
    assert repeat(tiny, "The fund for ports holds $40 million.", "Schools receive $40 million.") == {}


def test_another_hedge_or_unit_is_another(tiny):
    assert repeat(tiny, "The fund for ports holds $40 million.", "The fund for ports holds nearly $40 million.") == {}
    assert repeat(tiny, "The fund for ports holds $40 million.", "The fund for ports holds €40 million.") == {}


def test_a_scale_written_otherwise_is_the_same(tiny):
    assert repeat(tiny, "The fund for ports holds $0.5 billion.", "The fund for ports holds $500 million.") == {1: 0}


def test_dates_are_never_repeats(tiny):
    assert repeat(tiny, "The fund for ports opened on 3 May 2025.", "The fund for ports opened on 3 May 2025.") == {}
