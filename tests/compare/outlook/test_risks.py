"""Which factors count, and how certain they are."""

from __future__ import annotations

import pytest

from analysis.case.schema import Risk
from analysis.compare.outlook import chance, risks


def test_a_factor_known_only_from_later_sources_is_listed_and_not_counted(shipped):
    case = shipped.on("all")
    listed, counted = risks.factors(case), risks.factors(case, hindsight=False)
    assert (len(listed), len(counted)) == (12, 11)
    assert list(listed[listed.counted != "Yes"].name.map(str)) == ["A crisis elsewhere"]
    # the means of two coders: 14.67 x (1 - 0.35 x 0.225) = 13.51
    assert chance.probability(case).value == pytest.approx(14.6663, abs=1e-4)
    assert chance.probability_with_hindsight(case).value == pytest.approx(14.6663 * (1 - 0.35 * 0.225), abs=1e-4)
    assert chance.probability(shipped).value == chance.probability(case).value


def test_what_has_happened_already_is_certain_to_the_first_coder_and_moves_only_by_the_second(shipped):
    certain = {row.id for row in shipped.ledger.get_table(Risk).values() if row.likelihood == 1}
    assert certain == {"diplomatic_progress", "guarantee_accord"}
    for id in certain:
        both = shipped.coded("risks", id, "likelihood")
        assert both.high == 1
        assert 0.8 < both.value < 1
