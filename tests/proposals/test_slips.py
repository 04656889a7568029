"""Numbers that were typed into a review table are held against the words they are from."""

from __future__ import annotations

import pytest

from analysis.proposals.proposal import Proposal
from analysis.proposals.slips import describe_slip


@pytest.mark.parametrize(
    ("phrase", "numbers"),
    [
        ("nearly 588 billion dollars", {"value": "588"}),
        ("nearly 588 billion dollars", {"value": "0.588"}),
        ("one-third of the sum", {"value": "33.3333333333"}),
        ("one-third of the sum", {"value": "33.3"}),
        ("between 1,200 and 1,500 men", {"low": "1200", "high": "1500"}),
        ("tens of thousands", {"value": "30000"}),
        ("pre-conflict levels", {"value": "600000"}),
        ("-5 degrees", {"value": "-5"}),
        ("5 degrees", {"value": ""}),
        ("5 degrees", {"value": "many"}),
        ("0 of 5 ships", {"value": "0"}),
        ("5 ships", {"value": "inf"}),
    ],
)
def test_a_number_that_is_written_there_is_none_whatever_its_unit(phrase, numbers):
    assert describe_slip(Proposal(phrase=phrase, **numbers), "en") == ""


@pytest.mark.parametrize(
    ("phrase", "numbers", "said"),
    [
        ("nearly 588 billion dollars", {"value": "558"}, "its value 558 is not in “nearly 588 billion dollars”"),
        ("between 1,200 and 1,500 men", {"low": "1200", "high": "1600"}, "its high 1600 is not in “between 1,200"),
        ("drei Milliarden Euro", {"value": "4"}, "its value 4 is not in “drei Milliarden Euro”"),
    ],
)
def test_other_digits_are_said(phrase, numbers, said):
    language = "de" if "Milliarden" in phrase else "en"
    assert describe_slip(Proposal(phrase=phrase, **numbers), language).startswith(said)
