"""Promises: neither true nor false, but kept or broken; they count apart from what an article states."""

from __future__ import annotations

import pytest

from analysis import compare, load_case
from analysis.commands.reviews import build_claim_reviews
from analysis.wording.cards import describe_card

PROMISES = {"first": "kept", "second": "broken", "third": "partly_kept", "fourth": "open", "fifth": "broken"}


@pytest.fixture
def promised(tiny):
    """The tiny case, with five promises of a survey."""
    with (tiny / "quantities.csv").open("a", encoding="utf-8") as file:
        file.write("aid.pledged,aid pledged,billion USD,0,,,Pledged,,\n")
    with (tiny / "claims.csv").open("a", encoding="utf-8") as file:
        for at, (id, verdict) in enumerate(PROMISES.items(), 1):
            rank = "preferred" if at == 1 else "normal"
            cells = f"{at},,,,exact,committed,2025-0{at},,,Promise {id},,,{verdict},need_article,{rank},"
            file.write(f"{id},aid.pledged,,survey,p1,{cells}\n")
    return load_case(tiny)


def test_promises_are_listed_the_broken_first(promised):
    found = compare.promises.promises(promised)
    assert list(found.verdict) == ["broken", "broken", "kept in part", "kept", "open"]
    assert [str(text) for text in found.statement][:2] == ["Promise second", "Promise fifth"]
    assert (found.value.iloc[0].value, str(found.as_of.iloc[0]), str(found.against.iloc[0])) == (
        2,
        "February 2025",
        "The Daily Test",
    )


def test_promises_are_counted_by_what_became_of_them(promised):
    found = compare.promises.counts(promised)
    assert dict(zip(found.verdict, (count.value for count in found.promises), strict=True)) == {
        "kept": 1,
        "kept in part": 1,
        "broken": 2,
        "open": 1,
    }
    assert found.share.iloc[2].value == 40


def test_a_promise_is_no_statement_that_is_right_or_wrong(promised, tiny):
    assert compare.verdicts.checked(promised).checkable.iloc[0].value == 0


def test_the_card_of_a_promise_says_what_became_of_it(promised):
    card = promised["aid.pledged"].leaf.origin
    assert card.verdict == "kept"
    assert describe_card(card).standing == (
        "committed, as of January 2025, promise kept by our verdict, not verified in a copy of the source"
    )


def test_a_promise_is_reviewed_once_it_is_known_what_became_of_it(promised):
    reviews = {review["itemReviewed"]["identifier"]: review["reviewRating"] for review in build_claim_reviews(promised)}
    rated = {id: (rating["ratingValue"], rating["alternateName"]) for id, rating in reviews.items() if id in PROMISES}
    assert rated == {
        "first": (5, "Kept"),
        "third": (3, "Kept in part"),
        "second": (1, "Broken"),
        "fifth": (1, "Broken"),
    }
