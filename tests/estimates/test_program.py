"""A formula as a program: the numbers of the Estimate's own evaluation, on any values of its inputs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import UsageError
from analysis.estimates.constructors import make_leaf, maximum, minimum, number, replace_interval
from analysis.estimates.estimate import Estimate
from analysis.estimates.pool import pool
from analysis.estimates.program import _BLOCK, Program, list_moving
from tests.estimates.samples import need, people, usable

CLAIMS = [
    make_leaf(id, value, "USD", low=value - 1, high=value + 2, qualifier="about")
    for id, value in (("a", 3), ("b", -3), ("c", 0.5), ("d", -0.5))
]
SHARES = [make_leaf(id, 0.5, "one", low=0.2, high=0.9) for id in ("s", "t")]


@st.composite
def formulas(draw) -> Estimate:
    """A formula of a few claims, in dollars, with every operation that there is."""
    whole = draw(st.sampled_from(CLAIMS))
    for _ in range(draw(st.integers(0, 6))):
        other, share = draw(st.sampled_from(CLAIMS)), draw(st.sampled_from(SHARES))
        whole = draw(
            st.sampled_from(
                [
                    lambda a, b, s: a + b,
                    lambda a, b, s: a - b,
                    lambda a, b, s: s * a - b,
                    lambda a, b, s: a / (1 + s * s.sqrt()),
                    lambda a, b, s: abs(-a),
                    lambda a, b, s: maximum(a, b),
                    lambda a, b, s: minimum(a, b) + a,
                    lambda a, b, s: replace_interval(a, -1, 1, b),
                ]
            )
        )(whole, other, share)
    return whole


@given(formulas(), st.integers(0, 3))
def test_a_program_gives_the_draws_of_the_estimate(whole, seed):
    program = Program(whole)
    values = [leaf.draw(50, seed) for leaf in program.inputs]
    assert program.run(np.array(values).reshape(-1, 50)).tolist() == whole.draws(50, seed).tolist()


@given(formulas())
def test_a_program_gives_the_value_and_each_swing_of_the_estimate(whole):
    program = Program(whole)
    middle = np.array([[leaf.value] for leaf in program.inputs]).reshape(-1, 1)
    ends = np.repeat(middle, 2 * len(program.inputs), axis=1)
    for at, leaf in enumerate(program.inputs):
        ends[at, 2 * at : 2 * at + 2] = leaf.low, leaf.high
    swings = whole.swings()
    wanted = [end for leaf in program.inputs for end in swings[leaf.id]]
    assert program.run(middle)[0] == pytest.approx(whole.value, rel=1e-12, abs=1e-9)
    assert program.run(ends) == pytest.approx(wanted, rel=1e-12, abs=1e-9)


def test_blocks_change_nothing():
    whole = (need(qualifier="about") - usable()) / people()
    program = Program(whole)
    values = np.array([leaf.draw(2 * _BLOCK + 5, 1) for leaf in program.inputs])
    assert (program.run(values) == whole.draws(2 * _BLOCK + 5, 1)).all()


def test_inputs_are_what_moves_each_once():
    gap = need() - usable() + 2 * usable() + number(3, "USD")
    assert [leaf.id for leaf in Program(gap).inputs] == ["usable"]
    assert Program(need() * 2).inputs == ()


def test_what_only_stands_beneath_a_number_does_not_reach_it():
    found = replace_interval(number(5, "USD"), 1, 9, usable())
    assert list_moving(found) == []
    assert [node.leaf.id for node in list_moving(replace_interval(usable() * 2, 1, 9, people()))] == ["usable"]


def test_a_claim_held_at_an_end_is_a_constant():
    assert Program((usable() + need(qualifier="about")).at("usable", "high")).inputs[0].id == "need"


def test_a_pool_is_one_input():
    one, other = (make_leaf(id, value, "USD", qualifier="about") for id, value in (("a", 100), ("b", 200)))
    whole = pool([(one, number(1)), (other, number(0.5))]) * 2
    program = Program(whole)
    assert [leaf.id for leaf in program.inputs] == ["pool:a×1+b×0.5"]
    assert program.run(np.array([[150.0]])).tolist() == [300.0]


def test_a_claim_in_a_pool_and_on_its_own_cannot_be_told_apart():
    one, other = (make_leaf(id, value, "USD", qualifier="about") for id, value in (("a", 100), ("b", 200)))
    tied = (pool([(one, number(1)), (other, number(1))]) - one).named("x", "The difference")
    with pytest.raises(UsageError, match=r"^The difference: a moves in it both in a pool and on its own"):
        Program(tied)


def test_a_claim_with_two_ranges_cannot_be_told_apart():
    with pytest.raises(UsageError, match="usable moves in it"):
        Program(usable() + make_leaf("usable", 90, "billion USD", qualifier="about"))


def test_a_run_without_a_value_is_no_error_here():
    share = make_leaf("x", 1, "one", low=-1, high=2)
    assert np.isnan(Program(share.sqrt()).run(np.array([[-1.0]]))).all()
    assert np.isinf(Program(1 / share).run(np.array([[0.0]]))).all()
