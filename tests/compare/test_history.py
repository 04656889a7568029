"""History: the number that the same speaker gave before."""

from __future__ import annotations

import pytest

from analysis import compare, load_case
from analysis.errors import MissingClaim
from tests.case.test_ledger import replace_text

ROW = "{id},reconstruction.need,,{source},p. 1,{value},,,,exact,estimated,{day},{who},Said before.,,,,,{rank},\n"


def add_claims(folder, *rows):
    with (folder / "claims.csv").open("a") as file:
        for id, source, value, day, who, rank in rows:
            file.write(ROW.format(id=id, source=source, value=value, day=day, who=who, rank=rank))


@pytest.fixture
def spoken(tiny):
    """The tiny case, in which the need of December 2025 is the minister's."""
    replace_text(
        tiny, "claims", "exact,estimated,2025-12,,Rebuilding", "exact,estimated,2025-12,the minister,Rebuilding"
    )
    return tiny


def test_the_newest_earlier_number_of_the_speaker_is_found(spoken):
    add_claims(
        spoken,
        ("oldest", "survey", 700, "2024", "the minister", "normal"),
        ("newest", "survey", 750, "2025-11-30", "the minister", "normal"),
        ("another", "survey", 760, "2025-11-30", "the bank", "normal"),
        ("same_month", "survey", 770, "2025-12-31", "the minister", "normal"),
        ("later", "survey", 780, "2026", "the minister", "normal"),
        ("withdrawn", "survey", 790, "2025-11-30", "the minister", "deprecated"),
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


def test_nobody_said_it_before_a_value_of_the_reader(spoken):
    add_claims(spoken, ("oldest", "survey", 700, "2024", "the minister", "normal"))
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
