"""Formulas are computed before any report is: by the claims of the text, and by all."""

from __future__ import annotations

import re

import pytest

from analysis import limits, load_case
from analysis.case.selection import BASES
from analysis.case.soundness import check_formulas, check_ties, describe_analysed
from analysis.errors import CaseError
from tests.case.test_ledger import catch_case_error, replace_text

WITHOUT = "assets.usable,usable frozen assets,billion USD,0,,,"


def set_formula(case, formula: str, unit: str = "billion USD") -> None:
    replace_text(case, "quantities", WITHOUT, f"assets.usable,usable frozen assets,{unit},,,{formula},")


def list_problems(case) -> list[str]:
    return [str(problem) for problem in check_formulas(load_case(case))]


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("assets.frozen / 3", ""),
        ("assets.frozen / (1 - 1)", "has no value: it divides by zero"),
        ("reconstruction.need * (assets.frozen / (assets.frozen - assets.frozen))", "it divides by zero or takes"),
        ("assets.frozen * 999999999999999999", "it gives 3e+29, more than 1e+24."),
        ("reconstruction.need * forces.cap / forces.cap", ""),  # for each plan
        ("reconstruction.need * forces.cap / (forces.cap - forces.cap@plan_low)", "it divides by zero or takes"),
        ("reconstruction.need * forces.cap@plan_low / forces.cap@plan_high", ""),
    ],
)
def test_a_formula_without_a_value_is_named_with_its_row(tiny, formula, said):
    set_formula(tiny, formula)
    found = list_problems(tiny)
    assert len(found) == bool(said)
    assert said in "".join(found)
    assert "".join(found).startswith(f"quantities.csv:4:formula: found {formula!r}; allowed: " if said else "")


def test_a_formula_is_computed_on_both_bases(tiny):
    set_formula(tiny, "assets.frozen * reconstruction.need / (reconstruction.need - 588 * debt.federal / debt.federal)")
    with pytest.raises(CaseError, match="a plain number cannot be subtracted from billion USD"):
        load_case(tiny)
    replace_text(tiny, "quantities", "588 * debt.federal / debt.federal", "debt.federal * 588 / 38000")
    assert "a value for the preferred claims over all sources" in "".join(list_problems(tiny))


def test_a_divisor_whose_interval_holds_zero_but_whose_value_does_not_is_a_number_without_an_end(tiny):
    set_formula(tiny, "reconstruction.need * assets.frozen / (assets.frozen - reconstruction.need * 0.36)")
    assert list_problems(tiny) == []
    assert load_case(tiny).derived("assets.usable").high == float("inf")


@pytest.mark.parametrize(
    ("formula", "unit", "said"),
    [
        ("forces.strength", "billion USD", "person cannot be read in billion USD: they measure different things."),
        ("assets.frozen + forces.strength", "billion USD", "person cannot be added to billion USD"),
        ("assets.frozen * (1 / 0)", "billion USD", "has no value: it divides by zero, or its numbers grow too large."),
        ("assets.frozen", "date", "allowed: a formula of numbers: assets.usable is a date."),
    ],
)
def test_a_formula_that_does_not_give_what_its_quantity_measures_is_refused(tiny, formula, unit, said):
    set_formula(tiny, formula, unit)
    if unit == "date":
        replace_text(tiny, "claims", "assets.usable,,article,I p2,100,,,,", "assets.usable,,article,I p2,,,,2025,")
    (problem,) = catch_case_error(tiny).problems
    assert (problem.file, problem.row, problem.column) == ("quantities.csv", 4, "formula")
    assert said in str(problem)


def add_chain(case, length: int, formula: str) -> None:
    rows = "".join(f"x.q{n},q{n},billion USD,,,{formula.format(f'x.q{n + 1}')},Q,,\n" for n in range(length))
    path = case / "quantities.csv"
    path.write_text(f"{path.read_text()}{rows}x.q{length},last,billion USD,,,,Q,,\n", encoding="utf-8")


def test_formulas_that_build_on_one_another_have_a_bound(tiny):
    add_chain(tiny, limits.MAX_CHAIN, "{0}")
    assert list_problems(tiny) == []
    add_chain(tiny, 0, "")
    replace_text(
        tiny, "quantities", "x.q20,last,billion USD,,,,Q,,\nx.q0,last", "x.q20,last,billion USD,,,x.q21,Q,,\nx.q21,z"
    )
    (problem,) = catch_case_error(tiny).problems
    assert "found 21 formulas that build on one another, with 1 terms in all; allowed: at most 20" in str(problem)


def test_formulas_that_double_at_each_step_have_a_bound(tiny):
    add_chain(tiny, 10, "{0} + {0}")
    (problem,) = catch_case_error(tiny).problems
    assert "found 10 formulas that build on one another, with 1,024 terms in all" in str(problem)
    assert (problem.file, problem.column) == ("quantities.csv", "formula")


# Ties


def list_ties(case) -> list[str]:
    return [str(problem) for problem in check_ties(load_case(case))]


