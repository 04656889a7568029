"""The dates of events: an event's own date, or the claim on its date that the basis chooses."""

from __future__ import annotations

from functools import cached_property

from analysis.case.schema import Claim, Event, Quantity
from analysis.case.selection import ClaimSelector
from analysis.errors import UsageError, format_nearest


class EventDates:
    """The events of a case and the claims on their dates."""

    def __init__(self, selector: ClaimSelector):
        self._selector, self._ledger = selector, selector.ledger

    def get_event(self, id: str) -> Event:
        """Returns a row of events.csv. Raises UsageError with the nearest name."""
        events = self._ledger.get_table(Event)
        if id not in events:
            raise UsageError(f"no event {id!r} in {self._selector.folder.name}{format_nearest(id, events)}")
        return events[id]

    def find_claim(self, event: str) -> Claim | None:
        """Returns the claim on an event's date that counts, None if nobody claims one."""
        quantity = self._find_quantity(event)
        chosen = self._selector.choose(quantity, event) if quantity else None
        return chosen if isinstance(chosen, Claim) else None

    def _find_quantity(self, event: str) -> str | None:
        """Returns the quantity under which the date of an event is claimed, the last of several, if there is any."""
        claims = self._ledger.get_table(Claim).find_rows("subject", event)
        claimed = {claim.quantity for claim in claims}.intersection(self._dated)
        return max(claimed, key=self._dated.__getitem__, default=None)

    @cached_property
    def _dated(self) -> dict[str, int]:
        """The quantities that are dates, and their order."""
        found = self._ledger.get_table(Quantity).find_rows("unit", "date")
        return {quantity.id: at for at, quantity in enumerate(found)}
