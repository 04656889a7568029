"""The widgets: what a reader may choose, and that the display changes with it."""

from __future__ import annotations

import json

import pytest

from analysis import explore, load_case
from analysis.errors import UsageError
from analysis.show.bundle import find_numbers
from tests.case.test_ledger import replace_text
from tests.case.test_soundness import set_formula
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


def test_a_question_that_a_case_cannot_answer_says_what_it_lacks_and_what_it_can(tiny):
    assert explore.list_questions(tiny) == ["Need", "Limits", "Own numbers"]
    (tiny / "roles.csv").write_text("role_id,played_by,note\nneed,reconstruction.need,\n")
    assert explore.list_questions(tiny) == ["Own numbers"]
    with pytest.raises(
        UsageError, match=r"^tiny cannot answer 'Need': nothing that plays the roles .*; it can answer: Own "
    ):
        explore.explorer("Need", tiny)


def test_the_numbers_of_any_case_can_be_moved_and_its_formulas_follow(tiny):
    set_formula(tiny, "assets.frozen / 3")
    panel = explore.explorer("Own numbers", tiny)
    shown = panel.children[-1].outputs[0]["data"]["text/plain"]
    assert "Usable frozen assets, computed" in shown
    names = [row.children[0].description for row in panel.children[1:-1]]
    assert names[:2] == ["reconstruction need", "frozen assets"]
    assert "troop cap" not in names  # of two plans: no one number
    panel.children[2].children[1].value = 60
    assert panel.children[-1].outputs[0]["data"]["text/plain"] != shown


def test_without_a_question_each_that_the_case_can_answer_has_a_panel(tiny):
    titles = [panel.children[0].value for panel in explore.explorer(case_dir=tiny).children]
    assert titles == [f"<h3>{question}</h3>" for question in ("Need", "Limits", "Own numbers")]


def test_a_slider_reaches_below_zero_where_a_claim_does_and_never_has_no_length(tiny):
    replace_text(tiny, "quantities", "reconstruction need,billion USD,0", "reconstruction need,billion USD,")
    replace_text(tiny, "claims", "I p1,800,", "I p1,-800,")
    replace_text(tiny, "claims", "article,I p2,300,,,,about", "article,I p2,0,,,,exact")
    need, frozen = (row.children[1] for row in explore.explorer("Own numbers", tiny).children[1:3])
    assert (need.min, need.max, frozen.min, frozen.max) == (-1600, 1176, 0, 1)


def test_what_is_shown_follows_a_number_set_by_the_reader():
    moved = load_case(TINY, override={"reconstruction.need": 500})
    gap = find_numbers([explore.show_money(moved)[0].text])[-1]
    assert gap.value == 400
    assert "parameter:reconstruction.need" in gap.claims
    assert len(explore.show_limits(moved)) == 2


def test_the_public_name_is_the_function_and_not_its_module():
    """A module of that name would take its place in the package, and a notebook would call a module."""
    from analysis import explorer

    assert explorer is explore.explorer
