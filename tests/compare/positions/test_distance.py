"""Distances and ends, worked by hand."""

from __future__ import annotations

import pytest

from analysis import MissingClaim
from analysis.compare.positions import distance, wants
from tests.compare.positions.cases_of_positions import make_position, read_case


def test_a_force_between_two_needs_a_third(matters, shipped):
    name, statement = distance.between(shipped)
    assert (name.id, statement.holds) == ("united_states", True)
    greatest, *others = distance.distances(shipped).itertuples()
    assert len(statement.margins) == 2
    assert all(greatest.distance > row.distance for row in others if name in (row.one, row.other))
    assert distance.between(matters) is None


def test_scales_are_named_by_the_data(matters, shipped):
    assert [label.id for label in distance.poles(matters)] == ["united_states", "ukraine"]
    frame = wants.ends(shipped)
    assert len(frame) == 10
    assert all(row.low.ref == row.high.ref == f"issues/{row.issue.id}" for row in frame.itertuples())


def test_the_force_between_two_is_nearer_to_one_of_them(shipped, matters):
    clause, places = distance.leaning(shipped)
    assert (str(places["near"]), str(places["far"])) == ("Russia", "Ukraine")
    assert places["to_near"].value < places["to_far"].value
    assert places["to_near"].high > places["to_far"].low
    assert clause.endswith(", which our ranges do not settle")
    assert distance.leaning(matters) == ("", {})


def test_one_party_alone_is_no_comparison(tmp_path):
    case = read_case(tmp_path, positions=[make_position("ukraine", "army", 0.1, 0.2, 0.3)])
    with pytest.raises(MissingClaim, match="no issue on which two parties have a position"):
        distance.distances(case)


def test_all_that_are_nearest_to_an_end_are_named(tmp_path):
    alike = [make_position(party, "army", 0.1, 0.2, 0.3) for party in ("ukraine", "united_states")]
    assert [str(pole) for pole in distance.poles(read_case(tmp_path, positions=alike))] == [
        "Ukraine and the United States"
    ] * 2


def test_distances_are_said_in_ukrainian_and_keep_their_ids(ukrainian, shipped):
    clause, _ = distance.leaning(ukrainian)
    assert clause == (
        "{middle} ближче до {near:genitive} ({to_near:bare}), ніж до {far:genitive} ({to_far:bare}), хоча наші "
        "інтервали цього не доводять"
    )
    row, same = (distance.distances(case).iloc[0] for case in (ukrainian, shipped))
    assert row.distance.label == "Відстань: Ukraine і Russia"
    assert row.issues.claims == same.issues.claims
