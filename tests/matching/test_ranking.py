"""Which quantity a number is about: bars on the shipped cases, and by unit, words, numbers, names and dates."""

from __future__ import annotations

import pytest

from analysis import load_case
from analysis.matching.ranking import Match, rank_quantities
from analysis.mentions import read_mentions
from tests.matching import score


@pytest.fixture(scope="module")
def shipped():
    return load_case()


def rank(case, text: str, at: int = 0, language: str = "en", **more) -> list[Match]:
    mention = [m for m in read_mentions(text, language) if m.counts or m.role == "date"][at]
    return rank_quantities(case, mention, text, language=language, **more)


@pytest.mark.parametrize("kind", ["phrases", "sentences"])
@pytest.mark.parametrize("name", score.CASES)
def test_the_right_quantity_is_mostly_among_the_first_three(name, kind):
    case = load_case(name)
    count, _, three, faults = score.score(case, score.list_questions(case, kind))
    assert count > 150
    assert three >= score.BARS[kind], faults


def test_each_number_of_a_sentence_is_ranked_by_the_words_around_it(shipped):
    text = "Of some 300 billion dollars that are frozen, at most 100 billion dollars are usable for the reconstruction."
    frozen, usable = ({match.quantity: match.score for match in rank(shipped, text, at)} for at in (0, 1))
    assert max(usable, key=lambda id: usable[id]) == "assets.usable"
    assert frozen["assets.frozen"] - frozen["assets.usable"] > usable["assets.frozen"] - usable["assets.usable"]


@pytest.mark.parametrize(
    ("language", "text", "quantity"),
    [
        ("uk", "На відновлення потрібно майже 590 мільярдів доларів.", "reconstruction.need"),
        ("de", "Der Wiederaufbau der Ukraine würde 588 Milliarden Dollar kosten.", "reconstruction.need"),
        ("de", "Die Armee darf höchstens 600.000 Soldaten haben.", "forces.cap"),
        ("fr", "La dette fédérale a dépassé 38 000 milliards de dollars.", "debt.federal"),
    ],
)
def test_a_sentence_in_another_language_is_ranked_by_unit_number_and_names(shipped, language, text, quantity):
    assert quantity in [match.quantity for match in rank(shipped, text, language=language)[:3]]


def test_only_quantities_whose_unit_fits_are_ranked(shipped):
    dollars = {match.quantity for match in rank(shipped, "It took 7 million dollars.", most=99)}
    assert dollars
    assert all("USD" in shipped.quantity(id).unit for id in dollars)
    assert rank(shipped, "It took 7 million yen.") == []


def test_the_factor_leads_from_the_number_as_written_to_the_unit_of_the_quantity(shipped):
    (need,) = (
        match
        for match in rank(shipped, "Rebuilding takes 0.8 trillion dollars.", most=99)
        if match.quantity == "reconstruction.need"
    )
    assert need.factor * 0.8 == 800


def test_a_claim_that_is_left_out_says_nothing(shipped):
    text = "The sum is 588 billion dollars."
    with_it, without = (rank(shipped, text, without=ids)[0] for ids in ([], ["need_rdna5"]))
    assert "need_rdna5 has this number" in with_it.reason
    assert "need_rdna5" not in without.reason
    assert without.score < with_it.score


def test_the_subject_is_one_that_the_text_names_among_those_of_the_quantity(shipped):
    text = "According to the 28-point plan the army may have 600,000 soldiers."
    cap = next(match for match in rank(shipped, text) if match.quantity == "forces.cap")
    assert cap.subject == "plan_28"


def test_a_date_is_about_a_date_and_a_bare_year_also_about_a_year(shipped):
    text = "Trump and Zelensky met on 28 December 2025 in Florida, after talks in 2024."
    units = {shipped.quantity(match.quantity).unit for match in rank(shipped, text, most=99)}
    assert units == {"date"}
    assert rank(shipped, text)[0].quantity == "meeting.date"
    assert "calendar_year" in {shipped.quantity(match.quantity).unit for match in rank(shipped, text, 1, most=99)}


def test_a_number_outside_the_bounds_of_a_quantity_ranks_lower(shipped):
    text = "The share of the plan that is agreed is {} percent."
    inside, outside = (
        next(m for m in rank(shipped, text.format(n), most=99) if m.quantity == "consensus.agreed").score
        for n in ("91", "191")
    )
    assert outside < inside - 0.5


def test_a_case_without_claims_is_ranked_by_its_quantities(tiny):
    claims = tiny / "claims.csv"
    claims.write_text(claims.read_text().splitlines()[0] + "\n")
    for name in ("corrections", "events", "assumptions", "forecasts"):
        if (table := tiny / f"{name}.csv").exists():
            table.write_text(table.read_text().splitlines()[0] + "\n")
    case = load_case(tiny)
    assert rank(case, "Rebuilding takes 800 billion dollars.")[0].score > 0
