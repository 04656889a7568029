"""Guarantees: the same clause counts the same, weights move the result, and what became of them is listed."""

from __future__ import annotations

import re

import pytest

from analysis import load_case
from analysis.compare import denominators, guarantees
from analysis.errors import UsageError
from tests.compare.test_answers import index_rows
from tests.conftest import TINY, merge_folders

ELEMENTS = ("guarantors", "trigger", "response", "forces", "duration", "ratification", "monitoring", "funding")


@pytest.fixture(scope="module")
def shipped():
    return load_case()


def test_the_same_clause_counts_the_same_and_what_voids_it_counts_nothing(shipped):
    frame = guarantees.matrix(shipped, "second").set_index("element")
    draft, plan = frame["European counter-draft"], frame["28-point plan as published"]
    for element in ("Guarantors", "Trigger", "Response", "Forces", "Funding", "What voids or narrows it"):
        assert str(draft[element]) == str(plan[element])
    assert str(frame["20-point plan as published"]["Funding"]) == "Open"
    share = draft[guarantees.SHARE]  # 2 + 2 + 2 + 1 + 1 of 16; whether it binds (2) and who watches (2) was not read
    assert (share.value, share.low, share.high) == pytest.approx((50, 50, 100 * 12 / 16))
    paris = frame["Paris declaration"][guarantees.SHARE]  # 1 + 2 + 1 + 1 + 1 + 1 + 2 + 1
    assert paris.value == pytest.approx(100 * 10 / 16)


def test_weights_and_the_share_of_a_mention_move_the_completeness(shipped):
    weights = guarantees.read_weights(shipped, "trigger=2; forces=0")
    frame = index_rows(guarantees.completeness(shipped.on("all"), mention=25, weights=weights), "promise")
    plan = frame["28-point plan as published"]["completeness"]  # specified 1, 2 x 1, 1, 1; mentioned 2 x 0.25; of 8
    assert plan.value == pytest.approx(100 * (5 + 2 * 0.25) / 8)
    assert frame["28-point plan in the article"]["completeness"].value == 0


def test_a_promise_read_in_part_could_be_fuller_than_the_fullest(shipped):
    texts = guarantees.completeness(shipped.on("all"))
    name, reach = guarantees.rival(texts)  # 8 of 16, and at most 4 more; the fullest has 11 of 16
    assert (str(name), reach.value) == ("European counter-draft", pytest.approx(75))
    assert guarantees.rival(texts[texts["promise"].map(str) != "European counter-draft"]) is None  # 62.5 is below 68.75


def test_what_a_share_is_of_is_named_where_a_source_says_so(shipped):
    texts = shipped.on("all")
    assert str(denominators.covered(texts, texts["consensus.guarantees"])) == "the American part"
    assert denominators.covered(shipped, shipped["consensus.guarantees"]) is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("triger=2", "no element 'triger' (nearest: trigger)"),
        ("trigger=much", "trigger has the weight 'much'; allowed: a number from 0 to 1000"),
        ("trigger=-1", "trigger has the weight '-1'"),
        ("; ".join(f"{element}=0" for element in ELEMENTS), "all elements have the weight 0"),
    ],
)
def test_weights_that_cannot_be_used_are_refused(shipped, text, message):
    with pytest.raises(UsageError, match=re.escape(message)):
        guarantees.read_weights(shipped, text)


def test_what_became_of_the_guarantee_is_told_in_order(shipped):
    frame = guarantees.became(shipped)
    assert [str(day) for day in frame.as_of][-2:] == ["January 2026", "13 February 2026"]
    [party] = frame[frame.about == "party"].to_dict("records")
    assert (str(party["as_of"]), str(party["said_by"])) == ("7 January 2026", "the source itself")
    assert "no signatory" in str(party["statement"])


def test_an_agreement_of_another_kind_has_elements_of_its_own(tmp_path):
    folder = merge_folders(TINY, TINY.parent / "matters", into=tmp_path / "dispute")
    (folder / "vocabulary.csv").write_text(
        "word_id,column,word,name,meaning\npay,guarantees/element,pay,rise in pay,By how much pay rises\n"
    )
    with (folder / "guarantees.csv").open("a", encoding="utf-8") as file:
        file.write("g5,The pledge,pay,2,Five in a hundred,,article,II p5,\n")
    case = load_case(folder)
    # of the library's elements those that a row codes, then the case's own
    assert guarantees.scheme(case) == {
        "guarantors": "Guarantors",
        "trigger": "Trigger",
        "duration": "Duration",
        "pay": "Rise in pay",
    }
    frame = index_rows(guarantees.completeness(case), "promise")
    assert frame["The pledge"]["completeness"].value == pytest.approx(
        100 * 3 / 8
    )  # one mentioned, one specified, of four
    assert guarantees.elements(case).value == 4
    assert guarantees.read_weights(case, "pay=3") == {"pay": 3.0}
    assert "Rise in pay" in list(guarantees.matrix(case).element)
