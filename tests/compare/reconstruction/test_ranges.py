"""How far each claim moves the gap."""

from __future__ import annotations

import pytest

from analysis import load_case
from analysis.compare.reconstruction import ranges


def test_swings_are_exact_distances_widest_first(case):
    frame = ranges.swings(case)
    assert [str(claim) for claim in frame["claim"]] == ["usable frozen assets", "reconstruction need"]
    widest = frame.iloc[0]
    assert (widest.gap_low.value, widest.gap_high.value) == (700, 800)
    assert (widest.swing.value, widest.swing.qualifier) == (100, "exact")
    assert (frame.iloc[1].swing.value, frame.iloc[1].claim.ref) == (0, "claims/need_article")


def test_each_claim_of_a_pool_moves_the_gap_by_its_weight():
    case = load_case(basis="pooled")
    rows = {row.claim.ref: row for row in ranges.swings(case).itertuples()}
    assert {"claims/need_rdna5", "claims/need_prosperity"} <= rows.keys()
    rdna = rows["claims/need_rdna5"]
    assert (rdna.low.value, rdna.high.value) == (pytest.approx(558.6), 588)
    assert str(rdna.claim).startswith("reconstruction need (World Bank")
    assert 0 < rdna.swing.value < 588 - 558.6
