"""Both bases side by side: what differs, in which unit, and what the title says, worked by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis import bases, compare, elsewhere, load_case, number
from analysis.compare import basis
from analysis.estimates.difference import NOTHING, OTHER_TIME, SAME, UNLIKE
from analysis.label import Label, join_names
from analysis.show.bundle import format_text, parse_template
from analysis.show.number import format_estimate
from tests.conftest import TINY, merge_folders


@pytest.fixture(scope="module")
def tiny():
    return load_case(TINY)


@pytest.fixture(scope="module")
def shipped():
    return load_case()


def format_changes(rows):
    return [change if isinstance(change, str) else format_estimate(change, "bare,signed") for change in rows.change]


def format_title(rows):
    found = basis.finding(rows)
    return format_text(parse_template(found.pop("caption"), found))


def test_a_difference_is_the_second_number_minus_the_first(tiny):
    r = compare.reconstruction
    rows = basis.switch(tiny, r.gap, r.coverage, "assets.frozen")
    assert [format_estimate(number) for number in rows["all"]] == [
        "about $490 billion",
        "about 17%",
        "about $300 billion",
    ]
    assert format_changes(rows) == ["−$212 billion", "+4.5 points", "The same"]  # 588 - 100 - 700; 17.0 - 12.5
    assert rows.change[0].claims == {"need_article", "need_survey", "usable_article"}


def test_two_numbers_of_a_series_are_of_another_time_not_apart(gauge):
    case = load_case(gauge)
    rows = basis.switch(case, "river.flow", "reconstruction.need")
    assert (rows.article[0].value, rows["all"][0].value, rows.change[0]) == (140, 79, OTHER_TIME)  # 2024, and 2025
    assert rows.change[1] not in (OTHER_TIME, basis.SAME)
    strip = bases(rows, case.analysed, basis=case.basis, **basis.finding(rows))
    assert strip.rows[0][-1] == "≠ of another time"
    assert elsewhere(case["river.flow"]).value == 135  # what the survey gives for the article's year
    assert elsewhere(case.on("all")["river.flow"]) is None  # of 2025 the article says nothing
    assert elsewhere(case.at("river.flow", "2022")).value == 61


def test_what_the_article_does_not_claim_is_not_called_its_number(shipped):
    power = compare.power  # the capacity is claimed by others only, load and price are our assumptions
    rows = basis.switch(shipped, "plant.capacity", power.output)
    assert list(rows.article) == list(rows.change) == [basis.NOTHING] * 2
    assert rows["all"][0].value == 6000
    assert format_title(rows) == "The article gives no number to compare with those of other sources"
    mixed = basis.switch(shipped, "plant.capacity", "reconstruction.need", compare.consensus.by_issue)
    assert (mixed.article[0], mixed.article[1].value, mixed.change[2]) == (basis.NOTHING, 800, basis.SAME)
    assert format_title(mixed).startswith("Other sources change one of these three numbers: ")


def test_a_count_from_nothing_is_not_left_blank(shipped):
    plans = compare.plans
    rows = basis.switch(shipped, *[(plans.fate, "plan_28", "plan_20", fate) for fate in plans.FATES])
    assert format_changes(rows) == ["+7", "+10", "+8", "+1", "−5"]  # 0 to 7, 4 to 14, 2 to 10, 1 to 2, 5 to 0
    assert format_title(rows) == "Other sources change all five of these numbers"


@pytest.mark.parametrize(
    ("results", "text"),
    [
        (["forces.prewar"], "Other sources change this number"),
        (["forces.strength"], "Other sources do not change this number"),
        ([("forces.cap", "plan_28"), "forces.strength"], "Other sources change neither of these numbers"),
        (["forces.prewar", "population.now"], "Other sources change both of these numbers"),
        (["forces.strength", "forces.prewar"], "Other sources change one of these two numbers: pre-war strength"),
        (
            [compare.reconstruction.gap, "forces.strength", "forces.prewar"],
            "Other sources change two of these three numbers: funding gap and pre-war strength",
        ),
        (
            ["reconstruction.need", "forces.strength", "forces.prewar", "population.now"],
            "Other sources change three of these four numbers",
        ),
    ],
)
def test_the_title_says_how_many_change_and_which(shipped, results, text):
    assert format_title(basis.switch(shipped, *results)) == text


def test_claims_with_different_bases_have_no_difference(tmp_path):
    folder = merge_folders(TINY, into=tmp_path / "based")
    claims = folder / "claims.csv"
    text = claims.read_text("utf-8").replace(
        "estimated,2025-12,,,Rebuilding", "estimated,2025-12,a sum to raise,,Rebuilding"
    )
    based = text.replace("estimated,2025-06,,,The survey", "estimated,2025-06,a need,,The survey")
    for content, gap in ((text, "−$212 billion"), (based, basis.UNLIKE)):  # a claim without a base is like every other
        claims.write_text(content, "utf-8")
        rows = basis.switch(load_case(folder), compare.reconstruction.gap, "assets.frozen")
        assert format_changes(rows) == [gap, basis.SAME]
        assert format_title(rows) == "Other sources change one of these two numbers: funding gap"


def test_what_the_reader_sets_is_the_same_on_both_bases():
    case = load_case(TINY, override={"reconstruction.need": 500})
    assert format_changes(basis.switch(case, compare.reconstruction.gap)) == ["The same"]


def test_a_title_keeps_the_capital_of_a_name_that_begins_a_result(tmp_path):
    folder = merge_folders(TINY, into=tmp_path / "named")
    table = folder / "quantities.csv"
    table.write_text(table.read_text("utf-8").replace(",reconstruction need,", ",Ukraine’s need,"), "utf-8")
    rows = basis.switch(load_case(folder), "reconstruction.need", "assets.frozen")
    assert format_title(rows) == "Other sources change one of these two numbers: Ukraine’s need"


def list_changes(*changes):
    row = {"result": Label("Дефіцит", "gap"), "article": number(1)}
    return pd.DataFrame([{**row, "change": change} for change in changes], dtype=object)


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ([SAME], "Інші джерела не змінюють цього числа"),
        ([UNLIKE], "Інші джерела змінюють це число"),
        ([SAME, SAME], "Інші джерела не змінюють жодного з цих двох чисел"),
        ([UNLIKE, UNLIKE], "Інші джерела змінюють обидва ці числа"),
        ([UNLIKE] * 3, "Інші джерела змінюють усі ці три числа"),
        ([UNLIKE] * 5, "Інші джерела змінюють усі ці п’ять чисел"),
        ([UNLIKE] * 13, "Інші джерела змінюють усі ці числа"),
        ([UNLIKE, SAME, SAME], "Інші джерела змінюють одне з цих трьох чисел: {result_a}"),
        ([UNLIKE, UNLIKE, SAME, SAME], "Інші джерела змінюють два з цих чотирьох чисел: {result_a} _ {result_b}"),
        ([UNLIKE] * 3 + [SAME] * 2, "Інші джерела змінюють три з цих п’яти чисел"),
        ([UNLIKE] * 3 + [SAME] * 20, "Інші джерела змінюють три з цих багатьох чисел"),
        ([NOTHING], "Стаття не наводить числа, яке можна порівняти з числами інших джерел"),
    ],
)
def test_numerals_agree_in_ukrainian(ukrainian, changes, title):
    assert basis.finding(list_changes(*changes))["caption"] == title.replace(" _ ", join_names(["", ""]))
