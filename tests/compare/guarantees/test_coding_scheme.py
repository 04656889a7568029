"""Which elements a guarantee has, and which weights they can be given."""

from __future__ import annotations

import re

import pytest

from analysis import load_case
from analysis.compare.guarantees import coding_scheme, content, fullness
from analysis.errors import UsageError
from tests.compare.test_answers import index_rows
from tests.conftest import TINY, merge_folders

ELEMENTS = ("guarantors", "trigger", "response", "forces", "duration", "ratification", "monitoring", "funding")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("triger=2", "no element 'triger' (nearest: trigger)"),
        ("trigger=much", "trigger has the weight 'much'; allowed: a number from 0 to 1000"),
        ("trigger=-1", "trigger has the weight '-1'"),
        ("; ".join(f"{element}=0" for element in ELEMENTS), "all elements have the weight 0"),
    ],
)
def test_weights_that_cannot_be_used_are_refused(shipped, text, message):
    with pytest.raises(UsageError, match=re.escape(message)):
        coding_scheme.read_weights(shipped, text)


def test_an_agreement_of_another_kind_has_elements_of_its_own(tmp_path):
    folder = merge_folders(TINY, TINY.parent / "matters", into=tmp_path / "dispute")
    (folder / "vocabulary.csv").write_text(
        "word_id,column,word,name,meaning\npay,guarantees/element,pay,rise in pay,By how much pay rises\n"
    )
    with (folder / "guarantees.csv").open("a", encoding="utf-8") as file:
        file.write("g5,The pledge,pay,2,Five in a hundred,,article,II p5,\n")
    case = load_case(folder)
    # of the library's elements those that a row codes, then the case's own
    assert coding_scheme.scheme(case) == {
        "guarantors": "Guarantors",
        "trigger": "Trigger",
        "duration": "Duration",
        "pay": "Rise in pay",
    }
    frame = index_rows(fullness.completeness(case), "promise")
    assert frame["The pledge"]["completeness"].value == pytest.approx(
        100 * 3 / 8
    )  # one mentioned, one specified, of four
    assert coding_scheme.elements(case).value == 4
    assert coding_scheme.read_weights(case, "pay=3") == {"pay": 3.0}
    assert "pay" in content.by_promise(case)
