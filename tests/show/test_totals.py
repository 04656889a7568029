"""The row of totals: added up by hand, left out with its reason where rows may not be added, set against a claim."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import cover, load_case, number, table
from analysis.contract import ClaimCard
from analysis.errors import UsageError
from analysis.estimates.constructors import make_leaf
from analysis.messages import use_language
from analysis.report.document import reader
from analysis.report.formats.html.page import write_html
from analysis.report.formats.markdown import write_markdown
from analysis.report.formats.table_csv import format_csv
from analysis.show.bundle import format_text
from tests.conftest import TINY
from tests.notebooks_in_memory import make_executed_notebook


def claim(
    id: str, value: float, unit: str = "billion USD", quantity: str = "", purpose: str = "", base: str = "", **card
):
    origin = ClaimCard(id, "claim", quantity or id, unit, value=value, attributed_to="the bank", **card)
    return make_leaf(id, value, unit, symbol=origin.quantity, origin=origin, purpose=purpose, base=base)


def add(*cells, claimed=None, totals="Total"):
    days = [claim(f"day{at}", 1, "day") for at in range(len(cells))]
    frame = pd.DataFrame({"item": ["words"] * len(cells), "amount": cells, "other": days})
    more = {"claimed": {"amount": claimed}} if claimed is not None else {}
    return table(
        frame, "Sums", key="sums", totals=totals, columns={"item": "Item", "amount": "Sum", "other": "Days"}, **more
    )


def read_last(made) -> list[str]:
    return [format_text([cell]) for cell in made.rows[-1]]


def test_a_column_is_added_up_in_the_unit_of_its_first_row():
    made = add(claim("a", 2), claim("b", 500, "million USD"), claim("c", 1))
    assert read_last(made) == ["Total", "$3.5 billion", "3 days"]
    assert made.rows[-1][1].claims == ("a", "b", "c")
    assert made.build_block().summed
    assert made.notes == ()


def test_rows_without_a_number_are_left_out_and_a_note_says_so():
    made = add(claim("a", 2), "–", None)
    assert read_last(made)[1] == "$2 billion"
    assert list(map(format_text, made.notes)) == ["The total of “Sum” leaves out the rows without a number."]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ([claim("a", 2), claim("b", 3, "person")], "its rows do not measure the same thing."),
        ([claim("a", 2, "percent"), claim("b", 3, "percent")], "its rows are shares, rates or dates"),
        ([claim("a", 2, "USD / person"), claim("b", 3, "USD / person")], "its rows are shares, rates or dates"),
        (
            [claim("a", 2, purpose="defence"), claim("b", 3, purpose="rebuilding")],
            "its rows are money for unlike purposes.",
        ),
        ([claim("a", 2, quantity="aid (28 days)")] * 2, "two of its rows contain one claim, on aid (28 days)."),
        ([claim("a", 2, quantity="aid"), claim("b", 3, quantity="aid")], "two of its rows say the same of aid."),
        (
            [claim("a", 2, quantity="aid"), claim("b", 1, quantity="aid", subject="the bank")],
            "one of its rows is the whole of which another is a part, of aid.",
        ),
        (
            [
                claim("a", 2, quantity="people", base="x", subject="n"),
                claim("b", 1, quantity="people", base="y", subject="s"),
            ],
            "its rows do not cover the same of people.",
        ),
    ],
)
def test_what_may_not_be_added_up_has_a_dash_and_a_reason(cells, reason):
    made = add(*cells)
    assert read_last(made)[1] == "–"
    assert read_last(made)[2] == "2 days"
    assert next(map(format_text, made.notes)).startswith(f"There is no total of “Sum”: {reason}")


def test_years_of_one_quantity_and_sums_at_one_rate_are_added_up():
    years = [claim("a", 2, quantity="aid", as_of="2023"), claim("b", 3, quantity="aid", as_of="2024")]
    assert read_last(add(*years))[1] == "$5 billion"
    rate = claim("rate", 1.5, "USD / EUR")
    euros = [(claim(id, 2, "billion EUR") * rate).to("billion USD") for id in ("c", "d")]
    assert read_last(add(*euros))[1] == "$6 billion"
    again = (claim("c", 2, "billion EUR") * rate).to("billion USD")
    assert read_last(add(euros[0], again))[1] == "–"


@pytest.mark.parametrize(
    ("claimed", "said"),
    [
        (6, "The total of “Sum” is $6 billion by the bank, $1 billion more than the rows add up to."),
        (4, "The total of “Sum” is $4 billion by the bank, $1 billion less than the rows add up to."),
        (5, "The total of “Sum” is $5 billion by the bank, which the rows can add up to."),
    ],
)
def test_a_claimed_total_is_set_against_the_rows(claimed, said):
    made = add(claim("a", 2), claim("b", 3), claimed=claim("whole", claimed))
    assert list(map(format_text, made.notes)) == [said]
    assert "whole" in {leaf.id for estimate in made.numbers for leaf in estimate.leaves}


def test_what_cannot_be_asked_for():
    with pytest.raises(UsageError, match=r"table 'sums': claimed has a total for 'amount', which .*; write totals="):
        add(claim("a", 2), claimed=claim("whole", 2), totals="")
    with pytest.raises(UsageError, match=r"found day claimed of Sum, whose rows add up to billion USD"):
        add(claim("a", 2), claimed=claim("whole", 2, "day"))
    words = pd.DataFrame({"item": ["words"], "share": [number(2, "percent")]})
    with pytest.raises(
        UsageError, match=r"no column can be added up: There is no total of “share”: its rows are shares"
    ):
        table(words, "Sums", key="sums", totals="Total")
    with pytest.raises(UsageError, match="totals needs a first column of words"):
        table(words[["share"]], "Sums", key="sums", totals="Total")


def test_a_table_without_rows_has_no_total():
    frame = pd.DataFrame({"item": [], "amount": []})
    made = table(frame, "Sums", key="sums", totals="Total")
    assert made.rows == ()
    assert not made.summed


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=8))
def test_the_total_is_the_sum_whatever_the_rows(amounts):
    cells = [claim(f"c{at}", amount, "person") for at, amount in enumerate(amounts)]
    assert add(*cells).rows[-1][1].value == sum(amounts)


def test_the_total_stays_below_the_rows_that_a_reader_sorts():
    case = load_case(TINY)
    made = add(claim("a", 2), claim("b", 3))
    document = reader.read_document(make_executed_notebook(cover("A title", "A question?", case.about), made))
    (foot,) = write_html(document, {}).split("<tfoot>")[1:]
    assert ">Total<" in foot.split("</tfoot>")[0]
    assert "| Total" in write_markdown(document)
    assert format_csv(document.blocks[0]).splitlines()[-1].startswith("Total,5,5,5,billion USD,exact,a b,")


def test_totals_and_their_reasons_in_ukrainian():
    with use_language("uk"):
        made = add(claim("a", 2), claim("b", 3), "–", claimed=claim("c", 9), totals="Разом")
        assert [format_text(note).replace("\N{NO-BREAK SPACE}", " ") for note in made.notes] == [
            "Сума стовпця «Sum» не враховує рядків без числа.",
            "Сума стовпця «Sum» становить 9 млрд $ (за даними: the bank) — на 4 млрд $ більше, ніж дають рядки разом.",
        ]
        unlike = add(claim("a", 2), claim("b", 3, "person"))
        twice = add(claim("a", 2, quantity="потреба"), claim("a", 2, quantity="потреба"))
    (reason,) = map(format_text, unlike.notes)
    assert reason == "Суми стовпця «Sum» немає: його рядки вимірюють різне."
    (reason,) = map(format_text, twice.notes)
    assert reason == "Суми стовпця «Sum» немає: два його рядки містять те саме твердження (показник: потреба)."
