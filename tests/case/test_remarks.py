"""A case's own sentences for the shared notebooks, and what fills the places in them."""

from __future__ import annotations

import csv

import pytest

from analysis import load_case, say
from analysis.case.remarks import check_remarks
from analysis.errors import UsageError

COLUMNS = ["remark_id", "notebook", "place", "basis", "text", "note"]


def write_remarks(case, *rows):
    with (case / "remarks.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        for number, row in enumerate(rows, 1):
            writer.writerow({"remark_id": f"r{number}", "notebook": "brief", "place": "became"} | row)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{debt.federal} are owed.", "$38 trillion"),
        ("By {sources/article/title}.", None),
        ("The {plan_low} is later.", None),
        ("Of {claims/debt_article:range}.", "$38 trillion"),
    ],
)
def test_a_place_is_filled_by_what_it_names(tiny, text, expected):
    write_remarks(tiny, {"text": text})
    case = load_case(tiny)
    ((words, places),) = case.remarks("brief", "became")
    (value,) = places.values()
    assert words.count("{place_1") == 1
    if expected:
        assert value.claims == frozenset({"debt_article"})
    else:
        name = text.partition("{")[2].partition("}")[0]
        id = name.split("/")[1] if "/" in name else name
        assert str(value) in (case.ledger.tables["sources"][id].title if "/" in name else str(case.label(id)))


def test_remarks_of_one_place_are_appended_as_one_text(tiny):
    write_remarks(tiny, {"text": "Of {claims/debt_article:range}."}, {"text": "A {{brace}} and {claims/cap_low}."})
    text, places = load_case(tiny).remark("brief", "became")
    assert text == " Of {remark_1_place_1:range}. A {{brace}} and {remark_2_place_1}."
    assert [places[name].claims for name in places] == [{"debt_article"}, {"cap_low"}]
    assert str(say("It is so." + text, **places)).endswith("A {brace} and 600,000.")


def test_a_remark_stands_only_at_its_place_and_on_its_basis(tiny):
    write_remarks(
        tiny,
        {"text": "Always."},
        {"text": "By the article.", "basis": "article"},
        {"text": "By others.", "basis": "all; pooled"},
        {"text": "Elsewhere.", "place": "scale"},
        {"text": "In another.", "notebook": "forces"},
    )
    found = {
        basis: [text for text, _ in load_case(tiny, basis=basis).remarks("brief", "became")]
        for basis in ("article", "all")
    }
    assert found == {"article": ["Always.", "By the article."], "all": ["Always.", "By others."]}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{debt.fedral} are owed.", "nearest: debt.federal"),
        ("{claims/debt_artcle} are owed.", "claims.csv has no row 'debt_artcle' (nearest: debt_article)"),
        ("{claim/debt_article} are owed.", "no table 'claim' (nearest: claims)"),
        ("{sources/article/titel} says.", "has no column 'titel' (nearest: title)"),
        ("About 38 trillion.", "no typed digit"),
        ("Owed {debt.federal.", "xpected '}' before end of string."),
    ],
)
def test_check_names_the_remark_that_cannot_be_filled(tiny, text, said):
    write_remarks(tiny, {"text": text})
    (problem,) = check_remarks(load_case(tiny))
    assert (problem.file, problem.row, problem.column) == ("remarks.csv", 2, "text")
    assert said in str(problem)


def test_a_place_that_names_nothing_is_refused_where_it_is_used(tiny):
    write_remarks(tiny, {"text": "{plan_z} is later."})
    with pytest.raises(UsageError, match="no name for 'plan_z'"):
        load_case(tiny).remarks("brief", "became")


def test_braces_may_be_written_twice_to_stand_in_the_text(tiny):
    write_remarks(tiny, {"text": "A {{set}} of {debt.federal}."})
    ((words, places),) = load_case(tiny).remarks("brief", "became")
    assert words.format(**dict.fromkeys(places, "x")) == "A {set} of x."
