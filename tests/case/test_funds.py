"""What a sum of money is for: the fund of a claim, and what may not be set against what."""

from __future__ import annotations

import csv

import pytest

from analysis import load_case
from analysis.case.funds import convert_money, find_fund
from analysis.errors import CaseError, MissingClaim, UnitError
from tests.case.test_ledger import replace_text


def write_rows(path, *changed):
    """Adds rows, each as column -> cell, to a table, or changes those that are there; it may have any other columns."""
    with path.open(newline="") as file:
        reader = csv.DictReader(file)
        names, rows = list(reader.fieldnames), {row[reader.fieldnames[0]]: row for row in reader}
    for row in changed:
        rows[row[names[0]]] = rows.get(row[names[0]], {}) | row
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, names, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows.values())


HEADER = "fund_id,name,purpose,prices,years,covers,note\n"
FUNDS = (
    "need_of_all,Need by anybody,rebuilding,,,reconstruction.need,\n"
    "need_of_survey,Need by the survey,rebuilding,2025,2026/2035,need_survey,\n"
    "arms,Arms,defence,,2026,,\n"
)


@pytest.fixture
def funded(tiny):
    """The tiny case with three funds; its usable assets are for arms."""
    (tiny / "funds.csv").write_text(HEADER + FUNDS)
    replace_text(tiny, "claims", "usable_article,assets.usable,,", "usable_article,assets.usable,arms,")
    return tiny


def test_the_subject_goes_before_the_claim_and_the_claim_before_the_quantity(funded):
    ledger = load_case(funded).ledger

    def find(*args):
        fund = find_fund(ledger, *args)
        return fund and fund.id

    assert find("assets.usable", "arms", "usable_article") == "arms"
    assert find("reconstruction.need", "arms", "need_survey") == "arms"
    assert find("reconstruction.need", None, "need_survey") == "need_of_survey"
    assert find("reconstruction.need", None, "need_article") == "need_of_all"
    assert find("reconstruction.need", "united_states") == "need_of_all"
    assert find("assets.frozen", None, "frozen_article") is None


def test_money_for_unlike_purposes_is_refused_with_both_names(funded):
    case = load_case(funded)
    need, arms = case["reconstruction.need"], case["assets.usable", "arms"]
    assert (need.purposes, arms.purposes) == ({"rebuilding"}, {"defence"})
    with pytest.raises(UnitError) as refused:
        need - arms
    assert str(refused.value) == (
        "usable frozen assets (for defence) cannot be subtracted from reconstruction need (for rebuilding): they are "
        "money for unlike purposes. Set each against money for the same purpose, or correct its purpose in funds.csv"
    )


def test_a_value_that_a_reader_sets_is_for_what_the_claim_was_for(funded):
    case = load_case(funded, override={"reconstruction.need": 500, "assets.usable": 90})
    assert case["reconstruction.need"].purposes == {"rebuilding"}
    assert case["assets.usable", "arms"].purposes == {"defence"}


def test_what_no_fund_covers_is_for_anything(funded):
    case = load_case(funded)
    assert case["assets.frozen"].purposes == case["population.now"].purposes == frozenset()
    assert (case["reconstruction.need"] - case["assets.frozen"]).purposes == {"rebuilding"}


def test_what_two_funds_cover_is_a_problem_with_its_place(tiny):
    (tiny / "funds.csv").write_text(HEADER + FUNDS + "other,Other,defence,,,assets.usable; need_survey,\n")
    with pytest.raises(CaseError) as refused:
        load_case(tiny)
    assert str(refused.value).splitlines()[0] == (
        "funds.csv:5:covers: found 'need_survey'; allowed: what no other fund covers; need_of_survey covers it. "
        "Remove it from one of them."
    )


def test_the_card_of_a_sum_says_what_it_is_for(funded):
    case = load_case(funded)
    survey = case.estimate(case.claims("reconstruction.need")[1])
    assert survey.leaf.origin.meaning == (
        "What rebuilding would cost (for rebuilding, spent in 2026 to 2035, in prices of 2025)"
    )
    assert case["assets.usable", "arms"].leaf.origin.meaning.endswith(" (for defence, spent in 2026)")
    assert case["population.now"].leaf.origin.meaning == "Inhabitants now"
    shipped = load_case()
    need, means = shipped["reconstruction.need"].leaf.origin, shipped["funding.pledged", "era_loans"].leaf.origin
    assert need.meaning == "What rebuilding Ukraine after the war would cost (a sum to be raised; for rebuilding)"
    assert means.meaning.endswith(" (for several purposes, spent in 2024 to 2027)")


def test_money_is_converted_at_the_rate_of_the_case():
    case = load_case()
    loan = case["loan.eu", "european_union"]
    assert convert_money(case, loan, "billion USD", "currency.usd_per_eur").value == pytest.approx(90 * 1.176)
    assert convert_money(case, loan, "million EUR", "no.rate_is_needed").value == pytest.approx(90_000)
    with pytest.raises(MissingClaim, match=r"no claim on no\.rate"):
        convert_money(case, loan, "billion USD", "no.rate")
    with pytest.raises(UnitError):
        convert_money(case, loan, "billion UAH", "currency.usd_per_eur")
