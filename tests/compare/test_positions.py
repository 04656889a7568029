"""Common ground and rankings, worked by hand."""

from __future__ import annotations

import pytest

from analysis import load_case
from analysis.compare import positions


@pytest.fixture(scope="module")
def shipped():
    return load_case()


def test_common_ground_separates_the_issues_without_a_position_of_every_force(shipped):
    every, some = positions.common_ground(shipped).itertuples()
    assert (every.issues.value, every.without.value, every.silent) == (8, 8, "–")
    assert (some.issues.value, some.without.value, str(some.silent)) == (2, 0, "Europe")
    assert positions.without_common_ground(shipped).value == 8


def test_with_a_position_of_every_force_on_every_issue_there_are_no_others(matters):
    every, some = positions.common_ground(matters).itertuples()
    assert (every.issues.value, every.without.value) == (2, 1)  # the army overlaps, the land does not
    assert (some.issues.value, some.silent) == (0, "–")


def test_a_ranking_says_in_how_many_draws_it_holds(matters, shipped):
    assert positions.holds(matters, "farthest").value == 100  # of a single pair
    farthest, closest = positions.holds(shipped, "farthest"), positions.holds(shipped, "closest")
    assert 50 < closest.value < farthest.value <= 100
    assert farthest.low == farthest.high == int(farthest.value)
    assert closest.claims >= positions.distances(shipped).distance[0].claims


def test_zones_say_who_has_no_position(shipped):
    frame = positions.zones(shipped)
    assert [str(name) for name in frame.silent[:3]] == ["Europe", "Europe", "–"]
    assert list(frame.what[:3]) == ["overlap", "overlap", "gap"]


def test_forces_are_drawn_in_one_order_issues_by_their_common_ground(shipped):
    frame = positions.coded(shipped)
    assert list(dict.fromkeys(map(str, frame.issue))) == [str(issue) for issue in positions.zones(shipped).issue]
    assert list(dict.fromkeys(map(str, frame.party))) == ["United States", "Ukraine", "Russia", "Europe"]
