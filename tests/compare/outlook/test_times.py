"""From when to when the probability counts."""

from __future__ import annotations

import pytest

from analysis import load_case
from analysis.compare.outlook import times
from analysis.errors import MissingClaim


def test_the_horizon_counts_from_the_event_of_its_assumption(shipped):
    found = times.horizon(shipped)
    assert (str(found.start), str(found.end), found.event.ref) == (
        "28 December 2025",
        "28 December 2026",
        "events/meeting",
    )
    assert found.end.ref == "assumptions/horizon_year"
    half = load_case(override={"outlook.horizon": 0.5})
    assert str(times.horizon(half).end) == "28 June 2026"


def test_without_an_assumption_on_the_horizon_it_says_what_to_add(matters):
    with pytest.raises(MissingClaim, match="does not say what is its horizon"):
        times.horizon(matters)
