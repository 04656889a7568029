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
    headings = concessions.further_headings(shipped, "plan_20")
    assert str(headings["hardest"]) == "Hardest in the 20-point plan"
    rest = concessions.concessions_by_plan(shipped, "plan_28", "plan_20").columns
    assert set(rest) == {"party", "plan_28", "plan_20", *headings}


def test_a_later_plan_asks_less_of_one_and_more_of_another(matters):
    # of Ukraine plan_low asks (0.6 x 0.7 + 0.9 x 0.9) / 1.5 and plan_high (0.6 x 0.1 + 0.9 x 0.5) / 1.5
    clause, places, statement = concessions.shift(matters, "plan_low", "plan_high")
    # of the United States each asks the same: (0.4 x 0.3 + 0.6 x 0.2) / 1
    assert clause == "asks less of {eased} than the {first_plan}"
    assert {name: label.id for name, label in places.items()} == {"first_plan": "plan_low", "eased": "ukraine"}
    (fall,) = statement.margins
    assert fall.value == pytest.approx((0.42 + 0.81 - 0.06 - 0.45) / 1.5)
    assert statement.holds
    back, places, _ = concessions.shift(matters, "plan_high", "plan_low")
    assert (back, places["burdened"].id) == ("asks more of {burdened} than the {first_plan}", "ukraine")


def test_a_plan_asks_of_itself_as_much_as_it_asks(matters):
    clause, places, statement = concessions.shift(matters, "plan_low", "plan_low")
    assert (clause, list(places), statement.holds) == (
        "asks as much of each as the {first_plan}",
        ["first_plan"],
        False,
    )


def test_two_plans_compare_where_a_party_has_a_position_on_an_issue_of_both(matters):
    assert concessions.comparable(matters, "plan_low", "plan_high")
    assert not concessions.comparable(matters, "plan_low")
    assert not concessions.comparable(matters)
    assert not concessions.comparable(matters, "plan_low", "no_plan_of_this_case")


def test_plans_are_apart_by_the_weights_of_each_force(matters):
    step = concessions.apart(matters, "plan_low", "plan_high", "ukraine")
    army, land = (
        abs(low - high)
        for low, high in zip(*(read_positions(matters, plan) for plan in ("plan_low", "plan_high")), strict=True)
    )
    assert step.value == pytest.approx((0.6 * army + 0.9 * land) / 1.5)


def read_positions(case, plan):
    """What a plan's provisions on the army and on the land are coded as, from the rows."""
    rows = case.ledger.tables["provisions"].find_rows("plan", plan)
    return [next(row.position for row in rows if row.issue == issue) for issue in ("army", "land")]


def test_of_whom_a_plan_asks_less_is_said_in_ukrainian(ukrainian, shipped):
    clause, places, statement = concessions.shift(ukrainian, "plan_28", "plan_20")
    assert clause == "вимагає від {eased:genitive} менше, ніж {first_plan}, а від {burdened:genitive} — більше"
    assert (str(places["eased"]), statement.holds) == ("Ukraine", True)
    row, same = (concessions.concessions_by_plan(case, "plan_28", "plan_20").iloc[0] for case in (ukrainian, shipped))
    assert (row.issues.label, row.issues.claims) == ("Питання обох планів", same.issues.claims)
    assert concessions.concession(ukrainian, "plan_20", "ukraine").label == "Ukraine: очікувана поступка"
