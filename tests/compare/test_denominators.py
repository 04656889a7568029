"""What a number is set against: claims of one base, worked by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import load_case
from analysis.compare import denominators, forces
from analysis.compare.denominators import coverage, denominator, find_claim, like, of_base
from tests.conftest import TINY

HELD, BORDERS = "territory Kyiv holds", "borders of 1991"


@pytest.fixture(scope="module")
def shipped():
    return load_case()


def test_a_claim_that_states_no_base_stays(shipped):
    assert coverage(shipped, shipped["population.now"]) == ""
    assert denominator(shipped, "population.now") is shipped["population.now"]


def test_a_claim_of_another_base_gives_way_to_one_of_the_same_source(shipped):
    everybody = shipped.on("all")
    assert everybody["population.now"].claims == denominator(everybody, "population.now").claims
    assert denominator(everybody, "population.now").claims == {"pop_held_demography"}
    assert like(everybody, "population.now", BORDERS).claims == {"pop_now_demography"}  # the same institute
    assert denominator(everybody, "population.prewar").claims == {"pop_prewar_held"}


def test_a_base_that_counts_already_or_that_nobody_claims_changes_nothing(shipped):
    everybody = shipped.on("all")
    for base in (HELD, "the moon", "", None):
        assert like(everybody, "population.now", base) is everybody["population.now"]
    assert of_base(everybody, "population.now", "the moon") is None


def test_the_preferred_claim_of_a_base_comes_before_the_most_reliable_one(shipped):
    strength = of_base(shipped, "forces.strength", "armed forces")
    assert strength is not None
    assert strength.claims == {"strength_dpa"}
    held = of_base(shipped, "population.now", HELD)
    assert held is not None
    assert held.claims == {"pop_held_demography"}
    active = of_base(shipped, "forces.prewar", "active troops")
    assert active is not None
    assert active.claims == {"prewar_iiss"}  # none is preferred


def test_a_value_set_by_the_reader_stays():
    set_by_reader = load_case(basis="all", override={"population.now": 33})
    assert denominator(set_by_reader, "population.now").value == 33


def test_only_a_number_of_one_claim_covers_something(shipped):
    everybody = shipped.on("all")
    fall = everybody["population.prewar"] - everybody["population.now"]
    assert (find_claim(everybody, fall), coverage(everybody, fall)) == (None, "")


def test_a_case_without_bases_is_as_before():
    tiny = load_case(TINY)
    assert denominator(tiny, "population.now") is tiny["population.now"]


@given(st.sampled_from(["article", "all"]), st.sampled_from([HELD, BORDERS]))
def test_what_is_alike_has_the_base_or_states_none(basis, base):
    case = CASE.on(basis)
    for quantity in ("population.now", "population.prewar"):
        assert coverage(case, denominators.like(case, quantity, base)) in (base, "")


CASE = load_case()


def test_who_counts_is_named_with_what_and_when_in_brackets():
    case = load_case()
    rows = forces.prewar_claims(case, prewar=case.role("level_now"))
    assert len(set(map(str, rows.who))) == len(rows)  # one person counted twice, at different times
    own = next(claim for claim in case.claims("forces.strength") if case.source(claim.source).id == "article")
    assert str(denominators.name_source_of(case, own)) == "The article"
    assert str(denominators.name_source_of(case, own, "", "of all")) == "The article (of all)"