def test_claims_that_are_equally_good_are_named_with_the_basis_on_which_they_are(tiny):
    assert list_ties(tiny) == []
    replace_text(tiny, "claims", "588 billion,2026-01-02,,,preferred", "588 billion,2026-01-02,,,normal")
    assert list_ties(tiny) == [
        "claims.csv:3:rank: found 'normal'; allowed: one best claim for reconstruction.need; need_article, need_survey "
        "are equal where the preferred claims over all sources count. Make one of them preferred, deprecate the "
        "others, or say by as_of which is the newest."
    ]
    replace_text(tiny, "claims", "588 billion,2026-01-02,,,normal", "588 billion,2026-01-02,,,deprecated")
    assert list_ties(tiny) == []


def test_two_claims_of_the_analysed_text_tie_on_its_basis_alone(tiny):
    replace_text(tiny, "claims", "need_survey,reconstruction.need,,survey", "need_second,reconstruction.need,,article")
    replace_text(tiny, "claims", "588 billion,2026-01-02,,,preferred", "588 billion,2026-01-02,,,normal")
    (tie,) = list_ties(tiny)
    assert "need_article, need_second are equal where the claims of the analysed text count" in tie


def test_a_tie_names_the_subject(tiny):
    path = tiny / "claims.csv"
    text = path.read_text(encoding="utf-8").replace('600,000",,,,preferred', '600,000",,,,normal')
    more = "cap_more,forces.cap,{},survey,p. 4,7,,,,exact,proposed,2025-11,,,Another.,,,,,{},\n"
    path.write_text(text + more.format("plan_low", "preferred"), encoding="utf-8")
    assert list_ties(tiny) == []
    path.write_text(text + more.format("plan_high", "normal"), encoding="utf-8")
    assert list_ties(tiny) == []
    path.write_text(text + more.format("plan_low", "normal"), encoding="utf-8")
    (tie,) = list_ties(tiny)
    assert "one best claim for forces.cap of plan_low; cap_low, cap_more are equal where the preferred" in tie


def test_texts_may_differ_and_so_may_dates_of_what_is_no_event(tiny):
    replace_text(tiny, "claims", "588 billion,2026-01-02,,,preferred", "588 billion,2026-01-02,,,normal")
    for unit, date in (("text", ""), ("date", "2025")):
        replace_text(tiny, "quantities", "reconstruction need,billion USD,0", f"reconstruction need,{unit},")
        replace_text(tiny, "claims", "I p1,800,,,,", f"I p1,,,,{date},")
        replace_text(tiny, "claims", "p. 3,588,,,,", f"p. 3,,,,{date},")
        assert list_ties(tiny) == []
        replace_text(tiny, "quantities", f"reconstruction need,{unit},", "reconstruction need,billion USD,0")
        replace_text(tiny, "claims", f"I p1,,,,{date},", "I p1,800,,,,")
        replace_text(tiny, "claims", f"p. 3,,,,{date},", "p. 3,588,,,,")


# What a case may lack, or have twice


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("forces.cap * assets.frozen", "USD * person cannot be read in billion USD"),
        ("population.now", "million person cannot be read in billion USD"),
        ("assets.frozen * forces.cap / forces.strength", ""),  # a value for each plan, by the one strength
    ],
)
def test_a_formula_measures_what_its_quantity_does(tiny, formula, said):
    set_formula(tiny, formula)
    if said:
        with pytest.raises(CaseError, match=re.escape(said)):
            load_case(tiny)
    else:
        case = load_case(tiny)
        assert [case.derived("assets.usable", plan).value for plan in ("plan_low", "plan_high")] == [225, 300]
        assert list_problems(tiny) == []


@pytest.mark.parametrize("basis", BASES)
def test_a_claim_on_the_whole_and_one_on_a_part_are_each_asked_for(tiny, basis):
    replace_text(tiny, "claims", "cap_low,forces.cap,plan_low", "cap_low,forces.cap,")
    case = load_case(tiny, basis=basis)
    assert (case["forces.cap"].value, case["forces.cap", "plan_high"].value) == (600_000, 800_000)
    assert list(case.by_subject("forces.cap")) == ["plan_high"]
    assert list_ties(tiny) == list_problems(tiny) == []


def test_a_case_may_have_no_analysed_text_or_two(tiny):
    replace_text(tiny, "sources", ",assessment,second,", ",assessment,article,")
    assert str(load_case(tiny).analysed) == "the texts that are analysed"
    replace_text(tiny, "claims", "588 billion,2026-01-02,,,preferred", "588 billion,2026-01-02,,,normal")
    (tie,) = list_ties(tiny)
    assert "need_article, need_survey are equal where the claims of the analysed text count" in tie
    path = tiny / "sources.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",article,en,", ",second,en,"), encoding="utf-8")
    case = load_case(tiny)
    assert case.analysed is None
    assert case.about["basis"] == "preferred claims over all sources"


def test_claims_of_two_analysed_texts_that_tie_say_that_there_are_two(tiny):
    assert list(describe_analysed(load_case(tiny))) == []
    replace_text(tiny, "sources", "assessment,second", "assessment,article")
    replace_text(tiny, "claims", ",2026-01-02,,,preferred,", ",2026-01-02,,,normal,")
    case = load_case(tiny)
    [said] = describe_analysed(case)
    assert said.startswith("sources.csv: article, survey have the role article, so their claims count together")
    replace_text(tiny, "claims", "588,,,,about,estimated,2025-06", "588,,,,about,estimated,2025-12")
    [problem] = check_ties(load_case(tiny))
    assert problem.remedy.endswith(said)
