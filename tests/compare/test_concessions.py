"""What each plan would cost each force, worked by hand."""

from __future__ import annotations

import pytest

from analysis import load_case
from analysis.compare import concessions


@pytest.fixture(scope="module")
def shipped():
    return load_case()


def test_two_plans_are_compared_on_the_issues_in_both(shipped, matters):
    frame = concessions.concessions_by_plan(shipped, "plan_28", "plan_20")
    assert [count.value for count in frame.issues] == [5, 5, 5, 5]
    alone = concessions.concession(shipped, "plan_20", "ukraine")
    assert concessions.concession(shipped, "plan_20", "ukraine", "plan_28").value != alone.value
    tiny = concessions.concessions_by_plan(matters, "plan_low", "plan_high").set_index("party")
    party = next(label for label in tiny.index if label.id == "ukraine")
    assert tiny.plan_low[party].value == pytest.approx((0.6 * 0.7 + 0.9 * 0.9) / 1.5)
    assert tiny.plan_high[party].value == pytest.approx((0.6 * 0.1 + 0.9 * 0.5) / 1.5)


def test_a_table_of_concessions_names_its_plans(shipped):
    assert str(concessions.plan_headings(shipped, "plan_28", "plan_20")["hardest"]) == "Hardest in the 20-point plan"
