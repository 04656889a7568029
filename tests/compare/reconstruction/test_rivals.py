"""The gap by the claims of other sources, and which of them are no rivals."""

from __future__ import annotations

import pytest

from analysis import load_case, number
from analysis.compare.reconstruction import rivals
from analysis.show.number import format_estimate
from tests.case.test_funds import write_rows
from tests.case.test_ledger import replace_text
from tests.conftest import TINY


def test_the_gap_by_source_marks_the_one_in_use():
    article = rivals.by_source(load_case(TINY))
    assert article[["need", "gap"]].map(lambda e: e.value).to_numpy().tolist() == [[800, 700], [588, 488]]
    assert article["chosen"].tolist() == ["baseline", ""]
    everybody = rivals.by_source(load_case(TINY, basis="all"))
    assert everybody["chosen"].tolist() == ["", "baseline"]
    assert format_estimate(article["coverage"].iloc[1]) == "about 17%"


def test_the_gap_by_source_leaves_deprecated_claims_out(tiny):
    replace_text(tiny, "claims", "588 billion,2026-01-02,,,preferred", "588 billion,2026-01-02,,,deprecated")
    assert len(rivals.by_source(load_case(tiny))) == 1


def test_what_is_of_another_time_is_no_rival_need(tiny):
    write_rows(
        tiny / "claims.csv",
        {"claim_id": "need_article", "rank": "preferred"},
        {"claim_id": "need_survey", "as_of": "2020-06", "rank": "normal"},
    )
    assert [need.value for need in rivals.by_source(load_case(tiny)).need] == [800]
    write_rows(tiny / "claims.csv", {"claim_id": "need_survey", "as_of": "2025-06"})
    assert [need.value for need in rivals.by_source(load_case(tiny)).need] == [800, 588]


@pytest.mark.parametrize(("now", "of", "needs"), [("2035", "2030", [800]), ("2025-12", "2024-06", [800, 588])])
def test_a_forecast_of_another_year_is_no_rival_but_a_revised_need_is_shown(tiny, now, of, needs):
    said = {"attributed_to": "the bank"}
    write_rows(
        tiny / "claims.csv",
        said | {"claim_id": "need_article", "as_of": now, "rank": "preferred"},
        said | {"claim_id": "need_survey", "as_of": of, "rank": "normal"},  # published in June 2025
    )
    assert [need.value for need in rivals.by_source(load_case(tiny)).need] == needs


def test_what_counts_here_is_shown_though_it_is_of_another_time(tiny):
    write_rows(tiny / "claims.csv", {"claim_id": "need_survey", "as_of": "2020-06"})  # the preferred one
    for basis, counts in (("article", 800), ("all", 588)):
        assert [need.value for need in rivals.by_source(load_case(tiny, basis=basis)).need] == [counts]


def test_needs_of_two_years_are_not_set_against_each_other(tiny):
    bank = {"attributed_to": "Bank"}
    write_rows(
        tiny / "claims.csv", *({"claim_id": id, "as_of": "2030"} | bank for id in ("need_article", "need_survey"))
    )
    assert [need.value for need in rivals.by_source(load_case(tiny)).need] == [800, 588]
    write_rows(tiny / "claims.csv", {"claim_id": "need_survey", "as_of": "2035"})
    assert [need.value for need in rivals.by_source(load_case(tiny)).need] == [800]


def test_a_rival_is_named_by_who_gives_it_and_what_it_is():
    shipped = load_case()
    first, *others = map(str, rivals.by_source(shipped).who)
    assert first == "The article, citing the 20-point plan (sum hoped for)"
    assert others[0].startswith("World Bank, ")
    assert list(map(str, rivals.by_source(shipped).short)) == [
        "The 20-point plan",
        "World Bank, 2026 to 2035",
        "World Bank, 2025 to 2034",
        "EU-US prosperity framework",  # one of its numbers only
    ]
    assert [name.rpartition(" (")[2] for name in others] == [
        "need assessed, 2026 to 2035)",
        "need assessed, 2025 to 2034)",
        "need assessed, 2026 to 2035)",
    ]
    assert str(rivals.by_usable(shipped).who[1]) == "The 28-point plan"  # whom a news report cites


@pytest.mark.parametrize(
    ("gap", "other", "words"),
    [
        (700, None, "; {there_who} gives {there_need}, a need assessed"),
        (700, 488, ", or {there_gap} of the {there_need} that {there_who} gives as a need assessed"),
        (
            700,
            -12,
            "; {there_who} gives {there_need}, a need assessed; by {there_basis}, all is covered "
            "(a gap of {there_gap})",
        ),
        (
            -12,
            488,
            "; {there_who} gives {there_need}, a need assessed (a gap of {gap}); by {there_basis}, {there_gap} "
            "would be missing",
        ),
        (-12, -20, "; {there_who} gives {there_need}, a need assessed"),
    ],
)
def test_what_the_other_basis_says_of_the_need_stands_beside_the_gap(gap, other, words):
    case = load_case()
    need = load_case(basis="all")["reconstruction.need"]
    found = None if other is None else number(other, "billion USD")
    assert rivals.dispute(case, number(gap, "billion USD"), need, None, found) == words


def test_means_alone_can_be_in_dispute():
    case, usable, gap = load_case(), load_case(basis="all")["assets.usable"], number(700, "billion USD")
    assert rivals.dispute(case, gap, None, None, None) == ""
    assert rivals.dispute(case, gap, None, usable, number(600, "billion USD")) == (
        "; by {there_basis}, {there_gap} would be missing"
    )


@pytest.mark.parametrize(
    ("gap", "need", "usable", "other", "words"),
    [
        (700, 1, None, 488, " або {there_gap} із {there_need} (оцінені потреби, за даними {there_who:genitive})"),
        (
            700, 1, 1, 488,
            " або, якщо {means} — {there_usable} (за даними {there_usable_who:genitive}), {there_gap} із "
            "{there_need} (оцінені потреби, за даними {there_who:genitive})",
        ),
        (700, 1, None, None, "; за даними {there_who:genitive} — {there_need} (оцінені потреби)"),
        (700, None, None, 488, "; якщо брати {there_basis}, бракувало б {there_gap}"),
        (-5, None, None, 488, " (дефіцит: {gap}); якщо брати {there_basis}, бракувало б {there_gap}"),
        (700, None, None, -5, "; якщо брати {there_basis}, покрито все (дефіцит: {there_gap})"),
        (-5, None, None, -5, ""),
    ],
)  # fmt: skip
def test_what_the_other_basis_says_is_said_in_ukrainian(ukrainian, gap, need, usable, other, words):
    case = load_case(TINY, basis="all")
    sums = [None if value is None else number(value) for value in (usable, other)]
    there = case[case.role("need")] if need else None
    assert rivals.dispute(case, number(gap), there, *sums) == words


def test_the_source_in_use_is_marked_in_ukrainian(ukrainian):
    rows = rivals.by_source(load_case(TINY))
    assert rows[rows.chosen == "baseline"].chosen.map(str).tolist() == ["взято за основу"]
    assert [str(kind) for kind in rows.standing] == ["оцінені потреби"] * 2
