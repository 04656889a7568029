"""The widgets: what a reader may choose, and that the display follows."""

from __future__ import annotations

from analysis import explorer as explore
from analysis import load_case
from analysis.show.bundle import find_numbers
from tests.conftest import TINY


def test_claims_to_choose_from_begin_with_the_one_in_use():
    case = load_case(TINY)
    assert explore.list_choices(case, "reconstruction.need") == [
        ("$800 billion: The meeting by the lake", 800),
        ("$588 billion: Needs survey", 588),
    ]


def test_choosing_a_claim_moves_the_slider_and_redraws():
    panel = explore.explorer("Reconstruction", TINY)
    chooser, slider = panel.children[1].children
    before = str(panel.children[-1].outputs)
    chooser.value = 588
    assert slider.value == 588
    assert before == "()"  # outside a kernel an Output keeps nothing, but redrawing must not raise


def test_what_is_shown_follows_a_number_set_by_the_reader():
    moved = load_case(TINY, override={"reconstruction.need": 500})
    gap = find_numbers([explore.show_money(moved)[0].text])[-1]
    assert gap.value == 400
    assert "parameter:reconstruction.need" in gap.claims
    assert len(explore.show_troops(moved)) == 2
