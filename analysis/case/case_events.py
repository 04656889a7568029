"""The events of a case: when they were, by the claim that counts."""

from __future__ import annotations

from analysis import dates
from analysis.case.case_rows import CaseRows
from analysis.case.events import EventDates
from analysis.case.numbers import EstimateBuilder
from analysis.estimates.estimate import Estimate
from analysis.label import Label


class CaseEvents(CaseRows):
    """The dates of the events of one case."""

    _builder: EstimateBuilder
    _events: EventDates

    def day(self, event: str) -> Estimate:
        """Returns the day of an event as a number of days, as uncertain as its date is imprecise.

        Where there are claims on the date, it is that of the claim which counts.

        >>> from analysis import load_case
        >>> case = load_case()
        >>> (case.day("call_after") - case.day("meeting")).to("day").value
        1.0
        """
        return self._builder.build_day(self._events.get_event(event), self._events.find_claim(event))

    def date(self, event: str) -> Label:
        """Returns an event's date in words, as precise as it was given; where it is claimed, by the claim that counts.

        >>> from analysis import load_case
        >>> str(load_case().date("plant_decree"))
        'October 2025'
        """
        row, claim = self._events.get_event(event), self._events.find_claim(event)
        if claim:
            return Label(dates.format_date(claim.date or ""), f"claims/{claim.id}", self)
        return Label(dates.format_date(row.date), f"events/{event}", self)

    def edtf(self, event: str) -> str:
        """Returns an event's date as EDTF; where it is claimed, by the claim that counts.

        >>> from analysis import load_case
        >>> load_case().edtf("plant_decree")
        '2025-10'
        """
        claim = self._events.find_claim(event)
        return claim.date or "" if claim else self._events.get_event(event).date

    def rival_date(self, event: str) -> Label | None:
        """Returns the date of an event according to other sources, if they contradict the claim that counts.

        >>> from analysis import load_case
        >>> str(load_case().rival_date("plant_decree"))
        '5 October 2022'
        """
        claim = self._events.find_claim(event)
        return self.on("all").date(event) if claim and claim.verdict == "contradicted" else None

    def dispute(self, event: str) -> Label | None:
        """Returns what other sources have against an event's date: theirs, or our note where they bear it out in part.

        None where nothing is against it.

        >>> from analysis import load_case
        >>> print(load_case().dispute("deadline"))
        A hope for Christmas by other reports; at the meeting he said he had no timetable
        """
        claim = self._events.find_claim(event)
        note = claim.note if claim and claim.verdict == "partly" else None
        return self.rival_date(event) or (Label(note, f"claims/{claim.id}", self) if claim and note else None)
