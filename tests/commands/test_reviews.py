"""The verdicts as ClaimReview: who answers for them, and on which day what they rest on was looked up."""

from __future__ import annotations

import json

import pytest

from analysis import load_case
from analysis.commands.reviews import build_claim_reviews
from tests.case.test_ledger import replace_text

ENTRY = "800 billion,,,,normal"


@pytest.fixture
def judged(tiny):
    """The tiny case, in which the need is contradicted by the survey, which was read on 2 January 2026."""
    replace_text(tiny, "claims", ENTRY, "800 billion,,contradicted,need_survey,normal")
    return tiny


def get_review(case) -> dict:
    (review,) = build_claim_reviews(load_case(case))
    return review


def test_a_review_is_dated_by_the_last_look_at_what_it_rests_on(judged):
    assert get_review(judged)["datePublished"] == "2026-01-02"
    replace_text(judged, "claims", "588 billion,2026-01-02,", "588 billion,2026-03,")
    assert get_review(judged)["datePublished"] == "2026-03-31"
    replace_text(judged, "claims", "contradicted,need_survey", "contradicted,survey")  # the source, not its claim
    assert get_review(judged)["datePublished"] == "2026-01-02"


def test_a_review_of_which_nothing_was_dated_has_no_date(judged):
    for path in (judged / "sources.csv", judged / "claims.csv"):
        path.write_text(path.read_text(encoding="utf-8").replace(",2026-01-02,", ",,"), encoding="utf-8")
    assert "datePublished" not in get_review(judged)


@pytest.mark.parametrize(
    ("contributors", "house", "author"),
    [
        (None, None, None),
        (None, "Lake Institute", [{"@type": "Organization", "name": "Lake Institute"}]),
        (
            [{"title": "A. Analyst", "role": "author"}, {"title": "The Institute", "role": "publisher"}, {}, "x"],
            "Lake Institute",
            [{"@type": "Person", "name": "A. Analyst"}, {"@type": "Organization", "name": "The Institute"}],
        ),
        ("nobody", None, None),
    ],
)
def test_its_author_is_who_the_case_names(judged, contributors, house, author):
    path = judged / "datapackage.json"
    more = {} if contributors is None else {"contributors": contributors}
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | more), encoding="utf-8")
    if house:
        (judged / "house.toml").write_text(f'[header]\nname = "{house}"\n')
    assert get_review(judged).get("author") == author
