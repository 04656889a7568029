"""A proposal and its quantity: value in its unit, another quantity, and what to add without one."""

from __future__ import annotations

import csv
import io

import pytest

from analysis import load_case
from analysis.case.case import Case
from analysis.documents import read_document
from analysis.errors import UsageError
from analysis.proposals.linking import change_quantity, suggest_quantity
from analysis.proposals.numbers import find_document_numbers
from analysis.proposals.proposal import Proposal
from analysis.proposals.propose import propose_claims


@pytest.fixture(scope="module")
def shipped() -> Case:
    return load_case()


def propose(case: Case, text: str, language: str = "en") -> list[Proposal]:
    return propose_claims(case, read_document(f"News\nToday\n{text}".encode(), "text"), "rdna4_reuters", language)


def test_a_value_is_in_the_unit_of_the_quantity(shipped):
    (row,) = propose(
        shipped, "Rebuilding Ukraine after the war would cost 0.61 trillion dollars, the reconstruction need."
    )
    assert (row.quantity, row.value, row.unit) == ("reconstruction.need", "610", "billion USD")


def test_a_range_has_its_ends_in_the_unit_of_the_quantity(shipped):
    (row,) = propose(shipped, "The reconstruction need, rebuilding after the war, is 0.5 to 0.61 trillion dollars.")
    assert (row.quantity, row.value, row.low, row.high) == ("reconstruction.need", "", "500", "610")


def test_a_number_that_nothing_fits_names_the_row_to_add_with_its_unit(shipped):
    (row,) = propose(shipped, "The bridge carried 7 million tonnes of barley.")
    assert (row.quantity, row.value, row.unit) == ("", "7", "million tonnes")
    suggested = row.why.partition("to complete: ")[2].partition("; ")[0]
    cells = next(csv.reader(io.StringIO(suggested)))
    header = next(csv.reader(io.StringIO(shipped.files.read_text("quantities.csv"))))
    assert len(cells) == len(header)
    made = dict(zip(header, cells, strict=True))
    assert (made["quantity_id"], made["name"], made["unit"]) == ("topic.barley", "barley", "million tonne")


def test_the_suggested_row_makes_the_case_take_the_number(tiny):
    text = "News\nToday\nThe bridge carried 7 million tonnes of barley.\n"
    case = load_case(tiny)
    (number,) = find_document_numbers(case, read_document(text.encode()), "survey", "en")
    row = suggest_quantity(case, number).partition("to complete: ")[2]
    with (tiny / "quantities.csv").open("a", encoding="utf-8") as file:
        file.write(row + "\n")
    (proposal,) = propose_claims(load_case(tiny), read_document(text.encode()), "survey")
    assert (proposal.quantity, proposal.value) == ("topic.barley", "7")


def test_a_unit_that_is_not_known_is_said_with_what_to_do(shipped):
    (row,) = propose(shipped, "It weighed 40 pounds.", "en")
    assert row.quantity == ""
    assert "define it in units.txt" in row.why or "a row for quantities.csv" in row.why


def test_another_quantity_takes_the_numbers_along_in_its_unit(shipped):
    row = Proposal(quantity="reconstruction.need", quantity_2="debt.federal", value="588", low="", unit="billion USD")
    changed = change_quantity(row, "debt.federal", shipped)
    assert (changed.quantity, changed.quantity_2, changed.value, changed.unit) == (
        "debt.federal",
        "reconstruction.need",
        "0.588",
        "trillion USD",
    )
    assert change_quantity(changed, "reconstruction.need", shipped) == row


@pytest.mark.parametrize(
    ("quantity", "message"), [("reconstruction.ned", "nearest"), ("forces.cap", "is no value of forces.cap")]
)
def test_what_measures_another_thing_is_refused(shipped, quantity, message):
    with pytest.raises(UsageError, match=message):
        change_quantity(Proposal(quantity="reconstruction.need", value="588", unit="billion USD"), quantity, shipped)
