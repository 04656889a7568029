"""Multiples, shares and what comes to one person or day: worked by hand."""

from __future__ import annotations

import pytest

from analysis import load_case
from analysis.compare.quantities.ratios import per, ratio, share
from analysis.errors import CaseError, UnitError
from analysis.show.number import format_estimate
from tests.compare.quantities.cases_of_claims import add_claims
from tests.conftest import TINY


def test_a_ratio_takes_the_subject_of_each_that_has_it():
    case = load_case(TINY)
    caps = {plan: ratio(case, "forces.cap", "forces.strength", plan) for plan in ("plan_low", "plan_high")}
    assert [(r.value, r.unit) for r in caps.values()] == [(0.75, "one"), (1, "one")]
    assert caps["plan_low"].label == "Troop cap (28-point plan) against present strength"
    assert caps["plan_low"].name == "ratio.forces.cap.forces.strength.plan_low"
    assert ratio(case, "forces.cap@plan_high", "forces.cap@plan_low").value == pytest.approx(800 / 600)
    with pytest.raises(CaseError, match="plan_low, plan_high"):
        ratio(case, "forces.cap", "forces.strength")


def test_a_share_is_in_per_cent_and_of_the_same_thing_only():
    case = load_case(TINY)
    assert share(case, "assets.usable", "assets.frozen").value == pytest.approx(100 / 3)
    assert share(case, "assets.frozen", "debt.federal").value == pytest.approx(100 * 0.3 / 38)
    with pytest.raises(UnitError):
        share(case, "assets.usable", "population.now")


def test_what_a_number_is_set_against_has_the_base_that_counts():
    everybody = load_case(basis="all")
    assert per(everybody, "reconstruction.need", "population.now").value == pytest.approx(588e9 / 31.1e6)
    assert per(everybody, "reconstruction.need", "population.now").claims == {"need_rdna5", "pop_held_demography"}


def test_per_names_the_unit_of_the_base(tiny):
    case = load_case(tiny)
    head = per(case, "reconstruction.need", "population.now")
    assert (head.unit, head.label) == ("USD/person", "Reconstruction need per person")
    assert format_estimate(head) == "about $27,000 per person"
    troops = per(case, "forces.cap", "population.now", "plan_low")
    assert (troops.value, troops.unit) == (pytest.approx(0.02), "one")
    add_claims(tiny, "trucks.all", {"value": 4200}, unit="item", name="trucks let in")
    case = add_claims(tiny, "trucks.time", {"value": 2}, unit="week", name="time counted")
    assert (per(case, "trucks.all", "trucks.time").value, per(case, "trucks.all", "trucks.time").label) == (
        2100,
        "Trucks let in per week",
    )


def test_a_ratio_is_named_in_ukrainian(ukrainian):
    case = load_case(TINY)
    assert per(case, "reconstruction.need", "population.now").label == "Reconstruction need на особу"
    found = ratio(case, "assets.usable", "reconstruction.need")
    assert (found.name, found.label) == (
        "ratio.assets.usable.reconstruction.need",
        "Usable frozen assets відносно «reconstruction need»",
    )
