"""From when to when the probability counts, and up to when what is coded was known."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from analysis import dates
from analysis.case.schema import Assumption, Source
from analysis.case.series import find_last_day
from analysis.compare.quantities.numbers import find_optional
from analysis.errors import MissingClaim
from analysis.estimates.estimate import Estimate
from analysis.label import Label

if TYPE_CHECKING:
    from datetime import date

    from analysis.case.case import Case


class Horizon(NamedTuple):
    """The time in which the outcome has to come: its first and last day, and the event it counts from."""

    start: Label
    end: Label
    event: Label


def horizon(case: Case) -> Horizon:
    """Computes from when to when the probability counts: the day of an event, and the same day a horizon later.

    The event and the length are those of the assumption on what plays `horizon`.
    Raises: MissingClaim if there is none, or none of an event.

    >>> from analysis import compare, load_case
    >>> start, end, _ = compare.outlook.horizon(load_case())
    >>> print(start, end, sep=" to ")
    28 December 2025 to 28 December 2026
    """
    length, event = find_horizon(case)
    _, end = compute_horizon_days(case)
    ref = f"assumptions/{next(iter(length.claims))}"
    return Horizon(case.date(event), Label(dates.format_date(str(end)), ref, case), case.label(event))


def known(case: Case) -> Label:
    """Finds the day for which the probability speaks: of the analysed text, or the start of the horizon if later.

    A start that is still ahead of the newest source does not count: nobody knew anything then.
    Raises: MissingClaim if the case has no horizon.

    >>> from analysis import compare, load_case
    >>> print(compare.outlook.known(load_case()))
    1 January 2026
    """
    length, _ = find_horizon(case)
    newest, found = find_last_day(case.ledger), list_known(case)
    there = [day for day in found if newest is None or dates.compute_span(day)[0] <= newest]
    last = max(there or found, key=lambda date: dates.compute_span(date)[1])
    return Label(dates.format_date(last), f"assumptions/{next(iter(length.claims))}", case)


def list_known(case: Case) -> list[str]:
    """Lists the dates (EDTF) up to which factors were known: of the analysed texts, and of the start of the horizon."""
    texts = case.ledger.get_table(Source).find_rows("role", "article")
    start = [case.edtf(find_horizon(case)[1])] if find_optional(case, "horizon") in case else []
    return [source.date for source in texts if source.date] + start


def find_horizon(case: Case) -> tuple[Estimate, str]:
    """Finds the length of the horizon and the event from which it counts."""
    horizon = case.role("horizon")
    rows = case.ledger.get_table(Assumption).find_rows("quantity", horizon)
    event = next((row.subject for row in rows if row.subject), None)
    if event is None:
        raise MissingClaim(f"{case.folder.name} has no assumption on {horizon} of an event; add it to assumptions.csv.")
    return case[horizon, event], event


def compute_horizon_days(case: Case) -> tuple[date, date]:
    """Returns the first and the last day of the horizon."""
    length, event = find_horizon(case)
    start = dates.compute_span(case.edtf(event))[0]
    return start, dates.move_months(start, round(length.to("year").value * 12))
