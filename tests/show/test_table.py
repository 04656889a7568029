"""A table whose cells are Estimates, Labels or words."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from analysis import bars, compare, dots, load_case, network, parameter, table, timeline
from analysis.contract import BUNDLE_MIME, LabelPart
from analysis.errors import UntracedNumber, UsageError
from analysis.estimates.constructors import make_leaf
from analysis.label import Label
from analysis.show.bundle import find_numbers, format_text
from analysis.show.table import Table
from tests.conftest import TINY


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return compare.reconstruction.by_source(load_case(TINY))


def list_cells(made: Table) -> list[list[str]]:
    return [[format_text([cell]) for cell in row] for row in made.rows]


def test_all_columns_under_their_own_names(frame):
    made = table(frame, "Needs", key="needs")
    names = ["source", "standing", "years", "need", "gap", "coverage", "chosen", "who", "short"]
    assert [format_text(column.label) for column in made.columns] == names
    assert [column.align for column in made.columns] == ["left"] * 3 + ["right"] * 3 + ["left"] * 3
    first = ["The meeting by the lake", "need assessed", "", "$800 billion", "≥ $700 billion", "≤ 12.5%", "baseline"]
    assert list_cells(made)[0] == [*first, "The article (need assessed)", "The article"]


def test_chosen_columns_in_the_order_asked_for(frame):
    made = table(frame, "Needs", key="needs", columns={"gap": "Missing", "source": "By whom"})
    assert [column.key for column in made.columns] == ["gap", "source"]
    assert list_cells(made)[1] == ["≈ $490 billion", "Needs survey"]


def test_a_heading_may_be_a_name_of_the_case(frame):
    heading = {"need": Label("20-point plan", "plans/plan_20")}
    assert table(frame, "Needs", key="needs", columns=heading).columns[0].label == [
        LabelPart("20-point plan", "plans/plan_20")
    ]


def test_a_column_has_its_format(frame):
    made = table(frame, "Needs", key="needs", columns={"gap": "Missing"}, spec={"gap": "bare"})
    assert list_cells(made)[0] == ["$700 billion"]


def test_every_number_leads_to_a_card_also_in_caption_and_notes(frame):
    target, other = parameter("target", 0.5), parameter("other", 0.25)
    made = table(frame, "Needs at {target}", key="needs", columns={"need": "Need"}, target=target)
    bundle = made.note("And {other}.", other=other).build_bundle()
    assert set(bundle.claims) == {"need_article", "need_survey", "parameter:target", "parameter:other"}
    for number in find_numbers([bundle.block.caption, *bundle.block.notes, *bundle.block.rows]):
        assert set(number.claims) <= set(bundle.claims)
    assert made.notes == ()  # a note makes another table


def test_gaps_are_empty_cells():
    frame = pd.DataFrame({"a": [make_leaf("x", 1, "USD"), None, float("nan"), pd.NA, pd.NaT]}, dtype=object)
    assert list_cells(table(frame, "Gaps", key="gaps")) == [["$1"], [""], [""], [""], [""]]


@pytest.mark.parametrize("value", [5, 5.0, "5", True, pd.Timestamp("2025-12-28")])
def test_a_number_or_digit_without_a_claim_is_refused(value):
    with pytest.raises(UntracedNumber, match="table 'bad', column 'a'"):
        table(pd.DataFrame({"a": [value]}), "Bad", key="bad")


@pytest.mark.parametrize(
    "make",
    [
        lambda frame: table(frame, "By 2025", key="k"),
        lambda frame: table(frame, "C", key="k").note("In 2025"),
        lambda frame: table(frame, "C", key="k", columns={"need": "Need in 2025"}),
        lambda frame: table(frame.rename(columns={"need": "need_2"}), "C", key="k"),
    ],
)
def test_a_digit_in_caption_heading_or_note_is_refused(frame, make):
    with pytest.raises(UntracedNumber, match="typed digit"):
        make(frame)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"columns": {"ned": "Need"}}, r"table 'k': no column 'ned' \(nearest: need\)"),
        ({"spec": {"ned": "bare"}}, r"table 'k': spec has a format for 'ned', which is not shown \(nearest: need\)"),
        ({"spec": {"need": "bear"}}, r"no number format 'bear' \(nearest: bare\)"),
    ],
)
def test_a_misspelt_column_or_format_names_the_nearest(frame, asked, said):
    with pytest.raises(UsageError, match=said):
        table(frame, "Needs", key="k", **asked)


@pytest.mark.parametrize(
    "make",
    [
        lambda found: table(found, "C", key="k", columns={"a": "A"}),
        lambda found: bars(found, "C", key="k", label="a", value="b"),
        lambda found: dots(found, "C", key="k", label="a", series="b", value="c"),
        lambda found: timeline(found, "C", key="k"),
        lambda found: network(found, "C", key="k"),
    ],
)
@pytest.mark.parametrize(
    ("found", "said"),
    [([{"a": None}], "'k': found list; allowed: a pandas DataFrame"), (pd.DataFrame({"z": [None]}), "'k': no column")],
)
def test_what_is_no_frame_or_lacks_a_column_is_refused_in_words(make, found, said):
    with pytest.raises(UsageError, match=said):
        make(found)


def test_an_empty_frame_is_a_table_without_rows():
    made = table(pd.DataFrame(columns=["a", "b"]), "Nothing", key="none")
    assert (made.rows, len(made.columns)) == ((), 2)


def test_plain_forms(frame):
    bundle = table(frame, "Needs", key="needs")._repr_mimebundle_()
    assert "<table><caption>Needs</caption>" in bundle["text/html"]
    assert "$800 billion" in bundle["text/plain"]
    json.dumps(bundle[BUNDLE_MIME], allow_nan=False)


def test_shares_in_a_column_have_as_many_decimals_but_for_what_a_source_words():
    shares = [make_leaf("a", value, "percent", kind="assumption") for value in (62.9, 68, 7.25)]
    worded = make_leaf("b", 90, "percent", kind="claim")
    made = table(pd.DataFrame({"x": [*shares, worded]}, dtype=object), "Shares", key="s")
    assert [row[0] for row in list_cells(made)] == ["62.90%", "68.00%", "7.25%", "90%"]
