"""Random draws and swings: a formula evaluated with some of its claims moved."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from analysis.estimates.constructors import make_leaf
from tests.conftest import ROOT
from tests.estimates.samples import need, people, usable


def test_draws_are_shared_wherever_a_claim_is_used():
    nothing = need(qualifier="about") + usable() - usable() - need(qualifier="about")
    assert not nothing.draws().round(3).any()


def test_draws_do_not_depend_on_the_order_of_computation():
    a, b, c = (make_leaf(name, 10, "USD", qualifier="about") for name in "abc")
    first = (a + b + c).draws(100)
    again = (
        make_leaf("c", 10, "USD", qualifier="about")
        + make_leaf("b", 10, "USD", qualifier="about")
        + make_leaf("a", 10, "USD", qualifier="about")
    ).draws(100)
    assert first == pytest.approx(again)
    assert (a.draws(100) != b.draws(100)).all()


def test_another_seed_gives_other_draws():
    assert (people().draws(100, seed=1) != people().draws(100, seed=2)).any()


@pytest.mark.slow
def test_draws_are_the_same_in_another_process():
    code = (
        "import json; from analysis.estimates.constructors import make_leaf; "
        "print(json.dumps((make_leaf('a', 3, 'USD', qualifier='about') * 2).draws(5).tolist()))"
    )
    found = [
        json.loads(
            subprocess.run(
                [sys.executable, "-c", code],
                capture_output=True,
                check=True,
                env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            ).stdout
        )
        for seed in "12"
    ]
    assert found[0] == found[1] == (make_leaf("a", 3, "USD", qualifier="about") * 2).draws(5).tolist()


def test_a_million_draws():
    share = (usable() / need(qualifier="about")).to("percent")
    drawn = share.draws(1_000_000)
    assert drawn.shape == (1_000_000,)
    assert share.low <= drawn.min() < drawn.max() <= share.high
    mean_usable = 100 * 2 / 3  # of a triangle whose mode is its upper end
    assert drawn.mean() == pytest.approx(100 * mean_usable / 800, rel=0.01)


def test_an_exact_number_has_draws_too():
    assert need().draws(3).tolist() == [800] * 3


def test_swings_move_one_claim_and_leave_the_others():
    gap = need(qualifier="about") - usable()
    assert gap.swings() == {"need": (pytest.approx(620), pytest.approx(780)), "usable": (800, 700)}


def test_the_distance_between_two_ends_is_exact():
    gap = need() - usable()
    swing = gap.at("usable", "low") - gap.at("usable", "high")
    assert (swing.value, swing.low, swing.high, swing.qualifier) == (100, 100, 100, "exact")
    assert set(swing.draws(10)) == {100}


def test_a_claim_held_at_an_end_and_the_same_claim_free_are_two():
    free_less_held = usable() - usable().at("usable", "low")
    assert (free_less_held.low, free_less_held.high) == (0, 100)
    assert free_less_held.draws(100).std() > 0
    assert free_less_held.swings() == {"usable": (0, 100)}
