"""Shares of the plant, in the language of the reader."""

from __future__ import annotations

from analysis.compare import plant

STEP = [("plan_28_text", "plan_20_ua")]


def test_gains_and_losses_are_said_in_ukrainian_and_compare_in_english(ukrainian):
    shifts = plant.shifts(ukrainian, STEP)
    assert [(str(row.party), row.outcome == "loss", str(row.outcome)) for row in shifts.itertuples()] == [
        ("Russia", True, "втрата"),
        ("United States", False, "виграш"),
    ]
    clause, _ = plant.outcomes(shifts)
    assert clause == (
        "частка {russia:genitive} зменшується на {russia_change:size,round,range}; "
        "частка {united_states:genitive} зростає на {united_states_change:size,round,range}"
    )
    worth, _ = plant.outcomes(plant.shifts(ukrainian, STEP, ukrainian["plant.price"]))
    assert worth.startswith(
        "частка {russia:genitive} зменшується на {russia_change:size,round,range}, що варте "
        "{russia_worth:size,round,range} на рік"
    )


def test_what_a_plan_leaves_a_party_is_said_in_ukrainian(ukrainian):
    assert plant.left(ukrainian, "russia")[0] == (
        "{plan_a} залишає цій стороні {share_a_a:size} ({of_share_a_a}), {plan_b} у своїх варіантах — {share_b_a:size} "
        "({of_share_b_a}) або нульову власну частку"
    )


def test_ways_to_divide_it_keep_their_id_in_ukrainian(ukrainian, shipped):
    ways, sharing = plant.ways(ukrainian), plant.sharing(ukrainian, "united_states")
    assert (ways.label, sharing.label) == ("Способи поділу", "Плани з часткою United States")
    assert (ways.claims, sharing.claims) == (plant.ways(shipped).claims, plant.sharing(shipped, "united_states").claims)
