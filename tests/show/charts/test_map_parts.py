"""The part of a region that is held: as large as its share, whatever the shape and the side it is cut from."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.show.charts.map_parts import clip, cut_share, find_directions, measure_area, thin_out

L_SHAPE = np.array([[0.0, 0], [3, 0], [3, 1], [1, 1], [1, 3], [0, 3]])  # 3 + 2 squares


@given(share=st.floats(0, 1), angle=st.floats(0, 2 * np.pi))
def test_a_part_is_as_large_as_its_share(share, angle):
    direction = np.array([np.cos(angle), np.sin(angle)])
    island = np.array([[6.0, 0], [7, 0], [7, 2]])  # of area 1
    assert measure_area(cut_share([L_SHAPE, island], share, direction)) == pytest.approx(6 * share, abs=1e-6)


def test_a_part_lies_on_the_side_that_is_asked_for():
    right = cut_share([L_SHAPE], 0.2, np.array([1.0, 0.0]))  # 1 of 5 squares: from x = 2 on
    assert min(ring[:, 0].min() for ring in right) == pytest.approx(2)
    assert measure_area(clip([L_SHAPE], np.array([0.0, 1.0]), 1.0)) == pytest.approx(2)
    assert cut_share([L_SHAPE], 0, np.array([1.0, 0.0])) == []


def test_a_region_faces_away_from_the_land_that_is_not_held():
    def make_square(x, y):
        return [np.array([[x, y], [x + 1.0, y], [x + 1.0, y + 1.0], [x, y + 1.0]])]

    outlines = {"north": make_square(0, 0), "south": make_square(0, 5), "free": make_square(0, -5)}
    found = find_directions(outlines, {"north": 1.0, "south": 0.5})
    assert found["south"].tolist() == [0, 1]
    assert found["north"].tolist() == [0, 1]  # one free square above, half a one below: the middle is above
    assert set(found) == {"north", "south"}


def test_points_that_lie_close_are_left_out_and_a_ring_stays_a_ring():
    assert len(thin_out(L_SHAPE, 0.5)) == 6
    assert thin_out(L_SHAPE, 50).tolist() == L_SHAPE.tolist()
