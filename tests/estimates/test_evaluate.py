"""Random draws and swings: a formula evaluated with some of its claims moved."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.estimates import evaluate
from analysis.estimates.constructors import make_leaf, number
from analysis.estimates.estimate import Estimate
from analysis.estimates.evaluate import CompiledFormula, compute_moved, has_no_sign
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


_VALUES = st.one_of(st.sampled_from([0.0, -0.0, 0.1, 0.2, 0.3, 5e-324, 1e300]), st.floats(-1e6, 1e6))
_SIGNS = st.lists(st.sampled_from("+-*/"), min_size=5, max_size=5)


@given(st.lists(_VALUES, min_size=6, max_size=6), st.lists(_VALUES, min_size=3, max_size=3), _SIGNS)
def test_no_look_at_rounding_errors_is_left_out_where_there_can_be_one(values, constants, signs):
    """Evaluated as for numbers of which nothing is known, and as for those without a minus sign: bit for bit alike."""
    leaves = [make_leaf(f"c{at}", 1, "one", low=0, high=2) for at in range(3)]
    operands = [*leaves, *map(number, constants)]
    whole = operands[0]
    for sign, operand in zip(signs, operands[1:], strict=True):
        whole = Estimate(sign, "one", (whole, operand))
    given = {id(leaf): np.array(values[at : at + 4]) for at, leaf in enumerate(leaves)}
    unsigned = {key for key, drawn in given.items() if all(map(has_no_sign, drawn.tolist()))}
    with np.errstate(all="ignore"):
        found = [
            np.asarray(CompiledFormula(whole.nodes, given, sure).evaluate(lambda node: given[id(node)]))
            for sure in ((), unsigned)
        ]
    assert np.array_equal(*found, equal_nan=True)
    assert (np.signbit(found[0]) == np.signbit(found[1]))[~np.isnan(found[0])].all()


def test_a_sum_of_numbers_without_a_minus_sign_is_only_added(monkeypatch):
    monkeypatch.setattr(evaluate, "_drop_noise", lambda *_: pytest.fail("a rounding error was looked for"))
    whole = make_leaf("a", 3, "USD", low=2, high=4) + make_leaf("b", 5, "USD", low=4, high=7)
    assert whole.swings() == {"a": (7.0, 9.0), "b": (7.0, 10.0)}


def test_of_more_claims_than_one_evaluation_moves_each_moves_alone():
    leaves = [make_leaf(f"c{at}", at, "USD", low=at - 1, high=at + 2) for at in range(evaluate.CHUNK_SIZE + 3)]
    whole = sum(leaves)
    moved = compute_moved(whole, lambda leaf: (leaf.low, leaf.high))
    assert moved == {f"c{at}": (whole.value - 1, whole.value + 2) for at in range(len(leaves))}
    some = [leaves[5].leaf]
    assert compute_moved(whole, lambda leaf: (leaf.low, leaf.high), some) == {"c5": moved["c5"]}
