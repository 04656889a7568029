"""The Sobol sequence: how evenly its points fill a cube."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.estimates.sobol_sequence import BITS, MAX_DIMENSIONS, compute_sequence, draw_points


def test_the_first_points_by_hand():
    # Sobol 1967 with the numbers of Joe and Kuo, in the order of the binary digits: 1/2, 1/4, 3/4, ...
    first = compute_sequence(3, 8) / 2**BITS
    assert first[0].tolist() == [0, 0.5, 0.25, 0.75, 0.125, 0.625, 0.375, 0.875]
    assert first[1].tolist() == [0, 0.5, 0.75, 0.25, 0.625, 0.125, 0.375, 0.875]
    assert first[2].tolist() == [0, 0.5, 0.75, 0.25, 0.375, 0.875, 0.625, 0.125]


@given(st.integers(0, 10), st.integers(0, 2**40))
def test_every_coordinate_falls_once_into_each_of_n_equal_parts(power, seed):
    n = 2**power
    points = draw_points(MAX_DIMENSIONS, n, seed)
    assert (np.sort((points * n).astype(int), axis=1) == np.arange(n)).all()


def test_two_coordinates_fill_the_square_evenly():
    # the first two are a (0, 2)-sequence: every box of area 1/n holds one of n points, whatever its shape
    points, n = draw_points(2, 256, 7), 256
    for wide in (1, 4, 16, 64, 256):
        boxes = (points[0] * wide).astype(int) * (n // wide) + (points[1] * (n // wide)).astype(int)
        assert sorted(boxes) == list(range(n))
    assert points.shape == (2, n)


def test_points_are_the_same_for_the_same_seed_only():
    assert (draw_points(5, 64, 1) == draw_points(5, 64, 1)).all()
    assert (draw_points(5, 64, 1) != draw_points(5, 64, 2)).all()


def test_points_are_within_the_cube_and_never_at_its_edge():
    points = draw_points(40, 4096, 3)
    assert 0 < points.min() < points.max() < 1


def test_further_coordinates_are_random_numbers():
    points = draw_points(MAX_DIMENSIONS + 3, 1024, 0)
    assert points.shape == (MAX_DIMENSIONS + 3, 1024)
    assert points[MAX_DIMENSIONS:].mean() == pytest.approx(0.5, abs=0.03)
    assert abs(np.corrcoef(points[MAX_DIMENSIONS:])[0, 1]) < 0.1
