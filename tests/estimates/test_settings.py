"""Numbers that the method sets: traced like any other, as assumptions of ours."""

from __future__ import annotations

import pytest

from analysis import load_case
from analysis.compare import consensus, guarantees, outlook, positions, reconstruction, sources
from analysis.estimates.settings import make_setting
from analysis.wording.qualifiers import compute_interval


def test_a_setting_leads_to_its_reason():
    setting = make_setting("sources.tolerance", 1, "percent", "tolerance", "Closer numbers are one number.")
    assert (setting.value, setting.low, setting.high, setting.qualifier) == (1, 1, 1, "exact")
    assert setting.claims == {"setting:sources.tolerance"}
    assert setting.leaves[0].kind == "assumption"
    assert setting.leaves[0].origin.statement == "Closer numbers are one number."


@pytest.mark.parametrize(("word", "expected"), [("exact", 0), ("about", 10), ("nearly", 5), ("over", 5)])
def test_the_width_of_a_word_is_that_of_its_interval(word, expected):
    assert reconstruction.width(word).value == pytest.approx(expected)
    low, high = compute_interval(1000, word)
    assert reconstruction.width(word).value == pytest.approx(max(1000 - low, high - 1000) / 10)


def test_the_width_of_a_case_that_has_set_it_says_so():
    case = load_case(widths={"about": 0.3})
    assert reconstruction.width("about", case).value == pytest.approx(30)
    assert reconstruction.width("about", case).leaf.origin.statement.endswith("the width is set for this report.")
    assert reconstruction.width("nearly", case).leaf.origin.statement.endswith("the width is ours.")


def test_the_other_settings_are_those_of_the_code():
    assert guarantees.elements(load_case()).value == 8
    assert guarantees.mentioned().value == 50
    assert sources.tolerance().to("one").value == pytest.approx(sources.TOLERANCE)
    for scale in (consensus.scale(), positions.scale()):
        assert [end.value for end in scale] == [0, 1]


def test_the_share_of_draws_within_the_interval_leads_to_the_claims_of_the_probability():
    case = load_case()
    share = outlook.interval_share(case)
    assert share.to("one").value == pytest.approx(outlook.HIGH_QUANTILE - outlook.LOW_QUANTILE)
    assert share.claims == outlook.probability(case).claims
