"""Which comparisons are offered, in which words, and for which cases."""

from __future__ import annotations

import pytest

from analysis import compare, load_case
from analysis.explore.opening import choose_opening
from analysis.explore.questions import (
    find_by_function,
    find_comparison,
    list_answered,
    list_comparisons,
    list_topics,
    word_topic,
)
from tests.conftest import TINY


def test_what_is_offered_is_answered():
    case = load_case(TINY)
    topics = list_topics(case)
    assert topics
    for topic in topics:
        for comparison, arguments in list_answered(case, topic):
            assert comparison.function(case, **arguments) is not None
            assert comparison.topic == topic


def test_what_a_case_lacks_is_not_offered(tiny):
    assert {"reconstruction", "forces"} <= set(list_topics(load_case(tiny)))
    (tiny / "roles.csv").write_text("role_id,played_by,note\nneed,reconstruction.need,\n")
    case = load_case(tiny)
    assert "forces" not in list_topics(case)
    assert "reconstruction.gap" not in [one.name for one, _ in list_answered(case, "reconstruction")]
    assert "does not say what is its means" in find_comparison("reconstruction.gap").explain_refusal(case)


def test_the_topics_of_the_reports_of_a_case_come_first():
    assert list_topics(load_case(TINY))[:2] == ["reconstruction", "forces"]  # as in its reports.csv


@pytest.mark.parametrize("comparison", list_comparisons().values(), ids=lambda one: one.name)
def test_each_is_said_in_one_line_of_words(comparison):
    assert comparison.words[0].isupper() or comparison.words[0].isdigit()
    assert "\n" not in comparison.words
    assert len(comparison.words) > 15
    assert not comparison.words.endswith(".")


def test_a_topic_is_a_question_and_its_comparisons_are_found_by_name_and_by_function():
    assert word_topic("plant").startswith("Plant: who would run it")
    assert find_by_function(compare.forces.caps) == find_comparison("compare.forces.caps")
    assert find_by_function(lambda case: None) is None


def test_a_panel_opens_on_a_number_of_two_alike_that_can_be_set_else_on_any_else_on_the_numbers(tiny):
    case = load_case(tiny)
    assert choose_opening(case, list_topics(case), None).asked.name == "reconstruction.gap"
    assert choose_opening(case, ["timeline"], None).asked.__name__ == "list_claimed"
    assert choose_opening(case, ["forces"], None).asked.topic == "forces"
