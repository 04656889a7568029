"""The verdicts: what counts as one statement, of what kind it is, and which mistakes count once."""

from __future__ import annotations

import pytest

from analysis import load_case
from analysis.case.schema import Claim
from analysis.compare import verdicts
from analysis.compare.robustness import robustness
from tests.case.test_funds import write_rows


@pytest.fixture(scope="module")
def shipped():
    return load_case()


def count_verdicts(case) -> dict[str, float]:
    return {row.verdict: row.claims.value for row in verdicts.verdicts(case).itertuples()}


def test_a_passage_coded_for_each_party_counts_once(shipped):
    told = [str(statement) for statement in verdicts.ledger(shipped).statement]
    assert sum("the plant together and share in proportion" in statement for statement in told) == 1
    assert not any("jointly with the two others" in statement for statement in told)
    assert len(told) == len(set(told)) == 166


def test_how_many_verdicts_turn_what_is_mostly_right(shipped, matters):
    words, statement = verdicts.mostly_right(shipped)
    found = robustness(shipped, statement)
    assert words == "most"
    # 49 + 47 are right, 6 + 6 + 2 not: 41 that change sides make it 55 to 55
    assert found.turns_at.value == pytest.approx((96 - 14) / 2 / 166)
    assert (found.changed.value, found.codes.value) == (41, 166)
    words, statement = verdicts.mostly_right(matters)
    assert not statement.holds  # nothing there has a verdict


def test_verdicts_add_up_to_the_claims(shipped):
    row, found = verdicts.checked(shipped).iloc[0], count_verdicts(shipped)
    assert found == {
        "Confirmed": 49,
        "Partly right": 47,
        "Contradicted": 6,
        "Not verified": 6,
        "Garbled": 2,
        "Opinion": 56,
    }
    assert row.claims.value == sum(found.values()) == 166
    assert row.checkable.value == 166 - 56
    assert (row.again.value, row.dates.value) == (3 + 2, 3)
    assert row.full.value == pytest.approx(100 * 49 / 110)
    assert row.held.value == pytest.approx(100 * 96 / 110)


def test_a_claim_without_a_verdict_is_listed_and_counted_apart(tiny):
    case = load_case(tiny)
    row, told = verdicts.checked(case).iloc[0], list(verdicts.ledger(case).verdict)
    assert len(told) == row.every.value > row.claims.value
    assert told.count("No verdict") == row.every.value - row.claims.value


def test_the_ledger_begins_with_what_is_contradicted(shipped):
    found = list(verdicts.ledger(shipped).verdict)
    assert found[:8] == ["Contradicted"] * 6 + ["Garbled"] * 2
    assert found[-1] == "Opinion"


def test_confirmed_dates_and_figures_that_we_counted_are_told_apart(shipped):
    rows = {
        row["verdict"]: [row[kind].value for kind in verdicts.KINDS]
        for row in verdicts.kinds(shipped).to_dict("records")
    }
    assert rows["Confirmed"] == [30, 9, 2, 8]  # the two delegations are lists of names
    assert {name: sum(found) for name, found in rows.items()} == count_verdicts(shipped)


def test_verdicts_by_words_that_were_checked_are_counted_apart(shipped):
    claims = shipped.ledger.get_table(Claim)
    rows = {row["verdict"]: row for row in verdicts.kinds(shipped).to_dict("records")}
    assert (
        rows["Confirmed"]["words"].value == 22
    )  # of 49: behind the other 27 there is a source, or a claim without words
    assert verdicts._has_checked_words(shipped, claims["need_article"])
    assert verdicts._has_checked_words(shipped, claims["cap_28_article"])
    assert not verdicts._has_checked_words(shipped, claims["surrender_article"])  # it rests on a source, not on a claim
    assert all(row["words"].value <= sum(row[kind].value for kind in verdicts.KINDS) for row in rows.values())


def test_a_forecast_and_a_judgement_are_opinion(shipped):
    claims = shipped.ledger.get_table(Claim)
    assert {claims[id].verdict for id in ("counteroffensive_article", "fit_article")} == {"opinion"}
    assert {claims[id].verdict for id in ("acceptable_article", "nato_28_article", "withdrawal_article")} == {"partly"}


def test_a_mistake_counts_once_as_a_verdict_or_as_a_defect(shipped):
    every, apart = verdicts.defects(shipped).value, verdicts.defects_apart(shipped).value
    # garbled: the office; contradicted: three dates, the level before the war, the ports, the plant in three parts
    assert (every, every - apart) == (44, 8)


def test_a_defect_of_another_source_is_none_of_the_text(tiny):
    before = verdicts.defects(load_case(tiny)).value
    with (tiny / "corrections.csv").open("a", encoding="utf-8") as file:
        file.write("theirs,survey,p. 4,format,note,,12 %,12%,A space too many.,,open\n")
        file.write("its_own,article,p. 4,format,note,,12 %,12%,A space too many.,,open\n")
    case = load_case(tiny)
    assert (verdicts.defects(case).value, len(verdicts.corrections(case))) == (before + 1, before + 1)
    assert verdicts.defects_apart(case).value == before + 1


def test_a_figure_without_words_on_record_is_not_called_counted_by_us(tiny):
    for id, phrase in (("need_article", ""), ("frozen_article", "the whole of it"), ("usable_article", "100 bn")):
        write_rows(tiny / "claims.csv", {"claim_id": id, "phrase": phrase, "verdict": "confirmed"})
    row = verdicts.kinds(load_case(tiny)).iloc[0]
    assert (row["number"].value, row.counted.value) == (2, 1)


def test_what_is_counted_is_named_in_ukrainian_under_the_same_id(shipped, ukrainian):
    row = verdicts.verdicts(ukrainian).iloc[1]
    assert row.claims.how.endswith(" тверджень із висновком «частково правильно»")
    assert row.claims.name == "verdicts.verdict.partly_right"
    assert row.claims.leaf.id.startswith("count:claims/claims_with_the_verdict_“partly_right”@")
    counted = verdicts.kinds(ukrainian).counted.iloc[0]
    assert counted.how.endswith(" тверджень із висновком «підтверджено»: числа, які ми порахували або вивели")


def test_further_places_are_counted_in_ukrainian(ukrainian):
    claims = [Claim.model_construct(locator="; ".join(f"I p{at}" for at in range(1, count + 1))) for count in (3, 6)]
    assert [verdicts._format_place(claim).partition(" і ще ")[2] for claim in claims] == ["2 місця", "5 місць"]
