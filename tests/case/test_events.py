"""The claims on the dates of events, and what is read to find them."""

from __future__ import annotations

from analysis import load_case
from analysis.case.schema import Claim, Event, Quantity


def test_the_date_of_an_event_is_claimed_under_the_last_quantity_that_is_a_date():
    case = load_case()
    tables = case.ledger
    claimed = {
        claim.subject: claim.quantity
        for quantity in tables.get_table(Quantity).find_rows("unit", "date")
        for claim in tables.get_table(Claim).find_rows("quantity", quantity.id)
    }
    found = {event: case._events._find_quantity(event) for event in tables.get_table(Event)}
    assert {event: quantity for event, quantity in found.items() if quantity} == {
        event: quantity for event, quantity in claimed.items() if event in found
    }
    assert None in found.values()
    assert any(found.values())


def test_only_what_is_said_of_an_event_is_read_for_its_date():
    case = load_case()
    event = next(id for id in case.ledger.get_table(Event) if case._events._find_quantity(id))
    case = load_case()
    case.date(event)
    read = {key for key in case.read_log.keys if key.startswith("claims/")}
    subjects = {case.ledger.get_table(Claim)[key.partition("/")[2]].subject for key in read}
    assert subjects == {event}
