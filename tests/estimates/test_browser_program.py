"""Formulas as data for the page: each claim once, each step once, in base units."""

from __future__ import annotations

from analysis.estimates.browser_program import build_program
from analysis.estimates.constructors import make_leaf, number


def test_two_results_share_their_claims_and_steps():
    a = make_leaf("a", 2, "thousand USD", qualifier="at_most", minimum=0)
    b = make_leaf("b", 3, "USD")
    program = build_program([a, b], [a + b, (a + b) / (b * 2)])
    assert program == {
        "leaves": [
            {"value": 2000, "low": 0, "high": 2000, "qualifier": "at_most"},
            {"value": 3, "low": 3, "high": 3, "qualifier": "exact"},
            {"value": 2, "low": 2, "high": 2, "qualifier": "exact"},
        ],
        "nodes": [["leaf", 0], ["leaf", 1], ["+", 0, 1], ["leaf", 2], ["*", 1, 3], ["/", 2, 4]],
        "moved": [{"leaves": [0], "factor": 1000}, {"leaves": [1], "factor": 1}],
        "results": [{"node": 2, "factor": 1000}, {"node": 5, "factor": 1}],
    }


def test_a_claim_that_is_held_as_well_is_moved_in_both_places():
    a = make_leaf("a", 2, "one", low=1, high=3)
    program = build_program([a], [a - a.at("a", "low")])
    assert [leaf["low"] for leaf in program["leaves"]] == [1, 1]
    assert [leaf["high"] for leaf in program["leaves"]] == [3, 1]
    assert program["moved"] == [{"leaves": [0, 1], "factor": 1}]


def test_a_plain_number_and_a_result_cannot_be_moved():
    two = number(2)
    a = make_leaf("a", 5, "one")
    assert [entry["leaves"] for entry in build_program([two, a * two, a], [a * two])["moved"]] == [[], [], [0]]
