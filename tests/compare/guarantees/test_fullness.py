"""Guarantees: the same clause counts the same, and weights move the result."""

from __future__ import annotations

import pytest

from analysis.compare.guarantees import coding_scheme, content, fullness
from tests.compare.test_answers import index_rows


def test_the_same_clause_counts_the_same_and_what_voids_it_counts_nothing(shipped):
    frame = index_rows(content.by_promise(shipped), "promise")
    draft, plan = frame["European counter-draft"], frame["28-point plan as published"]
    for element in ("guarantors", "trigger", "response", "forces", "funding", "limits"):
        assert str(draft[element]) == str(plan[element])
    assert str(frame["20-point plan as published"]["funding"]) == "Open"
    share = draft["share"]  # 2 + 2 + 2 + 1 + 1 of 16; whether it binds (2) and who watches (2) was not read
    assert (share.value, share.low, share.high) == pytest.approx((50, 50, 100 * 12 / 16))
    paris = frame["Paris declaration"]["share"]  # 1 + 2 + 1 + 1 + 1 + 1 + 2 + 1
    assert paris.value == pytest.approx(100 * 10 / 16)


def test_the_fullest_promise_specifies_so_many_elements(shipped):
    assert [fullness.specified(shipped.on(basis)).value for basis in ("article", "all")] == [2, 4]
    # with half of the scheme left out, another promise is the fullest: duration and ratification alone
    weights = dict.fromkeys(("guarantors", "trigger", "response", "forces", "monitoring", "funding"), 0.0)
    assert fullness.specified(shipped.on("all"), weights=weights).value == 2


def test_weights_and_the_share_of_a_mention_move_the_completeness(shipped):
    weights = coding_scheme.read_weights(shipped, "trigger=2; forces=0")
    frame = index_rows(fullness.completeness(shipped.on("all"), mention=25, weights=weights), "promise")
    plan = frame["28-point plan as published"]["completeness"]  # specified 1, 2 x 1, 1, 1; mentioned 2 x 0.25; of 8
    assert plan.value == pytest.approx(100 * (5 + 2 * 0.25) / 8)
    assert frame["28-point plan in the article"]["completeness"].value == 0
    assert frame["28-point plan as published"]["coded"].value == 8  # what voids it is not of the scheme


def test_a_promise_read_in_part_could_be_fuller_than_the_fullest(shipped):
    texts = fullness.completeness(shipped.on("all"))
    name, reach = fullness.rival(texts)  # 8 of 16, and at most 4 more; the fullest has 11 of 16
    assert (str(name), reach.value) == ("European counter-draft", pytest.approx(75))
    assert fullness.rival(texts[texts["promise"].map(str) != "European counter-draft"]) is None  # 62.5 is below 68.75


def test_completeness_is_named_in_ukrainian_and_keeps_its_ids(ukrainian, shipped):
    found, same = (fullness.completeness(case).iloc[0] for case in (ukrainian, shipped))
    assert (found.completeness.label, found.completeness.name) == ("Повнота", same.completeness.name)
    assert (found.specified.claims, found["open"].claims, found.coded.claims) == (
        same.specified.claims,
        same["open"].claims,
        same.coded.claims,
    )
    assert found.teller == "за викладом статті"
    detail = content.by_promise(ukrainian).iloc[0]
    assert (str(detail.trigger), str(detail.duration), str(detail.limits)) == ("Визначено", "Відкрито", "Не названо")
    said = content.said(ukrainian).iloc[0]
    assert (said.detail == "Specified", str(said.detail)) == (True, "Визначено")
