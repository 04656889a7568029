"""Decisions as new rows: accepted ones are claims, rejected and merged ones waivers, and what is wrong has its row."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from analysis import load_case
from analysis.errors import UsageError
from analysis.proposals.decisions import Additions, find_factor, plan_additions
from analysis.proposals.proposal import Proposal
from analysis.proposals.table import make_gone_hash
from tests.proposals.test_table import make_row, make_table

NEED = make_row(
    decision="accept",
    claim_id="need_again",
    quantity="reconstruction.need",
    subject="ukraine",
    value="810",
    unit="billion USD",
    qualifier="about",
    status="estimated",
    as_of="2024",
    statement="Rebuilding takes this.",
)
CAP = make_row("28 points", decision="reject", reason="Counts points", claim_id="points")


def plan(folder, *rows: Proposal) -> Additions:
    before = {name: (folder / name).read_bytes() for name in ("claims.csv", "waivers.csv")}
    return plan_additions(load_case(folder), make_table(*rows), "review.csv", before)


def list_problems(folder, *rows: Proposal) -> list[str]:
    return [str(problem) for problem in plan(folder, *rows).problems]


def test_an_accepted_row_is_a_claim_verified_when_it_was_read(tiny):
    found = plan(tiny, NEED, CAP, replace(CAP, decision=""))
    ((line, claim),) = found.claims
    assert line == 2
    assert claim == {
        **{"claim_id": "need_again", "quantity": "reconstruction.need", "subject": "ukraine", "source": "article"},
        **{"locator": "I p1", "value": "810", "low": "", "high": "", "date": "", "qualifier": "about"},
        **{"status": "estimated", "as_of": "2024", "attributed_to": "", "statement": "Rebuilding takes this."},
        **{"phrase": "800 billion dollars", "rank": "normal", "verified": "2026-11-29"},
    }
    assert (found.undecided, found.there, found.problems) == (1, 0, [])
    assert found.remarks == [
        "row 2: its value 810 is not in “800 billion dollars”; correct need_again in claims.csv where that is a slip."
    ]


@pytest.mark.parametrize("rank", ["preferred", "deprecated"])
def test_a_row_may_be_accepted_with_a_rank(tiny, rank):
    (_, claim) = plan(tiny, replace(NEED, decision=f"accept:{rank}")).claims[0]
    assert (claim["claim_id"], claim["rank"]) == ("need_again", rank)


def test_a_rejected_row_is_a_waiver_and_a_merged_one_names_the_claim(tiny):
    merged = make_row("so much", decision="merge:need_article", claim_id="points")
    noted = make_row("that sum", decision="merge:need_again", reason="in other words")
    event = make_row("28 December", decision="merge:events/meeting")
    found = plan(tiny, CAP, merged, noted, event, NEED)
    assert [cells for _, cells in found.waivers] == [
        {"waiver_id": id, "source": "article", "locator": "I p1", "phrase": phrase, "reason": reason}
        for id, phrase, reason in (
            ("points", "28 points", "Counts points"),
            ("points_2", "so much", "Says what need_article says"),
            ("that_sum", "that sum", "Says what need_again says: in other words"),
            ("december", "28 December", "Says what meeting says"),
        )
    ]


def test_the_same_words_at_one_place_need_one_waiver(tiny):
    found = plan(tiny, CAP, replace(CAP, claim_id="other"))
    assert [cells["waiver_id"] for _, cells in found.waivers] == ["points"]


def test_a_waiver_of_words_without_latin_letters_has_an_id(tiny):
    (_, cells) = plan(tiny, make_row("28 пунктів", decision="reject", reason="Пункти")).waivers[0]
    assert cells["waiver_id"] == "number"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"quantity": ""},
            "review.csv:2:quantity: found nothing; allowed: an id of quantities.csv; no row is accepted",
        ),
        (
            {"statement": " "},
            "review.csv:2:statement: found nothing; allowed: what the source states, in your own words",
        ),
        ({"claim_id": ""}, "review.csv:2:claim_id: found nothing; allowed: an id for the claim in snake_case."),
        (
            {"claim_id": "cap_low"},
            "review.csv:2:claim_id: found 'cap_low'; allowed: an id that no claim of the case has.",
        ),
        (
            {"quantity": "reconstruction.nede"},
            "review.csv:2:quantity: found 'reconstruction.nede'; allowed: an id of quantities.csv (nearest: "
            "reconstruction.need). Correct it, or add the quantity to quantities.csv, with the unit billion USD.",
        ),
        (
            {"unit": "person"},
            "review.csv:2:unit: found 'person'; allowed: billion USD, in which reconstruction.need is measured. Choose",
        ),
        (
            {"decision": "merge:ned_article"},
            "review.csv:2:decision: found 'merge:ned_article'; allowed: merge: and the id",
        ),
        ({"decision": "reject"}, "review.csv:2:reason: found nothing; allowed: why the number needs no claim"),
    ],
)
def test_a_row_that_cannot_be_added_says_why_once(tiny, changes, said):
    (problem,) = list_problems(tiny, replace(NEED, **changes))
    assert problem.startswith(said)


def test_two_accepted_rows_of_one_id_are_refused_with_both_rows(tiny):
    other = make_row("90 billion", **{"decision": "accept", "claim_id": "need_again"})
    other = replace(NEED, phrase="90 billion", hash=other.hash)
    (problem,) = list_problems(tiny, NEED, other)
    assert problem.startswith(
        "review.csv:3:claim_id: found 'need_again'; allowed: an id that no other row accepts; row 2"
    )


def test_all_problems_of_all_rows_are_said_at_once(tiny):
    problems = list_problems(tiny, replace(NEED, quantity="", statement=""), replace(CAP, reason=""))
    assert [problem.split(": ")[0] for problem in problems] == [
        "review.csv:2:quantity",
        "review.csv:2:statement",
        "review.csv:3:reason",
    ]


def test_a_column_that_the_case_lacks_is_named(tiny):
    claims = tiny / "claims.csv"
    rows = [line.split(",") for line in claims.read_text().splitlines()]
    at = rows[0].index("attributed_to")
    claims.write_text("".join(",".join(row[:at] + row[at + 1 :]) + "\n" for row in rows if '"' not in ",".join(row)))
    assert list_problems(tiny, NEED) == []
    (problem,) = list_problems(tiny, replace(NEED, attributed_to="the envoy"))
    assert problem == (
        "review.csv:2:attributed_to: found 'the envoy'; allowed: nothing, as claims.csv has no column attributed_to. "
        "Empty the cell; or add the column to claims.csv, then write the table again."
    )


@pytest.mark.parametrize(
    ("unit", "value", "added"),
    [
        ("billion USD", "810", "810"),
        ("", "810", "810"),
        ("million USD", "1.1", "0.0011"),
        ("USD", "-800000000000", "-800"),
        ("trillion USD", "0.1", "100"),
        ("million USD", "many", "many"),
    ],
)
def test_numbers_are_added_in_the_unit_of_the_quantity_that_was_chosen(tiny, unit, value, added):
    ((_, claim),) = plan(tiny, replace(NEED, unit=unit, value=value, low=value)).claims
    assert (claim["value"], claim["low"]) == (added, added)


@pytest.mark.parametrize(
    ("written", "unit", "factor"),
    [
        ("thousand items", "person", "1000"),
        ("people", "million person", "0.000001"),
        ("percent", "one", "0.01"),
        ("EUR", "USD", None),
        ("person", "billion USD", None),
        ("furlongs", "km", None),
    ],
)
def test_only_what_measures_the_same_is_converted(written, unit, factor):
    assert find_factor(written, unit) == (None if factor is None else Decimal(factor))


def test_what_the_case_has_already_is_counted_and_not_added(tiny):
    (tiny / "waivers.csv").write_text(
        "waiver_id,source,locator,phrase,reason\nx,article,I p1,28 points,Counts points\n"
    )
    there = make_row("800 billion", decision="accept", claim_id="need_article")
    found = plan(tiny, there, CAP, replace(there, decision="reject", reason="A slip"))
    assert (found.claims, found.waivers, found.there, found.problems) == ([], [], 3, [])
    assert found.remarks == [
        "row 4: '800 billion' is the phrase of the claim need_article; where that is wrong, remove it from claims.csv."
    ]


def test_words_that_are_gone_add_nothing(tiny):
    gone = replace(NEED, claim_id="need_article", hash=make_gone_hash(NEED.hash))
    found = plan(tiny, gone, replace(gone, decision=""))
    assert (found.claims, found.waivers, found.there) == ([], [], 1)
    assert found.remarks[0].startswith("row 2: nothing is added for words that are gone. Where the claim need_article")


def test_a_table_without_a_decision_is_refused(tiny):
    with pytest.raises(UsageError, match=r"review.csv: no row is decided; write accept, reject or merge:ID"):
        plan(tiny, replace(NEED, decision=""))
