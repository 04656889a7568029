"""Between which ways to share a good gains and losses are compared, and how a party's share changes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from analysis import load_case, number, say
from analysis.compare import plant, power, sharing
from analysis.label import Label


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
        ("russia", "the share of Russia falls by about 17 points or by 50 points"),
        ("united_states", "the share of the United States rises by about 33 points or by 50 points"),
        ("ukraine", "the share of Ukraine falls by about 17 points"),  # the other step leaves it as it is
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


@pytest.mark.parametrize(
    ("third", "said"),  # a value and its ends, three times: at most 100.2 per cent, and 98.7
    [("33.3,33,33.4", None), ("32.8,32,32.9", "20-point plan, American variant")],
)
def test_shares_that_do_not_add_up_to_all_are_named(shipped, tmp_path, third, said):
    claims = Path(shutil.copytree(shipped.folder, tmp_path / "case")) / "claims.csv"
    claims.write_text(claims.read_text(encoding="utf-8").replace(",33.3,33,33.4,", f",{third},"), encoding="utf-8")
    found = plant.incomplete(load_case(claims.parent))
    assert (found and str(found)) == said


def test_who_runs_it_is_said_where_the_case_says_so(shipped, matters):
    assert (str(sharing.holder(shipped)), sharing.holder(matters)) == ("Russia", None)
    assert (str(sharing.run_by(shipped, "eu24_draft")), sharing.run_by(matters, "low_plan")) == ("Ukraine", None)


def test_a_side_that_a_text_does_not_name_has_what_the_named_shares_leave(shipped, matters):
    assert sharing.texts(shipped) == ["plan_28_text", "plan_20_us", "plan_20_ua"]
    rows = {row.party.id: row for row in sharing.by_party(shipped).itertuples()}
    # halves of two sides leave nothing for the third, and so do three thirds; accounts of published texts are left out
    assert [rows["united_states"].plan_28_text.value, rows["russia"].plan_20_ua.value] == [0, 0]
    assert [rows["russia"].plan_28_text.value, round(rows["russia"].plan_20_us.value, 1)] == [50, 33.3]
    assert (
        rows["russia"].plan_20_ua.claims == rows["united_states"].plan_20_ua.claims | rows["ukraine"].plan_20_ua.claims
    )
    assert list(sharing.stops(shipped)) == ["plan_28_text", "plan_20_us", "plan_20_ua"]


def test_a_way_whose_shares_leave_something_says_nothing_of_the_others(shipped, monkeypatch):
    told = {"plan_20": {"ukraine": number(40, "percent"), "united_states": number(50, "percent")}}
    shares = plant.shares(shipped).query("key != 'plan_20'")
    row = {"variant": shipped.label("plan_20"), "key": "plan_20", "base": None, "russia": None, **told["plan_20"]}
    shares.loc[len(shares) + 9] = row
    monkeypatch.setattr(plant, "shares", lambda case: shares)
    monkeypatch.setattr(sharing, "texts", lambda case: ["plan_28_text", "plan_20"])
    assert list(sharing.by_party(shipped).columns) == ["party", "plan_28_text"]  # of the last tenth nothing is said


@pytest.mark.parametrize(
    ("party", "said"),
    [
        ("russia", "the plans’ texts leave it 50%, about 33% or none"),
        ("ukraine", "the plans’ texts leave it 50% or about 33%"),  # in two of the texts it is a half
        ("europe", "the plans’ texts leave it none"),
    ],
)
def test_what_the_texts_leave_a_party(shipped, party, said):
    clause, places = sharing.leaves(shipped, party)
    assert str(say(f"By reading, {clause}.", **places)) == f"By reading, {said}."


def test_the_share_that_changes_is_told_of_the_holder_first(shipped):
    shifts = plant.shifts(shipped, sharing.from_first(shipped))
    assert str(sharing.finding(shifts, shipped.label("russia"))[1]["changing"]) == "Russia"
    assert str(sharing.finding(shifts, shipped.label("europe"))[1]["changing"]) == "Ukraine"  # its own does not change
    assert sharing.finding(shifts.iloc[:0]) == ("", {})


def test_each_step_is_a_sentence_with_what_it_is_worth(shipped):
    shifts = plant.shifts(shipped, [("plan_28_text", "plan_20_ua"), ("plan_20_us", "plan_20_ua")], power.value(shipped))
    first, second = (str(say(text, **places)) for text, places in sharing.gains(shifts))
    # half of about $2.2 billion a year
    assert "Russia loses a share of 50 points, worth about $1.1 billion" in first
    assert second.startswith("20-point plan, American variant, to 20-point plan, Ukrainian variant: Ukraine gains")


def test_a_change_of_a_share_is_said_in_ukrainian(ukrainian):
    def change(*values):
        party = Label("Україна", "parties/ukraine", forms={"genitive": "України"})
        rows = [{"party": party, "change": number(value, "percentage_point")} for value in values]
        return sharing.change(pd.DataFrame(rows, dtype=object), "ukraine")[0]

    assert change(-20) == "частка {changing:genitive} зменшується на {change_a:size,round}"
    assert change(20, 30) == "частка {changing:genitive} зростає на {change_a:size,round} або на {change_b:size,round}"
    assert change(20, -30) == "частка {changing:genitive} змінюється на {change_a:signed} або {change_b:signed}"
