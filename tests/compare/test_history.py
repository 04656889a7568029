"""History: the number that the same speaker gave before."""

from __future__ import annotations

import pytest

from analysis import compare, load_case
from analysis.errors import MissingClaim
from tests.case.test_funds import write_rows

SPEAKER = "the minister"


def add_claims(folder, *rows):
    """Adds claims on the need; each row: id, source, value, as_of, attributed_to, rank."""
    names = ("claim_id", "source", "value", "as_of", "attributed_to", "rank")
    common = {"quantity": "reconstruction.need", "locator": "p. 1", "qualifier": "exact", "status": "estimated"}
    said = {"statement": "Said before."}
    write_rows(folder / "claims.csv", *(common | said | dict(zip(names, map(str, row), strict=True)) for row in rows))


@pytest.fixture
def spoken(tiny):
    """The tiny case, in which the need of December 2025 is the minister's."""
    write_rows(tiny / "claims.csv", {"claim_id": "need_article", "attributed_to": SPEAKER})
    return tiny


def test_the_newest_earlier_number_of_the_speaker_is_found(spoken):
    add_claims(
        spoken,
        ("oldest", "survey", 700, "2024", SPEAKER, "normal"),
        ("newest", "survey", 750, "2025-11-30", SPEAKER, "normal"),
        ("another", "survey", 760, "2025-11-30", "the bank", "normal"),
        ("same_month", "survey", 770, "2025-12-31", SPEAKER, "normal"),
        ("later", "survey", 780, "2026", SPEAKER, "normal"),
        ("withdrawn", "survey", 790, "2025-11-30", SPEAKER, "deprecated"),
    )
    before, day = compare.history.earlier(load_case(spoken), "reconstruction.need")
    assert (before.value, str(day), day.ref) == (750, "30 November 2025", "claims/newest")


def test_a_source_that_cites_nobody_speaks_for_itself(tiny):
    add_claims(
        tiny, ("same_year", "survey", 700, "2025", "", "normal"), ("other", "article", 710, "2024", "", "normal")
    )
    assert compare.history.earlier(load_case(tiny, basis="all"), "reconstruction.need") is None  # 2025 may be December
    add_claims(tiny, ("first", "survey", 650, "2024", "", "normal"))
    before, day = compare.history.earlier(load_case(tiny, basis="all"), "reconstruction.need")
    assert (before.value, str(day)) == (650, "2024")


def test_a_forecast_is_compared_with_an_earlier_one_of_the_same_year(spoken):
    write_rows(spoken / "claims.csv", {"claim_id": "need_article", "as_of": "2035"})  # published on 1 January 2026
    add_claims(
        spoken, ("of_2030", "survey", 700, "2030", SPEAKER, "normal"), ("now", "survey", 1, "2025", "", "normal")
    )
    assert compare.history.earlier(load_case(spoken), "reconstruction.need") is None
    add_claims(spoken, ("of_2035", "survey", 750, "2035", SPEAKER, "normal"))  # published in June 2025
    before, day = compare.history.earlier(load_case(spoken), "reconstruction.need")
    assert (before.value, str(day)) == (750, "June 2025")


def test_nobody_said_it_before_a_value_of_the_reader(spoken):
    add_claims(spoken, ("oldest", "survey", 700, "2024", SPEAKER, "normal"))
    assert (
        compare.history.earlier(load_case(spoken, override={"reconstruction.need": 500}), "reconstruction.need") is None
    )


def test_a_quantity_without_a_claim_is_named(tiny):
    with pytest.raises(MissingClaim, match=r"no claim on no\.such"):
        compare.history.earlier(load_case(tiny), "no.such")


def test_the_share_agreed_was_given_two_days_before():
    for basis in ("article", "all"):
        before, day = compare.history.earlier(load_case(basis=basis), "consensus.agreed", "plan_20")
        assert (before.value, str(day)) == (90, "26 December 2025")
