"""Which note a number leads to, in which order notes come, and what a calculation without a name is called."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from analysis.contract import ClaimCard, NumberPart
from analysis.report.document.model import Column, Label, Number
from analysis.report.document.note_numbers import NoteNumbering

CARDS = {id: ClaimCard(id, "claim", f"thing {id}", "one", value=1) for id in "abcd"}


def claim(id: str) -> NumberPart:
    return NumberPart("1", 1, "one", 1, 1, "exact", (id,), f"thing {id}", False, "", "")


def computed(*claims: str, label: str = "", how: str = "", **more) -> NumberPart:
    how = how or " + ".join(claims)
    return replace(NumberPart("2", 2, "one", 2, 2, "exact", claims, how, True, "", label), **more)


@pytest.fixture
def notes() -> NoteNumbering:
    return NoteNumbering(CARDS)


def shown(note: int, text: str = "2") -> Number:
    return Number(text, 2, "one", 2, 2, "exact", ("a",), "", True, "", "", "n1", note)


def record_table(notes: NoteNumbering, *rows, columns: tuple[str, ...] = ("Plan", "Cost")) -> None:
    heads = tuple(Column(name.lower(), (name,), "left") for name in columns)
    notes.record_table(heads, tuple(tuple((cell,) for cell in row) for row in rows))


def test_a_claim_has_one_note_and_a_calculation_one_of_its_own(notes):
    order = [notes.assign_note(part, f"n{i}") for i, part in enumerate([claim("b"), computed("a", "b"), claim("b")])]
    assert order == [1, 2, 1]
    built = notes.build_notes()
    assert [(note.number, note.anchor, note.used, note.of) for note in built] == [
        (1, "note-1", ("n0", "n2"), ()),
        (2, "note-2", ("n1",), (3, 1)),
        (3, "note-3", (), ()),
    ]
    assert [note.card and note.card.id for note in built] == ["b", None, "a"]


def test_calculations_are_one_by_formula_and_claims(notes):
    same, other_claims, other_formula = (
        computed("a", "b"),
        computed("a", "c", how="a + b"),
        computed("a", "b", how="a − b"),
    )
    assert [notes.assign_note(part) for part in (same, same, other_claims, other_formula)] == [1, 1, 2, 3]
    outlined = [computed("a", "b", how="a + …", formula=formula) for formula in ("a + b + c", "a + b + d")]
    assert [notes.assign_note(part) for part in outlined] == [4, 5]


def test_what_a_calculation_is_made_of_has_notes_in_its_order_and_below_it_all(notes):
    inner = computed("c", "d", label="Sum")
    notes.assign_note(computed("a", "c", "d", of=("a", inner)), "n1")
    built = notes.build_notes()
    assert [note.of for note in built] == [(2, 3), (), (4, 5), (), ()]
    assert [note.name for note in built] == ["", "", "Sum", "", ""]
    assert [note.card and note.card.id for note in built] == [None, "a", None, "c", "d"]


def test_the_value_is_written_as_it_is_with_the_ends_it_has(notes):
    notes.assign_note(computed("a", unit="percent", value=-25, low=-30, high=-20, qualifier="about", text="about 25%"))
    notes.assign_note(computed("b", unit="percent", low=None, high=None, qualifier="about"))
    cut, endless, *_ = notes.build_notes()
    assert (cut.text, cut.low, cut.high, cut.unit) == ("about −25%", -30, -20, "percent")
    assert (endless.low, endless.high) == (-math.inf, math.inf)


def test_a_name_given_later_is_the_name(notes):
    notes.assign_note(computed("a", "b"))
    notes.assign_note(computed("a", "b", label="Gap"))
    notes.assign_note(computed("a", "b", label="Other"))
    assert notes.build_notes()[0].name == "Gap"


def test_a_calculation_without_a_name_is_called_by_its_row_and_column(notes):
    first, second = (notes.assign_note(computed("a", id)) for id in "bc")
    record_table(notes, ["Low", shown(first)], [Label("High", "plans/high"), shown(second)])
    record_table(notes, ["Elsewhere", shown(first)])  # the first table counts
    assert [note.name for note in notes.build_notes()[:2]] == ["Low – Cost", "High – Cost"]


def test_two_of_one_name_are_told_apart_by_their_rows(notes):
    first, second = (notes.assign_note(computed("a", id, label="Cost of it")) for id in "bc")
    alone = notes.assign_note(computed("a", "d", label="Alone"))
    record_table(notes, ["Low", shown(first)], ["High", shown(second)], ["Third", shown(alone)])
    assert [note.name for note in notes.build_notes()[:3]] == ["Low – Cost of it", "High – Cost of it", "Alone"]


def test_a_name_that_holds_its_row_is_told_apart_by_its_column(notes):
    first, second = (notes.assign_note(computed("a", id, label="Low plan")) for id in "bc")
    record_table(notes, ["Low", shown(first), shown(second)], columns=("Plan", "Cost", "Share"))
    assert [note.name for note in notes.build_notes()[:2]] == ["Low plan – Cost", "Low plan – Share"]


def test_a_row_is_called_by_its_first_cell_and_a_label_beside_it(notes):
    first, second, third = (notes.assign_note(computed("a", id)) for id in "bcd")
    columns = ("From", "To", "Distance")
    record_table(notes, ["Ukraine", Label("Russia", "parties/russia"), shown(first)], columns=columns)
    record_table(notes, ["Ukraine", "a plain word", shown(second)], columns=columns)
    record_table(notes, [shown(9), Label("Russia", "parties/russia"), shown(third)], columns=columns)
    names = [note.name for note in notes.build_notes()[:3]]
    assert names == ["Ukraine, Russia – Distance", "Ukraine – Distance", "Distance"]


@pytest.mark.parametrize(("length", "name"), [(80, "x" * 80 + " – Cost"), (81, "Cost")])
def test_a_long_cell_is_not_what_its_row_is_called(notes, length, name):
    record_table(notes, ["x" * length, shown(notes.assign_note(computed("a", "b")))])
    assert notes.build_notes()[0].name == name
