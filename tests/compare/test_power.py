"""What the plant would produce and be worth, and what keeps it from running, worked by hand."""

from __future__ import annotations

import pytest

from analysis import load_case
from analysis.compare import power
from analysis.show.number import format_estimate


@pytest.fixture(scope="module")
def shipped():
    return load_case()


def test_the_plants_output_and_value(matters):
    assert power.output(matters).to("MWh").value == pytest.approx(6000 * 0.8 * 8766)
    assert power.value(matters).to("USD").value == pytest.approx(6000 * 0.8 * 8766 * 50)
    assert power.value(matters).claims == {"capacity", "load", "price"}


def test_the_plants_output_reaches_from_all_low_to_all_high(shipped):
    low, high = power.reach(shipped)
    assert low.to("USD").value == pytest.approx(6000 * 0.5 * 8766 * 30)
    assert high.to("USD").value == pytest.approx(6000 * 0.85 * 8766 * 110)
    assert (low.value, high.value) == (power.value(shipped).low, power.value(shipped).high)
    assert format_estimate(power.output(shipped)) == "about 37 TWh"  # 6000 MW x 0.7 x 8766 h


def test_the_plant_is_shut_and_a_restart_takes_long(shipped):
    rows = {(str(row.what), str(row.by)): row.figure for row in power.restart(shipped).itertuples()}
    assert rows["units shut down", "World Nuclear News"].value == 6
    assert str(rows["last power", "NewsDirectory3"]) == "September 2022"
    restart = rows["time to a restart", "Petro Kotin of Energoatom"]
    assert (restart.low, restart.high) == (2, 24)
    every = rows["time to restart all units", "Rafael Grossi of the IAEA"]
    assert (every.value, every.qualifier) == (1, "over")
    assert rows["safety programmes before a restart", "Petro Kotin of Energoatom"].value == 27
    assert str(power.stopped(shipped)) == "September 2022"


def test_a_case_that_says_nothing_of_a_restart_has_no_rows(matters):
    assert power.restart(matters).empty
    assert power.stopped(matters) is None


def test_the_output_is_named_in_ukrainian(ukrainian):
    output, (low, _) = power.output(ukrainian), power.reach(ukrainian)
    assert (output.label, low.label) == ("Річне виробництво", "Вартість річного виробництва, нижній край")
    assert output.how == "capacity of the plant × load factor × годин у році"
