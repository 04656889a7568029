"""Whose claim it is, and what a voice has revised: worked by hand on small ledgers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import load_case
from analysis.case.schema import Claim, Source
from analysis.case.series import find_origin, find_revisions, find_span, find_voice


def make_source(id: str, **cells) -> Source:
    filled = {"title": f"Title of {id}", "publisher": None, "date": None, "copy_of": None, "reliability": "B"}
    return Source.model_construct(source_id=id, **(filled | cells))


def make_claim(id: str, value: float | None = None, as_of: str | None = None, source: str = "a", **cells) -> Claim:
    filled = {"quantity": "x.y", "subject": None, "base": None, "attributed_to": None, "low": None, "high": None}
    filled |= {"qualifier": "exact", "rank": "normal"}
    return Claim.model_construct(claim_id=id, value=value, as_of=as_of, source=source, **(filled | cells))


SOURCES = {
    "a": make_source("a", publisher="Agency", date="2025-03-01"),
    "b": make_source("b", publisher="Agency", date="2025-06-01"),
    "copy": make_source("copy", publisher="Copyist", copy_of="a"),
    "copy_of_copy": make_source("copy_of_copy", copy_of="copy"),
    "untitled": make_source("untitled"),
}


def get_point(claim: Claim) -> tuple[float, float]:
    return claim.low or claim.value, claim.high or claim.value


def list_revisions(*claims: Claim) -> dict[str, str]:
    return {id: later.id for id, later in find_revisions(SOURCES, claims, get_point).items()}


@pytest.mark.parametrize(
    ("claim", "voice"),
    [
        (make_claim("c", attributed_to="The minister"), "The minister"),
        (make_claim("c"), "Agency"),
        (make_claim("c", source="copy_of_copy"), "Agency"),
        (make_claim("c", source="untitled"), "Title of untitled"),
    ],
)
def test_a_voice_is_who_is_cited_else_who_published_the_original(claim, voice):
    assert find_voice(SOURCES, claim) == voice


def test_the_start_of_a_chain_of_copies_is_found_also_in_a_circle():
    assert find_origin(SOURCES, "copy_of_copy") == "a"
    assert find_origin({"x": make_source("x", copy_of="y"), "y": make_source("y", copy_of="x")}, "x") == "y"


def test_a_claim_is_of_the_time_it_is_about_else_of_its_publication():
    assert [day.isoformat() for day in find_span(SOURCES, make_claim("c", as_of="2024-02"))] == [
        "2024-02-01",
        "2024-02-29",
    ]
    assert [day.isoformat() for day in find_span(SOURCES, make_claim("c"))] == ["2025-03-01", "2025-03-01"]
    assert find_span(SOURCES, make_claim("c", source="untitled")) is None


def test_each_earlier_value_is_revised_by_the_next():
    series = [make_claim("third", 3, "2025"), make_claim("first", 1, "2023"), make_claim("second", 2, "2024")]
    assert list_revisions(*series) == {"first": "second", "second": "third"}


def test_a_number_that_is_only_repeated_is_not_revised_until_another_is_given():
    same = [make_claim("first", 5, "2023"), make_claim("again", 5, "2024")]
    assert list_revisions(*same) == {}
    assert list_revisions(*same, make_claim("other", 6, "2025")) == {"first": "other", "again": "other"}
    rounded = make_claim("rounded", None, "2025", low=4, high=6)
    assert list_revisions(make_claim("first", 5, "2023"), rounded) == {}


@pytest.mark.parametrize(
    "other",
    [
        {"attributed_to": "Somebody else"},
        {"subject": "north"},
        {"base": "another territory"},
        {"quantity": "x.z"},
        {"as_of": "2023"},  # of the same time
        {"as_of": None, "source": "untitled"},
    ],
)
def test_another_voice_subject_base_quantity_or_time_revises_nothing(other):
    later = make_claim("later", 2, **({"as_of": "2024"} | other))
    assert list_revisions(make_claim("first", 1, "2023"), later) == {}


def test_of_one_time_a_publisher_revises_itself_but_no_report_of_others():
    early, late = make_claim("early", 1, "2024"), make_claim("late", 2, "2024", "b")
    assert list_revisions(early, late) == {"early": "late"}
    cited = [claim.model_copy(update={"attributed_to": "The minister"}) for claim in (early, late)]
    assert list_revisions(*cited) == {}


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(2020, 2024), st.sampled_from("ab")), max_size=8), st.randoms())
def test_the_order_of_rows_does_not_matter_and_the_newest_is_never_revised(rows, random):
    claims = [make_claim(f"c{at}", value, str(year), source) for at, (value, year, source) in enumerate(rows)]
    found = list_revisions(*claims)
    random.shuffle(claims)
    assert list_revisions(*claims) == found
    years = {f"c{at}": year for at, (_, year, _) in enumerate(rows)}
    assert all(years[later] >= years[id] for id, later in found.items())
    assert len(found) < len(rows) or not rows  # the newest is what the voice says now


def test_the_shipped_needs_are_a_series_and_its_card_says_revised_from():
    case = load_case()
    assert {id: later.id for id, later in case.revisions("reconstruction.need").items()} == {"need_rdna4": "need_rdna5"}
    newer, older = (case.estimate(claim).leaf.origin for claim in case.claims("reconstruction.need")[1:3])
    assert [(rival.id, rival.relation) for rival in newer.rivals if rival.relation != "rival"] == [
        ("need_rdna4", "earlier")
    ]
    assert [(rival.id, rival.relation) for rival in older.rivals if rival.relation != "rival"] == [
        ("need_rdna5", "later")
    ]
    assert "need_rdna4" not in [rival.id for rival in case["reconstruction.need"].leaf.origin.rivals]
    trace = case.on("all")["reconstruction.need"].trace()
    assert "revised from need_rdna4: $524 billion, as of 31 December 2024 (" in trace
