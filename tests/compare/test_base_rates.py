"""How past wars ended, and what that means for one that has lasted years, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from analysis import load_case
from analysis.compare import base_rates
from analysis.errors import MissingClaim
from tests.conftest import TINY


@pytest.fixture(scope="module")
def shipped():
    return load_case()


def test_the_yearly_chance_is_that_of_which_the_mean_duration_follows(shipped):
    chance = base_rates.annual(shipped)
    assert chance.value == pytest.approx(100 / 9)
    assert chance.qualifier == "at_most"  # the mean is more than ten years
    # wars that last a year and then end with a chance of 1/9 in each further one last ten on average
    years = 1 + np.random.default_rng(0).geometric(1 / 9, 200_000)
    assert years.mean() == pytest.approx(10, rel=0.01)


def test_a_sixth_of_wars_end_by_a_peace_agreement(shipped):
    assert base_rates.annual_agreement(shipped).value == pytest.approx(100 / 9 * 0.167)
    assert base_rates.annual_agreement(shipped).claims == {"duration_csis", "peace_agreement_hcss"}


def test_the_age_of_the_war_on_the_day_of_an_event(shipped):
    # 24 February 2022 to 28 December 2025: 3 years and 307 days, 1,403 days
    assert base_rates.age(shipped, "meeting").to("day").value == pytest.approx(1403)


def test_rates_are_listed_as_claimed(shipped):
    frame = base_rates.rates(shipped)
    found = {row.rate.id: row.value.value for row in frame.itertuples()}
    assert (found["base_rate.within_month"], found["base_rate.within_year"], found["base_rate.stalemate"]) == (
        26,
        25,
        31,
    )
    assert "base_rate.began" not in found


def test_another_mean_gives_another_chance():
    assert base_rates.annual(load_case(override={"base_rate.duration": 5})).value == pytest.approx(25)


def test_a_case_without_claims_on_them_says_what_is_missing(matters):
    assert base_rates.rates(matters).empty
    with pytest.raises(MissingClaim, match="does not say what is its duration"):
        base_rates.annual(matters)
    with pytest.raises(MissingClaim, match="does not say what is its began"):
        base_rates.age(matters, "meeting")


def test_what_lasts_a_year_or_less_has_no_rate_beyond_the_first_year():
    case = load_case()
    assert base_rates.apply(case)
    short = load_case(override={"duration": 1})
    assert not base_rates.apply(short)
    assert not base_rates.apply(load_case(TINY))
