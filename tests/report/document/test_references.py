"""A reference by key becomes name and place, wherever in a block it stands."""

from __future__ import annotations

import pytest

from analysis.errors import ReportError
from analysis.report.document.model import Column, Label, Number, Points, Prose, Reference, Table
from analysis.report.document.references import resolve_references

SEE_GAP, SEE_LEVELS = Reference("", "gap"), Reference("", "levels")
GAP, LEVELS = Reference("Table 2", "table-gap"), Reference("Figure 1", "figure-levels")
PLACES = {"gap": GAP, "levels": LEVELS, "cite:a": Reference("(A, 2004)", "references")}


def test_a_text_a_list_and_every_part_of_a_table():
    assert resolve_references(("see ", SEE_GAP, "."), PLACES) == ("see ", GAP, ".")
    assert resolve_references(Points(((SEE_GAP,), ("and", SEE_LEVELS))), PLACES) == Points(((GAP,), ("and", LEVELS)))
    made = Table(
        "k", "table-k", 1, (SEE_GAP,), (Column("c", (SEE_LEVELS,), "left"),), (((SEE_GAP,),),), ((SEE_LEVELS,),)
    )
    assert resolve_references(made, PLACES) == Table(
        "k", "table-k", 1, (GAP,), (Column("c", (LEVELS,), "left"),), (((GAP,),),), ((LEVELS,),)
    )


def test_what_holds_no_reference_stays_the_same_object():
    number = Number("5", 5, "one", 5, 5, "exact", ("a",), "a", False, "", "", "n1")
    label = Label("Ukraine", "parties/ukraine")
    found = resolve_references(Prose((number, label, "word")), PLACES)
    assert found == Prose((number, label, "word"))
    assert found.text[0] is number
    assert found.text[1] is label


def test_a_key_nobody_has_names_the_nearest_and_all_there_are():
    with pytest.raises(ReportError) as refused:
        resolve_references((Reference("", "gapp"),), PLACES)
    assert str(refused.value) == (
        "see('gapp'): no table or figure has this key (nearest: gap); there are: gap, levels."
    )
    with pytest.raises(ReportError, match=r"has this key; no table or figure is shown\.$"):
        resolve_references((SEE_GAP,), {})
