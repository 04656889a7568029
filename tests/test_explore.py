"""The widgets: what a reader may choose, and that the display changes with it."""

from __future__ import annotations

import json

import pytest

from analysis import explore, load_case
from analysis.errors import MissingRole, UsageError
from analysis.show.bundle import find_numbers
from tests.conftest import TINY


def test_claims_to_choose_from_begin_with_the_one_in_use():
    case = load_case(TINY)
    assert explore.list_choices(case, "reconstruction.need") == [
        ("$800 billion: The meeting by the lake", 800),
        ("$588 billion: Needs survey", 588),
    ]


def test_choosing_a_claim_moves_the_slider_and_redraws():
    panel = explore.explorer("Need", TINY)
    chooser, slider = panel.children[1].children
    output = panel.children[-1]
    before = [shown["data"]["text/plain"] for shown in output.outputs]
    chooser.value = 588
    assert slider.value == 588
    after = [shown["data"]["text/plain"] for shown in output.outputs]
    assert len(before) == len(after) == 3
    assert "at least $700 billion" in before[0]
    assert "$488 billion" in after[0]
    assert json.dumps(output.outputs)  # what the front end receives is plain JSON


def test_a_misspelt_question_names_the_nearest():
    with pytest.raises(UsageError, match=r"no question 'Limit' \(nearest: Limits\)"):
        explore.explorer("Limit", TINY)


def test_what_is_shown_follows_a_number_set_by_the_reader():
    moved = load_case(TINY, override={"reconstruction.need": 500})
    gap = find_numbers([explore.show_money(moved)[0].text])[-1]
    assert gap.value == 400
    assert "parameter:reconstruction.need" in gap.claims
    assert len(explore.show_limits(moved)) == 2


def test_a_case_that_cannot_be_asked_says_which_part_nothing_plays(tiny):
    (tiny / "roles.csv").write_text("role_id,played_by,note\nneed,reconstruction.need,\n")
    with pytest.raises(MissingRole, match="does not say what is its stock"):
        explore.explorer("Need", tiny)


def test_the_public_name_is_the_function_and_not_its_module():
    """A module of that name would take its place in the package, and a notebook would call a module."""
    from analysis import explorer

    assert explorer is explore.explorer
