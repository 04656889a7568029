"""What positions rest on."""

from __future__ import annotations

from analysis.compare.positions import grounds


def test_positions_on_a_contradicted_claim_are_listed(shipped):
    claims = {claim.id: claim for claim in shipped.ledger.tables["claims"].values()}
    resting = [
        (p.party, p.issue, id)
        for p in shipped.ledger.tables["positions"].values()
        for id in p.rests_on
        if id in claims and claims[id].verdict == "contradicted"
    ]
    frame = grounds.contested(shipped)
    assert [(row.party.id, row.issue.id, row.claim.id) for row in frame.itertuples()] == resting
    assert all(p.rests_on for p in shipped.ledger.tables["positions"].values())


def test_positions_are_counted_by_the_verdicts_of_what_they_rest_on(shipped):
    verdicts = ("", "opinion", "unverified", "contradicted")
    assert [grounds.resting_on(shipped, verdict).value for verdict in verdicts] == [38, 12, 1, 0]
    assert grounds.resting_on(shipped, "contradicted").value == len(grounds.contested(shipped))


def test_positions_whose_grounds_have_a_verdict_are_counted(shipped):
    found = grounds.judged(shipped).value
    by_hand = [p for p in shipped.ledger.tables["positions"].values() if grounds.rests_on(shipped, p, "")]
    assert found == len(by_hand)
    assert max(grounds.resting_on(shipped, one).value for one in ("opinion", "unverified")) <= found <= 38


def test_a_verdict_is_named_in_ukrainian_and_the_count_keeps_its_id(ukrainian, shipped):
    found = grounds.resting_on(ukrainian, "opinion")
    assert found.how.endswith("позицій, що спираються на твердження з висновком «думка»")
    assert found.claims == grounds.resting_on(shipped, "opinion").claims
