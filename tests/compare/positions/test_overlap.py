"""Common ground of all, and of each two, worked by hand."""

from __future__ import annotations

import pytest

from analysis.compare.positions import overlap, wants
from tests.compare.positions.cases_of_positions import make_position, read_case


def test_common_ground_separates_the_issues_without_a_position_of_every_force(shipped):
    every, some = overlap.common_ground(shipped).itertuples()
    assert (every.issues.value, every.without.value, every.silent) == (8, 7, "–")
    assert (some.issues.value, some.without.value, str(some.silent)) == (2, 0, "Europe")
    assert overlap.without_common_ground(shipped).value == 7


def test_with_a_position_of_every_force_on_every_issue_there_are_no_others(matters):
    every, some = overlap.common_ground(matters).itertuples()
    assert (every.issues.value, every.without.value) == (2, 1)  # the army overlaps, the land does not
    assert (some.issues.value, some.silent) == (0, "–")


def test_zones_say_who_has_no_position(shipped):
    frame = overlap.zones(shipped)
    assert [str(name) for name in frame.silent[:3]] == ["Europe", "Europe", "–"]
    assert list(frame.what[:4]) == ["overlap", "overlap", "overlap", "gap"]


def test_two_forces_meet_where_their_ranges_overlap(matters, shipped):
    [row] = overlap.pairs(matters).itertuples()  # the army: 0.7 to 0.8 is common; land: 0.5 and 0.8 are apart
    assert (row.meet.value, row.shut.value, row.issues.value, row.hardest.id) == (1, 1, 2, "land")
    assert (str(row.pair), str(row.both)) == ("Ukraine and United States", "Ukraine and the United States")
    assert row.width.value == pytest.approx(-0.3)
    meet = {(row.one.id, row.other.id): row.meet.value for row in overlap.pairs(shipped).itertuples()}
    assert meet["united_states", "ukraine"] == 10
    assert meet["united_states", "russia"] == 9
    assert meet["ukraine", "russia"] == 3
    assert all(row.meet.value + row.shut.value == row.issues.value for row in overlap.pairs(shipped).itertuples())


def test_of_pairs_that_meet_as_often_the_one_with_more_issues_is_first_or_last(tmp_path):
    sides = ["europe,Europe,alliance,,true,", "russia,Russia,state,RU,true,"]
    parties = ["ukraine,Ukraine,state,UA,true,", "united_states,United States,state,US,true,", *sides]
    rows = [
        make_position(party, issue, *at)
        for party, issues in {
            "europe": {"army": (0, 0.1, 0.2)},
            "russia": {"army": (0, 0.1, 0.2), "land": (0, 0.1, 0.2)},
            "ukraine": {"army": (0.8, 0.9, 1), "land": (0.8, 0.9, 1)},
            "united_states": {"army": (0.8, 0.9, 1), "land": (0.8, 0.9, 1)},
        }.items()
        for issue, at in issues.items()
    ]
    found = overlap.pairs(read_case(tmp_path, positions=rows, parties=parties))
    shares = [(row.meet.value, row.issues.value) for row in found.itertuples()]
    # two pairs meet on all of their 2 and 1 issues; the others on none, those with one issue first
    assert shares == [(2, 2), (1, 1), (0, 1), (0, 1), (0, 2), (0, 2)]
    in_rows = wants.stances_in_rows(read_case(tmp_path / "again", positions=rows, parties=parties))
    assert [str(party) for party in in_rows.party] == [
        *("Europe", "Russia", "Ukraine", "United States"),
        *("Russia", "Ukraine", "United States"),
    ]
    assert str(in_rows.stance[0]) == "It wants that (the article)"


def test_common_ground_is_named_in_ukrainian_and_compares_in_english(ukrainian, shipped):
    zones, ground, pair = overlap.zones(ukrainian), overlap.common_ground(ukrainian), overlap.pairs(ukrainian).iloc[0]
    assert list(zones.zone) == list(overlap.zones(shipped).zone)
    assert {str(one) for one in zones[zones.zone == "no"].what} == {"розрив"}
    assert (ground["issues"][0].label, str(ground.silent[1])) == (
        "Питання, щодо яких має позицію кожна сторона",
        str(overlap.common_ground(shipped).silent[1]),
    )
    assert pair.meet.claims == overlap.pairs(shipped).iloc[0].meet.claims
    assert pair.meet.label.startswith("Питання, у яких могли б зійтися ")
