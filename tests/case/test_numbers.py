"""What a row of a case is as a number: its interval, its bounds, how exact it is called, where it leads."""

from __future__ import annotations

import pytest

from analysis import compare, cover, load_case, timeline
from analysis.case.schema import Claim, Event
from analysis.errors import CaseError, MissingClaim, UsageError
from analysis.report.document import reader
from analysis.report.formats import markdown
from tests.case.test_ledger import replace_text
from tests.conftest import TINY
from tests.notebooks_in_memory import make_executed_notebook


@pytest.fixture(scope="module")
def case():
    return load_case(TINY)


def test_a_claim_has_the_bounds_of_its_quantity_and_leads_to_its_case(case):
    leaf = case.estimate(case.ledger.get_table(Claim)["usable_article"]).leaf
    assert (leaf.id, leaf.kind, leaf.qualifier, leaf.symbol) == (
        "usable_article",
        "claim",
        "at_most",
        "usable frozen assets",
    )
    assert (leaf.low, leaf.value, leaf.high, leaf.minimum) == (0, 100e9, 100e9, 0)
    assert leaf.case is case
    assert leaf.origin.source.title == "The meeting by the lake"


@pytest.mark.parametrize(
    ("date", "low", "high", "qualifier"),
    [
        ("2026-01-01", "2026-01-01", "2026-01-01", "exact"),
        ("2025-12", "2025-12-01", "2025-12-31", "between"),
        ("2025-12-30/2026-01-02", "2025-12-30", "2026-01-02", "between"),
    ],
)
def test_a_day_is_as_uncertain_as_its_date_is_imprecise(tiny, date, low, high, qualifier):
    from datetime import date as day

    given = load_case(tiny).ledger.get_table(Event)["meeting"].date
    replace_text(tiny, "events", f",{given},", f",{date},")
    found = load_case(tiny).day("meeting")
    first, last = (day.fromisoformat(end).toordinal() for end in (low, high))
    assert (found.low, found.value, found.high) == (first, (first + last) / 2, last)
    assert (found.qualifier, found.unit, found.leaf.kind) == (qualifier, "day", "event")
    assert found.leaf.is_uniform == (first < last)


def add_formula(case, unit: str, formula: str) -> None:
    replace_text(case, "quantities", "forces.prewar,", f"x.y,a thing,{unit},,,{formula},A thing,,\nforces.prewar,")


def test_a_quantity_nobody_claims_is_computed_by_its_formula_for_no_subject(tiny):
    add_formula(tiny, "billion USD", "reconstruction.need - assets.usable")
    case = load_case(tiny)
    assert (case["x.y"].value, case["x.y"].label, case["x.y"].name) == (700, "A thing", "x.y")
    assert case["x.y"].claims == {"need_article", "usable_article"}
    with pytest.raises(MissingClaim, match=r"no claim on x\.y of ukraine"):
        _ = case["x.y", "ukraine"]


def test_a_formula_may_name_a_subject_and_has_the_unit_of_its_quantity(tiny):
    add_formula(tiny, "thousand person", "forces.cap@plan_high - forces.cap@plan_low")
    assert (load_case(tiny)["x.y"].value, load_case(tiny)["x.y"].unit) == (200, "thousand person")


def test_a_formula_of_another_unit_or_none_is_refused(tiny, case):
    add_formula(tiny, "person", "reconstruction.need / assets.usable")
    with pytest.raises(CaseError, match="allowed: a formula that gives person"):
        load_case(tiny)
    with pytest.raises(UsageError, match=r"^reconstruction\.need has no formula; it is known by its claims only$"):
        case.derived("reconstruction.need")


def test_an_event_may_have_a_time_of_day_which_is_printed_and_orders_it(tiny):
    with (tiny / "events.csv").open("a", encoding="utf-8") as file:
        events = {"evening": "2025-12-28T19:30-05:00", "noon": "2025-12-28T13:00-05:00", "after": "2025-12-30"}
        for id, date in events.items():
            file.write(f"{id},{date},Event {id},,,meeting,,,,article,p1,,,\n")
    case = load_case(tiny)
    assert str(case.date("noon")) == "28 December 2025, 13:00 UTC−05:00"
    assert (case.day("after") - case.day("evening")).to("day").value == 2, "by the calendar of the place"
    listed = compare.timeline.events(case)
    assert [label.id for label in listed.title] == ["meeting", "noon", "evening", "after"]
    drawn = timeline(listed, "Events", key="events", label="title")
    assert "13:00" in drawn.alt
    document = reader.read_document(make_executed_notebook(cover("Events", "When?", case.about), drawn))
    assert "28 December 2025, 19:30" in markdown.write_markdown(document)
