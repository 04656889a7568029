"""What a headline of agreement is worth, worked by hand."""

from __future__ import annotations

import pytest

from analysis import load_case
from analysis.compare import consensus


@pytest.fixture(scope="module")
def shipped():
    return load_case()


def test_every_way_of_counting_says_what_it_counts(shipped):
    frame = consensus.ways(shipped, "plan_20")
    counted = [(row.agreed.value, row.of.value) for row in frame.itertuples()]
    # 2 of the 3 open issues stand in point 14 of the plan, and are one where points count once
    assert counted == [(18, 20), (7, 10), (7, 9), (15, 18), (15, 17)]
    for row in frame.itertuples():
        assert row.share.value == pytest.approx(100 * row.agreed.value / row.of.value)


def test_a_headline_is_above_what_is_agreed_by_weight(shipped):
    statement = consensus.below_headline(shipped, "plan_20")
    shares = [consensus.weighted(shipped, party).value for party in consensus.headings(shipped)]
    assert statement.holds == (max(shares) < 90)
    assert [margin.value for margin in statement.margins] == pytest.approx([90 - share for share in shares])


def test_where_coders_differ_on_what_is_agreed_the_weighted_share_says_so(shipped):
    share = consensus.weighted(shipped, "russia")
    (doubted,) = (leaf for leaf in share.leaves if leaf.among and leaf.low < leaf.high)
    assert doubted.among == ("issues/reconstruction/agreed",)
    # Russia's saliences: all ten sum to 6.175; the agreed ones to 3.725, of which 0.425 is for the money
    assert share.value == pytest.approx(100 * 3.725 / 6.175)
    assert share.at(doubted.id, "low").value == pytest.approx(100 * 3.3 / 6.175)
    assert consensus.issues(shipped).set_index("issue")["agreed"].tolist().count("agreed; coders differ") == 1


def test_by_issue_and_weighted_move_together_where_a_code_is_doubted(shipped):
    row = next(row for row in consensus.by_party(shipped, "plan_20").itertuples() if str(row.party) == "Russia")
    (doubted,) = (leaf for leaf in row.weighing.leaves if leaf.among and leaf.low < leaf.high)
    # one code counts once in both: 53.44 - 60, not 53.44 - 70
    assert row.weighing.at(doubted.id, "low").value == pytest.approx(100 * 3.3 / 6.175 - 60)


def test_of_no_issues_none_is_open(shipped):
    assert consensus.left_open(shipped).value == 0
    assert consensus.left_open(shipped, "territory", "security_guarantees").value == 1


def test_consensus_is_said_in_ukrainian(ukrainian):
    sentence, places = consensus.heaviest(ukrainian)
    assert sentence == (
        "Те, що найважливіше для {for_open:genitive}, не узгоджене; те, що найважливіше для {for_agreed:genitive}, "
        "вважається узгодженим."
    )
    assert str(places["for_open"]) == "Russia"
    parties = consensus.by_party(ukrainian, "plan_20")
    assert consensus.overlap(parties) is True
    assert consensus.unsettled(parties).startswith("наше кодування надто приблизне, щоб сказати, у якої зі сторін")
    assert [str(way) for way in consensus.ways(ukrainian, "plan_20").way][:2] == [
        "Пункти плану: заявлена частка",
        "Питання з позицією хоча б однієї сторони",
    ]


def test_whether_an_issue_is_agreed_compares_in_english_and_prints_in_ukrainian(ukrainian, shipped):
    found = consensus.issues(ukrainian).agreed
    assert list(found) == list(consensus.issues(shipped).agreed)
    assert {str(one) for one in found if one.startswith("open")} == {"не узгоджено"}
    assert sum(found == "agreed") == sum(str(one) == "узгоджено" for one in found)


def test_the_scale_of_salience_is_named_in_ukrainian(ukrainian):
    low, _ = consensus.scale()
    assert low.leaf.origin.statement == "За цією шкалою ми закодували, наскільки питання важливе для сторони."
