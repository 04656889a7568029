"""Plans that revise one another, through drafts between them, and plans that do not: worked by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import load_case
from analysis.compare.plans import accounts, balance, content, revision
from analysis.compare.robustness import robustness
from tests.compare.test_answers import fill_places
from tests.conftest import TINY, merge_folders

HEAD = (
    "provision_id,plan,issue,point,text,detail,fate,earlier,position,position_low,position_high,favours,source,locator,"
    "phrase,note\n"
)


def make_case(folder, rows, drafts=("plan_mid", "plan_rival")):
    """Makes a case with two plans, some drafts, and provisions: id -> (plan, detail, fate, earlier, favours)."""
    into = merge_folders(TINY, TINY.parent / "matters", into=folder)
    table = into / "plans.csv"
    more = "".join(f"{draft},{draft.removeprefix('plan_')} draft,2025-11,,draft,,article,II p1,\n" for draft in drafts)
    table.write_text(table.read_text(encoding="utf-8") + more, encoding="utf-8")
    lines = (
        f"{id},{plan},army,,A clause,{detail},{fate},{earlier},,,,{favours},article,II p1,,\n"
        for id, (plan, detail, fate, earlier, favours) in rows.items()
    )
    (into / "provisions.csv").write_text(HEAD + "".join(lines), encoding="utf-8")
    return load_case(into)


def count_fates(case, earlier, later):
    return {fate: revision.fate(case, earlier, later, fate).value for fate in revision.FATES}


CHAIN = {
    "a1": ("plan_low", 2, "", "", "ukraine"),
    "a2": ("plan_low", 2, "", "", ""),
    "a3": ("plan_low", 2, "", "", ""),
    "a4": ("plan_low", 0, "", "", ""),
    "b1": ("plan_mid", 2, "changed", "a1", "ukraine"),
    "b2": ("plan_mid", 2, "kept", "a2", ""),
    "b3": ("plan_mid", 0, "dropped", "a3", ""),
    "b5": ("plan_mid", 2, "new", "", ""),
    "b6": ("plan_mid", 2, "new", "", ""),
    "c1": ("plan_high", 2, "kept", "b1", "ukraine"),
    "c2": ("plan_high", 2, "kept", "b2", "ukraine"),
    "c4": ("plan_high", 2, "changed", "a4", ""),
    "c5": ("plan_high", 2, "changed", "b5", ""),
    "c6": ("plan_high", 0, "dropped", "b6", ""),
    "r1": ("plan_rival", 2, "kept", "a1", ""),
    "r2": ("plan_rival", 2, "", "", "united_states"),
}


@pytest.fixture(scope="module")
def chain(tmp_path_factory):
    return make_case(tmp_path_factory.mktemp("chain") / "case", CHAIN)


def test_what_became_of_a_plan_is_followed_through_a_draft_between(chain):
    # a1 changed on the way and kept since: changed; a2 kept twice; a3 dropped by the draft, in no row of the last plan
    # a4 is a silence, so what stands for it is new; b5 is new in the draft; b6 came and went between the two
    assert count_fates(chain, "plan_low", "plan_high") == {
        "kept": 1,
        "changed": 1,
        "dropped": 1,
        "new": 2,
        "reported": 0,
    }
    # c4 speaks of a row of the first plan only, and says nothing about the draft
    assert count_fates(chain, "plan_mid", "plan_high") == {
        "kept": 2,
        "changed": 1,
        "dropped": 1,
        "new": 0,
        "reported": 0,
    }
    assert revision.compared(chain, "plan_high", "plan_low")


def test_plans_that_do_not_succeed_each_other_are_set_side_by_side(chain):
    assert revision.compared(chain, "plan_rival", "plan_low")
    assert not revision.compared(chain, "plan_rival", "plan_high")
    assert not revision.compared(chain, "plan_low", "plan_high")
    assert set(content.side_by_side(chain, ("plan_rival", "plan_high")).fate) == {None}
    clause, places, statement = balance.shift(chain, "plan_rival", "plan_high")
    assert fill_places((clause, places)) == (
        "more provisions favour Ukraine in the 20-point plan than in the rival draft, fewer the United States"
    )
    # Ukraine 0 of 2 and 2 of 4, the United States 1 of 2 and 0 of 4: one code of six turns the second
    found = robustness(chain, statement)
    assert (found.holds, found.codes.value) == (True, 6)
    assert fill_places(balance.turn(chain, "plan_rival", "plan_high")) == (
        "provisions that favour Ukraine are 0 in the one and 2 in the other, those that favour the United States are "
        "1 in the one and 0 in the other"
    )
    rises = fill_places(balance.turn(chain, "plan_low", "plan_high"))
    assert rises == "provisions that favour Ukraine rise from 1 to 2"


def test_an_issue_counts_as_dealt_with_from_a_substantive_provision_on(shipped):
    # of the words that the heatmap of details shows
    for plan in ("plan_28", "plan_20"):
        words = [str(word) for word in content.detail(shipped, (plan,))[plan]]
        assert content.substantive(shipped, plan).value == words.count("Substantive") + words.count("Full")
    assert [content.substantive(shipped, plan).value for plan in ("plan_28", "plan_20")] == [4, 6]


def test_all_who_gain_as_many_are_named(tmp_path):
    gains = "ukraine;united_states"
    rows = {"a1": ("plan_low", 2, "", "", ""), "b1": ("plan_high", 2, "changed", "a1", gains)}
    rows["r1"] = ("plan_rival", 2, "", "", gains)
    case = make_case(tmp_path / "case", rows)
    clause, places, _ = balance.shift(case, "plan_low", "plan_high")
    assert fill_places((clause, places)) == "more provisions favour Ukraine and the United States than before"
    assert list(places) == ["gainer", "gainer_b"]
    assert fill_places(balance.turn(case, "plan_low", "plan_high")) == (
        "provisions that favour Ukraine rise from 0 to 1, those that favour the United States rise from 0 to 1"
    )
    alike = balance.shift(case, "plan_high", "plan_rival")
    assert alike[:2] == ("as many provisions favour each side in the one plan as in the other", {})


def test_whose_account_a_published_text_replaces(chain):
    assert accounts.account(chain, "plan_low", "plan_high") is None
    assert not accounts.retold(chain, "plan_low")


@given(st.lists(st.sampled_from(["kept", "changed", "dropped", "new"]), min_size=1, max_size=5))
@settings(max_examples=15, deadline=None)
def test_every_provision_of_a_chain_counts_once_for_each_plan(tmp_path_factory, fates):
    """One provision handed on through drafts: it is kept only if kept each time, and counted once or not at all."""
    drafts = [f"plan_d{at}" for at in range(len(fates))]
    rows = {"a": ("plan_low", 2, "", "", "")}
    before = "a"
    for at, (draft, fate) in enumerate(zip(drafts, fates, strict=True)):
        rows[f"d{at}"] = (draft, 0 if fate == "dropped" else 2, fate, "" if fate == "new" else before, "")
        before = f"d{at}"
    case = make_case(tmp_path_factory.mktemp("chains") / "case", rows, drafts)
    counts = count_fates(case, "plan_low", drafts[-1])
    assert sum(counts.values()) <= 1
    if "new" not in fates and "dropped" not in fates:
        assert counts["kept" if set(fates) == {"kept"} else "changed"] == 1
    if fates[-1] == "dropped" and "new" not in fates and "dropped" not in fates[:-1]:
        assert counts["dropped"] == 1
