"""A reference by key becomes name and place, wherever in a block it stands."""

from __future__ import annotations

import pytest

from analysis.errors import ReportError
from analysis.messages import use_language
from analysis.report.document.model import Column, Label, Number, Points, Prose, Reference, Table
from analysis.report.document.references import Placement, resolve_references

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


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ((), "Табл. 2"),
        (("Це видно. ",), "Табл. 2"),
        (("Чому? «",), "Табл. 2"),
        (("як показує ",), "табл. 2"),
        (("це видно (див. ",), "табл. 2"),
        ((Reference("", "levels"), " та "), "табл. 2"),
    ],
)
def test_a_reference_within_a_sentence_is_abbreviated_in_small_letters(before, said):
    places = {"gap": Placement("table-gap", 2), "levels": Placement("figure-levels", 1)}
    with use_language("uk"):
        *_, last = resolve_references((*before, SEE_GAP), places)
    assert last == Reference(said, "table-gap")


def test_the_strip_under_the_title_and_a_figure_are_referred_to_by_name():
    places = {"gap": Placement("strip-gap", 0), "levels": Placement("figure-levels", 1)}
    assert resolve_references(("In ", SEE_GAP), places)[-1] == Reference("the strip under the title", "strip-gap")
    assert resolve_references((SEE_LEVELS,), places) == (LEVELS,)
