"""What became of a guarantee, and who called how much of it agreed."""

from __future__ import annotations

from datetime import date

import pytest

from analysis import load_case
from analysis.case.template import create_case
from analysis.compare import denominators
from analysis.compare.guarantees import course
from analysis.estimates.constructors import number
from analysis.messages import use_language
from tests.conftest import TINY, merge_folders


def test_what_a_share_is_of_is_named_where_a_source_says_so(shipped):
    texts = shipped.on("all")
    assert str(denominators.covered(texts, texts["consensus.guarantees"])) == "the American part"
    assert denominators.covered(shipped, shipped["consensus.guarantees"]) is None


def test_what_became_of_the_guarantee_is_told_in_order(shipped):
    frame = course.became(shipped)
    assert [str(day) for day in frame.as_of][-2:] == ["January 2026", "13 February 2026"]
    [party] = frame[frame.about == "party"].to_dict("records")
    assert (str(party["as_of"]), str(party["said_by"])) == ("7 January 2026", "the source itself")
    assert "no signatory" in str(party["statement"])


CLAIMS = """
years_old,promise.years,plan_low,survey,p. 1,10,,,,exact,proposed,2025-06,,It lasts so long.,,,,normal,
years_new,promise.years,plan_high,article,p. 1,25,,,,exact,proposed,2026-01,,It lasts so long.,,,,normal,
"""


@pytest.fixture(scope="module")
def two_terms(tmp_path_factory):
    """A case in which two promises have the names of plans, and each plan a length."""
    into = tmp_path_factory.mktemp("case") / "terms"
    folder = merge_folders(TINY, TINY.parent / "matters", into=into)
    path = folder / "guarantees.csv"
    text = (
        path.read_text(encoding="utf-8").replace("The promise", "20-point plan").replace("The pledge", "28-point plan")
    )
    path.write_text(text, encoding="utf-8")
    with (folder / "claims.csv").open("a", encoding="utf-8") as file:
        file.write(CLAIMS.lstrip())
    with (folder / "quantities.csv").open("a", encoding="utf-8") as file:
        file.write("promise.years,length,year,,,,How long it lasts,\n")
    return load_case(folder)


@pytest.mark.parametrize(
    ("promise", "expected"),
    [
        ("20-Point Plan", ("plan_high", 25, "20-point plan")),
        ("28-point plan", ("plan_low", 10, "28-point plan")),
        ("another text", ("plan_low", 10, "28-point plan")),  # nothing is said of it: whose this is, is named
    ],
)
def test_the_length_of_a_promise_is_what_is_said_of_it(two_terms, promise, expected):
    found = course.length(two_terms, promise, years="promise.years")
    assert (found.subject, found.years.value, str(found.promise), found.until) == (*expected, None)
    rows = course.years(two_terms, years="promise.years")
    assert [str(name) for name in rows.subject] == ["28-point plan", "20-point plan"]


def test_a_length_said_of_who_promises_is_that_of_any_promise(shipped):
    found = course.length(shipped, "20-point plan in the article")
    assert (found.subject, found.years.value, found.promise, found.until.value) == ("united_states", 15, None, 2041)


def test_terms_run_from_any_day_of_the_year_of_signature_to_any_day_of_the_last(shipped):
    [short, _, long] = course.terms(shipped).itertuples()
    days = [date(2026, 1, 1), date(2027, 12, 31), date(2041, 1, 1), date(2042, 12, 31)]
    found = [short.start.low, short.start.high, short.end.low, short.end.high]
    assert found == [day.toordinal() for day in days]
    # 30 to 50 years from 2026 or 2027
    assert (long.end.low, long.end.high) == (date(2056, 1, 1).toordinal(), date(2077, 12, 31).toordinal())
    assert [str(row.when) for row in (short, long)] == [
        "15 years, to 2041 or 2042",
        "30 to 50 years, to between 2056 and 2077",
    ]
    assert short.end.claims >= short.years.claims


def test_without_a_year_of_signature_there_are_no_terms(tmp_path):
    create_case(tmp_path / "pond", {"guarantees": ("guarantees", "guarantee_years")})
    assert len(course.terms(load_case(tmp_path / "pond"))) == 0


@pytest.mark.parametrize(
    ("lengths", "until", "english", "ukrainian"),
    [
        ((1, 1), (2027, 2027), "1 year, to 2027", "1 рік, до 2027 року"),
        ((2, 2), (2028, 2029), "2 years, to 2028 or 2029", "2 роки, до 2028 або 2029 року"),
        ((15, 15), (2041, 2042), "15 years, to 2041 or 2042", "15 років, до 2041 або 2042 року"),
        ((1.5, 1.5), (2027, 2027), "1.5 years, to 2027", "1,5 року, до 2027 року"),
        ((30, 50), (2056, 2077), "30 to 50 years, to between 2056 and 2077", "30–50 років, до 2056–2077 років"),
    ],
)
def test_a_term_is_said_with_the_plural_of_its_length(lengths, until, english, ukrainian):
    row = {
        name: number(value)
        for name, value in zip(("shortest", "longest", "first", "last"), (*lengths, *until), strict=True)
    }
    assert course._describe_term(row) == english
    with use_language("uk"):
        assert course._describe_term(row).replace("\xa0", " ") == ukrainian


def test_what_became_of_a_guarantee_compares_in_english_and_prints_in_ukrainian(ukrainian):
    frame = course.became(ukrainian)
    [party] = frame[frame.about == "party"].to_dict("records")
    assert (str(party["about"]), str(party["said_by"])) == ("сторона", "саме джерело")
