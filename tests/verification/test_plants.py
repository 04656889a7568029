"""The bars: planted errors found, false alarms on what is true, and strangers' numbers that come out unknown."""

from __future__ import annotations

import pytest

from analysis.documents import SourceDocument
from analysis.documents.document import Paragraph
from analysis.verification import verify_document
from tests.verification.plants import HELD_OUT, SENTENCES, load, measure
from tests.verification.score import judge

STRANGERS = """The port handled 3.4 million tonnes of grain last autumn, 12 percent more than a year before.
Freight to Egypt fell to $38 a tonne. The railway employs 182,000 people and runs 1,400 locomotives.
In April 2024 the ministry paid 640 million hryvnias for repairs at 17 stations.
Farmers blocked six crossings for nine weeks; about 2,300 lorries waited.
Wheat traded at 215 dollars a tonne on 3 June 2025, after 240 dollars in May.
The blackout of 12 March hit 800,000 customers. Repair crews restored half within 36 hours.
Heat pumps now warm 22 percent of homes. Forests covered 31 percent of the district, down from 35.
The utility borrowed 500 million dollars at 4.5 percent. Sea walls of 2.6 km were raised by 40 cm."""


def test_planted_errors_are_found_and_what_is_true_raises_no_alarm():
    score = measure(60, seed=7)
    assert score.share_found >= 0.95
    assert score.alarms_per_hundred <= 3


@pytest.mark.slow
@pytest.mark.parametrize("sentences", [SENTENCES, HELD_OUT], ids=["tried", "held_out"])
@pytest.mark.parametrize("seed", [7, 11])
def test_two_hundred_planted_errors(sentences, seed):
    score = measure(200, seed, sentences)
    assert sum(score.planted.values()) == 200
    assert score.share_found >= 0.95
    assert score.alarms_per_hundred <= 3


@pytest.mark.parametrize("case", ["mar", "un"])
def test_numbers_of_other_matters_are_unknown_and_never_said_to_differ(case):
    document = SourceDocument("text", [Paragraph(line) for line in STRANGERS.splitlines()], language="en")
    found = [one for one in verify_document(load(case), document) if one.kind != "not_checked"]
    assert len(found) > 20
    assert {one.kind for one in found} == {"unknown"}


def test_paraphrases_have_the_verdict_that_was_written_down_before_the_rules():
    outcomes = list(judge("all"))
    wrong = [one for one in outcomes if one.row["expected"] != "supported" and not one.is_right]
    alarms = [
        one for one in outcomes if one.row["expected"] == "supported" and (one.verdict is None or not one.verdict.holds)
    ]
    assert len(outcomes) == 122
    assert len(wrong) <= 2
    assert len(alarms) <= 2
