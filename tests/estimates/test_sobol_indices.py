"""Sobol indices of models whose indices are known by hand, of independent and of correlated inputs."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import UsageError
from analysis.estimates.sobol_indices import (
    MAX_SAMPLE,
    MIN_SAMPLE,
    NoValue,
    NoVariance,
    check_results,
    compute_indices,
    find_chances,
    find_scores,
)


def even(low: float, high: float):
    return lambda chance: low + (high - low) * chance


def ishigami(x, a: float = 7, b: float = 0.1):
    return np.sin(x[0]) + a * np.sin(x[1]) ** 2 + b * x[2] ** 4 * np.sin(x[0])


def test_ishigami():
    # Ishigami and Homma 1990: V = a²/8 + b pi⁴/5 + b² pi⁸/18 + 1/2, V1 = (1 + b pi⁴/5)²/2, V2 = a²/8,
    # V13 = b² pi⁸ (1/18 - 1/50)
    a, b, pi = 7, 0.1, math.pi
    v1, v2, v13 = 0.5 * (1 + b * pi**4 / 5) ** 2, a**2 / 8, b**2 * pi**8 * (1 / 18 - 1 / 50)
    v = v1 + v2 + v13
    found = compute_indices(ishigami, [even(-pi, pi)] * 3, n=8192, seed=2)
    assert found.first.share == pytest.approx([v1 / v, v2 / v, 0], abs=0.005)
    assert found.total.share == pytest.approx([(v1 + v13) / v, v2 / v, v13 / v], abs=0.005)
    assert found.runs == 8192 * 5
    assert found.own_first is found.first
    assert found.own_total is found.total


def test_a_sum_of_independent_inputs():
    # of weights 1, 2 and 3 on numbers from 0 to 1 the shares are 1, 4 and 9 fourteenths, and nothing is joint
    found = compute_indices(lambda x: x[0] + 2 * x[1] - 3 * x[2] + 1e6, [even(0, 1)] * 3, n=1024, seed=0)
    assert found.first.share == pytest.approx(np.array([1, 4, 9]) / 14, abs=0.002)
    assert found.total.share == pytest.approx(np.array([1, 4, 9]) / 14, abs=0.002)


def test_a_product_of_two_centred_numbers_is_joint_alone():
    found = compute_indices(lambda x: x[0] * x[1], [even(-1, 1)] * 2, n=2048, seed=0)
    assert found.first.share == pytest.approx([0, 0], abs=0.01)
    assert found.total.share == pytest.approx([1, 1], abs=0.01)


CORRELATIONS = [
    np.array([[1, 0.5, 0], [0.5, 1, 0.3], [0, 0.3, 1]]),
    np.array([[1, -0.7, 0.2], [-0.7, 1, 0], [0.2, 0, 1]]),
    np.eye(3),
]


@pytest.mark.parametrize("correlation", CORRELATIONS)
def test_a_linear_model_of_correlated_normal_inputs(correlation):
    # Y = c'X with X normal: given X_i, E Y = (Rc)_i X_i, so that the full index is (Rc)_i² / c'Rc. The part of X_i that
    # the others do not tell has the variance 1 / (R⁻¹)_ii, so that the independent index is c_i² / (R⁻¹)_ii / c'Rc.
    weights = np.array([1, 2, 1.5])
    variance = weights @ correlation @ weights
    full = (correlation @ weights) ** 2 / variance
    own = weights**2 / np.diag(np.linalg.inv(correlation)) / variance
    found = compute_indices(lambda x: weights @ x, [find_scores] * 3, n=4096, seed=1, correlation=correlation)
    for index, wanted in ((found.first, full), (found.total, full), (found.own_first, own), (found.own_total, own)):
        assert index.share == pytest.approx(wanted, abs=0.006)
        assert (abs(index.share - wanted) <= index.margin).all()
    assert found.runs == 4096 * 8


def test_inputs_that_move_as_one_tell_all_of_each_other():
    found = compute_indices(lambda x: x[0] + x[1] ** 3, [even(0, 1)] * 2, n=1024, seed=0, correlation=np.ones((2, 2)))
    assert found.first.share == pytest.approx([1, 1], abs=0.01)
    assert found.own_total.share == pytest.approx([0, 0], abs=0.001)


def test_an_input_that_the_model_leaves_out_tells_what_it_is_correlated_with():
    # Y = X1 with corr(X1, X2) = r: X2 tells r² of it, and has no part of its own
    r = 0.6
    found = compute_indices(lambda x: x[0], [find_scores] * 2, n=4096, seed=0, correlation=np.array([[1, r], [r, 1]]))
    assert found.first.share == pytest.approx([1, r * r], abs=0.01)
    assert found.own_total.share == pytest.approx([1 - r * r, 0], abs=0.01)


def test_margins_hold_the_truth_as_often_as_they_say_and_narrow_with_the_sample():
    wanted = np.array([1, 4, 9]) / 14
    widths = []
    for n in (256, 4096):
        held = []
        for seed in range(20):
            found = compute_indices(lambda x: x[0] + 2 * x[1] + 3 * x[2], [even(0, 1)] * 3, n=n, seed=seed)
            held += list(abs(found.first.share - wanted) <= found.first.margin)
        widths.append(float(found.first.margin.mean()))
        assert np.mean(held) >= 0.95  # more: points of the sequence err less than the random ones of the bootstrap
    assert widths[0] / widths[1] == pytest.approx(4, rel=0.2)  # of sixteen times the points


def test_the_same_seed_gives_the_same_indices_to_the_last_bit():
    def run(seed: int) -> list[float]:
        found = compute_indices(ishigami, [even(-3, 3)] * 3, n=256, seed=seed, correlation=CORRELATIONS[0])
        return [*found.first.share, *found.own_total.margin]

    assert run(4) == run(4)
    assert run(4) != run(5)


@pytest.mark.parametrize(
    ("n", "near"),
    [(1000, "512 or 1024"), (3000, "2048 or 4096"), (0, "16 or 32"), (8, "16 or 32"), (10**9, "65536 or 131072"),
     (64.5, "32 or 64"), ("many", "16 or 32")],
)  # fmt: skip
def test_a_sample_that_is_no_power_of_2(n, near):
    with pytest.raises(UsageError) as error:
        compute_indices(ishigami, [even(0, 1)] * 3, n=n, seed=0)
    assert str(error.value) == (
        f"a sample of {n!r} points; a Sobol sequence needs a power of 2 from {MIN_SAMPLE} to {MAX_SAMPLE}, "
        f"such as {near}"
    )


@pytest.mark.parametrize("seed", [-1, 1.5, True, None])
def test_a_seed_that_is_none(seed):
    with pytest.raises(UsageError, match=r"^a seed of .*; allowed: a whole number from 0$"):
        compute_indices(ishigami, [even(0, 1)] * 3, n=64, seed=seed)


@pytest.mark.parametrize(
    ("matrix", "message"),
    [
        ([[1, 0.9, 0.9], [0.9, 1, -0.9], [0.9, -0.9, 1]], "no numbers have these correlations"),
        ([[1, 0.5, 0], [0.2, 1, 0], [0, 0, 1]], "a symmetric matrix"),
        ([[1, 0, 0], [0, 1, 0]], "a symmetric matrix"),
    ],
)
def test_a_matrix_that_is_no_correlation(matrix, message):
    with pytest.raises(UsageError, match=message):
        compute_indices(ishigami, [even(0, 1)] * 3, n=64, seed=0, correlation=np.array(matrix, float))


def test_a_result_without_variance_or_value():
    with pytest.raises(NoVariance):
        compute_indices(lambda x: np.full(x.shape[1], 1e9) + 1e-9 * x[0], [even(0, 1)], n=64, seed=0)
    with pytest.raises(NoValue) as error, np.errstate(invalid="ignore"):
        compute_indices(lambda x: np.sqrt(x[0] - 0.5), [even(0, 1)], n=64, seed=0)
    missing, runs = error.value.args
    assert runs == 64 * 3
    assert 64 < missing < 128  # half of them


def test_results_that_vary_and_have_a_value_pass():
    assert check_results(np.array([1.0, 2.0])) is None


@given(st.floats(-5, 5))
def test_normal_scores_and_their_chances(score):
    assert find_chances(np.array([score]))[0] == pytest.approx(NormalDist().cdf(score), abs=1e-7)
    assert find_scores(find_chances(np.array([score])))[0] == pytest.approx(score, abs=1e-6)


def test_scores_beyond_the_table_are_at_its_ends():
    assert find_chances(np.array([-50.0, 50.0])).tolist() == pytest.approx([0, 1], abs=1e-15)
