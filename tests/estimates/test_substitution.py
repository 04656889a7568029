"""The same formula on other numbers, by hand; and when two numbers can both be true."""

from __future__ import annotations

import pytest
from hypothesis import given

from analysis import minimum, number
from analysis.estimates.constructors import make_leaf, replace_interval
from analysis.estimates.substitution import hold_all, hold_terms, meets, substitute
from tests.estimates.samples import claims, need, usable

SURVEY = make_leaf("survey", 588, "billion USD", symbol="survey")


def put_survey(leaf):
    return SURVEY if leaf.id == "need" else None


def test_each_leaf_is_replaced_wherever_it_stands():
    # 2 × 588 − 100 + min(588, 700) = 1,664
    whole = (2 * need() - usable() + minimum(need(), 700)).named("sum", "The sum")
    made = substitute(whole, put_survey)
    assert (made.to("billion USD").value, made.name, made.label) == (1664, "sum", "The sum")
    assert made.claims == {"survey", "usable"}
    assert made.how == "2 × survey − usable + min(survey, 700)"


def test_a_number_without_such_a_leaf_has_no_counterpart():
    assert substitute(usable() * 2, put_survey) is None


def test_the_unit_in_which_a_claim_is_read_stays():
    assert substitute(need().to("trillion USD"), put_survey).unit == "trillion USD"


def test_a_claim_held_at_an_end_is_held_at_the_same_end_of_the_other():
    wide = make_leaf("survey", 588, "billion USD", low=500, high=600)
    held = (need(low=700, high=900) - usable()).at("need", "low")
    assert held.value == 600
    assert substitute(held, lambda leaf: wide if leaf.id == "need" else None).value == 400


def test_an_interval_that_no_formula_gives_is_not_made_up():
    drawn = replace_interval(need() / 2, 390, 410)
    assert substitute(drawn, put_survey) is None


def test_all_claims_are_held_at_one_end():
    low = hold_all(need(low=700, high=900) - usable() / 2, "low")
    assert (low.value, low.low, low.high) == (700, 700, 700)  # 700 - 0 / 2: what each claim's end gives, no extreme
    assert hold_all(need(low=700, high=900) - usable() / 2, "high").value == 900 - 100 / 2


@given(claims())
def test_a_sum_with_all_claims_at_an_end_is_at_its_own(claim):
    whole = claim * 2 + claim / 4
    assert hold_all(whole, "low").value == pytest.approx(whole.low)
    assert hold_all(whole, "high").value == pytest.approx(whole.high)


@given(claims())
def test_a_formula_on_its_own_leaves_is_itself(claim):
    whole = claim * 2 - claim / 4
    same = substitute(whole, lambda leaf: claim if leaf == claim.leaf else None)
    assert same is not None
    assert (same.value, same.low, same.high, same.how) == (whole.value, whole.low, whole.high, whole.how)
    assert substitute(whole, lambda leaf: None) is None


@pytest.mark.parametrize(
    ("stated", "found", "do"),
    [
        (number(700), number(488), False),
        (number(100), number(100.5), True),  # half a per cent
        (number(100), number(100.6), False),
        (make_leaf("a", 10, "one", low=5, high=10), make_leaf("b", 12, "one", low=10, high=13), True),
        (number(12.5, "percent"), number(0.125), True),
    ],
)
def test_two_numbers_meet_where_their_intervals_overlap(stated, found, do):
    assert meets(stated, found) is do


@pytest.mark.parametrize(
    ("word", "low", "high"),
    [("at_most", 5, 5), ("less_than", 5, 5), ("at_least", 5, 5), ("over", 5, 5), ("exact", 5, 5), ("about", 4.5, 5.5)],
)
def test_a_limit_that_is_a_rule_is_that_number(word, low, high):
    term = hold_terms(make_leaf("term", 5, "USD", qualifier=word))
    assert (term.low, term.value, term.high) == pytest.approx((low, 5, high))
    # of a result only the rules beneath it are held: 5 less "about 3" is 2, from 1.7 to 2.3
    left = hold_terms(make_leaf("term", 5, "USD", qualifier=word) - make_leaf("level", 3, "USD", qualifier="about"))
    assert (left.low, left.high) == pytest.approx((low - 3.3, high - 2.7))
