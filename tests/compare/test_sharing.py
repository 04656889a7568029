"""Between which ways to share a good gains and losses are compared, and how a party's share changes."""

from __future__ import annotations

import pytest

from analysis import load_case, say
from analysis.compare import plant, sharing


@pytest.fixture(scope="module")
def shipped():
    return load_case()


def test_accounts_are_compared_with_accounts_and_texts_with_texts(shipped):
    ways = list(plant.shares(shipped).key)
    assert sharing.steps(shipped, ways)[0] == ("plan_28", "plan_20")
    assert sharing.steps(shipped, ["plan_28_text", "plan_20_ua"]) == [("plan_28_text", "plan_20_ua")]
    assert sharing.steps(shipped, ["plan_28", "plan_20"]) == [("plan_28", "plan_20")]


def test_without_a_pair_of_plans_each_way_is_compared_with_the_next(shipped, matters):
    assert sharing.steps(matters, ["low_plan", "high_plan", "third"]) == [
        ("low_plan", "high_plan"),
        ("high_plan", "third"),
    ]
    assert sharing.steps(shipped, ["plan_20_us", "e3_draft"]) == [("plan_20_us", "e3_draft")]
    assert sharing.steps(matters, ["low_plan"]) == []


@pytest.mark.parametrize(
    ("party", "said"),
    [
        # of 50 and 33.3, then 50 and nothing
        ("russia", "the share of Russia falls by about 16.7 points or by 50 points"),
        ("united_states", "the share of the United States rises by about 33.3 points or by 50 points"),
        ("ukraine", "the share of Ukraine falls by about 16.7 points"),  # the other step leaves it as it is
        ("europe", ""),
    ],
)
def test_how_the_share_of_a_party_changes(shipped, party, said):
    shifts = plant.shifts(shipped, [("plan_28_text", "plan_20_us"), ("plan_28_text", "plan_20_ua")])
    clause, places = sharing.change(shifts, party)
    assert str(say(f"By these texts {clause}.", **places)) == f"By these texts {said}."


def test_changes_of_both_signs_are_neither_a_rise_nor_a_fall(shipped):
    shifts = plant.shifts(shipped, [("plan_28_text", "plan_20_us"), ("plan_20_us", "plan_20_ua")])
    clause, places = sharing.change(shifts, "ukraine")
    assert clause == "the share of {changing} changes by {change_a:signed} or {change_b:signed}"
    assert [places[name].value for name in ("change_a", "change_b")] == pytest.approx([33.3 - 50, 50 - 33.3])


def test_who_runs_it_is_said_where_the_case_says_so(shipped, matters):
    assert (str(sharing.holder(shipped)), sharing.holder(matters)) == ("Russia", None)
    assert (str(sharing.run_by(shipped, "eu24_draft")), sharing.run_by(matters, "low_plan")) == ("Ukraine", None)
