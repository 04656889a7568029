"""Common ground and rankings, worked by hand."""

from __future__ import annotations

import pytest

from analysis import MissingClaim, load_case
from analysis.compare import positions
from tests.conftest import TINY, merge_folders


@pytest.fixture(scope="module")
def shipped():
    return load_case()


def test_common_ground_separates_the_issues_without_a_position_of_every_force(shipped):
    every, some = positions.common_ground(shipped).itertuples()
    assert (every.issues.value, every.without.value, every.silent) == (8, 7, "–")
    assert (some.issues.value, some.without.value, str(some.silent)) == (2, 0, "Europe")
    assert positions.without_common_ground(shipped).value == 7


def test_with_a_position_of_every_force_on_every_issue_there_are_no_others(matters):
    every, some = positions.common_ground(matters).itertuples()
    assert (every.issues.value, every.without.value) == (2, 1)  # the army overlaps, the land does not
    assert (some.issues.value, some.silent) == (0, "–")


def test_zones_say_who_has_no_position(shipped):
    frame = positions.zones(shipped)
    assert [str(name) for name in frame.silent[:3]] == ["Europe", "Europe", "–"]
    assert list(frame.what[:4]) == ["overlap", "overlap", "overlap", "gap"]


def test_forces_are_drawn_in_one_order_issues_by_their_common_ground(shipped):
    frame = positions.coded(shipped)
    assert list(dict.fromkeys(map(str, frame.issue))) == [str(issue) for issue in positions.zones(shipped).issue]
    assert list(dict.fromkeys(map(str, frame.party))) == ["United States", "Ukraine", "Russia", "Europe"]


def test_two_forces_meet_where_their_ranges_overlap(matters, shipped):
    [row] = positions.pairs(matters).itertuples()  # the army: 0.7 to 0.8 is common; land: 0.5 and 0.8 are apart
    assert (row.meet.value, row.issues.value, row.hardest.id) == (1, 2, "land")
    assert row.width.value == pytest.approx(-0.3)
    meet = {(row.one.id, row.other.id): row.meet.value for row in positions.pairs(shipped).itertuples()}
    assert meet["united_states", "ukraine"] == 10
    assert meet["united_states", "russia"] == 9
    assert meet["ukraine", "russia"] == 3


def test_a_force_between_two_needs_a_third(matters, shipped):
    name, statement = positions.between(shipped)
    assert (name.id, statement.holds) == ("united_states", True)
    greatest, *others = positions.distances(shipped).itertuples()
    assert len(statement.margins) == 2
    assert all(greatest.distance > row.distance for row in others if name in (row.one, row.other))
    assert positions.between(matters) is None


def test_scales_are_named_by_the_data(matters, shipped):
    assert [label.id for label in positions.poles(matters)] == ["united_states", "ukraine"]
    frame = positions.ends(shipped)
    assert len(frame) == 10
    assert all(row.low.ref == row.high.ref == f"issues/{row.issue.id}" for row in frame.itertuples())


def test_positions_on_a_contradicted_claim_are_listed(shipped):
    claims = {claim.id: claim for claim in shipped.ledger.tables["claims"].values()}
    resting = [
        (p.party, p.issue, id)
        for p in shipped.ledger.tables["positions"].values()
        for id in p.rests_on
        if id in claims and claims[id].verdict == "contradicted"
    ]
    frame = positions.contested(shipped)
    assert [(row.party.id, row.issue.id, row.claim.id) for row in frame.itertuples()] == resting
    assert all(p.rests_on for p in shipped.ledger.tables["positions"].values())


def test_a_stance_in_the_words_of_the_text_says_so_and_where_it_is_opinion(shipped):
    frame = positions.stances(shipped).set_index(positions.stances(shipped).issue.map(lambda issue: issue.id))
    assert str(frame.united_states["reconstruction"]).endswith("being what it is. (the article's opinion)")
    assert str(frame.europe["reconstruction"]).endswith("(the article, in part its opinion)")  # one of two claims
    assert str(frame.united_states["ceasefire"]).endswith("(the article)")
    assert str(frame.ukraine["ratification"]).endswith("(Zelensky)")  # whom the text cites


def test_positions_are_counted_by_the_verdicts_of_what_they_rest_on(shipped):
    verdicts = ("", "opinion", "unverified", "contradicted")
    assert [positions.resting_on(shipped, verdict).value for verdict in verdicts] == [38, 12, 1, 0]
    assert positions.resting_on(shipped, "contradicted").value == len(positions.contested(shipped))


def test_the_force_between_two_is_nearer_to_one_of_them(shipped, matters):
    clause, places = positions.leaning(shipped)
    assert (str(places["near"]), str(places["far"])) == ("Russia", "Ukraine")
    assert places["to_near"].value < places["to_far"].value
    assert places["to_near"].high > places["to_far"].low
    assert clause.endswith(", which our ranges do not settle")
    assert positions.leaning(matters) == ("", {})


def read_case(tmp_path, **tables):
    """Reads the case `matters` with other rows in some tables: name -> lines below the heading."""
    folder = merge_folders(TINY, TINY.parent / "matters", into=tmp_path / "case")
    for name, lines in tables.items():
        table = folder / f"{name}.csv"
        heading = table.read_text(encoding="utf-8").splitlines()[0]
        table.write_text("\n".join((heading, *lines, "")), encoding="utf-8")
    return load_case(folder)


def make_position(party, issue, low, value, high):
    return f"{party}_{issue},{party},{issue},It wants that,,{value},{low},{high},0.5,0.4,0.6,Said so,article,II p3,"


def test_one_party_alone_is_no_comparison(tmp_path):
    case = read_case(tmp_path, positions=[make_position("ukraine", "army", 0.1, 0.2, 0.3)])
    with pytest.raises(MissingClaim, match="no issue on which two parties have a position"):
        positions.distances(case)


def test_all_that_are_nearest_to_an_end_are_named(tmp_path):
    alike = [make_position(party, "army", 0.1, 0.2, 0.3) for party in ("ukraine", "united_states")]
    assert [str(pole) for pole in positions.poles(read_case(tmp_path, positions=alike))] == [
        "Ukraine and the United States"
    ] * 2


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
    found = positions.pairs(read_case(tmp_path, positions=rows, parties=parties))
    shares = [(row.meet.value, row.issues.value) for row in found.itertuples()]
    # two pairs meet on all of their 2 and 1 issues; the others on none, those with one issue first
    assert shares == [(2, 2), (1, 1), (0, 1), (0, 1), (0, 2), (0, 2)]
    in_rows = positions.stances_in_rows(read_case(tmp_path / "again", positions=rows, parties=parties))
    assert [str(party) for party in in_rows.party] == [
        *("Europe", "Russia", "Ukraine", "United States"),
        *("Russia", "Ukraine", "United States"),
    ]
    assert str(in_rows.stance[0]) == "It wants that (the article)"


def test_channels_are_called_as_the_case_calls_them(tmp_path):
    words = ["w1,channels/layer,first,behind closed doors,Talks without a record", ""]
    folder = merge_folders(TINY, TINY.parent / "matters", into=tmp_path / "case")
    heading = "word_id,column,word,name,meaning\n"
    (folder / "vocabulary.csv").write_text(heading + "\n".join(words), encoding="utf-8")
    table = folder / "channels.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("second", "first"), encoding="utf-8")
    row = positions.channels(load_case(folder)).iloc[0]
    assert (row.layer, str(row.called)) == ("first", "behind closed doors")
