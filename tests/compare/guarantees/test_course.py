"""What became of a guarantee, and who called how much of it agreed."""

from __future__ import annotations

from analysis.compare import denominators
from analysis.compare.guarantees import course


def test_what_a_share_is_of_is_named_where_a_source_says_so(shipped):
    texts = shipped.on("all")
    assert str(denominators.covered(texts, texts["consensus.guarantees"])) == "the American part"
    assert denominators.covered(shipped, shipped["consensus.guarantees"]) is None


def test_what_became_of_the_guarantee_is_told_in_order(shipped):
    frame = course.became(shipped)
    assert [str(day) for day in frame.as_of][-2:] == ["January 2026", "13 February 2026"]
    [party] = frame[frame.about == "party"].to_dict("records")
    assert (str(party["as_of"]), str(party["said_by"])) == ("7 January 2026", "the source itself")
    assert "no signatory" in str(party["statement"])
