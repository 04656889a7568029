"""What a report says of its sources' dates and of each parameter."""

from __future__ import annotations

from typing import Annotated, Literal

import pytest

from analysis.contract import SourceCard
from analysis.dates import format_date
from analysis.messages import use_language
from analysis.report.document.basis_text import (
    describe_date,
    describe_parameter,
    describe_sources,
    extend_basis,
    find_newest_cited,
    introduce_texts,
)
from analysis.report.document.parameters import Parameter

ABOUT = {"basis": "claims of “The meeting”", "date": "2026-01"}


def source(date: str | None, role: str = "second") -> SourceCard:
    return SourceCard("s", "A text", date=date, role=role)


@pytest.mark.parametrize("sources", [[], [source(None)], [source("2026-02", role="article")]])
def test_without_another_dated_source_nothing_is_added(sources):
    assert extend_basis(ABOUT, sources) == {}


@pytest.mark.parametrize("date", ["2025-12-31", "2026-01-31"])
def test_another_source_is_named_even_where_it_is_no_newer_than_the_basis(date):
    assert extend_basis(ABOUT, [source(date)])["basis"].endswith(f", with other sources to {format_date(date)}")


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("2025-12-31", "with other sources to 31 December 2025"),
        ("2025-12", "with other sources to December 2025"),
        ("2025", "with other sources, the newest dated 2025"),
        ("2026-01~", "with other sources, the newest dated about January 2026"),
        ("2025-33", "with other sources, the newest dated first quarter of 2025"),
        ("2025-12/..", "with other sources, the newest dated from December 2025 on"),
    ],
)
def test_what_is_neither_day_nor_month_is_no_end(date, said):
    assert extend_basis(ABOUT, [source(date)])["basis"].endswith(f"”, {said}")


def test_the_newest_other_source_is_named_with_its_date():
    sources = [source("2026-02-01"), source("2026-03"), source("2025"), source("2027", role="article")]
    assert extend_basis(ABOUT, sources) == {
        "basis": "claims of “The meeting”, with other sources to March 2026",
        "basis_alone": "claims of “The meeting”",
        "checked_to": "March 2026",
    }


@pytest.mark.parametrize("about", [{}, {"date": "2026-01"}, {"basis": "", "date": "2026-01"}])
def test_without_a_basis_nothing_is_added(about):
    assert extend_basis(about, [source("2027")]) == {}


def test_where_every_source_counts_the_date_is_that_of_the_newest_cited():
    sources = [source("2026"), source("2025-12-31"), source("2026-01-01", role="article"), source(None)]
    assert find_newest_cited(sources) == {"date": "2026", "date_text": "2026"}
    assert find_newest_cited([*sources, source("2026-01-02")]) == {"date": "2026-01-02", "date_text": "2 January 2026"}
    assert find_newest_cited([source(None)]) == {}


@pytest.mark.parametrize(
    ("articles", "is_cited", "said"),
    [
        (1, False, "May 2026, the date of the text analysed"),
        (2, False, "May 2026, the date of the newest text analysed"),
        (0, True, "May 2026, the date of the newest source cited"),
        (0, False, "May 2026, the date of the newest source"),
    ],
)
def test_a_date_says_what_it_is_the_date_of(articles, is_cited, said):
    assert describe_date("May 2026", articles, is_cited) == said
    assert describe_date("", articles, is_cited) == ""


@pytest.mark.parametrize(
    ("about", "articles", "said"),
    [
        ({"basis": "claims of “A”"}, 1, "Claims of “A”"),
        (
            {
                "basis": "claims of “A”, with other sources to 2027",
                "basis_alone": "claims of “A”",
                "checked_to": "2027",
            },
            1,
            "Claims of “A”; checked against sources of which the newest is dated 2027",
        ),
        (
            {"basis": "claims of “A” and “B”", "date_text": "May 2026"},
            2,
            "Claims of “A” and “B”, the newest of May 2026",
        ),
        (
            {"basis": "preferred claims over all sources", "date_text": "May 2026"},
            0,
            "Preferred claims over all sources, up to May 2026",
        ),
        ({"date_text": "May 2026", "as_of": "May 2026, the date of it"}, 0, "As of May 2026, the date of it"),
        ({}, 0, ""),
    ],
)
def test_one_line_says_whose_claims_of_when_and_how_far_checked(about, articles, said):
    assert describe_sources(about, articles) == said


def describe(type: object, help: str, value: object, name: str = "the_name", **names: str) -> tuple[str, str]:
    return describe_parameter(Parameter(name, type, None, help, ""), value, names)


@pytest.mark.parametrize(
    ("type", "help", "value", "said"),
    [
        (float | None, "need; None takes the claim", None, ("need", "the claim")),
        (float | None, "need; None takes the claim", 500.0, ("need", "500")),
        (float | None, "need", None, ("need", "not set")),
        (float, "", 2.5, ("the name", "2.5")),
        (float, "share", 1 / 3, ("share", "0.333333333333")),
        (bool, "with reliability", True, ("with reliability", "yes")),
        (bool, "with reliability", False, ("with reliability", "no")),
        (str, "the day, EDTF", "2025-12-28", ("the day", "28 December 2025")),
        (str, "one plan, an id of plans.csv", "plan_28", ("one plan", "28-point plan")),
        (str, "one plan, an id of plans.csv", "other", ("one plan", "other")),
        (list[str], "plans, an id of plans.csv", ["plan_28", "other"], ("plans", "28-point plan and other")),
        (list[float], "shares", [], ("shares", "none")),
        (list[float], "shares", [1.0, 2.5], ("shares", "1 and 2.5")),
    ],
)
def test_a_parameter_in_a_readers_words(type, help, value, said):
    assert describe(type, help, value, plan_28="28-point plan") == said


def test_a_choice_is_described_by_the_words_of_its_place():
    basis = Literal["article", "all"]
    words = "the baseline: the article's, or the preferred"
    assert describe(basis, words, "article") == ("the baseline", "the article's")
    assert describe(basis, words, "all") == ("the baseline", "the preferred")
    assert describe(basis, words, "both") == (words, "both")
    assert describe(basis, "the baseline: one, two or three", "all")[1] == "all"  # three words for two choices
    three = Literal["a", "b", "c"]
    assert describe(three, "size: small, middle or large", "c") == ("size", "large")
    assert describe(Annotated[str, "x"], "size: small, middle or large", "c")[1] == "c"


def introduced(**facts: str) -> dict[str, object]:
    card = {"source_id": "a", "title": "The meeting", "reliability": "D", **facts}
    return {"name": "the article", "note": "", "source": card}


def test_a_text_is_introduced_with_what_is_not_known_of_it():
    assert introduce_texts([introduced(date_text="May 2026")]) == [
        ("The article", "“The meeting” of May 2026, no author or publisher named"),
        (
            "Its grade",
            "D, not usually reliable, on a scale of A (reliable), B (usually reliable), C (fairly reliable), D, "
            "E (unreliable) and F (cannot be judged)",
        ),
    ]


def test_of_several_texts_each_is_introduced_and_of_none_nothing():
    rows = introduce_texts([introduced(), {**introduced(author="A. B."), "note": "The second."}])
    assert [name for name, _ in rows] == ["Text analysed", "Its grade", "Text analysed", "What it is", "Its grade"]
    assert introduce_texts([]) == []


def test_dates_and_bases_are_said_in_ukrainian():
    about = {"basis": "твердження джерела «Зустріч»", "date_text": "травень 2026 року", "checked_to": "червень 2026"}
    with use_language("uk"):
        assert describe_date("травень 2026 року", 0, is_cited=True) == (
            "травень 2026 року (дата найновішого з цитованих джерел)"
        )
        assert describe_date("травень 2026 року", 1, is_cited=False) == "травень 2026 року (дата аналізованого тексту)"
        assert describe_sources(about, 1) == (
            "Твердження джерела «Зустріч», травень 2026 року; звірено з іншими джерелами (найновіше — червень 2026)"
        )
        assert describe_sources({"date_text": "травень 2026 року"}, 0) == "Станом на травень 2026 року"
        assert extend_basis(about, [source("2026")])["basis"].startswith(
            "твердження джерела «Зустріч» та інші джерела (найновіше — 2026"
        )


def test_a_text_that_is_analysed_is_introduced_in_ukrainian():
    card = SourceCard("a", "Зустріч", author="І. Франко", publisher="Тиждень", date_text="травень 2026 року")
    analysed = [{"name": "стаття", "note": "Перше повідомлення.", "source": card.to_json()}]
    with use_language("uk"):
        assert introduce_texts(analysed) == [
            ("Стаття", "«Зустріч», травень 2026 року, автор: І. Франко, видавець: Тиждень"),
            ("Що це за текст", "Перше повідомлення"),
        ]
        assert introduce_texts(analysed * 2)[2][0] == "Аналізований текст"


@pytest.mark.parametrize(
    ("help", "kind", "value", "said"),
    [
        ("потреба; None — за джерелом", float | None, None, ("потреба", "за джерелом")),
        ("потреба", float | None, None, ("потреба", "не задано")),
        ("потреба", float, 2.5, ("потреба", "2,5")),
        ("один план, ідентифікатор із plans.csv", str, "a", ("один план", "План А")),
        ("база: стаття або краще джерело", Literal["article", "preferred"], "preferred", ("база", "краще джерело")),
        ("враховувати втрати", bool, True, ("враховувати втрати", "так")),
        ("плани", list[str], [], ("плани", "немає")),
    ],
)
def test_a_parameter_of_a_ukrainian_notebook_is_described_by_its_help(help, kind, value, said):
    with use_language("uk"):
        assert describe_parameter(Parameter("p", kind, value, help, ""), value, {"a": "План А"}) == said
